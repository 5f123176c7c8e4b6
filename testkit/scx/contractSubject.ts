/** The program for the contract suite: the marketplace as its operator sees it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { exact } from '../../src/base/decimal.ts'
import type { Outgoing } from '../../src/port/outgoing.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import type { EventIds, Held, PlainOrder, SimulatorSide } from '../contract/subject.ts'
import type { Rules } from './market.ts'
import type { Quirks } from './quirks.ts'
import { type ScxProgram, startScxProgram } from './startScxProgram.ts'
import { keyOf } from './state.ts'
import type { JsonObject } from './wire.ts'

/** The program with switches turned over. */
export function scxSubject(quirks: Partial<Quirks> = {}): SimulatorSide {
  return {
    name: ['SCX channel program', ...Object.keys(quirks)].join(', '),
    carries: {
      priceDigits: 10,
      quantityDigits: 10,
      significantDigits: 15,
      prices: 'gross',
      nul: true,
      loneSurrogates: false,
    },
    places: [sellers[0], sellers[1]],
    showsToken: true,
    priceType: 'B2C',
    without,
    start: async clock => {
      const told = newTold()
      const program = startScxProgram({
        url: 'http://127.0.0.1:9/nobody-yet',
        refreshToken,
        now: clock.now,
        quirks,
        rules: rulesOf(told),
        hooks: { afterCall: ({ call }, { body }) => keepEvents(told, call, body) },
      })
      for (const seller of sellers) program.addSeller(seller)
      return {
        settings: settings(),
        secrets: () => [refreshToken],
        stop: async () => {
          program.stop()
          const blamed = [...program.book.problems, ...program.wrongAnswers].filter(
            text => !isOfTheSuite(text),
          )
          assert.deepEqual(blamed, [], 'the program has something against its host')
        },
        // It is never called.
        fault: () => {},
        placeOrder: order => placeOrder(program, order),
        placeEvents: order => placeEvents(program, order),
        state: () => program.save(),
        pushTo: url => program.setHost(url),
        pushed: () => program.settle(),
        held: kind => heldIn(program, told, kind),
        refuse: (kind, object) => refuse(told, kind, object),
      }
    },
  }
}

// The suite sends the same delivery twice, and confirms orders that do not wait for it; Kontor does neither.
function isOfTheSuite(blamed: string): boolean {
  return /shipped, bought were|was confirmed, but is ACCEPTED/.test(blamed)
}

const sellers = ['laden_eins', 'laden_zwei'] as const
const refreshToken = `kt_${'0a1b2c3d'.repeat(4)}_${'4e5f6a7b'.repeat(4)}.${'S3cret-_'.repeat(5)}`

function settings() {
  return {
    refreshToken,
    channel: 'MARKTPLATZ',
    displayName: 'Marktplatz',
    website: 'https://marktplatz.example',
    supportContact: 'hilfe@marktplatz.example',
    vendor: 'Marktplatz GmbH',
    signUpUrl: 'https://marktplatz.example/anmelden',
    marketplaces: 'DE',
    currency: 'EUR',
  }
}

const noCall = 'the connector calls nobody: the program calls, and whatever disturbs its calls it tries again'
const without: SimulatorSide['without'] = {
  address: noCall,
  serverError: noCall,
  cutBefore: noCall,
  cutAfter: noCall,
  truncated: noCall,
  html: noCall,
  slow: noCall,
  expireSession: noCall,
  rateLimited: noCall,
  rateLimitedBare: noCall,
  refused: noCall,
  forbidden: noCall,
  redirect: noCall,
  partly: noCall,
  duplicatePage: 'there are no pages',
  changeOrder: 'an order that was posted never changes',
  forget: 'it knows no acks',
  refuseAck: 'it knows no acks',
  expireResume: 'there is nothing to go on with',
  placeNameless: 'an order without id is refused as a whole call',
  fade: 'it is never asked again',
  skip: 'it takes an event, or never acknowledges it',
  settle: 'it works off what it took at once',
  nested: 'what is inside an offer has the numbers that it came with',
  placeItem: 'items are sent',
  placeObject: 'it has no list that could be read, but for a report that a person asks for',
  setOrderState: 'the state of an order is not sent',
  insertRecord: 'there is no list that is read',
  updateRecord: 'there is no list that is read',
  deleteRecord: 'there is no list that is read',
}

/** What the rules and the held objects need to know besides the state. */
interface Told {
  readonly refusedOffers: Set<number>
  readonly refusedRefunds: Set<string>
  /** Number and kind of objects that are taken and ignored. */
  readonly ignored: Set<string>
  /** Every event that was taken, by id. */
  readonly events: Map<string, { readonly type: string; readonly event: Readonly<Record<string, unknown>> }>
}

function newTold(): Told {
  return { refusedOffers: new Set(), refusedRefunds: new Set(), ignored: new Set(), events: new Map() }
}

function keepEvents({ events }: Told, call: string, body: Buffer): void {
  if (call !== 'events') return
  const page = JSON.parse(body.toString()) as {
    eventList?: { id: string; type: string; event: JsonObject }[]
  }
  for (const { id, type, event } of page.eventList ?? []) events.set(id, { type, event })
}

const typesOf: { readonly [K in OutgoingKind]?: readonly string[] } = {
  item: ['Seller:Offer.New', 'Seller:Offer.Update'],
  stock: ['Seller:Offer.StockUpdate'],
  price: ['Seller:Offer.PriceUpdate'],
  delivery: ['Seller:Order.Shipping'],
  payment: ['Seller:Order.Payment'],
  refund: ['Seller:Order.Refund'],
  cancellation: ['Seller:Order.Cancellation.Request'],
  cancellation_answer: ['Seller:Order.Cancellation.Accepted', 'Seller:Order.Cancellation.Denied'],
  return: ['Seller:Order.ReturnReceived'],
  confirmation: ['Seller:Order.Confirmed'],
  document: ['Seller:Order.Invoice'],
}

