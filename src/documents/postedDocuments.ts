import type { BlobPlace } from '../base/blobFiles.ts'
import { putBlob } from '../base/blobs.ts'
import type { Tx } from '../base/database.ts'
import { mediaTypeOf } from '../base/mediaType.ts'
import { fileNameOf } from './attachDocuments.ts'
import { type DocumentKind, type NewDocument, storeDocuments } from './documentStore.ts'

/** A document that the channel of an order made, as it came. */
export interface GivenDocument {
  readonly order: string
  readonly kind: DocumentKind
  readonly number: string
  readonly at: string
  readonly name: string
  readonly bytes: Uint8Array
}

/** `refused`: it is empty, or other bytes are here under its number. */
export type PostedOutcome = 'new' | 'unchanged' | 'refused'

/**
 * Keeps what a channel made for its orders, also for one that is not here yet: it is shown when that is. The same again changes
 * nothing; other bytes under the same number are not kept. What it is, its bytes say. One outcome per element, in order.
 */
export async function keepPosted(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string; readonly now: Date; readonly by: string },
  given: readonly GivenDocument[],
  place: BlobPlace,
): Promise<PostedOutcome[]> {
  const good = given.filter(one => one.bytes.length > 0 && one.number !== '')
  const documents: NewDocument[] = []
  // One blob after the other: each is locked until the end of the transaction, in the order of the call.
  for (const { order, kind, number, at, name, bytes } of good) {
    const content = Buffer.from(bytes)
    const mediaType = mediaTypeOf(content.subarray(0, 16))
    const { hash, size } = await putBlob(tx, of.tenant, content, mediaType, place)
    const time = Date.parse(at)
    documents.push({
      of: { origin: 'channel', connectionId: of.connectionId, orderExternalId: order },
      kind,
      number,
      name: fileNameOf(name),
      mediaType,
      hash,
      size,
      issuedAt: Number.isNaN(time) || Math.abs(time) > 8e12 ? of.now : new Date(time),
    })
  }
  const stored = await storeDocuments(tx, of.tenant, documents, { name: of.by, now: of.now })
  const outcomes = new Map(good.map((one, at) => [one, stored[at]?.did]))
  return given.map(one => {
    const did = outcomes.get(one)
    return did === undefined || did === 'taken' ? 'refused' : did
  })
}
