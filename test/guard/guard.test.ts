// What the guard stops and what it lets through, over real HTTP to the reference system (features.md, A12).
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { listGuardItems, listStops } from '../../src/channels/guardLists.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { sent, shown } from '../push/pushWorld.ts'
import { createGuardWorld, type GuardWorld } from './guardWorld.ts'

const { db } = await testDatabase({ after })
const numbers = (count: number) =>
  Array.from({ length: count }, (_, n) => `T-${String(n + 1).padStart(4, '0')}`)

const reprice = ({ change, world }: GuardWorld, ids: readonly string[], netPrice: string) =>
  change(tx =>
    changeItems(
      tx,
      world.tenant,
      ids.map(id => ({ id, netPrice })),
    ),
  )
const offer = ({ change, world, channelId }: GuardWorld, ids: readonly string[], active: boolean) =>
  change(tx =>
    sellOn(
      tx,
      world.tenant,
      ids.map(itemId => ({ itemId, channelId, active })),
    ),
  )
/** The net price that the shop shows of each item. */
const pricesAt = ({ system }: GuardWorld) =>
  system.objects.of('item').map(({ fields }) => {
    const { prices } = (fields['price'] ?? fields) as { prices: { scales: { net: string }[] }[] }
    return prices[0]?.scales[0]?.net
  })

test('moving the root category so that more than a tenth vanishes stops, with a list, before anything goes', async context => {
  const guard = await createGuardWorld(db, context)
  const ids = await guard.sell(numbers(40))
  const root = await guard.shelve('Old', ids)
  const other = await guard.shelve('New', [])
  await guard.reroot(root)
  await guard.lane('catalogue')
  assert.equal(guard.system.objects.of('item').length, 40)
  guard.calls('item')
  await guard.reroot(other)
  const end = await guard.lane('catalogue')
  assert.equal(end.state, 'done', 'the run ends well, and says so')
  assert.deepEqual(await guard.stops(), ['vanish item 40'])
  assert.equal(guard.calls('item'), 0)
  assert.equal(end.figures['item']?.parked, 40)
  assert.deepEqual(await guard.notes(end), [{ rule: 'vanish', count: 40 }])
  const { tenant } = guard.world
  const [stop] = await guard.world.tx(tx => listStops(tx, tenant, {}, { limit: 1 }))
  assert.ok(stop)
  assert.deepEqual([stop.percent, stop.counted, stop.total], ['10', 0, 40])
  const items = await guard.world.tx(tx => listGuardItems(tx, tenant, stop.id, {}, { limit: 3 }))
  assert.deepEqual(
    items.map(({ number, old, new: now, state }) => [number, old, now, state]),
    ['T-0001', 'T-0002', 'T-0003'].map(number => [number, 'shown', 'uncategorised', 'held']),
  )
  await guard.reroot(root)
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), [], 'what changes back leaves the list by itself')
  assert.equal(guard.calls('item'), 0)
})

test('up to ten objects never stop a run; then it is told how far the change reaches', async context => {
  const guard = await createGuardWorld(db, context)
  const ids = await guard.sell(numbers(30))
  await guard.lane('catalogue')
  await offer(guard, ids.slice(0, 10), false)
  assert.deepEqual(sent(await guard.lane('catalogue'), 'item'), { sent: 10, accepted: 10 })
  await offer(guard, ids.slice(10, 12), false)
  assert.deepEqual(sent(await guard.lane('catalogue'), 'item'), {}, 'the ten of before count for 24 hours')
  assert.deepEqual(await guard.stops(), ['vanish item 2'])
  await guard.world.query(
    `update guard_count set hour = hour - interval '26 hours' where tenant_id = $1`,
    guard.world.tenant,
  )
  await offer(guard, ids.slice(12, 14), false)
  assert.deepEqual(sent(await guard.lane('catalogue'), 'item'), { sent: 2, accepted: 2 })
  assert.equal(guard.system.objects.of('item').length, 18)
})

