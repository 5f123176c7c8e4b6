import { createReadStream } from 'node:fs'
import { open, rename, stat, unlink } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { blobPlace } from '../../base/blobs.ts'
import { findKeyring } from '../../base/keyring.ts'
import { createLog } from '../../base/log.ts'
import { beginRecovery } from '../../sync/recovery/beginRecovery.ts'
import { type OperatorCommand, type OperatorWork, operatorCommand } from '../operatorCommand.ts'
import { ownVersion } from '../startCommand.ts'
import type { BackupHead, BackupManifest } from './backupFormat.ts'
import { backupProblem } from './problems.ts'
import { readBackup } from './readBackup.ts'
import { restoreBackup } from './restoreBackup.ts'
import { writeBackup } from './writeBackup.ts'

const summaryShape = z.object({
  takenAt: z.iso.datetime(),
  version: z.string(),
  tables: z.int(),
  rows: z.int(),
  /** Of the rows, before they were compressed. */
  bytes: z.int(),
  /** Ids of the keys that the backup needs and does not hold. */
  keys: z.array(z.string()),
  heads: z.array(z.object({ what: z.string(), value: z.string() })),
})

/** All of the installation into one file, and back. */
export const backupCommands: readonly OperatorCommand[] = [
  operatorCommand({
    command: 'backup <file>',
    summary: {
      en: 'Write all data into a file while everything goes on ("-": standard output), or check such a file; keep secret.keys apart',
      de: 'Alle Daten in eine Datei sichern, während alles weiterläuft („-“: Standardausgabe), oder eine prüfen; secret.keys getrennt aufheben',
    },
    input: z.object({
      file: z.string().min(1).meta({
        description: 'The file; "-" is standard output.',
        'x-de': 'Die Datei; „-“ ist die Standardausgabe.',
      }),
      check: z.boolean().optional().meta({
        description: 'Reads the file and compares all checksums instead of writing one.',
        'x-de': 'Liest die Datei und vergleicht alle Prüfsummen, statt eine zu schreiben.',
      }),
    }),
    output: summaryShape.optional(),
    async run(work, { file, check }) {
      if (check) return summary(await checkFile(work, file))
      if (file === '-') {
        if (work.json || work.terminal.isWatched) throw backupProblem('BACKUP_TO_TERMINAL')
        await write(work, process.stdout)
        return undefined
      }
      return summary(await writeFile(work, file))
    },
  }),
  operatorCommand({
    command: 'restore <file>',
    summary: {
      en: 'Restore a backup into an empty database; connections stay locked until "recovery done"',
      de: 'Eine Sicherung in eine leere Datenbank einspielen; Verbindungen bleiben bis „recovery done“ gesperrt',
    },
    input: z.object({
      file: z.string().min(1).meta({
        description: 'The file; "-" is standard input.',
        'x-de': 'Die Datei; „-“ ist die Standardeingabe.',
      }),
      replace: z.string().min(1).optional().meta({
        description: 'Name of the database, to say that everything in it may be thrown away.',
        'x-de': 'Name der Datenbank; sagt, dass alles in ihr weggeworfen werden darf.',
      }),
      withoutKeys: z.boolean().optional().meta({
        description: 'Restores although the key file is lost: credentials have to be entered again.',
        'x-de': 'Spielt ein, obwohl die Schlüsseldatei verloren ist: Zugangsdaten sind neu einzugeben.',
      }),
    }),
    output: summaryShape.extend({
      migrated: z.array(z.string()),
      recovering: z.int(),
      steps: z.int(),
    }),
    async run(work, { file, replace, withoutKeys }) {
      const input = file === '-' ? process.stdin : await readable(file)
      const reached = await reach(work)
      try {
        const restored = await restoreBackup(reached.directUrl, input, {
          ...(replace === undefined ? {} : { replace }),
          accept: head => requireKeys(work, head, withoutKeys === true),
          blobs: blobPlace(work.config),
          begin: (tx, head) => beginRecovery(tx, new Date(head.takenAt)),
          signal: work.signal,
          onProgress: progressOf(work, (table, bytes) => `${table}: ${megabytes(bytes)} MB`),
        })
        return {
          ...summary(restored),
          migrated: [...restored.migrated],
          recovering: restored.begun.connections,
          steps: restored.begun.steps,
        }
      } finally {
        await reached.leave()
      }
    },
  }),
]

// Written beside and renamed: whoever sees the file sees a whole one. What is left of a failure goes.
async function writeFile(work: OperatorWork, file: string) {
  const part = `${file}.part`
  await requireFree(file)
  const handle = await open(part, 'wx', 0o600).catch(error => {
    throw error.code === 'EEXIST' ? backupProblem('BACKUP_EXISTS', { file: part }) : error
  })
  try {
    const written = await write(work, handle.createWriteStream({ flush: true }))
    await requireFree(file)
    await rename(part, file)
    return written
  } catch (error) {
    await handle.close().catch(() => undefined) // the stream may have closed it
    await unlink(part)
    throw error
  }
}

async function write(work: OperatorWork, out: Writable) {
  const reached = await reach(work)
  try {
    return await writeBackup(reached.directUrl, out, {
      version: await ownVersion(),
      signal: work.signal,
      blobs: blobPlace(work.config),
      onProgress: progressOf(work, (table, rows) => `${table}: ${rows}`),
    })
  } finally {
    await reached.leave()
  }
}

async function checkFile(work: OperatorWork, file: string) {
  const input = file === '-' ? process.stdin : await readable(file)
  return readBackup(input, { head: async () => undefined, rows: async () => undefined }, work.signal)
}

function reach(work: OperatorWork) {
  return work.program.reach(work.config, createLog('warn'))
}

async function readable(file: string): Promise<Readable> {
  await stat(file).catch(error => {
    throw error.code === 'ENOENT' ? backupProblem('BACKUP_UNKNOWN', { file }) : error
  })
  return createReadStream(file, { highWaterMark: 1024 * 1024 })
}

async function requireFree(file: string): Promise<void> {
  const there = await stat(file).catch(error => {
    if (error.code !== 'ENOENT') throw error
  })
  if (there) throw backupProblem('BACKUP_EXISTS', { file })
}

// Looked at, never made: a new key file beside old data would hide that the right one is missing.
async function requireKeys(work: OperatorWork, head: BackupHead, without: boolean): Promise<void> {
  const file = work.config.secretKeyFile
  const ring = await findKeyring(file)
  const keys = head.keys.filter(key => !ring?.keys.has(key))
  if (keys.length > 0 && !without) throw backupProblem('KEYS_MISSING', { file, keys })
}

function summary({ head, manifest }: { head: BackupHead; manifest: BackupManifest }) {
  const tables = Object.values(manifest.tables)
  return {
    takenAt: head.takenAt,
    version: head.version,
    tables: tables.length,
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
    keys: head.keys,
    heads: manifest.heads,
  }
}

const progressEveryMs = 1000

function progressOf(work: OperatorWork, line: (table: string, count: number) => string) {
  let last = performance.now()
  return (table: string, count: number) => {
    if (performance.now() - last < progressEveryMs) return
    last = performance.now()
    work.terminal.progress(line(table, count))
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000)
}
