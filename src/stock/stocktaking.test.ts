import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { adjustStock } from './adjust.ts'
import { isRefusedStock } from './refusedStock.ts'
import {
  type Closing,
  cancelStocktaking,
  closeStocktaking,
  countStock,
  startStocktaking,
} from './stocktaking.ts'
import { countLines, listLines } from './stocktakingLines.ts'
import { createWarehouses } from './warehouses.ts'

const { db } = await testDatabase({ after })
const { tenant, warehouse, items } = await tradeWorld(db, { items: 6, onHand: '10' })
const [one = '', two = '', three = '', four = '', five = ''] = items
const now = new Date('2026-03-02T09:00:00Z')
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const start = (itemIds?: readonly string[], warehouseId = warehouse) =>
  inTenant(tx => startStocktaking(tx, tenant, { warehouseId, name: 'Inventur', itemIds }, 'anna'))
const count = (id: string, ...counts: [itemId: string, counted: string][]) =>
  inTenant(tx =>
    countStock(
      tx,
      tenant,
      id,
      counts.map(([itemId, counted]) => ({ itemId, counted })),
      'anna',
      now,
    ),
  )
const close = (id: string, uncounted: 'leave' | 'zero' = 'leave', version?: number) =>
  inTenant(tx => closeStocktaking(tx, tenant, id, { uncounted, version }, 'berta', now))
const did = (closing: Closing) =>
  Object.fromEntries(
    closing.lines.map(line => [line.id, isRefusedStock(line) ? line.code : `${line.did} ${line.quantity}`]),
  )
const adjustBy = (itemId: string, by: string, warehouseId = warehouse) =>
  inTenant(tx => adjustStock(tx, tenant, [{ itemId, warehouseId, by }], 'test'))

async function onHand(item: string, where = warehouse): Promise<number> {
  const { rows } = await db.pool.query(
    `select on_hand::float8 as "onHand" from stock_level where tenant_id = $1 and item_id = $2 and warehouse_id = $3`,
    [tenant, item, where],
  )
  return rows[0]?.onHand
}

test('what was counted is booked as the difference to the books of that moment', async () => {
  const { id, lines } = await start()
  assert.equal(lines, 6)
  const { results, version } = await count(id, [one, '8'], [two, '10.0'], [three, '13'])
  assert.deepEqual(results[0], { id: one, did: 'counted', counted: '8', booked: '10', difference: '-2' })
  // Sold and received between counting and closing: the difference stays what it was.
  await adjustBy(one, '-5')
  await adjustBy(three, '100')
  const { closing, changed } = await close(id, 'leave', version)
  assert.deepEqual(did(closing), { [one]: 'booked -2', [three]: 'booked 3' })
  assert.deepEqual(
    [closing.state, closing.booked, closing.equal, closing.left, closing.version],
    ['closed', 2, 1, 3, version + 1],
  )
  assert.deepEqual(changed, { stock: [one, three].sort() })
  assert.deepEqual(
    [await onHand(one), await onHand(two), await onHand(three), await onHand(four)],
    [3, 10, 113, 10],
  )
  const { rows } = await db.pool.query(
    `select reason, cause_kind as kind, cause_id as cause, actor from stock_movement where tenant_id = $1 and item_id = $2 order by id desc limit 1`,
    [tenant, one],
  )
  assert.deepEqual(rows[0], { reason: 'stocktaking', kind: 'stocktaking', cause: id, actor: 'berta' })
  await assert.rejects(count(id, [one, '8']), { code: 'STOCKTAKING_CLOSED' })
})

test('of an item that is counted again the last count counts, with the books of then', async () => {
  const { id } = await start([two])
  await count(id, [two, '1'], [two, '2'])
  await adjustBy(two, '-3')
  await count(id, [two, '6'])
  assert.deepEqual(did((await close(id)).closing), { [two]: 'booked -1' })
  assert.equal(await onHand(two), 6)
})

test('what is scanned piece by piece adds up, beside the books of the first scan', async () => {
  const scan = (id: string) =>
    inTenant(tx => countStock(tx, tenant, id, [{ itemId: five, counted: '1', add: true }], 'anna', now))
  const { id } = await start([five])
  await Promise.all([scan(id), scan(id), scan(id)])
  await adjustBy(five, '-4')
  const { results } = await scan(id)
  assert.deepEqual(results[0], { id: five, did: 'counted', counted: '4', booked: '10', difference: '-6' })
  // Once the difference is booked, more that is found is more than the books say now.
  await db.pool.query(
    `update stock_level set allocated = 6 where tenant_id = $1 and item_id = $2 and warehouse_id = $3`,
    [tenant, five, warehouse],
  )
  await close(id)
  await db.pool.query(
    `update stock_level set allocated = 0 where tenant_id = $1 and item_id = $2 and warehouse_id = $3`,
    [tenant, five, warehouse],
  )
  assert.deepEqual(did((await close(id)).closing), { [five]: 'booked -6' })
  assert.equal(await onHand(five), 0)
  await adjustBy(five, '10')
})

