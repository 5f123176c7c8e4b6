import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import type { WebAddress } from './webOrder.ts'

/** A web order as taking over needs it. It stays locked until the end of the transaction. */
export interface HeldWebOrder {
  readonly id: string
  readonly connectionId: string
  readonly state: 'staged' | 'taken_over' | 'cancelled'
  readonly pending: boolean
  readonly openChecks: readonly string[]
  readonly checkData: readonly { readonly code: string; readonly data: ProblemData }[] | null
  readonly remoteState: string
  readonly paymentState: string
  readonly fulfilledBy: 'channel' | null
  readonly currency: string
  readonly totalGross: string | null
  readonly placedAt: Date
  readonly customerExternalId: string | null
  readonly assignedCustomerId: string | null
  readonly assignedBy: string | null
  readonly billing: WebAddress | null
  readonly shipping: WebAddress | null
  readonly paymentMethod: string | null
  readonly paymentReference: string | null
  readonly paidAt: string | null
  readonly language: string | null
  readonly ledgerCode: string | null
  readonly ledgerData: ProblemData | null
}

/**
 * Locks web orders with their ledger rows, in the order of their ids as the import does, and reads them. Ids that are no
 * web order are left out; with `others: 'skip'` so are those that somebody else is working on.
 */
export function holdWebOrders(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  others: 'wait' | 'skip',
): Promise<HeldWebOrder[]> {
  return tx.query<HeldWebOrder>(
    `select w.id, w.connection_id as "connectionId", w.state, w.pending, w.open_checks as "openChecks", w.check_data as "checkData",
       w.remote_state as "remoteState", w.payment_state as "paymentState", w.fulfilled_by as "fulfilledBy", w.currency,
       w.total_gross as "totalGross", w.placed_at as "placedAt", w.customer_external_id as "customerExternalId",
       w.assigned_customer_id as "assignedCustomerId", w.assigned_by as "assignedBy", w.record -> 'billing' as billing,
       w.record -> 'shipping' as shipping, w.record -> 'payment' ->> 'method' as "paymentMethod",
       w.record -> 'payment' ->> 'reference' as "paymentReference", w.record -> 'payment' ->> 'paidAt' as "paidAt",
       w.record ->> 'language' as language, l.code as "ledgerCode", l.data as "ledgerData"
     from ledger l join web_order w on w.tenant_id = l.tenant_id and w.id = l.id
     where l.tenant_id = $1 and l.id = any($2::uuid[])
     order by l.id for no key update of l, w ${others === 'skip' ? 'skip locked' : ''}`,
    [tenant, ids],
  )
}

/** Ids of web orders that nothing keeps from being taken over, of these channels; oldest id first. */
export async function readyWebOrders(
  tx: Tx,
  tenant: string,
  of: { readonly connectionId: string; readonly channelIds: readonly string[]; readonly limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from web_order where tenant_id = $1 and connection_id = $2 and channel_id = any($3::uuid[])
       and state = 'staged' and open_checks = '{}' order by id limit $4`,
    [tenant, of.connectionId, of.channelIds, of.limit],
  )
  return rows.map(row => row.id)
}

/** A web order that becomes a sales order, with all that was decided about it. */
export interface OrderToMake {
  readonly webOrderId: string
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly reason: object
  readonly paid: string
  readonly paymentState: string
  /** False: the channel delivers, or did. Nothing is set aside for it. */
  readonly deliver: boolean
}

/** Web orders leave the inbox: taken over. Their quantities do not count as staged any more. */
export async function leaveInbox(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  to: { readonly state: 'taken_over' | 'cancelled'; readonly now: Date },
): Promise<void> {
  if (ids.length === 0) return
  await Promise.all([
    tx.run(
      `update web_order set state = $3, version = version + 1, changed_at = $4,
         open_checks = case $3 when 'taken_over' then '{}' else open_checks end, check_data = case $3 when 'taken_over' then null else check_data end
       where tenant_id = $1 and id = any($2::uuid[])`,
      [tenant, ids, to.state, to.now],
    ),
    tx.run(
      `update web_order_line set staged = false where tenant_id = $1 and web_order_id = any($2::uuid[]) and staged`,
      [tenant, ids],
    ),
  ])
}

/** Web orders stay in the inbox and say why. Answers nothing; a code that stands there already stays once. */
export async function addChecks(
  tx: Tx,
  tenant: string,
  checks: readonly { readonly id: string; readonly code: string; readonly data: ProblemData }[],
  now: Date,
): Promise<void> {
  if (checks.length === 0) return
  await tx.run(
    `update web_order w set open_checks = w.open_checks || r.code, version = w.version + 1, changed_at = $3,
       check_data = coalesce(w.check_data, '[]') || jsonb_build_array(jsonb_build_object('code', r.code, 'data', r.data))
     from json_to_recordset($2) as r (id uuid, code text, data jsonb)
     where w.tenant_id = $1 and w.id = r.id and w.state = 'staged' and not w.open_checks @> array[r.code]`,
    [tenant, JSON.stringify(checks), now],
  )
}

/** Takes checks of these codes away from web orders that are held: they are looked at anew. */
export async function clearChecks(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  codes: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update web_order w set version = w.version + 1,
       open_checks = array(select code from unnest(w.open_checks) as code where not code = any($3::text[])),
       check_data = (select nullif(coalesce(jsonb_agg(one), '[]'), '[]') from jsonb_array_elements(w.check_data) as one
         where not one ->> 'code' = any($3::text[]))
     where w.tenant_id = $1 and w.id = any($2::uuid[]) and w.state = 'staged' and w.open_checks && $3::text[]`,
    [tenant, ids, codes],
  )
}

