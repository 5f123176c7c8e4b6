/** Orders of every kind that the page knows, and programs full of them: the same ones for the same seed. */
import { between, type Chance, createChance, pick } from '../jtlConnector/chance.ts'
import { firstNames, lastNames, places, streets, things } from '../jtlConnector/germanNames.ts'
import type { NewLine, NewOrder, Placed } from './orders.ts'
import type { ScxProgram } from './startScxProgram.ts'
import type { Offer } from './state.ts'
import type { JsonObject } from './wire.ts'

/** What an order is made of: something to buy, who buys it, and when. */
interface Made {
  readonly sellerId: string
  readonly lines: readonly NewLine[]
  readonly address: JsonObject
  readonly at: Date
}

const shipping: NewLine = { type: 'SHIPPING', price: '4.90', taxPercent: '19' }
const fee: NewLine = { type: 'PAYMENT', price: '2.50', taxPercent: '19', title: 'Nachnahmegebühr' }

const usual = ({ sellerId, lines, address }: Made): NewOrder => ({ sellerId, lines, address })
const each = (lines: readonly NewLine[], change: Partial<NewLine>) =>
  lines.map(line => ({ ...line, ...change, more: { ...line.more, ...change.more } }))

/** One order of each kind. */
export const orderKinds: Readonly<Record<string, (made: Made) => NewOrder>> = {
  usual,
  withoutAddress: made => ({ ...usual(made), status: 'CREATED', address: null }),
  created: made => ({ ...usual(made), status: 'CREATED', paid: false }),
  toBeConfirmed: made => ({
    ...usual(made),
    status: 'UNACKED',
    more: { orderAcceptUntil: later(made.at, 48) },
  }),
  fulfilledByChannel: made => ({ ...usual(made), status: 'SHIPPED', more: { fbc: true } }),
  shippedBefore: made => ({ ...usual(made), status: 'SHIPPED' }),
  partlyShippedBefore: made => ({
    ...usual(made),
    status: 'PARTIALLY_SHIPPED',
    lines: [
      ...each(made.lines, { status: 'SHIPPED' }),
      { price: '3.00', title: 'folgt', status: 'UNSHIPPED' },
    ],
  }),
  cancelledBefore: made => ({ ...usual(made), status: 'CANCELED_BY_BUYER' }),
  company: made => ({
    ...usual(made),
    address: { ...made.address, companyName: 'Möbel & Söhne GmbH' },
    more: { b2b: true, buyer: { email: 'einkauf@moebel.example', vatId: 'DE123456789' } },
  }),
  severalLines: made => ({
    ...usual(made),
    lines: [
      ...made.lines,
      ...made.lines.map(line => ({ ...line, sku: `${line.sku}-X`, price: '0.99' })).map(unlinked),
    ],
  }),
  withShipping: made => ({ ...usual(made), lines: [...made.lines, shipping] }),
  twoShippingGroups: made => ({
    ...usual(made),
    lines: [...made.lines, shipping, { ...shipping, price: '29.00', more: { shippingGroup: 'Spedition' } }],
  }),
  withFee: made => ({ ...usual(made), lines: [...made.lines, shipping, fee] }),
  several: made => ({ ...usual(made), lines: each(made.lines, { quantity: '3.0' }) }),
  inPieces: made => ({
    ...usual(made),
    lines: each(made.lines, { quantity: '2.5', price: '7.99' }).map(unlinked),
  }),
  unknownItem: made => ({ ...usual(made), lines: each(made.lines, { sku: 'NICHT-VON-HIER' }).map(unlinked) }),
  freeLine: made => ({ ...usual(made), lines: [{ price: '5.00', taxPercent: '19', title: 'Gravur' }] }),
  withoutTax: made => ({ ...usual(made), lines: made.lines.map(({ taxPercent: _rate, ...line }) => line) }),
  zeroTax: made => ({ ...usual(made), lines: each(made.lines, { taxPercent: '0' }) }),
  abroad: made => ({
    ...usual(made),
    address: { ...made.address, country: 'AT', postcode: '1010', city: 'Wien' },
  }),
  otherCurrency: made => ({
    ...usual(made),
    currency: 'CHF',
    address: { ...made.address, country: 'CH', postcode: '8001', city: 'Zürich', state: 'ZH' },
  }),
  parcelShop: made => ({
    ...usual(made),
    address: { ...made.address, street: 'Packstation', houseNumber: '145', addition: '12345678' },
  }),
  oddTexts: made => ({
    ...usual(made),
    lines: each(made.lines, { title: '日本語のお茶 🍵 „fein“ & <b>fett</b>\nzweite Zeile' }),
    more: { note: 'Bitte /hinten/ klingeln: \\ "Ötzi" 👩‍👩‍👧', weeePickup: true, language: 'de' },
  }),
  unpaid: made => ({ ...usual(made), paid: false, more: { paymentMethod: 'INVOICE' } }),
  paidBy: made => ({
    ...usual(made),
    more: { paymentMethod: 'PayPal', paymentReference: '8XY12345AB678901C' },
  }),
  invoiceByChannel: made => ({ ...usual(made), more: { invoiceDocumentTransfer: 'from-channel' } }),
  invoiceBySeller: made => ({ ...usual(made), more: { invoiceDocumentTransfer: 'from-seller' } }),
  moreData: made => ({
    ...usual(made),
    lines: each(made.lines, {
      more: {
        additionalOrderItemData: [{ group: 'engraving', values: [{ key: 'text', value: 'Für Änne' }] }],
        grossFee: '1.23',
        remainingQuantity: '4',
        shipFromCountry: 'DEU',
        estimatedShippingDate: later(made.at, 24),
        estimatedDeliveryDate: later(made.at, 72),
      },
    }),
    more: {
      additionalOrderData: [
        { group: 'gift', values: [{ key: 'wrap', value: 'ja' }] },
        { group: 'payment', values: [{ key: 'iban', value: 'DE89370400440532013000' }] },
      ],
      salesChannelName: 'Marktplatz Österreich',
    },
  }),
}

