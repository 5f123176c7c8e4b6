/** Archives as PHP reads and writes them: by their directory, stored or deflated. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** One file of an archive. */
export interface Entry {
  readonly name: string
  readonly content: Buffer
}

/** The bytes are no archive. */
export class CorruptZip extends Error {}

const largest = 256 * 1024 * 1024

/** The files of an archive in the order of its directory. Throws CorruptZip. */
export function unzip(archive: Buffer): readonly Entry[] {
  try {
    return readEntries(archive)
  } catch (error) {
    throw new CorruptZip(error instanceof Error ? error.message : String(error))
  }
}

function readEntries(archive: Buffer): readonly Entry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0) throw new CorruptZip('no directory')
  const entries: Entry[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new CorruptZip('no entry')
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28)
    const name = archive.toString('utf8', at + 46, nameEnd)
    if (!name.endsWith('/')) entries.push({ name, content: contentOf(archive, at) })
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return entries
}

function contentOf(archive: Buffer, at: number): Buffer {
  const local = archive.readUInt32LE(at + 42)
  if (archive.readUInt32LE(local) !== 0x04034b50) throw new CorruptZip('no local entry')
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const packed = archive.readUInt32LE(at + 20)
  if (start + packed > archive.length) throw new CorruptZip('truncated')
  const bytes = archive.subarray(start, start + packed)
  const content =
    archive.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: largest })
  if (crc32(content) !== archive.readUInt32LE(at + 16)) throw new CorruptZip('wrong sum')
  return content
}

/** An archive of these files, deflated. */
export function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of entries) {
    const title = Buffer.from(name, 'utf8')
    const packed = deflateRawSync(content, { level: 1 })
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt16LE(0x21, 8)
    facts.writeUInt32LE(crc32(content), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(content.length, 18)
    facts.writeUInt16LE(title.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    parts.push(Buffer.from([0x50, 0x4b, 3, 4]), facts, title, packed)
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), facts, place, title)
    offset += 30 + title.length + packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listing, end])
}
