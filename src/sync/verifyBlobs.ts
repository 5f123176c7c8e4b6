import { createHash } from 'node:crypto'
import { type BlobPlace, hasFile } from '../base/blobFiles.ts'
import { getBlob } from '../base/blobs.ts'
import type { Tx } from '../base/database.ts'
import { hasCode } from '../base/errors.ts'
import type { Finding } from './verify.ts'

/** So many are read and hashed again; of all others only whether they are there. */
const sampled = 1000

/** Whether the bytes of every image and document are where they should be, and are those that were put. Reads only. */
export async function verifyBlobs(tx: Tx, tenant: string, place: BlobPlace): Promise<Finding> {
  const rows = await tx.query<{ hash: string; size: string; inside: boolean }>(
    `select encode(b.hash, 'hex') as hash, b.size, b.content is not null as inside from blob b
     where b.tenant_id = $1 and (exists (select from item_image m where m.tenant_id = $1 and m.hash = b.hash)
       or exists (select from order_document d where d.tenant_id = $1 and d.hash = b.hash)) order by random()`,
    [tenant],
  )
  const wrong: string[] = []
  for (const [at, { hash, size, inside }] of rows.entries()) {
    const there = inside || (await hasFile(place, tenant, hash, Number(size)))
    if (!there || (at < sampled && (await hashOf(tx, tenant, hash, place)) !== hash)) wrong.push(hash)
  }
  return {
    promise: 'an image or a document has the bytes that were uploaded',
    ok: wrong.length === 0,
    count: wrong.length,
    wrong: wrong.slice(0, 20),
  }
}

async function hashOf(tx: Tx, tenant: string, hash: string, place: BlobPlace): Promise<string> {
  const content = await getBlob(tx, tenant, hash, place).catch(error => {
    if (hasCode(error, 'BLOB_LOST')) return undefined
    throw error
  })
  return content ? createHash('sha256').update(content).digest('hex') : ''
}