function rulesOf(told: Told): Rules {
  return {
    list: ({ offerId }) =>
      told.refusedOffers.has(offerId)
        ? [{ code: 'MP100', message: 'Die Kategorie fehlt', relatedAttributeId: 'category' }]
        : [],
    refund: ({ order }) => (told.refusedRefunds.has(order) ? 'Der Betrag ist zu hoch' : undefined),
    return: ({ order }) => (told.refusedRefunds.has(order) ? 'Die Frist ist vorbei' : undefined),
    ignores: (event, type) => told.ignored.has(nameOf(type, event)),
  }
}

/** What an event is about: the offer, the request, or the order. */
function nameOf(type: string, event: Readonly<Record<string, unknown>>): string {
  const about = event['offerId'] ?? event['orderId'] ?? event['orderCancellationRequestId']
  return `${type} ${String(about)}`
}

function refuse<K extends OutgoingKind>(told: Told, kind: K, { ref, state }: Outgoing<K>): void {
  if (kind === 'item') {
    told.refusedOffers.add(ref.no)
    return
  }
  const order = 'order' in state ? state.order.theirs : ''
  if (kind === 'refund' || kind === 'return') {
    told.refusedRefunds.add(order)
    return
  }
  // They have it, and nobody is told that it does nothing.
  const about =
    'request' in state ? state.request.theirs : order === '' ? String(ref.no) : order.split('/')[1]
  for (const type of typesOf[kind] ?? []) told.ignored.add(`${type} ${about}`)
}

function placeOrder(program: ScxProgram, order: PlainOrder): string {
  const [card = '', iban = ''] = order.paymentSecrets
  const address = {
    firstName: order.firstName,
    lastName: order.lastName,
    street: order.street,
    postcode: order.postcode,
    city: order.city,
    country: order.country,
  }
  return program.place({
    sellerId: order.place ?? sellers[0],
    orderId: order.number,
    purchasedAt: new Date(order.placedAt),
    currency: order.currency,
    paid: order.paid,
    address,
    lines: order.lines.map(line => ({
      price: line.unitGross,
      quantity: line.quantity,
      taxPercent: line.taxRate,
      sku: line.sku,
      title: line.name,
    })),
    more: {
      paymentMethod: order.method,
      buyer: { email: order.email },
      ...(order.note === undefined ? {} : { note: order.note }),
      additionalOrderData: [
        {
          group: 'payment',
          values: [
            { key: 'creditCardNumber', value: card },
            { key: 'iban', value: iban },
          ],
        },
      ],
    },
  }).key
}

function placeEvents(program: ScxProgram, order: string): EventIds {
  program.moveLines(order, 'SHIPPED')
  const request = program.askToCancel(order)
  const [seller = ''] = order.split('/')
  const returned = keyOf(seller, program.announceReturn(order))
  return [
    { kind: 'order_status', externalId: `${order}#`, begins: true },
    { kind: 'cancellation_request', externalId: request },
    { kind: 'return', externalId: returned },
  ]
}

// --- What it holds -------------------------------------------------------------------------------------------------

function heldIn(program: ScxProgram, told: Told, kind: OutgoingKind): readonly Held[] {
  if (kind === 'item' || kind === 'price' || kind === 'stock')
    return Object.values(program.state.offers)
      .filter(({ state, parentOfferId }) => state === 'listed' && parentOfferId === undefined)
      .map(offer => ({
        theirs: offer.channelOfferId,
        fields:
          kind === 'item'
            ? { itemNumber: offer.sku, name: offer.title }
            : kind === 'price'
              ? { itemNumber: offer.sku, gross: Object.values(offer.prices)[0] ?? '' }
              : { itemNumber: offer.sku, offered: offer.quantity },
      }))
  // Events of one text are one thing: what is told twice is told once more, not done twice.
  const seen = new Map<string, Held>()
  for (const { type, event } of told.events.values()) {
    if (!typesOf[kind]?.includes(type) || told.ignored.has(nameOf(type, event))) continue
    const fields = fieldsOf(kind, type, event)
    if ((kind === 'refund' || kind === 'return') && told.refusedRefunds.has(fields['order'] ?? '')) continue
    seen.set(createHash('sha256').update(JSON.stringify(event)).digest('hex'), { theirs: '', fields })
  }
  return [...seen.values()]
}

function fieldsOf(
  kind: OutgoingKind,
  type: string,
  event: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const order = keyOf(String(event['sellerId']), String(event['orderId']))
  const list = (name: string) =>
    Array.isArray(event[name]) ? (event[name] as Record<string, unknown>[]) : []
  switch (kind) {
    case 'delivery':
      return { order, tracking: String(list('shippingItems')[0]?.['trackingNumber'] ?? '') }
    case 'refund':
      return {
        order,
        amount: list('orderItem')
          .reduce((sum, { refund }) => sum.plus(exact(String(refund))), exact('0'))
          .toFixed(),
      }
    case 'cancellation_answer':
      return {
        request: String(event['orderCancellationRequestId']),
        accepted: String(type === 'Seller:Order.Cancellation.Accepted'),
      }
    case 'confirmation':
      return { order, accepted: String(event['orderAccepted']) }
    case 'document':
      return { order, number: String(event['invoiceNumber']) }
    default:
      return { order }
  }
}

/** The program as the real client is. */
export const contractSubject: SimulatorSide = scxSubject()
