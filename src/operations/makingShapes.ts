import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { channelIdOf } from '../channels/channelStore.ts'
import { drawInside, giveBackInside, type NumberKind } from '../company/numberRanges.ts'
import { findCustomers } from '../customers/customerQueries.ts'
import { type MadeOrder, mostOrders, type NewLine, type NewOrder } from '../sales/makeOrders.ts'
import { addressInput, customerArgument, customerInput, groupOf } from './customerShapes.ts'
import { described } from './described.ts'
import type { Context } from './operation.ts'
import { refusalOf, refusalShape } from './orderActs.ts'

const short = (en: string, de: string, max = 200) =>
  z.string().trim().max(max).optional().meta(described(en, de))
const amount = (en: string, de: string) => z.string().trim().max(45).optional().meta(described(en, de))

/** What a line of an order or a quotation is. */
export const lineKinds = [
  'item',
  'shipping',
  'payment',
  'discount',
  'voucher',
  'surcharge',
  'custom',
  'difference',
] as const

/** A line that is to be made. */
export const newLine = z.object({
  kind: z.enum(lineKinds).default('item'),
  itemId: z.uuid().optional(),
  sku: short('Item number.', 'Artikelnummer.', 150),
  name: short('Name of the line.', 'Name der Position.', 500),
  quantity: z.string().trim().min(1).max(45),
  unitNet: amount('Price of one without tax.', 'Preis je Stück ohne Steuer.'),
  unitGross: amount('Price of one with tax.', 'Preis je Stück mit Steuer.'),
  discountPercent: amount('Discount in percent.', 'Rabatt in Prozent.'),
  taxClassId: z.uuid().optional(),
  taxRate: amount(
    'Tax rate in percent, instead of the one that is decided.',
    'Steuersatz in Prozent, statt des ermittelten.',
  ),
  note: short('Note.', 'Notiz.', 2000),
})

/** An address of a document. */
export const addressShape = z.object(addressInput)

/** What orders and quotations are made of. */
export const draftInput = {
  customer: customerArgument.optional(),
  newCustomer: z
    .object({ ...addressInput, ...customerInput })
    .optional()
    .meta(described('A customer who is made with it.', 'Ein Kunde, der mit angelegt wird.')),
  company: z.uuid().optional().meta(described('Id of the company.', 'Kennung der Firma.')),
  channel: short('Id or name of the sales channel.', 'Kennung oder Name des Verkaufskanals.'),
  billing: addressShape
    .optional()
    .meta(
      described('Billing address; the customer’s if not given.', 'Rechnungsanschrift; sonst die des Kunden.'),
    ),
  shipping: addressShape
    .optional()
    .meta(
      described('Shipping address; the customer’s if not given.', 'Lieferanschrift; sonst die des Kunden.'),
    ),
  currency: z
    .string()
    .trim()
    .length(3)
    .optional()
    .meta(described('Currency; the company’s if not given.', 'Währung; sonst die der Firma.')),
  pricesGross: z
    .boolean()
    .optional()
    .meta(
      described(
        'Whether prices are with tax; by the buyer if not given.',
        'Ob Preise mit Steuer gelten; sonst je nach Käufer.',
      ),
    ),
  lines: z.array(newLine).max(1000).default([]).meta(described('Lines.', 'Positionen.')),
  items: z
    .record(z.string().max(150), z.string().max(45))
    .optional()
    .meta(
      described('Item numbers with quantities, such as ART-1=2.', 'Artikelnummern mit Mengen, etwa ART-1=2.'),
    ),
  paymentMethod: short('Payment method.', 'Zahlungsart.'),
  shippingMethod: short('Shipping method.', 'Versandart.'),
  customerNote: short('What the customer wants.', 'Was der Kunde wünscht.', 5000),
  note: short('Note.', 'Notiz.', 5000),
  externalNumber: short(
    'Number elsewhere; the same one is made once.',
    'Fremde Nummer; dieselbe wird einmal angelegt.',
    100,
  ),
  placedAt: z.coerce
    .date()
    .optional()
    .meta(described('When it was placed; now if not given.', 'Wann sie einging; sonst jetzt.')),
}

/** An order that is to be made. */
export const newOrder = z.object({
  kind: z
    .enum(['instant', 'customer', 'api'])
    .optional()
    .meta(described('How it came; by who asks if not given.', 'Wie er kam; sonst je nach Absender.')),
  ...draftInput,
  expectedGross: amount(
    'Total that somebody else reckoned; a difference becomes a line or holds the order.',
    'Anderswo errechnete Summe; eine Differenz wird eine Position oder hält den Auftrag zurück.',
  ),
})
export const newOrders = z.array(newOrder).min(1).max(mostOrders)

type Draft = z.infer<typeof newOrder>

