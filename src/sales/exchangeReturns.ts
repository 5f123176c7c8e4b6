import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { MadeOrder, NewLine, NewOrder } from './makeOrders.ts'
import { type Doing, lockOrders } from './orderStore.ts'
import type { ReturnActResult } from './receiveReturns.ts'
import { ordersOfReturns, readReturns } from './returnStore.ts'
import { rememberOrders } from './takeOverStore.ts'

/** Goods that are sent for goods that came back. */
export interface Exchange {
  readonly returnId: string
  /** What is sent; the accepted goods again, at the price of then, if absent. */
  readonly lines?: readonly NewLine[] | undefined
  readonly note?: string | undefined
}

export interface ExchangeResult extends ReturnActResult {
  /** The order that was made. */
  readonly exchangeOrderId?: string
  readonly orderNumber?: string
}

/** `makeOrders`, with the numbers it needs. */
export type MakeOrders = (orders: readonly NewOrder[]) => Promise<{ results: MadeOrder[]; changed: Changed }>

/**
 * Makes an order (kind `exchange`) for each return of which something was accepted, with the customer, the addresses and the currency of
 * its order. Once: `already`. What came back stays owed to the customer as it was noted, and the new order is to be paid: a payment is
 * moved, or refunded. Refused one by one: RETURN_UNKNOWN, RETURN_NOT_ACCEPTED, and what `makeOrders` refuses. One result per element,
 * in order.
 */
export async function exchangeReturns(
  tx: Tx,
  tenant: string,
  exchanges: readonly Exchange[],
  by: Doing,
  make: MakeOrders,
): Promise<{ results: ExchangeResult[]; changed: Changed }> {
  const ids = exchanges.map(one => one.returnId)
  const { orderIds } = await ordersOfReturns(tx, tenant, ids)
  await lockOrders(tx, tenant, orderIds)
  const held = await readReturns(tx, tenant, ids)
  const origins = new Map((await readOrigins(tx, tenant, orderIds)).map(one => [one.id, one]))
  const going: { readonly at: number; readonly order: NewOrder }[] = []
  const results = exchanges.map(({ returnId, lines, note }, at): ExchangeResult => {
    const one = held.get(returnId)
    const origin = one && origins.get(one.orderId)
    if (!one || !origin)
      return { returnId, did: 'refused', code: 'RETURN_UNKNOWN', data: { return: returnId } }
    const { orderId, exchangeOrderId } = one
    if (exchangeOrderId !== null) return { returnId, orderId, did: 'already', exchangeOrderId }
    const accepted = one.lines.filter(line => line.state === 'accepted')
    const before = exchanges.slice(0, at).some(other => other.returnId === returnId)
    if (accepted.length === 0 || before)
      return { returnId, orderId, did: 'refused', code: 'RETURN_NOT_ACCEPTED', data: { return: one.number } }
    const again = accepted.flatMap((line): NewLine[] => {
      const sold = origin.lines.find(other => other.line === line.line)
      return sold && line.received !== null ? [{ ...sold.made, quantity: line.received }] : []
    })
    going.push({
      at,
      order: { ...origin.order, lines: lines ?? again, exchangeFor: orderId, ...(note ? { note } : {}) },
    })
    return { returnId, orderId, did: 'done' }
  })
  if (going.length === 0) return { results, changed: {} }
  const made = await make(going.map(one => one.order))
  const links: { returnId: string; orderId: string }[] = []
  const events: Parameters<typeof rememberOrders>[2][number][] = []
  for (const [index, { at }] of going.entries()) {
    const order = made.results[index]
    const was = results[at]
    if (!order || !was) throw new TypeError('one result per element')
    if (order.did === 'refused' || !order.orderId || !was.orderId) {
      results[at] = { ...was, did: 'refused', code: order.code ?? '', data: order.data ?? {} }
      continue
    }
    results[at] = {
      ...was,
      exchangeOrderId: order.orderId,
      ...(order.orderNumber ? { orderNumber: order.orderNumber } : {}),
    }
    links.push({ returnId: was.returnId, orderId: order.orderId })
    const data = { return: was.returnId, order: order.orderId }
    events.push({ orderId: was.orderId, event: 'return_exchanged', data })
  }
  await tx.run(
    `update order_return r set exchange_order_id = u."orderId", version = r.version + 1, changed_at = $3
     from json_to_recordset($2) as u ("returnId" uuid, "orderId" uuid) where r.tenant_id = $1 and r.id = u."returnId"`,
    [tenant, JSON.stringify(links), by.now],
  )
  await rememberOrders(tx, tenant, events, by)
  return { results, changed: changedTogether(made.changed) }
}

interface Origin {
  readonly id: string
  readonly order: Omit<NewOrder, 'lines'>
  readonly lines: readonly { readonly line: number; readonly made: Omit<NewLine, 'quantity'> }[]
}

async function readOrigins(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<Origin[]> {
  interface Row {
    readonly id: string
    readonly companyId: string
    readonly customerId: string
    readonly currency: string
    readonly pricesGross: boolean
    readonly billing: NewOrder['billing'] | null
    readonly shipping: NewOrder['shipping'] | null
    readonly paymentMethod: string
    readonly shippingMethod: string
    readonly lines: readonly {
      readonly line: number
      readonly itemId: string
      readonly name: string
      readonly unitNet: string | null
      readonly unitGross: string | null
      readonly discountPercent: string | null
    }[]
  }
  const rows = await tx.query<Row>(
    `select o.id, o.company_id as "companyId", o.customer_id as "customerId", o.currency, o.prices_gross as "pricesGross", o.billing, o.shipping,
       o.payment_method as "paymentMethod", o.shipping_method as "shippingMethod",
       (select coalesce(json_agg(json_build_object('line', n.line_no, 'itemId', n.item_id, 'name', n.name, 'unitNet', n.unit_net::text,
          'unitGross', n.unit_gross::text, 'discountPercent', n.discount_percent::text) order by n.line_no), '[]')
        from sales_order_line n where n.tenant_id = o.tenant_id and n.order_id = o.id and n.kind = 'item') as lines
     from sales_order o where o.tenant_id = $1 and o.id = any($2::uuid[])`,
    [tenant, orderIds],
  )
  return rows.map(({ id, customerId, billing, shipping, lines, ...rest }) => ({
    id,
    order: {
      ...rest,
      kind: 'exchange',
      customer: { id: customerId },
      ...(billing ? { billing } : {}),
      ...(shipping ? { shipping } : {}),
    },
    lines: lines.map(({ line, itemId, name, unitNet, unitGross, discountPercent }) => ({
      line,
      made: {
        kind: 'item',
        itemId,
        name,
        // The price of the document: the other one follows from it.
        ...(rest.pricesGross && unitGross !== null ? { unitGross } : unitNet !== null ? { unitNet } : {}),
        ...(discountPercent === null ? {} : { discountPercent }),
      },
    })),
  }))
}
