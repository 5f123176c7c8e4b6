import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** A file of an archive. */
export interface ArchiveFile {
  readonly name: string
  readonly content: Uint8Array
  /** True for what is compressed already (images). */
  readonly stored?: boolean
}

/** A file as it stands in an archive, with its part of both directories. */
export interface PackedFile {
  readonly title: Buffer
  readonly facts: Buffer
  readonly body: Uint8Array
}

/** Compresses one file; names are ASCII. */
export function packFile({ name, content, stored = false }: ArchiveFile): PackedFile {
  const title = Buffer.from(name, 'ascii')
  const body = stored ? content : deflateRawSync(content)
  const facts = fields(
    [20, 2],
    [0, 2],
    [stored ? 0 : 8, 2],
    [0, 2],
    [0x21, 2], // the first day that the format knows: the same content is the same archive
    [crc32(content), 4],
    [body.length, 4],
    [content.length, 4],
    [title.length, 2],
    [0, 2],
  )
  return { title, facts, body }
}

/** A zip archive of packed files, in their order; together below 4 GiB. */
export function archiveOf(packed: readonly PackedFile[]): Uint8Array {
  const files: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { title, facts, body } of packed) {
    const local = Buffer.concat([fields([0x04034b50, 4]), facts, title])
    const place = fields([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4])
    directory.push(Buffer.concat([fields([0x02014b50, 4], [20, 2]), facts, place, title]))
    files.push(local, body)
    offset += local.length + body.length
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0)
  const count = packed.length
  const end = fields([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2])
  return Buffer.concat([...files, ...directory, end])
}

/** The content of an archive's only file. Throws RangeError for what is no such archive, is damaged, or unpacks to more than `most` bytes. */
export function onlyFile(archive: Uint8Array, most: number): Uint8Array {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const entry = onlyEntry(bytes)
  const { method, crc, packed, size, offset } = entry
  if (size > most) throw new RangeError(`the archive unpacks to ${size} bytes`)
  // The local header says once more how long its name is; all else stands in the directory.
  if (bytes.readUInt32LE(offset) !== 0x04034b50) throw new RangeError('no file where the directory says')
  const begin = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const body = bytes.subarray(begin, begin + packed)
  if (body.length !== packed) throw new RangeError('the archive is cut off')
  const content = method === 0 ? body : inflated(body, size)
  if (content.length !== size || crc32(content) !== crc) throw new RangeError('the archive is damaged')
  return content
}

function inflated(body: Uint8Array, size: number): Uint8Array {
  try {
    return inflateRawSync(body, { maxOutputLength: size + 1 })
  } catch (cause) {
    throw new RangeError('the archive cannot be unpacked', { cause })
  }
}

function onlyEntry(bytes: Buffer) {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || bytes.length < end + 22) throw new RangeError('no archive, or cut off')
  const count = bytes.readUInt16LE(end + 10)
  if (count !== 1) throw new RangeError(`${count} files in the archive instead of one`)
  const at = bytes.readUInt32LE(end + 16)
  if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50)
    throw new RangeError('no directory in the archive')
  const method = bytes.readUInt16LE(at + 10)
  if (method !== 0 && method !== 8) throw new RangeError(`compressed in the way ${method}`)
  const offset = bytes.readUInt32LE(at + 42)
  if (offset + 30 > end) throw new RangeError('no file where the directory says')
  return {
    method,
    crc: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    offset,
  }
}

function fields(...list: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(list.reduce((sum, [, bytes]) => sum + bytes, 0))
  let at = 0
  for (const [value, bytes] of list) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}
