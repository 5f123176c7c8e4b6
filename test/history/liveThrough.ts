import { retailSeed } from '../../examples/online-retail/chance.ts'
import type {
  History,
  HistoryLine,
  HistoryOrder,
  TakenBack,
} from '../../examples/online-retail/history/planHistory.ts'
import { inventAddress } from '../../examples/online-retail/inventAddress.ts'
import { foldCode } from '../../examples/online-retail/lineTypes.ts'
import type { Address } from '../../examples/online-retail/types.ts'
import { type Database, transact } from '../../src/base/database.ts'
import { exact } from '../../src/base/decimal.ts'
import { freshStatistics, isTimeToLook } from '../../src/base/freshStatistics.ts'
import { type CreatedItem, createItems } from '../../src/catalog/createItems.ts'
import { numbersOf } from '../../src/company/numberRanges.ts'
import { createCustomers } from '../../src/customers/changeCustomers.ts'
import { cancelLines } from '../../src/sales/cancelOrders.ts'
import { decideReturns } from '../../src/sales/decideReturns.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { makeOrders, type NewLine, type NewOrder } from '../../src/sales/makeOrders.ts'
import { noteReturns } from '../../src/sales/noteReturns.ts'
import { receiveReturns } from '../../src/sales/receiveReturns.ts'
import { adjustStock } from '../../src/stock/adjust.ts'
import { createReasons } from '../../src/stock/adjustmentReasons.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'

/** Where a history is lived through: a tenant whose company is in Great Britain. */
export interface Scene {
  readonly db: Database
  readonly tenant: string
}

const actor = 'history'
/** So many orders, deliveries or returns are one transaction. */
const batch = 200

/**
 * Lives a retailer's history through the verbs that people use: customers and items, what was in stock, and day by day orders, what was
 * cancelled before it left, deliveries in the evening, returns that go back into stock, corrections of stock. Throws where a verb
 * refuses anything. `onDay` hears how far it is.
 */
export async function liveThrough(
  scene: Scene,
  history: History,
  onDay: (day: string, orders: number) => void = () => undefined,
): Promise<void> {
  const world = await setUp(scene, history)
  await look(scene)
  const before = history.orders.filter(order => order.sort === 'before')
  await sell(world, before)
  await ship(world, before)
  const days = Map.groupBy(
    [
      ...history.orders.filter(order => order.sort !== 'before'),
      ...history.takenBack,
      ...history.adjustments,
    ],
    one => one.at.slice(0, 10),
  )
  const takenOn = Map.groupBy(history.takenBack, one => one.at.slice(0, 10))
  const correctedOn = Map.groupBy(history.adjustments, one => one.at.slice(0, 10))
  let done = 0
  let batches = 0
  for (const day of [...days.keys()].sort()) {
    const orders = history.orders.filter(order => order.sort !== 'before' && order.at.slice(0, 10) === day)
    const taken = takenOn.get(day) ?? []
    await sell(world, orders)
    await cancel(
      world,
      taken.filter(one => one.way === 'cancellation'),
    )
    await ship(world, orders)
    await comeBack(
      world,
      taken.filter(one => one.way === 'return'),
    )
    await correct(world, correctedOn.get(day) ?? [])
    if (isTimeToLook(++batches)) await look(scene)
    done += orders.length
    onDay(day, done)
  }
}

// As a run does for what it has filled.
async function look({ db, tenant }: Scene): Promise<void> {
  await transact(db, { tenant }, async tx => {
    await freshStatistics(tx, 'csv')
    await freshStatistics(tx, 'sales')
    await freshStatistics(tx, 'outgoing')
  })
}

interface World extends Scene {
  readonly warehouse: string
  readonly reason: string
  /** By the code as it is compared. */
  readonly items: ReadonlyMap<string, string>
  readonly customers: Map<string, string>
  /** Sales orders by the invoice. */
  readonly orders: Map<string, string>
}

async function setUp({ db, tenant }: Scene, history: History): Promise<World> {
  const needed = neededPieces(history)
  return transact(db, { tenant }, async tx => {
    const [warehouse] = await createWarehouses(tx, tenant, [{ code: 'MAIN', name: 'Main warehouse' }])
    const [reason] = await createReasons(tx, tenant, ['Damaged, lost, found or counted'])
    const items = new Map<string, string>()
    for (const codes of slices([...needed.keys()], 1000)) {
      const made = await createItems(
        tx,
        tenant,
        codes.map(code => ({ itemNumber: code, name: needed.get(code)?.name || code })),
      )
      for (const one of made.results) items.set(one.itemNumber, idOf(one))
    }
    const pieces = [...needed].filter(([, one]) => one.pieces > 0)
    for (const some of slices(pieces, 1000))
      await moveStock(
        tx,
        tenant,
        some.map(([code, one]) => ({
          itemId: items.get(code) ?? '',
          warehouseId: warehouse?.id ?? '',
          quantity: String(one.pieces),
          reason: 'opening' as const,
        })),
        actor,
      )
    const customers = new Map<string, string>()
    const orders = new Map<string, string>()
    return { db, tenant, warehouse: warehouse?.id ?? '', reason: reason?.id ?? '', items, customers, orders }
  })
}

