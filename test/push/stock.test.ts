import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Connector } from '../../src/port/connector.ts'
import { ignoreRecords } from '../../src/sync/ledgerActions.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { createPushWorld, type PushWorld, sent, shown } from './pushWorld.ts'

const { db } = await testDatabase({ after })

/** What a test does between two steps of a run: before and after every call that the connector makes. */
interface Steps {
  count: number
  at: (step: number) => void
}

function stepping(connector: Connector, steps: Steps): Connector {
  const { pull, send, ack } = connector
  const step = async <T>(call: () => Promise<T>): Promise<T> => {
    steps.at(steps.count++)
    const answer = await call()
    steps.at(steps.count++)
    return answer
  }
  assert.ok(pull && ack && send?.stock && send.item)
  return {
    ...connector,
    pull: { ...pull, fetch: (...wish) => step(() => pull.fetch(...wish)) },
    ack: (...wish) => step(() => ack(...wish)),
    send: {
      ...send,
      stock: {
        ...send.stock,
        send: (...wish) => step(() => send.stock?.send(...wish) ?? Promise.resolve([])),
      },
      item: { ...send.item, send: (...wish) => step(() => send.item?.send(...wish) ?? Promise.resolve([])) },
    },
  }
}

let placed = 0
function place({ system }: PushWorld, number: string): void {
  const order = orderOf(`W-${++placed}`)
  system.placeOrder({ ...order, lines: order.lines.map(line => ({ ...line, sku: number })) })
}

test('never shows more than there is when an order is placed between any two steps of a stock push', async context => {
  const steps: Steps = { count: 0, at: () => undefined }
  const push = await createPushWorld(db, context, {}, connector => stepping(connector, steps))
  const [id = ''] = await push.sell(['T-1'], '1000')
  await push.lane('catalogue')
  let truth = 1000
  const run = async (at: ReadonlySet<number>) => {
    await push.move(id, '1')
    truth++
    steps.count = 0
    steps.at = step => {
      if (!at.has(step)) return
      place(push, 'T-1')
      truth--
    }
    const end = await push.lane('stock')
    steps.at = () => undefined
    assert.equal(end.state, 'done', JSON.stringify(end.error))
    assert.equal(
      Number(push.system.objects.shown('T-1')),
      truth,
      `orders at ${[...at]} of ${steps.count} steps`,
    )
    return steps.count
  }
  const usual = await run(new Set())
  assert.ok(usual >= 4, `${usual} steps`)
  for (let first = 0; first < usual + 4; first++) await run(new Set([first]))
  for (let first = 0; first < usual; first++)
    for (let second = first + 1; second < usual + 4; second++) await run(new Set([first, second]))
})

test('an item that is sent complete does not erase a sale for longer than the next stock run', async context => {
  const steps: Steps = { count: 0, at: () => undefined }
  const push = await createPushWorld(db, context, {}, connector => stepping(connector, steps))
  for (let at = 0; at < 8; at++) {
    steps.count = 0
    steps.at = step => {
      if (step === at) place(push, `T-${at}`)
    }
    await push.sell([`T-${at}`], '10')
    await push.lane('catalogue')
    steps.at = () => undefined
    await push.lane('stock')
    const sold = (
      await push.world.query(
        `select 1 from web_order_line where tenant_id = $1 and sku = $2`,
        push.world.tenant,
        `T-${at}`,
      )
    ).length
    assert.ok(Number(shown(push.system)[`T-${at}`]) <= 10 - sold, `order at ${at}`)
  }
})

test('lets a shop that subtracts by itself alone', async context => {
  const push = await createPushWorld(db, context, { stock: 'subtractsUnfetched' })
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  place(push, 'T-1')
  await push.move(id, '5')
  const before = push.system.calls.filter(call => call.target === 'read').length
  assert.deepEqual(sent(await push.lane('stock'), 'stock'), { sent: 1, accepted: 1 })
  assert.equal(
    push.system.calls.filter(call => call.target === 'read').length,
    before,
    'no orders were fetched',
  )
  assert.deepEqual(shown(push.system), { 'T-1': '14' })
})

test('tells every channel less by what a parked order took, and more again when it is ignored', async context => {
  const push = await createPushWorld(db, context)
  await push.sell(['T-1'])
  await push.lane('catalogue')
  const order = orderOf('parked')
  const [cup] = order.lines
  assert.ok(cup)
  push.system.placeOrder({
    ...order,
    lines: [
      { ...cup, sku: 'T-1', quantity: '3' },
      { ...cup, sku: 'FREMD' },
    ],
  })
  await push.lane('orders')
  await push.lane('stock')
  assert.deepEqual(shown(push.system), { 'T-1': '7' })
  const [row] = await push.world.query<{ id: string }>(
    `select id from ledger where tenant_id = $1 and outcome = 'parked'`,
    push.world.tenant,
  )

  const { tenant, parts } = push.world
  await ignoreRecords(parts, { tenant, ids: [row?.id ?? ''], by: 'Eva', why: 'Test' })
  await push.lane('stock')

  assert.deepEqual(shown(push.system), { 'T-1': '10' })
  assert.deepEqual(await push.world.broken(), [])
})

test('tells every channel that sells an item what one of them sold', async context => {
  const push = await createPushWorld(db, context)
  const [id] = await push.sell(['T-1'])
  await push.lane('catalogue')
  place(push, 'T-1')
  await push.lane('orders')
  assert.deepEqual(
    (await push.due('stock')).map(row => row.objectId),
    [id],
  )
  await push.lane('stock')
  assert.deepEqual(shown(push.system), { 'T-1': '9' })
  assert.deepEqual(await push.due('stock'), [])
})

test('a sale that comes while a quantity waits for its answer makes that quantity told again', async context => {
  const push = await createPushWorld(db, context, { outward: 'tickets', keys: 'ours' })
  const { system } = push
  const settled = async () => {
    await push.lane('stock')
    system.settle()
    await push.lane('stock')
  }
  const [id = ''] = await push.sell(['T-1'], '1')
  await push.lane('catalogue')
  system.settle()
  await push.lane('catalogue')
  await settled()
  await push.move(id, '-1')
  await push.lane('stock')
  system.settle() // it shows nothing now, which we do not know yet
  place(push, 'T-1')
  assert.equal(Number(shown(system)['T-1']) < 0, true, 'it sold what it has not')
  await push.lane('orders')
  await settled()
  await settled()
  assert.deepEqual(shown(system), { 'T-1': '0' })
  assert.deepEqual(await push.due('stock'), [])
})
