import { crc32 } from 'node:zlib'

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string
  readonly content: Uint8Array
}

/** A zip archive of these files as they are: images are compressed already. Names are ASCII; together below 4 GiB. */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array {
  const files: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, content } of entries) {
    const title = Buffer.from(name, 'ascii')
    const facts = factsOf(title, content)
    const local = Buffer.concat([fields([0x04034b50, 4]), facts, title])
    directory.push(
      Buffer.concat([
        fields([0x02014b50, 4], [storedVersion, 2]),
        facts,
        // Comment, disk, attributes of two kinds: none; then where the file begins.
        fields([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
        title,
      ]),
    )
    files.push(local, content)
    offset += local.length + content.length
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0)
  const count = entries.length
  const end = fields([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2])
  return Buffer.concat([...files, ...directory, end])
}

/** 1.0: what every reader knows. */
const storedVersion = 10

// What both headers say of a file: stored, without a time (the first day that the format knows).
function factsOf(title: Buffer, content: Uint8Array): Buffer {
  const { length } = content
  return fields(
    [storedVersion, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0x21, 2],
    [crc32(content), 4],
    [length, 4],
    [length, 4],
    [title.length, 2],
    [0, 2],
  )
}

function fields(...list: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(list.reduce((sum, [, bytes]) => sum + bytes, 0))
  let at = 0
  for (const [value, bytes] of list) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}
