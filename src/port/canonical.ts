/**
 * The one text of a scrubbed payload: keys sorted, so that the same content has the same text and hash whatever
 * order the shop sends it in. NUL and halves of surrogate pairs, which no database text can hold, become U+FFFD.
 */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value))
}

function sorted(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(sorted)
  const source = value as Record<string, unknown>
  const result: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(source).sort()) if (source[key] !== undefined) result[cleanText(key)] = sorted(source[key])
  return result
}

/** Text as PostgreSQL can hold it. */
export function cleanText(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed()
  return formed.includes('\0') ? formed.replaceAll('\0', '\ufffd') : formed
}
