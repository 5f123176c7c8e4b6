import type { Tx } from '../base/database.ts'
import type { OpenCheck } from './inboxChecks.ts'
import type { StageOf } from './inboxStore.ts'
import type { EventKind, OrderEvent, ShopLine, WebEvent } from './orderEvent.ts'
import type { WebAddress } from './webOrder.ts'

/** An event to keep; its ledger row is there. */
export interface StagedEvent {
  readonly id: string
  readonly kind: EventKind
  /** Null: it names a request that is not here yet. */
  readonly orderExternalId: string | null
  readonly at: string
  readonly record: OrderEvent
}

/**
 * Keeps events, to be applied. One that comes again changed takes the place of what it said before, unless that is newer.
 * Answers the ids of those that say less than what was applied already: nothing is left to be done for them.
 */
export async function stageEvents(tx: Tx, of: StageOf, events: readonly StagedEvent[]): Promise<string[]> {
  if (events.length === 0) return []
  const kept = await tx.query<{ id: string }>(
    `insert into web_event (tenant_id, id, connection_id, kind, order_external_id, at, record, changed_at)
     select $1, r.id, $2, r.kind, r."orderExternalId", r.at, r.record, $3
     from json_to_recordset($4) as r (id uuid, kind text, "orderExternalId" text, at timestamptz, record jsonb)
     on conflict (tenant_id, id) do update set order_external_id = coalesce(excluded.order_external_id, web_event.order_external_id),
       at = excluded.at, record = excluded.record, applied_at = null, version = web_event.version + 1, changed_at = excluded.changed_at
     where excluded.at >= web_event.at returning id`,
    [of.tenant, of.connectionId, of.now, JSON.stringify(events)],
  )
  const known = new Set(kept.map(row => row.id))
  const late = events.filter(event => !known.has(event.id)).map(event => event.id)
  if (late.length === 0) return []
  const applied = await tx.query<{ id: string }>(
    `select id from web_event where tenant_id = $1 and id = any($2::uuid[]) and applied_at is not null`,
    [of.tenant, late],
  )
  return applied.map(row => row.id)
}

/** Events that named a request only belong to its order from now on, if that request is here. Answers their orders. */
export async function joinAnswers(
  tx: Tx,
  of: StageOf,
  requests: readonly { readonly id: string; readonly externalId: string; readonly orderExternalId: string }[],
): Promise<string[]> {
  if (requests.length === 0) return []
  const rows = await tx.query<{ order: string }>(
    `update web_event e set order_external_id = r."orderExternalId", version = e.version + 1,
       record = (e.record - 'awaits') || jsonb_build_object('answers', jsonb_build_object('what', 'request', 'id', r.id))
     from json_to_recordset($3) as r (id uuid, "externalId" text, "orderExternalId" text)
     where e.tenant_id = $1 and e.connection_id = $2 and e.applied_at is null and e.order_external_id is null
       and e.record ->> 'awaits' = r."externalId"
     returning e.order_external_id as order`,
    [of.tenant, of.connectionId, JSON.stringify(requests)],
  )
  return rows.map(row => row.order)
}

/** Orders, by external id, that have events which were not applied yet and that nobody put aside. One statement. */
export async function ordersWithEvents(
  tx: Tx,
  of: Pick<StageOf, 'tenant' | 'connectionId'>,
  externalIds: readonly string[],
): Promise<string[]> {
  if (externalIds.length === 0) return []
  const rows = await tx.query<{ order: string }>(
    `select distinct e.order_external_id as order from web_event e
       join ledger l on l.tenant_id = e.tenant_id and l.id = e.id and l.outcome in ('waiting', 'staged')
     where e.tenant_id = $1 and e.connection_id = $2 and e.order_external_id = any($3::text[]) and e.applied_at is null`,
    [of.tenant, of.connectionId, externalIds],
  )
  return rows.map(row => row.order)
}

/** Orders that are here and that events of this connection still wait for: each came while the other did. */
export async function awaitedByEvents(
  tx: Tx,
  of: Pick<StageOf, 'tenant' | 'connectionId'>,
): Promise<string[]> {
  const rows = await tx.query<{ order: string }>(
    `select distinct e.order_external_id as order from web_event e
       join ledger l on l.tenant_id = e.tenant_id and l.id = e.id and l.outcome = 'waiting'
       join ledger o on o.tenant_id = e.tenant_id and o.connection_id = e.connection_id and o.kind = 'order'
         and o.external_id = e.order_external_id
       join web_order w on w.tenant_id = o.tenant_id and w.id = o.id
     where e.tenant_id = $1 and e.connection_id = $2 and e.applied_at is null`,
    [of.tenant, of.connectionId],
  )
  return rows.map(row => row.order)
}

