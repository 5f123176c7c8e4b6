import assert from 'node:assert/strict'
import type { Database } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { type TakenOver, type TakeOverWish, takeOver } from '../../src/sync/takeOver.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { ShopAddress, ShopLine, ShopOrder } from '../../testkit/jtlConnector/shopData.ts'
import { createWorld, type OpenedShop, type World } from '../import/world.ts'

/** Web orders of a simulated shop that were imported and wait in the inbox. */
export interface SalesWorld extends World {
  readonly opened: OpenedShop
  /** Ids of all staged web orders, oldest first. */
  inbox(): Promise<string[]>
  takeOver(ids?: readonly string[], wish?: Partial<TakeOverWish>): Promise<TakenOver[]>
  /** Puts stock into a warehouse, which is made where it is missing. Its id. */
  stock(sku: string, quantity: number, options?: { readonly warehouse?: string }): Promise<string>
  /** One row with one column, as a number. */
  count(sql: string, ...values: unknown[]): Promise<number>
}

export interface OrderPlan {
  readonly id: string
  readonly person?: ShopAddress
  readonly account?: string
  readonly lines?: readonly (readonly [sku: string, quantity: number])[]
  readonly paid?: boolean
  readonly shop?: Partial<ShopOrder>
}

/** A person of that number: the same number is the same person, however often. */
export function person(number: number, other: Partial<ShopAddress> = {}): ShopAddress {
  return {
    firstName: `Vorname${number}`,
    lastName: `Nachname${number}`,
    street: `Musterstraße ${number}`,
    zipCode: String(10_000 + number),
    city: 'Berlin',
    country: 'DE',
    email: `person-${number}@example.com`,
    ...other,
  }
}

/** Opens a shop with these orders, imports them, and answers the world with its inbox. */
export async function openSales(
  db: Database,
  scope: TestScope,
  plans: readonly OrderPlan[],
): Promise<SalesWorld> {
  const world = await createWorld(db, scope)
  const orders = plans.map(asOrder)
  await world.makeItems(...new Set(orders.flatMap(order => order.lines.map(line => line.sku))))
  const opened = await world.openShop({ orders, withoutItems: true })
  const run = await world.sync()
  assert.equal(run.state, 'done', JSON.stringify(run.error))
  const one = async (sql: string, ...values: unknown[]) =>
    Number((await world.query<{ n: unknown }>(`select (${sql}) as n`, ...values))[0]?.n)
  const sales: SalesWorld = {
    ...world,
    opened,
    count: one,
    inbox: async () =>
      (
        await world.query<{ id: string }>(
          `select id from web_order where state = 'staged' order by placed_at, id`,
        )
      ).map(row => row.id),
    takeOver: async (ids, wish = {}) =>
      takeOver(world.parts, {
        tenant: world.tenant,
        ids: ids ?? (await sales.inbox()),
        by: 'tester',
        actorKind: 'user',
        ...wish,
      }),
    stock: async (sku, quantity, { warehouse = 'Haupt' } = {}) => {
      await world.tx(async tx => {
        await tx.run(
          `insert into warehouse (tenant_id, id, code, name, priority) values ($1, $2, $3, $3, (select count(*) from warehouse where tenant_id = $1))
           on conflict do nothing`,
          [world.tenant, newId(), warehouse],
        )
        await tx.run(
          `with moved as (insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, actor)
             select $1, $2, i.id, w.id, $5, 'receipt', 'tester' from item i, warehouse w
             where i.tenant_id = $1 and i.item_number = $3 and w.tenant_id = $1 and w.code = $4 returning item_id, warehouse_id, quantity)
           insert into stock_level (tenant_id, item_id, warehouse_id, on_hand) select $1, item_id, warehouse_id, quantity from moved
           on conflict (tenant_id, item_id, warehouse_id) do update set on_hand = stock_level.on_hand + excluded.on_hand`,
          [world.tenant, newId(), sku, warehouse, quantity],
        )
      })
      const [row] = await world.query<{ id: string }>(`select id from warehouse where code = $1`, warehouse)
      return row?.id ?? ''
    },
  }
  return sales
}

const started = Date.UTC(2026, 4, 4, 8)

function asOrder(plan: OrderPlan, index: number): ShopOrder {
  const lines = (plan.lines ?? [['ART-1', 1]]).map(
    ([sku, quantity], at): ShopLine => ({
      id: `${plan.id}-${at + 1}`,
      type: 'product',
      itemId: null,
      sku,
      name: `Artikel ${sku}`,
      quantity: String(quantity),
      priceNet: '10.0000',
      priceGross: '11.90',
      vat: '19',
    }),
  )
  const address = plan.person ?? person(1)
  const at = new Date(started + index * 60_000).toISOString()
  return {
    id: plan.id,
    number: `B-${plan.id}`,
    customerId: plan.account ?? null,
    createdAt: at,
    currency: 'EUR',
    language: 'de',
    status: 'new',
    paymentStatus: plan.paid ? 'completed' : 'unpaid',
    paidAt: plan.paid ? at : null,
    paymentModule: 'pm_paypal',
    billing: address,
    shipping: address,
    lines,
    ...plan.shop,
  }
}
