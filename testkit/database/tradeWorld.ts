import { type Database, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { type SeededConnection, type SeededTenant, seedConnection, seedTenant } from './seed.ts'

/** A tenant that trades: a warehouse, items with prices and stock, and channels that sell them. */
export interface TradeWorld extends SeededTenant {
  readonly warehouse: string
  readonly channels: readonly SeededConnection[]
  /** In the order of their ids. */
  readonly items: readonly string[]
}

export interface TradeWish {
  /** 10 by default. */
  readonly items?: number
  /** Connections with one channel each; 1 by default. */
  readonly channels?: number
  /** On hand of each item; 100 by default. */
  readonly onHand?: string
  /** Net price of each item; "10" by default, null: none. */
  readonly netPrice?: string | null
}

/**
 * Makes such a tenant in a few statements, also with 100,000 items: ART-1, ART-2 … of the standard tax class, all in one
 * warehouse (MAIN) and sold on every channel. Stock comes by movements, so that sums are right. Nothing is due yet.
 */
export async function tradeWorld(db: Database, wish: TradeWish = {}): Promise<TradeWorld> {
  const { items: count = 10, channels: shops = 1, onHand = '100', netPrice = '10' } = wish
  const seeded = await seedTenant(db)
  const channels: SeededConnection[] = []
  for (let shop = 0; shop < shops; shop++) channels.push(await seedConnection(db, seeded))
  const { tenant } = seeded
  const warehouse = newId()
  const items = Array.from({ length: count }, () => newId())
  const movements = Number(onHand) === 0 ? [] : items.map(() => newId())
  await transact(db, { tenant, bulk: true }, async tx => {
    await tx.run(`insert into warehouse (tenant_id, id, code, name) values ($1, $2, 'MAIN', 'Hauptlager')`, [
      tenant,
      warehouse,
    ])
    await tx.run(
      `insert into item (tenant_id, id, item_number, number_key, name, tax_class_id, net_price)
       select $1, u.id, 'ART-' || u.no, 'art-' || u.no, 'Artikel ' || u.no, $3, $4::numeric
       from unnest($2::uuid[]) with ordinality as u (id, no)`,
      [tenant, items, seeded.taxClasses.standard, netPrice],
    )
    await tx.run(
      `insert into item_channel (tenant_id, channel_id, item_id)
       select $1, h.id, u.id from unnest($2::uuid[]) as u (id) cross join unnest($3::uuid[]) as h (id)`,
      [tenant, items, channels.map(one => one.channel)],
    )
    await tx.run(
      `with moved as (
         insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, actor)
         select $1, u.id, u.item, $4, $5::numeric, 'opening', 'test' from unnest($2::uuid[], $3::uuid[]) as u (id, item)
         returning item_id, quantity)
       insert into stock_level (tenant_id, item_id, warehouse_id, on_hand) select $1, item_id, $4, quantity from moved`,
      [tenant, movements, movements.length > 0 ? items : [], warehouse, onHand],
    )
  })
  return { ...seeded, warehouse, channels, items }
}
