import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as slowly } from 'node:timers/promises'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { pauseOfRun, pauseSweeps } from '../../src/channels/completeStore.ts'
import type { Connector } from '../../src/port/connector.ts'
import { resumeComplete } from '../../src/sync/completeSync.ts'
import { readRun } from '../../src/sync/runs.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { sent } from '../push/pushWorld.ts'
import { type CompleteWorld, createCompleteWorld, numbers } from './completeWorld.ts'

const { db } = await testDatabase({ after })

/** The connector with something that happens before each call that writes items. */
function calling(before: (count: number) => Promise<void>, batch?: number) {
  return (connector: Connector): Connector => {
    const { item } = connector.send ?? {}
    assert.ok(item)
    let count = 0
    const send: typeof item.send = async (session, list) => {
      await before(++count)
      return item.send(session, list)
    }
    return { ...connector, send: { ...connector.send, item: { ...item, send, batch: batch ?? item.batch } } }
  }
}

const pause = ({ world, channelId }: CompleteWorld) =>
  world.tx(tx => pauseSweeps(tx, world.tenant, { channelIds: [channelId], kinds: ['item'], by: 'tester' }))

test('sends every active object once, with what it carries, and shows how far it is', async t => {
  const shop = await createCompleteWorld(db, t)
  const { world, channelId } = shop
  const ids = await shop.sell(numbers(450))
  await shop.lane('catalogue')
  await shop.lane('stock')
  const [gone = ''] = ids
  await world.tx(tx => sellOn(tx, world.tenant, [{ itemId: gone, channelId, active: false }]))
  shop.writes()
  const run = await shop.complete(['category', 'item', 'price', 'stock'])
  assert.equal(run.state, 'done', JSON.stringify(run.error))
  assert.deepEqual(shop.writes(), { 1: 449 })
  assert.equal(shop.system.objects.of('item').length, 449, 'what is not sold any more was taken away')
  assert.deepEqual(shop.writes('price'), {}, 'an item carries its price')
  assert.deepEqual(shop.writes('stock'), {})
  const [part] = (await world.tx(tx => readRun(tx, world.tenant, run.id))).parts
  const shown = part?.progress['complete'] as readonly Record<string, unknown>[]
  const item = shown.find(one => one['kind'] === 'item')
  assert.equal(item?.['done'], 450)
  assert.equal(item?.['total'], 450)
  assert.equal(item?.['estimated'], false)
  assert.equal(typeof item?.['perSecond'], 'number')
  assert.deepEqual(await shop.sweeps(), [])
  assert.equal((await shop.lane('catalogue')).figures['item'], undefined, 'and it is over')
})

test('takes out what the channel has of us and the catalogue does not know for it', async t => {
  const shop = await createCompleteWorld(db, t)
  const [id = ''] = await shop.sell(['T-1', 'T-2'])
  await shop.lane('catalogue')
  await db.pool.query(`delete from item_channel where tenant_id = $1 and item_id = $2`, [
    shop.world.tenant,
    id,
  ])
  await shop.complete(['item'])
  assert.deepEqual(
    shop.system.objects.of('item').map(item => item.fields['itemNumber']),
    ['T-2'],
  )
})

test('pauses after the call at hand, costs nothing, lets changes through and goes on where it was', async t => {
  let callsLeft = 2
  const shop: CompleteWorld = await createCompleteWorld(
    db,
    t,
    {},
    calling(async () => {
      if (go && --callsLeft < 0) await pause(shop)
    }),
  )
  let go = false
  const { world } = shop
  const ids = await shop.sell(numbers(300), '0')
  await shop.lane('catalogue')
  shop.writes()
  go = true
  await shop.ask(['item'])
  await shop.lane('catalogue')
  go = false
  const first = shop.writes()
  const sentFirst = first[1] ?? 0
  assert.deepEqual(Object.keys(first), ['1'])
  assert.ok(sentFirst > 0 && sentFirst < 300, `${sentFirst} before the pause`)
  const [sweep] = await shop.sweeps()
  assert.equal(sweep?.pausedBy, 'tester')
  assert.equal(sweep?.done, sentFirst)

  shop.calls('item')
  assert.equal((await shop.lane('catalogue')).figures['item'], undefined, 'nothing is looked at')
  assert.equal(shop.calls('item'), 0)
  await shop.change(tx => changeItems(tx, world.tenant, [{ id: ids[299] ?? '', name: 'Neu' }]))
  assert.deepEqual(sent(await shop.lane('catalogue'), 'item'), { sent: 1, accepted: 1 })
  await shop.sweep('price')
  await world.query(`update item set net_price = 30 where tenant_id = $1`, world.tenant)
  assert.deepEqual(sent(await shop.lane('catalogue'), 'price'), { sent: 300, accepted: 300 }, 'a wide change')
  shop.writes()

  await world.tx(tx => resumeComplete(tx, world.tenant, { channelIds: [shop.channelId], kinds: ['item'] }))
  await shop.lane('catalogue')
  assert.deepEqual(shop.writes(), { 1: 300 - sentFirst }, 'the rest, once')
  assert.deepEqual(await shop.sweeps(), [])
})

