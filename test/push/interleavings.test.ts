/**
 * An order is placed at the shop between every two calls of a run that pushes stock, over real HTTP.
 *
 * What is proven after every single call: **shown ≤ there + erased**. `there` are the pieces on hand less all that was ever
 * bought, fetched or not; `erased` are those that were bought between our last look at the shop's orders and the effect of
 * the latest push (0 where nothing was). And when the run ends: **shown = there**.
 *
 * Why no protocol like this allows less: the push carries an absolute number, computed from the orders that we know. The shop
 * takes it as it is: there is no "only if you still show n", no difference, and the answer does not say what it replaced. So
 * what is bought after the look and before the push is forgotten by the push; the next look finds the order, and the next
 * push, which the same run makes, subtracts it. What is bought after the push the shop subtracts by itself.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Generation } from '../../testkit/jtlConnector/quirks.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })
const sku = 'TASSE'
const look = 'customer_order.pull'
const pushes = new Set(['product_stock_level.push', 'product.push'])

/** A gap: an order is placed right before this call has its effect, or right after. */
interface Gap {
  readonly call: number
  readonly when: 'before' | 'after'
}

/** A shop that sells one item, and the run that tells it how many there are. */
async function openStall(generation: Generation) {
  const world = await createWorld(db, { after })
  const { tenant } = world
  const { shop, id: connectionId } = await world.openShop({ generation, withoutItems: true })
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
  assert.equal(shop.stock(sku), '100')

  /** Goods come in and the stock lane runs; an order is placed in each of these gaps. Answers the methods that were called. */
  const run = async (gaps: readonly Gap[], lanes: readonly ('stock' | 'catalogue')[] = ['stock']) => {
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
        shop.placeOrder({ lines: [{ sku, quantity: '3' }] })
        there -= 3
        sinceLook += 3
      }
      const shown = Number(shop.stock(sku))
      if (shown > there + erased) wrong.push(`${when} call ${calls.length}: ${shown} > ${there} + ${erased}`)
    }
    shop.setHooks({
      beforeCall: () => at('before'),
      afterCall: method => {
        if (method === look) sinceLook = 0
        if (pushes.has(method)) erased = sinceLook
        calls.push(method)
        at('after')
      },
    })
    const end = await world.sync({ lanes })
    assert.equal(end.state, 'done', JSON.stringify(end.error))
    shop.setHooks({})
    const where = `orders at ${JSON.stringify(gaps)} of ${calls.join(', ')}`
    assert.deepEqual(wrong, [], where)
    assert.equal(Number(shop.stock(sku)), there, where)
    assert.ok(there > 0, 'an item that is sold out shows nothing')
    return calls
  }
  return { run, world, shop }
}

for (const generation of [5, 3] as const) {
  const stall = await openStall(generation)
  const usual = await stall.run([])
  const last = usual.length
  // A run that meets an order looks and tells once more: gaps of those calls count as well.
  const longest = (await stall.run([{ call: usual.findIndex(method => pushes.has(method)), when: 'before' }]))
    .length

  test(`generation ${generation}: a run that pushes stock looks at the orders before and after`, () => {
    const push = usual.findIndex(method => pushes.has(method))
    assert.ok(push > 0, usual.join(', '))
    assert.ok(usual.slice(0, push).includes(look) && usual.slice(push).includes(look), usual.join(', '))
    assert.ok(longest > last, 'an order in its gap makes the run longer')
  })

  for (let call = 0; call <= last; call++)
    for (const when of ['before', 'after'] as const) {
      if (when === 'after' && call === 0) continue // before anything was called nothing can be after it
      if (when === 'before' && call === last) continue // there is no such call
      const name = when === 'before' ? `right before ${usual[call]}` : `right after ${usual[call - 1]}`
      test(`generation ${generation}: shows no more than there is: an order ${name} (call ${call})`, async () => {
        await stall.run([{ call, when }])
      })
    }

  // What an item that is sent complete erases is found by the look after it, and told by the stock lane once more.
  test(`generation ${generation}: shows no more than there is: an order in any gap of a changed item and its stock`, async () => {
    const calls = await stall.run([], ['stock', 'catalogue'])
    assert.ok(calls.includes('product.push'), calls.join(', '))
    for (const call of calls.keys()) await stall.run([{ call, when: 'before' }], ['stock', 'catalogue'])
  })

  test(`generation ${generation}: shows no more than there is: two orders in any two gaps`, async () => {
    // All gaps before the first look are one: the look sees what was bought in any of them.
    for (let first = usual.indexOf(look); first < last; first++)
      for (let second = first; second < longest; second++)
        await stall.run([
          { call: first, when: 'before' },
          { call: second, when: 'before' },
        ])
    assert.deepEqual(await stall.world.broken(), [])
  })
}
