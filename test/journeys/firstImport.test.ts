// J6: the first import of a shop that is not empty: what is clear is adopted, what is not is asked, and nothing is sent before.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { openTrade, things } from './trade.ts'

test('J6: the first run asks who leads and what is whose; then the shop is one as all others', async t => {
  const { kontor, tries } = await openTrade(t)
  const shop = await startShop({ generation: 3, token: 'geheim', platformName: 'Gambio' })
  t.after(() => shop.close())
  const [cup, plate, , other] = [
    putItem(shop, 'TASSE', 'Unsere Tasse'),
    putItem(shop, 'SHOP-7', 'Flacher Teller', '4006381333931'),
    putItem(shop, 'FREMD', 'Etwas, das nur der Shop hat'),
    putItem(shop, 'SHOP-9', 'Besteckteil', '4012345678901'),
  ]
  await kontor`item change TELLER --gtin 4006381333931`
  await kontor`item change LOEFFEL --gtin 4012345678901`
  await kontor`item add GABEL --name Gabel --net-price 3 --gtin 4012345678901`

  await kontor`connection add jtl-connector --name Gambio --set url=${shop.url} --set token=${shop.token}`
  for (const [number] of things) await kontor`item sell-on ${number} Gambio`
  const early = await tries`sync Gambio`
  assert.match(early.out + early.err, /connection check/, 'it says what comes first')
  assert.deepEqual(writesOf(shop), [], 'and the shop was told nothing')

  await kontor`connection check Gambio`
  await kontor`customer-group add Händler`
  await kontor`item price TASSE --group Händler --net 7`
  await kontor`channel map set Gambio customer_group --map ${'2=Händler'}`
  shop.placeOrder({ lines: [{ sku: 'TASSE', quantity: '1' }] })
  const collected = await kontor`sync Gambio`
  assert.equal(collected.figures.order.new, 1, 'orders come in already')
  assert.deepEqual(writesOf(shop), [])

  await kontor`first-run look Gambio`
  const refused = await tries`first-run finish Gambio`
  assert.equal(refused.status, 1)
  assert.match(refused.err, /first-run/, 'it names the command that goes on')
  const { items } = await kontor`first-run list Gambio --state ambiguous`
  assert.equal(items.length, 1, JSON.stringify(items))
  assert.equal(items[0].theirs, other)
  assert.deepEqual(items[0].candidates.map((one: { number: string }) => one.number).sort(), [
    'GABEL',
    'LOEFFEL',
  ])
  const adopted = await kontor`first-run adopt Gambio --all --pair ${`${other}=LOEFFEL`}`
  assert.equal(adopted.adopted, 3, 'the cup by its number, the plate by its GTIN, the spoon by a person')
  await kontor`first-run lead Gambio kontor`
  const finished = await kontor`first-run finish Gambio`
  assert.equal(finished.phase, 'ready')

  await kontor`sync Gambio`
  assert.equal(shop.items().length, 4, 'nothing exists twice')
  const byId = (id: string | undefined) => shop.items().find(item => item.id === id)
  assert.equal(byId(cup)?.texts[0]?.name, 'Tasse, blau', 'ours leads')
  assert.equal(byId(plate)?.texts[0]?.name, 'Teller, flach')
  assert.equal(Number(byId(cup)?.stock), 49, 'less the one that waits in the inbox')
  assert.equal(byId(cup)?.prices?.find(price => price.customerGroupId === '2')?.net, '7')

  const placed = shop.placeOrder({ lines: [{ sku: 'TASSE', quantity: '2' }] })
  await kontor`sync Gambio`
  await kontor`inbox take-over --all`
  const [order] = (await kontor`order list --process ${placed.number}`).items
  await kontor`order deliver ${order.orderNumber}`
  await kontor`sync Gambio`
  assert.equal(shop.statusOf(placed.id)?.status, 'shipped')
  assert.equal((await kontor`verify`).ok, true)
})

function putItem(shop: Shop, sku: string, name: string, ean = ''): string {
  const id = String(900 + shop.items().length)
  shop.putItem({
    id,
    sku,
    ean,
    texts: [{ language: 'de', name }],
    active: true,
    priceNet: '99',
    vat: '19',
    stock: '3',
  })
  return id
}

/** What changed something there. */
function writesOf(shop: Shop): string[] {
  return shop.log.calls.map(call => call.method).filter(method => /push|delete|clear/.test(method))
}
