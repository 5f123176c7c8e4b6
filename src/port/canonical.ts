/**
 * The one form of a scrubbed payload, and its text: keys sorted, so that the same content has the same text and hash
 * whatever order the shop sends it in. NUL and halves of surrogate pairs, which no database text can hold, become
 * U+FFFD. The value shares nothing with its source.
 */
export function canonical(source: unknown): { readonly value: unknown; readonly text: string } {
  const value = sorted(source)
  return { value, text: JSON.stringify(value) ?? 'null' }
}

/** Text as PostgreSQL can hold it. */
export function cleanText(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed()
  return formed.includes('\0') ? formed.replaceAll('\0', '\ufffd') : formed
}

function sorted(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(sorted)
  const source = value as Record<string, unknown>
  const result: Record<string, unknown> = {}
  for (const key of sortedKeys(source)) {
    const inner = source[key]
    if (inner === undefined) continue
    const name = cleanText(key)
    // A shop may send a key "__proto__": assigned, it would vanish from the text and change the object.
    if (name === '__proto__')
      Object.defineProperty(result, name, {
        value: sorted(inner),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    else result[name] = sorted(inner)
  }
  return result
}

// Shops send the same few shapes over and over: sorting each once halves the cost of a payload.
const shapes = new Map<string, { readonly keys: readonly string[]; readonly sorted: readonly string[] }>()

function sortedKeys(source: Record<string, unknown>): readonly string[] {
  const keys = Object.keys(source)
  const name = keys.join('\n')
  const known = shapes.get(name)
  // Keys with line breaks in them could make two shapes look the same: compared one by one, they do not.
  if (known) return isSame(known.keys, keys) ? known.sorted : keys.sort()
  if (shapes.size >= 1000) shapes.clear() // a hostile shop with ever new keys must not fill the memory
  const sorted = [...keys].sort()
  shapes.set(name, { keys, sorted })
  return sorted
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index])
}
