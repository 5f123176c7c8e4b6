import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createItems } from '../../src/catalog/createItems.ts'
import type { Connector } from '../../src/port/connector.ts'
import { Rejected } from '../../src/port/errors.ts'
import { parseExact } from '../../src/port/exactJson.ts'
import { type CallOfTheirs, receiveRecords } from '../../src/sync/receiveRecords.ts'
import { type TestScope, testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import { type ReferenceSystem, startReferenceSystem } from '../../testkit/reference/system.ts'
import { encode } from '../../testkit/reference/wireJson.ts'
import { openEntrances } from '../import/entrances.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { counted, counts, createWorld, ledgerOf, type World } from '../import/world.ts'

const { db } = await testDatabase({ after })

async function opened(t: TestScope, shape: Partial<Shape>, change?: (connector: Connector) => Connector) {
  const world = await createWorld(db, t)
  const system = await startReferenceSystem({ way: shape.inward ?? 'acked' })
  t.after(() => system.stop())
  await world.tx(tx => createItems(tx, world.tenant, [{ itemNumber: 'A-1', name: 'Tasse' }]))
  const connector = referenceConnector(shape) as Connector
  const id = await world.connect(change ? change(connector) : connector, {
    url: system.url,
    token: system.token,
    ...(shape.inward === 'pushed' ? { pushSecret: system.pushSecret } : {}),
  })
  return { world, system, id, ...(await openEntrances(world, t)) }
}

test('a shop that releases single records gives those of the time again, changed as they are', async t => {
  const { world, system, id, terminal } = await opened(t, { inward: 'acked', again: 'single' })
  const [early, late] = ['2026-01-10T10:00:00Z', '2026-02-10T10:00:00Z'].map((placedAt, at) =>
    system.placeOrder({ ...orderOf(`${at}`), placedAt }),
  )
  await world.sync()
  for (const one of [early, late]) system.changeOrder(one ?? '', { note: 'neu' })
  assert.deepEqual(counts(await world.sync()), counted({}), 'acknowledged, it does not come by itself')

  const asked = await terminal('request-orders', id, '--from', '2026-02-01', '--events', 'order', '--json')

  assert.equal(asked.status, 0, asked.err)
  const { request } = JSON.parse(asked.out)
  assert.deepEqual(
    [request.way, request.figures.order.found, request.figures.order.updated],
    ['single', 1, 1],
  )
  const rows = await ledgerOf(world)
  assert.deepEqual([rows.get(early ?? '')?.payloads, rows.get(late ?? '')?.payloads], [1, 2])
  const second = JSON.parse((await terminal('request-orders', id, '--from', '2026-02-01', '--json')).out)
  assert.deepEqual([second.request.figures.order.new, second.request.figures.order.unchanged], [0, 1])
})

test('a request that the shop refuses ends and says so; what comes in by itself comes in', async t => {
  const { world, system, id, terminal } = await opened(t, { inward: 'acked', again: 'single' }, usual => ({
    ...usual,
    requestAgain: () => Promise.reject(new Rejected('NOT_THERE', 'id')),
  }))
  await world.sync()
  const order = system.placeOrder(orderOf('1'))

  const asked = await terminal('request-orders', id, '--numbers', 'nobody', '--json')

  assert.equal(JSON.parse(asked.out).request.state, 'refused')
  assert.notEqual(asked.status, 0)
  assert.equal((await ledgerOf(world)).get(order)?.outcome, 'staged')
  system.placeOrder(orderOf('2'))
  const run = await world.sync()
  assert.deepEqual([run.state, counts(run)], ['done', counted({ new: 1 })], 'it is not tried again')
})

test('records are requested by their number, also such as nobody has seen', async t => {
  const { world, system, id, terminal } = await opened(t, { inward: 'acked', again: 'single' })
  const [known, other] = [system.placeOrder(orderOf('N-1')), system.placeOrder(orderOf('N-2'))]
  await world.sync()
  system.changeOrder(known, { note: 'neu' })
  system.changeOrder(other, { note: 'neu' })
  const lost = system.placeOrder(orderOf('N-3'))
  const there = system.records.find(lost)
  if (there) there.storedAs = 77 // acknowledged by somebody who has lost it

  const asked = await terminal('request-orders', id, '--numbers', 'N-1', '--numbers', lost, '--json')

  assert.equal(asked.status, 0, asked.err)
  const { order } = JSON.parse(asked.out).request.figures
  assert.deepEqual([order.found, order.new, order.updated], [2, 1, 1])
})

test('a shop that can only give everything again does so when the number of records is confirmed', async t => {
  const { world, system, id, http, terminal } = await opened(t, { inward: 'acked', again: 'relink' })
  for (const number of ['1', '2', '3']) system.placeOrder(orderOf(number))
  await world.sync()
  const calls = () => system.calls.filter(call => call.path.startsWith('/release')).length

  const refused = await http('POST', `/channels/${id}/requests`, { from: '2026-01-01' })
  assert.deepEqual([refused.status, refused.body['code']], [409, 'CONFIRMATION_NEEDED'])
  assert.match(String(refused.body['detail']), /3 records known here/)
  assert.equal(calls(), 0)
  const preview = await http('POST', `/channels/${id}/requests/preview`, { from: '2026-01-01' })
  assert.deepEqual([preview.status, preview.body['code']], [422, 'PREVIEW_NOT_OFFERED'])

  const asked = await terminal('request-orders', id, '--from', '2026-01-01', '--confirm', '3', '--json')
  assert.equal(asked.status, 0, asked.err)
  const { order } = JSON.parse(asked.out).request.figures
  assert.deepEqual([order.found, order.new, order.unchanged], [3, 0, 3])
  assert.deepEqual(await world.broken(), [])
})

test('where reading consumes there is no preview, and nothing is read for it', async t => {
  const { id, http, system } = await opened(t, { inward: 'consuming' }, connector => ({
    ...connector,
    again: 'since',
  }))
  const answer = await http('POST', `/channels/${id}/requests/preview`, { from: '2026-01-01' })
  assert.deepEqual([answer.status, answer.body['code']], [422, 'PREVIEW_NOT_OFFERED'])
  assert.deepEqual(system.calls, [])
})

test('of a system that calls us what was left out and parked is decided again from what it had posted', async t => {
  const { world, system, id, http, terminal } = await opened(t, { inward: 'pushed' })
  const [line] = orderOf('2').lines
  system.placeOrder(orderOf('1'))
  if (line) system.placeOrder({ ...orderOf('2'), lines: [{ ...line, sku: 'B-1' }] })
  await receiveRecords(world.parts, posted(world, id, system))
  const outcomes = async () => [...(await ledgerOf(world)).values()].map(row => `${row.outcome} ${row.code}`)
  assert.deepEqual(await outcomes(), ['staged null', 'parked ITEM_UNKNOWN'])
  await world.tx(tx => createItems(tx, world.tenant, [{ itemNumber: 'B-1', name: 'Kanne' }]))

  const preview = await http('POST', `/channels/${id}/requests/preview`, { from: '2026-01-01' })
  assert.equal(preview.status, 200, preview.text)
  assert.deepEqual([preview.body['found'], preview.body['changed']], [1, 1])
  const asked = await terminal('request-orders', id, '--from', '2026-01-01', '--json')

  assert.equal(asked.status, 0, asked.err)
  assert.equal(JSON.parse(asked.out).request.way, 'stored')
  assert.deepEqual(await outcomes(), ['staged null', 'staged null'])
  assert.deepEqual(system.calls, [], 'nobody was called')
})

/** A call that posts all records of the system. */
function posted(world: World, connectionId: string, system: ReferenceSystem): CallOfTheirs {
  const records = system.records.all.map(record => ({
    kind: 'order' as const,
    externalId: record.id,
    place: '',
    raw: parseExact(encode(system.records.wire(record))),
  }))
  return {
    tenant: world.tenant,
    connectionId,
    signal: new AbortController().signal,
    route: {
      method: 'POST',
      path: '/events',
      read: () => ({ records }),
      answer: () => ({ status: 200, body: '' }),
    },
    request: {
      url: '',
      method: 'POST',
      path: '/events',
      query: {},
      headers: {},
      body: new Uint8Array(),
      parts: {},
      connectionKey: connectionId,
      settings: {},
      facts: {},
      places: [],
      seats: [],
      account: 1,
      now: new Date(),
    },
  }
}

test('an endpoint of JTL-Connector gives single orders again, and doubles none', async t => {
  const world = await createWorld(db, t)
  const { shop, id } = await world.openShop({
    ...generateShop({ orders: 3, items: 3, seed: 77 }),
    generation: 5,
  })
  await world.sync()
  const [first, second] = (await ledgerOf(world)).keys()
  shop.changeOrder(first ?? '', { customerNote: 'geändert' })
  const { terminal } = await openEntrances(world, t)

  const asked = await terminal(
    'request-orders',
    id,
    '--numbers',
    first ?? '',
    '--numbers',
    second ?? '',
    '--json',
  )

  assert.equal(asked.status, 0, asked.err)
  const { order } = JSON.parse(asked.out).request.figures
  assert.deepEqual([order.found, order.new, order.updated, order.unchanged], [2, 0, 1, 1])
  assert.deepEqual(counts(await world.sync()), counted({}), 'acknowledged again')
  assert.deepEqual(await world.broken(), [])
})
