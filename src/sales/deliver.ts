import type { Changed } from '../base/changed.ts'
import { changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { allocateOrders } from './allocate.ts'
import { readCarriers } from './carrierStore.ts'
import type { Finding } from './checkWebOrder.ts'
import {
  type DeliverableLine,
  insertDeliveries,
  type NewDelivery,
  readDeliverable,
  type SetAside,
  type Warehouse,
} from './deliveryStore.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, lockOrders, readOrderFacts, refreshOrders } from './orderStore.ts'
import { tidyPackages } from './packages.ts'
import { type DeliveryWish, type PlannedLine, planDelivery } from './planDelivery.ts'
import { rememberOrders } from './takeOverStore.ts'

export interface DeliverResult {
  readonly orderId: string
  readonly did: 'delivered' | 'refused'
  readonly deliveryId?: string
  readonly deliveryNumber?: string
  readonly code?: string
  readonly data?: ProblemData
  /** What is odd about its packages; nobody has to do anything. */
  readonly warnings?: readonly Finding[]
}

/**
 * Delivers orders, in whole or in part, with packages: a delivery note each, stock leaves by a movement, what was set
 * aside is used up. Free stock is set aside for the orders first. With `ship: false` it is only noted, and no shop is told before
 * `shipDeliveries`. Refused one by one with the blockers of `orderActions`, ORDER_UNKNOWN, or the codes of `planDelivery` and
 * `tidyPackages`. `numberOf` gives delivery numbers by the index in the list, reserved before
 * the transaction. One result per element, in order; two deliveries of one order follow each other.
 */
export async function deliver(
  tx: Tx,
  tenant: string,
  wishes: readonly DeliveryWish[],
  by: Doing,
  numberOf: (id: string) => string,
): Promise<{ results: DeliverResult[]; changed: Changed }> {
  const ids = [...new Set(wishes.map(wish => wish.orderId))].sort()
  await allocateOrders(tx, tenant, ids, by.now)
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const stand = await readDeliverable(tx, tenant, ids)
  const carriers = wishes.some(wish => wish.packages.length > 0) ? await readCarriers(tx, tenant) : []
  const made: NewDelivery[] = []
  const hidden = new Set<string>()
  const results = wishes.map((wish, index): DeliverResult => {
    const { orderId } = wish
    const refused = (code: string, data: ProblemData): DeliverResult => ({
      orderId,
      did: 'refused',
      code,
      data,
    })
    const order = facts.get(orderId)
    if (!order) return refused('ORDER_UNKNOWN', { order: orderId })
    const mine = restOf(orderId, stand, made)
    const all = mine.lines.length === 0 && made.some(one => one.orderId === orderId)
    const [blocker] = all ? [{ code: 'ALREADY_DELIVERED', data: {} }] : blockersOf('deliver', order)
    if (blocker) return refused(blocker.code, blocker.data)
    const plan = planDelivery(wish, mine.lines, mine.aside, stand.warehouses)
    if ('code' in plan) return refused(plan.code, plan.data)
    const boxes = tidyPackages(wish.packages, carriers)
    if ('code' in boxes) return refused(boxes.code, boxes.data)
    const one: NewDelivery = {
      id: newId(),
      number: numberOf(String(index)),
      orderId,
      warehouseId: plan.warehouse.id,
      shippedAt: wish.ship === false ? null : (wish.shippedAt ?? by.now),
      lines: plan.lines,
      packages: boxes.packages,
    }
    made.push(one)
    // Not committed any more, and what left was not offered, or nothing left: there is more to offer now.
    for (const line of plan.lines) for (const itemId of freedBy(line, mine.lines, stand)) hidden.add(itemId)
    return {
      orderId,
      did: 'delivered',
      deliveryId: one.id,
      deliveryNumber: one.number,
      warnings: boxes.warnings,
    }
  })
  await insertDeliveries(tx, tenant, made, by)
  const touched = [...new Set(made.map(one => one.orderId))]
  await refreshOrders(tx, tenant, touched, by.now)
  await rememberOrders(tx, tenant, made.map(eventOf), by)
  const shipped = made.filter(one => one.shippedAt !== null)
  const changed = {
    order_status: [...new Set(shipped.map(one => one.orderId))],
    delivery: shipped.map(one => one.id),
    stock: [...hidden],
  }
  return { results, changed: changedTogether(changed) }
}

// Of a kit also the parts of which no stock is kept: they are promised no more, and leave no warehouse.
function freedBy(planned: PlannedLine, lines: readonly DeliverableLine[], { warehouses }: Stand): string[] {
  const hidden = new Set(warehouses.flatMap(one => (one.hidden ? [one.id] : [])))
  const line = lines.find(one => one.line === planned.line)
  return [
    ...(planned.taken.length === 0 || line?.parts ? [planned.itemId] : []),
    ...(line?.loose ?? []),
    ...planned.taken.flatMap(piece => (hidden.has(piece.warehouse) ? [piece.itemId] : [])),
  ]
}

function eventOf(one: NewDelivery) {
  const data = {
    delivery: one.id,
    lines: one.lines.map(({ line, quantity }) => ({ line, quantity })),
    packages: one.packages.length,
    shipped: one.shippedAt !== null,
  }
  return { orderId: one.orderId, event: 'delivered', data }
}

interface Stand {
  readonly lines: readonly DeliverableLine[]
  readonly aside: readonly SetAside[]
  readonly warehouses: readonly Warehouse[]
}

// What of an order is left after the deliveries that were planned before in the same list.
function restOf(
  orderId: string,
  { lines, aside }: Stand,
  made: readonly NewDelivery[],
): { lines: DeliverableLine[]; aside: SetAside[] } {
  const before = made.filter(one => one.orderId === orderId)
  const planned = before.flatMap(one => one.lines)
  const total = (list: readonly { readonly quantity: string }[]) =>
    list.reduce((sum, one) => sum.plus(one.quantity), exact('0'))
  const took = (one: SetAside) =>
    planned
      .filter(({ line }) => line === one.line)
      .flatMap(({ taken }) => taken)
      .filter(piece => piece.itemId === one.itemId && piece.warehouse === one.warehouseId)
  return {
    lines: lines
      .filter(line => line.orderId === orderId)
      .map(line => ({
        ...line,
        open: exact(line.open)
          .minus(total(planned.filter(one => one.line === line.line)))
          .toFixed(),
      }))
      .filter(line => exact(line.open).greaterThan(0)),
    aside: aside
      .filter(one => one.orderId === orderId)
      .map(one => ({
        ...one,
        quantity: exact(one.quantity)
          .minus(total(took(one)))
          .toFixed(),
      }))
      .filter(one => exact(one.quantity).greaterThan(0)),
  }
}
