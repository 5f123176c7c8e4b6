import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { removeOld } from '../../src/sync/retention.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { createWorld, ledgerOf } from '../import/world.ts'

const { db } = await testDatabase({ after })
const day = 86_400_000

test('months that are empty are dropped, those with something that is kept stay, and later rows find a place', async t => {
  const world = await createWorld(db, t)
  await world.openShop({
    ...generateShop({ orders: 1, items: 3, seed: 92 }),
    withoutItems: true,
    payments: [],
  })
  await world.sync()
  const months = async () => {
    const { rows } = await db.pool.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'payload'::regclass order by 1`,
    )
    return rows.map(row => row.name)
  }
  const before = await months()
  // The month of the payload, also where that is over by now.
  const [{ now } = { now: new Date() }] = await world.query<{ now: Date }>(
    'select stored_at as now from payload',
  )
  const month = (at: Date) => `payload_${at.toISOString().slice(0, 7).replace('-', '')}`
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15))

  await removeOld(db, new Date(now.getTime() + 435 * day))

  const after = await months()
  assert.ok(before.includes(month(last)) && !after.includes(month(last)), 'an empty month')
  assert.ok(after.includes(month(now)), 'a month with the payload of a parked order')
  await assert.rejects(
    world.query(`select kontor_drop_empty_partitions('payload', now())`),
    /permission denied/,
    'the application may not',
  )
})

test('payloads of sales orders go after 400 days; what is parked, staged or ignored keeps its own', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ ...generateShop({ orders: 4, items: 3, seed: 91 }), payments: [] })
  await world.sync()
  const ids = [...(await ledgerOf(world)).keys()]
  const set = (id: string | undefined, outcome: string, code: string | null) =>
    world.query(
      `update ledger set outcome = $2, code = $3 where kind = 'order' and external_id = $1`,
      id,
      outcome,
      code,
    )
  await set(ids[0], 'taken_over', null)
  await set(ids[1], 'parked', 'ITEM_UNKNOWN')
  await set(ids[2], 'ignored', 'BEFORE_START_DATE')
  const kept = async () => {
    const rows = await ledgerOf(world)
    return ids.map(id => rows.get(id)?.payloads)
  }

  const young = await removeOld(db, new Date(Date.now() + 399 * day))
  assert.deepEqual(young, { payload: 0, inbound_page: 0 })
  assert.deepEqual(await kept(), [1, 1, 1, 1])

  const old = await removeOld(db, new Date(Date.now() + 401 * day))
  assert.equal(old['payload'], 1)
  assert.ok((old['inbound_page'] ?? 0) > 0, 'pages whose records are all here')
  assert.deepEqual(await kept(), [0, 1, 1, 1])
  assert.ok(shop.log.calls.length > 0)
})