/** Orders among these web orders that have events which were not applied yet: connection and external id. One statement. */
export function waitingForTakeOver(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
): Promise<{ connectionId: string; externalId: string }[]> {
  return tx.query(
    `select distinct l.connection_id as "connectionId", l.external_id as "externalId" from unnest($2::uuid[]) as u (id)
       join ledger l on l.tenant_id = $1 and l.id = u.id
       join web_event e on e.tenant_id = l.tenant_id and e.connection_id = l.connection_id and e.order_external_id = l.external_id
         and e.applied_at is null
       join ledger r on r.tenant_id = e.tenant_id and r.id = e.id and r.outcome in ('waiting', 'staged')`,
    [tenant, webOrderIds],
  )
}

/** An order that events are about, locked until the end of the transaction. */
export interface HeldOrder {
  /** The id of the web order and its ledger row. */
  readonly id: string
  readonly externalId: string
  readonly channelId: string
  readonly state: 'staged' | 'taken_over' | 'cancelled'
  readonly ignoredByPerson: boolean
  /** Its ledger row says that it stands in the inbox: it is not parked, and waits for no channel. */
  readonly inInbox: boolean
  readonly pending: boolean
  readonly hasTotal: boolean
  readonly remoteState: string
  readonly paymentState: string
  readonly openChecks: readonly string[]
  readonly checkData: readonly OpenCheck[] | null
  readonly billing: WebAddress | null
  readonly shipping: WebAddress | null
  readonly lines: readonly ShopLine[]
  /** The sales order that was made of it. */
  readonly orderId: string | null
}

/** Locks the web orders of these external ids with their ledger rows, in the order of their ids, and reads them. */
export async function holdOrdersOf(
  tx: Tx,
  of: Pick<StageOf, 'tenant' | 'connectionId'>,
  externalIds: readonly string[],
): Promise<HeldOrder[]> {
  const held = await tx.query<Omit<HeldOrder, 'lines' | 'orderId'>>(
    `select w.id, l.external_id as "externalId", w.channel_id as "channelId", w.state,
       l.outcome = 'ignored' and l.code = 'IGNORED_BY_PERSON' as "ignoredByPerson", l.outcome = 'staged' as "inInbox", w.pending,
       w.total_gross is not null and not exists (select from web_order_line n where n.tenant_id = w.tenant_id and n.web_order_id = w.id
         and n.unit_net is null and n.unit_gross is null) as "hasTotal", w.remote_state as "remoteState",
       w.payment_state as "paymentState", w.open_checks as "openChecks", w.check_data as "checkData", w.record -> 'billing' as billing,
       w.record -> 'shipping' as shipping
     from ledger l join web_order w on w.tenant_id = l.tenant_id and w.id = l.id
     where l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'order' and l.external_id = any($3::text[])
     order by l.id for no key update of l, w`,
    [of.tenant, of.connectionId, externalIds],
  )
  if (held.length === 0) return []
  const ids = held.map(order => order.id)
  const [lines, orders] = await Promise.all([
    tx.query<ShopLine & { id: string }>(
      `select n.web_order_id as id, n.line_no as line, coalesce(n.external_id, '') as theirs, n.kind, n.quantity
       from web_order_line n where n.tenant_id = $1 and n.web_order_id = any($2::uuid[]) order by n.web_order_id, n.line_no`,
      [of.tenant, ids],
    ),
    tx.query<{ web: string; id: string }>(
      `select web_order_id as web, id from sales_order where tenant_id = $1 and web_order_id = any($2::uuid[])`,
      [of.tenant, ids],
    ),
  ])
  const linesOf = Map.groupBy(lines, line => line.id)
  const made = new Map(orders.map(order => [order.web, order.id]))
  return held.map(order => ({
    ...order,
    lines: linesOf.get(order.id) ?? [],
    orderId: made.get(order.id) ?? null,
  }))
}

