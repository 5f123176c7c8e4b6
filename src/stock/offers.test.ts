import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedOrders, seedWebOrders, type TakenLine } from '../../testkit/database/tradeOrders.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { type Tx, transact } from '../base/database.ts'
import { type Exact, exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import { moveStock } from './moveStock.ts'
import { offersFor, stockFigures } from './offers.ts'
import { changeWarehouse, createWarehouses } from './warehouses.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

test(`what is offered is what a plain reckoning says (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const world = await tradeWorld(db, { items: 40, channels: 2, onHand: '0' })
  const { tenant, items } = world
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const decimal = (most: number) =>
    chance() < 0.3 ? `${between(chance, 0, most)}.${between(chance, 1, 9)}` : String(between(chance, 0, most))
  const some = <T>(make: (itemId: string) => T) =>
    items.flatMap(itemId => Array.from({ length: between(chance, 0, 3) }, () => make(itemId)))

  // What is written down, and written a second time for the plain reckoning.
  const warehouses = ['A', 'B', 'C'].map((code, at) => ({ code, name: code, isLocked: at === 1 }))
  const made = await inTenant(tx => createWarehouses(tx, tenant, warehouses))
  const ids = made.map(one => one.id)
  await inTenant(tx => changeWarehouse(tx, tenant, ids[1] ?? '', { lockAvailability: true }))
  const moves = some(itemId => ({
    itemId,
    warehouseId: ids[between(chance, 0, 2)] ?? '',
    quantity: decimal(60),
    reason: 'receipt' as const,
  })).filter(move => !exact(move.quantity).isZero())
  await inTenant(tx => moveStock(tx, tenant, moves, 'test'))
  const line = (itemId: string): TakenLine => {
    const quantity = String(between(chance, 1, 20))
    const delivered = String(between(chance, 0, Number(quantity)))
    return { itemId, quantity, delivered, gone: chance() < 0.25 }
  }
  const orders = some(line)
  await seedOrders(db, world, orders)
  const webOrders = some(line)
  await seedWebOrders(db, world, webOrders)
  const itemFacts = new Map(
    items.map(id => [
      id,
      {
        buffer: decimal(4),
        active: chance() > 0.1,
        blocked: chance() < 0.1,
        managed: chance() > 0.1,
        oversell: chance() < 0.2,
      },
    ]),
  )
  for (const [id, { buffer, active, blocked, managed, oversell }] of itemFacts)
    await db.pool.query(
      `update item set buffer = $2, active = $3, blocked = $4, stock_managed = $5, oversell = $6 where id = $1`,
      [id, buffer, active, blocked, managed, oversell],
    )
  const sold = new Map<string, { active: boolean; reserve: string; cap: string | null }>()
  const shares = new Map<string, string>()
  for (const { channel } of world.channels) {
    const share = chance() < 0.5 ? '1' : `0.${between(chance, 0, 99)}`
    shares.set(channel, share)
    await db.pool.query(`update channel set share = $2 where id = $1`, [channel, share])
    for (const id of items) {
      if (chance() < 0.1) {
        await db.pool.query(`delete from item_channel where channel_id = $1 and item_id = $2`, [channel, id])
        continue
      }
      const sale = {
        active: chance() > 0.15,
        reserve: decimal(5),
        cap: chance() < 0.5 ? null : String(between(chance, 0, 30)),
      }
      sold.set(`${channel} ${id}`, sale)
      await db.pool.query(
        `update item_channel set active = $3, reserve = $4, cap = $5 where channel_id = $1 and item_id = $2`,
        [channel, id, sale.active, sale.reserve, sale.cap],
      )
    }
  }

  // The plain reckoning: one item at a time, nothing but additions.
  const total = (quantities: readonly string[]): Exact =>
    quantities.reduce((sum, quantity) => sum.plus(exact(quantity)), exact('0'))
  const figuresOf = (id: string) => {
    const here = moves.filter(move => move.itemId === id)
    const free = total(here.filter(move => move.warehouseId !== ids[1]).map(move => move.quantity))
    const open = orders.filter(order => order.itemId === id && !order.gone)
    const committed = total(open.map(order => order.quantity)).minus(
      total(open.map(order => order.delivered ?? '0')),
    )
    const staged = total(
      webOrders.filter(order => order.itemId === id && !order.gone).map(order => order.quantity),
    )
    return { onHand: total(here.map(move => move.quantity)), free, committed, staged }
  }
  const plainly = (channel: string, id: string) => {
    const facts = itemFacts.get(id)
    const sale = sold.get(`${channel} ${id}`)
    assert.ok(facts)
    const same = { itemId: id, managed: facts.managed, oversell: facts.oversell }
    if (!sale?.active || !facts.active || facts.blocked) return { ...same, offered: '0' }
    const { free, committed, staged } = figuresOf(id)
    const left = free.minus(committed).minus(staged).minus(exact(facts.buffer)).minus(exact(sale.reserve))
    let offered = left.times(exact(shares.get(channel) ?? '1')).floor()
    if (offered.lessThan(0)) offered = exact('0')
    if (sale.cap !== null && offered.greaterThan(exact(sale.cap))) offered = exact(sale.cap)
    return { ...same, offered: offered.toFixed() }
  }

  for (const { channel } of world.channels) {
    const itemIds = [...items].reverse()
    const offers = await inTenant(tx => offersFor(tx, tenant, { channelId: channel, itemIds }))
    assert.deepEqual(
      offers.map(({ itemId, managed, oversell, offered }) => ({ itemId, managed, oversell, offered })),
      itemIds.map(id => plainly(channel, id)),
    )
    assert.ok(offers.some(offer => offer.offered !== '0'))
  }
  const figures = await inTenant(tx => stockFigures(tx, tenant, items))
  for (const [at, id] of items.entries()) {
    const { onHand, free, committed, staged } = figuresOf(id)
    assert.deepEqual(figures[at], {
      itemId: id,
      onHand: onHand.toFixed(),
      allocated: '0',
      committed: committed.toFixed(),
      staged: staged.toFixed(),
      available: free.minus(committed).toFixed(),
    })
  }
})

test('of what nobody knows nothing is offered, and each id is answered once in its place', async () => {
  const { tenant, items, channels } = await tradeWorld(db, { items: 2 })
  const stranger = newId()
  const itemIds = [items[1] ?? '', stranger, items[0] ?? '', items[1] ?? '']
  const [channel] = channels
  const offers = await transact(db, { tenant }, tx =>
    offersFor(tx, tenant, { channelId: channel?.channel ?? '', itemIds }),
  )
  assert.deepEqual(
    offers.map(offer => [offer.itemId, offer.offered]),
    [
      [items[1], '100'],
      [stranger, '0'],
      [items[0], '100'],
      [items[1], '100'],
    ],
  )
})
