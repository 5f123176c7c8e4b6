import { crc32, deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib'
import AdmZip from 'adm-zip'

/** A file of an archive; names are ASCII. */
export interface ZipFile {
  readonly name: string
  readonly content: Uint8Array
  /** True for what is compressed already (images): it is stored as it is. */
  readonly stored?: boolean
}

/**
 * A zip archive of these files, in their order; together below 4 GiB. The same files are the same bytes. Written as APPNOTE.TXT 6.3 says
 * (4.3.7 file headers, 4.3.12 directory, 4.3.16 its end): a library took longer for this frame than the packing takes. Throws RangeError for
 * more than a directory can hold.
 */
export function zipOf(files: readonly ZipFile[]): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const { name, content, stored = false } of files) {
    const title = Buffer.from(name)
    const data = stored ? content : deflateRawSync(content, packingOf(content.length))
    // Version 2.0, no flags, method, the first day that the format knows, checksum, sizes, length of the name, nothing besides.
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(stored ? 0 : deflated, 4)
    common.writeUInt16LE(0x21, 8)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(title.length, 22)
    parts.push(signed('PK\x03\x04'), common, title, data)
    // Made by version 2.0; the file lies on the only disk, is nothing special, and begins there.
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    directory.push(signed('PK\x01\x02\x14\x00'), common, place, title)
    at += 4 + common.length + title.length + data.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    8,
  )
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, ...directory, signed('PK\x05\x06'), end])
}

function signed(signature: string): Buffer {
  return Buffer.from(signature, 'latin1')
}

// Packing begins with room for what may come, which for a small file takes longer than the packing itself; beyond level 3 the documents of
// a shop become 1 % shorter.
function packingOf(length: number): ZlibOptions {
  if (length >= 32 * 1024) return {}
  return { level: 3, windowBits: Math.max(9, 32 - Math.clz32(length)), memLevel: 5 }
}

/**
 * The content of an archive's only file, whose checksum is looked at. Throws RangeError for what is no such archive, is damaged, or
 * unpacks to more than `most` bytes: no more than that is ever unpacked.
 */
export function onlyFile(archive: Uint8Array, most: number): Uint8Array {
  try {
    const zip = new AdmZip(bufferOf(archive))
    const count = zip.getEntryCount()
    const [entry] = count === 1 ? zip.getEntries() : []
    if (!entry) throw new RangeError(`${count} files in the archive instead of one`)
    const { size } = entry.header
    if (size > most) throw new RangeError(`the archive unpacks to ${size} bytes`)
    const content = contentOf(entry)
    // What is unpacked ends at the size that the directory names, at the latest.
    if (content.length !== size) throw new RangeError('the archive is damaged')
    return content
  } catch (cause) {
    if (cause instanceof RangeError) throw cause
    throw new RangeError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

// The library unpacks in small parts and adds up their checksum byte by byte, which takes several times as long.
function contentOf(entry: AdmZip.IZipEntry): Buffer {
  const { method, size, crc, encrypted } = entry.header
  if (method !== deflated || size === 0 || encrypted || entry.isDirectory) return entry.getData()
  const chunkSize = Math.max(64, Math.min(size + 1, 1024 * 1024))
  const content = inflateRawSync(entry.getCompressedData(), { maxOutputLength: size, chunkSize })
  if (crc32(content) !== crc) throw new RangeError('the archive is damaged')
  return content
}

const deflated = 8

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
