// J9: orders of Shopware 5, from open to completed; what the merchant does in the shop meanwhile.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { NewOrder } from '../../testkit/shopware5/placeOrder.ts'
import { startShopware5 } from '../../testkit/shopware5/startShopware5.ts'
import { openTerminal } from './terminal.ts'

test('J9: open, in process, partly delivered, completely delivered, completed', async t => {
  const { kontor, buy, shows, row, take, writes } = await openShop(t)
  const { id, number } = buy()
  assert.deepEqual(shows(id), [0, 17], 'open')
  await kontor`sync`
  assert.deepEqual(shows(id), [1, 17], 'in process, once it is stored here')
  const order = await take(number)

  await kontor`order deliver ${order} --lines 1=1 --carrier DHL --tracking 00340434`
  await kontor`sync`
  assert.deepEqual(shows(id), [6, 17], 'partly delivered')
  assert.deepEqual(shipped(), [1, 0])
  assert.equal(row(id)['trackingCode'], '00340434')

  await kontor`order pay ${order} --amount 10`
  await kontor`sync`
  assert.deepEqual(shows(id), [6, 11], 'partly paid')

  await kontor`order deliver ${order} --carrier DHL --tracking 00340435`
  await kontor`sync`
  assert.deepEqual(shows(id), [7, 11], 'completely delivered')
  assert.deepEqual(shipped(), [3, 1])
  assert.equal(row(id)['trackingCode'], '00340434, 00340435')
  assert.equal(row(id)['clearedDate'], null)

  await kontor`order pay ${order} --amount 50.70`
  await kontor`sync`
  assert.deepEqual(shows(id), [2, 12], 'completed')
  assert.notEqual(row(id)['clearedDate'], null, 'when it was paid')

  const before = writes()
  await kontor`sync`
  assert.equal(writes(), before, 'what the shop shows already is not told again')
  assert.equal((await kontor`order list`).items.length, 1, 'its own changes make no second order of it')

  function shipped() {
    const lines = row(id)['details'] as unknown as readonly { shipped: number }[]
    return lines.map(line => line.shipped)
  }
})

test('J9: paid and cancelled in the shop after it was imported', async t => {
  const { kontor, shop, buy, shows, take } = await openShop(t)
  const [paid, cancelled, staged] = [buy(), buy(), buy()]
  await kontor`sync`
  const [order, other] = [await take(paid.number), await take(cancelled.number)]

  shop.changeOrder(paid.id, { paymentStatusId: 12 })
  shop.changeOrder(cancelled.id, { orderStatusId: 4 })
  shop.changeOrder(staged.id, { orderStatusId: 4 })
  await kontor`sync`
  const shown = await kontor`order show ${order}`
  assert.equal(shown.paymentState, 'paid')
  assert.ok((await kontor`order show ${other}`).cancelledAt)
  assert.deepEqual(
    (await kontor`inbox list`).items,
    [],
    'what was cancelled before it was taken over has left',
  )
  assert.deepEqual(
    [paid, cancelled, staged].map(({ id }) => shows(id)),
    [
      [1, 12],
      [4, 17],
      [4, 17],
    ],
  )

  await kontor`order deliver ${order}`
  await kontor`sync`
  assert.deepEqual(shows(paid.id), [2, 12])
})

test('J9: cancelled here, opened again here', async t => {
  const { kontor, shop, buy, shows, take } = await openShop(t)
  const { id, number } = buy()
  await kontor`sync`
  const order = await take(number)
  const gone = await kontor`order cancel ${order} --comment ${'nicht lieferbar'}`
  assert.equal(gone.refused, 0, JSON.stringify(gone))
  await kontor`sync`
  assert.deepEqual(shows(id), [4, 17])
  const back = await kontor`order undo-cancel ${order}`
  assert.equal(back.refused, 0, JSON.stringify(back))
  await kontor`sync`
  assert.deepEqual(shows(id), [1, 17], 'by a person, here')
  // What comes back of our own cancellation is no news, whenever it comes.
  await kontor`sync`
  assert.equal((await kontor`order show ${order}`).cancelledAt, null)
  assert.equal((await kontor`order cancel ${order} --comment ${'doch nicht'}`).refused, 0)
  await kontor`sync`
  await kontor`sync`
  assert.equal((await kontor`order undo-cancel ${order}`).refused, 0)
  await kontor`sync`
  await kontor`sync`
  assert.deepEqual(shows(id), [1, 17])
  assert.equal((await kontor`order show ${order}`).cancelledAt, null)

  shop.changeOrder(id, { orderStatusId: 4 })
  await kontor`sync`
  assert.ok((await kontor`order show ${order}`).cancelledAt, 'cancelled there is cancelled')
})

test('J9: the shop gives no stock of a cancelled order back, and shows it all the same', async t => {
  const { kontor, shop, buy, take } = await openShop(t)
  for (const number of ['TASSE', 'TELLER']) await kontor`item sell-on ${number} Shop`
  await kontor`sync`
  assert.deepEqual([shop.stock('TASSE'), shop.stock('TELLER')], [50, 50])
  const [here, there] = [buy(), buy()]
  assert.deepEqual([shop.stock('TASSE'), shop.stock('TELLER')], [44, 48])
  await kontor`sync`
  const orders = [await take(here.number), await take(there.number)] as const
  await kontor`sync`
  assert.deepEqual([shop.stock('TASSE'), shop.stock('TELLER')], [44, 48], 'taken over, nothing is sold twice')
  assert.equal((await kontor`order cancel ${orders[0]} --comment ${'nicht lieferbar'}`).refused, 0)
  await kontor`sync`
  assert.deepEqual([shop.stock('TASSE'), shop.stock('TELLER')], [47, 49])
  shop.changeOrder(there.id, { orderStatusId: 4 })
  await kontor`sync`
  assert.deepEqual([shop.stock('TASSE'), shop.stock('TELLER')], [50, 50])
})

