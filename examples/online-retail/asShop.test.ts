import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { multiply, subtract, sum } from '../../testkit/jtlConnector/decimals.ts'
import { asShop, britishGlobals, type SimulatedShop } from './asShop.ts'
import { readRows } from './readRows.ts'
import { toShops } from './toShops.ts'
import type { OnlineRetail } from './types.ts'

let retail: OnlineRetail = toShops([])
let shops: readonly SimulatedShop[] = []

before(async () => {
  retail = toShops(await Array.fromAsync(readRows()))
  shops = retail.shops.map(shop => asShop(shop))
})

test('hands every order to the simulator with the sum of its lines', () => {
  const orders = shops.flatMap(({ contents, lastDays }) => [...(contents.orders ?? []), ...lastDays.orders])
  assert.equal(orders.length, 1_699)
  assert.equal(orders.flatMap(order => order.lines).length, 41_753)
  for (const order of orders) {
    const lines = order.lines.map(line => multiply(line.quantity, line.priceGross))
    assert.equal(subtract(order.totalGross ?? 'none', sum(lines)), '0', order.number)
  }
  assert.equal(sum(orders.map(order => order.totalGross ?? 'none')), '823746.14')
})

test('leads lines to the items of their own shop, and those that are spelled otherwise nowhere', () => {
  for (const { contents, lastDays } of shops) {
    const items = new Map((contents.catalog ?? []).map(item => [item.id, item]))
    assert.equal(items.size, contents.catalog?.length)
    for (const line of [...(contents.orders ?? []), ...lastDays.orders].flatMap(order => order.lines)) {
      const item = items.get(line.itemId ?? '')
      assert.equal(item?.sku, line.itemId === null ? undefined : line.sku)
      assert.equal(item?.vat ?? line.vat, line.vat)
      assert.ok(item === undefined || line.type === 'product')
    }
  }
  const spelled = shops.flatMap(({ contents }) => contents.orders ?? []).flatMap(order => order.lines)
  assert.ok(spelled.some(line => line.sku === '85123a' && line.itemId === null))
})

test('has a payment for each order that is paid and costs something', () => {
  for (const { contents, lastDays } of shops) {
    for (const { orders = [], payments = [] } of [contents, lastDays]) {
      const due = orders.filter(order => order.paymentStatus === 'completed' && Number(order.totalGross) > 0)
      assert.deepEqual(
        payments.map(payment => [payment.orderId, payment.amount]),
        due.map(order => [order.id, order.totalGross]),
      )
    }
  }
})

test('uses only the tax rates, shipping methods and the currency that the shop reports', () => {
  const rates = new Set(britishGlobals.taxRates.map(({ rate }) => rate))
  const methods = new Set(britishGlobals.shippingMethods.map(({ id }) => id))
  for (const { contents } of shops) {
    for (const order of contents.orders ?? []) {
      assert.ok(order.lines.every(line => rates.has(line.vat)))
      assert.ok(methods.has(order.shippingMethodId ?? 'none'))
      assert.equal(order.currency, britishGlobals.currencies[0]?.iso)
    }
  }
})

test('shows the same stock for an item in both shops', () => {
  const [gifts, trade] = shops
  const inGifts = new Map(gifts?.contents.catalog?.map(item => [item.sku, item]))
  const both = (trade?.contents.catalog ?? []).filter(item => inGifts.has(item.sku))
  assert.ok(both.length > 2_000)
  for (const item of both) assert.equal(item.stock, inGifts.get(item.sku)?.stock)
  assert.ok(both.some(item => item.id !== inGifts.get(item.sku)?.id))
})
