/**
 * A shop that takes off what was not acknowledged yet (dbeS): an order is placed between every two calls of a run that pushes stock.
 *
 * What is proven after every single call: **shown ≤ there**, without the allowance that an absolute shop needs. `there` are the pieces
 * on hand less all that was ever bought, fetched or not. And when orders and stock have run: **shown = there**, also where the
 * acknowledgement was lost, so that the shop took an order off that was counted here already.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { connector } from '../../src/connectors/jtl-shop/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import type { LaneKind } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { startJtlShop } from '../../testkit/jtlShop/startJtlShop.ts'
import type { Version } from '../../testkit/jtlShop/version.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })
const sku = 'TASSE'
const usualRun: readonly LaneKind[] = ['orders', 'stock']

/** An order is placed right before the call of that number has its effect, or right after. */
interface Gap {
  readonly call: number
  readonly when: 'before' | 'after'
}

/** A shop that sells one item, and runs that tell it how many there are. */
async function openStall(version: Version) {
  const world = await createWorld(db, { after })
  const { tenant } = world
  const shop = await startJtlShop({ version, userId: 'sync', password: 'geheim-1' })
  after(() => shop.stop())
  const settings = { url: shop.url, user: 'sync', password: 'geheim-1', globals: 'replace' }
  const connectionId = await world.connect(connector as Connector, settings)
  const [channel] = await world.query<{ id: string }>(
    'select id from channel where connection_id = $1',
    connectionId,
  )
  const channelId = channel?.id ?? ''
  let there = 0
  const [itemId, warehouseId] = await world.tx(async tx => {
    const made = await createItems(tx, tenant, [{ itemNumber: sku, name: 'Tasse', netPrice: '5' }])
    const [warehouse] = await createWarehouses(tx, tenant, [{ code: 'M', name: 'Main' }])
    return [made.results[0]?.id ?? '', warehouse?.id ?? ''] as const
  })
  const receive = async (quantity: number) => {
    there += quantity
    await world.tx(async tx => {
      const move = { itemId, warehouseId, quantity: String(quantity), reason: 'receipt' as const }
      await markDue(tx, tenant, (await moveStock(tx, tenant, [move], 'tester')).changed, 'tester')
    })
  }
  const rename = () =>
    world.tx(async tx => {
      const { changed } = await changeItems(tx, tenant, [{ id: itemId, name: `Tasse von ${there}` }])
      await markDue(tx, tenant, changed, 'tester')
    })
  let strange = false
  const buy = () => {
    const cups = { sku, quantity: '3' }
    shop.placeOrder({
      lines: strange ? [cups, { sku: 'FREMD', name: 'Fremd', quantity: '1', gross: '5' }] : [cups],
    })
    there -= 3
  }
  /** What is bought from now on has a line with an item that nobody knows here: such an order is parked. */
  const buyStrange = (so: boolean) => {
    strange = so
  }
  const lanes = async (list: readonly LaneKind[], holder?: string) => {
    const end = await world.sync({ lanes: list, ...(holder ? { holder } : {}) })
    return end.state
  }
  await receive(100)
  await world.tx(async tx => {
    const { changed } = await sellOn(tx, tenant, [{ itemId, channelId, active: true }])
    await markDue(tx, tenant, changed, 'tester')
  })
  await lanes(['catalogue', 'stock', 'orders'])
  assert.equal(shop.stock(sku), '100')

  /** Does something while orders are placed in these gaps; the scripts that were called. Fails where too much was shown at any moment. */
  const watch = async (gaps: readonly Gap[] | 'all', work: () => Promise<unknown>) => {
    const calls: string[] = []
    const wrong: string[] = []
    const at = (when: Gap['when']) => {
      const here = gaps === 'all' || gaps.some(gap => gap.call === calls.length && gap.when === when)
      if (here && there > 3) buy()
      const shown = Number(shop.stock(sku))
      if (shown > there) wrong.push(`${when} call ${calls.length}: ${shown} > ${there}`)
    }
    shop.setHooks({
      beforeCall: () => at('before'),
      afterCall: script => {
        calls.push(script)
        at('after')
      },
    })
    await work()
    shop.setHooks({})
    assert.deepEqual(wrong, [], `orders at ${JSON.stringify(gaps)} of ${calls.join(', ')}`)
    return calls
  }
  const settled = async () => {
    await lanes(usualRun)
    assert.equal(Number(shop.stock(sku)), there)
    assert.deepEqual(shop.log.rowErrors, [])
  }

  /** Goods come in and these lanes run, with orders in these gaps; then all is told. */
  const run = async (gaps: readonly Gap[] | 'all', list: readonly LaneKind[] = usualRun) => {
    await receive(20)
    if (list.includes('catalogue')) await rename()
    const calls = await watch(gaps, async () => assert.equal(await lanes(list), 'done'))
    await settled()
    return calls
  }
  return { shop, world, run, watch, settled, receive, buy, buyStrange, lanes, rename }
}

