/** A customer buys in the shop. What the order does not say is filled from the catalogue, or by something usual. */
import { exact } from '../../src/base/decimal.ts'
import { asFloat, lineGross, minus, netOf, sum } from './money.ts'
import { nextKey, type ShopState } from './state.ts'
import { fullRow } from './store/readRow.ts'
import { shapes } from './store/tableShapes.ts'
import type { Row } from './store/tables.ts'
import { shopTime } from './time.ts'

/** What a line of an order is, and the number that stands for it. */
export const lineKinds = {
  item: '1',
  shipping: '2',
  coupon: '3',
  voucher: '4',
  paymentFee: '5',
  shippingSurcharge: '6',
  newCustomerCoupon: '7',
  codFee: '8',
  itemShipping: '9',
  packaging: '10',
  gift: '11',
  interest: '13',
  handling: '14',
} as const
export type LineKind = keyof typeof lineKinds

/** Columns of an address without their c: `firstName` is cVorname. */
export interface Address {
  readonly salutation: string
  readonly title: string
  readonly firstName: string
  readonly lastName: string
  readonly company: string
  readonly street: string
  readonly extra: string
  readonly postcode: string
  readonly city: string
  readonly region: string
  /** ISO 3166 alpha-2. */
  readonly country: string
  readonly phone: string
  readonly mobile: string
  readonly fax: string
  readonly email: string
  readonly more: string
  readonly vatId: string
}

/** A choice of a variation, or a text that the customer wrote. */
export interface NewChoice {
  readonly property: string
  readonly value?: string
  readonly name: string
  readonly valueName?: string
  readonly text?: string
  /** Gross, per piece. */
  readonly surcharge?: string
}

export interface NewLine {
  readonly kind?: LineKind
  /** kArtikel; or the item number. */
  readonly item?: string
  readonly sku?: string
  readonly name?: string
  readonly quantity?: string
  /** Per piece, without surcharges; the net price is computed of it as the shop does. */
  readonly gross?: string
  /** Per piece, as it is stored. */
  readonly net?: string
  readonly taxRate?: string
  readonly unit?: string
  readonly note?: string
  readonly choices?: readonly NewChoice[]
}

export interface NewOrder {
  readonly lines: readonly NewLine[]
  readonly number?: string
  readonly placedAt?: Date
  /** kKunde of somebody who is known; else a customer is made of the billing address. */
  readonly customer?: string
  /** Without an account; default true. */
  readonly guest?: boolean
  readonly customerFetched?: boolean
  readonly billing?: Partial<Address>
  /** Absent: to the billing address, and kLieferadresse is 0. */
  readonly shipping?: Partial<Address>
  /** Store credit that is used, positive, gross. */
  readonly credit?: string
  readonly currency?: { readonly key: string; readonly factor: string }
  readonly language?: string
  readonly group?: string
  readonly payment?: { readonly key: string; readonly module: string; readonly name: string }
  readonly shippingMethod?: string
  readonly comment?: string
  readonly status?: string
  readonly attributes?: Readonly<Record<string, string>>
  /** Columns of tzahlungsinfo, where there is a direct debit. */
  readonly bank?: Readonly<Record<string, string>>
}

/** An order as the shop holds it. */
export interface PlacedOrder {
  /** kBestellung. */
  readonly id: string
  readonly number: string
  readonly customer: string
  /** What the customer saw: in the default currency, less the credit. */
  readonly total: string
}

