import type pg from 'pg'
import { type BlobPlace, isHash, readFileOf } from '../../base/blobFiles.ts'
import { isId } from '../../base/ids.ts'

/** Bytes of one entry: so much of a file is in memory at a time. */
const entryBytes = 16 * 1024 * 1024

/** What a backup says of the files that lay beside the database. */
export interface BackedUpBlobs {
  readonly count: number
  readonly bytes: number
  /** Known, but their bytes were not there: `<tenant>/<hash>`. */
  readonly lost: readonly string[]
}

/**
 * Writes the files of all blobs whose bytes are not in their rows, as the snapshot of the client knows them. A file is on disk
 * before its row is seen, so one that is missing was lost before, or nobody referred to it any more.
 */
export async function writeBlobs(
  client: pg.Client,
  place: BlobPlace,
  add: (name: string, body: Buffer) => Promise<void>,
): Promise<BackedUpBlobs> {
  const { rows } = await client.query<{ tenant: string; hash: string; size: string }>(
    `select tenant_id as tenant, encode(hash, 'hex') as hash, size from blob where content is null order by tenant_id, hash`,
  )
  const lost: string[] = []
  let count = 0
  let bytes = 0
  for (const { tenant, hash, size } of rows) {
    const whole = Number(size)
    const first = await readFileOf(place, tenant, hash, 0, entryBytes)
    if (!first || first.length !== Math.min(whole, entryBytes)) {
      lost.push(`${tenant}/${hash}`)
      continue
    }
    await add(blobEntry(tenant, hash, 1), first)
    for (let from = entryBytes, piece = 2; from < whole; from += entryBytes, piece++)
      await add(
        blobEntry(tenant, hash, piece),
        (await readFileOf(place, tenant, hash, from, entryBytes)) ?? Buffer.alloc(0),
      )
    count++
    bytes += whole
  }
  return { count, bytes, lost }
}

/** Which piece of which blob an entry is; undefined if it is none. */
export function blobOfEntry(
  entry: string,
): { readonly tenant: string; readonly hash: string; readonly piece: number } | undefined {
  const [, tenant = '', hash = '', piece = ''] = /^blobs\/([^/]+)\/([^/]+)\/(\d{6})$/.exec(entry) ?? []
  return isId(tenant) && isHash(hash) ? { tenant, hash, piece: Number(piece) } : undefined
}

function blobEntry(tenant: string, hash: string, piece: number): string {
  return `blobs/${tenant}/${hash}/${String(piece).padStart(6, '0')}`
}