/** Whoever nobody knows is this id, which no customer has: the result says so. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** The inputs as verbs take them: customers by number, channels by name. Errors: CHANNEL_UNKNOWN, CUSTOMER_GROUP_UNKNOWN. */
export async function asNewOrders(
  tx: Tx,
  context: Context,
  drafts: readonly (Omit<Draft, 'kind' | 'expectedGross'> & Partial<Draft>)[],
): Promise<NewOrder[]> {
  const { tenant, actor } = context
  const named = drafts.map(draft => draft.customer ?? '')
  const ids = await findCustomers(tx, tenant, named)
  const channels = new Map<string, string>()
  for (const name of new Set(drafts.flatMap(draft => draft.channel ?? [])))
    channels.set(name, await channelIdOf(tx, tenant, name)) // tens at most
  const groups = new Map<string, string | null>()
  for (const name of new Set(drafts.flatMap(draft => draft.newCustomer?.group ?? [])))
    groups.set(name, (await groupOf(tx, tenant, name)).groupId ?? null) // tens at most
  return drafts.map((draft, at): NewOrder => {
    const {
      customer,
      newCustomer,
      company,
      channel,
      lines,
      items = {},
      billing,
      shipping,
      kind,
      ...rest
    } = draft
    const made = newCustomer ? { make: asCustomer(newCustomer, groups) } : { id: ids[at] ?? nobody }
    return {
      ...rest,
      kind: kind ?? (actor.kind === 'api_key' ? 'api' : 'instant'),
      companyId: company,
      customer: customer === undefined ? made : { id: ids[at] ?? nobody },
      channelId: channel === undefined ? undefined : channels.get(channel),
      billing: upper(billing),
      shipping: upper(shipping),
      lines: [
        ...lines,
        ...Object.entries(items).map(([sku, quantity]): NewLine => ({ kind: 'item', sku, quantity })),
      ],
    }
  })
}

/** Countries are written large. */
export function upper<T extends { readonly country?: string | undefined }>(
  address: T | undefined,
): T | undefined {
  return address?.country ? { ...address, country: address.country.toUpperCase() } : address
}

function asCustomer(given: NonNullable<Draft['newCustomer']>, groups: ReadonlyMap<string, string | null>) {
  const { street, extra, postcode, city, state, country, group, birthday, customerSince, ...fields } = given
  const { salutation, title, firstName, lastName, company, phone, email } = fields
  return {
    ...fields,
    ...(birthday ? { birthday } : {}),
    ...(customerSince ? { customerSince } : {}),
    ...(group ? { groupId: groups.get(group) ?? null } : {}),
    address: {
      salutation,
      title,
      firstName,
      lastName,
      company,
      street,
      extra,
      postcode,
      city,
      state,
      country: country?.toUpperCase(),
      phone,
      email,
    },
  }
}

/** Numbers drawn in the transaction of a call; those that were not needed are given back in it. */
export async function withNumbers<T>(
  tx: Tx,
  tenant: string,
  counts: Readonly<Partial<Record<NumberKind, number>>>,
  work: (numberOf: (kind: NumberKind) => (at: number) => string) => Promise<T>,
): Promise<T> {
  const drawn = new Map<NumberKind, { left: string[]; given: Map<number, string> }>()
  // In one order, so that two who draw several kinds do not wait for each other.
  for (const kind of (['customer', 'order', 'quotation'] as const).filter(one => (counts[one] ?? 0) > 0))
    drawn.set(kind, { left: await drawInside(tx, tenant, kind, counts[kind] ?? 0), given: new Map() })
  const done = await work(kind => at => {
    const block = drawn.get(kind)
    const number = block?.given.get(at) ?? block?.left.shift()
    if (!block || number === undefined) throw new RangeError('no number reserved')
    block.given.set(at, number)
    return number
  })
  for (const [kind, { left }] of drawn) await giveBackInside(tx, tenant, kind, left.length)
  return done
}

/** One result per order, in order. */
export const madeShape = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      did: z.enum(['made', 'already', 'refused']),
      orderId: z.uuid().nullable(),
      orderNumber: z.string().nullable(),
      customerId: z.uuid().nullable(),
      ...refusalShape,
    }),
  ),
})

/** Results as they are answered; `named`: what customers were called that nobody knows. */
export function shownMade(
  context: Context,
  results: readonly MadeOrder[],
  named: readonly (string | undefined)[],
): z.infer<typeof madeShape> {
  const items = results.map((one, at) => ({
    did: one.did,
    orderId: one.orderId ?? null,
    orderNumber: one.orderNumber ?? null,
    customerId: one.customerId ?? null,
    ...refusalOf(context, called(one, named[at])),
  }))
  return { refused: items.filter(one => one.did === 'refused').length, items }
}

/** A refusal names a customer as the caller did. */
export function called<T extends { readonly code?: string; readonly data?: MadeOrder['data'] }>(
  one: T,
  customer: string | undefined,
): T {
  return one.code === 'CUSTOMER_UNKNOWN' ? { ...one, data: { customer: customer ?? '' } } : one
}
