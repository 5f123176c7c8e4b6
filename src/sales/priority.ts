import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { queueOrder } from '../stock/stockRule.ts'
import { waitingPieces } from './kitLines.ts'
import type { OrderFacts } from './orderActions.ts'
import { type Doing, lockOrders, readOrderFacts } from './orderStore.ts'
import { rememberOrders } from './takeOverStore.ts'

export interface PriorityResult {
  readonly orderId: string
  readonly did: 'changed' | 'unchanged' | 'refused'
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Gives orders a priority from −9 to 9; 0 is where all begin. It decides about what comes free from now on: what others have
 * stays theirs. Refused one by one: ORDER_UNKNOWN. One result per element; an order that is named twice gets the last one.
 */
export async function setPriorities(
  tx: Tx,
  tenant: string,
  list: readonly { readonly orderId: string; readonly priority: number }[],
  by: Doing,
): Promise<{ results: PriorityResult[]; changed: Record<string, never> }> {
  const wanted = new Map(list.map(one => [one.orderId, one.priority]))
  const ids = [...wanted.keys()].sort()
  await lockOrders(tx, tenant, ids)
  const known = await readOrderFacts(tx, tenant, ids)
  const rows = await tx.query<{ id: string; before: number; after: number }>(
    `update sales_order o set priority = r.priority, version = o.version + 1, changed_at = $3
     from json_to_recordset($2) as r (id uuid, priority smallint)
       join sales_order was on was.tenant_id = $1 and was.id = r.id
     where o.tenant_id = $1 and o.id = r.id and o.priority <> r.priority
     returning o.id, was.priority as before, o.priority as after`,
    [tenant, JSON.stringify([...wanted].map(([id, priority]) => ({ id, priority }))), by.now],
  )
  const events = rows.map(({ id, before, after }) => ({
    orderId: id,
    event: 'priority_changed',
    data: { before, after },
  }))
  await rememberOrders(tx, tenant, events, by)
  const changed = new Set(rows.map(row => row.id))
  const results = list.map(({ orderId }): PriorityResult => {
    if (!known.has(orderId))
      return { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { order: orderId } }
    return { orderId, did: changed.has(orderId) ? 'changed' : 'unchanged' }
  })
  return { results, changed: {} }
}

/** A line that lacks pieces of an item, and the orders that have them, or get them before. */
export interface WaitingLine {
  readonly orderId: string
  readonly line: number
  readonly itemId: string
  readonly missing: string
  /** Numbers of at most 5 orders, first those that get the pieces first. Empty: nobody; there is simply none. */
  readonly servedBefore: readonly string[]
}

/**
 * For whom the lines of orders wait: per item that they lack, also of parts of kits, the orders that stand before in the
 * queue and lack it too, or have pieces set aside.
 */
export function whoIsServed(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<WaitingLine[]> {
  const of = (alias: string) =>
    queueOrder({
      paymentState: `${alias}.payment_state`,
      priority: `${alias}.priority`,
      placedAt: `${alias}.placed_at`,
      id: `${alias}.id`,
    })
  return tx.query<WaitingLine>(
    `with missing as materialized (${waitingPieces('order_id = any($2::uuid[])')}
     ), others as materialized (
       select x.item_id, x.order_id, bool_or(x.allocated > 0) as has from (
         select n.item_id, n.order_id, n.allocated from sales_order_line n
         where n.tenant_id = $1 and n.item_id = any(array(select item_id from missing)) and n.open_quantity > 0
         union all
         select p.item_id, p.order_id, p.allocated from sales_order_part p
         where p.tenant_id = $1 and p.item_id = any(array(select item_id from missing)) and p.open_quantity > 0) as x
       group by 1, 2
     ), queue as (
       select x.item_id, x.order_id, x.has, o.order_number, row_number() over (partition by x.item_id order by ${of('o')}) as place
       from others x
         join sales_order o on o.tenant_id = $1 and o.id = x.order_id and o.cancelled_at is null and o.delivery_state <> 'completed')
     select m.order_id as "orderId", m.line_no as line, m.item_id as "itemId", trim_scale(m.wanted)::text as missing,
       array(select q.order_number from queue q join queue own on own.item_id = q.item_id and own.order_id = m.order_id
         where q.item_id = m.item_id and q.order_id <> m.order_id and (q.has or q.place < own.place)
         order by q.place limit 5) as "servedBefore"
     from missing m join sales_order o on o.tenant_id = $1 and o.id = m.order_id and o.cancelled_at is null and o.delivery_state <> 'completed'
     order by m.order_id, m.line_no, m.item_id`,
    [tenant, orderIds],
  )
}

/** The facts of orders with those for whom they wait, where nothing of them can be delivered: for who is told why. Reads only. */
export async function explainedFacts(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, OrderFacts>> {
  const facts = await readOrderFacts(tx, tenant, ids)
  const lacking = [...facts.values()].filter(one => one.missing !== null)
  if (lacking.length === 0) return facts
  const waiting = await whoIsServed(
    tx,
    tenant,
    lacking.map(one => one.id),
  )
  for (const one of lacking) {
    const lines = waiting.filter(({ orderId, line }) => orderId === one.id && line === one.missing?.line)
    const servedBefore = [...new Set(lines.flatMap(line => line.servedBefore))]
    facts.set(one.id, { ...one, servedBefore })
  }
  return facts
}
