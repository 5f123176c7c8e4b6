import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { KontorError } from '../../src/base/errors.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { LaneKind } from '../../src/sync/lanes.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import type { ReferenceSystem } from '../../testkit/reference/system.ts'
import { act } from '../connect/connectWorld.ts'
import { createReferenceWorld, orderOf } from '../import/referenceWorld.ts'
import type { World } from '../import/world.ts'
import { createOrderedWorld, everything, toldOnce } from '../push/orderedWorld.ts'
import { createPushWorld, type PushWorld } from '../push/pushWorld.ts'

const { db } = await testDatabase({ after })

type Kind = ReturnType<typeof kindsSent>[number]
const kinds = kindsSent()
const lanes: readonly LaneKind[] = ['catalogue', 'stock', 'feedback']
/** Where these are not taken alone, the complete item tells them: nothing is left undone, so nothing is said. */
const toldWithItem: readonly string[] = ['price', 'stock']

for (const kind of kinds)
  test(`${kind} that cannot be sent is not called, and named once in a run`, async t => {
    const { push, makeDue } = await withAllDue(t, connector => withoutSends(connector, [kind]))
    for (const time of ['first', 'second']) {
      const before = push.system.calls.length
      const notes = await runs(push)
      assert.deepEqual(notes, toldWithItem.includes(kind) ? [] : [kind], time)
      assert.deepEqual(wrote(push.system, before)[kind] ?? 0, 0, time)
      const left = (await push.due()).filter(row => row.kind === kind)
      assert.deepEqual(left, [], `${time}: nothing of it stays due`)
      await makeDue()
    }
    const told = wrote(push.system, 0)
    for (const other of kinds) {
      const needsItem = kind === 'item' && ['price', 'stock'].includes(other)
      if (other !== kind && !needsItem && !toldWithItem.includes(other))
        assert.ok((told[other] ?? 0) > 0, `${other} is told without ${kind}`)
    }
  })

test('a connector that sends nothing is called for nothing, and each kind is named once in a run', async t => {
  const { push, makeDue } = await withAllDue(t, ({ send: _send, ...connector }) => connector)
  for (const time of ['first', 'second']) {
    assert.deepEqual((await runs(push)).sort(), [...kinds].sort(), time)
    await makeDue()
  }
  assert.deepEqual(wrote(push.system, 0), {})
})

/** Parts of the port that a run uses: the scenario that needs it answers how often it was called. */
const used: readonly {
  readonly part: string
  readonly shape?: Partial<Shape>
  readonly drop: (connector: Connector) => Connector
  readonly method: string
  readonly call: RegExp
  readonly work: (push: PushWorld, itemId: string, dropped: boolean) => Promise<void>
}[] = [
  {
    // The contract refuses a `readBack` without it. What got no answer may be there, and is left until a person has looked.
    part: 'find',
    drop: dropOfItem('find'),
    method: 'GET',
    call: /^\/objects\/item\?/,
    work: async (push, itemId, dropped) => {
      push.system.faults.play('cutAfter', 'send')
      for (let time = 0; time < 2; time++) {
        await push.lane('catalogue')
        const { tenant } = push.world
        await push.world.query(`update due set not_before = null where tenant_id = $1`, tenant)
        await push.world.query(`update sync_lane set not_before = null where tenant_id = $1`, tenant)
      }
      assert.equal(push.system.objects.of('item').length, 1, 'nothing is made twice')
      assert.deepEqual(await codesOf(push.world), dropped ? [['LOOKUP_NOT_OFFERED'], []] : [[], []])
      if (!dropped) return
      // A change says nothing about the first call: only a person who has looked does.
      await twice(push, itemId)
      assert.equal(push.system.objects.of('item').length, 1, 'nor after a change')
      assert.deepEqual((await codesOf(push.world)).slice(2), [['LOOKUP_NOT_OFFERED'], ['LOOKUP_NOT_OFFERED']])
      await act(push.world, 'outbox.send-again', { ids: [itemId] })
      await push.lane('catalogue')
      assert.equal(push.system.objects.of('item').length, 2, 'sent on the word of a person')
    },
  },
  {
    part: 'remove',
    drop: dropOfItem('remove'),
    method: 'POST',
    call: /^\/objects\/item\/remove$/,
    work: async (push, itemId, dropped) => {
      await push.lane('catalogue')
      const wish = [{ itemId, channelId: push.channelId, active: false }]
      await push.change(tx => sellOn(tx, push.world.tenant, wish))
      await twice(push, itemId)
      const active = push.system.objects.of('item').map(({ fields }) => fields['active'])
      assert.deepEqual(active, dropped ? [false] : [], 'told as inactive where it cannot be taken away')
    },
  },
  {
    part: 'read',
    drop: dropOfItem('read'),
    method: 'GET',
    call: /^\/objects\/item\/shown/,
    work: async (push, itemId, dropped) => {
      await push.lane('catalogue')
      await twice(push, itemId)
      const rules = act(push.world, 'conflict.set-rules', { channel: push.channelId, lead: { name: 'ask' } })
      await (dropped ? refuses(rules, 'CONFLICTS_NOT_OFFERED') : rules)
    },
  },
  {
    part: 'results',
    shape: { outward: 'tickets' },
    drop: ({ results: _results, ...connector }) => connector,
    method: 'GET',
    call: /^\/tickets/,
    work: async (push, itemId, dropped) => {
      await push.lane('catalogue')
      await twice(push, itemId)
      const said = dropped ? ['RESULTS_NOT_OFFERED'] : []
      assert.deepEqual(await codesOf(push.world), [said, said, said], 'once in each run')
      assert.equal(made(push.system, 'POST', /^\/objects\/item$/), 1, 'what waits is not sent again')
    },
  },
  {
    part: 'close',
    drop: ({ close: _close, ...connector }) => connector,
    method: 'DELETE',
    call: /^\/session/,
    work: twice,
  },
  {
    part: 'ack',
    drop: ({ ack: _ack, ...connector }) => connector,
    method: 'POST',
    call: /^\/acks/,
    work: async (push, _itemId, dropped) => {
      // One more than its largest page: what is never acknowledged hides what lies behind it, and that has to be said.
      for (let no = 0; no <= 100; no++) push.system.placeOrder(orderOf(`R-${no}`))
      for (let time = 0; time < 2; time++) {
        assert.equal((await push.lane('orders')).state, 'done')
        const codes = (await notesOf(push.world)).at(-1)?.map(note => note.code)
        assert.deepEqual(codes, dropped ? ['ACKS_NOT_OFFERED', 'ACKS_IGNORED'] : [])
      }
      assert.equal((await ledgerIds(push.world)).length, dropped ? 100 : 101, 'each once')
    },
  },
]

