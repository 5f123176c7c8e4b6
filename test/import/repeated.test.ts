import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { meddle } from './meddler.ts'
import { counted, counts, createWorld, ledgerOf } from './world.ts'

const { db } = await testDatabase({ after })

test('a page that is delivered twice is imported once', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(generateShop({ orders: 80, items: 10, seed: 21 }))
  shop.setFaults({
    script: [
      { onCall: 2, method: 'customer_order.pull', fault: 'duplicatePage' },
      { onCall: 3, method: 'customer_order.pull', fault: 'pageOverlap' },
    ],
  })

  const run = await world.sync()

  assert.equal(run.state, 'done')
  const { new: fresh, unchanged, found } = counts(run)
  assert.deepEqual([fresh, found], [80, 80 + unchanged])
  assert.equal(unchanged, 51, 'the first page of 50 once more, and one order at the edge of two pages')
  assert.equal((await ledgerOf(world)).size, 80)
  assert.deepEqual(shop.remaining('customer_order'), [])
  assert.deepEqual(await world.broken(), [])
})

test('an acknowledgement that the shop lost is sent again with the page that comes again', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({
    ...generateShop({ orders: 60, items: 10, seed: 22 }),
    payments: [],
  })
  // The second one is that of the first page of orders: customers come first, in one page.
  shop.setFaults({ script: [{ onCall: 2, method: 'core.connector.ack', fault: 'lostAck' }] })

  const run = await world.sync()

  assert.deepEqual(counts(run), { ...counted({ new: 60, unchanged: 50 }) })
  assert.deepEqual(shop.remaining('customer_order'), [])
  const sent = shop.log.acked.filter(ack => ack.key === 'customerOrder')
  assert.equal(sent.length, 110)
  assert.equal(new Set(sent.map(ack => `${ack.endpoint} ${ack.host}`)).size, 60, 'under the same numbers')
})

test('an acknowledgement without an answer stays in the outbox and goes out in the next run, after the shop was asked for changes', async t => {
  t.mock.method(Math, 'random', () => 0) // no pauses between the tries
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ ...generateShop({ orders: 3, items: 3, seed: 23 }), customers: [] })
  shop.setFaults({ script: [{ onCall: 1, method: 'core.connector.ack', fault: 'http503', times: 9 }] })

  const failed = await world.sync()
  assert.deepEqual([failed.state, failed.error?.code], ['failed', 'REMOTE_UNAVAILABLE'])
  assert.deepEqual(counts(failed), counted({ new: 3 }), 'what was read stays imported')
  assert.equal((await world.query('select 1 from ack_outbox')).length, 3)

  shop.setFaults(null)
  const calls = shop.log.calls.length
  const run = await world.sync()
  assert.equal(run.state, 'done')
  const methods = shop.log.calls.slice(calls).map(call => call.method)
  const first = (method: string) => methods.indexOf(method)
  assert.ok(first('customer_order.pull') < first('core.connector.ack'), methods.join(', '))
  assert.deepEqual(counts(run), counted({ unchanged: 3 }), 'what was not told comes again, and is known')
  assert.equal((await world.query('select 1 from ack_outbox')).length, 0)
})

test('a shop that ignores acknowledgements ends the kind after three pages in vain, and the run says so', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({
    ...generateShop({ orders: 5, items: 5, seed: 24 }),
    quirks: { ignoresAcks: true },
  })

  const run = await world.sync()

  assert.equal(run.state, 'done')
  assert.equal(counts(run).new, 5)
  assert.equal((await ledgerOf(world)).size, 5)
  const notes = run.parts[0]?.notes.map(note => note.code)
  assert.deepEqual(new Set(notes), new Set(['ACKS_IGNORED']))
  assert.ok(shop.log.calls.filter(call => call.method === 'customer_order.pull').length <= 5)
})

test('an order that changes between two pages is imported once, with its last version', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(generateShop({ orders: 120, items: 10, seed: 25 }))
  shop.setFaults({
    script: [{ onCall: 2, method: 'customer_order.pull', fault: 'changedBetweenPages', times: 2 }],
  })

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ new: 120 }))
  const notes = await world.query<{ note: string }>(
    `select record->>'customerNote' as note from web_order where record->>'customerNote' like '%geändert%'`,
  )
  const changed = shop.orders().filter(order => order.customerNote?.includes('geändert'))
  assert.ok(changed.length > 0)
  assert.deepEqual(notes.map(row => row.note).sort(), changed.map(order => order.customerNote).sort())
})

test('the same id twice in one page counts once, and the later one is what the shop says last', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({
    ...generateShop({ orders: 3, items: 3, seed: 26 }),
    customers: [],
    payments: [],
    through: meddle(t, ({ method, text }) => {
      if (method !== 'customer_order.pull') return text
      const reply = JSON.parse(text)
      const [first] = reply.result
      if (first) reply.result.push({ ...first, customerNote: 'die spätere' })
      return JSON.stringify(reply)
    }),
  })

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ new: 3 }))
  const [row] = await world.query<{ note: string }>(
    `select record->>'customerNote' as note from web_order w join ledger l on l.id = w.id where l.external_id = $1`,
    shop.orders()[0]?.id,
  )
  assert.equal(row?.note, 'die spätere')
})

test('records without an id are parked, each content once, and never acknowledged', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({
    ...generateShop({ orders: 4, items: 3, seed: 27 }),
    customers: [],
    payments: [],
    through: meddle(t, ({ method, text }) => {
      if (method !== 'customer_order.pull') return text
      const reply = JSON.parse(text)
      for (const order of reply.result) {
        if (order.orderNumber.endsWith('2')) order.id = null
        if (order.orderNumber.endsWith('3')) order.id = ['', 0]
      }
      return JSON.stringify(reply)
    }),
  })

  const run = await world.sync()

  assert.equal(run.state, 'done')
  const { new: fresh, parked } = counts(run)
  assert.deepEqual([fresh, parked], [2, 2], 'the rest of the page goes on')
  const rows = [...(await ledgerOf(world)).values()].filter(row => row.outcome === 'parked')
  assert.deepEqual(
    rows.map(row => [row.code, row.data?.['path'], row.payloads]),
    [
      ['PAYLOAD_INVALID', 'id', 1],
      ['PAYLOAD_INVALID', 'id', 1],
    ],
  )
  assert.deepEqual(
    shop.log.acked.map(ack => ack.endpoint),
    ['100001', '100004'],
  )

  const again = await world.sync()
  assert.deepEqual(counts(again).parked, 0, 'known by their content')
  assert.equal((await ledgerOf(world)).size, 4)
})

test('many records without an id and with the same content in one page are parked once', async t => {
  const world = await createWorld(db, t)
  await world.openShop({
    ...generateShop({ orders: 3, items: 3, seed: 28 }),
    customers: [],
    payments: [],
    through: meddle(t, ({ method, text }) => {
      if (method !== 'customer_order.pull') return text
      const reply = JSON.parse(text)
      if (reply.result.length > 0) reply.result.push(...Array(60).fill(null))
      return JSON.stringify(reply)
    }),
  })

  const run = await world.sync()

  assert.deepEqual([run.state, run.error], ['done', null])
  assert.deepEqual([counts(run).new, counts(run).parked], [3, 1])
  assert.equal((await ledgerOf(world)).size, 4)
})
