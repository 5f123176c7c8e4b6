/** The shop as the contract suite wants a system: its own words in, the shop's words out. */
import type { IncomingKind } from '../../src/port/records.ts'
import { plainOrder } from '../contract/samples.ts'
import type { Fault, FaultTarget, PlainOrder, SimulatorSide } from '../contract/subject.ts'
import { heldIn, refusals } from './contractHeld.ts'
import type { FaultKind } from './faults.ts'
import type { Quirks } from './quirks.ts'
import type { Shop } from './shop.ts'
import { startShopware5 } from './startShopware5.ts'
import { type Row, rowOf, textOf } from './wire.ts'

/** A shop with the switches changed as given, and other faults instead of those of the suite. */
export function shopware5Subject(
  quirks: Partial<Quirks> = {},
  instead: { readonly [K in Fault]?: FaultKind } = {},
): SimulatorSide {
  const played = { ...faultsOfShop, ...instead }
  return {
    name: ['Shopware 5', ...Object.keys(quirks)].join(', '),
    carries: {
      // Doubles of PHP and MySQL: 15 digits come back as they went.
      priceDigits: 10,
      quantityDigits: 0,
      significantDigits: 15,
      prices: 'gross',
      nul: true,
      loneSurrogates: false,
    },
    without: Object.fromEntries(Object.entries(without).filter(([name]) => !(name in instead))),
    start: async clock => {
      const shop = await startShopware5({ user, apiKey, quirks, clock: clock.now })
      return {
        settings: { url: shop.url, user, apiKey },
        stop: shop.stop,
        placeOrder: order => placeOrder(shop, order),
        fault: (fault, on, times) => setFault(shop, played[fault], on, times),
        state: () => shop.state(),
        changeOrder: id => void shop.changeOrder(id, { customerComment: `changed ${changes++}` }),
        forget: id => shop.removeOrder(id),
        placeEvents: order => placeEvents(shop, order),
        // To a state that no person and nothing of a usual shop goes to.
        setOrderState: (id, which) => void shop.changeOrder(id, { orderStatusId: which === 1 ? 8 : 3 }),
        held: kind => heldIn(shop, kind),
        refuse: refusals(shop),
        placeObject: (kind, name) => placeObject(shop, kind, name),
        ...listedRecords(shop),
      }
    },
  }
}

const user = 'kontor-api'
const apiKey = 'api-key/äöü "1"'
let changes = 0

const without: SimulatorSide['without'] = {
  expireSession: 'there are no sessions: each call signs in',
  refuseAck: 'an ack is a status, which is refused as any other',
  expireResume: 'there is nothing to go on with: each page is read from where the last one ended',
  placeNameless: 'the shop gives every order an id',
  places: 'one connection reads all sub shops',
  fade: 'the shop does not take personal data back',
  pushTo: 'the shop does not call',
  settle: 'what the shop takes, it has done',
  skip: 'the shop says of everything what became of it',
  placeItem: 'items are sent',
}

const faultsOfShop: { readonly [K in Fault]?: FaultKind } = {
  serverError: 'http500',
  cutBefore: 'resetBefore',
  cutAfter: 'cutAfterSuccess',
  truncated: 'truncatedBody',
  html: 'htmlBody',
  slow: 'hangAfterSuccess',
  partly: 'diesMidway',
  // The interface knows no limit; what stands before the shop does.
  rateLimited: 'http429',
  rateLimitedBare: 'http429Bare',
  refused: 'unauthorized',
  forbidden: 'forbidden',
  redirect: 'redirect',
  duplicatePage: 'doubledPage',
}

const written = [
  ...['articles', 'variants', 'categories', 'manufacturers', 'propertyGroups', 'media', 'translations'],
  ...['orders', 'customers'],
]

const calls: { readonly [K in FaultTarget]?: readonly string[] } = {
  check: ['GET version', 'GET orders'],
  read: ['GET orders', 'GET orders/{id}', 'GET customers', 'GET customers/{id}'],
  ack: ['GET orders/{id}', 'PUT orders/{id}'],
  send: written.flatMap(name => [
    ...['PUT', 'POST', 'DELETE'].map(method => `${method} ${name}`),
    ...['PUT', 'DELETE'].map(method => `${method} ${name}/{id}`),
  ]),
  find: written.flatMap(name => [`GET ${name}`, `GET ${name}/{id}`]),
  inventory: written.flatMap(name => [`GET ${name}`, `GET ${name}/{id}`]),
}

