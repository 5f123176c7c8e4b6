/** The shop as the contract suite wants a system: its own words in, the shop's words out. */
import type { Fault, FaultTarget, PlainOrder, SimulatorSide } from '../contract/subject.ts'
import { createRefusals, heldIn, sendingMethods } from './contractPushes.ts'
import type { FaultKind, FaultPlan } from './faults.ts'
import { listedRecords } from './listedRecords.ts'
import type { NewOrder } from './placeOrder.ts'
import type { Generation, Quirks } from './quirks.ts'
import type { Shop } from './shop.ts'
import type { ShopAddress } from './shopData.ts'
import { startShop } from './startShop.ts'

/** What a shop may play instead of what it usually plays: other faults for those of the suite, or faults from the start. */
export interface ShopTroubles {
  readonly instead?: { readonly [K in Fault]?: FaultKind }
  readonly plan?: FaultPlan
}

/** A shop of that generation, with the switches changed as given. */
export function shopSubject(
  generation: Generation,
  quirks: Partial<Quirks> = {},
  { instead = {}, plan }: ShopTroubles = {},
): SimulatorSide {
  const played = { ...faultsOfShop, ...instead }
  return {
    name: [`JTL-Connector ${generation}`, ...Object.keys(quirks)].join(', '),
    carries: {
      priceDigits: 20,
      quantityDigits: 20,
      significantDigits: 24,
      prices: quirks.totalsNet ? 'net' : 'both',
      nul: true,
      loneSurrogates: true,
    },
    without: Object.fromEntries(Object.entries(without).filter(([name]) => !(name in instead))),
    start: async clock => {
      const shop = await startShop({
        generation,
        quirks,
        token,
        clock: clock.now,
        ...(plan ? { faults: plan } : {}),
      })
      return {
        settings: { url: shop.url, token, methodCase: quirks.camelCaseOnly ? 'camel' : 'snake' },
        stop: shop.close,
        placeOrder: order => placeOrder(shop, order),
        fault: (fault, on, times) => setFault(shop, played[fault], on, times),
        state: () => stateOf(shop),
        changeOrder: id => void shop.changeOrder(id, { customerNote: `changed ${changes++}` }),
        placeEvents: order => placeEvents(shop, order, clock.now()),
        held: kind => heldIn(shop, kind),
        placeObject: (kind, name) => placeObject(shop, kind, name),
        ...createRefusals(shop),
        ...listedRecords(shop, order => placeOrder(shop, order)),
      }
    },
  }
}

const token = 'shop-password/äöü "1"'
let changes = 0

const without: SimulatorSide['without'] = {
  duplicatePage: 'this fault delivers the page before once more, not each record twice',
  forget: 'orders of this shop are never removed',
  refuseAck: 'an ack is answered as a whole',
  expireResume: 'there is nothing to go on with: each page is read from the front',
  placeNameless: 'the shop gives every order an id',
  places: 'a connector belongs to one shop',
  fade: 'the shop does not take personal data back',
  pushTo: 'the shop does not call',
  settle: 'what the shop takes, it has done',
  setOrderState: 'a state that is pushed stands, whatever was set before',
  placeItem: 'items are sent',
}

const faultsOfShop: { readonly [K in Fault]?: FaultKind } = {
  serverError: 'http500',
  cutBefore: 'resetBefore',
  cutAfter: 'cutAfterSuccess',
  truncated: 'truncatedBody',
  html: 'htmlBody',
  slow: 'hangAfterSuccess',
  partly: 'executionTimeout',
  expireSession: 'sessionExpired',
  // The protocol knows neither rights nor limits; what stands before the shop does.
  rateLimited: 'http429',
  rateLimitedBare: 'http429Bare',
  refused: 'tokenRefused',
  forbidden: 'http401',
  redirect: 'http301',
}

const methods: { readonly [K in FaultTarget]?: readonly string[] } = {
  check: ['connector.identify'],
  read: ['customer.pull', 'customer_order.pull', 'payment.pull'],
  ack: ['core.connector.ack'],
  send: sendingMethods,
  find: [
    'product.pull',
    'category.pull',
    'manufacturer.pull',
    'specific.pull',
    'image.pull',
    'cross_selling.pull',
  ],
  inventory: ['product.pull', 'category.pull'],
}

function setFault(shop: Shop, kind: FaultKind | undefined, on: FaultTarget, times: number): void {
  if (kind)
    shop.setFaults({
      seed: 1,
      rate: 1,
      kinds: [kind],
      most: times,
      ...(methods[on] ? { methods: methods[on] } : {}),
    })
}

// The suite gives two orders one number, which the shop refuses at its counter: the number is changed afterwards.
function placeOrder(shop: Shop, order: PlainOrder): string {
  const { number, ...rest } = shopOrder(order)
  const { id } = shop.placeOrder(rest)
  if (number !== undefined) shop.changeOrder(id, { number })
  return id
}

function shopOrder(order: PlainOrder): NewOrder {
  const [card = '', iban = ''] = order.paymentSecrets
  const address: ShopAddress = {
    firstName: order.firstName,
    lastName: order.lastName,
    street: order.street,
    zipCode: order.postcode,
    city: order.city,
    country: order.country,
    email: order.email,
  }
  return {
    number: order.number,
    createdAt: order.placedAt,
    currency: order.currency,
    totalGross: order.total,
    paymentStatus: order.paid ? 'completed' : 'unpaid',
    paymentModule: order.method,
    paymentInfo: { iban, cardNumber: card, accountHolder: `${order.firstName} ${order.lastName}` },
    billing: address,
    shipping: address,
    ...(order.note === undefined ? {} : { customerNote: order.note }),
    lines: order.lines.map(line => ({
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      priceNet: line.unitNet,
      priceGross: line.unitGross,
      vat: line.taxRate,
    })),
  }
}

function placeObject(shop: Shop, kind: 'item' | 'category', name: string): string {
  const id = `there-${name}`
  const texts = [{ language: 'de', name }]
  if (kind === 'category') shop.putCategory({ id, parentId: null, texts, active: true })
  else shop.putItem({ id, sku: name, texts, active: true, priceNet: '10', vat: '19', stock: '1' })
  return id
}

function placeEvents(shop: Shop, order: string, now: Date) {
  const createdAt = `${now.toISOString().slice(0, 19)}Z`
  const customer = `c-${order}`
  shop.addCustomer({
    id: customer,
    firstName: 'Kim',
    lastName: 'Kunde',
    street: 'Weg 1',
    zipCode: '04109',
    city: 'Leipzig',
    country: 'DE',
    createdAt,
    hasAccount: true,
  })
  const payment = shop.addPayment({
    orderId: order,
    amount: '11.9',
    module: 'pm_paypal_standard',
    transactionId: `t-${order}`,
    createdAt,
  })
  return [
    { kind: 'customer', externalId: customer },
    { kind: 'payment', externalId: payment.id },
  ] as const
}

function stateOf(shop: Shop): string {
  const kinds = ['customer', 'customer_order', 'payment'] as const
  return JSON.stringify([
    shop.orders(),
    shop.payments(),
    shop.items(),
    shop.categories(),
    shop.manufacturers(),
    shop.specifics(),
    shop.images(),
    shop.crossSellings(),
    kinds.map(kind => [shop.links(kind), shop.remaining(kind)]),
  ])
}

/** A shop of generation 5, as it comes. */
export const contractSubject: SimulatorSide = shopSubject(5)
