import { byKeys, formOf } from '../base/byKeys.ts'

/**
 * The one form of a scrubbed payload, and its text: keys sorted, so that the same content has the same text and hash
 * whatever order the shop sends it in. NUL and halves of surrogate pairs, which no database text can hold, become
 * U+FFFD. The value shares nothing with its source.
 */
export function canonical(source: unknown): { readonly value: unknown; readonly text: string } {
  const value = sorted(source)
  const text = JSON.stringify(value) ?? 'null'
  // What has to be replaced stands escaped there: one look at the whole instead of one at each text.
  if (!text.includes('\\u0000') && !text.includes('\\ud')) return { value, text }
  const clean = cleaned(source)
  return { value: clean, text: JSON.stringify(clean) ?? 'null' }
}

/** Text as PostgreSQL can hold it. */
export function cleanText(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed()
  return formed.includes('\0') ? formed.replaceAll('\0', '\ufffd') : formed
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(sorted)
  const source = value as Readonly<Record<string, unknown>>
  const { keys, form } = sortedKeys(Object.keys(source))
  const result: Record<string, unknown> = { ...form }
  for (const key of keys) {
    const inner = source[key]
    if (inner === undefined) return sorted(withoutAbsent(source))
    result[key] = typeof inner === 'string' ? inner : sorted(inner)
  }
  return result
}

const sortedKeys = byKeys(keys => {
  const sorted = [...keys].sort()
  return { keys: sorted, form: formOf(sorted) }
})

function withoutAbsent(source: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(source).filter(([, inner]) => inner !== undefined))
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(cleaned)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  // Sorted as they came: two that become one must not depend on the order in which they were sent.
  const inOrder = entries.sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(inOrder.map(([key, inner]) => [cleanText(key), cleaned(inner)]))
}
