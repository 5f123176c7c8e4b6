/** Reads the archive that comes with images, as the core does: by its directory, and with the core's limits (V5). */
import { crc32, inflateRawSync } from 'node:zlib'
import { codes, ProtocolError } from './protocolError.ts'

const mostEntries = 100
const largestEntry = 20 * 1024 * 1024
const largestRatio = 100

/** The files of an archive by their names. Throws ProtocolError 500 for what is none, or breaks the limits. */
export function unzip(archive: Buffer): ReadonlyMap<string, Buffer> {
  try {
    return readEntries(archive)
  } catch (error) {
    if (error instanceof ProtocolError) throw error
    throw failed('Zip file could not be extracted')
  }
}

function readEntries(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0) throw failed('Zip file could not be extracted')
  const count = archive.readUInt16LE(end + 10)
  if (count > mostEntries) throw failed('Zip bomb detected')
  const files = new Map<string, Buffer>()
  let at = archive.readUInt32LE(end + 16)
  for (let entry = 0; entry < count; entry++) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw failed('Zip file could not be extracted')
    const method = archive.readUInt16LE(at + 10)
    const packed = archive.readUInt32LE(at + 20)
    const size = archive.readUInt32LE(at + 24)
    const nameLength = archive.readUInt16LE(at + 28)
    const restLength = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    if (size > largestEntry || size > packed * largestRatio) throw failed('Zip bomb detected')
    const content = contentAt(archive, archive.readUInt32LE(at + 42), { method, packed, size })
    if (crc32(content) !== archive.readUInt32LE(at + 16)) throw failed('Zip file could not be extracted')
    files.set(name, content)
    at += 46 + nameLength + restLength
  }
  return files
}

interface Kept {
  readonly method: number
  readonly packed: number
  readonly size: number
}

function contentAt(archive: Buffer, local: number, { method, packed, size }: Kept): Buffer {
  if (archive.readUInt32LE(local) !== 0x04034b50) throw failed('Zip file could not be extracted')
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const bytes = archive.subarray(start, start + packed)
  const content = method === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: largestEntry })
  if (content.length !== size) throw failed('Zip file could not be extracted')
  return content
}

function failed(message: string): ProtocolError {
  return new ProtocolError(codes.server, message)
}
