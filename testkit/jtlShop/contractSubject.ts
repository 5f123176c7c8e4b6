/** The shop as the contract suite wants a system: its own words in, the shop's words out. */
import type { Outgoing } from '../../src/port/outgoing.ts'
import type { IncomingKind, OutgoingKind } from '../../src/port/records.ts'
import { plainOrder } from '../contract/samples.ts'
import type { Fault, FaultTarget, PlainOrder, SimulatorSide } from '../contract/subject.ts'
import type { FaultKind } from './faults.ts'
import { heldIn } from './held.ts'
import type { Address } from './placeOrder.ts'
import type { Shop } from './shop.ts'
import { startJtlShop } from './startJtlShop.ts'
import type { TableName } from './store/tableShapes.ts'
import type { Habits, Version } from './version.ts'

/** A shop of that version, with the habits changed as given, and other faults instead of those of the suite. */
export function jtlShopSubject(
  version: Version,
  habits: Partial<Habits> = {},
  instead: { readonly [K in Fault]?: FaultKind } = {},
): SimulatorSide {
  const played = { ...faultsOfShop, ...instead }
  return {
    name: [`JTL-Shop ${version}`, ...Object.keys(habits)].join(', '),
    carries: {
      priceDigits: 13,
      quantityDigits: 4,
      significantDigits: 14,
      prices: 'net',
      nul: false,
      loneSurrogates: false,
    },
    without: Object.fromEntries(Object.entries(without).filter(([name]) => !(name in instead))),
    start: async clock => {
      const shop = await startJtlShop({ version, habits, userId, password, clock: clock.now, pageSize: 3 })
      return {
        settings: { url: shop.url, user: userId, password },
        stop: shop.stop,
        placeOrder: order => placeOrder(shop, order),
        fault: (fault, on, times) => setFault(shop, played[fault], on, times),
        state: () => shop.state(),
        changeOrder: id => void shop.change('tbestellung', id, { cKommentar: `changed ${changes++}` }),
        forget: id => shop.remove('tbestellung', id),
        placeEvents: order => placeEvents(shop, order),
        held: kind => heldIn(shop, kind),
        refuse: refusals(shop),
        ...listedRecords(shop),
      }
    },
  }
}

const userId = 'sync'
const password = 'shop-password/äöü "1"'
let changes = 0

const noLimit = 'the interface knows no limit of calls'
const without: SimulatorSide['without'] = {
  rateLimited: noLimit,
  rateLimitedBare: noLimit,
  forbidden: 'the interface knows no rights',
  expireSession: 'there are no sessions: each call logs in',
  duplicatePage: 'each order is listed once',
  refuseAck: 'an ack is answered as a whole',
  expireResume: 'there is nothing to go on with: each page is read from the front',
  placeNameless: 'the shop gives every order an id',
  places: 'a connector belongs to one shop',
  fade: 'the shop does not take personal data back',
  pushTo: 'the shop does not call',
  settle: 'what the shop takes, it has done',
  skip: 'the answer says nothing of a single record',
  nested: 'what is inside an object has the numbers of the ERP',
  placeItem: 'items are sent',
  placeObject: 'the interface shows nothing of what is there',
  setOrderState: 'a state that is pushed stands, whatever was set before',
}

const faultsOfShop: { readonly [K in Fault]?: FaultKind } = {
  serverError: 'http502',
  cutBefore: 'resetBefore',
  cutAfter: 'cutAfterSuccess',
  truncated: 'truncatedBody',
  html: 'htmlBody',
  slow: 'hangAfterSuccess',
  refused: 'wrongLogin',
  redirect: 'redirect',
  partly: 'diesMidway',
}

// Globals and the look for missing images only prepare what is sent.
const calls: { readonly [K in FaultTarget]?: readonly string[] } = {
  check: ['mytest'],
  read: ['GetKunden_xml', 'GetBestellungen_xml', 'GetZahlungen_xml'],
  ack: [
    'Bestellungen_xml/ack_bestellung.xml',
    'Bestellungen_xml/ack_zahlungseingang.xml',
    'Kunden_xml/ack_kunden.xml',
  ],
  send: [
    ...[
      'Hersteller_xml',
      'Merkmal_xml',
      'Kategorien_xml',
      'Artikel_xml',
      'QuickSync_xml',
      'Konfig_xml',
      'Download_xml',
    ],
    ...['Bilder_xml', 'img_upload', 'img_link', 'Lieferschein_xml', 'SetKunde_xml', 'Returns_xml'],
    ...['set', 'upd', 'storno', 'reaktiviere', 'del', 'delonly'].map(
      act => `Bestellungen_xml/${act}_bestellung.xml`,
    ),
  ],
}

function setFault(shop: Shop, kind: FaultKind | undefined, on: FaultTarget, times: number): void {
  const scripts = calls[on]
  if (kind && scripts) shop.setFaults({ seed: 1, rate: 1, kinds: [kind], most: times, scripts })
}

