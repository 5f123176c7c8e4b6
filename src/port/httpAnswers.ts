/**
 * What a person is told of a redirect: the host that it leads to, and what is another there. The path may hold what should not be in a
 * log.
 */
export function redirectText(url: string, location: string): string {
  const from = new URL(url)
  const to = URL.canParse(location, url) ? new URL(location, url) : undefined
  if (!to) return 'the address redirects to another one'
  const nearer = to.protocol === from.protocol ? ' under another path' : ` with ${to.protocol}//`
  const hint = to.host === from.host ? nearer : ''
  return `the address redirects to ${to.host}${hint}; enter the final address`
}

/** The moment that a header `Retry-After` names, by seconds from `now` on or as a date; undefined for none. */
export function retryAfter(header: string | undefined, now: Date): Date | undefined {
  if (header === undefined) return undefined
  const at = /^\d+$/.test(header) ? now.getTime() + Number(header) * 1000 : Date.parse(header)
  return Number.isNaN(at) ? undefined : new Date(at)
}