for (const { part, shape, drop, method, call, work } of used)
  test(`without \`${part}\` it is not called, where it is called with it`, async t => {
    for (const dropped of [false, true]) {
      const push = await createPushWorld(db, t, shape, dropped ? drop : undefined)
      const [itemId = ''] = await push.sell(['T-1'])
      await work(push, itemId, dropped)
      const calls = made(push.system, method, call)
      assert.ok(dropped ? calls === 0 : calls > 0, `${calls} calls ${dropped ? 'without' : 'with'} it`)
    }
  })

test('orders that this very system lacks are not read, and named once in a run', async t => {
  const given = await createReferenceWorld(db, t, 'acked', connector => ({
    ...connector,
    without: () => ['order'],
  }))
  given.placeOrders(1)
  for (let time = 0; time < 2; time++) {
    await given.sync()
    assert.deepEqual((await notesOf(given.world)).at(-1), [{ code: 'NOT_SUPPORTED', kinds: 'order' }])
  }
  assert.equal(made(given.system, 'GET', /^\/records/), 0)
})

/** Operations of the table that need a part: what is dropped, what is asked for, and the code that says no. */
const refusals: readonly {
  readonly part: string
  readonly inward: Shape['inward']
  readonly change: (connector: Connector) => Connector
  readonly ask: (world: World, id: string) => Promise<unknown>
  readonly code: string
  readonly call: RegExp
}[] = [
  {
    part: 'requestAgain',
    inward: 'acked',
    change: ({ requestAgain: _again, ...connector }) => connector,
    ask: (world, id) => act(world, 'request.start', { channel: id, from: '2026-01-01' }),
    code: 'AGAIN_NOT_OFFERED',
    call: /^\/release/,
  },
  {
    part: 'requestAgain, for single records',
    inward: 'acked',
    change: ({ requestAgain: _again, ...connector }) => connector,
    ask: async world => act(world, 'ledger.retry-download', { ids: await ledgerIds(world) }),
    code: 'AGAIN_NOT_OFFERED',
    call: /^\/release/,
  },
  {
    part: 'fetchSingle',
    inward: 'watermark',
    change: connector => connector, // it has none in any shape
    ask: async world => act(world, 'ledger.retry-download', { ids: await ledgerIds(world) }),
    code: 'AGAIN_NOT_OFFERED',
    call: /^\/(records|release)/,
  },
  {
    part: 'inventory',
    inward: 'acked',
    change: ({ inventory: _inventory, ...connector }) => connector,
    ask: (world, id) => act(world, 'first-run.look', { connection: id }),
    code: 'INVENTORY_NOT_OFFERED',
    call: /^\/inventory/,
  },
]

for (const { part, inward, change, ask, code, call } of refusals)
  test(`without \`${part}\` the operation says ${code} and calls nothing`, async t => {
    const given = await createReferenceWorld(db, t, inward, change)
    given.placeOrders(1)
    await given.sync()
    const before = given.system.calls.length
    for (let time = 0; time < 2; time++) await refuses(ask(given.world, given.id), code)
    assert.deepEqual(
      given.system.calls.slice(before).filter(({ path }) => call.test(path)),
      [],
    )
  })