/**
 * Locks the stock of all items that these web orders want, in the order of item and warehouse. What is read of stock
 * after it stays true until the end of the transaction.
 */
export function lockStockOf(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
): Promise<{ itemId: string; warehouseId: string }[]> {
  return tx.query(
    `select s.item_id as "itemId", s.warehouse_id as "warehouseId" from stock_level s
     where s.tenant_id = $1 and s.item_id = any(array(
       select distinct n.item_id from web_order_line n where n.tenant_id = $1 and n.web_order_id = any($2::uuid[]) and n.kind = 'item'))
     order by s.item_id, s.warehouse_id for no key update`,
    [tenant, webOrderIds],
  )
}

/**
 * Makes sales orders of web orders, with their lines, and sets stock aside for them: oldest order first, warehouses by
 * priority, never more than is on hand and free. One statement; `stock` are the rows that were locked for it.
 */
export async function insertOrders(
  tx: Tx,
  tenant: string,
  orders: readonly OrderToMake[],
  stock: readonly { readonly itemId: string; readonly warehouseId: string }[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  await tx.run(
    `with given as materialized (
       select g.*, w.placed_at from json_to_recordset($2) as g (web uuid, id uuid, number text, customer uuid, reason jsonb,
         paid numeric, payment text, deliver boolean)
         join web_order w on w.tenant_id = $1 and w.id = g.web
     ), line as materialized (
       select g.id as order_id, g.placed_at, n.*, n.kind = 'item' and g.deliver and i.stock_managed as from_stock
       from given g join web_order_line n on n.tenant_id = $1 and n.web_order_id = g.web
         left join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
     ), wanting as (
       select order_id, line_no, item_id, quantity,
         sum(quantity) over (partition by item_id order by placed_at, order_id, line_no) as upto
       from line where from_stock
     ), free as (
       select s.item_id, s.warehouse_id, s.on_hand - s.allocated as free,
         sum(s.on_hand - s.allocated) over (partition by s.item_id order by h.priority, h.id) as upto
       from unnest($3::uuid[], $4::uuid[]) as u (item_id, warehouse_id)
         join stock_level s on s.tenant_id = $1 and s.item_id = u.item_id and s.warehouse_id = u.warehouse_id
         join warehouse h on h.tenant_id = s.tenant_id and h.id = s.warehouse_id and h.active and not h.lock_shipment
       where s.on_hand > s.allocated
     ), share as materialized (
       select n.order_id, n.line_no, n.item_id, f.warehouse_id,
         least(n.upto, f.upto) - greatest(n.upto - n.quantity, f.upto - f.free) as quantity
       from wanting n join free f on f.item_id = n.item_id and n.upto - n.quantity < f.upto and f.upto - f.free < n.upto
     ), got as materialized (
       select order_id, line_no, sum(quantity) as quantity from share group by order_id, line_no
     ), whole as (
       select l.order_id, coalesce(bool_or(l.kind = 'item'), false) as has_items,
         coalesce(bool_and(g.quantity = l.quantity) filter (where l.from_stock), true)
           and count(g.quantity) filter (where l.from_stock) = count(*) filter (where l.from_stock) as full,
         coalesce(bool_or(g.quantity > 0 or not l.from_stock) filter (where l.kind = 'item'), false) as part
       from line l left join got g on g.order_id = l.order_id and g.line_no = l.line_no group by l.order_id
     ), ordered as (
       insert into sales_order (tenant_id, id, order_number, kind, company_id, connection_id, channel_id, web_order_id, external_number,
         customer_id, customer_reason, customer_name, placed_at, taken_over_at, taken_over_by, currency, total_gross, total_minor,
         lines_gross, paid, country, billing, shipping, payment_method, shipping_method, language, customer_note, fulfilled_by,
         payment_state, delivery_state, deliverability, changed_at)
       select $1, g.id, g.number, 'shop', c.company_id, w.connection_id, w.channel_id, w.id, w.external_number, g.customer, g.reason,
         w.customer_name, w.placed_at, $6, $5, w.currency, w.total_gross, w.total_minor, w.lines_gross, g.paid, w.country,
         w.record -> 'billing', w.record -> 'shipping', coalesce(w.record -> 'payment' ->> 'method', ''),
         coalesce(w.record -> 'delivery' ->> 'method', w.record -> 'delivery' ->> 'carrier', ''), w.record ->> 'language',
         coalesce(w.record ->> 'customerNote', ''), w.fulfilled_by, g.payment,
         case when g.deliver and t.has_items then 'open' else 'completed' end,
         case when not (g.deliver and t.has_items) then 'done' when t.full then 'full' when t.part then 'part' else 'none' end, $6
       from given g join whole t on t.order_id = g.id
         join web_order w on w.tenant_id = $1 and w.id = g.web
         join connection c on c.tenant_id = w.tenant_id and c.id = w.connection_id
     ), lined as (
       insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, sku, name, quantity, allocated, unit_net, unit_gross,
         tax_rate, tax_by, external_id, detail)
       select l.tenant_id, l.order_id, l.line_no, l.kind, l.item_id, l.sku, l.name, l.quantity, coalesce(g.quantity, 0), l.unit_net,
         l.unit_gross, l.tax_rate, l.tax_by, l.external_id, l.detail
       from line l left join got g on g.order_id = l.order_id and g.line_no = l.line_no
     ), set_aside as (
       insert into allocation (tenant_id, order_id, line_no, item_id, warehouse_id, quantity)
       select $1, order_id, line_no, item_id, warehouse_id, quantity from share
     )
     update stock_level s set allocated = s.allocated + t.quantity
     from (select item_id, warehouse_id, sum(quantity) as quantity from share group by item_id, warehouse_id) as t
     where s.tenant_id = $1 and s.item_id = t.item_id and s.warehouse_id = t.warehouse_id`,
    [
      tenant,
      JSON.stringify(orders.map(rowOf)),
      stock.map(row => row.itemId),
      stock.map(row => row.warehouseId),
      by.name,
      by.now,
    ],
  )
}

function rowOf(order: OrderToMake): object {
  const { webOrderId, id, number, customerId, reason, paid, paymentState, deliver } = order
  return { web: webOrderId, id, number, customer: customerId, reason, paid, payment: paymentState, deliver }
}

/** What happened to orders, one line each: event and figures, no personal field. */
export async function rememberOrders(
  tx: Tx,
  tenant: string,
  events: readonly { readonly orderId: string; readonly event: string; readonly data: object }[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  if (events.length === 0) return
  await tx.run(
    `insert into sales_order_history (tenant_id, order_id, id, at, actor, event, data)
     select $1, r."orderId", r.id, $3, $4, r.event, r.data
     from json_to_recordset($2) as r ("orderId" uuid, id uuid, event text, data jsonb)`,
    [tenant, JSON.stringify(events.map(event => ({ ...event, id: newId() }))), by.now, by.name],
  )
}

/** The sales orders that were made of web orders, by the id of the web order. */
export async function ordersOf(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
): Promise<Map<string, { readonly id: string; readonly number: string }>> {
  if (webOrderIds.length === 0) return new Map()
  const rows = await tx.query<{ web: string; id: string; number: string }>(
    `select web_order_id as web, id, order_number as number from sales_order where tenant_id = $1 and web_order_id = any($2::uuid[])`,
    [tenant, webOrderIds],
  )
  return new Map(rows.map(({ web, ...order }) => [web, order]))
}

/** Web customers that came as records of their own belong to the customer that their first order found. */
export async function matchWebCustomers(
  tx: Tx,
  tenant: string,
  matches: readonly {
    readonly connectionId: string
    readonly externalId: string
    readonly customerId: string
  }[],
): Promise<void> {
  if (matches.length === 0) return
  await tx.run(
    `update web_customer c set customer_id = r."customerId", version = c.version + 1
     from json_to_recordset($2) as r ("connectionId" uuid, "externalId" text, "customerId" uuid)
       join ledger l on l.tenant_id = $1 and l.connection_id = r."connectionId" and l.kind = 'customer' and l.external_id = r."externalId"
     where c.tenant_id = $1 and c.id = l.id and c.customer_id is null`,
    [tenant, JSON.stringify(matches)],
  )
}

/** Notes which customer a person chose for web orders that are held; null: none any more. */
export async function storeAssignments(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  to: { readonly customerId: string | null; readonly by: string },
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update web_order set assigned_customer_id = $3, assigned_by = case when $3::uuid is null then null else $4 end, version = version + 1
     where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids, to.customerId, to.by],
  )
}

/** Ids of all web orders that may be taken over now, besides those that only a choice of customer or another try needs. */
export async function openWebOrders(
  tx: Tx,
  tenant: string,
  besides: readonly string[],
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from web_order where tenant_id = $1 and state = 'staged' and open_checks <@ $2::text[] and ($3::uuid is null or id > $3)
     order by id limit $4`,
    [tenant, besides, after, limit],
  )
  return rows.map(row => row.id)
}
