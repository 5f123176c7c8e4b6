import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasFeature, lacking } from './features.ts'
import { problemsOf } from './fixtures/models.ts'
import {
  bodyOf,
  itemState,
  letter,
  price,
  ref,
  refusal,
  said,
  sessionWith,
  stock,
} from './fixtures/states.ts'
import { sends } from './sends.ts'

const session = sessionWith()

test('an offer is new until it was accepted, and waits for its answer then alone', async () => {
  const state = itemState()
  const fresh = await said(session, 'item', { ref: ref(7), state })
  assert.deepEqual(letter(fresh), { key: 'item/7', type: 'Seller:Offer.New', place: 'S1', ticket: 'offer/7' })
  assert.equal(Object.hasOwn(bodyOf(fresh), 'channelOfferId'), false)
  const changed = await said(session, 'item', { ref: ref(7, 'M-1'), state })
  const update = { key: 'item/7', type: 'Seller:Offer.Update', place: 'S1', ticket: undefined }
  assert.deepEqual(letter(changed), update)
  assert.equal(bodyOf(changed)['channelOfferId'], 'M-1')
  // Accepted by a marketplace that gives no names of its own: nothing is made up for it.
  const unnamed = await said(session, 'item', { ref: ref(7, 'offer/7'), state })
  assert.deepEqual([letter(unnamed), bodyOf(unnamed)['channelOfferId']], [update, undefined])
  const ended = await sends.item?.remove?.(session, [{ ref: ref(7, 'M-1'), place: 'S1' }])
  const end = { key: 'item/7', type: 'Seller:Offer.End', place: 'S1', ticket: undefined }
  assert.deepEqual((ended ?? []).map(letter), [end])
  assert.deepEqual((ended ?? []).map(bodyOf), [{ sellerId: 'S1', offerId: 7, channelOfferId: 'M-1' }])
})

test('quantities are whole pieces and never negative; a channel that reads them is sent none', async () => {
  const told = async (offered: string, settings = {}) =>
    said(sessionWith(settings), 'stock', {
      ref: ref(7),
      state: { item: ref(7), itemNumber: 'A', stock: stock(offered) },
    })
  const texts = [
    ['10', '10'],
    ['2.9', '2'],
    ['0.5', '0'],
    ['-3', '0'],
    ['1000000', '1000000'],
  ]
  for (const [offered = '', text] of texts) assert.equal(bodyOf(await told(offered))['quantity'], text)
  const read = await told('10', { stockUpdateWithoutEventSupported: 'true' })
  assert.deepEqual(read, { result: 'accepted', proof: 'received' })
})

test('prices are with tax and stand under the types of the channel', async () => {
  const list = async (prices: Parameters<typeof itemState>[0], facts: object, settings = {}) => {
    const result = await said(sessionWith(settings, { ...facts }), 'item', {
      ref: ref(7),
      state: itemState(prices),
    })
    return result.result === 'rejected' ? [result.code] : (bodyOf(result)['priceList'] as readonly object[])
  }
  const one = (id: string, amount: string) => ({
    id,
    quantityPriceList: [{ amount, currency: 'EUR', quantity: '1.0' }],
  })
  const types = { 'priceType/B2B': 'B2B', 'priceType/B2C': 'B2C' }
  const everyone = { prices: [price('5.2')] }
  assert.deepEqual(await list(everyone, { 'priceType/B2C': '' }), [one('B2C', '5.20')])
  assert.deepEqual(await list(everyone, types), ['PRICE_TYPE_NOT_MAPPED'])
  assert.deepEqual(await list({ prices: [] }, types), ['PRICE_MISSING'])
  assert.deepEqual(await list({ prices: [price('4', 'GONE')] }, types), ['PRICE_TYPE_UNKNOWN'])
  assert.deepEqual(await list({ prices: [price('4', 'B2B'), price('5', 'B2C'), price('9')] }, types), [
    one('B2B', '4.00'),
    one('B2C', '5.00'),
  ])
  const special = { ...price('5', 'B2C'), special: { net: '0', gross: '3.999' } }
  assert.deepEqual(await list({ prices: [special] }, types), [one('B2C', '3.999')])
  const scales = [
    { from: '10', net: '0', gross: '4' },
    { from: '0', net: '0', gross: '5' },
  ]
  const byQuantity = { prices: [{ ...price('5', 'B2C'), scales }] }
  assert.deepEqual(await list(byQuantity, types), [one('B2C', '5.00')])
  assert.deepEqual(await list(byQuantity, types, { quantityPriceSupported: 'true' }), [
    {
      id: 'B2C',
      quantityPriceList: [
        { amount: '5.00', currency: 'EUR', quantity: '1.0' },
        { amount: '4.00', currency: 'EUR', quantity: '10.0' },
      ],
    },
  ])
})