function idOf(made: CreatedItem): string {
  if (made.did === 'refused') throw new Error(`${made.itemNumber}: ${made.code}`)
  return made.id
}

// All that ever leaves, so that nothing is ever short: what the retailer bought, the file does not say.
function neededPieces(history: History): Map<string, { name: string; pieces: number }> {
  const needed = new Map<string, { name: string; pieces: number }>()
  const add = (code: string, name: string, pieces: number) => {
    const key = foldCode(code)
    const one = needed.get(key) ?? { name: '', pieces: 0 }
    needed.set(key, { name: one.name || name.trim(), pieces: one.pieces + Math.max(0, pieces) })
  }
  for (const order of history.orders)
    for (const line of order.lines) if (line.type === 'product') add(line.code, line.name, line.quantity)
  for (const one of history.adjustments) add(one.code, one.name, -one.quantity)
  return needed
}

async function sell(world: World, orders: readonly HistoryOrder[]): Promise<void> {
  const { db, tenant } = world
  for (const some of slices(orders, batch)) {
    await meet(world, some)
    const numbers = await numbersOf(db, tenant).reserve('order', some.length)
    const wishes = some.map(order => wishOf(world, order))
    const { results } = await transact(db, { tenant }, tx =>
      makeOrders(tx, tenant, wishes, by(some), {
        order: at => numbers.numberOf(String(at)),
        customer: () => '',
      }),
    )
    for (const [at, made] of results.entries()) {
      const number = some[at]?.number ?? ''
      if (made.did !== 'made')
        throw new Error(
          `${number} is not made: ${made.did} ${made.code ?? ''} ${JSON.stringify(made.data ?? {})}`,
        )
      world.orders.set(number, made.orderId ?? '')
    }
  }
}

// Customers of the file are one each; a guest is a customer of one invoice.
async function meet({ db, tenant, customers }: World, orders: readonly HistoryOrder[]): Promise<void> {
  const fresh = [
    ...new Map(
      orders.filter(order => !customers.has(buyerOf(order))).map(order => [buyerOf(order), order]),
    ).entries(),
  ]
  if (fresh.length === 0) return
  const numbers = await numbersOf(db, tenant).reserve('customer', fresh.length)
  const made = await transact(db, { tenant }, tx =>
    createCustomers(
      tx,
      tenant,
      fresh.map(([, order]) => ({ address: addressOf(order) })),
      { name: actor, numbers: fresh.map(([buyer]) => numbers.numberOf(buyer)) },
    ),
  )
  for (const [at, [buyer]] of fresh.entries()) customers.set(buyer, made[at]?.id ?? '')
}

const buyerOf = (order: HistoryOrder) => order.customerId ?? `guest ${order.number}`

function addressOf({
  customerId,
  number,
  country,
}: HistoryOrder): Omit<Address, 'zip' | 'countryIso'> & { postcode: string; country?: string } {
  const person = customerId === null ? { guestOf: number } : { customerId, home: country }
  const { zip, countryIso, ...address } = inventAddress(retailSeed, person, country)
  return { ...address, postcode: zip, ...(countryIso === '' ? {} : { country: countryIso }) }
}

function wishOf(world: World, order: HistoryOrder): NewOrder {
  return {
    kind: 'csv',
    customer: { id: world.customers.get(buyerOf(order)) ?? '' },
    currency: 'GBP',
    pricesGross: true,
    placedAt: new Date(order.at),
    externalNumber: order.number,
    lines: order.lines.map(line => lineOf(world, line)),
  }
}

const kinds = { product: 'item', shipping: 'shipping', discount: 'discount', surcharge: 'surcharge' } as const

// Of money that goes back the price is below 0, never the quantity.
function lineOf(world: World, { type, code, name, quantity, unitPrice }: HistoryLine): NewLine {
  const price = quantity < 0 ? exact(unitPrice).negated() : exact(unitPrice)
  const item = type === 'product' ? { itemId: world.items.get(foldCode(code)) ?? '' } : {}
  return {
    kind: kinds[type],
    ...item,
    name: name.trim() || code,
    quantity: String(Math.abs(quantity)),
    unitGross: price.toFixed(),
  }
}

