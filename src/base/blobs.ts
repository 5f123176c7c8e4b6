import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type BlobPlace,
  clearAside,
  clearIncoming,
  filesAside,
  hasFile,
  type IncomingFile,
  isHash,
  keepFile,
  putAside,
  readFileOf,
  takeIn,
} from './blobFiles.ts'
import type { Config } from './config.ts'
import { type Database, type Tx, transact } from './database.ts'
import { problems } from './errors.ts'

/**
 * Bytes by the SHA-256 of their content: images and files that are imported. A row says that a blob exists; the bytes lie in
 * a file that is on disk before the row commits, or in the row itself. The same content lies there once.
 */
export const blobProblem = problems({
  BLOB_UNKNOWN: {
    status: 404,
    en: 'There is no file "{hash}". Upload it first: PUT /api/v1/files answers its hash.',
    de: 'Es gibt keine Datei „{hash}“. Bitte zuerst hochladen: PUT /api/v1/files nennt ihren Hashwert.',
  },
  BLOB_LOST: {
    status: 500,
    en: 'The bytes of the file "{hash}" are not where they should be. Get the folder "blobs" back from the backup, or upload the file again.',
    de: 'Die Bytes der Datei „{hash}“ liegen nicht dort, wo sie sollten. Bitte den Ordner „blobs“ aus der Sicherung zurückholen oder die Datei noch einmal hochladen.',
  },
})

/** What was put. */
export interface PutBlob {
  /** SHA-256 as 64 hex digits. */
  readonly hash: string
  /** Bytes. */
  readonly size: number
  /** False where the same content was there before. */
  readonly fresh: boolean
}

/** A blob without its bytes. */
export interface BlobFacts {
  readonly hash: string
  readonly size: number
  readonly mediaType: string
}

/** Where blobs lie by the settings: `KONTOR_BLOBS`, else beside the embedded database or in the one that is given. */
export function blobPlace(config: Pick<Config, 'blobs' | 'dataDir'>): BlobPlace {
  return { kind: config.blobs, folder: join(config.dataDir, 'blobs') }
}

/** Puts bytes. They are kept for a day at least, and as long as anything refers to them. */
export async function putBlob(
  tx: Tx,
  tenant: string,
  content: Buffer,
  mediaType: string,
  place: BlobPlace,
): Promise<PutBlob> {
  const hash = createHash('sha256').update(content).digest('hex')
  const held = await holdBlob(tx, tenant, { hash, size: content.length, mediaType })
  if (await isThere(held, tenant, hash, content.length, place)) return result(held, hash, content.length)
  if (place.kind === 'database') await storeContent(tx, tenant, hash, content)
  else {
    const file = await takeIn(place, tenant, [content])
    await keepFile(place, tenant, file)
  }
  return result(held, hash, content.length)
}

/** As `putBlob`, of what `takeIn` has read. In the database it is in memory once, whole: the driver sends it in one piece. */
export async function putIncoming(
  tx: Tx,
  tenant: string,
  file: IncomingFile,
  mediaType: string,
  place: BlobPlace,
): Promise<PutBlob> {
  const held = await holdBlob(tx, tenant, { ...file, mediaType })
  if (!(await isThere(held, tenant, file.hash, file.size, place))) {
    if (place.kind === 'database') await storeContent(tx, tenant, file.hash, await readFile(file.path))
    // A transaction that is tried again finds the file kept.
    else await keepFile(place, tenant, file)
  }
  return result(held, file.hash, file.size)
}

/** All bytes. Errors: BLOB_UNKNOWN; BLOB_LOST where the row is there and the bytes are not. */
export function getBlob(tx: Tx, tenant: string, hash: string, place: BlobPlace): Promise<Buffer> {
  return readBlob(tx, tenant, hash, place, 0, Number.MAX_SAFE_INTEGER)
}

/** `length` bytes from `from` on, less at the end. Errors as `getBlob`. */
export async function readBlob(
  tx: Tx,
  tenant: string,
  hash: string,
  place: BlobPlace,
  from: number,
  length: number,
): Promise<Buffer> {
  if (!isHash(hash)) throw blobProblem('BLOB_UNKNOWN', { hash: hash.slice(0, 100) })
  const wanted = Math.min(length, 2_147_483_647)
  const [row] = await tx.query<{ content: Buffer | null }>(
    `select substring(content from $3::integer for $4::integer) as content from blob where tenant_id = $1 and hash = $2`,
    [tenant, Buffer.from(hash, 'hex'), from + 1, Math.min(wanted, 2_147_483_647 - from - 1)],
  )
  if (!row) throw blobProblem('BLOB_UNKNOWN', { hash })
  const bytes = row.content ?? (await readFileOf(place, tenant, hash, from, wanted))
  if (!bytes) throw blobProblem('BLOB_LOST', { hash })
  return bytes
}

/** What a blob is; undefined where there is none. */
export async function findBlob(tx: Tx, tenant: string, hash: string): Promise<BlobFacts | undefined> {
  if (!isHash(hash)) return undefined
  const [row] = await tx.query<{ size: string; mediaType: string }>(
    `select size, media_type as "mediaType" from blob where tenant_id = $1 and hash = $2`,
    [tenant, Buffer.from(hash, 'hex')],
  )
  return row && { hash, size: Number(row.size), mediaType: row.mediaType }
}

