import { at, id, items, people, shops } from './fixtureParts.ts'

export const checks = {
  customer: 'ok',
  address: 'ok',
  item: 'ok',
  tax: 'ok',
  payment: 'ok',
  shipping: 'ok',
  total: 'ok',
}
export const webOrders = Array.from({ length: 23 }, (_, n) => {
  const [customer, place] = people[n % people.length] ?? people[0]
  const blocked = n === 3 ? 'customer' : n === 6 ? 'payment' : n === 7 ? 'item' : undefined
  const reason = {
    customer: 'Kunde nicht eindeutig',
    payment: 'Zahlungsart nicht zugeordnet',
    item: 'Artikel 22697 ist gesperrt',
  }
  return {
    id: id(400 + n),
    connection: shops[n % 3],
    channel: shops[n % 3],
    externalNumber: `HS-${88219 - n}`,
    placedAt: new Date(Date.parse(at('14:31')) - n * 7 * 60_000).toISOString(),
    customer,
    place,
    country: 'DE',
    currency: 'EUR',
    totalGross: (64.85 + n * 7.3).toFixed(2),
    lines: 4,
    paymentState: 'paid',
    pending: false,
    openChecks: blocked ? [`${blocked.toUpperCase()}_X`] : [],
    checks: { ...checks, ...(blocked ? { [blocked]: blocked === 'item' ? 'open' : 'ask' } : {}) },
    match:
      n % 3 === 1
        ? null
        : {
            customerId: id(500 + n),
            number: `K-0${5518 + n}`,
            name: customer,
            blocked: false,
            how: 'email_name',
            score: 96,
          },
    candidates: n === 3 ? 2 : n % 3 === 1 ? 0 : 1,
    firstBlocker: blocked ? { code: 'X', reason: reason[blocked], remedy: 'Bitte wählen.' } : null,
    assigned: null,
  }
})
export const candidate = (n: number, score: number) => ({
  customerId: id(600 + n),
  number: n === 0 ? 'K-07711' : 'K-09120',
  name: 'Annegret Thies',
  blocked: false,
  how: 'name_address',
  score,
  company: '',
  email: n === 0 ? 'a.thies@posteo.example' : 'annegret@mail.example',
  street: 'Mühlenstraße 4 a',
  postcode: n === 0 ? '23552' : '23843',
  city: n === 0 ? 'Lübeck' : 'Bad Oldesloe',
  same: { name: true, email: n === 1, street: false, postcode: n === 0, city: n === 0 },
  orders: n === 0 ? 9 : 1,
  lastOrderAt: '2026-09-12T10:00:00Z',
})

export const orders = Array.from({ length: 40 }, (_, n) => {
  const [customer, place] = people[n % people.length] ?? people[0]
  const shipped = n % 5 === 4
  return {
    id: id(700 + n),
    orderNumber: `AU-26-${10482 - n}`,
    placedAt: new Date(Date.parse(at('14:21')) - n * 11 * 60_000).toISOString(),
    takenOverAt: at('14:25'),
    channel: shops[n % 6],
    externalNumber: `HS-${88213 - n}`,
    customer,
    customerId: id(500),
    place,
    country: 'DE',
    paymentState: ['paid', 'paid', 'open', 'paid', 'partly_paid'][n % 5],
    deliverability: ['full', 'full', 'full', 'part', 'done', 'none', 'full'][n % 7],
    deliveryState: shipped ? 'shipped' : 'open',
    cancelled: n === 12,
    hold: n === 2 ? 'Kreditgrenze' : null,
    currency: 'EUR',
    totalGross: (86.4 + n * 31.7).toFixed(2),
  }
})
export const order = (n: number) => ({
  ...orders[n],
  kind: 'order',
  version: 3,
  webOrderId: id(400),
  paymentState: 'partly_paid',
  deliverability: 'part',
  totalGross: '142.75',
  channelId: id(0),
  customerNumber: 'K-08102',
  customerReason: { how: 'email_name', score: 97 },
  takenOverBy: 'Maren Siebert',
  billing: null,
  shipping: {
    firstName: 'Aylin',
    lastName: 'Öztürk',
    street: 'Zülpicher Straße 214',
    postcode: '50667',
    city: 'Köln',
    country: 'DE',
  },
  paymentMethod: 'Vorkasse',
  shippingMethod: 'DHL Paket',
  language: 'de',
  customerNote: 'Bitte die Girlanden nicht knicken, Feier ist am 5. Dezember.',
  note: '',
  fulfilledBy: null,
  cancelledAt: null,
  cancelledBy: null,
  cancelReason: null,
  sums: { total: '142.75', lines: '142.75', difference: '0', paid: '50.00', open: '92.75' },
  lines: [
    ...items.slice(0, 4).map(([itemNumber, name], line) => ({
      line: line + 1,
      kind: 'item',
      itemId: id(800 + line),
      itemNumber,
      name,
      quantity: String(2 + line * 5),
      delivered: '0',
      cancelled: '0',
      open: String(2 + line * 5),
      allocated: line === 2 ? '8' : String(2 + line * 5),
      onHand: String(64 - line * 14),
      unitGross: '14.95',
      totalGross: (14.95 * (2 + line * 5)).toFixed(2),
      taxRate: '19',
      deliverable: line === 2 ? 'part' : 'full',
    })),
    {
      line: 5,
      kind: 'shipping',
      itemId: null,
      itemNumber: null,
      name: 'Versand DHL Paket',
      quantity: '1',
      delivered: '0',
      cancelled: '0',
      open: '0',
      allocated: '0',
      onHand: null,
      unitGross: '5.05',
      totalGross: '5.05',
      taxRate: '19',
      deliverable: null,
    },
  ],
  payments: [
    {
      id: id(900),
      amount: '50.00',
      currency: 'EUR',
      method: 'Vorkasse',
      transactionId: null,
      paidAt: at('14:12'),
      bookedAt: at('14:12'),
      bookedBy: 'Maren Siebert',
    },
  ],
  deliveries: [],
  history: [
    { at: at('13:31'), actor: 'Übernahme', event: 'taken_over', data: {} },
    { at: at('14:12'), actor: 'Maren Siebert', event: 'payment_booked', data: {} },
  ],
  shop: { state: 'accepted', at: at('13:32'), code: null, text: null, sent: null, deliveries: [] },
  actions: [
    {
      action: 'deliver',
      allowed: false,
      blockers: [
        {
          code: 'NOT_PAID',
          reason: 'Nicht vollständig bezahlt',
          remedy: 'Vorkasse, 92,75 € offen. Vorkasse-Aufträge werden erst nach Zahlung ausgeliefert.',
          data: {},
        },
        {
          code: 'STOCK_MISSING',
          reason: 'Position 3: 4 Stück fehlen',
          remedy: 'Die anderen Positionen können vorab gehen.',
          data: {},
        },
      ],
    },
    { action: 'pay', allowed: true, blockers: [] },
    { action: 'cancel', allowed: true, blockers: [] },
  ],
})
