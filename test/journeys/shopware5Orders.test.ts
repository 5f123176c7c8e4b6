// J9: what comes out of a Shopware 5: orders that stay open there, of sub shops, and of things that nobody knows here.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { NewOrder } from '../../testkit/shopware5/placeOrder.ts'
import { startShopware5 } from '../../testkit/shopware5/startShopware5.ts'
import { openTerminal } from './terminal.ts'

test('J9: an order that stays open in the shop is fetched once, and again when something happens to it', async t => {
  const { kontor, shop, buy, fetched } = await openShop(t, { inProcessState: 'none' })
  const old = new Date(Date.now() - 7 * 86_400_000)
  const orders = Array.from({ length: 5 }, () => buy({ placedAt: old }))
  await kontor`sync`
  assert.equal((await kontor`inbox list`).items.length, 5)
  assert.equal(fetched(), 5)
  for (const { id } of orders) assert.equal(shop.row('orders', id)?.['orderStatusId'], 0)

  await kontor`sync`
  await kontor`sync`
  assert.equal(fetched(), 5, 'nothing happened to them')

  const late = buy({ placedAt: old })
  shop.changeOrder(orders[0]?.id ?? '', { paymentStatusId: 12 })
  await kontor`sync`
  assert.equal(fetched(), 7)
  const { items } = await kontor`inbox list`
  assert.equal(items.length, 6)
  assert.ok(items.some((one: { externalNumber: string }) => one.externalNumber === late.number))
})

test('J9: an order of a sub shop without a channel, or of an item that nobody knows, waits with its reason and stays open', async t => {
  const { kontor, shop, buy } = await openShop(t)
  const [here, elsewhere] = [buy(), buy({ fields: { shopId: 2 } })]
  const unknown = buy({ lines: [{ sku: 'NEU', name: 'Neu', quantity: '1', price: '5' }] })
  await kontor`sync`
  const parked = (await kontor`ledger list --outcome parked --kind order`).items
  assert.deepEqual(
    parked.map((one: { externalNumber: string; code: string }) => [one.externalNumber, one.code]).sort(),
    [
      [elsewhere.number, 'CHANNEL_INACTIVE'],
      [unknown.number, 'ITEM_UNKNOWN'],
    ].sort(),
  )
  const states = [here, elsewhere, unknown].map(({ id }) => shop.row('orders', id)?.['orderStatusId'])
  assert.deepEqual(states, [1, 0, 0], 'only what is stored is in process')
})

/** A merchant with one connected shop, who sells a cup. */
async function openShop(t: TestContext, settings: Readonly<Record<string, string>> = {}) {
  const terminal = await openTerminal(t)
  const { kontor } = terminal
  await kontor`warehouse add HAUPT --name Hauptlager`
  await kontor`item add TASSE --name Tasse --net-price 10`
  await kontor`stock book TASSE 50 --reason opening`
  const shop = await startShopware5({ user: 'kontor', apiKey: 'geheim' })
  t.after(() => shop.stop())
  const given = Object.entries({ url: shop.url, user: shop.user, apiKey: shop.apiKey, ...settings })
  const set = given.flatMap(([key, value]) => ['--set', `${key}=${value}`])
  await kontor`connection add shopware5 --name Shop --place 1 --ready ${set}`
  return {
    ...terminal,
    shop,
    buy: (more: Partial<NewOrder> = {}) =>
      shop.placeOrder({ lines: [{ sku: 'TASSE', name: 'Tasse', quantity: '1', price: '11.90' }], ...more }),
    /** How often an order was read by itself. */
    fetched: () => shop.log.calls.filter(one => one.call === 'GET orders/{id}' && one.status === 200).length,
  }
}