test('what is found besides is added; parents, kits and unknown items are refused', async () => {
  const [made] = await inTenant(tx => createWarehouses(tx, tenant, [{ code: 'C', name: 'C' }]))
  const where = made?.id ?? ''
  const { id, lines } = await start(undefined, where)
  assert.equal(lines, 0)
  const { results } = await count(id, [four, '2'], [newId(), '2'])
  assert.deepEqual(
    results.map(result => ('code' in result ? result.code : result.did)),
    ['counted', 'STOCK_ITEM_UNKNOWN'],
  )
  await close(id)
  assert.equal(await onHand(four, where), 2)
  await assert.rejects(start([newId()], where), { code: 'STOCK_ITEM_UNKNOWN' })
  await assert.rejects(start(undefined, newId()), { code: 'WAREHOUSE_UNKNOWN' })
})

test('what an order has set aside cannot be counted away: the line stays until it is solved', async () => {
  const allocated = (quantity: number) =>
    db.pool.query(
      `update stock_level set allocated = $3 where tenant_id = $1 and item_id = $2 and warehouse_id = $4`,
      [tenant, four, quantity, warehouse],
    )
  await allocated(4)
  const { id } = await start([four, five])
  await count(id, [four, '3'], [five, '9'])
  const first = await close(id)
  assert.deepEqual(did(first.closing), { [four]: 'STOCK_TOO_LOW', [five]: 'booked -1' })
  assert.equal(first.closing.state, 'open')
  assert.deepEqual(first.changed, { stock: [five] })
  const lines = await inTenant(tx => listLines(tx, tenant, id, { state: 'different' }, { limit: 10 }))
  assert.deepEqual(
    lines.map(line => [line.id, line.counted, line.booked, line.allocated]),
    [[four, '3', '10', '4']],
  )
  await allocated(0)
  const second = await close(id)
  assert.deepEqual(did(second.closing), { [four]: 'booked -7' })
  assert.equal(second.closing.state, 'closed')
  assert.equal(await onHand(five), 9, 'what was booked is not booked again')
  assert.deepEqual((await inTenant(tx => countLines(tx, tenant, [id]))).get(id), {
    uncounted: 0,
    equal: 0,
    different: 0,
    booked: 2,
  })
})

test('what was not counted is gone only if somebody says so', async () => {
  const left = await start([one, five])
  const before = [await onHand(one), await onHand(five)]
  await count(left.id, [five, '9'])
  assert.equal((await close(left.id)).closing.left, 1)
  assert.deepEqual([await onHand(one), await onHand(five)], before)
  const zero = await start([one, five])
  await count(zero.id, [five, '9'])
  assert.deepEqual(did((await close(zero.id, 'zero')).closing), { [one]: 'booked -3' })
  assert.equal(await onHand(one), 0)
  assert.equal(await onHand(two), 6, 'what was not to be counted is left alone')
})

test('a warehouse is counted by one stocktaking at a time, and one that is cancelled books nothing', async () => {
  const [first, second] = await Promise.allSettled([start([one]), start([one])])
  const open = [first, second].filter(result => result.status === 'fulfilled')
  assert.equal(open.length, 1)
  for (const result of [first, second])
    if (result.status === 'rejected') assert.equal(result.reason.code, 'STOCKTAKING_OPEN')
  const id = open[0]?.value.id ?? ''
  await count(id, [one, '5'])
  await inTenant(tx => cancelStocktaking(tx, tenant, id, 'anna', now))
  assert.equal(await onHand(one), 0)
  await assert.rejects(close(id), { code: 'STOCKTAKING_CLOSED' })
  await assert.rejects(close(newId()), { code: 'STOCKTAKING_UNKNOWN' })
})

test('closed by two at once, one does it; counted on meanwhile, it is not closed', async () => {
  const { id } = await start([one])
  const { version } = await count(id, [one, '5'])
  await count(id, [one, '4'])
  await assert.rejects(close(id, 'leave', version), { code: 'STOCKTAKING_CHANGED' })
  const both = await Promise.allSettled([close(id), close(id)])
  assert.deepEqual(both.map(result => result.status).sort(), ['fulfilled', 'rejected'])
  for (const result of both)
    if (result.status === 'rejected') assert.equal(result.reason.code, 'STOCKTAKING_CLOSED')
  assert.equal(await onHand(one), 4)
})

test('10,000 lines are counted and closed by a handful of statements', async () => {
  const large = await tradeWorld(db, { items: 10_000, onHand: '10' })
  let statements = 0
  const counted = <T>(work: (tx: Tx) => Promise<T>) => {
    statements = 0
    return transact(db, { tenant: large.tenant }, tx => {
      const up = <A extends unknown[], R>(run: (...args: A) => R) => {
        return (...args: A) => {
          statements += 1
          return run(...args)
        }
      }
      return work({ query: up(tx.query), run: up(tx.run) } as Tx)
    })
  }
  const { id } = await counted(tx =>
    startStocktaking(tx, large.tenant, { warehouseId: large.warehouse, name: 'All' }, 'anna'),
  )
  const counts = large.items.map((itemId, place) => ({ itemId, counted: String(8 + (place % 3)) }))
  await counted(tx => countStock(tx, large.tenant, id, counts, 'anna', now))
  assert.ok(statements <= 6, `counting: ${statements}`)
  const { closing } = await counted(tx =>
    closeStocktaking(tx, large.tenant, id, { uncounted: 'leave' }, 'anna', now),
  )
  assert.deepEqual([closing.booked, closing.equal, closing.state], [6667, 3333, 'closed'])
  assert.ok(statements <= 16, `closing: ${statements}`)
})
