import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { type Doing, lockOrders, readOrderFacts } from './orderStore.ts'
import { rememberOrders } from './takeOverStore.ts'

/** Goods that come or came back. No stock moves and no money: a plain note. */
export interface NewReturn {
  readonly orderId: string
  readonly lines: readonly {
    readonly line: number
    readonly quantity: string
    readonly reason?: string | undefined
    /** Whether we take it back; yes if absent. */
    readonly accepted?: boolean | undefined
  }[]
  readonly note?: string | undefined
  /** The record by which its shop reported it: it knows, and is noted once. */
  readonly fromLedgerId?: string | undefined
}

export interface ReturnResult {
  readonly orderId: string
  readonly did: 'noted' | 'already' | 'refused'
  readonly returnId?: string
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Notes returns of orders. One that its shop reported is noted once: `already`. Refused one by one: ORDER_UNKNOWN,
 * LINE_UNKNOWN, QUANTITY_INVALID (more than was ordered), and by hand NOT_DELIVERED (more than was delivered). One result per element, in
 * order.
 */
export async function noteReturns(
  tx: Tx,
  tenant: string,
  returns: readonly NewReturn[],
  by: Doing,
): Promise<{ results: ReturnResult[]; changed: Changed }> {
  const ids = [...new Set(returns.map(one => one.orderId))].sort()
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const stand = await readReturnable(tx, tenant, ids)
  const known = await readReported(tx, tenant, returns)
  const made: (NewReturn & { readonly id: string })[] = []
  const results = returns.map((one): ReturnResult => {
    const { orderId, fromLedgerId } = one
    if (!facts.has(orderId))
      return { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { order: orderId } }
    const before = fromLedgerId === undefined ? undefined : known.get(fromLedgerId)
    if (before !== undefined) return { orderId, did: 'already', returnId: before }
    const problem = problemOf(one, stand, made)
    if (problem) return { orderId, did: 'refused', ...problem }
    const id = newId()
    made.push({ ...one, id })
    if (fromLedgerId !== undefined) known.set(fromLedgerId, id)
    return { orderId, did: 'noted', returnId: id }
  })
  if (made.length === 0) return { results, changed: {} }
  await writeReturns(tx, tenant, made, by)
  const events = made.map(({ orderId, id, lines }) => ({
    orderId,
    event: 'return_noted',
    data: { return: id, lines: lines.map(({ line, quantity }) => ({ line, quantity })) },
  }))
  await rememberOrders(tx, tenant, events, by)
  return { results, changed: { return: made.map(one => one.id) } }
}

interface Returnable {
  readonly orderId: string
  readonly line: number
  readonly quantity: string
  readonly delivered: string
  readonly returned: string
}

function readReturnable(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<Returnable[]> {
  return tx.query<Returnable>(
    `select n.order_id as "orderId", n.line_no as line, n.quantity, n.delivered,
       (select coalesce(sum(r.quantity), 0) from order_return_line r
        where r.tenant_id = n.tenant_id and r.order_id = n.order_id and r.line_no = n.line_no) as returned
     from sales_order_line n where n.tenant_id = $1 and n.order_id = any($2::uuid[]) order by n.order_id, n.line_no`,
    [tenant, orderIds],
  )
}

async function readReported(
  tx: Tx,
  tenant: string,
  returns: readonly NewReturn[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ from: string; id: string }>(
    `select from_ledger_id as from, id from order_return where tenant_id = $1 and from_ledger_id = any($2::uuid[])`,
    [tenant, returns.flatMap(one => one.fromLedgerId ?? [])],
  )
  return new Map(rows.map(row => [row.from, row.id]))
}

// What its shop reports is taken as it says it, up to what was ordered: it may know of goods that were never booked out here.
function problemOf(
  { orderId, lines, fromLedgerId }: NewReturn,
  stand: readonly Returnable[],
  made: readonly NewReturn[],
): { code: string; data: ProblemData } | undefined {
  if (lines.length === 0) return { code: 'LINE_UNKNOWN', data: { line: 0 } }
  for (const [at, { line: number, quantity }] of lines.entries()) {
    const line = stand.find(one => one.orderId === orderId && one.line === number)
    if (!line || lines.slice(0, at).some(one => one.line === number))
      return { code: 'LINE_UNKNOWN', data: { line: number } }
    if (!/^\d{1,9}(\.\d{1,10})?$/.test(quantity) || exact(quantity).isZero())
      return { code: 'QUANTITY_INVALID', data: { line: number, quantity } }
    const noted = made
      .filter(one => one.orderId === orderId)
      .flatMap(one => one.lines.filter(other => other.line === number))
      .reduce((sum, other) => sum.plus(other.quantity), exact(line.returned))
    const most = fromLedgerId === undefined ? exact(line.delivered).minus(noted) : exact(line.quantity)
    if (exact(quantity).greaterThan(most))
      return fromLedgerId === undefined
        ? { code: 'NOT_DELIVERED', data: { line: number, quantity } }
        : { code: 'QUANTITY_INVALID', data: { line: number, quantity } }
  }
  return undefined
}

async function writeReturns(
  tx: Tx,
  tenant: string,
  made: readonly (NewReturn & { readonly id: string })[],
  by: Doing,
): Promise<void> {
  await tx.run(
    `insert into order_return (tenant_id, id, order_id, from_ledger_id, note, made_at, made_by)
     select $1, r.id, r."orderId", r."fromLedgerId", coalesce(r.note, ''), $3, $4
     from json_to_recordset($2) as r (id uuid, "orderId" uuid, "fromLedgerId" uuid, note text)`,
    [tenant, JSON.stringify(made), by.now, by.name],
  )
  await tx.run(
    `insert into order_return_line (tenant_id, return_id, order_id, line_no, quantity, reason, accepted)
     select $1, r.id, r."orderId", r.line, r.quantity, coalesce(r.reason, ''), coalesce(r.accepted, true)
     from json_to_recordset($2) as r (id uuid, "orderId" uuid, line int, quantity numeric, reason text, accepted boolean)`,
    [
      tenant,
      JSON.stringify(made.flatMap(({ id, orderId, lines }) => lines.map(line => ({ ...line, id, orderId })))),
    ],
  )
}
