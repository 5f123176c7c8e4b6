import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createCategories } from '../../src/catalog/categories.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import type { Connector } from '../../src/port/connector.ts'
import { Rejected } from '../../src/port/errors.ts'
import type { Send } from '../../src/port/send.ts'
import { LaneLost, productLease } from '../../src/sync/lanes.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { tradeSources } from '../../src/sync/sources.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { listenToStatements } from '../import/measure.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { createPushWorld, sent, shown } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const numbers = (count: number) =>
  Array.from({ length: count }, (_, n) => `T-${String(n + 1).padStart(4, '0')}`)

/** The connector with another way to send items. */
function sending(change: (send: Send<unknown, 'item'>) => Partial<Send<unknown, 'item'>>) {
  return (connector: Connector): Connector => {
    const { item } = connector.send ?? {}
    assert.ok(item)
    return { ...connector, send: { ...connector.send, item: { ...item, ...change(item) } } }
  }
}

test('an object that changes during its call stays due', async context => {
  let during = async () => undefined as unknown
  const push = await createPushWorld(
    db,
    context,
    {},
    sending(item => ({
      send: async (session, list) => {
        const results = await item.send(session, list)
        await during()
        return results
      },
    })),
  )
  const [id = ''] = await push.sell(['T-1'])
  during = async () => {
    during = async () => undefined
    await push.change(tx => changeItems(tx, push.world.tenant, [{ id, name: 'Neu' }]))
  }
  assert.deepEqual(
    sent(await push.lane('catalogue'), 'item'),
    { sent: 2, accepted: 2 },
    'sent again with the change',
  )
  const [item] = push.system.objects.of('item')
  assert.deepEqual(item?.fields['names'], { de: 'Neu' })
  assert.deepEqual(await push.due('item'), [])
})

test('a call that fails midway leaves nothing twice', async context => {
  let broken = 0
  const push = await createPushWorld(
    db,
    context,
    {},
    sending(item => ({
      atomic: 'midway',
      send: async (session, list) => {
        if (list.length === 1) return item.send(session, list)
        broken++
        await item.send(session, list.slice(0, 2))
        throw new Rejected('REMOTE_VALIDATION', 'items[2]', 'the third is not valid')
      },
    })),
  )
  push.system.objects.refused.add('T-0003')
  await push.sell(numbers(4))
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 4, accepted: 3, rejected: 1 })
  assert.equal(broken, 1)
  assert.deepEqual(
    push.system.objects
      .of('item')
      .map(item => item.fields['itemNumber'])
      .sort(),
    ['T-0001', 'T-0002', 'T-0004'],
  )
})

test('a sweep goes on at its key after its run was ended', async context => {
  const push = await createPushWorld(db, context)
  const ids = await push.sell(numbers(1100), '0')
  await push.world.query(`delete from due where tenant_id = $1`, push.world.tenant)
  await push.world.query(`delete from sweep where tenant_id = $1`, push.world.tenant)
  await push.sweep('item')
  const stop = new AbortController()
  let told = 0
  const sources = {
    ...tradeSources,
    nextItemsOf: async (
      ...[tx, tenant, channelId, afterId, limit]: Parameters<typeof tradeSources.nextItemsOf>
    ) => {
      if (++told === 3) stop.abort()
      return tradeSources.nextItemsOf(tx, tenant, channelId, afterId, limit)
    },
  }
  const items = async () =>
    (await push.world.query(`select 1 from item where tenant_id = $1`, push.world.tenant)).length
  assert.equal(await items(), 1100)
  await push.world.query(`update item set net_price = 1 where tenant_id = $1`, push.world.tenant)
  const first = await push.lane('catalogue', { signal: stop.signal, parts: { sources } })
  assert.equal(first.state, 'cancelled')
  const [sweep] = await push.world.query<{ after: string; done: string }>(
    `select after_id as after, done from sweep where tenant_id = $1`,
    push.world.tenant,
  )
  // Read ahead while the second step was sent, so it ended inside of it: the sweep stands behind the first.
  assert.deepEqual(sweep, { after: [...ids].sort()[499], done: '500' })
  const second = await push.lane('catalogue')
  const before = first.figures['item']?.accepted ?? 0
  assert.ok(before >= 500 && before < 1000, `${before} before the end`)
  assert.deepEqual(sent(second, 'item'), { sent: 1100 - before, accepted: 1100 - before }, 'the rest, once')
  assert.equal(push.system.objects.of('item').length, 1100)
  assert.deepEqual(await push.world.query(`select 1 from sweep where tenant_id = $1`, push.world.tenant), [])
})

