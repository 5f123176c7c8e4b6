import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { channelIdOf } from '../channels/channelStore.ts'
import { companyFrame, companyIdOf } from '../company/companyStore.ts'
import { findCustomer } from '../customers/customerQueries.ts'
import { customerProblem } from '../customers/problems.ts'
import { colourIdsOf } from '../sales/orderColours.ts'
import { invoiceStates, type OrderFilter, orderKinds } from '../sales/orderFilter.ts'
import { orderFolders } from '../sales/orderFolders.ts'
import { deliverabilities, deliveryStates, paymentStates } from '../sales/orderList.ts'
import { orderSorts } from '../sales/orderPage.ts'
import { customerFields, itemFields, processFields } from '../sales/orderSearchFields.ts'
import { described } from './described.ts'
import type { Context } from './operation.ts'

const typed = (en: string, de: string) => z.string().max(200).optional().meta(described(en, de))
const some = <T extends readonly [string, ...string[]]>(of: T, en: string, de: string) =>
  z.array(z.enum(of)).min(1).optional().meta(described(en, de))
const names = (en: string, de: string) =>
  z.array(z.string().min(1).max(200)).min(1).max(50).optional().meta(described(en, de))
const day = (en: string, de: string) => z.iso.date().optional().meta(described(en, de))
const flag = (en: string, de: string) => z.boolean().optional().meta(described(en, de))
const minor = (en: string, de: string) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .optional()
    .meta(described(en, de))

/** Which orders are meant, as people say it. */
export const orderFilterInput = {
  folder: z.enum(orderFolders).default('all').meta(described('Which folder.', 'Welcher Ordner.')),
  process: typed(
    'A number of the order, of its shop, parcel, delivery or payment, or a word of its notes.',
    'Eine Nummer des Auftrags, seines Shops, Pakets, Lieferscheins oder seiner Zahlung, oder ein Wort der Anmerkungen.',
  ),
  processFields: some(
    processFields,
    'What of these is searched; number, external, tracking and delivery if nothing is said.',
    'Was davon durchsucht wird; ohne Angabe number, external, tracking und delivery.',
  ),
  customer: typed(
    'Words of the customer or of the addresses of the order: number, names, e-mail, postcode, place.',
    'Wörter des Kunden oder der Adressen des Auftrags: Nummer, Namen, E-Mail, PLZ, Ort.',
  ),
  customerFields: some(
    customerFields,
    'What of these is searched; all but debtor, billing and shipping if nothing is said.',
    'Was davon durchsucht wird; ohne Angabe alles außer debtor, billing und shipping.',
  ),
  item: typed(
    'What was ordered: item number, name, GTIN, manufacturer’s or own number.',
    'Was bestellt wurde: Artikelnummer, Name, GTIN, Hersteller- oder eigene Nummer.',
  ),
  itemFields: some(
    itemFields,
    'What of these is searched; all but the text of other lines if nothing is said.',
    'Was davon durchsucht wird; ohne Angabe alles außer dem Text anderer Positionen.',
  ),
  exact: z
    .boolean()
    .default(false)
    .meta(described('Whole words only instead of beginnings.', 'Nur ganze Wörter statt Wortanfänge.')),
  company: typed('Id or name of the company.', 'Kennung oder Name der Firma.'),
  channel: typed('Id or name of the sales channel.', 'Kennung oder Name des Verkaufskanals.'),
  kind: some(orderKinds, 'Only orders that came so.', 'Nur Aufträge, die so entstanden sind.'),
  payment: some(paymentStates, 'Only these payment states.', 'Nur diese Zahlungsstände.'),
  delivery: some(deliveryStates, 'Only these delivery states.', 'Nur diese Versandstände.'),
  deliverability: some(deliverabilities, 'Only so deliverable.', 'Nur so lieferbar.'),
  invoice: some(invoiceStates, 'Only so far invoiced.', 'Nur so weit berechnet.'),
  held: flag('Only what is on hold, or is not.', 'Nur Zurückgehaltenes, oder nur anderes.'),
  pending: flag(
    'Only what its marketplace has not released, or only other.',
    'Nur was sein Marktplatz nicht freigegeben hat, oder nur anderes.',
  ),
  country: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(50)
    .optional()
    .meta(described('Only to these countries (DE).', 'Nur in diese Länder (DE).')),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta(described('Only in this currency (EUR).', 'Nur in dieser Währung (EUR).')),
  fromMinor: minor(
    'Of this total or more, in minor units (cents).',
    'Ab dieser Summe, in kleinsten Einheiten (Cent).',
  ),
  toMinor: minor(
    'Of this total or less, in minor units (cents).',
    'Bis zu dieser Summe, in kleinsten Einheiten (Cent).',
  ),
  paymentMethod: names('Only with these payment methods.', 'Nur mit diesen Zahlungsarten.'),
  shippingMethod: names('Only with these shipping methods.', 'Nur mit diesen Versandarten.'),
  customerGroup: typed(
    'Id or name of the group that the customer was in when ordering.',
    'Kennung oder Name der Gruppe, in der der Kunde bei der Bestellung war.',
  ),
  customerId: typed('Only of this customer: id or number.', 'Nur von diesem Kunden: Kennung oder Nummer.'),
  colours: names(
    'Only of these colours: their ids or names.',
    'Nur mit diesen Farben: Kennungen oder Namen.',
  ),
  from: day('Placed on this day or later.', 'An diesem Tag oder später eingegangen.'),
  to: day('Placed on this day or before.', 'An diesem Tag oder früher eingegangen.'),
  takenFrom: day('Came here on this day or later.', 'An diesem Tag oder später übernommen.'),
  takenTo: day('Came here on this day or before.', 'An diesem Tag oder früher übernommen.'),
}

/** How a list of orders is sorted. */
export const orderSortInput = {
  sort: z.enum(orderSorts).default('date').meta(described('By what it is sorted.', 'Wonach sortiert wird.')),
  ascending: z
    .boolean()
    .default(false)
    .meta(described('Oldest or smallest first.', 'Älteste oder kleinste zuerst.')),
}

const shape = z.object(orderFilterInput)
export type SaidOrders = z.infer<typeof shape>

/** What people said, as the list takes it. Throws COMPANY_UNKNOWN, CHANNEL_UNKNOWN, CUSTOMER_GROUP_UNKNOWN, CUSTOMER_UNKNOWN, COLOUR_UNKNOWN. */
export async function orderFilterOf(
  tx: Tx,
  { tenant }: Pick<Context, 'tenant'>,
  { company, channel, customerGroup, customerId, colours, ...said }: SaidOrders,
): Promise<OrderFilter> {
  const { timeZone } = await companyFrame(tx, tenant)
  const customer = customerId === undefined ? undefined : await findCustomer(tx, tenant, customerId)
  if (customerId !== undefined && customer === undefined)
    throw customerProblem('CUSTOMER_UNKNOWN', { customer: customerId })
  return {
    ...said,
    timeZone,
    customerId: customer,
    companyId: company === undefined ? undefined : await companyIdOf(tx, tenant, company),
    channelId: channel === undefined ? undefined : await channelIdOf(tx, tenant, channel),
    customerGroupId:
      customerGroup === undefined ? undefined : (await customerGroupOf(tx, tenant, customerGroup)).id,
    colourIds: colours === undefined ? undefined : await colourIdsOf(tx, tenant, colours),
  }
}
