import { crc32, inflateRawSync } from 'node:zlib'
import AdmZip from 'adm-zip'

/** A file of an archive; names are ASCII. */
export interface ZipFile {
  readonly name: string
  readonly content: Uint8Array
  /** True for what is compressed already (images): it is stored as it is. */
  readonly stored?: boolean
}

/** A zip archive of these files, in their order; together below 4 GiB. The same files are the same bytes. */
export function zipOf(files: readonly ZipFile[]): Uint8Array {
  // Readers work files off in their order, which the library would sort.
  const zip = new AdmZip({ noSort: true })
  for (const { name, content, stored = false } of files) {
    const { header } = zip.addFile(name, bufferOf(content))
    header.time = firstDay
    if (stored) header.method = 0
  }
  return zip.toBuffer()
}

/** The first day that the format knows. */
const firstDay = new Date(1980, 0, 1)

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
