// The offers of 10,000 random items, kits and parents are what a plain reckoning says (`plainOffers.ts`).
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { exact } from '../../src/base/decimal.ts'
import { newId } from '../../src/base/ids.ts'
import { setKitParts } from '../../src/catalog/kits.ts'
import { offersFor, stockFigures } from '../../src/stock/offers.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedOrders, seedWebOrders } from '../../testkit/database/tradeOrders.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import {
  type PlainChannel,
  type PlainItem,
  type PlainTrade,
  piecesOf,
  plainOffer,
  restOf,
} from './plainOffers.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const wanted = rounds(5_000)
const batch = 500

test(`${wanted} offers of items, kits and parents are what a plain reckoning says (seed ${seed})`, async () => {
  const chance = createChance(seed)
  let cases = 0
  let some = 0
  while (cases < wanted) {
    const made = await makeTrade(chance)
    const ids = [...made.trade.items.keys()].sort(() => chance() - 0.5)
    for (const { channelId, channel } of made.channels)
      for (let at = 0; at < ids.length; at += batch) {
        const itemIds = ids.slice(at, at + batch)
        const offers = await made.inTenant(tx => offersFor(tx, made.tenant, { channelId, itemIds }))
        for (const [place, { itemId, ...offer }] of offers.entries()) {
          assert.equal(itemId, itemIds[place])
          const plain = plainOffer(made.trade, channel, itemId)
          assert.deepEqual(
            { ...plain, ...offer },
            plain,
            `${JSON.stringify(made.trade.items.get(itemId))} of channel ${JSON.stringify({ ...channel, sales: channel.sales.get(itemId) })}`,
          )
          if (offer.offered !== '0') some++
        }
        cases += offers.length
      }
    // What a simple item has left is what the figures say, whoever takes it.
    const simple = ids.filter(id => made.trade.items.get(id)?.kind === 'simple').slice(0, batch)
    for (const figures of await made.inTenant(tx => stockFigures(tx, made.tenant, simple)))
      assert.equal(
        exact(figures.available).minus(exact(figures.staged)).toFixed(),
        restOf(made.trade, figures.itemId).toFixed(),
        'available − staged',
      )
  }
  assert.ok(some > wanted / 10, `only ${some} of ${cases} offers are above 0`)
})

async function makeTrade(chance: () => number) {
  const world = await tradeWorld(db, { items: 600, channels: 3, onHand: '0' })
  const { tenant } = world
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant, bulk: true }, work)
  const one = <T>(list: readonly T[]): T => list[between(chance, 0, list.length - 1)] as T
  const decimal = (most: number) =>
    chance() < 0.3 ? `${between(chance, 0, most)}.${between(chance, 1, 9)}` : String(between(chance, 0, most))
  const ids = world.items
  const [simple, children, parents, kits] = [
    ids.slice(0, 240),
    ids.slice(240, 360),
    ids.slice(360, 400),
    ids.slice(400),
  ]
  // Kits in kits that share parts: each is made of what comes before it.
  const partsOf = new Map(
    kits.map((kit, at) => {
      const below = [
        ...simple.slice(0, 60),
        ...children.slice(0, 20),
        ...kits.slice(Math.max(0, at - 30), at),
      ]
      const from = at % 3 === 0 ? [...simple.slice(0, 60), ...children.slice(0, 20)] : below
      const parts = Array.from({ length: between(chance, 1, 3) }, () => {
        return [one(from), chance() < 0.2 ? '0.5' : String(between(chance, 1, 3))] as const
      })
      return [kit, new Map(parts)] as const
    }),
  )
  const levels = new Map<string, number>()
  for (const [kit, parts] of partsOf) {
    const level = () => 1 + Math.max(...[...parts.keys()].map(id => levels.get(id) ?? 0))
    // More than nine in each other there are not.
    if (level() > 6) {
      parts.clear()
      parts.set(one(simple), '1')
    }
    levels.set(kit, level())
  }
  const kindOf = (at: number) =>
    at < 240 ? 'simple' : at < 360 ? 'child' : at < 400 ? 'parent' : ('kit' as const)
  const items = new Map(
    ids.map((id, at): [string, PlainItem] => [
      id,
      {
        id,
        kind: kindOf(at),
        parent: kindOf(at) === 'child' ? one(parents) : undefined,
        parts: partsOf.get(id),
        active: chance() > 0.08,
        blocked: chance() < 0.05,
        managed: chance() > 0.12,
        oversell: chance() < 0.3,
        buffer: chance() < 0.6 ? '0' : decimal(3),
      },
    ]),
  )
  await inTenant(async tx => {
    const rows = [...items.values()].map(({ parts: _, ...item }) => item)
    // Parents first: what lies below one names it.
    for (const kinds of [['parent'], ['simple', 'child', 'kit']])
      await tx.run(
        `update item i set kind = case r.kind when 'kit' then 'simple' else r.kind end, rank = case r.kind when 'parent' then -1 else 0 end,
           parent_id = r.parent, combination = case r.kind when 'child' then r.id::text end, active = r.active, blocked = r.blocked,
           stock_managed = r.managed, oversell = r.oversell, buffer = r.buffer
         from json_to_recordset($2) as r (id uuid, kind text, parent uuid, active boolean, blocked boolean, managed boolean,
           oversell boolean, buffer numeric)
         where i.tenant_id = $1 and i.id = r.id and r.kind = any($3)`,
        [tenant, JSON.stringify(rows), kinds],
      )
    const { results } = await setKitParts(
      tx,
      tenant,
      [...partsOf].map(([kitId, parts]) => ({
        kitId,
        parts: [...parts].map(([itemId, quantity]) => ({ itemId, quantity })),
      })),
    )
    assert.deepEqual(
      results.filter(result => result.did !== 'changed'),
      [],
    )
  })
  const trade = await makeMoves({ world, inTenant, items, chance, one, decimal, kits })
  const channels = []
  for (const { channel: channelId } of world.channels) {
    const channel: PlainChannel = {
      share: one(['1', '1', '0.5', '0.33', '0']),
      unlimited: one([null, '99']),
      sales: new Map(
        ids
          .filter(() => chance() < 0.92)
          .map(id => [
            id,
            {
              active: chance() > 0.1,
              reserve: chance() < 0.7 ? '0' : decimal(3),
              cap: chance() < 0.6 ? null : String(between(chance, 0, 20)),
              oversell: chance() > 0.3,
            },
          ]),
      ),
    }
    await inTenant(async tx => {
      await tx.run(
        `update channel set share = $3, unlimited_quantity = $4 where tenant_id = $1 and id = $2`,
        [tenant, channelId, channel.share, channel.unlimited],
      )
      await tx.run(`delete from item_channel where tenant_id = $1 and channel_id = $2`, [tenant, channelId])
      await tx.run(
        `insert into item_channel (tenant_id, channel_id, item_id, active, reserve, cap, oversell)
         select $1, $2, r.* from json_to_recordset($3) as r (id uuid, active boolean, reserve numeric, cap numeric, oversell boolean)`,
        [tenant, channelId, JSON.stringify([...channel.sales].map(([id, sale]) => ({ id, ...sale })))],
      )
    })
    channels.push({ channelId, channel })
  }
  return { tenant, inTenant, trade, channels }
}