test('who lost the lane in mid-call writes nothing, and the system ends with the newest value', async context => {
  const gate = { entered: () => undefined as unknown, go: Promise.resolve() as Promise<unknown> }
  const push = await createPushWorld(
    db,
    context,
    {},
    sending(item => ({
      send: async (session, list) => {
        gate.entered()
        await gate.go
        return item.send(session, list)
      },
    })),
  )
  const [id = ''] = await push.sell(['T-1'])
  let release: (value?: unknown) => void = () => undefined
  gate.go = new Promise(go => {
    release = go
  })
  const entered = new Promise(go => {
    gate.entered = () => go(undefined)
  })
  const stalled = await push.claim('catalogue')
  assert.ok('fence' in stalled)
  const running = runLane(push.world.parts, stalled, { lease: { leaseMs: 600_000, beatMs: 600_000 } })
  await entered
  await push.world.query(
    `update sync_lane set beat_at = clock_timestamp() - interval '1 hour' where tenant_id = $1`,
    push.world.tenant,
  )
  await push.change(tx => changeItems(tx, push.world.tenant, [{ id, name: 'Neu' }]))
  // Another process: its calls do not pass the gate of the stalled one.
  const other = { ...push.world.parts, db: { ...db } }
  const next = await push.claim('catalogue')
  assert.ok('fence' in next)
  gate.go = Promise.resolve()
  const waiting = await runLane(other, next, { lease: productLease })
  assert.deepEqual(sent(waiting, 'item'), {}, 'what is in flight is not sent before its deadline')
  assert.deepEqual(
    (await push.due('item')).map(row => row.waits),
    [true],
  )
  release()
  await assert.rejects(running, LaneLost)
  const [row] = await push.world.query<{ hash: string | null }>(
    `select data_hash as hash from channel_object where tenant_id = $1`,
    push.world.tenant,
  )
  assert.equal(row?.hash, null, 'the stalled one has not written its result')
  await push.world.query(
    `update channel_object set in_flight_until = clock_timestamp() where tenant_id = $1`,
    push.world.tenant,
  )
  await push.world.query(`update due set not_before = null where tenant_id = $1`, push.world.tenant)
  await push.lane('catalogue', { parts: { db: other.db } })
  assert.deepEqual(
    push.system.objects.of('item').map(item => item.fields['names']),
    [{ de: 'Neu' }],
  )
})

