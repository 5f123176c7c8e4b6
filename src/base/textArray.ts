/**
 * A `text[]` parameter in PostgreSQL's binary form (array_send): long texts, such as payloads, cross without being escaped
 * here and parsed there.
 */
export function textArray(values: readonly string[]): Buffer {
  const lengths = values.map(value => Buffer.byteLength(value))
  const bytes = Buffer.allocUnsafe(20 + 4 * values.length + lengths.reduce((sum, length) => sum + length, 0))
  bytes.writeInt32BE(1, 0) // one dimension
  bytes.writeInt32BE(0, 4) // no nulls
  bytes.writeInt32BE(textType, 8)
  bytes.writeInt32BE(values.length, 12)
  bytes.writeInt32BE(1, 16) // lower bound
  let at = 20
  for (const [index, value] of values.entries()) {
    at = bytes.writeInt32BE(lengths[index] ?? 0, at)
    at += bytes.write(value, at, 'utf8')
  }
  return bytes
}

const textType = 25