for (const version of ['5.4', '4.06'] as const) {
  const stall = await openStall(version)

  test(`JTL-Shop ${version}: shows no more than there is: an order in any gap of orders and stock`, async () => {
    const usual = await stall.run([])
    assert.ok(usual.includes('QuickSync_xml') && usual.includes('GetBestellungen_xml'), usual.join(', '))
    // The older version differs in nothing that stock depends on: every other gap.
    for (let call = 0; call <= usual.length; call += version === '5.4' ? 1 : 2)
      for (const when of ['before', 'after'] as const) await stall.run([{ call, when }])
  })

  test(`JTL-Shop ${version}: shows no more than there is: an order in every gap, of stock alone and of a whole item too`, async () => {
    for (const list of [['stock'], ['stock', 'orders'], ['catalogue', 'orders', 'stock']] as const)
      await stall.run('all', list)
  })

  test(`JTL-Shop ${version}: shows no more than there is: orders and stock at the same time`, async () => {
    for (let round = 0; round < 3; round++) {
      await stall.receive(60)
      await stall.rename()
      await stall.watch('all', () =>
        Promise.all(
          (['orders', 'stock', 'catalogue'] as const).map(lane => stall.lanes([lane], 'one process')),
        ),
      )
      await stall.settled()
    }
  })

  if (version === '4.06') continue
  test(`JTL-Shop ${version}: shows no more than there is: an order that is parked, in any gap of orders and stock`, async () => {
    const parked = async () =>
      (await stall.world.query(`select 1 from ledger where outcome = 'parked' and code = 'ITEM_UNKNOWN'`))
        .length
    stall.buyStrange(true)
    const usual = await stall.run([])
    for (let call = 0; call <= usual.length; call += 2)
      for (const when of ['before', 'after'] as const) {
        await stall.run([{ call, when }])
        // The shop was told of all of them, and subtracts none any more: it is what counts here that is not offered again.
        await stall.rename()
        await stall.lanes(['catalogue'])
        await stall.settled()
      }
    stall.buyStrange(false)
    const many = await parked()
    assert.ok(many >= usual.length / 2, `${many} orders were parked in ${usual.length} calls`)
    assert.deepEqual(await stall.world.broken(), [])
  })

  test(`JTL-Shop ${version}: an order that is counted here and not acknowledged there is not taken off twice for good`, async () => {
    await stall.receive(20)
    stall.buy()
    const acks = ['Bestellungen_xml/ack_bestellung.xml']
    stall.shop.setFaults({ seed: 1, rate: 1, kinds: ['resetBefore'], scripts: acks })
    assert.equal(await stall.lanes(['orders']), 'failed')
    const shown = await stall.watch([], async () => assert.equal(await stall.lanes(['stock']), 'done'))
    assert.ok(shown.includes('QuickSync_xml'), 'the shop took it off once more from what it was told')
    stall.shop.setFaults(null)
    await stall.world.query(`update sync_lane set not_before = null where tenant_id = $1`, stall.world.tenant)
    await stall.settled()
    assert.deepEqual(await stall.world.broken(), [])
  })
}
