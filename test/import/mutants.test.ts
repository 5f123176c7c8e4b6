// Damaged records and answers on their whole way: each record has one outcome, what is whole arrives to the cent, and no run is stuck.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { explain } from '../../src/channels/reasons.ts'
import { damaged, damagedBytes, harms } from '../../testkit/contract/damage.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { Generation } from '../../testkit/jtlConnector/quirks.ts'
import { rounds } from '../rounds.ts'
import { meddle } from './meddler.ts'
import { createWorld, ledgerOf } from './world.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

for (const generation of [5, 3] as const)
  test(`of damaged orders of a ${generation}.x shop each is parked or staged, and those between them are whole`, async t => {
    t.diagnostic(`seed ${seed}`)
    const orders = rounds(200)
    const damages = fc.sample(harms, { seed, numRuns: orders })
    const world = await createWorld(db, t)
    const { shop, contents } = await openShop(world, t, generation, orders, ({ method, text }) => {
      if (method !== 'customer_order.pull') return text
      const reply = JSON.parse(text)
      if (!Array.isArray(reply.result)) return text
      // Every other order is damaged, and always in the same way. Its id stays, or nobody could say which one it was.
      const result = reply.result.map((model: { id: [string, number] }) => {
        const at = Number(model.id[0])
        const broken = at % 2 === 1 ? damaged(model, damages[at % orders] ?? []) : model
        return typeof broken === 'object' && broken !== null && !Array.isArray(broken)
          ? { ...broken, id: model.id }
          : { id: model.id, items: broken }
      })
      return JSON.stringify({ ...reply, result })
    })
    const run = await world.sync()
    assert.equal(run.state, 'done', JSON.stringify(run.error))
    const ledger = await ledgerOf(world)
    assert.deepEqual([...ledger.keys()].sort(), contents.orders.map(order => order.id).sort())
    assert.deepEqual(shop.remaining('customer_order'), [], 'each was acknowledged')
    const totals = new Map(
      (
        await world.query<{ id: string; total: string }>(
          `select l.external_id as id, w.total_gross::text as total from ledger l
           join web_order w on w.tenant_id = l.tenant_id and w.id = l.id where l.tenant_id = $1`,
          world.tenant,
        )
      ).map(row => [row.id, Number(row.total)]),
    )
    let parked = 0
    for (const order of contents.orders) {
      const row = ledger.get(order.id)
      if (Number(order.id) % 2 === 0) {
        assert.equal(row?.outcome, 'staged', `${order.id}: ${row?.code}`)
        assert.equal(totals.get(order.id), Number(order.totalGross))
      } else if (row?.outcome === 'parked') {
        parked++
        assert.ok(
          explain(row.code ?? '', row.data as Record<string, string>).remedy.en,
          `${row.code} says what to do`,
        )
      } else assert.equal(row?.outcome, 'staged')
    }
    t.diagnostic(`${orders / 2} orders were damaged, ${parked} of them are parked`)
    assert.ok(parked > orders / 20)
    assert.deepEqual(await world.query('select 1 from sync_lane where holder is not null'), [])
    assert.deepEqual(await world.broken(), [])
  })

test('answers with damaged bytes fail in words or are read, and once they are whole every order is here once', async t => {
  t.mock.method(Math, 'random', () => 0) // no pauses between the tries
  t.diagnostic(`seed ${seed}`)
  const world = await createWorld(db, t)
  const damages = fc.sample(harms, { seed, numRuns: rounds(12) })
  let calls = 0
  let isWhole = false
  const strange = [
    (body: Buffer) => body.subarray(0, body.length >> 1),
    (body: Buffer) => Buffer.concat([Buffer.from('<br />\n<b>Notice</b>: {"a":1}\n'), body]),
    (body: Buffer) => Buffer.from(body.toString(), 'utf16le'),
    (body: Buffer) =>
      Buffer.from(
        body.toString().replaceAll('"result":[', `"result":[${'['.repeat(50_000)}${']'.repeat(50_000)},`),
      ),
    (body: Buffer) => Buffer.from(body.toString().replaceAll('null', '12345678901234567890')),
    ...damages.map(list => (body: Buffer) => Buffer.from(damagedBytes(body, list))),
  ]
  const { contents } = await openShop(world, t, 5, 30, ({ method, text }) => {
    if (isWhole || !/order\.pull|customer\.pull/.test(method)) return text
    return (strange[calls++ % strange.length] ?? Buffer.from)(Buffer.from(text))
  })
  const ends = new Set<string>()
  for (let n = 0; n < rounds(8); n++) {
    const run = await world.sync()
    ends.add(run.error?.code ?? run.state)
    await world.query('update sync_lane set not_before = null where tenant_id = $1', world.tenant)
  }
  t.diagnostic([...ends].join(', '))
  for (const code of ends) if (code !== 'done') assert.ok(explain(code, {}).en, code)
  assert.ok(!ends.has('INTERNAL_ERROR'), [...ends].join())
  isWhole = true
  const run = await world.sync()
  assert.equal(run.state, 'done', JSON.stringify(run.error))
  const ledger = await ledgerOf(world)
  const missing = contents.orders.filter(order => !ledger.has(order.id))
  assert.deepEqual(missing, [], 'none is lost')
  assert.deepEqual(await world.broken(), [])
})

async function openShop(
  world: Awaited<ReturnType<typeof createWorld>>,
  t: TestContext,
  generation: Generation,
  orders: number,
  change: Parameters<typeof meddle>[1],
) {
  const contents = { ...generateShop({ orders, items: 20, customers: 5, seed: 51 }), payments: [] }
  const { shop } = await world.openShop({ ...contents, generation, through: meddle(t, change) })
  return { shop, contents }
}
