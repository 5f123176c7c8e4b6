import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { isQuantity } from './noteReturns.ts'
import { type Doing, lockOrders, lockStockOfOrders } from './orderStore.ts'
import { type PutBack, placeFor, restock, type StockWays, waysBack } from './restock.ts'
import type { ReturnCondition } from './returnState.ts'
import {
  type HeldReturn,
  type LineUpdate,
  ordersOfReturns,
  readReturns,
  writeReturnLines,
} from './returnStore.ts'
import { rememberOrders } from './takeOverStore.ts'

/** Goods of a return that are here now. */
export interface Receipt {
  readonly returnId: string
  readonly lines: readonly ReceiptLine[]
}

export interface ReceiptLine {
  readonly line: number
  /** How many came; as many as were announced if absent. May be more or fewer, but never more than was delivered. */
  readonly quantity?: string | undefined
  readonly condition: ReturnCondition
  readonly conditionNote?: string | undefined
  /** Whether they can be sold again: they go into stock at once. */
  readonly restock: boolean
  readonly warehouseId?: string | undefined
}

/** What became of an act on a return. */
export interface ReturnActResult {
  readonly returnId: string
  readonly orderId?: string
  readonly did: 'done' | 'already' | 'refused'
  readonly code?: string
  readonly data?: ProblemData
}

type Refusal = { readonly code: string; readonly data: ProblemData }

/**
 * Books goods of returns as come: quantity, condition and warehouse of each line; those that can be sold again go into stock by
 * movements, and to the orders that wait for them, in the same transaction. The same said twice is booked once: `already`. A
 * return is done as a whole or not at all. Refused one by one: RETURN_UNKNOWN, RETURN_CLOSED, RETURN_LINE_UNKNOWN,
 * RETURN_LINE_RECEIVED (it came otherwise before), RETURN_DECIDED, QUANTITY_INVALID, NOT_DELIVERED, WAREHOUSE_UNKNOWN. One result per
 * element, in order.
 */
export async function receiveReturns(
  tx: Tx,
  tenant: string,
  receipts: readonly Receipt[],
  by: Doing,
): Promise<{ results: ReturnActResult[]; changed: Changed }> {
  const named = receipts.flatMap(one => one.lines.flatMap(line => line.warehouseId ?? []))
  const { held, ways } = await holdWithStock(
    tx,
    tenant,
    receipts.map(one => one.returnId),
    named,
  )
  const updates: LineUpdate[] = []
  const back: PutBack[] = []
  const results = receipts.map((receipt): ReturnActResult => {
    const { returnId } = receipt
    const one = held.get(returnId)
    if (!one) return { returnId, did: 'refused', code: 'RETURN_UNKNOWN', data: { return: returnId } }
    const { orderId } = one
    const plan = planReceipt(receipt, one, { held, before: updates, ways })
    if ('code' in plan) return { returnId, orderId, did: 'refused', ...plan }
    updates.push(...plan.updates)
    back.push(...plan.back)
    return { returnId, orderId, did: plan.updates.length === 0 ? 'already' : 'done' }
  })
  await writeReturnLines(tx, tenant, held, updates, by)
  const changed = await restock(tx, tenant, back, ways, by)
  const byReturn = Map.groupBy(updates, one => one.returnId)
  const events = [...byReturn].map(([id, lines]) => ({
    orderId: held.get(id)?.orderId ?? '',
    event: 'return_received',
    data: {
      return: id,
      lines: lines.map(({ line, received, condition }) => ({
        line,
        quantity: received,
        condition,
        restocked: back.some(other => other.held.id === id && other.line === line),
      })),
    },
  }))
  await rememberOrders(tx, tenant, events, by)
  return { results, changed }
}

/** Locks the stock and the orders of returns, and reads them. Balances that goods may go to are made before. */
export async function holdWithStock(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  warehouseIds: readonly string[],
): Promise<{ held: Map<string, HeldReturn>; ways: StockWays }> {
  const of = await ordersOfReturns(tx, tenant, ids)
  const ways = await waysBack(tx, tenant, of.orderIds, [...warehouseIds, ...of.warehouseIds])
  await lockStockOfOrders(tx, tenant, of.orderIds)
  await lockOrders(tx, tenant, of.orderIds)
  return { held: await readReturns(tx, tenant, ids), ways }
}

interface Meanwhile {
  readonly held: ReadonlyMap<string, HeldReturn>
  /** What the list has planned so far. */
  readonly before: readonly LineUpdate[]
  readonly ways: StockWays
}

function planReceipt(
  receipt: Receipt,
  one: HeldReturn,
  meanwhile: Meanwhile,
): Refusal | { readonly updates: LineUpdate[]; readonly back: PutBack[] } {
  const plan = { updates: [] as LineUpdate[], back: [] as PutBack[] }
  if (one.closed) return { code: 'RETURN_CLOSED', data: { return: one.number } }
  if (receipt.lines.length === 0) return { code: 'RETURN_LINE_UNKNOWN', data: { line: 0 } }
  for (const [at, given] of receipt.lines.entries()) {
    if (receipt.lines.slice(0, at).some(other => other.line === given.line))
      return { code: 'RETURN_LINE_UNKNOWN', data: { line: given.line } }
    const next = planLine(given, one, meanwhile)
    if ('code' in next) return next
    if (next.update) plan.updates.push(next.update)
    if (next.back) plan.back.push(next.back)
  }
  return plan
}

function planLine(
  given: ReceiptLine,
  one: HeldReturn,
  { held, before, ways }: Meanwhile,
): Refusal | { readonly update?: LineUpdate; readonly back?: PutBack } {
  const { line: number } = given
  const line = one.lines.find(other => other.line === number)
  if (!line) return { code: 'RETURN_LINE_UNKNOWN', data: { line: number } }
  const quantity = given.quantity ?? line.received ?? line.quantity
  if (!isQuantity(quantity)) return { code: 'QUANTITY_INVALID', data: { line: number, quantity } }
  const earlier = before.find(other => other.returnId === one.id && other.line === number)
  const here = line.received === null ? earlier : { received: line.received, condition: line.condition }
  if (here) {
    const same = exact(here.received ?? '0').equals(quantity) && here.condition === given.condition
    const data = { line: number, quantity: exact(here.received ?? '0').toFixed() }
    return same ? {} : { code: 'RETURN_LINE_RECEIVED', data }
  }
  if (line.state !== 'announced') return { code: 'RETURN_DECIDED', data: { line: number } }
  // Other returns of the same order in this list may have brought more, or fewer, than they announced.
  const more = before
    .filter(other => other.line === number && held.get(other.returnId)?.orderId === one.orderId)
    .reduce((sum, other) => {
      const announced = held.get(other.returnId)?.lines.find(it => it.line === number)?.quantity
      return sum.plus(other.received ?? '0').minus(announced ?? '0')
    }, exact('0'))
  if (exact(quantity).greaterThan(exact(line.outside).minus(more)))
    return { code: 'NOT_DELIVERED', data: { line: number, quantity } }
  const place = placeFor(one, number, given.warehouseId, ways)
  if ('code' in place) return place
  const received = exact(quantity).toFixed()
  const { condition, conditionNote } = given
  const update: LineUpdate = {
    returnId: one.id,
    line: number,
    state: 'received',
    received,
    condition,
    conditionNote,
    warehouseId: place.id,
  }
  return given.restock
    ? { update, back: { held: one, line: number, upTo: received, warehouseId: place.id } }
    : { update }
}