test('less than a tenth goes, whatever it is', async context => {
  const guard = await createGuardWorld(db, context)
  const ids = await guard.sell(numbers(150))
  await guard.lane('catalogue')
  await offer(guard, ids.slice(0, 15), false)
  assert.deepEqual(sent(await guard.lane('catalogue'), 'item'), { sent: 15, accepted: 15 })
  assert.deepEqual(await guard.stops(), [])
})

test('a price that falls by more than half, or to 0, is held; the others go', async context => {
  const guard = await createGuardWorld(db, context)
  const [a = '', b = '', c = '', d = ''] = await guard.sell(numbers(4))
  await guard.lane('catalogue')
  await reprice(guard, [a], '4.99')
  await reprice(guard, [b], '5')
  await reprice(guard, [c], '0')
  await reprice(guard, [d], '99')
  const end = await guard.lane('catalogue')
  assert.deepEqual(sent(end, 'price'), { sent: 2, accepted: 2 })
  assert.equal(end.figures['price']?.parked, 2)
  assert.deepEqual(await guard.stops(), ['price item 2'])
  assert.deepEqual(pricesAt(guard), ['10', '5', '10', '99'])
  await guard.settings({ price: 100 })
  await reprice(guard, [a], '0.01')
  await reprice(guard, [c], '0.00')
  await guard.lane('catalogue')
  assert.deepEqual(pricesAt(guard), ['0.01', '5', '10', '99'], 'to 0 it is held whatever the threshold says')
})

test('what is released goes with what was seen; what is worse is held again; better goes by itself', async context => {
  const guard = await createGuardWorld(db, context)
  const [a = '', b = '', c = ''] = await guard.sell(numbers(3))
  await guard.lane('catalogue')
  await reprice(guard, [a, b, c], '2')
  await guard.lane('catalogue')
  assert.equal(await guard.decide('released', [a, b]), 2)
  await reprice(guard, [b], '1')
  await reprice(guard, [c], '9')
  assert.deepEqual(sent(await guard.lane('catalogue'), 'price'), { sent: 2, accepted: 2 })
  assert.deepEqual(pricesAt(guard), ['2', '10', '9'])
  assert.deepEqual(await guard.stops(), ['price item 1'])
  assert.equal(await guard.decide('dropped'), 1)
  assert.deepEqual(await guard.stops(), [], 'dropped, nobody is reminded')
  await guard.sweep('price', true)
  await guard.lane('catalogue')
  assert.deepEqual(pricesAt(guard), ['2', '10', '9'], 'and it stays back')
  await reprice(guard, [b], '0.5')
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), ['price item 1'], 'until it changes')
  assert.equal(await guard.decide('released'), 1)
  await guard.lane('catalogue')
  assert.deepEqual(pricesAt(guard), ['2', '0.5', '9'])
  assert.deepEqual(await guard.due('price'), [])
})

test('another tax class is a fall where buyers pay less, and none where the price on the label stays', async context => {
  const guard = await createGuardWorld(db, context)
  const { world } = guard
  const [a = '', b = ''] = await guard.sell(numbers(2))
  const [reduced] = await world.query<{ id: string }>(
    `select tax_class_id as id from tax_rate where tenant_id = $1 and country = 'DE' and rate = 7 limit 1`,
    world.tenant,
  )
  const taxed = (changes: readonly object[]) =>
    guard.change(tx => changeItems(tx, world.tenant, changes as Parameters<typeof changeItems>[2]))
  await taxed([{ id: b, grossPrice: '11.9' }])
  await guard.lane('catalogue')
  await guard.settings({ price: 9 })
  // The same net under 7 %: 11.90 becomes 10.70. The same label under 7 %: net rises, and falls by 10 % on the way back.
  const taxClassId = reduced?.id ?? ''
  await taxed([a, b].map(id => ({ id, taxClassId })))
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), ['price item 1'])
  const shown = () =>
    guard.system.objects.of('item').map(({ fields }) => {
      const { prices } = (fields['price'] ?? fields) as { prices: { scales: { gross: string }[] }[] }
      return `${fields['vat']} ${Number(prices[0]?.scales[0]?.gross)}`
    })
  assert.deepEqual(
    shown(),
    ['19 11.9', '7 11.9'],
    'what is held keeps its rate, or its label would fall all the same',
  )
  await guard.sweep('item')
  const idle = await guard.lane('catalogue')
  assert.equal(idle.figures['item']?.accepted ?? 0, 0, 'nor is it sent once more')
  await taxed([{ id: b, taxClassId: null }])
  await guard.lane('catalogue')
  assert.deepEqual(shown(), ['19 11.9', '19 11.9'])
  assert.deepEqual(await guard.stops(), ['price item 1'])
  await guard.decide('released')
  await guard.lane('catalogue')
  assert.deepEqual(shown(), ['7 10.7', '19 11.9'])
})

