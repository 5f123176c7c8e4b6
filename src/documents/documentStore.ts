import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'

export const documentKinds = ['invoice', 'credit_note'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** A document as it is stored: made here for an order, or by the channel of an order that may not be here yet. */
export interface NewDocument {
  readonly of:
    | { readonly origin: 'here'; readonly orderId: string }
    | { readonly origin: 'channel'; readonly connectionId: string; readonly orderExternalId: string }
  readonly kind: DocumentKind
  readonly number: string
  readonly name: string
  readonly mediaType: string
  readonly hash: string
  readonly size: number
  readonly issuedAt: Date
}

/** What became of a document. `taken`: other bytes are there under its number. */
export type Stored = { readonly id: string; readonly did: 'new' | 'unchanged' | 'taken' }

/**
 * Stores documents, each once: under one number an order has one file of each kind and origin, and that never changes. Their blobs are
 * there. One result per element, in order.
 */
export async function storeDocuments(
  tx: Tx,
  tenant: string,
  documents: readonly NewDocument[],
  by: { readonly name: string; readonly now: Date },
): Promise<Stored[]> {
  if (documents.length === 0) return []
  const rows = documents.map(({ of, ...document }) => ({ id: newId(by.now.getTime()), ...of, ...document }))
  const list = JSON.stringify(rows)
  await tx.run(
    `insert into order_document (tenant_id, id, origin, order_id, connection_id, order_external_id, kind, number, name, media_type, hash,
       size, issued_at, stored_at, stored_by)
     select $1, r.id, r.origin, r."orderId", r."connectionId", r."orderExternalId", r.kind, r.number, r.name, r."mediaType",
       decode(r.hash, 'hex'), r.size, r."issuedAt", $3, $4
     from json_to_recordset($2) as r (${columns}) order by r.id on conflict do nothing`,
    [tenant, list, by.now, by.name],
  )
  const stored = await tx.query<{ at: number; id: string; hash: string }>(
    `select r.at::int as at, d.id, encode(d.hash, 'hex') as hash
     from rows from (json_to_recordset($2) as (${columns})) with ordinality as r (id, origin, "orderId", "connectionId",
         "orderExternalId", kind, number, name, "mediaType", hash, size, "issuedAt", at)
       join order_document d on d.tenant_id = $1 and d.origin = r.origin and d.kind = r.kind and d.number = r.number
         and (d.order_id = r."orderId" or (d.connection_id = r."connectionId" and d.order_external_id = r."orderExternalId"))`,
    [tenant, list],
  )
  const there = new Map(stored.map(row => [row.at, row]))
  return rows.map((row, index) => {
    const found = there.get(index + 1)
    if (!found) throw new TypeError('a document that was stored is there')
    if (found.hash !== row.hash) return { id: found.id, did: 'taken' }
    return { id: found.id, did: found.id === row.id ? 'new' : 'unchanged' }
  })
}

const columns = `id uuid, origin text, "orderId" uuid, "connectionId" uuid, "orderExternalId" text, kind text, number text, name text,
  "mediaType" text, hash text, size bigint, "issuedAt" timestamptz`

export interface OrderDocument {
  readonly id: string
  readonly origin: 'here' | 'channel'
  readonly kind: DocumentKind
  readonly number: string
  readonly name: string
  readonly size: number
  readonly issuedAt: Date
  readonly storedAt: Date
  readonly storedBy: string
  /** When the channel of the order was told of it; null: it was not, or made it itself. */
  readonly toldAt: Date | null
  /** Why the channel refused it. */
  readonly refusedCode: string | null
  readonly refusedText: string | null
}

/** The documents of an order, also those that its channel made, oldest first. */
export function listDocuments(tx: Tx, tenant: string, orderId: string): Promise<OrderDocument[]> {
  return tx.query<OrderDocument>(
    `select d.id, d.origin, d.kind, d.number, d.name, d.size::float8 as size, d.issued_at as "issuedAt", d.stored_at as "storedAt",
       d.stored_by as "storedBy", case when c.data_hash is not null then c.accepted_at end as "toldAt", c.rejected_code as "refusedCode",
       c.rejected_text as "refusedText"
     from sales_order o left join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id
       join order_document d on d.tenant_id = o.tenant_id
         and (d.order_id = o.id or (d.connection_id = l.connection_id and d.order_external_id = l.external_id))
       left join channel_object c on c.tenant_id = d.tenant_id and c.channel_id = o.channel_id and c.kind = 'document' and c.object_id = d.id
     where o.tenant_id = $1 and o.id = $2 order by d.issued_at, d.id`,
    [tenant, orderId],
  )
}

/** What its bytes are and how it is called; undefined where there is none of that id. */
export async function findDocument(
  tx: Tx,
  tenant: string,
  id: string,
): Promise<
  | { readonly hash: string; readonly name: string; readonly mediaType: string; readonly size: number }
  | undefined
> {
  const [row] = await tx.query<{ hash: string; name: string; mediaType: string; size: number }>(
    `select encode(hash, 'hex') as hash, name, media_type as "mediaType", size::float8 as size from order_document
     where tenant_id = $1 and id::text = $2`,
    [tenant, id],
  )
  return row
}