// Named by its number alone.
const unlinked = ({ offerId: _offer, more: _more, ...line }: NewLine): NewLine => line

function later(at: Date, hours: number): string {
  return `${new Date(at.getTime() + hours * 3_600_000).toISOString().slice(0, 19)}Z`
}

export interface Filled extends Placed {
  readonly kind: string
}

/**
 * Places that many orders at a seller, of one kind after the other, over what is listed there (or over nothing that is known). Where too little
 * is shown, somebody buys something unknown instead.
 */
export function fillOrders(
  program: ScxProgram,
  {
    sellerId,
    orders,
    seed = 1,
    at = new Date(),
    kinds = Object.keys(orderKinds),
  }: {
    readonly sellerId: string
    readonly orders: number
    readonly seed?: number
    readonly at?: Date
    readonly kinds?: readonly string[]
  },
): readonly Filled[] {
  const chance = createChance(seed)
  const filled: Filled[] = []
  for (let n = 0; n < orders; n++) {
    const kind = kinds[n % kinds.length] ?? 'usual'
    const offers = Object.values(program.state.offers).filter(
      offer => offer.sellerId === sellerId && offer.state === 'listed' && Number(offer.quantity) >= 4,
    )
    const made: Made = { sellerId, at, address: addressOf(chance), lines: [lineOf(chance, offers, n)] }
    const order = (orderKinds[kind] ?? usual)(made)
    filled.push({ kind, ...program.place({ purchasedAt: at, ...order }) })
  }
  return filled
}

function lineOf(chance: Chance, offers: readonly Offer[], n: number): NewLine {
  const price = `${between(chance, 1, 199)}.${String(between(chance, 0, 99)).padStart(2, '0')}`
  const [first, ...others] = offers
  if (!first) {
    const title = `${pick(chance, things)} ${n + 1}`
    return { price, taxPercent: '19', sku: `MP-${n + 1}`, title }
  }
  const offer = pick(chance, [first, ...others])
  return {
    price,
    taxPercent: '19',
    sku: offer.sku,
    title: offer.title,
    ...(offer.offerId > 0 ? { offerId: offer.offerId } : {}),
    more: { channelOfferId: offer.channelOfferId },
  }
}

function addressOf(chance: Chance): JsonObject {
  const [postcode, city] = pick(chance, places)
  return {
    firstName: pick(chance, firstNames),
    lastName: pick(chance, lastNames),
    gender: pick(chance, ['male', 'female', 'diverse']),
    street: pick(chance, streets),
    houseNumber: String(between(chance, 1, 199)),
    postcode,
    city,
    country: 'DE',
  }
}