/** Places the order and takes its quantities from the stock. */
export function placeOrder(state: ShopState, order: NewOrder): PlacedOrder {
  const { at } = state.tables
  const id = nextKey(state, 'tbestellung')
  const placedAt = shopTime(order.placedAt ?? state.clock())
  const customer = order.customer ?? addCustomer(state, order, placedAt)
  const billing = nextKey(state, 'trechnungsadresse')
  at.trechnungsadresse.put(
    addressRow('trechnungsadresse', order.billing, { kRechnungsadresse: billing, kKunde: customer }),
  )
  const shipping = order.shipping ? nextKey(state, 'tlieferadresse') : '0'
  if (order.shipping)
    at.tlieferadresse.put(
      addressRow('tlieferadresse', order.shipping, { kLieferadresse: shipping, kKunde: customer }),
    )
  const lines = order.lines.map(line => addLine(state, id, line))
  const credit = order.credit ?? '0'
  const total = minus(sum(lines), credit)
  const number = order.number ?? `BEST-${id.padStart(5, '0')}`
  const payment = order.payment ?? usualPayment
  at.tbestellung.put(
    fullRow('tbestellung', {
      kBestellung: id,
      kKunde: customer,
      kLieferadresse: shipping,
      kRechnungsadresse: billing,
      kZahlungsart: payment.key,
      kVersandart: order.shippingMethod ?? '1',
      kSprache: order.language ?? '1',
      kWaehrung: order.currency?.key ?? '1',
      fWaehrungsFaktor: order.currency?.factor ?? '1',
      fGuthaben: credit === '0' ? '0' : `-${credit}`,
      cSession: `session-${id}`,
      cZahlungsartName: payment.name,
      cModulId: payment.module,
      cBestellNr: number,
      cKommentar: order.comment ?? '',
      cAbgeholt: 'N',
      cStatus: order.status ?? '1',
      dErstellt: placedAt,
      nLongestMinDelivery: '1',
      nLongestMaxDelivery: '3',
      fGesamtsumme: total,
    }),
  )
  for (const [key, value] of Object.entries(order.attributes ?? {}))
    at.tbestellattribut.put({
      kBestellattribut: nextKey(state, 'tbestellattribut'),
      kBestellung: id,
      key,
      value,
    })
  if (order.bank)
    at.tzahlungsinfo.put(
      fullRow('tzahlungsinfo', {
        ...order.bank,
        kZahlungsInfo: nextKey(state, 'tzahlungsinfo'),
        kBestellung: id,
        kKunde: customer,
        cAbgeholt: 'N',
      }),
    )
  return { id, number, customer, total }
}

const usualPayment = { key: '1', module: 'za_ueberweisung_jtl', name: 'Vorkasse' }

/** A customer of the billing address. kKunde. */
export function addCustomer(
  state: ShopState,
  order: Pick<NewOrder, 'billing' | 'guest' | 'customerFetched' | 'language' | 'group'>,
  createdAt: string,
): string {
  const kKunde = nextKey(state, 'tkunde')
  const guest = order.guest ?? true
  const billing = addressRow('trechnungsadresse', order.billing, {})
  const address = Object.fromEntries(
    Object.entries(billing).filter(([column]) => shapes.tkunde.columns.includes(column)),
  )
  state.tables.at.tkunde.put(
    fullRow('tkunde', {
      ...address,
      // The country is the code here, and its name in orders.
      cLand: billing['cISO'] ?? '',
      kKunde,
      kKundengruppe: order.group ?? '1',
      kSprache: order.language ?? '1',
      cKundenNr: guest ? '' : `K${kKunde}`,
      cNewsletter: 'N',
      dErstellt: createdAt.slice(0, 10),
      cAktiv: 'Y',
      cAbgeholt: order.customerFetched ? 'Y' : 'N',
      nRegistriert: guest ? '0' : '1',
      cSperre: 'N',
    }),
  )
  return kKunde
}

const usual: Partial<Address> = {
  salutation: 'm',
  firstName: 'Gerd',
  lastName: 'Gast',
  street: 'Lindenallee 4',
  postcode: '10115',
  city: 'Berlin',
  country: 'DE',
  email: 'gerd.gast@example.com',
}

const countries = new Intl.DisplayNames('de', { type: 'region' })

