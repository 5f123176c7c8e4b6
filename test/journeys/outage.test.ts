// J4: the shop is down. It is not hammered, people are told once, and once it is back all goes on by itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '../../src/base/log.ts'
import { watchHealth } from '../../src/sync/watchHealth.ts'
import { becomes } from '../worker/workers.ts'
import { openTrade, type Trade } from './trade.ts'

test('J4: a shop that is down is left alone, reported once, and served again with nothing missing', async t => {
  const trade = await openTrade(t)
  const { kontor, connectShop, startWorker } = trade
  const shop = await connectShop('Herzstück')
  await kontor`sync`
  await startWorker()
  shop.setFaults({ seed: 1, rate: 1, kinds: ['http503'] })
  const placed = shop.placeOrder({ lines: [{ sku: 'TASSE', quantity: '1' }] })
  await kontor`stock book TELLER 5 --reason receipt`
  const health = async () => (await kontor`health show`).items[0]
  await becomes(
    'the connection is left alone',
    async () => {
      await timePasses(trade)
      return (await health()).openedAt !== null
    },
    60_000,
  )
  const { colour, findings } = await health()
  assert.equal(colour, 'red')
  assert.ok(findings[0].sentence.length > 10 && findings[0].remedy.length > 10, JSON.stringify(findings))
  await becomes('what had begun before has ended', () => isQuiet(trade))
  const calls = shop.log.calls.length
  await timePasses(trade)
  await minutesPass(trade, 0, 1, 2)
  assert.equal(shop.log.calls.length, calls, 'nobody calls meanwhile, whatever its lanes are asked for')

  // With the clock of the chore alone moved on, the worker seems to be silent too: that is another matter.
  const told = async (...open: readonly string[]) =>
    (await kontor`incident list ${open}`).items.filter(
      (one: { rule: string }) => one.rule === 'CONNECTION_FAILING',
    )
  const [incident] = await told('--open')
  assert.equal(incident.rule, 'CONNECTION_FAILING')
  assert.equal(incident.connection, 'Herzstück')
  assert.ok(incident.sentence.length > 10)
  assert.ok(incident.remedy.length > 10)

  shop.setFaults(null)
  await trade.db.pool.query(`update connection_health set next_try_at = now()`)
  await timePasses(trade)
  await becomes(
    'the order is in the inbox',
    async () => (await kontor`inbox list --search ${placed.number}`).count === 1,
    60_000,
  )
  await becomes('the stock is told', () => Number(shop.stock('TELLER')) === 13)
  await becomes('it is well again', async () => (await health()).colour === 'green')
  await minutesPass(trade, 3, 9)
  assert.deepEqual(await told('--open'), [], 'the all-clear')
  const all = await told()
  assert.equal(all.length, 1, 'one incident, once')
  assert.ok(all[0].closedAt)
})

/** Intervals and pauses of lanes are over: what runs by itself is to run now. */
async function timePasses({ db }: Trade): Promise<void> {
  await db.pool.query(`update sync_lane set next_at = now(), not_before = null where kind = 'orders'`)
}

/** No run calls the shop, and however slow this machine is, the pause of its connection is not over meanwhile. */
async function isQuiet({ db }: Trade): Promise<boolean> {
  await db.pool.query(`update connection_health set next_try_at = now() + interval '1 hour'`)
  const { rows } = await db.pool.query(`select from sync_lane where holder is not null`)
  return rows.length === 0
}

/** The chore of the minute, at those minutes from now: only the clock is another one. */
async function minutesPass({ db }: Trade, ...minutes: readonly number[]): Promise<void> {
  for (const at of minutes)
    await watchHealth({
      db,
      connectors: new Map(),
      log: createLog('silent'),
      now: () => new Date(Date.now() + at * 60_000),
    })
}
