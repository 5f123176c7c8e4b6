import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { readCarriers } from './carrierStore.ts'
import type { Finding } from './checkWebOrder.ts'
import { insertPackages } from './deliveryStore.ts'
import {
  changePackageRows,
  type HeldDelivery,
  holdDeliveries,
  markShipped,
  nextPackageNo,
} from './heldDeliveries.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, readOrderFacts, refreshOrders } from './orderStore.ts'
import { type Package, type TidyPackage, tidyPackages } from './packages.ts'
import { rememberOrders } from './takeOverStore.ts'

/** A delivery note that is handed over. */
export interface Shipping {
  readonly deliveryId: string
  /** Absent: now. */
  readonly shippedAt?: Date | undefined
  /** Besides those that it has. */
  readonly packages?: readonly Package[] | undefined
}

/** What is put right about the packages of a delivery note. */
export interface Packing {
  readonly deliveryId: string
  readonly add?: readonly Package[] | undefined
  /** Packages by their number, as they are now; what is absent stays. */
  readonly change?:
    | readonly ({ readonly [K in keyof Package]?: Package[K] | undefined } & { readonly no: number })[]
    | undefined
  readonly remove?: readonly number[] | undefined
}

export interface DeliveryResult {
  readonly deliveryId: string
  readonly orderId?: string
  readonly did: 'shipped' | 'packed' | 'reversed' | 'refused'
  readonly code?: string
  readonly data?: ProblemData
  /** What is odd about the packages that were named; nobody has to do anything. */
  readonly warnings?: readonly Finding[]
}

/**
 * Marks delivery notes as shipped: from now on their shops are told. Refused one by one: DELIVERY_UNKNOWN, DELIVERY_REVERSED,
 * SHIPPED_ALREADY, the blockers of `ship`, the codes of `tidyPackages`. One result per element, in order; one named twice is
 * shipped once.
 */
export async function shipDeliveries(
  tx: Tx,
  tenant: string,
  shippings: readonly Shipping[],
  by: Doing,
): Promise<{ results: DeliveryResult[]; changed: Changed }> {
  const held = await holdDeliveries(
    tx,
    tenant,
    shippings.map(one => one.deliveryId),
  )
  const facts = await readOrderFacts(tx, tenant, ordersOf([...held.values()]))
  const carriers = await readCarriers(tx, tenant)
  const done: { delivery: HeldDelivery; at: Date; packages: readonly TidyPackage[] }[] = []
  const results = shippings.map((one): DeliveryResult => {
    const { deliveryId, shippedAt = by.now, packages = [] } = one
    const delivery = held.get(deliveryId)
    const refused = refusals(one, delivery)
    if (!delivery) return refused('DELIVERY_UNKNOWN', { delivery: deliveryId })
    const { number } = delivery
    if (delivery.reversed) return refused('DELIVERY_REVERSED', { delivery: number })
    if (delivery.shipped || done.some(other => other.delivery.id === delivery.id))
      return refused('SHIPPED_ALREADY', { delivery: number })
    const order = facts.get(delivery.orderId)
    const [blocker] = order ? blockersOf('ship', order) : []
    if (blocker) return refused(blocker.code, blocker.data)
    const boxes = tidyPackages(packages, carriers)
    if ('code' in boxes) return refused(boxes.code, boxes.data)
    done.push({ delivery, at: shippedAt, packages: boxes.packages })
    return { deliveryId: delivery.id, orderId: delivery.orderId, did: 'shipped', warnings: boxes.warnings }
  })
  if (done.length === 0) return { results, changed: {} }
  await markShipped(
    tx,
    tenant,
    done.map(({ delivery: { id }, at }) => ({ id, at })),
  )
  await insertPackages(tx, tenant, done.flatMap(numbered))
  const orderIds = ordersOf(done.map(one => one.delivery))
  await refreshOrders(tx, tenant, orderIds, by.now)
  const events = done.map(({ delivery, packages }) => ({
    orderId: delivery.orderId,
    event: 'shipped',
    data: { delivery: delivery.id, packages: delivery.packages.length + packages.length },
  }))
  await rememberOrders(tx, tenant, events, by)
  return { results, changed: { order_status: orderIds, delivery: done.map(one => one.delivery.id) } }
}