/** The items of these web orders, by external id, staged or taken over. */
export async function itemsOfWebOrders(
  tx: Tx,
  of: Pick<StageOf, 'tenant' | 'connectionId'>,
  externalIds: readonly string[],
): Promise<string[]> {
  if (externalIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select distinct n.item_id as id from unnest($3::text[]) as u (external_id)
       join ledger l on l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'order' and l.external_id = u.external_id
       join web_order_line n on n.tenant_id = l.tenant_id and n.web_order_id = l.id and n.item_id is not null order by 1`,
    [of.tenant, of.connectionId, externalIds],
  )
  return rows.map(row => row.id)
}

/** All events of these orders that count, applied or not, by external id; parked and ignored ones do not. */
export async function eventsOf(
  tx: Tx,
  of: Pick<StageOf, 'tenant' | 'connectionId'>,
  externalIds: readonly string[],
): Promise<Map<string, WebEvent[]>> {
  const rows = await tx.query<WebEvent & { order: string }>(
    `select e.id, e.kind, e.order_external_id as order, l.external_id as "externalId", e.at, e.record, e.applied_at is not null as applied
     from web_event e join ledger l on l.tenant_id = e.tenant_id and l.id = e.id
     where e.tenant_id = $1 and e.connection_id = $2 and e.order_external_id = any($3::text[])
       and (l.outcome in ('waiting', 'staged') and l.code is distinct from 'CHANNEL_LOCKED' or e.applied_at is not null)
     order by e.id`,
    [of.tenant, of.connectionId, externalIds],
  )
  return Map.groupBy(
    rows.flatMap(row => (row.kind === 'order' ? ownParts(row) : [row])),
    row => row.order,
  )
}

type Own = { readonly billingAt?: string; readonly shippingAt?: string }

// The order's own word on each address has a time of its own.
function ownParts<T extends WebEvent>(row: T): T[] {
  const { billing, shipping, billingAt, shippingAt } = row.record as OrderEvent & Own
  return [
    ...(billing ? [{ ...row, at: new Date(billingAt ?? row.at), record: { billing } }] : []),
    ...(shipping ? [{ ...row, at: new Date(shippingAt ?? row.at), record: { shipping } }] : []),
  ]
}

/** These events are done: they count in what follows, and are not looked at by themselves again. */
export async function markApplied(tx: Tx, tenant: string, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx.run(`update web_event set applied_at = $3 where tenant_id = $1 and id = any($2::uuid[])`, [
    tenant,
    ids,
    now,
  ])
}

/** What the record of an order itself says of its addresses; null where it says nothing. */
export interface OwnAddresses {
  readonly id: string
  readonly externalId: string
  readonly billing: WebAddress | null
  readonly shipping: WebAddress | null
  readonly at: Date
}

/**
 * Keeps what the record of an order itself says of its addresses, beside the events that say something else: as of `at`
 * where nothing of it is kept yet, or where it says something new. `onlyKept`: orders without such a row get none.
 */
export async function keepOwnAddresses(
  tx: Tx,
  of: Pick<StageOf, 'tenant' | 'connectionId'>,
  orders: readonly OwnAddresses[],
  onlyKept = false,
): Promise<void> {
  if (orders.length === 0) return
  const part = (name: string) => `case when excluded.record ? '${name}'
      and not coalesce((web_event.record -> '${name}') @> (excluded.record -> '${name}'), false)
    then jsonb_build_object('${name}', excluded.record -> '${name}', '${name}At', excluded.record -> '${name}At') else '{}' end`
  await tx.run(
    `insert into web_event (tenant_id, id, connection_id, kind, order_external_id, at, record, applied_at, changed_at)
     select $1, r.id, $2, 'order', r."externalId", r.at, jsonb_strip_nulls(jsonb_build_object(
         'billing', r.billing, 'billingAt', r.at, 'shipping', r.shipping, 'shippingAt', r.at)), r.at, r.at
     from json_to_recordset($3) as r (id uuid, "externalId" text, billing jsonb, shipping jsonb, at timestamptz)
     where not $4 or exists (select from web_event e where e.tenant_id = $1 and e.id = r.id)
     on conflict (tenant_id, id) do update set version = web_event.version + 1, changed_at = excluded.changed_at,
       record = web_event.record || ${part('billing')} || ${part('shipping')}`,
    [of.tenant, of.connectionId, JSON.stringify(orders), onlyKept],
  )
}
