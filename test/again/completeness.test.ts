import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Connector } from '../../src/port/connector.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import { startReferenceSystem } from '../../testkit/reference/system.ts'
import { openEntrances } from '../import/entrances.ts'
import { tableWrites, writesBetween } from '../import/measure.ts'
import { createReferenceWorld, orderOf } from '../import/referenceWorld.ts'

const { db } = await testDatabase({ after })

test('a day is compared per connection: missing orders are named, one shop that fails keeps no other from it', async t => {
  const { world, system, sync, id, clock } = await createReferenceWorld(db, t, 'watermark')
  // Its day ends at midnight of its zone, an hour or two before that of UTC.
  const inDay = system.placeOrder({ ...orderOf('1'), placedAt: '2026-03-28T23:00:00Z' })
  system.placeOrder({ ...orderOf('2'), placedAt: '2026-03-29T22:00:00Z' })
  await sync()
  clock.advance(60)
  const lost = system.placeOrder({ ...orderOf('3'), placedAt: '2026-03-29T21:59:59Z' })
  await world.openShop({ ...generateShop({ orders: 2, items: 3, seed: 61 }), name: 'B JTL' })
  const dead = await startReferenceSystem()
  t.after(() => dead.stop())
  await world.connect(
    { ...(referenceConnector({ inward: 'watermark' }) as Connector), name: 'reference-dead' },
    { url: dead.url, token: 'not its token' },
    'C dead',
  )
  await world.query(`update connection set name = 'A reference' where id = $1`, id)
  const { http, terminal } = await openEntrances(world, t)
  const before = await tableWrites(db)

  const answer = await http('GET', '/ledger-completeness?day=2026-03-29')

  assert.equal(answer.status, 200, answer.text)
  const items = answer.body['items'] as readonly Record<string, unknown>[]
  assert.deepEqual(
    items.map(one => [one['connection'], one['state'], one['remote'], one['here'], one['missing']]),
    [
      ['A reference', 'missing', 2, 1, 1],
      ['B JTL', 'not_countable', null, 0, null],
      ['C dead', 'failed', null, 0, null],
    ],
  )
  assert.deepEqual(items[0]?.['missingIds'], [lost])
  assert.equal(items[1]?.['code'], 'NOT_COUNTABLE')
  assert.equal(items[2]?.['code'], 'AUTH_EXPIRED')
  assert.ok(items[2]?.['reason'])
  const { api_key: _, call_bucket: __, ...written } = writesBetween(before, await tableWrites(db))
  assert.deepEqual(written, {})

  await sync({ channels: [id] })
  const typed = await terminal('ledger', 'completeness', '--day', '2026-03-29', '--channel', id, '--json')
  const [complete] = JSON.parse(typed.out).items
  assert.deepEqual([complete.state, complete.remote, complete.here, complete.missing], ['complete', 2, 2, 0])
  assert.ok(inDay)
})