test('a second request joins what is on, widens it, and begins again what is paused', async t => {
  const shop = await createCompleteWorld(db, t)
  await shop.sell(numbers(3))
  await shop.lane('catalogue')
  await shop.ask(['item'])
  const [first] = await shop.sweeps()
  await shop.world.query(`update sweep set done = 2`)
  await shop.ask(['item', 'category'])
  const both = await shop.sweeps()
  assert.deepEqual(
    both.map(one => [one.kind, one.done]),
    [
      ['category', 0],
      ['item', 2],
    ],
  )
  assert.equal(both[1]?.runId, first?.runId)
  await pause(shop)
  await shop.ask(['item'])
  const [, again] = await shop.sweeps()
  assert.deepEqual([again?.pausedAt, again?.done], [null, 0])
})

test('who cancels the run pauses what it walks', async t => {
  const shop = await createCompleteWorld(db, t)
  await shop.sell(numbers(3))
  await shop.lane('catalogue')
  const { runId } = await shop.ask(['item'])
  await shop.world.tx(tx => pauseOfRun(tx, shop.world.tenant, runId, 'Ada'))
  assert.deepEqual(
    (await shop.sweeps()).map(one => one.pausedBy),
    ['Ada'],
  )
})

test('what changes meanwhile goes before the rest of a complete synchronisation, prices too', async t => {
  const order: string[] = []
  const shop: CompleteWorld = await createCompleteWorld(
    db,
    t,
    {},
    calling(async () => {
      order.push('item')
      if (order.filter(one => one === 'item').length === 3) await change()
    }),
  )
  const ids = await shop.sell(numbers(900), '0')
  let change = async (): Promise<unknown> => undefined
  await shop.lane('catalogue')
  const price = shop.world.parts.connectors.get('reference')?.send?.price
  assert.ok(price)
  order.length = 0
  change = () => shop.change(tx => changeItems(tx, shop.world.tenant, [{ id: ids[0] ?? '', netPrice: '77' }]))
  const seen = shop.system.calls.length
  await shop.complete(['item'])
  const writes = shop.system.calls.slice(seen).flatMap(call => (call.method === 'POST' ? [call.path] : []))
  const at = writes.indexOf('/objects/price')
  const items = writes.filter(path => path === '/objects/item').length
  assert.ok(at > 0 && writes.slice(0, at).filter(path => path === '/objects/item').length < items / 2)
})

test('a process that walks a catalogue for long tells quantities meanwhile', async t => {
  let walking = false
  const shows: (string | undefined)[] = []
  const shop: CompleteWorld = await createCompleteWorld(
    db,
    t,
    {},
    calling(async () => {
      if (!walking) return
      if (shows.length === 0) await shop.move(id, '-4')
      shows.push(shop.system.objects.shown('T-00001'))
      if (shows.at(-1) !== '6') await slowly(150) // a shop so slow that there is time for it
    }, 1),
  )
  const [id = ''] = await shop.sell(numbers(40))
  await shop.lane('catalogue')
  await shop.lane('stock')
  walking = true
  assert.equal((await shop.complete(['item'])).state, 'done')
  const told = shows.indexOf('6', 2)
  t.diagnostic(`told before call ${told} of ${shows.length}`)
  assert.ok(told > 0, 'before the last call')
  assert.ok(shop.calls('stock') > 0)
})