/**
 * Adds, changes and takes away packages of delivery notes, also after they were shipped: shops hear of it with the state of the
 * order. Refused one by one: DELIVERY_UNKNOWN, DELIVERY_REVERSED, PACKAGE_UNKNOWN, the codes of `tidyPackages`. One result per
 * element, in order.
 */
export async function packDeliveries(
  tx: Tx,
  tenant: string,
  packings: readonly Packing[],
  by: Doing,
): Promise<{ results: DeliveryResult[]; changed: Changed }> {
  const held = await holdDeliveries(
    tx,
    tenant,
    packings.map(one => one.deliveryId),
  )
  const carriers = await readCarriers(tx, tenant)
  const results: DeliveryResult[] = []
  const told = new Set<string>()
  // One that was refused for what its packages lacked is told again.
  const again = new Set<string>()
  // By hand and few: what one packs may be what the next one is about.
  for (const one of packings) {
    const delivery = held.get(one.deliveryId)
    const refused = refusals(one, delivery)
    const plan = planPacking(one, delivery, carriers)
    if ('code' in plan) {
      results.push(refused(plan.code, plan.data))
      continue
    }
    held.set(one.deliveryId, { ...plan.delivery, packages: plan.after })
    await changePackageRows(tx, tenant, plan.delivery.id, plan)
    const { id, orderId, shipped } = plan.delivery
    if (shipped) told.add(orderId)
    if (shipped) again.add(id)
    const data = { delivery: id, packages: plan.after.length }
    await rememberOrders(tx, tenant, [{ orderId, event: 'packed', data }], by)
    results.push({ deliveryId: id, orderId, did: 'packed', warnings: plan.warnings })
  }
  return { results, changed: told.size > 0 ? { order_status: [...told], delivery: [...again] } : {} }
}

function ordersOf(deliveries: readonly HeldDelivery[]): string[] {
  return [...new Set(deliveries.map(one => one.orderId))].sort()
}

/** Makes the result of one that is refused. */
export function refusals(one: { readonly deliveryId: string }, delivery: HeldDelivery | undefined) {
  return (code: string, data: ProblemData): DeliveryResult => ({
    deliveryId: delivery?.id ?? one.deliveryId,
    ...(delivery ? { orderId: delivery.orderId } : {}),
    did: 'refused',
    code,
    data,
  })
}

function numbered({ delivery, packages }: { delivery: HeldDelivery; packages: readonly TidyPackage[] }) {
  const from = nextPackageNo(delivery.packages)
  return packages.map((box, at) => ({ ...box, delivery: delivery.id, no: from + at }))
}

function planPacking(
  { deliveryId, add = [], change = [], remove = [] }: Packing,
  delivery: HeldDelivery | undefined,
  carriers: Parameters<typeof tidyPackages>[1],
) {
  if (!delivery) return { code: 'DELIVERY_UNKNOWN', data: { delivery: deliveryId } } satisfies Finding
  const { number: note } = delivery
  if (delivery.reversed) return { code: 'DELIVERY_REVERSED', data: { delivery: note } } satisfies Finding
  const named = [...remove, ...change.map(one => one.no)]
  const unknown = named.find(
    (no, at) => named.indexOf(no) !== at || !delivery.packages.some(box => box.no === no),
  )
  if (unknown !== undefined)
    return { code: 'PACKAGE_UNKNOWN', data: { delivery: note, package: unknown } } satisfies Finding
  const changed = change.map(({ no, ...fields }) => {
    const was = delivery.packages.find(box => box.no === no)
    // Another number has another page; one that was given stays only with its number.
    const moved = fields.tracking !== undefined || fields.carrier !== undefined
    return {
      carrier: fields.carrier ?? was?.carrier ?? '',
      tracking: fields.tracking ?? was?.tracking ?? '',
      url: fields.url ?? (moved ? '' : (was?.url ?? '')),
      weight: fields.weight ?? was?.weight ?? undefined,
      returnLabel: fields.returnLabel ?? was?.returnLabel ?? undefined,
    }
  })
  const boxes = tidyPackages([...changed, ...add], carriers)
  if ('code' in boxes) return boxes
  const from = nextPackageNo(delivery.packages)
  const put = boxes.packages.map((box, at) => ({ ...box, no: change[at]?.no ?? from + at - change.length }))
  const after = [...delivery.packages.filter(box => !named.includes(box.no)), ...put]
  return { delivery, remove, put, after, warnings: boxes.warnings }
}