test('a held price holds nothing but itself', async context => {
  const guard = await createGuardWorld(db, context)
  const [id = ''] = await guard.sell(['T-1'])
  await guard.lane('catalogue')
  await guard.change(tx => changeItems(tx, guard.world.tenant, [{ id, name: 'Becher', netPrice: '1' }]))
  await guard.move(id, '-4')
  await guard.lane('catalogue')
  await guard.lane('stock')
  const [item] = guard.system.objects.of('item')
  assert.deepEqual(item?.fields['names'], { de: 'Becher' })
  assert.deepEqual([pricesAt(guard), shown(guard.system)], [['10'], { 'T-1': '6' }])
  assert.deepEqual(await guard.stops(), ['price item 1'])
  await guard.decide('released')
  await guard.lane('catalogue')
  assert.deepEqual(pricesAt(guard), ['1'])
})

test('quantities that become 0 by the dozen are held, and what was released does not count', async context => {
  const guard = await createGuardWorld(db, context)
  const ids = await guard.sell(numbers(40))
  await guard.lane('catalogue')
  const empty = (list: readonly string[]) =>
    guard.change(tx =>
      moveStock(
        tx,
        guard.world.tenant,
        list.map(itemId => ({ itemId, warehouseId: guard.warehouse, quantity: '-10', reason: 'adjustment' })),
        'tester',
      ),
    )
  await empty(ids.slice(0, 20))
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), {})
  assert.deepEqual(await guard.stops(), ['stock item 20'])
  await guard.sweep('item', true)
  await guard.lane('catalogue')
  assert.equal(shown(guard.system)['T-0001'], '10', 'nor does it go along with its item')
  assert.equal(await guard.decide('released'), 20)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 20, accepted: 20 })
  await empty(ids.slice(20, 30))
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 10, accepted: 10 })
})

test('what was bought empty goes at once, however much it is: a good day is no mistake', async context => {
  const guard = await createGuardWorld(db, context)
  const { world } = guard
  const ids = await guard.sell(numbers(40))
  await guard.lane('catalogue')
  const move = (list: readonly string[], quantity: string, reason: 'delivery' | 'adjustment') =>
    guard.change(tx =>
      moveStock(
        tx,
        world.tenant,
        list.map(itemId => ({ itemId, warehouseId: guard.warehouse, quantity, reason })),
        'tester',
      ),
    )
  await move(ids.slice(0, 20), '-10', 'delivery')
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 20, accepted: 20 })
  await move(ids.slice(20, 40), '-9', 'adjustment')
  await move(ids.slice(20, 40), '-1', 'delivery')
  assert.deepEqual(
    sent(await guard.lane('stock'), 'stock'),
    {},
    'one sold does not explain ten that are gone',
  )
  assert.deepEqual(await guard.stops(), ['stock item 20'])
})

