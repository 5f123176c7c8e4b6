import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { drawInside } from '../company/numberRanges.ts'
import { blockersOf, type OrderFacts } from './orderActions.ts'
import { type Doing, lockOrders, readOrderFacts } from './orderStore.ts'
import { chosenReason, listReasons, type Reason } from './reasonLists.ts'
import { returnedPieces } from './returnedPieces.ts'
import { isDecided, type ReturnOrigin, returnState } from './returnState.ts'
import { rememberOrders } from './takeOverStore.ts'
import type { WebAddress } from './webOrder.ts'

/** From where goods are fetched; personal. */
export type PickupAddress = { readonly [Field in keyof WebAddress]?: string | undefined }

/** Goods that are announced to come back. Nothing is booked by it: neither stock nor money. */
export interface NewReturn {
  readonly orderId: string
  readonly lines: readonly {
    readonly line: number
    readonly quantity: string
    /** Id or code of the list of reasons. */
    readonly reason?: string | undefined
    readonly comment?: string | undefined
    /** Whether its value is owed back once it is accepted; yes if absent. */
    readonly credit?: boolean | undefined
    /** false: we do not take it back, and say so at once. */
    readonly accepted?: boolean | undefined
  }[]
  readonly note?: string | undefined
  readonly origin?: ReturnOrigin | undefined
  /** From where it is fetched. */
  readonly pickup?: PickupAddress | undefined
  /** Where it is expected; if absent where those of its channel are, else where it was sent from. */
  readonly warehouseId?: string | undefined
  /** The record by which its shop reported it: it knows, and is noted once. */
  readonly fromLedgerId?: string | undefined
}

export interface ReturnResult {
  readonly orderId: string
  readonly did: 'noted' | 'already' | 'refused'
  readonly returnId?: string
  readonly returnNumber?: string
  readonly code?: string
  readonly data?: ProblemData
}

type Made = NewReturn & { readonly id: string; readonly reasons: readonly (Reason | undefined)[] }

/**
 * Announces returns of orders. One that its shop reported is noted once: `already`. Refused one by one: ORDER_UNKNOWN,
 * LINE_UNKNOWN, QUANTITY_INVALID (of a shop: more than was ordered), WAREHOUSE_UNKNOWN; by hand the blockers of `orderActions`,
 * NOT_DELIVERED (more than was delivered and has not come back), and what `chosenReason` says. Their numbers are the last that the
 * transaction locks. One result per element, in order.
 */
export async function noteReturns(
  tx: Tx,
  tenant: string,
  returns: readonly NewReturn[],
  by: Doing,
): Promise<{ results: ReturnResult[]; changed: Changed }> {
  if (returns.length === 0) return { results: [], changed: {} }
  const ids = [...new Set(returns.map(one => one.orderId))].sort()
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const [stand, known, reasons, places] = await Promise.all([
    readReturnable(tx, tenant, ids),
    readReported(tx, tenant, returns),
    listReasons(tx, tenant, 'return_reason'),
    readWarehouses(tx, tenant, returns),
  ])
  const made: Made[] = []
  const decided = returns.map((one): ReturnResult => {
    const { orderId, fromLedgerId, warehouseId } = one
    const order = facts.get(orderId)
    if (!order) return { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { order: orderId } }
    const before = fromLedgerId === undefined ? undefined : known.get(fromLedgerId)
    if (before !== undefined) return { orderId, did: 'already', returnId: before }
    if (warehouseId !== undefined && !places.has(warehouseId))
      return { orderId, did: 'refused', code: 'WAREHOUSE_UNKNOWN', data: { warehouse: warehouseId } }
    const problem = problemOf(one, order, stand, made)
    if (problem) return { orderId, did: 'refused', ...problem }
    const chosen = one.lines.map(line => chosenReason(reasons, asGiven(one, line), false))
    const wrong = chosen.find(choice => 'code' in choice)
    if (wrong) return { orderId, did: 'refused', code: wrong.code, data: wrong.data }
    const id = newId()
    made.push({ ...one, id, reasons: chosen.map(choice => ('code' in choice ? undefined : choice.reason)) })
    if (fromLedgerId !== undefined) known.set(fromLedgerId, id)
    return { orderId, did: 'noted', returnId: id }
  })
  if (made.length === 0) return { results: decided, changed: {} }
  const events = made.map(({ orderId, id, lines }) => ({
    orderId,
    event: 'return_noted',
    data: { return: id, lines: lines.map(({ line, quantity }) => ({ line, quantity })) },
  }))
  await rememberOrders(tx, tenant, events, by)
  const drawn = await drawInside(tx, tenant, 'return', made.length, by.now)
  const numbers = new Map(made.map((one, at) => [one.id, drawn[at] ?? '']))
  await writeReturns(tx, tenant, made, numbers, by)
  const results = decided.map(one => {
    const number = one.did === 'noted' && one.returnId ? numbers.get(one.returnId) : undefined
    return number === undefined ? one : { ...one, returnNumber: number }
  })
  // Refused at once by hand: there is nothing to wait for.
  const toTell = made.filter(one => one.fromLedgerId === undefined && isDecided(statesOf(one)))
  return { results, changed: toTell.length > 0 ? { return: toTell.map(one => one.id) } : {} }
}

