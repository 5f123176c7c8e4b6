import { order, orders, parcel, unusual } from './fixtureOrders.ts'
import { at, id, items, page } from './fixtureParts.ts'

const odd = { tracking: '34043416', warning: unusual('34043416') }
const fine = { code: null, reason: null, remedy: null }
const states = ['open', 'open', 'open', 'shipped', 'shipped', 'reversed'] as const
/** Delivery notes: some wait, some are on their way, some were taken back. */
const deliveryNotes = orders.slice(0, 18).map((one, n) => {
  const state = states[n % states.length]
  return {
    id: id(1100 + n),
    deliveryNumber: `LS-26-0${4410 - n}`,
    state,
    orderId: one.id,
    orderNumber: one.orderNumber,
    customer: one.customer,
    place: one.place,
    channelId: id(2),
    channel: one.channel,
    wantsReturnLabels: n === 3,
    warehouse: n % 4 === 3 ? 'Lager Bremen' : 'Hauptlager',
    shippingMethod: 'DHL Paket',
    hold: n === 2 ? 'Kreditgrenze' : null,
    madeAt: new Date(Date.parse(at('14:20')) - n * 9 * 60_000).toISOString(),
    madeBy: 'Jonas Petersen',
    shippedAt: state === 'shipped' ? at('13:10') : null,
    reversedAt: state === 'reversed' ? at('13:40') : null,
    reversedBy: state === 'reversed' ? 'Maren Siebert' : null,
    reverseReason: state === 'reversed' ? 'falscher Karton' : null,
    pieces: String(3 + (n % 5) * 4),
    packages: state === 'open' ? [] : [n === 4 ? { ...parcel, ...odd } : parcel],
  }
})
const returnStates = ['announced', 'received', 'partly_received', 'accepted', 'refused'] as const
/** Returns in every state. */
const returns = orders.slice(3, 15).map((one, n) => {
  const state = returnStates[n % returnStates.length] ?? 'announced'
  const came = state !== 'announced'
  return {
    id: id(1200 + n),
    returnNumber: `RT-26-00${812 - n}`,
    state,
    orderId: one.id,
    orderNumber: one.orderNumber,
    customerId: one.customerId,
    customer: one.customer,
    channelId: id(2),
    channel: one.channel,
    fromShop: n % 3 === 0,
    origin: n % 3 === 0 ? 'shop' : 'phone',
    warehouseId: null,
    note: n === 1 ? 'Karton war aufgerissen.' : '',
    parcel: n % 3 === 1 ? { carrier: 'DHL', tracking: `0034043471${n}` } : null,
    madeAt: new Date(Date.parse(at('11:20')) - n * 5 * 3_600_000).toISOString(),
    madeBy: 'Maren Siebert',
    decidedAt: state === 'accepted' || state === 'refused' ? at('13:00') : null,
    closedAt: null,
    closedBy: null,
    exchangeOrderId: state === 'accepted' ? id(707) : null,
    exchangeOrderNumber: state === 'accepted' ? 'AU-26-10475' : null,
    version: 1,
    lines: items.slice(n % 3, (n % 3) + 2).map(([sku, name], line) => ({
      line: line + 1,
      itemId: id(800 + line),
      name,
      sku,
      quantity: String(1 + line),
      received: came && (state !== 'partly_received' || line === 0) ? String(1 + line) : null,
      restocked: state === 'accepted' ? String(1 + line) : '0',
      state: state === 'partly_received' ? (line === 0 ? 'received' : 'announced') : state,
      condition:
        came && (state !== 'partly_received' || line === 0) ? (line === 0 ? 'as_new' : 'damaged') : null,
      conditionNote: '',
      reason:
        n % 3 === 0
          ? null
          : { code: 'not_as_described', names: { de: 'anders als beschrieben', en: 'not as described' } },
      channelReason:
        n % 3 === 0 ? { code: 'WRONG_SIZE', names: { de: 'Größe passt nicht', en: 'wrong size' } } : null,
      comment: line === 0 ? 'zu klein für den Tisch' : '',
      warehouseId: null,
      credit: true,
    })),
  }
})
const noteLines = (n: number) =>
  items.slice(n % 3, (n % 3) + 3).map(([itemNumber, name], line) => ({
    line: line + 1,
    itemId: id(800 + line),
    itemNumber,
    name,
    quantity: String(1 + line * 2),
  }))
const ofState = (state: string) => deliveryNotes.filter(one => one.state === state)
const reason = (n: number, code: string, de: string, en: string) => ({
  id: id(1300 + n),
  code,
  names: { de, en },
  commentRequired: code === 'other',
  channelValues: {},
  active: true,
})

/** What the pages of deliveries and returns ask for. */
export const lifeAnswers: Readonly<Record<string, unknown>> = {
  '/deliveries': page(deliveryNotes, 4410),
  '/deliveries?limit=100&state=open': page(ofState('open'), 38),
  '/deliveries?state=open&limit=1': page(ofState('open').slice(0, 1), 38),
  '/deliveries?state=shipped&shippedOn=2026-11-20&limit=1': page(ofState('shipped').slice(0, 1), 71),
  '/deliveries?state=shipped&limit=1': page(ofState('shipped').slice(0, 1), 4362),
  '/deliveries?state=reversed&limit=1': page(ofState('reversed').slice(0, 1), 10),
  ...Object.fromEntries(
    deliveryNotes.map((one, n) => [
      `/deliveries/${one.id}`,
      { ...one, lines: noteLines(n), shipping: order(6).shipping },
    ]),
  ),
  '/returns': page(returns),
  '/returns?order': page(returns.slice(0, 1)),
  '/returns/counts': {
    items: returnStates.map(state => ({ state, count: returns.filter(one => one.state === state).length })),
  },
  '/cancel-reasons': {
    items: [
      reason(0, 'buyer', 'Kunde will nicht mehr', 'Customer changed their mind'),
      reason(1, 'out_of_stock', 'Ware fehlt', 'Goods are missing'),
      reason(2, 'other', 'Anderes', 'Other'),
    ],
  },
  '/return-reasons': {
    items: [
      reason(3, 'not_as_described', 'anders als beschrieben', 'not as described'),
      reason(4, 'too_late', 'kam zu spät', 'came too late'),
    ],
  },
  '/carriers/check': { tracking: '1234567890', url: null, ...fine, warning: null },
  '/carriers/check?carrier=DHL&tracking=12345678': {
    tracking: '12345678',
    url: null,
    ...fine,
    warning: unusual('12345678'),
  },
  '/carriers': {
    items: ['DHL', 'DPD', 'GLS', 'UPS'].map(name => ({
      code: name.toLowerCase(),
      name,
      trackingUrl: null,
      active: true,
      known: true,
    })),
  },
  '/payment-methods': {
    items: ['Vorkasse', 'PayPal', 'Rechnung'].map((name, n) => ({
      id: `pay-${n}`,
      code: name.toLowerCase(),
      name,
      active: true,
      shipBeforePayment: n === 2,
    })),
  },
  '/shipping-methods': {
    items: ['DHL Paket', 'DHL Päckchen', 'DPD Classic'].map((name, n) => ({
      id: `ship-${n}`,
      code: `way-${n}`,
      name,
      active: true,
    })),
  },
}
