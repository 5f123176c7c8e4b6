import { createHash, type Hash, hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import tar from 'tar-stream'
import { KontorError } from '../../base/errors.ts'
import { blobOfEntry } from './backupBlobs.ts'
import {
  type BackupHead,
  type BackupManifest,
  headEntry,
  headShape,
  manifestEntry,
  manifestShape,
  manifestSumEntry,
  pieceBytes,
  readEntry,
  tableOfEntry,
} from './backupFormat.ts'
import { backupProblem } from './problems.ts'

/** What is done with a backup while it is read. */
export interface BackupVisitor {
  head(head: BackupHead): Promise<void>
  /** The next rows of a table, in the text of COPY; a piece may end in the middle of a row. */
  rows(table: string, text: Buffer): Promise<void>
  /** A file that lay beside the database, whole and as its hash says; after all rows. */
  blob?(tenant: string, hash: string, content: readonly Buffer[]): Promise<void>
}

const decompress = promisify(zstdDecompress)
/** More than any entry has: what is larger is none of ours. */
const largestEntry = 64 * 1024 * 1024

interface Sum {
  readonly hash: Hash
  bytes: number
  pieces: number
}

/**
 * Reads a backup once, from front to end, and hands out what is in it; answers when every checksum was right. What was handed
 * out before counts for nothing if this throws. Throws BACKUP_BROKEN, and what the visitor throws.
 */
export async function readBackup(
  input: Readable,
  visitor: BackupVisitor,
  signal: AbortSignal,
): Promise<{ head: BackupHead; manifest: BackupManifest }> {
  const extract = tar.extract()
  const feeding = pipeline(input, extract, { signal })
  feeding.catch(() => undefined) // the loop below hears of it
  try {
    return await readEntries(extract, visitor)
  } catch (error) {
    input.destroy()
    if (error instanceof KontorError || signal.aborted || isOfOthers(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw backupProblem('BACKUP_BROKEN', { reason }, { cause: error })
  }
}

async function readEntries(extract: tar.Extract, visitor: BackupVisitor) {
  const sums = new Map<string, Sum>()
  let head: BackupHead | undefined
  let headSum = ''
  let manifest: { readonly text: Buffer; readonly parsed: BackupManifest } | undefined
  let isWhole = false
  const files = { count: 0, bytes: 0 }
  let file: { readonly tenant: string; readonly hash: string; readonly content: Buffer[] } | undefined
  // A file is whole when the next entry is none of it.
  const endFile = async () => {
    if (!file) return
    const sum = createHash('sha256')
    for (const part of file.content) sum.update(part)
    if (sum.digest('hex') !== file.hash) throw broken(`the file ${file.hash} is not the one that was written`)
    await visitor.blob?.(file.tenant, file.hash, file.content)
    files.count++
    files.bytes += file.content.reduce((bytes, part) => bytes + part.length, 0)
    file = undefined
  }
  for await (const entry of extract) {
    const { name } = entry.header
    if ((entry.header.size ?? 0) > largestEntry) throw broken(`${name} is too large`)
    const body = await bodyOf(entry)
    if (isWhole || (head === undefined) !== (name === headEntry))
      throw broken(`${name} stands in the wrong place`)
    if (name === headEntry) {
      head = readEntry(headShape, name, body.toString())
      headSum = hash('sha256', body)
      await visitor.head(head)
      continue
    }
    const blob = manifest ? undefined : blobOfEntry(name)
    if (blob) {
      if (blob.piece === 1) await endFile()
      if (blob.piece === 1) file = { ...blob, content: [body] }
      else if (
        file?.hash === blob.hash &&
        file.tenant === blob.tenant &&
        blob.piece === file.content.length + 1
      )
        file.content.push(body)
      else throw broken(`${name} stands in the wrong place`)
      continue
    }
    await endFile()
    const table = tableOfEntry(name)
    if (table !== undefined && !manifest && head?.tables.some(one => one.name === table))
      await visitor.rows(table, await opened(sums, table, name, body))
    else if (name === manifestEntry && !manifest)
      manifest = { text: body, parsed: readEntry(manifestShape, name, body.toString()) }
    else if (name === manifestSumEntry && manifest) {
      if (body.toString().trim() !== hash('sha256', manifest.text))
        throw broken(`${manifestEntry} was changed`)
      isWhole = true
    } else throw broken(`${name} does not belong here`)
  }
  if (!head || !manifest || !isWhole) throw broken('it breaks off')
  compare(head, headSum, manifest.parsed, sums)
  const { count, bytes } = manifest.parsed.blobs ?? { count: 0, bytes: 0 }
  if (count !== files.count || bytes !== files.bytes) throw broken('files are missing')
  return { head, manifest: manifest.parsed }
}

async function bodyOf(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of entry) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function opened(sums: Map<string, Sum>, table: string, name: string, body: Buffer): Promise<Buffer> {
  const sum = sums.get(table) ?? { hash: createHash('sha256'), bytes: 0, pieces: 0 }
  sums.set(table, sum)
  const text = await decompress(body, { maxOutputLength: largestEntry + pieceBytes }).catch(cause => {
    throw backupProblem('BACKUP_BROKEN', { reason: `${name} cannot be unpacked` }, { cause })
  })
  sum.hash.update(text)
  sum.bytes += text.length
  sum.pieces += 1
  return text
}

function compare(head: BackupHead, headSum: string, manifest: BackupManifest, sums: Map<string, Sum>): void {
  if (manifest.headSha256 !== headSum) throw broken(`${headEntry} was changed`)
  const empty = hash('sha256', '')
  for (const { name } of head.tables) {
    const wanted = manifest.tables[name]
    const sum = sums.get(name)
    const found = {
      bytes: sum?.bytes ?? 0,
      pieces: sum?.pieces ?? 0,
      sha256: sum?.hash.digest('hex') ?? empty,
    }
    if (wanted?.bytes !== found.bytes || wanted.pieces !== found.pieces || wanted.sha256 !== found.sha256)
      throw broken(`the rows of ${name} are not those that were written`)
  }
}

function broken(reason: string): KontorError {
  return backupProblem('BACKUP_BROKEN', { reason })
}

// What the database said of a row that was handed out, or the disk while it was read, is no fault of the file.
function isOfOthers(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return 'severity' in error || 'syscall' in error || /^Connection terminated/.test(error.message)
}