// What a shop says of its reason stands in the comment, however long; the list is ours.
function asGiven({ fromLedgerId }: NewReturn, { reason, comment }: NewReturn['lines'][number]) {
  return fromLedgerId === undefined ? { reason, comment } : {}
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
    `select n.order_id as "orderId", n.line_no as line, n.quantity, n.delivered, ${returnedPieces('n')} as returned
     from sales_order_line n where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.kind = 'item' order by n.order_id, n.line_no`,
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

async function readWarehouses(tx: Tx, tenant: string, returns: readonly NewReturn[]): Promise<Set<string>> {
  const asked = returns.flatMap(one => one.warehouseId ?? [])
  if (asked.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `select id from warehouse where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, asked],
  )
  return new Set(rows.map(row => row.id))
}

// What its shop reports is taken as it says it, up to what was ordered: it may know of goods that were never booked out here.
function problemOf(
  { orderId, lines, fromLedgerId }: NewReturn,
  order: OrderFacts,
  stand: readonly Returnable[],
  made: readonly NewReturn[],
): { code: string; data: ProblemData } | undefined {
  if (lines.length === 0) return { code: 'LINE_UNKNOWN', data: { line: 0 } }
  const [blocker] = fromLedgerId === undefined ? blockersOf('return', order) : []
  if (blocker) return blocker
  for (const [at, { line: number, quantity }] of lines.entries()) {
    const line = stand.find(one => one.orderId === orderId && one.line === number)
    if (!line || lines.slice(0, at).some(one => one.line === number))
      return { code: 'LINE_UNKNOWN', data: { line: number } }
    if (!isQuantity(quantity)) return { code: 'QUANTITY_INVALID', data: { line: number, quantity } }
    const noted = made
      .filter(one => one.orderId === orderId)
      .flatMap(one => one.lines.filter(other => other.line === number && other.accepted !== false))
      .reduce((sum, other) => sum.plus(other.quantity), exact(line.returned))
    const most = fromLedgerId === undefined ? exact(line.delivered).minus(noted) : exact(line.quantity)
    if (exact(quantity).greaterThan(most))
      return fromLedgerId === undefined
        ? { code: 'NOT_DELIVERED', data: { line: number, quantity } }
        : { code: 'QUANTITY_INVALID', data: { line: number, quantity } }
  }
  return undefined
}

/** Whether a text is a quantity above 0. */
export function isQuantity(text: string): boolean {
  return /^\d{1,9}(\.\d{1,10})?$/.test(text) && !exact(text).isZero()
}

const stateOf = ({ accepted }: NewReturn['lines'][number]) =>
  accepted === false ? ('refused' as const) : ('announced' as const)
const statesOf = ({ lines }: NewReturn) => lines.map(stateOf)

async function writeReturns(
  tx: Tx,
  tenant: string,
  made: readonly Made[],
  numbers: ReadonlyMap<string, string>,
  by: Doing,
): Promise<void> {
  const rows = made.map(one => ({
    ...one,
    number: numbers.get(one.id),
    origin: one.origin ?? (one.fromLedgerId === undefined ? 'other' : 'shop'),
    state: returnState(statesOf(one)),
    decided: isDecided(statesOf(one)),
  }))
  await tx.run(
    `insert into order_return (tenant_id, id, return_number, order_id, from_ledger_id, note, origin, pickup, warehouse_id, state, decided_at,
       made_at, made_by, changed_at)
     select $1, r.id, r.number, r."orderId", r."fromLedgerId", coalesce(r.note, ''), r.origin, r.pickup,
       coalesce(r."warehouseId", w.id), r.state, case when r.decided then $3::timestamptz end, $3, $4, $3
     from json_to_recordset($2) as r (id uuid, number text, "orderId" uuid, "fromLedgerId" uuid, note text, origin text, pickup jsonb,
       "warehouseId" uuid, state text, decided boolean)
       left join sales_order o on o.tenant_id = $1 and o.id = r."orderId"
       left join channel h on h.tenant_id = $1 and h.id = o.channel_id
       left join warehouse w on w.tenant_id = $1 and w.id = h.return_warehouse_id and w.active`,
    [tenant, JSON.stringify(rows), by.now, by.name],
  )
  const lines = made.flatMap(({ id, orderId, lines, reasons }) =>
    lines.map((line, at) => ({
      id,
      orderId,
      line: line.line,
      quantity: line.quantity,
      reasonId: reasons[at]?.id,
      comment: line.comment,
      credit: line.credit,
      state: stateOf(line),
    })),
  )
  await tx.run(
    `insert into order_return_line (tenant_id, return_id, order_id, line_no, quantity, reason_id, comment, credit, state)
     select $1, r.id, r."orderId", r.line, r.quantity, r."reasonId", coalesce(r.comment, ''), coalesce(r.credit, true), r.state
     from json_to_recordset($2) as r (id uuid, "orderId" uuid, line int, quantity numeric, "reasonId" uuid, comment text, credit boolean,
       state text)`,
    [tenant, JSON.stringify(lines)],
  )
}