/** Where PHP ends, nothing is stored of what runs in a transaction; all else is passed over, and the answer is 0. */
const rowOf: {
  readonly [K in OutgoingKind]?: {
    readonly table: TableName
    readonly key: string
    readonly fate: 'dies' | 'rejected'
  }
} = {
  category: { table: 'tkategorie', key: 'kKategorie', fate: 'dies' },
  item: { table: 'tartikel', key: 'kArtikel', fate: 'dies' },
  price: { table: 'tartikel', key: 'kArtikel', fate: 'dies' },
  stock: { table: 'tartikel', key: 'kArtikel', fate: 'dies' },
  manufacturer: { table: 'thersteller', key: 'kHersteller', fate: 'rejected' },
  characteristic: { table: 'tmerkmal', key: 'kMerkmal', fate: 'rejected' },
  image: { table: 'tbild', key: 'kBild', fate: 'rejected' },
  delivery: { table: 'tlieferschein', key: 'kLieferschein', fate: 'rejected' },
  order_status: { table: 'tbestellung', key: 'kBestellung', fate: 'rejected' },
  cancellation: { table: 'tbestellung', key: 'kBestellung', fate: 'rejected' },
  customer: { table: 'tkunde', key: 'kKunde', fate: 'rejected' },
}

function refusals(shop: Shop) {
  const refused = new Map<string, 'dies' | 'rejected'>()
  const columns = new Map<TableName, string>()
  shop.setFate((table, row) => refused.get(`${table} ${row[columns.get(table) ?? '']}`) ?? 'stored')
  return <K extends OutgoingKind>(kind: K, object: Outgoing<K>) => {
    const place = rowOf[kind]
    if (!place) return
    const { ref, state } = object
    const order = 'order' in state ? state.order.theirs : ''
    const key = place.table === 'tbestellung' ? order : kind === 'customer' ? ref.theirs : String(ref.no)
    columns.set(place.table, place.key)
    refused.set(`${place.table} ${key}`, place.fate)
  }
}

function placeOrder(shop: Shop, order: PlainOrder): string {
  const [card = '', iban = ''] = order.paymentSecrets
  const address: Partial<Address> = {
    firstName: order.firstName,
    lastName: order.lastName,
    street: order.street,
    postcode: order.postcode,
    city: order.city,
    country: order.country,
    email: order.email,
  }
  const { id } = shop.placeOrder({
    number: order.number,
    placedAt: new Date(order.placedAt),
    status: order.paid ? '3' : '1',
    payment: { key: '1', module: 'za_ueberweisung_jtl', name: order.method },
    bank: { cIBAN: iban, cKartenNr: card, cInhaber: `${order.firstName} ${order.lastName}` },
    billing: address,
    shipping: address,
    // Customers of these orders came long ago: nobody asks for them.
    customerFetched: true,
    ...(order.note === undefined ? {} : { comment: order.note }),
    lines: order.lines.map(line => ({
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      net: line.unitNet,
      taxRate: line.taxRate,
    })),
  })
  return id
}

const person = (lastName: string) => ({
  billing: {
    firstName: 'Kim',
    lastName,
    street: 'Weg 1',
    postcode: '04109',
    city: 'Leipzig',
    country: 'DE',
    email: 'kim@example.com',
  },
  guest: false,
})

function placeEvents(shop: Shop, order: string) {
  const customer = shop.addCustomer(person('Kunde'))
  const payment = shop.addPayment({ order, amount: '11.9', note: `t-${order}` })
  return [
    { kind: 'customer', externalId: customer },
    { kind: 'payment', externalId: payment },
  ] as const
}

/** What the shop lists, as somebody who puts it in, changes it and deletes it there while it is read. New ones come last. */
function listedRecords(shop: Shop) {
  let number = 0
  const order = (note: string) =>
    placeOrder(shop, plainOrder(++number, new Date('2026-11-02T08:00:00Z'), { number: `L-${number}`, note }))
  const insert: { readonly [K in IncomingKind]?: (text: string) => string } = {
    order,
    customer: text => shop.addCustomer(person(text)),
    payment: text => {
      const id = order('of a payment')
      // It was fetched long ago.
      shop.change('tbestellung', id, { cAbgeholt: 'Y' })
      return shop.addPayment({ order: id, amount: '11.9', note: text })
    },
  }
  const tables: { readonly [K in IncomingKind]?: 'tbestellung' | 'tkunde' | 'tzahlungseingang' } = {
    order: 'tbestellung',
    customer: 'tkunde',
    payment: 'tzahlungseingang',
  }
  const tableOf = (kind: IncomingKind) => {
    const table = tables[kind]
    if (!table) throw new RangeError(`the shop has no ${kind}`)
    return table
  }
  const shown = { tbestellung: 'cKommentar', tkunde: 'cNachname', tzahlungseingang: 'cHinweis' }
  return {
    insertRecord: (kind: IncomingKind, text: string) => {
      tableOf(kind)
      return insert[kind]?.(text) ?? ''
    },
    updateRecord: (kind: IncomingKind, id: string, text: string) =>
      void shop.change(tableOf(kind), id, { [shown[tableOf(kind)]]: text }),
    deleteRecord: (kind: IncomingKind, id: string) => shop.remove(tableOf(kind), id),
  }
}

/** A shop of the version that the page was checked against. */
export const contractSubject: SimulatorSide = jtlShopSubject('5.4')
