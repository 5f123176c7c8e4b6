import type { BlobPlace } from '../base/blobFiles.ts'
import type { Tx } from '../base/database.ts'
import { asksNamed } from '../channels/askStore.ts'
import { quantitiesSince } from '../channels/quantitiesSince.ts'
import { sessionsNamed } from '../channels/sessionStore.ts'
import { ticketsNamed } from '../channels/ticketStore.ts'
import { documentForCall } from '../documents/documentsForChannel.ts'
import { parseExact } from '../port/exactJson.ts'
import { type Asked, type Known, type KnownOrder, knowsNothing } from '../port/receive.ts'
import type { IncomingKind, OutgoingKind } from '../port/records.ts'

/** Of which connection a call asks. */
export interface KnownOf {
  readonly tenant: string
  readonly connectionId: string
  readonly now: Date
  /** Where the bytes of documents lie. Nobody said: no document is here. */
  readonly blobs?: BlobPlace | undefined
}

/**
 * What of that is here, of this connection alone: one statement for each thing that was asked for, none for the others. Names
 * come from outside: whatever cannot be one here (no id, a number out of range, NUL) is not known.
 */
export async function knownFor(tx: Tx, of: KnownOf, asked: Asked): Promise<Known> {
  const { sessions, orders, records, sent, asks, tickets, document, quantities } = asked
  const [session, order, record, link, ask, ticket, file, quantity] = await Promise.all([
    sessions?.length ? sessionsNamed(tx, of, sessions) : [],
    orders?.length ? ordersNamed(tx, of, orders) : [],
    records?.length ? recordsNamed(tx, of, records) : [],
    sent?.length ? sentNamed(tx, of, sent) : [],
    asks?.length ? asksNamed(tx, of, asks) : [],
    tickets?.length ? ticketsNamed(tx, of, tickets) : [],
    document !== undefined && of.blobs ? documentForCall(tx, of, document, of.blobs) : undefined,
    quantities ? quantitiesSince(tx, of.tenant, of.connectionId, quantities) : undefined,
  ])
  const lists = { sessions: session, orders: order, records: record, sent: link, asks: ask, tickets: ticket }
  return {
    ...knowsNothing,
    ...lists,
    ...(file ? { document: file } : {}),
    ...(quantity ? { quantities: quantity } : {}),
  }
}

// The newest payload of each, and of what was posted of an order since: in the order in which it came or was changed. Also what is only
// stored because its kind is switched off or the channel locked; it has no row of its own, and is found by its name (`order`, `order#…`).
async function ordersNamed(tx: Tx, of: KnownOf, ids: readonly string[]): Promise<KnownOrder[]> {
  const rows = await tx.query<{
    externalId: string
    place: string
    body: string
    isParked: boolean
    events: { kind: IncomingKind; body: string }[]
  }>(
    `select l.external_id as "externalId", coalesce(h.place, l.data ->> 'place', '') as place, p.body,
       l.outcome = 'parked' as "isParked", (select coalesce(json_agg(json_build_object('kind', s.kind, 'body', q.body) order by s.changed_at, s.id), '[]')
        from (select e.id from web_event e where e.tenant_id = $1 and e.connection_id = $2 and e.order_external_id = l.external_id
            union select s.id from ledger s where s.tenant_id = $1 and s.connection_id = $2 and s.kind in ('order_status', 'order_address')
              and s.outcome in ('ignored', 'waiting') and (s.external_id = l.external_id
                or (s.external_id > l.external_id || '#' and s.external_id < l.external_id || '$'))) e
          join ledger s on s.tenant_id = $1 and s.id = e.id
          join payload q on q.tenant_id = s.tenant_id and q.ledger_id = s.id and q.stored_at = s.payload_at) as events
     from ledger l join payload p on p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.stored_at = l.payload_at
       left join channel h on h.tenant_id = l.tenant_id and h.id = l.channel_id
     where l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'order' and l.external_id = any($3::text[])`,
    [of.tenant, of.connectionId, storable(ids)],
  )
  return rows.map(({ externalId, place, body, isParked, events }) => ({
    ...{ externalId, place, payload: parseExact(body) },
    ...(isParked ? { parked: true as const } : {}),
    events: events.map(event => ({ kind: event.kind, payload: parseExact(event.body) })),
  }))
}

async function recordsNamed(
  tx: Tx,
  of: KnownOf,
  wanted: NonNullable<Asked['records']>,
): Promise<Known['records']> {
  const named = wanted.filter(one => isStorable(one.externalId))
  const rows = await tx.query<{ kind: IncomingKind; externalId: string; body: string; isParked: boolean }>(
    `select l.kind, l.external_id as "externalId", p.body, l.outcome = 'parked' as "isParked"
     from (select distinct kind, external_id from unnest($3::text[], $4::text[]) as u (kind, external_id)) as u
       join ledger l on l.tenant_id = $1 and l.connection_id = $2 and l.kind = u.kind and l.external_id = u.external_id
       join payload p on p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.stored_at = l.payload_at`,
    [of.tenant, of.connectionId, named.map(one => one.kind), named.map(one => one.externalId)],
  )
  return rows.map(({ kind, externalId, body, isParked }) => ({
    ...{ kind, externalId, payload: parseExact(body) },
    ...(isParked ? { parked: true as const } : {}),
  }))
}

// Price and stock are told of an item, states and answers that are due once of an order.
const linkedAs: Readonly<Partial<Record<OutgoingKind, string>>> = {
  price: 'item',
  stock: 'item',
  order_status: 'order',
}

async function sentNamed(tx: Tx, of: KnownOf, wanted: NonNullable<Asked['sent']>): Promise<Known['sent']> {
  const numbers = wanted.filter(({ no }) => Number.isInteger(no) && no > 0 && no <= 0x7fffffff)
  const rows = await tx.query<{ no: number; kind: string; place: string }>(
    `select k.key_no as no, k.kind, coalesce(h.place, '') as place from link k
       left join channel h on h.tenant_id = k.tenant_id and h.id = k.channel_id
     where k.tenant_id = $1 and k.connection_id = $2 and k.key_no = any($3::int[])`,
    [of.tenant, of.connectionId, numbers.map(one => one.no)],
  )
  const found = new Map(rows.map(row => [`${row.kind} ${row.no}`, row.place]))
  return numbers.flatMap(({ kind, no }) => {
    const place = found.get(`${linkedAs[kind] ?? kind} ${no}`)
    return place === undefined ? [] : [{ kind, no, place }]
  })
}

function storable(texts: readonly string[]): string[] {
  return [...new Set(texts.filter(isStorable))]
}

// No text of the database holds a NUL.
function isStorable(text: string): boolean {
  return !text.includes('\0')
}