test('a sweep over 2,000 objects is stopped before its first, and the rest of it goes on', async context => {
  const guard = await createGuardWorld(db, context)
  const { world, channelId } = guard
  const ids = (await guard.sell(numbers(2000), '0')).sort()
  await guard.lane('catalogue')
  assert.equal(guard.system.objects.of('item').length, 2000)
  guard.calls('item')
  // Each of the four batches holds about 70: none of them alone is over the threshold of 200.
  const gone = ids.filter((_, at) => at % 7 === 0)
  await world.query(
    `update item_channel set active = false where tenant_id = $1 and channel_id = $2 and item_id = any($3::uuid[])`,
    world.tenant,
    channelId,
    gone,
  )
  await world.query(`update item set weight = 2 where tenant_id = $1`, world.tenant)
  await guard.sweep('item')
  const end = await guard.lane('catalogue')
  assert.deepEqual(sent(end, 'item'), { sent: 1714, accepted: 1714 })
  assert.deepEqual(await guard.stops(), ['vanish item 286'])
  assert.equal(guard.system.objects.of('item').length, 2000)
  await guard.sweep('item')
  assert.deepEqual(sent(await guard.lane('catalogue'), 'item'), {}, 'it is held once')
  assert.deepEqual(await guard.stops(), ['vanish item 286'])
})

test('a process that dies in mid-call, and a call that is cut off, count once', async context => {
  const stop = new AbortController()
  let dies = true
  const guard = await createGuardWorld(db, context, {}, connector => {
    const item = connector.send?.item
    assert.ok(item?.remove)
    const remove: NonNullable<typeof item.remove> = async (session, list) => {
      const results = await item.remove?.(session, list)
      if (dies) {
        dies = false
        stop.abort()
        stop.signal.throwIfAborted()
      }
      return results ?? []
    }
    return { ...connector, send: { ...connector.send, item: { ...item, remove } } }
  })
  const ids = await guard.sell(numbers(20))
  await guard.lane('catalogue')
  await offer(guard, ids.slice(0, 8), false)
  assert.equal((await guard.lane('catalogue', { signal: stop.signal })).state, 'cancelled')
  await guard.world.query(
    `update channel_object set in_flight_until = clock_timestamp() where tenant_id = $1 and in_flight_run is not null`,
    guard.world.tenant,
  )
  guard.system.faults.play('cutAfter', 'send', 1)
  await guard.world.query(`update due set not_before = null where tenant_id = $1`, guard.world.tenant)
  await guard.lane('catalogue')
  assert.equal(guard.system.objects.of('item').length, 12)
  assert.deepEqual(
    await guard.world.query(
      `select sum(count)::int as count from guard_count where tenant_id = $1`,
      guard.world.tenant,
    ),
    [{ count: 8 }],
  )
  await offer(guard, ids.slice(8, 11), false)
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), ['vanish item 3'], 'eight and three are more than ten')
})

test('a quantity that runs out between its batch and its call is looked at again where they are many', async context => {
  let during = async () => {}
  const guard = await createGuardWorld(db, context, {}, connector => {
    const stock = connector.send?.stock
    assert.ok(stock)
    const send: typeof stock.send = async (session, list) => {
      await during()
      return stock.send(session, list)
    }
    return { ...connector, send: { ...connector.send, stock: { ...stock, send } } }
  })
  const ids = await guard.sell(numbers(40))
  await guard.lane('catalogue')
  await guard.lane('stock')
  const move = (quantity: string) =>
    guard.change(tx =>
      moveStock(
        tx,
        guard.world.tenant,
        ids.map(itemId => ({ itemId, warehouseId: guard.warehouse, quantity, reason: 'adjustment' })),
        'tester',
      ),
    )
  await move('-1')
  during = async () => {
    during = async () => {}
    await move('-9')
  }
  await guard.lane('stock')
  const empty = Object.values(shown(guard.system)).filter(quantity => quantity === '0').length
  assert.ok(empty <= 10, `${empty} ran out unseen`)
  assert.deepEqual(await guard.stops(), [`stock item ${40 - empty}`])
})
