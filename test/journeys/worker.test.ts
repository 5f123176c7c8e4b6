// J4: the background service. Nobody sits at the machine, and orders arrive all the same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { becomes } from '../worker/workers.ts'
import { openTrade, type Trade } from './trade.ts'

test('J4: orders arrive and become sales orders by themselves; after a kill nothing happens twice', async t => {
  const trade = await openTrade(t)
  const { kontor, connectShop, startWorker } = trade
  const shop = await connectShop('Herzstück')
  await kontor`sync`
  await kontor`channel set Herzstück --take-over-by-itself`
  const { lanes } = await kontor`worker schedule Herzstück --lane orders --every 10s`
  assert.deepEqual([lanes[0].lane, lanes[0].everySeconds], ['orders', 10])

  const first = await startWorker()
  const shown = await kontor`worker show`
  assert.equal(shown.works, true)
  const early = shop.placeOrder({ lines: [{ sku: 'TASSE', quantity: '4' }] })
  await timePasses(trade)
  await becomes('the order has become a sales order', () => isOrder(trade, early.number))
  assert.equal(Number(shop.stock('TASSE')), 46)

  await kontor`stock book TASSE 10 --reason receipt`
  await becomes('the shop knows of what came in', () => Number(shop.stock('TASSE')) === 56)

  await first.kill()
  const late = shop.placeOrder({ lines: [{ sku: 'TASSE', quantity: '1' }] })
  await timePasses(trade)
  const second = await startWorker()
  await becomes('the next worker goes on by itself', () => isOrder(trade, late.number))
  assert.equal((await kontor`order list`).count, 2, 'each once')
  assert.equal((await kontor`customer list`).count, 1)
  assert.equal(Number((await kontor`stock show TASSE`).committed), 5)
  assert.equal(await second.stop(), 0, 'stopped in peace')
  const { processes } = await kontor`worker show`
  assert.equal(processes.filter((one: { stoppedAt: unknown }) => one.stoppedAt !== null).length, 1)
  assert.equal((await kontor`verify`).ok, true)
})

test('J4: a shop that fails for a while is asked again by itself, and says so until then', async t => {
  const trade = await openTrade(t)
  const { kontor, connectShop, startWorker } = trade
  const shop = await connectShop('Herzstück')
  await kontor`sync`
  await kontor`worker schedule Herzstück --lane orders --every 10s`
  const token = shop.token
  await kontor`connection set Herzstück --set token=falsch`
  const placed = shop.placeOrder({ lines: [{ sku: 'TASSE', quantity: '1' }] })
  await startWorker()
  await timePasses(trade)
  const platform = async () => (await kontor`platform list`).items[0]
  await becomes('the page of the platforms says it', async () => (await platform()).state === 'failing')
  const failing = await platform()
  assert.ok(failing.sentence && failing.remedy, JSON.stringify(failing))

  await kontor`connection set Herzstück --set token=${token}`
  await timePasses(trade)
  await becomes(
    'the order is in the inbox',
    async () => (await kontor`inbox list --search ${placed.number}`).count === 1,
  )
  // The order is there before the run has ended that brought it.
  await becomes('all is well again', async () => (await platform()).state === 'ok')
})

/** The interval is over: what runs by itself is to run now. */
async function timePasses({ db }: Trade): Promise<void> {
  await db.pool.query(`update sync_lane set next_at = now() where next_at is not null`)
}

async function isOrder({ kontor }: Trade, number: string | undefined): Promise<boolean> {
  return (await kontor`order list --process ${number}`).items.length === 1
}