/**
 * Those of the blobs that exist, locked and as if just put: for verbs that are about to refer to them, so that none is removed
 * at that moment.
 */
export async function useBlobs(
  tx: Tx,
  tenant: string,
  hashes: readonly string[],
): Promise<Map<string, BlobFacts>> {
  const asked = [...new Set(hashes)].filter(isHash).sort()
  if (asked.length === 0) return new Map()
  const rows = await tx.query<{ hash: string; size: string; mediaType: string }>(
    `with held as (
       select tenant_id, hash from blob where tenant_id = $1 and hash = any($2::bytea[]) order by hash for no key update)
     update blob b set used_at = now() from held h where b.tenant_id = h.tenant_id and b.hash = h.hash
     returning encode(b.hash, 'hex') as hash, b.size, b.media_type as "mediaType"`,
    [tenant, asked.map(hash => Buffer.from(hash, 'hex'))],
  )
  return new Map(rows.map(row => [row.hash, { ...row, size: Number(row.size) }]))
}

/** Removes blobs of a tenant that were put before that moment and that nothing refers to; answers how many. */
export async function deleteUnusedBlobs(
  db: Database,
  tenant: string,
  before: Date,
  place: BlobPlace,
): Promise<number> {
  const as = { role: 'kontor_retention' } as const
  let sum = 0
  // Once more after each: what goes may have been the last that referred to others.
  for (let gone = 1; gone > 0; sum += gone)
    gone = await transact(db, as, async tx => {
      const rows = await tx.query<{ hash: string }>(deletion, [tenant, before, batch])
      // Only aside: should this transaction fail, they are still to be had. Nobody can put the same content before it ends.
      if (rows.length > 0)
        await putAside(
          place,
          tenant,
          rows.map(row => row.hash),
        )
      return rows.length
    })
  const aside = await filesAside(place, tenant)
  if (aside.length > 0) {
    const known = await transact(db, as, tx =>
      tx.query<{ hash: string }>(
        `select encode(hash, 'hex') as hash from blob where tenant_id = $1 and hash = any($2::bytea[])`,
        [tenant, aside.map(hash => Buffer.from(hash, 'hex'))],
      ),
    )
    await clearAside(place, tenant, aside, new Set(known.map(row => row.hash)))
  }
  await clearIncoming(place, tenant, before)
  return sum
}

const batch = 1000

// Whoever begins to refer to a blob writes its `used_at` (`useBlobs`): one that waits here is compared again after that. The
// thumbnails of what goes lose what they are of, and go with the next batch.
const deletion = `with old as (
    select b.tenant_id, b.hash from blob b
    where b.tenant_id = $1 and b.used_at < $2
      and not exists (select from item_image r where r.tenant_id = b.tenant_id and r.hash = b.hash)
      and not exists (select from thumbnail r where r.tenant_id = b.tenant_id and r.thumbnail_hash = b.hash and r.hash <> b.hash)
      and not exists (select from order_document r where r.tenant_id = b.tenant_id and r.hash = b.hash)
      and not exists (select from csv_import r where r.tenant_id = b.tenant_id and r.file_hash = b.hash)
      and not exists (select from ticket_file r where r.tenant_id = b.tenant_id and r.hash = b.hash)
    limit $3),
  gone as (
    delete from blob b using old where b.tenant_id = old.tenant_id and b.hash = old.hash and b.used_at < $2
    returning b.tenant_id, b.hash),
  fewer as (
    delete from thumbnail t using gone where t.tenant_id = gone.tenant_id and t.hash = gone.hash)
  select encode(hash, 'hex') as hash from gone`

interface Held {
  readonly fresh: boolean
  /** The bytes lie in the row. */
  readonly inside: boolean
}

/** The row of a blob, locked until the end of the transaction: whoever removes it waits, and then leaves it. */
async function holdBlob(tx: Tx, tenant: string, facts: BlobFacts): Promise<Held> {
  const [row] = await tx.query<Held>(
    `insert into blob (tenant_id, hash, size, media_type) values ($1, $2, $3, $4)
     on conflict (tenant_id, hash) do update set used_at = now()
     returning xmax = 0 as fresh, content is not null as inside`,
    [tenant, Buffer.from(facts.hash, 'hex'), facts.size, facts.mediaType],
  )
  if (!row) throw new TypeError('an upsert answers its row')
  return row
}

async function isThere(held: Held, tenant: string, hash: string, size: number, place: BlobPlace) {
  if (held.inside) return true
  return place.kind === 'folder' || !held.fresh ? hasFile(place, tenant, hash, size) : false
}

function storeContent(tx: Tx, tenant: string, hash: string, content: Buffer): Promise<number> {
  return tx.run('update blob set content = $3 where tenant_id = $1 and hash = $2', [
    tenant,
    Buffer.from(hash, 'hex'),
    content,
  ])
}

function result(held: Held, hash: string, size: number): PutBlob {
  return { hash, size, fresh: held.fresh }
}
