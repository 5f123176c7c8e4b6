/**
 * The address of a call as it is routed: under one of these prefixes doubled slashes are one, a slash at the end is none, and a
 * `%` that encodes nothing stands for itself. All other addresses stay as they are. Pure.
 */
export function foreignUrl(prefixes: readonly string[], url: string): string {
  const end = url.indexOf('?')
  const path = (end === -1 ? url : url.slice(0, end)).replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
  if (!prefixes.some(prefix => path === prefix || path.startsWith(`${prefix}/`))) return url
  return (isEncoded(path) ? path : path.replaceAll('%', '%25')) + (end === -1 ? '' : url.slice(end))
}

function isEncoded(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
