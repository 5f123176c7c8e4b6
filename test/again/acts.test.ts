import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setLock } from '../../src/channels/addConnection.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { openEntrances } from '../import/entrances.ts'
import { listenToStatements } from '../import/measure.ts'
import { createReferenceWorld } from '../import/referenceWorld.ts'
import { createWorld, ledgerOf } from '../import/world.ts'

const { db } = await testDatabase({ after })

interface Result {
  readonly id: string
  readonly outcome: string
  readonly code: string | null
  readonly problem?: { readonly code: string; readonly text: string }
}

test('500 records are ignored, taken back and imported again with as many statements as 5', async t => {
  const world = await createWorld(db, t)
  const contents = { ...generateShop({ orders: 505, items: 3, seed: 81, lines: 1 }), payments: [] }
  const { shop } = await world.openShop({ ...contents, withoutItems: true })
  await world.sync()
  await world.makeItems(...shop.items().map(item => item.sku))
  const ids = [...(await ledgerOf(world)).values()].map(row => row.id)
  assert.equal(ids.length, 505)
  const { http } = await openEntrances(world, t)
  const statements = async (path: string, some: readonly string[], more: object = {}) => {
    const heard = listenToStatements(db)
    const answer = await http('POST', `/ledger/${path}`, { ids: some, ...more })
    heard.stop()
    assert.equal(answer.status, 200, answer.text)
    const items = answer.body['items'] as readonly Result[]
    assert.deepEqual(
      items.map(one => one.id),
      some,
      'one result per record, in order',
    )
    return {
      count: heard.texts.filter(text => !/^(begin|commit|select set_config)/.test(text)).length,
      items,
    }
  }
  const [five, many] = [ids.slice(0, 5), ids.slice(5)]
  const acts = [
    ['retry-import', {}, 'staged'],
    ['ignore', { why: 'Test' }, 'ignored'],
    ['again', {}, 'staged'],
  ] as const
  for (const [path, more, outcome] of acts) {
    const few = await statements(path, five, more)
    const lots = await statements(path, many, more)
    assert.ok(
      lots.items.every(one => one.outcome === outcome && one.code === null) || outcome === 'ignored',
      `${path}: ${JSON.stringify(lots.items[0])}`,
    )
    // A block of key numbers more or less, fresh statistics once: nothing that grows with the records.
    t.diagnostic(`${path}: ${few.count} statements for 5, ${lots.count} for 500`)
    assert.ok(lots.count <= few.count + 3, `${path}: ${few.count} and ${lots.count}`)
  }
  assert.deepEqual(await world.broken(), [])
})

test('of many records each answers for itself: what cannot be done is said, the rest is done', async t => {
  const world = await createWorld(db, t)
  await world.openShop({ ...generateShop({ orders: 3, items: 3, seed: 82 }), payments: [] })
  await world.sync()
  const ids = [...(await ledgerOf(world)).values()].map(row => row.id)
  await world.query(`update ledger set outcome = 'taken_over' where id = $1`, ids[1])
  const { http } = await openEntrances(world, t)
  for (const [path, more] of [
    ['ignore', { why: 'Test' }],
    ['again', {}],
  ] as const) {
    const answer = await http('POST', `/ledger/${path}`, { ids, ...more })
    const items = answer.body['items'] as readonly Result[]
    assert.deepEqual(
      items.map(one => one.problem?.code),
      [undefined, 'ACTION_NOT_POSSIBLE', undefined],
    )
    assert.match(items[1]?.problem?.text ?? '', /its outcome is taken_over/)
  }
})

test('over a locked connection nothing is downloaded, and what is stored is imported again', async t => {
  const { world, id, placeOrders, sync, system } = await createReferenceWorld(db, t, 'acked')
  placeOrders(2)
  await sync()
  const ids = [...(await ledgerOf(world)).values()].map(row => row.id)
  const { http } = await openEntrances(world, t)
  await http('POST', '/ledger/ignore', { ids, why: 'Test' })
  await world.tx(tx => setLock(tx, world.tenant, id, { by: 'Eva', reason: 'Umzug', at: new Date() }))
  const calls = system.calls.length

  const refused = await http('POST', '/ledger/retry-download', { ids })
  assert.deepEqual([refused.status, refused.body['code']], [409, 'CHANNEL_LOCKED'])
  const again = await http('POST', '/ledger/again', { ids })
  assert.deepEqual(
    (again.body['items'] as readonly Result[]).map(one => one.outcome),
    ['staged', 'staged'],
  )
  assert.equal(system.calls.length, calls)
})

test('the history of a record says what it was, why, and which payload it had then', async t => {
  const world = await createWorld(db, t)
  await world.openShop({ ...generateShop({ orders: 1, items: 3, seed: 83 }), payments: [] })
  await world.sync()
  const [row] = (await ledgerOf(world)).values()
  const { http } = await openEntrances(world, t)
  await http('POST', '/ledger/ignore', { ids: [row?.id], why: 'Doppelt bestellt' })
  await http('POST', '/ledger/again', { ids: [row?.id] })

  const { body } = await http('GET', `/ledger/${row?.id}`)

  const history = body['history'] as readonly Record<string, unknown>[]
  const payloads = body['payloads'] as readonly Record<string, unknown>[]
  assert.deepEqual(
    history.map(one => [one['outcome'], one['code']]),
    [
      ['staged', null],
      ['ignored', 'IGNORED_BY_PERSON'],
      ['parked', 'IGNORED_BY_PERSON'],
    ],
  )
  assert.match(String(history[1]?.['reason']), /Doppelt bestellt/)
  assert.ok(history.every(one => one['payloadAt'] === payloads[0]?.['storedAt']))
})
