import type { BlobPlace } from '../base/blobFiles.ts'
import { getBlob } from '../base/blobs.ts'
import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import type { DocumentKind } from './documentStore.ts'

/** So long a channel may fetch a document after it was told of it. */
export const documentDays = 30

/** A document of ours, as the channel of its order is told of it. */
export interface DocumentForChannel {
  readonly id: string
  /** Key number and their id of the order. */
  readonly keyNo: number
  readonly theirOrderId: string
  readonly kind: DocumentKind
  readonly number: string
}

/** Documents for the channels that the orders came from, in the order of the ids; undefined for those of other orders. One statement. */
export async function documentsForChannel(
  tx: Tx,
  tenant: string,
  documentIds: readonly string[],
): Promise<(DocumentForChannel | undefined)[]> {
  if (documentIds.length === 0) return []
  const rows = await tx.query<DocumentForChannel>(
    `select d.id, l.key_no as "keyNo", l.external_id as "theirOrderId", d.kind, d.number
     from unnest($2::uuid[]) as u (id)
       join order_document d on d.tenant_id = $1 and d.id = u.id and d.origin = 'here'
       join sales_order o on o.tenant_id = d.tenant_id and o.id = d.order_id and o.channel_id is not null
       join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id`,
    [tenant, documentIds],
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  return documentIds.map(id => byId.get(id))
}

/**
 * The bytes of a document for a system that calls for it: only one that was laid out for this very connection, and not longer ago than
 * `documentDays`. Undefined for all else, whatever the id is. BLOB_LOST where the bytes are gone here.
 */
export async function documentForCall(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string; readonly now: Date },
  id: string,
  place: BlobPlace,
): Promise<
  | { readonly bytes: Uint8Array; readonly mediaType: string; readonly name: string; readonly place: string }
  | undefined
> {
  if (!isId(id)) return undefined
  const [row] = await tx.query<{ hash: string; name: string; mediaType: string; place: string }>(
    `select encode(d.hash, 'hex') as hash, d.name, d.media_type as "mediaType", h.place
     from order_document d
       join channel_object c on c.tenant_id = d.tenant_id and c.kind = 'document' and c.object_id = d.id
       join channel h on h.tenant_id = c.tenant_id and h.id = c.channel_id and h.connection_id = $3
     where d.tenant_id = $1 and d.id = $2 and (c.data_hash is not null or c.in_flight_run is not null or c.ticket is not null)
       and coalesce(c.accepted_at, c.ticket_at, clock_timestamp()) > $4::timestamptz - make_interval(days => ${documentDays})`,
    [of.tenant, id, of.connectionId, of.now],
  )
  if (!row) return undefined
  const { hash, ...rest } = row
  return { bytes: await getBlob(tx, of.tenant, hash, place), ...rest }
}
