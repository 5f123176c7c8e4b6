import type { MapContext } from '../../port/connector.ts'
import type { AddressRecord, CustomerRecord, OrderRecord, PaymentRecord } from '../../port/records.ts'
import { given } from './given.ts'
import { creditLine, mapPosition, totalOf } from './orderLines.ts'
import {
  type Customer,
  decimalOf,
  instantOf,
  instantOrNone,
  invalid,
  isRow,
  keyOf,
  languageOf,
  listOf,
  type Order,
  type Payment,
  type Person,
  rowOf,
  textOf,
} from './payloads.ts'
import { setupOf } from './setup.ts'

/** A customer (`GetKunden_xml`), guests too. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapCustomer(payload: unknown, { timeZone, settings }: MapContext): CustomerRecord {
  const customer: Customer = rowOf(payload, '')
  if (keyOf(customer.kKunde) === '') throw invalid('kKunde', 'missing')
  const group = keyOf(customer.kKundengruppe)
  const isGuest = textOf(customer.nRegistriert) === '0'
  return given<CustomerRecord>({
    number: textOf(customer.cKundenNr) || undefined,
    address: addressOf(customer),
    language: languageOf(customer.kSprache, setupOf(settings)),
    group: group === '' ? undefined : { theirs: group },
    birthday: instantOrNone(customer.dGeburtstag, timeZone)?.slice(0, 10),
    createdAt: instantOrNone(customer.dErstellt, timeZone),
    attributes: attributesOf(
      customer.tkundenattribut,
      'cName',
      'cWert',
      isGuest ? { nRegistriert: '0' } : {},
    ),
  })
}

/**
 * An order (`GetBestellungen_xml`). Throws `Rejected` PAYLOAD_INVALID with the path.
 *
 * There is no total in the message: it is the sum of the positions, each in gross and rounded, less the store credit used. There
 * is no currency either: amounts are in the shop's default one, which the settings name.
 */
export function mapOrder(payload: unknown, { timeZone, settings }: MapContext): OrderRecord {
  const order: Order = rowOf(payload, '')
  const id = keyOf(order.kBestellung)
  if (id === '') throw invalid('kBestellung', 'missing')
  const placedAt = instantOf(order.dErstellt, 'dErstellt', timeZone)
  if (placedAt === undefined) throw invalid('dErstellt', 'missing')
  const setup = setupOf(settings)
  const positions = listOf(order.twarenkorbpos).map((one, at) => mapPosition(one, `twarenkorbpos[${at}]`))
  const priced = [...positions, ...creditLine(order.fGuthaben, 'fGuthaben')]
  const lines = priced.map(line => line.record)
  const customer = keyOf(order.kKunde)
  const state = textOf(order.cStatus)
  return given<OrderRecord>({
    externalNumber: textOf(order.cBestellNr) || id,
    placedAt,
    currency: setup.currency,
    totalGross: totalOf(priced),
    totalIsComputed: true,
    customer: customer === '' ? undefined : { theirs: customer },
    billing: orderAddress(order.trechnungsadresse, 'trechnungsadresse'),
    // Without a key it is an empty shell: the goods go to the billing address.
    shipping: hasDeliveryAddress(order) ? orderAddress(order.tlieferadresse, 'tlieferadresse') : undefined,
    paymentState: state === '3' ? 'paid' : 'open',
    remoteState: remoteStates.get(state) ?? 'new',
    payment: { method: textOf(order.cZahlungsartName) || textOf(order.cModulId) },
    delivery: given<OrderRecord['delivery']>({
      method: lines.find(line => line.kind === 'shipping')?.name || undefined,
    }),
    language: languageOf(order.kSprache, setup),
    customerNote: textOf(order.cKommentar) || undefined,
    lines,
    attributes: attributesOf(order.tbestellattribut, 'key', 'value', {
      cModulId: textOf(order.cModulId),
      cVersandInfo: textOf(order.cVersandInfo),
    }),
  })
}

/** A payment (`GetZahlungen_xml`); its order may not have come yet. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapPayment(payload: unknown, { timeZone }: MapContext): PaymentRecord {
  const payment: Payment = rowOf(payload, '')
  if (keyOf(payment.kZahlungseingang) === '') throw invalid('kZahlungseingang', 'missing')
  const order = keyOf(payment.kBestellung)
  if (order === '') throw invalid('kBestellung', 'missing')
  return given<PaymentRecord>({
    order: { theirs: order },
    amount: decimalOf(payment.fBetrag, 'fBetrag'),
    currency: textOf(payment.cISO).toUpperCase() || undefined,
    method: textOf(payment.cZahlungsanbieter),
    transactionId: textOf(payment.cHinweis) || undefined,
    paidAt: instantOf(payment.dZeit, 'dZeit', timeZone),
  })
}

// What is empty or unknown is new: a strange state must not keep an order out. 3 says that it is paid, and no more.
const remoteStates = new Map<string, OrderRecord['remoteState']>([
  ['-1', 'cancelled'],
  ['2', 'in_progress'],
  ['4', 'shipped'],
  ['5', 'partly_shipped'],
])

function hasDeliveryAddress(order: Order): boolean {
  if (keyOf(order.kLieferadresse) !== '') return true
  const address = order.tlieferadresse
  return isRow(address) && keyOf(address['kLieferadresse']) !== ''
}

function orderAddress(value: unknown, path: string): AddressRecord | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const address = addressOf(rowOf(value, path))
  return Object.keys(address).length === 0 ? undefined : address
}

function addressOf(person: Person): AddressRecord {
  const extras = [textOf(person.cAdressZusatz), textOf(person.cZusatz)]
  return given<AddressRecord>({
    company: textOf(person.cFirma) || undefined,
    salutation: textOf(person.cAnrede) || undefined,
    title: textOf(person.cTitel) || undefined,
    firstName: textOf(person.cVorname) || undefined,
    lastName: textOf(person.cNachname) || undefined,
    street: textOf(person.cStrasse) || undefined,
    extra: extras.filter(Boolean).join(', ') || undefined,
    postcode: textOf(person.cPLZ) || undefined,
    city: textOf(person.cOrt) || undefined,
    state: textOf(person.cBundesland) || undefined,
    // An order names its country in German words; its code stands beside them. A customer has the code there.
    country: textOf(person.cISO).toUpperCase() || codeOrName(textOf(person.cLand)) || undefined,
    phone: textOf(person.cTel) || undefined,
    mobile: textOf(person.cMobil) || undefined,
    email: textOf(person.cMail) || undefined,
    vatId: textOf(person.cUSTID) || undefined,
  })
}

function codeOrName(land: string): string {
  return land.length === 2 ? land.toUpperCase() : land
}

// Attributes under the shop's own names, with texts that the record has no field for. Nothing is lost under one name.
function attributesOf(
  value: unknown,
  keyName: string,
  valueName: string,
  more: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  const found = new Map<string, string>()
  const add = (key: string, text: string) => {
    const before = found.get(key)
    if (key !== '' && key !== '__proto__' && text !== '' && before !== text)
      found.set(key, before === undefined ? text : `${before}\n${text}`)
  }
  for (const entry of listOf(value)) if (isRow(entry)) add(textOf(entry[keyName]), textOf(entry[valueName]))
  for (const [key, text] of Object.entries(more)) add(key, text)
  return found.size === 0 ? undefined : Object.fromEntries(found)
}
