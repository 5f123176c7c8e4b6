import { createHash, hash } from 'node:crypto'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import tar from 'tar-stream'
import type { BlobPlace } from '../../base/blobFiles.ts'
import { writeBlobs } from './backupBlobs.ts'
import {
  type BackupHead,
  type BackupManifest,
  backupFormat,
  headEntry,
  manifestEntry,
  manifestSumEntry,
  pieceBytes,
  pieceEntry,
} from './backupFormat.ts'
import { leftOut, readApplied, readHeads, readKeyIds, readSequences, readTables } from './describeDatabase.ts'
import { quoted, txOf, withDirectClient } from './directClient.ts'
import { backupProblem } from './problems.ts'

export interface BackupOptions {
  /** Of this program. */
  readonly version: string
  readonly signal: AbortSignal
  /** Where files lie beside the database; absent: none does. */
  readonly blobs?: BlobPlace
  /** Hears how many rows of a table were written so far. */
  readonly onProgress?: (table: string, rows: number) => void
}

const compress = promisify(zstdCompress)

/**
 * Writes all of a database as it was at one moment, while everybody goes on working: one transaction that sees one snapshot,
 * table after table as a stream, so that memory does not grow with the data. Ends `out`. The secret keys are not in it.
 * Throws DATABASE_UNREACHABLE, BACKUP_OF_NOTHING, and what `out` throws.
 */
export async function writeBackup(
  directUrl: string,
  out: Writable,
  options: BackupOptions,
): Promise<{ head: BackupHead; manifest: BackupManifest }> {
  const pack = tar.pack()
  const written = pipeline(pack, out, { signal: options.signal })
  // Whoever waits for an entry hears of a full disk too: the pack is destroyed with what it is written to.
  const failed = written.then(() => new Promise<never>(() => undefined))
  const add = async (name: string, body: Buffer) => {
    await Promise.race([addEntry(pack, name, body), failed])
  }
  try {
    return await withDirectClient(directUrl, options.signal, async client => {
      await client.query('begin isolation level repeatable read, read only')
      const head = await readHead(client, options)
      const headText = Buffer.from(`${JSON.stringify(head, null, 2)}\n`)
      await add(headEntry, headText)
      const tables: BackupManifest['tables'] = {}
      for (const table of head.tables)
        tables[table.name] = await copyTable(client, table, options, (piece, rows) =>
          add(pieceEntry(table.name, piece), rows),
        )
      const withBlobs = options.blobs && head.tables.some(table => table.name === 'blob')
      const blobs = withBlobs && options.blobs ? await writeBlobs(client, options.blobs, add) : undefined
      const manifest: BackupManifest = {
        headSha256: hash('sha256', headText),
        tables,
        ...(blobs ? { blobs: { ...blobs, lost: [...blobs.lost] } } : {}),
        sequences: await readSequences(txOf(client)),
        heads: await readHeads(txOf(client)),
      }
      await client.query('commit')
      const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
      await add(manifestEntry, text)
      await add(manifestSumEntry, Buffer.from(`${hash('sha256', text)}\n`))
      pack.finalize()
      await written
      return { head, manifest }
    })
  } catch (error) {
    pack.destroy(error instanceof Error ? error : new Error(String(error)))
    await written.catch(() => undefined) // the first error is the one that says what happened
    throw error
  }
}

async function readHead(client: pg.Client, { version }: BackupOptions): Promise<BackupHead> {
  const tx = txOf(client)
  const migrations = await readApplied(tx)
  if (!migrations || migrations.length === 0) throw backupProblem('BACKUP_OF_NOTHING')
  const [now] = await tx.query<{ at: Date; server: string }>(
    `select now() as at, current_setting('server_version') as server`,
  )
  if (!now) throw new TypeError('a select without from has one row')
  return {
    program: 'kontor',
    format: backupFormat,
    version,
    takenAt: now.at.toISOString(),
    server: now.server,
    migrations,
    tables: await readTables(tx),
    leftOut: [...leftOut],
    keys: await readKeyIds(tx),
  }
}

async function copyTable(
  client: pg.Client,
  table: BackupHead['tables'][number],
  { onProgress }: BackupOptions,
  addPiece: (piece: number, compressed: Buffer) => Promise<void>,
): Promise<BackupManifest['tables'][string]> {
  // A select: of a table in partitions only that can be copied.
  const columns = table.columns.map(quoted).join(', ')
  const rows = client.query(copyTo(`copy (select ${columns} from ${quoted(table.name)}) to stdout`))
  const sum = createHash('sha256')
  let held: Buffer[] = []
  let heldBytes = 0
  let bytes = 0
  let pieces = 0
  const flush = async () => {
    if (heldBytes === 0) return
    const piece = Buffer.concat(held)
    held = []
    heldBytes = 0
    sum.update(piece)
    await addPiece(++pieces, await compress(piece))
    onProgress?.(table.name, rows.rowCount)
  }
  for await (const chunk of rows) {
    held.push(chunk)
    heldBytes += chunk.length
    bytes += chunk.length
    if (heldBytes >= pieceBytes) await flush()
  }
  await flush()
  return { rows: rows.rowCount, bytes, pieces, sha256: sum.digest('hex') }
}

// Written through the entry's own stream: that waits where the file is slower than the database.
function addEntry(pack: tar.Pack, name: string, body: Buffer): Promise<void> {
  return new Promise((done, fail) => {
    const entry = pack.entry({ name, size: body.length, mode: 0o600 }, error =>
      error ? fail(error) : done(),
    )
    entry.end(body)
  })
}