function setFault(shop: Shop, kind: FaultKind | undefined, on: FaultTarget, times: number): void {
  const names = calls[on]
  if (kind && names) shop.setFaults({ seed: 1, rate: 1, kinds: [kind], most: times, on: names })
}

function countryId(shop: Shop, iso: string): number {
  return Number(shop.rows('countries').find(row => row['iso'] === iso)?.['id'] ?? 2)
}

function placeOrder(shop: Shop, order: PlainOrder): string {
  const [card = '', iban = ''] = order.paymentSecrets
  const billing: Row = {
    firstName: order.firstName,
    lastName: order.lastName,
    street: order.street,
    zipCode: order.postcode,
    city: order.city,
    countryId: countryId(shop, order.country),
  }
  const { id } = shop.placeOrder({
    number: order.number,
    placedAt: new Date(order.placedAt),
    currency: order.currency,
    total: order.total,
    paymentStatus: order.paid ? 12 : 17,
    bank: {
      iban,
      bic: 'COBADEFFXXX',
      accountNumber: card,
      accountHolder: `${order.firstName} ${order.lastName}`,
      amount: order.total,
    },
    billing,
    email: order.email,
    ...(order.note === undefined ? {} : { comment: order.note }),
    lines: order.lines.map(line => ({
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      price: line.unitGross,
      taxRate: line.taxRate,
    })),
  })
  return id
}

// Who buys has an account, if only that of a guest.
function placeEvents(shop: Shop, order: string) {
  const customer = textOf(shop.row('orders', order)?.['customerId'])
  return [{ kind: 'customer', externalId: customer }] as const
}

const person = (lastname: string): Row => ({
  email: `kunde-${lastname.replaceAll(/\W/g, '-')}@example.com`,
  accountMode: 0,
  salutation: 'mr',
  firstname: 'Kim',
  lastname,
  defaultBillingAddress: address(lastname),
  defaultShippingAddress: address(lastname),
})

const address = (lastname: string): Row => ({
  salutation: 'mr',
  firstname: 'Kim',
  lastname,
  street: 'Weg 1',
  zipcode: '04109',
  city: 'Leipzig',
  countryId: 2,
  country: { id: 2, name: 'Deutschland', iso: 'DE', iso3: 'DEU' },
})

function placeObject(shop: Shop, kind: 'item' | 'category', name: string): string {
  if (kind === 'category') return shop.putCategory({ name, parentId: 3 })
  const id = shop.putArticle({
    name,
    taxId: 1,
    supplier: 'Hersteller',
    active: true,
    mainDetail: {
      number: name.replaceAll(' ', '-'),
      inStock: 1,
      prices: [{ customerGroupKey: 'EK', price: 11.9 }],
    },
  })
  return `${id}/${textOf(shop.row('articles', id)?.['mainDetailId'])}`
}

/** What the shop lists, as somebody who puts it in, changes it and deletes it there while it is read. New ones come last. */
function listedRecords(shop: Shop) {
  let number = 0
  const order = (note: string) =>
    placeOrder(shop, plainOrder(++number, new Date('2026-11-02T08:00:00Z'), { number: `L-${number}`, note }))
  const tableOf = (kind: IncomingKind) => {
    if (kind === 'order') return 'orders'
    if (kind === 'customer') return 'customers'
    throw new RangeError(`the shop has no ${kind}`)
  }
  return {
    insertRecord: (kind: IncomingKind, text: string) =>
      tableOf(kind) === 'orders' ? order(text) : shop.addCustomer(person(text)),
    updateRecord: (kind: IncomingKind, id: string, text: string) => {
      if (tableOf(kind) === 'orders') return void shop.changeOrder(id, { customerComment: text })
      const held = rowOf(shop.row('customers', id)?.['defaultBillingAddress'])
      shop.changeCustomer(id, { lastname: text, defaultBillingAddress: { ...held, lastname: text } })
    },
    deleteRecord: (kind: IncomingKind, id: string) => shop.remove(tableOf(kind), id),
  }
}

/** A shop as the page describes it. */
export const contractSubject: SimulatorSide = shopware5Subject()
