// What stands on the wire for prices, special prices and deliveries.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deliveryNoteModel } from './orderModels.ts'
import { priceModels, specialPrices } from './priceModels.ts'

const scales = (...from: string[]) => from.map((one, at) => ({ from: one, net: `${10 - at}.50`, gross: '0' }))
const wire = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('a price of everyone has no group, and its first scale counts from 0; all are net', () => {
  const item = { no: 7, itemNumber: 'A', taxRate: '19' }
  const group = { no: 3, theirs: '2' }
  assert.deepEqual(
    wire(priceModels(item, [{ scales: scales('1', '10', '2.5') }, { group, scales: scales('0') }])),
    [
      {
        id: ['', 0],
        productId: ['', 7],
        customerGroupId: ['', 0],
        customerId: ['', 0],
        sku: 'A',
        vat: 19,
        items: [
          { productPriceId: ['', 0], netPrice: 10.5, quantity: 0 },
          { productPriceId: ['', 0], netPrice: 9.5, quantity: 10 },
          { productPriceId: ['', 0], netPrice: 8.5, quantity: 3 },
        ],
      },
      {
        id: ['', 0],
        productId: ['', 7],
        customerGroupId: ['', 3],
        customerId: ['', 0],
        sku: 'A',
        vat: 19,
        items: [{ productPriceId: ['', 0], netPrice: 10.5, quantity: 0 }],
      },
    ],
  )
})

test('a special price says whether its dates count; dates have whole seconds, and none is null', () => {
  const limits = (special: object) => {
    const prices = [{ scales: [], special: { net: '5', gross: '5.95', ...special } }]
    const [one] = wire(specialPrices(7, prices)) as Record<string, unknown>[]
    return [one?.['isActive'], one?.['considerDateLimit'], one?.['activeFromDate'], one?.['activeUntilDate']]
  }
  const from = '2026-02-01T00:00:00.000Z'
  const until = '2026-03-01T00:00:00.500+01:00'
  assert.deepEqual(limits({}), [true, false, null, null])
  assert.deepEqual(limits({ from }), [true, true, '2026-02-01T00:00:00Z', null])
  assert.deepEqual(limits({ from, until }), [true, true, '2026-02-01T00:00:00Z', '2026-03-01T00:00:00+01:00'])
  const [first] = specialPrices(7, [
    { group: { no: 3, theirs: '2' }, scales: [], special: { net: '5', gross: '0' } },
  ])
  assert.deepEqual(wire(first), {
    id: ['', 0],
    productId: ['', 7],
    isActive: true,
    considerDateLimit: false,
    activeFromDate: null,
    activeUntilDate: null,
    considerStockLimit: false,
    stockLimit: 0,
    items: [{ productSpecialPriceId: ['', 0], customerGroupId: ['', 3], priceNet: 5 }],
  })
  assert.deepEqual(specialPrices(7, [{ scales: [] }]), [])
})

test('a delivery names its lines by the ids of the shop, and all parcels of a carrier with their links', () => {
  const parcel = (no: number, carrier: string, tracking: string, url?: string) => ({
    ref: { no, theirs: '' },
    carrier,
    tracking,
    ...(url ? { url } : {}),
  })
  const state = {
    order: { no: 5, theirs: '601' },
    shippedAt: '2026-02-01T10:00:00.250Z',
    complete: true,
    lines: [
      { ref: { no: 1, theirs: '' }, theirLine: '6011', item: { no: 9, theirs: '404' }, quantity: '1.5' },
      { ref: { no: 2, theirs: '' }, theirLine: '6012', quantity: '1' },
    ],
    packages: [
      parcel(1, 'DHL', '0034', 'https://dhl.example/0034'),
      parcel(2, 'UPS', '1Z'),
      parcel(3, 'DHL', '0035', 'https://dhl.example/0035'),
    ],
  }
  const line = { id: ['', 0], deliveryNoteId: ['', 31], info: [] }
  assert.deepEqual(wire(deliveryNoteModel({ ref: { no: 31, theirs: '' }, place: '', state })), {
    id: ['', 31],
    customerOrderId: ['', 5],
    creationDate: '2026-02-01T10:00:00Z',
    note: '',
    items: [
      { ...line, customerOrderItemId: ['6011', 0], productId: ['', 9], quantity: 1.5 },
      { ...line, customerOrderItemId: ['6012', 0], productId: ['', 0], quantity: 1 },
    ],
    trackingLists: [
      {
        name: 'DHL',
        codes: ['0034', '0035'],
        trackingURLs: ['https://dhl.example/0034', 'https://dhl.example/0035'],
      },
      { name: 'UPS', codes: ['1Z'], trackingURLs: [] },
    ],
  })
})