test('J9: a status that the merchant set in the shop is left, shown, and decided on', async t => {
  const { kontor, shop, buy, shows, row, take } = await openShop(t)
  const [first, second] = [buy(), buy()]
  await kontor`sync`
  const orders = [await take(first.number), await take(second.number)] as const
  for (const { id } of [first, second]) shop.changeOrder(id, { orderStatusId: 8 })
  for (const order of orders) await kontor`order deliver ${order} --carrier DHL --tracking 00340434`
  await kontor`sync`
  assert.deepEqual(
    [first, second].map(({ id }) => shows(id)[0]),
    [8, 8],
    'clarification is not overwritten',
  )
  assert.equal(row(first.id)['trackingCode'], '00340434', 'what is not in question is told')
  const refused = (await kontor`outbox refused`).items
  assert.deepEqual(
    refused.map((one: { code: string }) => one.code),
    Array(2).fill('ORDER_STATE_SET_THERE'),
  )
  assert.match(refused[0].reason, /Dort steht: 8 \S/)

  const idOf = (order: string) => refused.find((one: { name: string }) => one.name === order).id
  await kontor`outbox send-again ${idOf(orders[0])}`
  await kontor`outbox drop ${idOf(orders[1])}`
  await kontor`sync`
  assert.deepEqual(
    [first, second].map(({ id }) => shows(id)[0]),
    [7, 8],
  )
  assert.deepEqual((await kontor`outbox refused`).items, [])

  // It changes here: it is asked once more.
  await kontor`order pay ${orders[1]} --amount 60.70`
  await kontor`sync`
  assert.deepEqual(shows(second.id), [8, 12])
  assert.equal((await kontor`outbox refused`).items.length, 1)
})

test('J9: states of its own, as the merchant says what they mean', async t => {
  const { kontor, shop, buy, shows, take } = await openShop(t, {
    statusShipped: '41',
    orderStates: '42=in_progress',
  })
  const [known, unknown] = [buy(), buy()]
  await kontor`sync`
  const orders = [await take(known.number), await take(unknown.number)]
  shop.changeOrder(known.id, { orderStatusId: 42 })
  shop.changeOrder(unknown.id, { orderStatusId: 43 })
  for (const order of orders) await kontor`order deliver ${order}`
  await kontor`sync`
  assert.deepEqual(
    [known, unknown].map(({ id }) => shows(id)[0]),
    [41, 43],
  )
  assert.equal((await kontor`outbox refused`).items.length, 1)
})

const ownStates = { 41: 'own_shipped', 42: 'own_packed', 43: 'own_other' }

/** A merchant with one connected shop, who sells a cup and a plate. */
async function openShop(t: TestContext, settings: Readonly<Record<string, string>> = {}) {
  const terminal = await openTerminal(t)
  const { kontor } = terminal
  await kontor`warehouse add HAUPT --name Hauptlager`
  for (const [number, name] of [
    ['TASSE', 'Tasse, blau'],
    ['TELLER', 'Teller, flach'],
  ] as const) {
    await kontor`item add ${number} --name ${name} --net-price 10`
    await kontor`stock book ${number} 50 --reason opening`
  }
  const shop = await startShopware5({ user: 'kontor', apiKey: 'geheim', states: ownStates })
  t.after(() => shop.stop())
  const given = Object.entries({ url: shop.url, user: shop.user, apiKey: shop.apiKey, ...settings })
  const set = given.flatMap(([key, value]) => ['--set', `${key}=${value}`])
  await kontor`connection add shopware5 --name Shop --place 1 --ready ${set}`
  const row = (id: string) => {
    const order = shop.row('orders', id)
    assert.ok(order)
    return order
  }
  return {
    ...terminal,
    shop,
    row,
    /** Three cups and a plate, with shipping: 60.70. */
    buy: (more: Partial<NewOrder> = {}) =>
      shop.placeOrder({
        lines: [
          { sku: 'TASSE', name: 'Tasse, blau', quantity: '3', price: '11.90' },
          { sku: 'TELLER', name: 'Teller, flach', quantity: '1', price: '20.05' },
        ],
        shipping: { gross: '4.95' },
        ...more,
      }),
    /** Order status and payment status. */
    shows: (id: string) => [row(id)['orderStatusId'], row(id)['paymentStatusId']],
    /** Takes it over. Its number here. */
    async take(number: string): Promise<string> {
      const staged = (await kontor`inbox list`).items.find(
        (one: { externalNumber: string }) => one.externalNumber === number,
      )
      assert.equal(Number(staged?.totalGross), 60.7, `nothing of ${number} is staged`)
      const { items } = await kontor`inbox take-over ${staged.id}`
      assert.equal(items[0].did, 'taken_over', JSON.stringify(items))
      return (await kontor`order list --process ${number}`).items[0].orderNumber
    },
    writes: () => shop.log.calls.filter(({ call }) => call === 'PUT orders/{id}').length,
  }
}
