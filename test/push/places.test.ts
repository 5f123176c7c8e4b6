import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setSpecialPrices } from '../../src/catalog/specialPrices.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { Outgoing } from '../../src/port/outgoing.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act } from '../connect/connectWorld.ts'
import { createPushWorld, type PushWorld, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })

test('a system that wants all places in one call gets the object at its other channels too, as it is there now', async t => {
  const calls: Outgoing<'stock'>[][] = []
  const push = await createPushWorld(db, t, { places: true }, (connector: Connector) => {
    const { stock } = connector.send ?? {}
    assert.ok(stock)
    const send: typeof stock.send = async (session, list) => {
      calls.push([...list])
      return stock.send(session, list)
    }
    return { ...connector, send: { ...connector.send, stock: { ...stock, together: true, send } } }
  })
  const { world, connectionId, channelId } = push
  const [at, off] = [newId(), newId()]
  for (const [id, place, active] of [
    [at, 'at', true],
    [off, 'ch', false],
  ] as const)
    await world.query(
      `insert into channel (tenant_id, id, connection_id, name, place, active) values ($1, $2, $3, $4, $4, $5)`,
      world.tenant,
      id,
      connectionId,
      place,
      active,
    )
  await world.query(
    `update channel set place = 'de' where tenant_id = $1 and id = $2`,
    world.tenant,
    channelId,
  )
  const [both = '', one = ''] = await push.sell(['T-1', 'T-2'])
  await push.change(tx =>
    sellOn(tx, world.tenant, [
      { itemId: both, channelId: at, active: true, reserve: '4' },
      { itemId: both, channelId: off, active: true },
    ]),
  )
  await push.lane('catalogue')
  await push.lane('stock')
  calls.length = 0
  for (const id of [both, one]) await push.move(id, '-1')
  assert.deepEqual(sent(await push.lane('stock'), 'stock'), { sent: 3, accepted: 3 })
  const said = calls
    .flat()
    .map(({ place, state, elsewhere, ref }) => ({
      place,
      offered: state.stock.offered,
      elsewhere: elsewhere?.map(other => ({ place: other.place, offered: other.state.stock.offered })),
      apart: elsewhere?.every(other => other.ref.no !== ref.no && other.ref.theirs !== ''),
    }))
    .sort((a, b) => (`${a.place} ${a.elsewhere?.length}` < `${b.place} ${b.elsewhere?.length}` ? -1 : 1))
  assert.deepEqual(said, [
    { place: 'at', offered: '5', elsewhere: [{ place: 'de', offered: '9' }], apart: true },
    { place: 'de', offered: '9', elsewhere: [], apart: true },
    { place: 'de', offered: '9', elsewhere: [{ place: 'at', offered: '5' }], apart: true },
  ])
})

test('a price that is held at one place does not go there with the call of another place', async t => {
  const calls: Outgoing<'price'>[] = []
  const push = await createPushWorld(db, t, { places: true }, (connector: Connector) => {
    const { price } = connector.send ?? {}
    assert.ok(price)
    const send: typeof price.send = async (session, list) => {
      calls.push(...list)
      return price.send(session, list)
    }
    return { ...connector, send: { ...connector.send, price: { ...price, together: true, send } } }
  })
  const { world, connectionId } = push
  const at = newId()
  await world.query(
    `insert into channel (tenant_id, id, connection_id, name, place, active) values ($1, $2, $3, 'at', 'at', true)`,
    world.tenant,
    at,
    connectionId,
  )
  const [itemId = ''] = await push.sell(['T-1'])
  await push.change(tx => sellOn(tx, world.tenant, [{ itemId, channelId: at, active: true }]))
  await push.lane('catalogue')
  await push.change(tx => changeItems(tx, world.tenant, [{ id: itemId, netPrice: '9' }]))
  const special = { itemId, channelId: at, customerGroupId: null, net: '1', from: new Date(0), to: null }
  await push.change(tx => setSpecialPrices(tx, world.tenant, [special], new Date()))
  assert.deepEqual(sent(await push.lane('catalogue'), 'price'), { sent: 1, accepted: 1 })
  assert.deepEqual(
    calls.map(({ place, state, elsewhere }) => [
      place,
      netOf(state),
      elsewhere?.map(one => netOf(one.state)),
    ]),
    [['', '9', ['10']]],
  )
})

function netOf({ prices: [price] }: Outgoing<'price'>['state']): string | undefined {
  return price?.special?.net ?? price?.scales[0]?.net
}

