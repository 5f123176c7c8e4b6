import { at, id, items, page, people } from './fixtureParts.ts'

/** A customer whom an order is made for. */
export const madeCustomer = id(600)
/** A quotation that is open. */
export const shownQuotation = id(1300)
/** A saved view of the list of orders. */
export const shownView = id(1400)

const states = ['open', 'ordered', 'open', 'expired', 'declined'] as const
const quotations = Array.from({ length: 14 }, (_, n) => {
  const [customer] = people[n % people.length] ?? people[0]
  const state = states[n % states.length]
  return {
    id: id(1300 + n),
    number: `AN-26-00${318 - n}`,
    state,
    customerId: madeCustomer,
    customerNumber: `K-0${7711 + n}`,
    customer,
    placedAt: new Date(Date.parse(at('13:50')) - n * 31 * 3_600_000).toISOString(),
    validUntil: n === 2 ? null : state === 'expired' ? '2026-11-12' : '2026-12-15',
    currency: 'EUR',
    totalGross: (149.5 + n * 83.2).toFixed(2),
    orderId: state === 'ordered' ? id(700 + n) : null,
    orderNumber: state === 'ordered' ? `AU-26-${10482 - n}` : null,
  }
})
const address = {
  firstName: 'Annegret',
  lastName: 'Thies',
  street: 'Mühlenstraße 4 a',
  postcode: '23552',
  city: 'Lübeck',
  country: 'DE',
}
const prices = ['12.95', '2.08', '6.25'] as const
const quotation = {
  ...quotations[0],
  version: 2,
  companyId: id(1),
  pricesGross: true,
  totalNet: '125.63',
  taxSums: [{ rate: '19', net: '125.63', tax: '23.87', gross: '149.50' }],
  taxTreatment: 'domestic',
  country: 'DE',
  billing: address,
  shipping: null,
  paymentMethod: 'Rechnung',
  shippingMethod: 'DHL Paket',
  customerNote: 'Bitte bis zum ersten Advent.',
  note: '',
  orderedAt: null,
  declinedAt: null,
  declineReason: '',
  madeAt: at('13:50'),
  madeBy: 'Maren Siebert',
  lines: items.slice(0, 3).map(([sku, name], n) => ({
    line: n + 1,
    kind: 'item',
    itemId: id(800 + n),
    sku,
    name,
    quantity: String(10 - n * 4),
    unitNet: '10.00',
    unitGross: prices[n],
    discountPercent: n === 1 ? '5' : null,
    taxClassId: null,
    taxRate: '19',
    net: '40.00',
    gross: ['129.50', '11.86', '12.50'][n],
    note: '',
  })),
}
const preview = {
  customerId: madeCustomer,
  customer: 'Annegret Thies',
  business: false,
  currency: 'EUR',
  pricesGross: true,
  billing: address,
  shipping: null,
  taxTreatment: 'domestic',
  taxCountry: 'DE',
  vatId: null,
  lines: quotation.lines.map((line, n) => ({
    of: n + 1,
    ...line,
    tax: '4.00',
    priceBy: (['group_price', 'special_price', 'base_price'] as const)[n],
    free: ['64', '4', '120'][n],
    onHand: '120',
  })),
  rates: [
    { rate: '19', net: '125.63', tax: '23.87', gross: '149.50' },
    { rate: '7', net: '4.07', tax: '0.29', gross: '4.36' },
  ],
  net: '129.70',
  tax: '24.16',
  gross: '153.86',
  mismatch: null,
  notes: [],
  blockers: [],
}
const view = (n: number, name: string, own: boolean, count: number, filter: object) => ({
  id: id(1400 + n),
  list: 'orders',
  name,
  shared: !own,
  own,
  ownerName: own ? 'Maren Siebert' : 'Jonas Petersen',
  content: { filter, sort: 'total', columns: n === 0 ? viewColumns : undefined },
  version: 1,
  count,
  countCapped: false,
})
const viewColumns = ['number', 'customer', 'paymentMethod', 'payment', 'open', 'gross', 'colour'].map(
  one => ({
    id: one,
  }),
)
const blocker = {
  code: 'STOCK_MISSING',
  reason: 'Es ist nicht genug Ware da.',
  remedy: 'Ware nachbestellen oder einen Teil ausliefern.',
  data: {},
}

/** Views, colours, checks before something is done with several orders; quotations and what orders would cost. */
export const makingAnswers: Readonly<Record<string, unknown>> = {
  '/views': {
    items: [
      view(0, 'B2B über 500 €', true, 11, { folder: 'open', kind: ['instant'], fromMinor: '50000' }),
      view(1, 'Österreich & Schweiz', true, 17, { country: ['AT', 'CH'] }),
      view(2, 'Express heute', false, 4, { shippingMethod: ['Express'] }),
    ],
  },
  '/views/columns/orders': { columns: null },
  '/order-colours': {
    items: [
      { id: id(1401), name: 'Geschenk', colour: '#b9770e', sort: 0 },
      { id: id(1402), name: 'Rückruf', colour: '#6c3483', sort: 1 },
    ],
  },
  '/orders/check': {
    allowed: 2,
    blocked: 1,
    reasons: [{ code: blocker.code, count: 1, reason: blocker.reason }],
    items: [0, 1, 2].map(n => ({
      orderId: id(700 + n),
      orderNumber: `AU-26-${10482 - n}`,
      allowed: n < 2,
      blockers: n < 2 ? [] : [blocker],
    })),
  },
  '/quotations': page(quotations),
  [`/quotations/${shownQuotation}`]: quotation,
  '/orders/preview': preview,
  '/customers/alike': {
    items: [
      {
        id: id(601),
        number: 'K-09120',
        name: 'Annegret Thies',
        blocked: false,
        score: 78,
        because: [
          { code: 'NAME_SAME', points: 40, reason: 'gleicher Name' },
          { code: 'PHONE_SAME', points: 35, reason: 'gleiche Telefonnummer' },
        ],
      },
    ],
  },
  [`/customers/${madeCustomer}`]: {
    id: madeCustomer,
    number: 'K-07711',
    name: 'Annegret Thies',
    email: 'a.thies@posteo.example',
    blocked: false,
    blockReason: '',
    group: 'Endkunden',
  },
}
