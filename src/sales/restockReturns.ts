import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { isQuantity } from './noteReturns.ts'
import type { Doing } from './orderStore.ts'
import { holdWithStock, type ReturnActResult } from './receiveReturns.ts'
import { type PutBack, placeFor, restock } from './restock.ts'
import { rememberOrders } from './takeOverStore.ts'

/** Goods of a return that came and can be sold again after all, such as when they were looked at, or mended. */
export interface Restocking {
  readonly returnId: string
  readonly lines: readonly {
    readonly line: number
    /** How many of the line lie in stock from then on, with those of before; all that came if absent. */
    readonly upTo?: string | undefined
    readonly warehouseId?: string | undefined
  }[]
}

/**
 * Puts goods that came back into stock, and gives them to the orders that wait for them. Because it says how many lie there
 * afterwards, the same said twice is booked once: `already`. Refused one by one: RETURN_UNKNOWN, RETURN_LINE_UNKNOWN,
 * RETURN_NOT_RECEIVED, RETURN_DECIDED (refused: they are not ours), QUANTITY_INVALID (more than came, fewer than lie there),
 * WAREHOUSE_UNKNOWN. One result per element, in order.
 */
export async function restockReturns(
  tx: Tx,
  tenant: string,
  list: readonly Restocking[],
  by: Doing,
): Promise<{ results: ReturnActResult[]; changed: Changed }> {
  const named = list.flatMap(one => one.lines.flatMap(line => line.warehouseId ?? []))
  const { held, ways } = await holdWithStock(
    tx,
    tenant,
    list.map(one => one.returnId),
    named,
  )
  const back: PutBack[] = []
  const results = list.map(({ returnId, lines }, index): ReturnActResult => {
    const one = held.get(returnId)
    if (!one) return { returnId, did: 'refused', code: 'RETURN_UNKNOWN', data: { return: returnId } }
    const { orderId } = one
    const refused = (code: string, data: ReturnActResult['data'] = {}): ReturnActResult => ({
      returnId,
      orderId,
      did: 'refused',
      code,
      data,
    })
    const plan: PutBack[] = []
    // A return that is named twice goes on from what the list did to it before.
    if (list.slice(0, index).some(other => other.returnId === returnId))
      return { returnId, orderId, did: 'already' }
    for (const given of lines) {
      const { line: number } = given
      const line = one.lines.find(other => other.line === number)
      if (!line || plan.some(other => other.line === number))
        return refused('RETURN_LINE_UNKNOWN', { line: number })
      if (line.received === null) return refused('RETURN_NOT_RECEIVED', { line: number })
      if (line.state === 'refused') return refused('RETURN_DECIDED', { line: number })
      const upTo = given.upTo ?? line.received
      if (!isQuantity(upTo) || exact(upTo).greaterThan(line.received) || exact(upTo).lessThan(line.restocked))
        return refused('QUANTITY_INVALID', { line: number, quantity: upTo })
      if (exact(upTo).equals(line.restocked)) continue
      const place = placeFor(one, number, given.warehouseId, ways)
      if ('code' in place) return refused(place.code, place.data)
      plan.push({ held: one, line: number, upTo: exact(upTo).toFixed(), warehouseId: place.id })
    }
    back.push(...plan)
    return { returnId, orderId, did: plan.length === 0 ? 'already' : 'done' }
  })
  const changed = await restock(tx, tenant, back, ways, by)
  const events = [...Map.groupBy(back, one => one.held)].map(([one, lines]) => ({
    orderId: one.orderId,
    event: 'return_restocked',
    data: { return: one.id, lines: lines.map(({ line, upTo }) => ({ line, quantity: upTo })) },
  }))
  await rememberOrders(tx, tenant, events, by)
  return { results, changed }
}