test('many objects at once go another way, and their answers are settled later by another process', async t => {
  const bulks: number[] = []
  const push = await createPushWorld(db, t, { outward: 'tickets', keys: 'ours' }, (connector: Connector) => {
    const { item } = connector.send ?? {}
    assert.ok(item)
    const send: typeof item.send = async (session, list) => {
      bulks.push(list.length)
      return item.send(session, list)
    }
    return { ...connector, send: { ...connector.send, item: { ...item, bulk: { from: 5, batch: 8, send } } } }
  })
  const { world } = push
  await push.sell(['T-1', 'T-2', 'T-3', 'T-4'])
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 4, pending: 4 })
  assert.deepEqual(bulks, [], 'too few')
  await push.sell(Array.from({ length: 10 }, (_, n) => `B-${n}`))
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 10, pending: 10 })
  assert.deepEqual(bulks, [8, 2])
  push.system.settle()
  const end = await push.lane('catalogue', { parts: { db: { ...world.parts.db } } })
  assert.equal(end.figures['item']?.settled, 14)
  assert.equal(push.system.objects.of('item').length, 14)
  assert.deepEqual(await push.due('item'), [])
})

for (const keys of ['ours', 'theirs'] as const)
  test(`categories and items whose answer is lost twice in a row are there once (${keys})`, async t => {
    const push = await createPushWorld(db, t, { keys })
    const { world } = push
    await push.change(tx => createCategories(tx, world.tenant, [{ name: 'Küche' }]))
    await push.sell(['T-1', 'T-2'])
    for (let kind = 0; kind < 2; kind++) {
      push.system.faults.play('cutAfter', 'send', 2)
      await push.lane('catalogue')
      await world.query(`update due set not_before = null where tenant_id = $1`, world.tenant)
      await world.query(`update sync_lane set not_before = null where tenant_id = $1`, world.tenant)
    }
    const end = await push.lane('catalogue')
    assert.equal(end.state, 'done', JSON.stringify(end.error))
    assert.equal(push.system.objects.of('category').length, 1)
    assert.equal(push.system.objects.of('item').length, 2)
    assert.deepEqual(await push.due('item'), [])
  })

test('health says of each channel of a connection what it took last, what waits for it, and how much it refused', async t => {
  const push = await createPushWorld(db, t, { places: true })
  const { world, connectionId, channelId } = push
  const at = newId()
  await world.query(
    `insert into channel (tenant_id, id, connection_id, name, place) values ($1, $2, $3, 'Zweiter', 'at')`,
    world.tenant,
    at,
    connectionId,
  )
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  const before = await channelsOf(push)
  assert.deepEqual(
    [...(before.get(channelId)?.goodAt ?? [])].map(one => one.kind),
    ['item'],
  )
  assert.deepEqual(before.get(at), {
    id: at,
    name: 'Zweiter',
    active: true,
    locked: false,
    goodAt: [],
    oldestUnsent: null,
    waiting: 0,
    waitingCapped: false,
    sent: 0,
    failed: 0,
    errorRate: null,
    refused: 0,
  })
  await push.change(tx => sellOn(tx, world.tenant, [{ itemId: id, channelId: at, active: true }]))
  await push.lane('catalogue')
  await push.move(id, '-1')
  await push.lane('stock')
  const after = (await channelsOf(push)).get(at)
  assert.deepEqual([...(after?.goodAt ?? [])].map(one => one.kind).sort(), ['item', 'stock'])
  assert.deepEqual([after?.sent, after?.failed, after?.errorRate], [2, 0, 0])
  const since = new Date(Date.now() - 3 * 3_600_000)
  await world.query(
    `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at) values ($1, $2, 'price', $3, $4, $5)`,
    world.tenant,
    at,
    id,
    connectionId,
    since,
  )
  const waits = await channelsOf(push)
  assert.deepEqual([waits.get(at)?.waiting, waits.get(at)?.oldestUnsent], [1, since])
  assert.equal(waits.get(channelId)?.waiting, 0, 'what waits for one waits for no other')
})

interface ShownChannel {
  readonly id: string
  readonly goodAt: readonly { readonly kind: string }[]
  readonly waiting: number
  readonly oldestUnsent: Date | null
  readonly sent: number
  readonly failed: number
  readonly errorRate: number | null
}

async function channelsOf({ world }: PushWorld): Promise<Map<string, ShownChannel>> {
  const { items } = await act<{ items: { channels: ShownChannel[] }[] }>(world, 'health.show')
  return new Map(items.flatMap(one => one.channels).map(one => [one.id, one]))
}
