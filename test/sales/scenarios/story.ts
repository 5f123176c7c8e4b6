// The words of the scenarios: who does what with orders of a shop. Each act is a verb of the product in its own transaction, with
// what it changed written down as due, as operations do it.
import assert from 'node:assert/strict'
import type { Changed } from '../../../src/base/changed.ts'
import type { Database, Tx } from '../../../src/base/database.ts'
import { newId } from '../../../src/base/ids.ts'
import { toldCancelled } from '../../../src/channels/toldCancelled.ts'
import { numbersOf } from '../../../src/company/numberRanges.ts'
import { bookPayments } from '../../../src/sales/bookPayments.ts'
import { cancelByHand } from '../../../src/sales/cancelByHand.ts'
import { closeReturns, decideReturns } from '../../../src/sales/decideReturns.ts'
import { deliver } from '../../../src/sales/deliver.ts'
import { noteReturns } from '../../../src/sales/noteReturns.ts'
import { receiveReturns } from '../../../src/sales/receiveReturns.ts'
import { refundPayments } from '../../../src/sales/refundPayments.ts'
import type { ReturnCondition } from '../../../src/sales/returnState.ts'
import { undoCancellations } from '../../../src/sales/undoCancellations.ts'
import { markDue } from '../../../src/sync/markDue.ts'
import type { TestScope } from '../../../testkit/database/testDatabase.ts'
import { type OrderPlan, openSales } from '../salesWorld.ts'

/** Quantities by line. */
export type Lines = Readonly<Record<number, number | string>>

interface Result {
  readonly did: string
  readonly code?: string
}

export type Story = Awaited<ReturnType<typeof tell>>

/** A shop with these orders, taken over, and what lies in the warehouse. Orders are called by their number at the shop. */
export async function tell(
  db: Database,
  scope: TestScope,
  plans: readonly OrderPlan[],
  stock: Readonly<Record<string, number>> = {},
) {
  const world = await openSales(db, scope, plans)
  for (const [sku, quantity] of Object.entries(stock)) await world.stock(sku, quantity)
  await world.takeOver()
  const by = { name: 'Eva', now: new Date('2026-06-01T10:00:00Z') }
  const { tenant } = world
  const rows = await world.query<{ id: string; number: string }>(
    `select id, external_number as number from sales_order order by placed_at`,
  )
  const orderOf = (number: string) => rows.find(row => row.number === `B-${number}`)?.id ?? newId()
  const listed = (lines: Lines) =>
    Object.entries(lines).map(([line, quantity]) => ({ line: Number(line), quantity: String(quantity) }))
  /** What became of the only element: its outcome, or the code of its refusal. */
  const act = <R extends Result>(verb: (tx: Tx) => Promise<{ results: readonly R[]; changed?: Changed }>) =>
    world.tx(async tx => {
      const { results, changed = {} } = await verb(tx)
      await markDue(tx, tenant, changed, by.name, by.now)
      const [only] = results
      assert.ok(only, 'one result per element')
      return only
    })
  const said = async (result: Promise<Result>) => (await result).code ?? (await result).did
  const open = async (number: string) =>
    (
      await world.query<{ id: string }>(
        `select id from order_return where order_id = $1 order by id desc limit 1`,
        orderOf(number),
      )
    )[0]?.id ?? ''
  return {
    ...world,
    world,
    by,
    orderOf,
    act,
    pays: (number: string, amount: string, transactionId?: string) =>
      said(act(tx => bookPayments(tx, tenant, [{ orderId: orderOf(number), amount, transactionId }], by))),
    refunds: (number: string, amount: string, more: { force?: boolean; reason?: string } = {}) =>
      said(act(tx => refundPayments(tx, tenant, [{ orderId: orderOf(number), amount, ...more }], by))),
    delivers: async (number: string, lines?: Lines) => {
      const numbers = await numbersOf(db, tenant).reserve('delivery', 1)
      const packages = [{ carrier: 'DHL', tracking: '' }]
      const wish = { orderId: orderOf(number), packages, ...(lines ? { lines: listed(lines) } : {}) }
      return said(act(tx => deliver(tx, tenant, [wish], by, numbers.numberOf)))
    },
    cancels: (number: string, reason?: string, more: { comment?: string; lines?: Lines } = {}) => {
      const { comment, lines } = more
      const wish = { orderId: orderOf(number), reason, comment, ...(lines ? { lines: listed(lines) } : {}) }
      return said(act(tx => cancelByHand(tx, tenant, [wish], by)))
    },
    undoes: (number: string) =>
      said(
        act(tx =>
          undoCancellations(tx, tenant, [orderOf(number)], by, asked => toldCancelled(tx, tenant, asked)),
        ),
      ),
    announces: (number: string, lines: Lines, reason?: string, comment?: string) => {
      const wish = {
        orderId: orderOf(number),
        lines: listed(lines).map(one => ({ ...one, reason, comment })),
      }
      return said(act(tx => noteReturns(tx, tenant, [wish], by)))
    },
    receives: async (
      number: string,
      lines: Lines,
      how: { condition?: ReturnCondition; restock?: boolean } = {},
    ) => {
      const { condition = 'as_new', restock = true } = how
      const wish = {
        returnId: await open(number),
        lines: listed(lines).map(one => ({ ...one, condition, restock })),
      }
      return said(act(tx => receiveReturns(tx, tenant, [wish], by)))
    },
    decides: async (number: string, accept: boolean, lines?: readonly number[]) => {
      const wish = { returnId: await open(number), accept, lines }
      return said(act(tx => decideReturns(tx, tenant, [wish], by)))
    },
    closes: async (number: string) => {
      const id = await open(number)
      return said(act(tx => closeReturns(tx, tenant, [id], by)))
    },
    /** The states of the returns of an order, oldest first. */
    returnsOf: async (number: string) =>
      (
        await world.query<{ state: string }>(
          `select state from order_return where order_id = $1 order by id`,
          orderOf(number),
        )
      ).map(row => row.state),
    /** How an order stands: list state, delivery, money, what is set aside. */
    stands: async (number: string) =>
      (
        await world.query<{ list: string; delivery: string; payment: string; aside: string }>(
          `select list_state as list, delivery_state as delivery, payment_state as payment,
             (select trim_scale(sum(allocated))::text from sales_order_line n where n.order_id = o.id) as aside
           from sales_order o where id = $1`,
          orderOf(number),
        )
      )[0],
    /** What is to be done for an order: codes of its open tasks, with the amount where there is one. */
    toDo: async (number: string) =>
      (
        await world.query<{ what: string }>(
          `select concat_ws(' ', code, data ->> 'amount') as what from task where order_id = $1 and closed_at is null order by code`,
          orderOf(number),
        )
      ).map(row => row.what),
    onHand: async (sku: string) =>
      (
        await world.query<{ n: string }>(
          `select trim_scale(sum(on_hand))::text as n from stock_level s join item i on i.id = s.item_id where i.item_number = $1`,
          sku,
        )
      )[0]?.n,
    /** Nothing that the data can show is broken. */
    allIsWell: async () => assert.deepEqual(await world.broken(), []),
  }
}
