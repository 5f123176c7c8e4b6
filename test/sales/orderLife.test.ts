// Every state of an order × everything that can happen to it, by the real verbs on PostgreSQL, beside the table of docs/life.md; and
// lives by chance, which never reach a state that cannot be.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { happen, newOrder, orderHappenings } from '../../src/sales/orderStates.ts'
import { deliveryChecks } from '../../src/sync/deliveryChecks.ts'
import { verify } from '../../src/sync/verify.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { lifeTable, representative, representatives, startOf } from './lifeTable.ts'
import { lifeWorld, liveThrough, stands, trying } from './lifeWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const steps = Number(process.env.KONTOR_TEST_STEPS ?? 40)

const broken = async (tx: Tx, tenant: string) =>
  (await verify(tx, tenant)).filter(one => !one.ok).map(one => `${one.promise}: ${one.wrong}`)

/** What cannot be of orders and their deliveries alone: looked at far more often. */
const impossible = async (tx: Tx, tenant: string) =>
  (
    await tx.query<{ what: string }>(
      Object.values(deliveryChecks)
        .map(sql => `select what from (${sql}) as wrong (what)`)
        .join(' union all '),
      [tenant],
    )
  ).map(row => row.what)

test('every state × everything that can happen to it: the verbs do what the table says', async () => {
  const names = Object.keys(representatives)
  const world = await lifeWorld(db, names.map(startOf))
  const { tenant, orders } = world
  const models = names.map(representative)
  await liveThrough(db, world, names)
  await transact(db, { tenant }, async tx => {
    const now = await world.read(tx, orders)
    for (const [at, name] of names.entries()) assert.deepEqual(now[at], stands(models[at] ?? newOrder), name)
    assert.deepEqual(await broken(tx, tenant), [])
  })
  let pairs = 0
  for (const what of orderHappenings)
    await trying(db, tenant, async tx => {
      const answers = await world.act(tx, what, orders)
      const now = await world.read(tx, orders)
      for (const [at, name] of names.entries()) {
        const before = models[at] ?? newOrder
        const next = happen(before, what)
        const code = 'code' in next ? next.code : undefined
        assert.equal(answers[at]?.code, code, `${name}: ${what}`)
        assert.deepEqual(now[at], stands('code' in next ? before : next), `${name}: ${what}`)
        pairs++
      }
      assert.deepEqual(await impossible(tx, tenant), [], what)
      return answers
    })
  assert.equal(pairs, names.length * orderHappenings.length)
})

test('docs/life.md shows the table as it is', async () => {
  const text = await readFile(new URL('../../docs/life.md', import.meta.url), 'utf8')
  assert.ok(text.includes(lifeTable()), 'run: node bin/run.mjs test/sales/lifeTable.ts')
})

test(`lives by chance stand where the table says, step by step (seed ${seed}, KONTOR_TEST_STEPS ${steps})`, async () => {
  const chance = createChance(seed)
  const models = Array.from({ length: 12 }, (_, at) => ({
    ...newOrder,
    ordered: 1 + (at % 4),
    onHand: between(chance, 0, 4),
    pending: at % 6 === 5,
  }))
  const world = await lifeWorld(db, models)
  const { tenant, orders } = world
  const refused = new Set<string>()
  for (let step = 0; step < steps; step++) {
    const what = orderHappenings[between(chance, 0, orderHappenings.length - 1)] ?? 'goods_in'
    const chosen = orders.flatMap((_, at) => (chance() < 0.4 ? [at] : []))
    await transact(db, { tenant }, async tx => {
      const ids = chosen.map(at => orders[at] ?? '')
      const answers = await world.act(tx, what, ids)
      const now = await world.read(tx, orders)
      for (const [n, at] of chosen.entries()) {
        const next = happen(models[at] ?? newOrder, what)
        const code = 'code' in next ? next.code : undefined
        assert.equal(
          answers[n]?.code,
          code,
          `step ${step}: ${what} of order ${at} ${JSON.stringify(models[at])}`,
        )
        if (!('code' in next)) models[at] = next
        else refused.add(next.code)
      }
      for (const [at, model] of models.entries())
        assert.deepEqual(
          now[at],
          stands(model),
          `step ${step}: ${what}, order ${at} ${JSON.stringify(model)}`,
        )
      assert.deepEqual(await impossible(tx, tenant), [], `step ${step}: ${what}`)
    })
  }
  await transact(db, { tenant }, async tx => assert.deepEqual(await broken(tx, tenant), []))
  assert.ok(steps < 40 || refused.size >= 4, `only these were refused: ${[...refused]}`)
})

test(`orders that want the same pieces never reach what cannot be (seed ${seed})`, async () => {
  const chance = createChance(seed + 1)
  const models = Array.from({ length: 8 }, (_, at) => ({ ...newOrder, ordered: 1 + (at % 3) }))
  const world = await lifeWorld(db, models, 5)
  const { tenant, orders } = world
  for (let step = 0; step < steps; step++) {
    const what = orderHappenings[between(chance, 0, orderHappenings.length - 1)] ?? 'goods_in'
    if (what === 'goods_in' && chance() < 0.7) continue
    await transact(db, { tenant }, async tx => {
      await world.act(
        tx,
        what,
        orders.filter(() => chance() < 0.5),
      )
      assert.deepEqual(await impossible(tx, tenant), [], `step ${step}: ${what}`)
    })
  }
  await transact(db, { tenant }, async tx => assert.deepEqual(await broken(tx, tenant), []))
})
