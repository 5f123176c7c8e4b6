import type { Changed } from '../../src/base/changed.ts'
import { type Database, type Tx, transact } from '../../src/base/database.ts'
import { createCustomerGroups } from '../../src/catalog/customerGroups.ts'
import { setGroupPrices } from '../../src/catalog/groupPrices.ts'
import { numbersOf } from '../../src/company/numberRanges.ts'
import { createCustomers } from '../../src/customers/changeCustomers.ts'
import { makeOrders, type NewOrder } from '../../src/sales/makeOrders.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { verify } from '../../src/sync/verify.ts'
import { type TradeWish, type TradeWorld, tradeWorld } from '../../testkit/database/tradeWorld.ts'

/** A company in Germany that makes orders by hand: items at 10.00 net, 20 of each in stock; a consumer, and a business in Austria. */
export interface MakingWorld extends TradeWorld {
  readonly by: { readonly name: string; readonly now: Date }
  readonly consumer: string
  readonly austrian: string
  readonly group: string
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  query<T extends object>(sql: string, ...values: unknown[]): Promise<T[]>
  /** Makes orders in one transaction, as the operation does. */
  make(...orders: readonly Partial<NewOrder>[]): ReturnType<typeof makeOrders>
  /** One order of so many of the first item that has to be made; its id. */
  order(quantity: number, more?: Partial<NewOrder>): Promise<string>
  reserve(): Promise<{ order: (at: number) => string; customer: (at: number) => string }>
  /** A verb with what it has to tell. */
  act<T extends { readonly changed: Changed }>(verb: (tx: Tx) => Promise<T>): Promise<T>
  /** What `verify` finds wrong. */
  broken(): Promise<string[]>
}

export const now = new Date('2026-06-01T10:00:00Z')

export async function makingWorld(db: Database, wish: TradeWish = {}): Promise<MakingWorld> {
  const world = await tradeWorld(db, { items: 3, channels: 2, onHand: '20', ...wish })
  const { tenant, items } = world
  const by = { name: 'Eva', now }
  const tx = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  // The first one is that of everyone of whom nothing is said.
  const [, group] = await tx(async inside => [
    ...(await createCustomerGroups(inside, tenant, [{ name: 'Endkunden' }])),
    ...(await createCustomerGroups(inside, tenant, [{ name: 'Händler' }])),
  ])
  const address = { street: 'Weg 1', postcode: '10115', city: 'Berlin', country: 'DE' }
  const [consumer, austrian] = await tx(inside =>
    createCustomers(
      inside,
      tenant,
      [
        { address: { ...address, firstName: 'Ada', lastName: 'Privat' }, language: 'de' },
        {
          address: {
            ...address,
            company: 'Wiener GmbH',
            lastName: 'Huber',
            postcode: '1010',
            city: 'Wien',
            country: 'AT',
          },
        },
      ],
      { name: 'test', numbers: ['K-1', 'K-2'] },
    ),
  )
  await tx(async inside => {
    await inside.run(
      `update customer set group_id = $2, vat_id = 'ATU13585627', business = true where id = $1`,
      [austrian?.id, group?.id],
    )
    await inside.run(`update customer set group_id = null where id = $1`, [consumer?.id])
    await setGroupPrices(inside, tenant, [
      {
        itemId: items[0] ?? '',
        customerGroupId: group?.id ?? '',
        scales: [
          { from: '0', net: '9' },
          { from: '10', net: '8' },
        ],
      },
    ])
  })
  const reserve = async () => {
    const numbers = numbersOf(db, tenant)
    const [orders, customers] = [await numbers.reserve('order', 500), await numbers.reserve('customer', 500)]
    return {
      order: (at: number) => orders.numberOf(String(at)),
      customer: (at: number) => customers.numberOf(String(at)),
    }
  }
  const act: MakingWorld['act'] = verb =>
    tx(async inside => {
      const done = await verb(inside)
      await markDue(inside, tenant, done.changed, 'test')
      return done
    })
  const make: MakingWorld['make'] = async (...orders) => {
    const numbers = await reserve()
    const list = orders.map(
      (order): NewOrder => ({ kind: 'instant', customer: { id: consumer?.id ?? '' }, lines: [], ...order }),
    )
    return act(inside => makeOrders(inside, tenant, list, by, numbers))
  }
  return {
    ...world,
    by,
    consumer: consumer?.id ?? '',
    austrian: austrian?.id ?? '',
    group: group?.id ?? '',
    tx,
    query: (sql, ...values) => tx(inside => inside.query(sql, values)),
    make,
    order: async (quantity, more = {}) => {
      const line = { kind: 'item', itemId: items[0] ?? '', quantity: String(quantity) } as const
      const { results } = await make({ lines: [line], ...more })
      const [one] = results
      if (!one?.orderId) throw new Error(JSON.stringify(one))
      return one.orderId
    },
    reserve,
    act,
    broken: () =>
      tx(async inside =>
        (await verify(inside, tenant)).flatMap(one => (one.ok ? [] : [`${one.promise}: ${one.wrong}`])),
      ),
  }
}
