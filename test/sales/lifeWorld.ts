// Orders of one line each, on PostgreSQL, to which happens what `orderStates.ts` knows: by the real verbs, many orders at a time.
import assert from 'node:assert/strict'
import { type Database, type Tx, transact } from '../../src/base/database.ts'
import { allocateOrders, allocateWaiting } from '../../src/sales/allocate.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { cancelLines, cancelOrders } from '../../src/sales/cancelOrders.ts'
import { completeOrders, reopenOrders } from '../../src/sales/completeOrders.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { holdOrders, releaseOrders } from '../../src/sales/holdOrders.ts'
import { lockLines } from '../../src/sales/lockLines.ts'
import { noteReturns } from '../../src/sales/noteReturns.ts'
import {
  axesOf,
  type OrderAxes,
  type OrderHappening,
  type OrderModel,
  partOfMoney,
  piecesIn,
  setAside,
} from '../../src/sales/orderStates.ts'
import { refreshOrders } from '../../src/sales/orderStore.ts'
import type { DeliveryWish } from '../../src/sales/planDelivery.ts'
import { refundPayments } from '../../src/sales/refundPayments.ts'
import { releaseThere } from '../../src/sales/releaseThere.ts'
import { reverseDeliveries } from '../../src/sales/reverseDeliveries.ts'
import { shipDeliveries } from '../../src/sales/shipDeliveries.ts'
import { undoCancellations } from '../../src/sales/undoCancellations.ts'
import { type BookedMove, moveStock } from '../../src/stock/moveStock.ts'
import { seedOrders } from '../../testkit/database/tradeOrders.ts'
import { type TradeWorld, tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { representatives } from './lifeTable.ts'

export const by = { name: 'Eva', now: new Date('2026-06-01T10:00:00Z') }

/** What a verb answered for an order: a code where it refused. */
export interface Answer {
  readonly did: string
  readonly code?: string
}

export interface LifeWorld extends TradeWorld {
  /** In the order of the models. */
  readonly orders: readonly string[]
  /** Lets the same happen to these orders, as one list. One answer each, in order. */
  act(tx: Tx, what: OrderHappening, orderIds: readonly string[]): Promise<Answer[]>
  /** Where these orders stand, in order. */
  read(tx: Tx, orderIds: readonly string[]): Promise<readonly (OrderAxes & { readonly setAside: number })[]>
}

/** A transaction that leaves nothing behind. */
export async function trying<T>(db: Database, tenant: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const results: T[] = []
  await transact(db, { tenant }, async tx => {
    results.push(await work(tx))
    throw new RolledBack()
  }).catch(error => {
    if (!(error instanceof RolledBack)) throw error
  })
  const [result] = results
  assert.ok(result !== undefined)
  return result
}
class RolledBack extends Error {}

/** The same of a model. */
export function stands(order: OrderModel): OrderAxes & { readonly setAside: number } {
  return { ...axesOf(order), setAside: setAside(order) }
}

/**
 * A tenant with an order for each model: as the models begin, that is before anything happened to them. `shared`: they want the same
 * item, of which so much is there; else each has an item of its own.
 */
export async function lifeWorld(
  db: Database,
  models: readonly OrderModel[],
  shared?: number,
): Promise<LifeWorld> {
  const world = await tradeWorld(db, { items: shared === undefined ? models.length : 1, onHand: '0' })
  const { tenant, warehouse, items } = world
  const itemOf = (at: number) => items[shared === undefined ? at : 0] ?? ''
  const orders = await seedOrders(
    db,
    world,
    models.map((model, at) => ({ itemId: itemOf(at), quantity: String(model.ordered) })),
  )
  const stock =
    shared === undefined
      ? models.map((model, at) => ({ itemId: itemOf(at), pieces: model.onHand }))
      : [{ itemId: itemOf(0), pieces: shared }]
  await transact(db, { tenant }, async tx => {
    const channel = models.map(model => (model.completed === 'at_channel' ? 'channel' : null))
    await tx.run(
      `update sales_order o set pending = r.pending, fulfilled_by = r.channel,
         delivery_state = case when r.channel is null then 'open' else 'completed' end
       from unnest($2::uuid[], $3::boolean[], $4::text[]) as r (id, pending, channel) where o.tenant_id = $1 and o.id = r.id`,
      [tenant, orders, models.map(model => model.pending), channel],
    )
    await moveStock(
      tx,
      tenant,
      stock.flatMap(({ itemId, pieces }) =>
        pieces === 0 ? [] : [{ itemId, warehouseId: warehouse, quantity: String(pieces), reason: 'receipt' }],
      ) satisfies Parameters<typeof moveStock>[2],
      by.name,
    )
    await refreshOrders(tx, tenant, orders, by.now)
    await allocateOrders(tx, tenant, orders, by.now)
  })
  let numbers = 0
  const itemOfOrder = new Map(orders.map((id, at) => [id, itemOf(at)]))

  const read: LifeWorld['read'] = async (tx, ids) => {
    const rows = await tx.query<OrderAxes & { id: string; setAside: number }>(
      `select o.id, o.delivery_state as delivery, o.deliverability, o.payment_state as payment, o.hold_reason is not null as held,
         o.pending, o.cancelled_at is not null as cancelled, o.list_state as list, n.allocated::int as "setAside"
       from sales_order o join sales_order_line n on n.tenant_id = o.tenant_id and n.order_id = o.id
       where o.tenant_id = $1 and o.id = any($2::uuid[])`,
      [tenant, ids],
    )
    const byId = new Map(rows.map(({ id, ...row }) => [id, row]))
    return ids.map(id => {
      const row = byId.get(id)
      assert.ok(row, id)
      return row
    })
  }

  /** The delivery notes of orders that were not taken back, oldest first. */
  const notesOf = (tx: Tx, ids: readonly string[]) =>
    tx.query<{ id: string; orderId: string; shipped: boolean }>(
      `select id, order_id as "orderId", shipped_at is not null as shipped from delivery
       where tenant_id = $1 and order_id = any($2::uuid[]) and reversed_at is null order by id`,
      [tenant, ids],
    )

  // A verb on delivery notes is asked for those there are; of an order without any the answer is that of its actions.
  const onNotes = async (
    tx: Tx,
    ids: readonly string[],
    choose: (notes: readonly { id: string; shipped: boolean }[]) => string | undefined,
    verb: (ids: readonly string[]) => Promise<{ results: readonly Answer[] }>,
    none: string,
  ): Promise<Answer[]> => {
    const notes = Map.groupBy(await notesOf(tx, ids), note => note.orderId)
    const chosen = ids.map(id => choose(notes.get(id) ?? []))
    const asked = chosen.flatMap(id => id ?? [])
    const { results } = await verb(asked)
    return chosen.map(id => (id ? (results[asked.indexOf(id)] ?? failed) : { did: 'refused', code: none }))
  }

  const act: LifeWorld['act'] = async (tx, what, ids) => {
    const each = <T extends object>(fields: T) => ids.map(orderId => ({ orderId, ...fields }))
    const delivering = (wish: Omit<DeliveryWish, 'orderId'>) =>
      deliver(tx, tenant, each(wish), by, () => `LS-${++numbers}`)
    const one = { lines: [{ line: 1, quantity: '1' }] }
    const answers = async (work: Promise<{ results: readonly Answer[] }>) => [...(await work).results]
    switch (what) {
      case 'goods_in': {
        const list = ids.map(id => itemOfOrder.get(id) ?? '')
        const moves = list.map(itemId => ({ itemId, warehouseId: warehouse, quantity: String(piecesIn) }))
        const reason = 'receipt' as const
        const booked: readonly BookedMove[] = (
          await moveStock(
            tx,
            tenant,
            moves.map(move => ({ ...move, reason })),
            by.name,
          )
        ).results
        await allocateWaiting(tx, tenant, [...new Set(list)].sort(), by.now)
        return booked.map(() => ({ did: 'booked' }))
      }
      case 'deliver':
        return answers(delivering({ packages: [] }))
      case 'deliver_part':
        return answers(delivering({ ...one, packages: [] }))
      case 'note':
        return answers(delivering({ ship: false, packages: [] }))
      case 'note_part':
        return answers(delivering({ ...one, ship: false, packages: [] }))
      case 'ship':
        return onNotes(
          tx,
          ids,
          notes => notes.find(note => !note.shipped)?.id,
          notes =>
            shipDeliveries(
              tx,
              tenant,
              notes.map(deliveryId => ({ deliveryId })),
              by,
            ),
          'NOTHING_TO_SHIP',
        )
      case 'reverse':
        return onNotes(
          tx,
          ids,
          notes => notes.at(-1)?.id,
          notes =>
            reverseDeliveries(
              tx,
              tenant,
              notes.map(deliveryId => ({ deliveryId, reason: 'x' })),
              by,
            ),
          'NOTHING_DELIVERED',
        )
      case 'complete':
        return answers(completeOrders(tx, tenant, each({ reason: 'x' }), by))
      case 'reopen':
        return answers(reopenOrders(tx, tenant, ids, by))
      case 'pay':
        return answers(bookPayments(tx, tenant, each({ amount: '10.00' }), by))
      case 'pay_part':
        return answers(bookPayments(tx, tenant, each({ amount: `${partOfMoney / 100}.00` }), by))
      case 'refund':
        return answers(refundPayments(tx, tenant, each({ amount: `${partOfMoney / 100}.00` }), by))
      case 'cancel':
        return answers(cancelOrders(tx, tenant, each({ reason: 'x' }), by))
      case 'cancel_part':
        return answers(cancelLines(tx, tenant, each({ ...one, reason: 'x' }), by))
      case 'undo_cancel':
        return answers(undoCancellations(tx, tenant, ids, by, async () => new Set()))
      case 'hold':
        return holdOrders(tx, tenant, each({ reason: 'x' }), by)
      case 'release':
        return releaseOrders(tx, tenant, each({}), by)
      case 'lock':
      case 'unlock':
        return answers(lockLines(tx, tenant, each({ lines: [1], locked: what === 'lock' }), by))
      case 'release_pending':
        await releaseThere(
          tx,
          tenant,
          ids.map(orderId => ({ orderId, webOrderId: orderId })),
          by,
        )
        return ids.map(() => ({ did: 'released' }))
      case 'return_part':
        return answers(noteReturns(tx, tenant, each(one), by))
      default:
        return what satisfies never
    }
  }
  return { ...world, orders, act, read }
}

/** Brings the first orders of a world where the representatives of these names stand. */
export async function liveThrough(db: Database, world: LifeWorld, names: readonly string[]): Promise<void> {
  const { tenant, orders } = world
  const longest = Math.max(...names.map(name => representatives[name]?.through.length ?? 0))
  for (let step = 0; step < longest; step++) {
    const next = names.map(name => representatives[name]?.through[step])
    for (const what of new Set(next.filter(one => one !== undefined)))
      await transact(db, { tenant }, tx =>
        world.act(
          tx,
          what,
          orders.filter((_, at) => next[at] === what),
        ),
      )
  }
}

const failed: Answer = { did: 'no answer' }
