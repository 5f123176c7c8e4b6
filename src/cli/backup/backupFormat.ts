import { z } from 'zod'
import { backupProblem } from './problems.ts'

/**
 * A backup is a tar file, so that it can be looked into with what every machine has: `head.json` first, then the rows of
 * each table as pieces of PostgreSQL's COPY text (`tables/<name>/<piece>.copy.zst`), `manifest.json` at the end with what has
 * to come out, and the checksum of that. A file that was cut has no manifest, and is never taken for a whole one.
 */
export const backupFormat = 1

/** Rows of one piece before they are compressed: so much is held in memory, twice at most. */
export const pieceBytes = 1024 * 1024

const count = z.int().min(0)
const name = z.string().regex(/^[a-z][a-z0-9_]*$/)

/** What has to be known before the first row: which program and schema, which tables and columns, which keys. */
export const headShape = z.object({
  program: z.literal('kontor'),
  format: z.literal(backupFormat),
  version: z.string(),
  /** When the snapshot was taken, by the clock of the database. */
  takenAt: z.iso.datetime(),
  server: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  tables: z.array(
    z.object({
      name,
      columns: z.array(name).min(1),
      partitions: z.array(z.object({ name, bounds: z.string().regex(/^(FOR VALUES [^;]+|DEFAULT)$/) })),
    }),
  ),
  /** Tables that are made anew instead. */
  leftOut: z.array(name),
  /** Ids of the keys without which what is sealed does not open. Never the keys. */
  keys: z.array(z.string()),
})
export type BackupHead = z.infer<typeof headShape>

/** What has to come out of it. */
export const manifestShape = z.object({
  headSha256: z.string(),
  tables: z.record(name, z.object({ rows: count, bytes: count, pieces: count, sha256: z.string() })),
  /** Files that lay beside the database (`blobs/<tenant>/<hash>/<piece>`); each has the hash of its name. */
  blobs: z.object({ count, bytes: count, lost: z.array(z.string()) }).optional(),
  sequences: z.array(z.object({ name, last: z.string().nullable() })),
  /** How far numbers and ledgers were, for people and for comparing. */
  heads: z.array(z.object({ what: z.string(), value: z.string() })),
})
export type BackupManifest = z.infer<typeof manifestShape>

export const headEntry = 'head.json'
export const manifestEntry = 'manifest.json'
export const manifestSumEntry = 'manifest.sha256'

/** The entry of a piece of a table. */
export function pieceEntry(table: string, piece: number): string {
  return `tables/${table}/${String(piece).padStart(6, '0')}.copy.zst`
}

/** The table whose piece an entry is; undefined if it is none. */
export function tableOfEntry(entry: string): string | undefined {
  return /^tables\/([a-z][a-z0-9_]*)\/\d{6,}\.copy\.zst$/.exec(entry)?.[1]
}

/** Reads a JSON entry by its schema. Throws BACKUP_BROKEN. */
export function readEntry<T>(shape: z.ZodType<T>, entry: string, text: string): T {
  try {
    return shape.parse(JSON.parse(text))
  } catch (cause) {
    throw backupProblem('BACKUP_BROKEN', { reason: `${entry} cannot be read` }, { cause })
  }
}
