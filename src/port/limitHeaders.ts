/** What an answer says of the limits of the system. */
export interface SaidLimit {
  /** No call before that. */
  readonly until?: Date
  /** Calls that come back per second. */
  readonly perSecond?: number
}

/** A system does not keep us away for longer by a header. */
const longestMs = 24 * 3_600_000

/**
 * Reads what usual headers say: `Retry-After` of 429 and 503 (seconds or a date), `X-RateLimit-Remaining: 0` and
 * `RateLimit-Remaining: 0` with their `Reset` (seconds from now or since 1970), `x-amzn-RateLimit-Limit` (a rate). Undefined
 * where they say nothing. What cannot be read says nothing.
 */
export function limitHeaders(
  status: number,
  headers: Readonly<Record<string, string>>,
  now: Date,
): SaidLimit | undefined {
  const until =
    (status === 429 || status === 503 ? retryAfter(headers, now) : undefined) ?? reset(headers, now)
  const rate = Number(headers['x-amzn-ratelimit-limit'])
  const perSecond = rate > 0 && Number.isFinite(rate) ? rate : undefined
  if (!until && perSecond === undefined) return undefined
  return { ...(until ? { until } : {}), ...(perSecond === undefined ? {} : { perSecond }) }
}

function retryAfter(headers: Readonly<Record<string, string>>, now: Date): Date | undefined {
  const text = headers['retry-after']?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return within(now, now.getTime() + Number(text) * 1000)
  return within(now, Date.parse(text))
}

function reset(headers: Readonly<Record<string, string>>, now: Date): Date | undefined {
  for (const prefix of ['x-ratelimit', 'ratelimit', 'x-rate-limit']) {
    const left = headers[`${prefix}-remaining`]?.trim()
    const text = headers[`${prefix}-reset`]?.trim() ?? ''
    if (left !== '0' || !/^\d+(\.\d+)?$/.test(text)) continue
    // Thirty years of seconds are no pause but a moment.
    const seconds = Number(text)
    return within(now, seconds > 1e9 ? seconds * 1000 : now.getTime() + seconds * 1000)
  }
  return undefined
}

function within(now: Date, moment: number): Date | undefined {
  if (!(moment > now.getTime())) return undefined
  return new Date(Math.min(moment, now.getTime() + longestMs))
}
