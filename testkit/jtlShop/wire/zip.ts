/** Archives as PHP reads and writes them: by their directory, stored or deflated. */
import AdmZip from 'adm-zip'

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
    const files = new AdmZip(archive).getEntries().filter(file => !file.isDirectory)
    if (files.reduce((sum, { header }) => sum + header.size, 0) > largest) throw new CorruptZip('too large')
    return files.map(file => ({ name: file.entryName, content: file.getData() }))
  } catch (error) {
    throw new CorruptZip(error instanceof Error ? error.message : String(error))
  }
}

/** An archive of these files, deflated. */
export function zip(entries: readonly Entry[]): Buffer {
  const archive = new AdmZip({ noSort: true })
  for (const { name, content } of entries) archive.addFile(name, content)
  return archive.toBuffer()
}