/** The columns of an address; what is not said is something usual where nothing at all is said, else empty. */
export function addressRow(
  table: 'trechnungsadresse' | 'tlieferadresse',
  given: Partial<Address> | undefined,
  keys: Row,
): Row {
  const address = given ?? usual
  const country = address.country ?? 'DE'
  const spoken = { m: 'Herr', w: 'Frau' }[address.salutation ?? ''] ?? ''
  return fullRow(table, {
    cAnrede: spoken,
    cTitel: address.title ?? '',
    cVorname: address.firstName ?? '',
    cNachname: address.lastName ?? '',
    cFirma: address.company ?? '',
    cStrasse: address.street ?? '',
    cAdressZusatz: address.extra ?? '',
    cPLZ: address.postcode ?? '',
    cOrt: address.city ?? '',
    cBundesland: address.region ?? '',
    cLand: countries.of(country) ?? country,
    cTel: address.phone ?? '',
    cMobil: address.mobile ?? '',
    cFax: address.fax ?? '',
    cMail: address.email ?? '',
    cZusatz: address.more ?? '',
    cAnredeLocalized: spoken,
    cISO: country,
    ...(table === 'trechnungsadresse' ? { cUSTID: address.vatId ?? '', cWWW: '' } : {}),
    ...keys,
  })
}

// Puts a line into the order. What it costs, gross.
function addLine(state: ShopState, kBestellung: string, line: NewLine): string {
  const { at } = state.tables
  const item =
    line.item === undefined
      ? line.sku === undefined
        ? undefined
        : at.tartikel.all().find(row => row['cArtNr'] === line.sku)
      : at.tartikel.get(line.item)
  const kind = line.kind ?? 'item'
  const tax = line.taxRate ?? item?.['fMwSt'] ?? '19'
  const quantity = line.quantity ?? '1'
  const alone =
    line.net ?? (line.gross === undefined ? (item?.['fStandardpreisNetto'] ?? '0') : netOf(line.gross, tax))
  const choices = line.choices ?? []
  const extra = sum(choices.map(choice => choice.surcharge ?? '0'))
  const net =
    extra === '0'
      ? alone
      : line.gross === undefined
        ? asFloat(sum([alone, netOf(extra, tax)]))
        : netOf(sum([line.gross, extra]), tax)
  const kWarenkorbPos = nextKey(state, 'twarenkorbpos')
  const kArtikel = item?.['kArtikel'] ?? line.item ?? '0'
  at.twarenkorbpos.put(
    fullRow('twarenkorbpos', {
      kWarenkorbPos,
      kBestellung,
      kArtikel,
      kVersandklasse: '1',
      cName: line.name ?? item?.['cName'] ?? line.sku ?? kind,
      cLieferstatus: kind === 'item' ? 'sofort' : '',
      cArtNr: line.sku ?? item?.['cArtNr'] ?? '',
      cEinheit: line.unit ?? '',
      fPreisEinzelNetto: alone,
      fPreis: net,
      fMwSt: tax,
      nAnzahl: quantity,
      nPosTyp: lineKinds[kind],
      cHinweis: line.note ?? '',
      cResponsibility: 'core',
      fLagerbestandVorAbschluss: item?.['fLagerbestand'] ?? '0',
    }),
  )
  for (const choice of choices)
    at.twarenkorbposeigenschaft.put({
      kWarenkorbPosEigenschaft: nextKey(state, 'twarenkorbposeigenschaft'),
      kWarenkorbPos,
      kEigenschaft: choice.property,
      kEigenschaftWert: choice.value ?? '0',
      cEigenschaftName: choice.name,
      cEigenschaftWertName: choice.valueName ?? '',
      cFreifeldWert: choice.text ?? '',
      fAufpreis: choice.surcharge === undefined ? '0' : netOf(choice.surcharge, tax),
    })
  if (item?.['cLagerBeachten'] === 'Y')
    at.tartikel.patch([kArtikel], {
      fLagerbestand: exact(item['fLagerbestand'] ?? '0')
        .minus(quantity)
        .toFixed(),
    })
  if (line.gross === undefined || line.net !== undefined) return lineGross(net, quantity, tax)
  return lineGross(sum([line.gross, extra]), quantity, '0')
}
