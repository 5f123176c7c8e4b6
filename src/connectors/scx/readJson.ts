import { parseExact } from '../../port/exactJson.ts'

/**
 * The JSON in these bytes, without fields that are null: missing and null are the same. Undefined for what is none, also for what is no
 * UTF-8.
 */
export function readJson(body: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
  try {
    const value = parseExact(text)
    // The client leaves them out: looking for one is cheaper than looking through all.
    if (text.includes('null')) leaveOutNulls(value)
    return value
  } catch (error) {
    // Nested deeper than a reader can follow: `RangeError`.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

// With a list of what is left, not by calling itself: what is posted may be nested as deep as it is long.
function leaveOutNulls(value: unknown): void {
  const open: unknown[] = [value]
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    if (typeof holder !== 'object' || holder === null) continue
    const isList = Array.isArray(holder)
    for (const [key, inner] of Object.entries(holder)) {
      if (inner === null && !isList) Reflect.deleteProperty(holder, key)
      else if (typeof inner === 'object' && inner !== null) open.push(inner)
    }
  }
}
