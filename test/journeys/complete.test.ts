// J3: everything at the shop is to be as it is here; resumable, while stock keeps flowing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { becomes } from '../worker/workers.ts'
import { openTrade, type Trade } from './trade.ts'

const items = 120

test('J3: all items are sent again, beside them the stock; killed in the middle, the next worker goes on where it was', async t => {
  const trade = await openTrade(t)
  const { kontor, tries, connectShop, startWorker, db } = trade
  const shop = await connectShop('Herzstück')
  await manyItems(trade, 'Herzstück')
  await kontor`sync`
  assert.equal(shop.items().length, items + 3)

  const pushed = () =>
    shop.log.calls
      .filter(call => /^product\.push$/i.test(call.method) && call.outcome === 'ok')
      .reduce((sum, call) => sum + call.models, 0)
  const before = pushed()
  shop.setFaults({ seed: 1, rate: 1, kinds: ['slow'], methods: ['product.push'], delayMs: 50, modelMs: 30 })
  const first = await startWorker()
  const asked = tries`sync Herzstück --complete --only items`
  const progress = async () => (await kontor`sync progress Herzstück`).items
  await becomes('some are sent', () => pushed() > before + 10)
  // The rest takes longer than a slow machine needs for what follows; between two calls there is room for the stock.
  shop.setFaults({ seed: 1, rate: 1, kinds: ['slow'], methods: ['product.push'], delayMs: 50, modelMs: 100 })
  await kontor`stock book TELLER 5 --reason receipt`
  await becomes('the stock flows', () => Number(shop.stock('TELLER')) === 13)
  const [walk] = await progress()
  assert.ok(walk && walk.done < walk.total, `while the items are on: ${JSON.stringify(walk)}`)

  await first.kill()
  const told = pushed()
  shop.setFaults(null)
  // What was on its way when the power went is looked at again after the time-out of the shop: it has passed.
  await db.pool.query(`update channel_object set in_flight_until = now() where in_flight_until is not null`)
  await startWorker()
  await becomes('all are sent', async () => (await progress()).length === 0)
  const { status, err, out } = await asked
  assert.equal(status, 0, `${err}\n${out}`)
  assert.ok(pushed() - told < items, `it went on where it was: ${pushed() - told} after the kill`)
  assert.ok(pushed() - before >= items + 3, 'every one')
  const idle = await kontor`sync`
  assert.deepEqual(idle.figures, {}, 'nothing is left')
  assert.equal((await kontor`verify`).ok, true)
})

test('J3: a kind that is not chosen is not sent', async t => {
  const { kontor, connectShop } = await openTrade(t)
  const shop = await connectShop('Herzstück')
  await kontor`sync`
  const calls = shop.log.calls.length
  const run = await kontor`sync --complete --only prices`
  assert.equal(run.figures.price.accepted, 3)
  const writing = shop.log.calls.slice(calls).flatMap(call => (/push/.test(call.method) ? [call.method] : []))
  assert.ok(
    writing.every(method => /price/i.test(method)),
    JSON.stringify(writing),
  )
})

async function manyItems({ db, kontor }: Trade, channel: string): Promise<void> {
  const { id: channelId } = await kontor`channel show ${channel}`
  const { rows } = await db.pool.query<{ id: string }>(`select id from tenant where slug = 'main'`)
  const tenant = rows[0]?.id ?? ''
  await transact(db, { tenant }, async tx => {
    const numbers = Array.from({ length: items }, (_, at) => `VIEL-${at}`)
    const { results: made } = await createItems(
      tx,
      tenant,
      numbers.map(itemNumber => ({ itemNumber, name: itemNumber, netPrice: '1' })),
    )
    const { changed } = await sellOn(
      tx,
      tenant,
      made.map(({ id }) => ({ itemId: id, channelId, active: true })),
    )
    await markDue(tx, tenant, changed, 'Annegret')
  })
}
