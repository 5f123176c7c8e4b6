// Orders in every situation that decides what may be done with them: in words, how each comes about, and what is not allowed, with
// the codes that say why. The same orders stand behind tests of the API, of the verbs and of the screens.
import type { Database, Tx } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { cancelOrders } from '../../src/sales/cancelOrders.ts'
import { holdOrders } from '../../src/sales/holdOrders.ts'
import { lockLines } from '../../src/sales/lockLines.ts'
import type { OrderHappening, OrderModel } from '../../src/sales/orderStates.ts'
import { refreshOrders } from '../../src/sales/orderStore.ts'
import { raiseTasks } from '../../src/sales/tasks.ts'
import { seedWebOrders } from '../../testkit/database/tradeOrders.ts'
import {
  type Blocked,
  cancelled,
  completed,
  fresh,
  noted,
  partly,
  shipped,
  without,
} from './blockedActions.ts'
import { by, type LifeWorld } from './lifeWorld.ts'

export interface ActionFixture {
  /** What kind of order it is. */
  readonly words: string
  readonly from?: Partial<OrderModel>
  readonly through?: readonly OrderHappening[]
  /** What else is so. */
  readonly but?: (tx: Tx, of: FixtureOrder) => Promise<unknown>
  /** Every action that is not allowed, with all its codes; the others are. */
  readonly blocked: Blocked
}

export interface FixtureOrder {
  readonly db: Database
  readonly world: LifeWorld
  readonly orderId: string
  readonly itemId: string
}

const update = (set: string) => (tx: Tx, of: FixtureOrder) =>
  tx.run(`update sales_order set ${set} where tenant_id = $1 and id = $2`, [of.world.tenant, of.orderId])
const prepaid = update(`payment_method = 'vorkasse'`)
const blockCustomer = (tx: Tx, of: FixtureOrder) =>
  tx.run(
    `update customer set blocked = true where tenant_id = $1
       and id = (select customer_id from sales_order where tenant_id = $1 and id = $2)`,
    [of.world.tenant, of.orderId],
  )
const change = (set: string) => (tx: Tx, of: FixtureOrder) =>
  tx.run(`update item set ${set} where tenant_id = $1 and id = $2`, [of.world.tenant, of.itemId])

/** The order came from a shop: a web order that was taken over stands behind it. */
async function fromShop(tx: Tx, { world, orderId, itemId, db }: FixtureOrder): Promise<void> {
  const [web] = await seedWebOrders(db, world, [{ itemId, quantity: '3' }])
  await tx.run(
    `with taken as (update web_order set state = 'taken_over' where tenant_id = $1 and id = $2),
       lines as (update web_order_line set staged = false where tenant_id = $1 and web_order_id = $2),
       known as (update ledger set outcome = 'taken_over' where tenant_id = $1 and id = $2)
     update sales_order set web_order_id = $2, kind = 'shop' where tenant_id = $1 and id = $3`,
    [world.tenant, web, orderId],
  )
}