/** Stock in two warehouses, of which one is not offered, orders in every state and web orders, written down twice. */
async function makeMoves(of: {
  readonly world: Awaited<ReturnType<typeof tradeWorld>>
  readonly inTenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  readonly items: ReadonlyMap<string, PlainItem>
  readonly chance: () => number
  readonly one: <T>(list: readonly T[]) => T
  readonly decimal: (most: number) => string
  readonly kits: readonly string[]
}): Promise<PlainTrade> {
  const { world, inTenant, items, chance, one, decimal, kits } = of
  const { tenant } = world
  const stocked = [...items.values()].flatMap(({ id, kind }) =>
    kind === 'simple' || kind === 'child' ? [id] : [],
  )
  const hidden = newId()
  const lying = stocked.flatMap(itemId => [
    ...(chance() < 0.85 ? [{ itemId, quantity: decimal(60), hidden: false }] : []),
    ...(chance() < 0.3 ? [{ itemId, quantity: decimal(20), hidden: true }] : []),
  ])
  const anything = [...stocked, ...kits]
  const orders = Array.from({ length: 250 }, () => {
    const itemId = one(anything)
    const quantity = String(between(chance, 1, 4))
    const state = one(['open', 'open', 'open', 'cancelled', 'delivered elsewhere'] as const)
    // What the kit was made of when it was ordered need not be what it is made of now.
    const changed = chance() < 0.2 && items.get(itemId)?.kind === 'kit'
    const pieces = changed ? new Map([[one(stocked), '2']]) : snapshot(items, itemId)
    return { itemId, quantity, delivered: String(between(chance, 0, Number(quantity))), state, parts: pieces }
  })
  const staged = Array.from({ length: 150 }, () => {
    return { itemId: one(anything), quantity: String(between(chance, 1, 3)) }
  })
  const orderIds = await seedOrders(
    db,
    world,
    orders.map(order => ({ ...order, gone: order.state === 'cancelled' })),
  )
  await seedWebOrders(db, world, staged)
  await inTenant(async tx => {
    await tx.run(
      `insert into warehouse (tenant_id, id, code, name, lock_availability) values ($1, $2, 'HIDDEN', 'Hidden', true)`,
      [tenant, hidden],
    )
    await tx.run(
      `insert into stock_level (tenant_id, item_id, warehouse_id, on_hand)
       select $1, r.item, r.warehouse, r.quantity from json_to_recordset($2) as r (item uuid, warehouse uuid, quantity numeric)`,
      [
        tenant,
        JSON.stringify(
          lying.map(row => ({
            item: row.itemId,
            warehouse: row.hidden ? hidden : world.warehouse,
            quantity: row.quantity,
          })),
        ),
      ],
    )
    await tx.run(
      `update sales_order set delivery_state = 'completed' where tenant_id = $1 and id = any($2::uuid[])`,
      [tenant, orderIds.filter((_, at) => orders[at]?.state === 'delivered elsewhere')],
    )
    await tx.run(
      `insert into sales_order_part (tenant_id, order_id, line_no, item_id, per_kit, open_quantity)
       select $1, r.id, 1, r.item, r.each, r.each * r.open
       from json_to_recordset($2) as r (id uuid, item uuid, "each" numeric, open numeric)`,
      [
        tenant,
        JSON.stringify(
          orders.flatMap((order, at) =>
            [...order.parts].map(([item, each]) => ({
              id: orderIds[at],
              item,
              each,
              open: Number(order.quantity) - Number(order.delivered),
            })),
          ),
        ),
      ],
    )
  })
  return { items, lying, orders, staged }
}

function snapshot(items: ReadonlyMap<string, PlainItem>, itemId: string): Map<string, string> {
  if (items.get(itemId)?.kind !== 'kit') return new Map()
  return new Map([...piecesOf(items, itemId)].map(([id, each]) => [id, each.toFixed()]))
}
