import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyShop, item, price, pricesOf, refOf, required, stock, words } from './fixtures/catalogue.ts'
import type { CustomerGroup } from './globals.ts'
import { priceRows } from './priceModels.ts'
import { catalogueSends as sends } from './sends.ts'

const groups: readonly CustomerGroup[] = [
  { id: '1', key: 'EK', name: 'Shopkunden', isGross: true },
  { id: '2', key: 'H', name: 'Händler', isGross: false },
]

test('prices go with tax for groups that are entered with it, and each scale says where it ends', () => {
  const scales = [
    { from: '0', net: '10', gross: '11.9' },
    { from: '2.5', net: '9', gross: '10.71' },
    { from: '10', net: '8', gross: '9.52' },
  ]
  assert.deepEqual(
    priceRows([{ scales }, { scales: scales.slice(0, 1), group: { no: 3, theirs: 'H' } }], groups),
    [
      { customerGroupKey: 'EK', from: 1, to: 2, price: 11.9, pseudoPrice: 0 },
      { customerGroupKey: 'EK', from: 3, to: 9, price: 10.71, pseudoPrice: 0 },
      { customerGroupKey: 'EK', from: 10, to: 'beliebig', price: 9.52, pseudoPrice: 0 },
      { customerGroupKey: 'H', from: 1, to: 'beliebig', price: 10, pseudoPrice: 0 },
    ],
  )
})

test('a special price is the price, and the usual one is struck out beside it; a dearer one is none', () => {
  const special = { net: '8', gross: '9.52' }
  const scales = [
    { from: '0', net: '10', gross: '11.9' },
    { from: '10', net: '7', gross: '8.33' },
  ]
  assert.deepEqual(priceRows([{ scales, special }], groups), [
    { customerGroupKey: 'EK', from: 1, to: 9, price: 9.52, pseudoPrice: 11.9 },
    { customerGroupKey: 'EK', from: 10, to: 'beliebig', price: 8.33, pseudoPrice: 0 },
  ])
})

test('prices of the same quantity and prices that begin later have one row each, from the first piece on', () => {
  const scales = [
    { from: '0', net: '1', gross: '1.19' },
    { from: '1', net: '2', gross: '2.38' },
  ]
  assert.deepEqual(priceRows([{ scales }], groups), [
    { customerGroupKey: 'EK', from: 1, to: 'beliebig', price: 2.38, pseudoPrice: 0 },
  ])
  const [first] = priceRows([{ scales: [{ from: '5', net: '1', gross: '1.19' }] }], groups)
  assert.deepEqual(first, { customerGroupKey: 'EK', from: 1, to: 'beliebig', price: 1.19, pseudoPrice: 0 })
})

test('prices and quantities go alone, a hundred in a call, and an item that is gone is named', async t => {
  const { shop, open, calls } = await emptyShop(t)
  const session = open()
  const made = await sends.item.send(
    session,
    Array.from({ length: 100 }, (_, n) => item(n + 1, `N-${n + 1}`)),
  )
  const refs = made.map((result, at) => refOf(at + 1, result))
  calls()
  const dear = refs.map((ref, at) => pricesOf(ref, `N-${at + 1}`, [price('20', '23.8')]))
  assert.deepEqual(new Set(words(await sends.price.send(session, dear))), new Set(['accepted']))
  assert.deepEqual(calls(), ['PUT variants'])
  assert.equal(required(shop.price('N-7')).toFixed(2), '20.00')
  assert.equal(shop.stock('N-7'), 5, 'a price changes no quantity')
  shop.remove('articles', required(refs[2]).theirs.split('/')[0] ?? '')
  const quantities = refs.slice(0, 4).map((ref, at) => stock(ref, `N-${at + 1}`, '7.9'))
  assert.deepEqual(words(await sends.stock.send(session, quantities)), [
    'accepted',
    'accepted',
    'REMOTE_DELETED',
    'accepted',
  ])
  assert.deepEqual([shop.stock('N-4'), required(shop.price('N-4')).toFixed(2)], [7, '20.00'])
  const unknown = pricesOf(required(refs[0]), 'N-1', [
    { ...price('1', '1.19'), group: { no: 9, theirs: 'X' } },
  ])
  const none = pricesOf(required(refs[1]), 'N-2', [])
  assert.deepEqual(words(await sends.price.send(session, [unknown, none])), [
    'CUSTOMER_GROUP_UNKNOWN',
    'PRICE_MISSING',
  ])
})
