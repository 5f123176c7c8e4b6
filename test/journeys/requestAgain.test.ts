// J7: the connection was disturbed and orders are missing; the merchant has them delivered again, from a date on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMarket } from './market.ts'

test('J7: looked at first, requested twice: what was missing comes in once', async t => {
  const { kontor, tries, buy, db } = await openMarket(t)
  // Before anything is bought: it may be midnight in between.
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' })
  for (const number of ['A-1', 'A-2']) buy(number)
  await kontor`sync`
  for (const number of ['A-3', 'A-4', 'A-5']) buy(number)
  await disturbed()
  assert.deepEqual(
    (await kontor`sync`).figures.order?.new ?? 0,
    0,
    'the next synchronisation does not find them',
  )

  const preview = await kontor`request-orders Deutschland --from ${today} --preview`
  assert.deepEqual([preview.found, preview.new, preview.here], [5, 3, 2])
  assert.deepEqual((await kontor`inbox list`).count, 2, 'a look brings nothing')

  const first = await tries`request-orders Deutschland --from ${`${today}T00:00:00`}`
  assert.equal(first.status, 0, first.err)
  assert.equal((await kontor`inbox list`).count, 5)
  const second = await kontor`request-orders Deutschland --from ${today}`
  assert.deepEqual([second.request.figures.order.new, second.request.figures.order.unchanged], [0, 5])
  assert.equal((await kontor`inbox list`).count, 5, 'twice is once')

  /** The shop was away while its orders were to be read: the cursor stands behind them. */
  async function disturbed() {
    await db.pool.query(`update sync_cursor set watermark = $1`, [
      new Date(Date.now() + 3_600_000).toISOString(),
    ])
  }
})

const nights = {
  'Europe/Berlin': [
    ['2026-03-29', '2026-03-28T23:00:00Z'],
    ['2026-03-29T03:00:00', '2026-03-29T01:00:00Z'],
    ['2026-10-25', '2026-10-24T22:00:00Z'],
    ['2026-10-26T00:00:00', '2026-10-25T23:00:00Z'],
  ],
  'America/New_York': [
    ['2026-03-29', '2026-03-29T04:00:00Z'],
    ['2026-10-25T13:45:30', '2026-10-25T17:45:30Z'],
  ],
} as const

for (const [zone, dates] of Object.entries(nights))
  test(`J7: a shop in ${zone} imports from a date on by its own clocks, to the second, also in the nights that change them`, async t => {
    const { kontor, buy } = await openMarket(t, zone)
    for (const [from, instant] of dates) {
      const { items: kinds } = await kontor`connection events Deutschland --set ${`order=${from}`}`
      const order = kinds.find((one: { kind: string }) => one.kind === 'order')
      assert.equal(new Date(order.from).getTime(), Date.parse(instant), from)
      assert.equal(order.fromText, from.length === 10 ? `${from} 00:00:00` : from.replace('T', ' '))
      buy(`BEFORE ${from}`, { placedAt: new Date(Date.parse(instant) - 1000).toISOString() })
      buy(`FROM ${from}`, { placedAt: instant })
      await kontor`sync --only orders`
      assert.match((await kontor`order where ${`BEFORE ${from}`}`).sentence, /Vor dem Importbeginn/)
      assert.equal((await kontor`inbox list --search ${`FROM ${from}`}`).count, 1)
    }
    assert.equal((await kontor`inbox list`).count, dates.length)
  })