test('what is too long for a field is cut where that does no harm, else the offer is refused with the field', async () => {
  const texts = (more: object) => ({ texts: { de: { name: 'A', ...more } } })
  const tried = async (more: Parameters<typeof itemState>[0]) =>
    said(session, 'item', { ref: ref(7), state: itemState(more) })
  const long = bodyOf(await tried(texts({ name: `${'x'.repeat(511)}😀${'y'.repeat(9)}` })))
  assert.deepEqual(Array.from(String(long['title'])).length, 512)
  assert.ok(String(long['title']).isWellFormed())
  assert.equal(bodyOf(await tried(texts({ shortDescription: '<b>A</b>' })))['subTitle'], undefined)
  const images = Array.from({ length: 60 }, (_, at) => ({
    ref: ref(at),
    url: `https://k.example/${at}`,
    sort: 60 - at,
  }))
  const shown = bodyOf(await tried({ images }))
  assert.equal(shown['mainPicture'], 'https://k.example/59')
  assert.equal((shown['pictureList'] as readonly string[]).length, 49)
  const attributes = Array.from({ length: 251 }, (_, at) => ({ attribute: `a${at}`, value: 'x' }))
  assert.deepEqual(refusal(await tried(texts({ description: 'x'.repeat(50_001) }))), [
    'FIELD_NOT_TAKEN',
    'description',
  ])
  assert.deepEqual(refusal(await tried({ itemNumber: 'x'.repeat(151) })), ['FIELD_NOT_TAKEN', 'sku'])
  assert.deepEqual(refusal(await tried({ listing: { attributes } })), [
    'FIELD_NOT_TAKEN',
    'channelAttributeList',
  ])
  assert.deepEqual(refusal(await tried({ texts: {} })), ['TEXT_MISSING', 'title'])
})

const red = { variation: ref(30), value: ref(31) }
const family = itemState({
  prices: [],
  variations: [
    {
      ref: ref(30),
      texts: { de: { name: 'Farbe' } },
      values: [{ ref: ref(31), texts: { de: { name: 'rot' } }, sort: 1 }],
    },
  ],
  children: [
    {
      ref: ref(8),
      chosen: [red],
      item: {
        itemNumber: 'A-rot',
        texts: { de: { name: 'A rot' } },
        taxRate: '19',
        prices: [price('5')],
        stock: stock('3'),
      },
    },
  ],
})

test('a parent names its variations whole; a child has no letter of its own, unless it stands alone', async () => {
  const supported = sessionWith({ variationsSupported: 'true' })
  const body = bodyOf(await said(supported, 'item', { ref: ref(7), state: family }))
  assert.deepEqual(problemsOf('SellerEventOfferNew', body), [])
  assert.deepEqual(body['variationList'], [
    {
      offerId: 8,
      sku: 'A-rot',
      title: 'A rot',
      quantity: '3',
      taxPercent: '19.00',
      pictureList: [],
      priceList: [{ id: 'B2C', quantityPriceList: [{ amount: '5.00', currency: 'EUR', quantity: '1.0' }] }],
      variationDimensionList: [{ attributeId: 'Farbe', value: 'rot' }],
    },
  ])
  const [only] = family.children ?? []
  const attributes = [
    { attribute: 'color', value: 'red', variation: 'Farbe' },
    { attribute: 'material', value: 'Ton' },
  ]
  const told = {
    ...family,
    children: only?.item ? [{ ...only, item: { ...only.item, listing: { attributes } } }] : [],
  }
  const inTheirWords = bodyOf(await said(supported, 'item', { ref: ref(7), state: told }))
  assert.deepEqual(problemsOf('SellerEventOfferNew', inTheirWords), [])
  const [variation] = inTheirWords['variationList'] as readonly Record<string, unknown>[]
  assert.deepEqual(variation?.['variationDimensionList'], [{ attributeId: 'color', value: 'red' }])
  assert.deepEqual(variation?.['channelAttributeList'], [{ attributeId: 'material', value: 'Ton' }])
  const child = itemState({ parent: ref(7), chosen: [red] })
  assert.deepEqual(await said(supported, 'item', { ref: ref(8), state: child }), {
    result: 'accepted',
    proof: 'received',
    theirs: 'offer/8',
  })
  const alone = letter(await said(session, 'item', { ref: ref(8), state: child }))
  assert.equal(alone.type, 'Seller:Offer.New')
  const { parents } = sends.item ?? {}
  assert.ok(typeof parents === 'function')
  assert.deepEqual(
    [parents(supported.run.facts), parents(session.run.facts), parents({})],
    [true, false, false],
  )
})

test('what a channel cannot take is not sent: prices go with the offer, invoices nowhere', () => {
  assert.deepEqual(lacking({}), ['price', 'document'])
  const facts = (settings: Readonly<Record<string, string>>) => sessionWith(settings).run.facts
  assert.deepEqual(lacking(facts({ invoiceDocumentTransfer: 'from-channel' })), ['price', 'document'])
  const all = facts({ priceUpdatesSupported: 'true', invoiceDocumentTransfer: 'from-seller' })
  assert.deepEqual(lacking(all), [])
  assert.equal(hasFeature(all, 'priceUpdatesSupported'), true)
})