async function cancel(world: World, taken: readonly TakenBack[]): Promise<void> {
  const { db, tenant } = world
  for (const some of slices(byVoucher(world, taken), batch)) {
    const { results } = await transact(db, { tenant }, tx =>
      cancelLines(
        tx,
        tenant,
        some.map(one => ({ ...one, reason: 'customer', comment: one.invoice })),
        by(taken),
      ),
    )
    for (const [at, one] of results.entries())
      if (one.did !== 'cancelled')
        throw new Error(
          `${some[at]?.invoice} is not cancelled: ${one.code ?? ''} ${JSON.stringify(one.data ?? {})}`,
        )
  }
}

async function ship(world: World, orders: readonly HistoryOrder[]): Promise<void> {
  const { db, tenant } = world
  const { rows } = await db.pool.query<{ id: string }>(
    `select o.id from sales_order o where o.tenant_id = $1 and o.id = any($2::uuid[]) and o.cancelled_at is null and o.delivery_state = 'open'`,
    [tenant, orders.map(order => world.orders.get(order.number) ?? '')],
  )
  for (const some of slices(rows, batch)) {
    const numbers = await numbersOf(db, tenant).reserve('delivery', some.length)
    const wishes = some.map(({ id }) => ({ orderId: id, packages: [] }))
    const { results } = await transact(db, { tenant }, tx =>
      deliver(tx, tenant, wishes, by(orders), id => numbers.numberOf(id)),
    )
    for (const one of results)
      if (one.did !== 'delivered')
        throw new Error(`an order is not delivered: ${one.code ?? ''} ${JSON.stringify(one.data ?? {})}`)
  }
}

async function comeBack(world: World, taken: readonly TakenBack[]): Promise<void> {
  const { db, tenant, warehouse } = world
  for (const some of slices(byVoucher(world, taken), batch))
    await transact(db, { tenant }, async tx => {
      const doing = by(taken)
      const noted = await noteReturns(
        tx,
        tenant,
        some.map(({ orderId, lines, invoice }) => ({ orderId, lines, note: invoice })),
        doing,
      )
      const ids = noted.results.map((one, at) => {
        if (one.did !== 'noted')
          throw new Error(
            `${some[at]?.invoice} is not noted: ${one.code ?? ''} ${JSON.stringify(one.data ?? {})}`,
          )
        return one.returnId ?? ''
      })
      const received = await receiveReturns(
        tx,
        tenant,
        some.map(({ lines }, at) => ({
          returnId: ids[at] ?? '',
          lines: lines.map(({ line }) => ({
            line,
            condition: 'as_new' as const,
            restock: true,
            warehouseId: warehouse,
          })),
        })),
        doing,
      )
      const decided = await decideReturns(
        tx,
        tenant,
        ids.map(returnId => ({ returnId, accept: true })),
        doing,
      )
      for (const one of [...received.results, ...decided.results])
        if (one.did !== 'done')
          throw new Error(`a return is not booked: ${one.code ?? one.did} ${JSON.stringify(one.data ?? {})}`)
    })
}

async function correct(world: World, list: History['adjustments']): Promise<void> {
  if (list.length === 0) return
  const { db, tenant, warehouse, reason } = world
  const { results } = await transact(db, { tenant }, tx =>
    adjustStock(
      tx,
      tenant,
      list.map(({ code, quantity, invoice, name }) => ({
        itemId: world.items.get(foldCode(code)) ?? '',
        warehouseId: warehouse,
        by: String(quantity),
        reasonId: reason,
        note: `${invoice} ${name}`.trim(),
      })),
      actor,
    ),
  )
  for (const [at, one] of results.entries())
    if (one.did !== 'booked') throw new Error(`${list[at]?.invoice} is not booked: ${JSON.stringify(one)}`)
}

interface Voucher {
  readonly invoice: string
  readonly orderId: string
  readonly lines: readonly { readonly line: number; readonly quantity: string }[]
}

// What an invoice takes back of one order is one act; a line that several of its rows name is named once.
function byVoucher(world: World, taken: readonly TakenBack[]): Voucher[] {
  return [...Map.groupBy(taken, one => `${one.invoice}\n${one.order}`).values()].flatMap(list => {
    const [first] = list
    if (!first) return []
    const lines = [...Map.groupBy(list, one => one.line)].map(([line, pieces]) => ({
      line: line + 1,
      quantity: String(pieces.reduce((sum, one) => sum + one.quantity, 0)),
    }))
    return [{ invoice: first.invoice, orderId: world.orders.get(first.order) ?? '', lines }]
  })
}

const by = (list: readonly { readonly at: string }[]) => ({
  name: actor,
  now: new Date(list.at(-1)?.at ?? 0),
})

function slices<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  )
}
