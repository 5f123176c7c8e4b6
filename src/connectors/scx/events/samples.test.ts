// Every sample event of channel-core (MIT, fixtures/events) is made here from a neutral state, and read again by a reader that knows
// nothing but the schemas.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { asks } from '../asks.ts'
import { plain, problemsOf } from '../fixtures/models.ts'
import { bodyOf, itemState, price, said, sessionWith, stock } from '../fixtures/states.ts'

const folder = new URL('../fixtures/events/', import.meta.url)
const seller = '334334343'
const session = sessionWith()
const order = { no: 9, theirs: `${seller}/4711` }
const attributes = [
  { attribute: 'color', value: 'red' },
  { attribute: 'color', value: 'green' },
  { attribute: 'size', value: 'small' },
]
const offer = itemState({ listing: { category: 'Auto', attributes } })
const theirs = (id: string) => ({ no: 4711, theirs: id })

/** How each sample is made, and which of its fields are others on purpose. */
const made: Readonly<
  Record<string, { model: string; body: () => Promise<unknown>; besides?: readonly string[] }>
> = {
  OfferNew: {
    model: 'SellerEventOfferNew',
    body: async () => bodyOf(await said(session, 'item', { ref: theirs(''), place: seller, state: offer })),
    // Nothing here is a recommended price.
    besides: ['srp', 'taxPercent'],
  },
  OfferUpdate: {
    model: 'SellerEventOfferUpdate',
    body: async () => bodyOf(await said(session, 'item', { ref: theirs('X'), place: seller, state: offer })),
    besides: ['srp', 'taxPercent', 'channelOfferId'],
  },
  OfferEnd: {
    model: 'SellerEventOfferEnd',
    body: async () => {
      const state = { ...offer, active: false }
      return bodyOf(await said(session, 'item', { ref: theirs(''), place: seller, state }))
    },
  },
  OfferStockUpdate: {
    model: 'SellerEventOfferStockUpdate',
    body: async () => {
      const item = { no: 1234, theirs: '' }
      const state = { item, itemNumber: 'A', stock: stock('10') }
      return bodyOf(await said(session, 'stock', { ref: item, place: '123', state }))
    },
  },
  OfferPriceUpdate: {
    model: 'SellerEventOfferPriceUpdate',
    body: async () => {
      const state = {
        item: theirs(''),
        itemNumber: 'A',
        taxRate: '19',
        currency: 'EUR',
        prices: [price('5.23')],
      }
      return bodyOf(await said(session, 'price', { ref: theirs(''), place: seller, state }))
    },
  },
  OrderAccept: {
    model: 'SellerEventOrderConfirmed',
    body: async () =>
      bodyOf(
        await said(session, 'confirmation', { ref: order, place: seller, state: { order, accepted: true } }),
      ),
  },
  OrderCancellation: {
    model: 'SellerEventOrderCancellationRequest',
    body: async () => {
      const state = { order, reason: 'out_of_stock', lines: [{ theirLine: '1', quantity: '1' }] }
      return bodyOf(
        await said(session, 'cancellation', { ref: { no: 123, theirs: '' }, place: seller, state }),
      )
    },
    // The sample's is no UUID.
    besides: ['orderCancellationRequestId'],
  },
  OrderInvoice: {
    model: 'SellerEventOrderInvoice',
    body: async () => {
      const state = {
        order: { no: 9, theirs: `${seller}/123-456` },
        id: 'e80b71a7-a2da-4670-944d-2b3ff1380d8b',
        kind: 'invoice',
        number: 'RN-001',
        until: '2026-12-24T00:00:00Z',
      } as const
      return bodyOf(await said(session, 'document', { ref: order, place: seller, state }))
    },
    // The real client cannot do without it [V].
    besides: ['documentExpiresAt'],
  },
  OrderReturnReceived: {
    model: 'SellerEventOrderReturnReceived',
    body: async () => {
      const line = {
        theirLine: 'ITEM1',
        quantity: '1',
        reason: 'NO_REASON',
        accepted: true,
        condition: 'original_packed',
        note: 'optional note',
      }
      const state = {
        order: { no: 9, theirs: 'A_SELLE_ID/A_ORDER_ID' },
        lines: [line],
        announced: 'A_SELLE_ID/CHANNELS_RETURN_ID',
      }
      return bodyOf(await said(session, 'return', { ref: { no: 5, theirs: '' }, place: 'A_SELLE_ID', state }))
    },
    // Ours is our number.
    besides: ['sellerReturnId'],
  },
  OrderSend: {
    model: 'SellerEventOrderShipping',
    body: async () => {
      const state = {
        order: { no: 9, theirs: '5e008509dddb555d3c7fe362/12345' },
        shippedAt: '2026-11-22T10:00:00.000Z',
        complete: true,
        lines: [{ ref: { no: 1, theirs: '' }, theirLine: '123', quantity: '1' }],
        packages: [{ ref: { no: 2, theirs: '' }, carrier: 'DPD', tracking: 'qweasd' }],
      }
      const sent = await said(session, 'delivery', { ref: order, place: '5e008509dddb555d3c7fe362', state })
      return bodyOf(sent)
    },
    // In the sample it stands outside of the packages, where the schema has none.
    besides: ['shippedAt'],
  },
  SellerAttributeUpdate: {
    model: 'SellerEventSellerAttributesUpdateRequest',
    body: async () => askedFor('attributes', '5e008509dddb555d3c7fe362'),
  },
  SystemNotification: {
    model: 'SystemEventNotification',
    // The queue adds the channel.
    body: async () => ({ channel: 'channel', ...Object(askedFor('message', 'sellerId')) }),
    besides: ['message'],
  },
}

function askedFor(name: string, place: string): unknown {
  return asks.find(one => one.name === name)?.letter(place, '00000000-0000-4000-8000-000000000000').body
}

for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
  const name = file.slice(0, -'.json'.length)
  test(`${name} is made as its sample shows it, and fits its schema`, async () => {
    const entry = made[name]
    assert.ok(entry, `nothing makes ${name}`)
    const { model, body, besides = [] } = entry
    const built = await body()
    assert.deepEqual(problemsOf(model, built), [])
    const sample = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    assert.deepEqual(without(plain(model, built), besides), without(plain(model, sample), besides))
  })
}

function without(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map(one => without(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      names.includes(name) ? [] : [[name, without(inner, names)]],
    ),
  )
}