test('without `count` a day cannot be compared, which is said, and nothing is called', async t => {
  const given = await createReferenceWorld(db, t, 'watermark', ({ count: _count, ...connector }) => connector)
  for (let time = 0; time < 2; time++) {
    const { items } = await act<{ items: { state: string; code: string }[] }>(
      given.world,
      'ledger.completeness',
      { day: '2026-03-01' },
    )
    assert.deepEqual(
      items.map(one => [one.state, one.code]),
      [['not_countable', 'NOT_COUNTABLE']],
    )
  }
  assert.deepEqual(given.system.calls, [])
})

function kindsSent() {
  return ['category', 'item', 'price', 'stock', 'delivery', ...toldOnce, 'order_status'] as const
}

function withoutSends(connector: Connector, dropped: readonly Kind[]): Connector {
  const send = { ...connector.send }
  for (const kind of dropped) delete send[kind]
  return { ...connector, send }
}

// The item, as this connector sends it, without one part.
function dropOfItem(part: 'find' | 'remove' | 'read'): (connector: Connector) => Connector {
  return connector => {
    const item = connector.send?.item
    assert.ok(item)
    const rest = { ...item }
    delete rest[part]
    return { ...connector, send: { ...connector.send, item: rest } }
  }
}

// A world in which each kind has an object that is due, and how all of them become due once more.
async function withAllDue(t: TestContext, change: (connector: Connector) => Connector) {
  const push = await createOrderedWorld(db, t, {}, change)
  const { world } = push
  const { tenant } = world
  const [itemId = ''] = await push.sell(['T-2'])
  const { results } = await push.change(tx => createCategories(tx, tenant, [{ name: 'Tassen' }]))
  const categoryIds = results.map(one => one.id)
  await push.change(tx => setItemCategories(tx, tenant, [{ itemId, categoryIds }]))
  await act(world, 'order.deliver', {
    order: push.orderId,
    lines: { 1: '1' },
    carrier: 'DHL',
    tracking: '00340434161094042557',
  })
  await everything(push)
  return {
    push,
    makeDue: async () => {
      for (const kind of toldOnce) await push.again(kind)
      // Rows and a sweep besides are looked at one after the other: still it is said once.
      for (const kind of ['category', 'item', 'order_status'] as const) await push.sweep(kind)
      const deliveries = await world.query<{ id: string }>(
        `select id from delivery where tenant_id = $1`,
        tenant,
      )
      await push.change(async () => ({
        changed: {
          category: categoryIds,
          item: [itemId],
          price: [itemId],
          stock: [itemId],
          delivery: deliveries.map(one => one.id),
          order_status: [push.orderId],
        },
      }))
    },
  }
}

// Works the sending lanes off. The kinds that were named as not supported, of each run in its order.
async function runs(push: PushWorld): Promise<string[]> {
  const before = (await notesOf(push.world)).length
  for (const lane of lanes) {
    const end = await push.lane(lane)
    assert.equal(end.state, 'done', `${lane}: ${JSON.stringify(end.error)}`)
  }
  const notes = (await notesOf(push.world)).slice(before).flat()
  return notes.flatMap(note => (note.code === 'NOT_SUPPORTED' ? [note.kinds] : []))
}

/** The notes of each lane's run so far, oldest first. */
async function notesOf(world: World): Promise<{ code: string; kinds: string }[][]> {
  const rows = await world.query<{ notes: { code: string; data: { kinds: string } }[] }>(
    `select notes from sync_run where tenant_id = $1 and lane is not null order by id`,
    world.tenant,
  )
  return rows.map(row => row.notes.map(({ code, data }) => ({ code, kinds: data.kinds })))
}

async function codesOf(world: World): Promise<string[][]> {
  return (await notesOf(world)).map(notes => notes.map(note => note.code))
}

async function ledgerIds(world: World): Promise<string[]> {
  const rows = await world.query<{ id: string }>(`select id from ledger where tenant_id = $1`, world.tenant)
  return rows.map(row => row.id)
}

// Writing calls at the system from that one on, by kind.
function wrote(system: ReferenceSystem, from: number): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { method, path } of system.calls.slice(from)) {
    const kind = method === 'POST' ? path.split('/objects/')[1] : undefined
    if (kind) counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

// A change of the item, told, two times.
async function twice(push: PushWorld, itemId: string): Promise<void> {
  const { world } = push
  for (let time = 0; time < 2; time++) {
    await world.query(`update item set item_number = item_number || 'x' where tenant_id = $1`, world.tenant)
    await push.change(async () => ({ changed: { item: [itemId] } }))
    assert.equal((await push.lane('catalogue')).state, 'done')
  }
}

function made(system: ReferenceSystem, method: string, path: RegExp): number {
  return system.calls.filter(call => call.method === method && path.test(call.path)).length
}

async function refuses(work: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(work, (error: KontorError) => error.code === code || assert.fail(`${error}`))
}
