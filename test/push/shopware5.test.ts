/**
 * A Shopware 5 takes stock as it is told: an order is placed between every two calls of a run that pushes stock, over real HTTP.
 *
 * What is proven after every single call is what `interleavings.test.ts` says of a shop that takes absolute numbers: **shown ≤ there +
 * erased**, where `erased` are the pieces that were bought between our last look at the open orders and the effect of the latest push.
 * And when the run ends: **shown = there**. The list of open orders is the look: what is asked for besides are orders that were changed,
 * and a new one has no time of change.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { connector } from '../../src/connectors/shopware5/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { startShopware5 } from '../../testkit/shopware5/startShopware5.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })
const sku = 'TASSE'
const pushes = new Set(['PUT variants', 'PUT articles', 'PUT variants/{id}', 'PUT articles/{id}'])

/** A gap: an order is placed right before this call has its effect, or right after. */
interface Gap {
  readonly call: number
  readonly when: 'before' | 'after'
}

/** A shop that sells one item, and the run that tells it how many there are. */
async function openStall() {
  const world = await createWorld(db, { after })
  const { tenant } = world
  const shop = await startShopware5({
    user: 'kontor',
    apiKey: 'geheim-1',
    quirks: { abandonedBaskets: false },
  })
  after(() => shop.stop())
  const settings = { url: shop.url, user: 'kontor', apiKey: 'geheim-1' }
  const connectionId = await world.connect(connector as Connector, settings, 'Shopware', '1')
  const [channel] = await world.query<{ id: string }>(
    'select id from channel where connection_id = $1',
    connectionId,
  )
  const channelId = channel?.id ?? ''
  let there = 100
  const [itemId, warehouseId] = await world.tx(async tx => {
    const made = await createItems(tx, tenant, [{ itemNumber: sku, name: 'Tasse', netPrice: '5' }])
    const [warehouse] = await createWarehouses(tx, tenant, [{ code: 'M', name: 'Main' }])
    return [made.results[0]?.id ?? '', warehouse?.id ?? ''] as const
  })
  const receive = async (quantity: number) => {
    await world.tx(async tx => {
      const move = { itemId, warehouseId, quantity: String(quantity), reason: 'receipt' as const }
      await markDue(tx, tenant, (await moveStock(tx, tenant, [move], 'tester')).changed, 'tester')
    })
  }
  const rename = async () => {
    await world.tx(async tx => {
      const { changed } = await changeItems(tx, tenant, [{ id: itemId, name: `Tasse von ${there}` }])
      await markDue(tx, tenant, changed, 'tester')
    })
  }
  await receive(there)
  await world.tx(async tx => {
    const { changed } = await sellOn(tx, tenant, [{ itemId, channelId, active: true }])
    await markDue(tx, tenant, changed, 'tester')
  })
  await world.sync({ lanes: ['orders', 'stock', 'catalogue', 'feedback'] })
  assert.equal(shop.stock(sku), 100)

  /** Goods come in and the stock lane runs; an order is placed in each of these gaps. Answers the calls that were made. */
  const run = async (gaps: readonly Gap[], lanes: readonly ('stock' | 'catalogue')[] = ['stock']) => {
    // Orders that stay open are fetched by every look once more, and for two minutes those that were changed: here these are long ago.
    for (const { id, orderStatusId } of shop.rows('orders'))
      if (orderStatusId !== 0) shop.patch('orders', String(id), { changed: null })
    if (shop.rows('orders').filter(row => row['orderStatusId'] === 0).length > 6)
      await world.sync({ lanes: ['orders'] })
    await receive(10)
    there += 10
    if (lanes.includes('catalogue')) await rename()
    let sinceLook = 0
    let erased = 0
    const calls: string[] = []
    const wrong: string[] = []
    const at = (when: Gap['when']) => {
      for (const gap of gaps) {
        if (gap.call !== calls.length || gap.when !== when) continue
        shop.placeOrder({ lines: [{ sku, quantity: '3', price: '5.95' }] })
        there -= 3
        sinceLook += 3
      }
      const shown = shop.stock(sku) ?? 0
      if (shown > there + erased) wrong.push(`${when} call ${calls.length}: ${shown} > ${there} + ${erased}`)
    }
    shop.setHooks({
      beforeCall: () => at('before'),
      afterCall: (name, asked) => {
        const isLook = name === 'GET orders' && asked.includes('status') && !asked.includes('changed')
        if (isLook) sinceLook = 0
        if (pushes.has(name)) erased = sinceLook
        calls.push(isLook ? 'look' : name)
        at('after')
      },
    })
    const end = await world.sync({ lanes })
    assert.equal(end.state, 'done', JSON.stringify(end.error))
    shop.setHooks({})
    const where = `orders at ${JSON.stringify(gaps)} of ${calls.join(', ')}`
    assert.deepEqual(wrong, [], where)
    assert.equal(shop.stock(sku), there, where)
    assert.ok(there > 0, 'an item that is sold out shows nothing')
    return calls
  }
  return { run, world, shop }
}

const stall = await openStall()
const usual = await stall.run([])
const pushAt = usual.findIndex(name => pushes.has(name))
// A run that meets an order looks and tells once more: gaps of those calls count as well.
const longest = (await stall.run([{ call: pushAt, when: 'before' }])).length

test('Shopware 5: a run that pushes stock looks at the open orders before and after', () => {
  assert.ok(pushAt > 0, usual.join(', '))
  assert.ok(usual.slice(0, pushAt).includes('look') && usual.slice(pushAt).includes('look'), usual.join(', '))
  assert.ok(longest > usual.length, 'an order in its gap makes the run longer')
})

for (const call of usual.keys())
  for (const when of ['before', 'after'] as const)
    test(`Shopware 5: shows no more than there is: an order right ${when} ${usual[call]} (call ${call})`, async () => {
      // After a call means after those before it are counted: right behind call n is in front of call n + 1.
      await stall.run([{ call: when === 'after' ? call + 1 : call, when }])
    })

test('Shopware 5: shows no more than there is: an order in any gap of a changed item and its stock', async () => {
  const calls = await stall.run([], ['stock', 'catalogue'])
  assert.ok(calls.includes('PUT articles'), calls.join(', '))
  for (const call of calls.keys()) await stall.run([{ call, when: 'before' }], ['stock', 'catalogue'])
})

test('Shopware 5: shows no more than there is: two orders in any two gaps', async () => {
  // All gaps before the first look are one: the look sees what was bought in any of them. What is behind the push another look sees.
  for (let first = usual.indexOf('look'); first <= pushAt; first++)
    for (let second = first; second < longest; second++)
      await stall.run([
        { call: first, when: 'before' },
        { call: second, when: 'before' },
      ])
  assert.deepEqual(await stall.world.broken(), [])
})