/** The orders, by a name. */
export const actionFixtures: Readonly<Record<string, ActionFixture>> = {
  open: { words: 'open, everything lies there', blocked: fresh },
  partThere: { words: 'open, one of three lies there', from: { onHand: 1 }, blocked: fresh },
  nothingThere: {
    words: 'open, nothing lies there',
    from: { onHand: 0 },
    blocked: { ...fresh, deliver: 'OUT_OF_STOCK' },
  },
  waits: {
    words: 'open, an older order has the pieces',
    from: { onHand: 0 },
    but: async (tx, { world, orderId, itemId }) => {
      const [older = '', line = newId()] = [newId(), newId()]
      await tx.run(
        `with made as (
           insert into sales_order (tenant_id, id, order_number, kind, company_id, customer_id, customer_reason, customer_name, placed_at,
             taken_over_by, currency, total_gross, total_minor)
           select $1, $3, 'OLDER', 'customer', company_id, customer_id, '{}', 'Älter', placed_at - interval '1 day', 'test', 'EUR', 10, 1000
           from sales_order where tenant_id = $1 and id = $2 returning id)
         insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, name, quantity)
         select $1, id, 1, 'item', $4, $5, 1 from made`,
        [world.tenant, orderId, older, itemId, line],
      )
    },
    blocked: { ...fresh, deliver: 'OUT_OF_STOCK WAITING_FOR_OLDER_ORDER' },
  },
  noStockKept: {
    words: 'open, no stock is kept of its item',
    from: { onHand: 0 },
    but: change('stock_managed = false'),
    blocked: fresh,
  },
  held: {
    words: 'on hold by a person',
    through: ['hold'],
    blocked: {
      ...without(fresh, 'release'),
      deliver: 'ORDER_ON_HOLD',
      complete: 'ORDER_ON_HOLD',
      merge: 'ORDER_ON_HOLD',
    },
  },
  heldByTask: {
    words: 'on hold until a task is decided',
    but: (tx, { world, orderId }) =>
      raiseTasks(tx, world.tenant, [{ code: 'CHANGED_AT_CHANNEL', orderId, data: {}, hold: true }], by),
    blocked: {
      ...fresh,
      release: 'HOLD_HAS_TASK',
      deliver: 'ORDER_ON_HOLD',
      complete: 'ORDER_ON_HOLD',
      merge: 'ORDER_ON_HOLD',
    },
  },
  heldByBoth: {
    words: 'on hold by a task, and by a person besides',
    but: async (tx, { world, orderId }) => {
      await raiseTasks(tx, world.tenant, [{ code: 'CHANGED_AT_CHANNEL', orderId, data: {}, hold: true }], by)
      await holdOrders(tx, world.tenant, [{ orderId, reason: 'Anschrift' }], by)
    },
    blocked: {
      ...without(fresh, 'release'),
      deliver: 'ORDER_ON_HOLD',
      complete: 'ORDER_ON_HOLD',
      merge: 'ORDER_ON_HOLD',
    },
  },
  pending: {
    words: 'not released by its marketplace',
    from: { pending: true },
    blocked: {
      ...fresh,
      deliver: 'ORDER_PENDING',
      complete: 'ORDER_PENDING',
      split: 'ORDER_PENDING',
      merge: 'ORDER_PENDING',
    },
  },
  released: {
    words: 'released by its marketplace',
    from: { pending: true },
    through: ['release_pending'],
    blocked: fresh,
  },
  customerBlocked: {
    words: 'of a customer who is blocked',
    but: blockCustomer,
    blocked: { ...fresh, deliver: 'CUSTOMER_BLOCKED' },
  },
  unpaid: {
    words: 'unpaid, and its payment method is shipped after payment only',
    but: prepaid,
    blocked: { ...fresh, deliver: 'UNPAID' },
  },
  partlyPaid: {
    words: 'paid in part, and shipped after payment only',
    through: ['pay_part'],
    but: prepaid,
    blocked: { ...without(fresh, 'refund'), deliver: 'UNPAID' },
  },
  paid: {
    words: 'paid, and shipped after payment only',
    through: ['pay'],
    but: prepaid,
    blocked: without(fresh, 'refund'),
  },
  onInvoice: {
    words: 'unpaid, and shipped before payment',
    but: update(`payment_method = 'Rechnung'`),
    blocked: fresh,
  },
  refunded: {
    words: 'all money went back, and shipped after payment only',
    through: ['pay_part', 'refund'],
    but: prepaid,
    blocked: { ...fresh, deliver: 'UNPAID' },
  },
  overpaid: { words: 'paid too much', through: ['pay', 'pay_part'], blocked: without(fresh, 'refund') },
  noMethod: {
    words: 'names no shipping method, where one is needed',
    but: update(`shipping_method = ''`),
    blocked: { ...fresh, deliver: 'NO_SHIPPING_METHOD' },
  },
  locked: {
    words: 'its only line is locked',
    through: ['lock'],
    blocked: { ...fresh, deliver: 'SHIPPING_LOCK' },
  },
  oneLocked: {
    words: 'one of its two lines is locked',
    but: async (tx, { world, orderId, itemId }) => {
      await tx.run(
        `insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, name, quantity) values ($1, $2, 2, 'item', $3, 'X', 1)`,
        [world.tenant, orderId, itemId],
      )
      await lockLines(tx, world.tenant, [{ orderId, lines: [2], locked: true }], by)
    },
    blocked: fresh,
  },
  parent: {
    words: 'its item became a parent',
    from: { onHand: 0 },
    but: async (tx, of) => {
      await change(`kind = 'parent', rank = -1`)(tx, of)
      await refreshOrders(tx, of.world.tenant, [of.orderId], by.now)
    },
    blocked: { ...fresh, deliver: 'PARENT_ITEM' },
  },
  everything: {
    words: 'on hold, unpaid, of a blocked customer, without shipping method, and nothing lies there',
    from: { onHand: 0 },
    through: ['hold'],
    but: async (tx, of) => {
      await prepaid(tx, of)
      await update(`shipping_method = ''`)(tx, of)
      await blockCustomer(tx, of)
    },
    blocked: {
      ...without(fresh, 'release'),
      deliver: 'ORDER_ON_HOLD UNPAID CUSTOMER_BLOCKED NO_SHIPPING_METHOD OUT_OF_STOCK',
      complete: 'ORDER_ON_HOLD',
      merge: 'ORDER_ON_HOLD',
    },
  },
  notedPart: {
    words: 'one of three on a delivery note',
    through: ['note_part'],
    blocked: { ...without(partly, 'ship'), complete: 'NOT_SHIPPED_YET', return: 'NOT_SHIPPED_YET' },
  },
  noted: { words: 'on a delivery note', through: ['note'], blocked: noted },
  notedHeld: {
    words: 'on a delivery note, and on hold',
    through: ['note', 'hold'],
    blocked: { ...without(noted, 'release'), ship: 'ORDER_ON_HOLD' },
  },
  notedBlocked: {
    words: 'on a delivery note, and its customer was blocked since',
    through: ['note'],
    but: blockCustomer,
    blocked: { ...noted, ship: 'CUSTOMER_BLOCKED' },
  },
  shippedPart: { words: 'one of three shipped', through: ['deliver_part'], blocked: partly },
  shippedPartRestNoted: {
    words: 'one shipped, the others on a delivery note',
    through: ['deliver_part', 'note'],
    blocked: without(noted, 'return'),
  },
  shipped: { words: 'shipped', through: ['deliver'], blocked: shipped },
  shippedLater: { words: 'on a delivery note, then shipped', through: ['note', 'ship'], blocked: shipped },
  cameBack: {
    words: 'shipped, one comes back',
    through: ['deliver', 'return_part'],
    blocked: { ...shipped, reverse: 'HAS_RETURN' },
  },
  cameBackOfTwo: {
    words: 'shipped in two parts, one comes back',
    through: ['deliver_part', 'deliver', 'return_part'],
    blocked: shipped,
  },
  takenBack: { words: 'its delivery was taken back', through: ['deliver', 'reverse'], blocked: fresh },
  completed: { words: 'completed without shipping', through: ['complete'], blocked: completed },
  shippedCompleted: {
    words: 'one of three shipped, and completed',
    through: ['deliver_part', 'complete'],
    blocked: { ...without(completed, 'reverse', 'return'), cancel: 'HAS_DELIVERY_NOTE' },
  },
  reopened: { words: 'completed, and opened again', through: ['complete', 'reopen'], blocked: fresh },
  cancelled: { words: 'cancelled', through: ['cancel'], blocked: cancelled },
  cancelledPaid: {
    words: 'cancelled, and its money is still here',
    through: ['pay', 'cancel'],
    blocked: without(cancelled, 'refund'),
  },
  cancelledPart: {
    words: 'one of three cancelled',
    through: ['cancel_part'],
    blocked: without(fresh, 'undo_cancel'),
  },
  cancelledThere: {
    words: 'cancelled by its shop',
    but: async (tx, of) => {
      await fromShop(tx, of)
      const [row] = await tx.query<{ id: string }>(
        `select web_order_id as id from sales_order where tenant_id = $1 and id = $2`,
        [of.world.tenant, of.orderId],
      )
      await cancelOrders(tx, of.world.tenant, [{ orderId: of.orderId, fromLedgerId: row?.id }], by)
    },
    blocked: { ...cancelled, undo_cancel: 'CANCELLED_BY_CHANNEL' },
  },
  ofShop: {
    words: 'of a shop',
    but: fromShop,
    blocked: { ...fresh, split: 'SPLIT_OF_SHOP_ORDER', merge: 'MERGE_OF_SHOP_ORDERS' },
  },
  ofMarketplace: {
    words: 'delivered by its marketplace',
    from: { completed: 'at_channel', onHand: 0 },
    blocked: {
      ...fresh,
      edit: 'FULFILLED_BY_CHANNEL',
      deliver: 'FULFILLED_BY_CHANNEL',
      complete: 'FULFILLED_BY_CHANNEL',
      cancel: 'FULFILLED_BY_CHANNEL',
      hold: 'ALREADY_DELIVERED',
      split: 'FULFILLED_BY_CHANNEL',
      merge: 'FULFILLED_BY_CHANNEL',
    },
  },
  invoiced: {
    words: 'with an invoice',
    but: update(`invoice_state = 'full'`),
    blocked: {
      ...fresh,
      edit: 'HAS_INVOICE',
      cancel: 'HAS_INVOICE',
      split: 'HAS_INVOICE',
      merge: 'HAS_INVOICE',
    },
  },
  shippedInvoiced: {
    words: 'shipped, with an invoice',
    through: ['deliver'],
    but: update(`invoice_state = 'full'`),
    blocked: { ...shipped, edit: 'HAS_INVOICE', reverse: 'HAS_INVOICE' },
  },
  paidTwice: {
    words: 'the same payment was reported twice and booked once',
    but: async (tx, { world, orderId }) => {
      const payment = { orderId, amount: '10.00', transactionId: 'T-1' }
      await bookPayments(tx, world.tenant, [payment, payment], by)
    },
    blocked: without(fresh, 'refund'),
  },
}