test('a lane that sends and has nothing to do touches no table of the trade', async context => {
  const push = await createPushWorld(db, context)
  await push.sell(['T-1'])
  for (const kind of ['catalogue', 'stock', 'feedback'] as const) await push.lane(kind)
  for (const kind of ['catalogue', 'stock', 'feedback'] as const) {
    const listening = listenToStatements(db)
    await push.lane(kind)
    listening.stop()
    const own = listening.texts.filter(text => !/^(begin|commit|select set_config)/.test(text.trim()))
    assert.ok(own.length <= 6, `${kind}: ${own.length} statements\n${own.join('\n')}`)
    const trade =
      /\b(item|item_price|item_text|category|stock_level|link|channel_object|web_order|sales_order|image)\b/
    assert.deepEqual(
      own.filter(text => trade.test(text.replace(/'[^']*'/g, ''))), // kinds are named in texts
      [],
    )
  }
})

test('sends categories before what lies in them, parents first', async context => {
  const push = await createPushWorld(db, context)
  const { tenant } = push.world
  const [id = ''] = await push.sell(['T-1'])
  const make = async (name: string, parentId?: string) => {
    const { results } = await push.change(tx => createCategories(tx, tenant, [{ name, parentId }]))
    const [made] = results
    return made && 'id' in made ? made.id : ''
  }
  const top = await make('Küche')
  const below = await make('Tassen', top)
  await push.change(tx => setItemCategories(tx, tenant, [{ itemId: id, categoryIds: [below] }]))
  push.system.objects.refused.add('nothing')
  const end = await push.lane('catalogue')
  assert.deepEqual(
    [sent(end, 'category'), sent(end, 'item')],
    [
      { sent: 2, accepted: 2 },
      { sent: 1, accepted: 1 },
    ],
  )
  const [first, second] = push.system.objects.of('category')
  assert.deepEqual(first?.fields['names'], { de: 'Küche' })
  assert.deepEqual(second?.fields['parent'], { no: first?.no, id: first?.id })
  const [item] = push.system.objects.of('item')
  assert.deepEqual(item?.fields['categories'], [{ no: second?.no, id: second?.id }])
})

test('an item waits for a category that was refused, says so, and goes on by itself', async context => {
  const push = await createPushWorld(db, context, {}, connector => {
    const { category } = connector.send ?? {}
    assert.ok(category)
    const send: typeof category.send = async (session, list) =>
      refuse
        ? list.map(() => ({ result: 'rejected', code: 'REMOTE_VALIDATION', text: 'no' }))
        : category.send(session, list)
    return { ...connector, send: { ...connector.send, category: { ...category, send } } }
  })
  let refuse = true
  const { tenant } = push.world
  const [id = ''] = await push.sell(['T-1'])
  const { results } = await push.change(tx => createCategories(tx, tenant, [{ name: 'Küche' }]))
  const [made] = results
  const category = made && 'id' in made ? made.id : ''
  await push.change(tx => setItemCategories(tx, tenant, [{ itemId: id, categoryIds: [category] }]))
  await push.lane('catalogue')
  const why = await push.world.query(
    `select rejected_code as code from channel_object where tenant_id = $1 and kind = 'item'`,
    tenant,
  )
  assert.deepEqual(why, [{ code: 'CATEGORY_NOT_SENT_YET' }])
  refuse = false
  await push.world.query(`update category set name = 'Bad' where tenant_id = $1`, tenant)
  await push.change(async () => ({ changed: { category: [category] } }))
  const end = await push.lane('catalogue')
  assert.deepEqual(
    [sent(end, 'category'), sent(end, 'item')],
    [
      { sent: 1, accepted: 1 },
      { sent: 1, accepted: 1 },
    ],
  )
})

test('the state of an order never goes back, and a delivery is told once', async context => {
  const push = await createPushWorld(db, context)
  const { tenant } = push.world
  await push.sell(['A-1'])
  const theirOrderId = push.system.placeOrder({ ...orderOf('R-1'), id: 'o-1' })
  await push.lane('orders')
  const [ledger] = await push.world.query<{ id: string; keyNo: number }>(
    `select id, key_no as "keyNo" from ledger where tenant_id = $1 and kind = 'order'`,
    tenant,
  )
  assert.ok(ledger)
  const { id, keyNo } = ledger
  let delivery: 'open' | 'shipped' = 'shipped'
  const about = { id, channelId: push.channelId, theirOrderId, keyNo, orderId: id }
  const parcel = { deliveryId: id, no: 1, carrier: 'DHL', tracking: '00340', lines: [] }
  const sources = {
    ...tradeSources,
    orderStatesForChannel: async () => [
      {
        ...about,
        delivery,
        payment: 'paid' as const,
        lines: [],
        paymentMethod: '',
        paidAt: null,
        shippedAt: null,
        packages: [parcel],
      },
    ],
    deliveriesForChannel: async (_tx: unknown, _tenant: string, ids: readonly string[]) =>
      ids.map(() => ({
        ...about,
        deliveryNumber: 'D-1',
        shippedAt: new Date(),
        complete: true,
        lines: [],
        packages: [parcel],
      })),
  }
  const run = async () => {
    await push.world.query(
      `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
       select $1, $2, kind, $3, $4, clock_timestamp() from unnest(array['order_status', 'delivery']) as u (kind)`,
      tenant,
      push.channelId,
      id,
      push.connectionId,
    )
    return push.lane('feedback', { parts: { sources } })
  }
  const first = await run()
  assert.deepEqual(
    [sent(first, 'order_status'), sent(first, 'delivery')],
    [
      { sent: 1, accepted: 1 },
      { sent: 1, accepted: 1 },
    ],
  )
  delivery = 'open'
  const second = await run()
  assert.deepEqual([sent(second, 'order_status'), sent(second, 'delivery')], [{}, {}])
  assert.equal(push.system.objects.of('order_status')[0]?.fields['delivery'], 'shipped')
  assert.equal(push.system.objects.of('delivery').length, 1)
  assert.deepEqual(await push.due('delivery'), [])
})

test('an item without a price is held with its reason, and sent once it has one', async context => {
  const push = await createPushWorld(db, context)
  const { tenant } = push.world
  const [id = ''] = await push.sell(['T-1'])
  await push.world.query(`update item set net_price = null where tenant_id = $1`, tenant)
  const end = await push.lane('catalogue')
  assert.equal(end.figures['item']?.parked, 1)
  await push.change(tx => changeItems(tx, tenant, [{ id, netPrice: '5' }]))
  await push.lane('catalogue')
  assert.deepEqual(shown(push.system), { 'T-1': '10' })
})
