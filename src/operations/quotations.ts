import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { orderQuotations } from '../sales/orderQuotations.ts'
import { salesProblem } from '../sales/problems.ts'
import {
  countQuotations,
  findQuotations,
  listQuotations,
  quotationStates,
  readQuotations,
} from '../sales/quotationStore.ts'
import {
  changeQuotations,
  declineQuotations,
  makeQuotations,
  type QuotationResult,
} from '../sales/quotations.ts'
import { customerArgument, customerOf } from './customerShapes.ts'
import { described } from './described.ts'
import { asNewOrders, called, draftInput, upper, withNumbers } from './makingShapes.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, told } from './orderActs.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const quotation = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .meta(described('Id or number of the quotation.', 'Kennung oder Nummer des Angebots.'))
const many = z
  .array(quotation)
  .min(1)
  .max(500)
  .meta(described('Ids or numbers of quotations.', 'Kennungen oder Nummern von Angeboten.'))

const { externalNumber: _, ...contentInput } = draftInput
const content = {
  ...contentInput,
  validUntil: z.iso
    .date()
    .optional()
    .meta(
      described(
        'Last day, YYYY-MM-DD; without end if not given.',
        'Letzter Tag, JJJJ-MM-TT; sonst unbefristet.',
      ),
    ),
}
const newQuotation = z.object(content)

const row = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(quotationStates),
  customerId: z.uuid(),
  customerNumber: z.string(),
  customer: z.string(),
  placedAt: z.date(),
  validUntil: z.string().nullable(),
  currency: z.string(),
  totalGross: z.string(),
  orderId: z.uuid().nullable(),
  orderNumber: z.string().nullable(),
})
const record = z.record(z.string(), z.unknown())
/** A quotation with its lines. */
export const quotationShape = row.extend({
  version: z.int(),
  companyId: z.uuid(),
  pricesGross: z.boolean(),
  totalNet: z.string().nullable(),
  taxSums: z.array(record).readonly().nullable(),
  taxTreatment: z.string().nullable(),
  country: z.string().nullable(),
  billing: record.nullable(),
  shipping: record.nullable(),
  paymentMethod: z.string(),
  shippingMethod: z.string(),
  customerNote: z.string(),
  note: z.string(),
  orderedAt: z.date().nullable(),
  declinedAt: z.date().nullable(),
  declineReason: z.string(),
  madeAt: z.date(),
  madeBy: z.string(),
  lines: z
    .array(
      z.object({
        line: z.int(),
        kind: z.string(),
        itemId: z.uuid().nullable(),
        sku: z.string().nullable(),
        name: z.string(),
        quantity: z.string(),
        unitNet: z.string().nullable(),
        unitGross: z.string().nullable(),
        discountPercent: z.string().nullable(),
        taxClassId: z.uuid().nullable(),
        taxRate: z.string().nullable(),
        net: z.string().nullable(),
        gross: z.string().nullable(),
        note: z.string(),
      }),
    )
    .readonly(),
})
const doneShape = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      did: z.enum(['made', 'changed', 'declined', 'refused']),
      quotationId: z.string().nullable(),
      quotationNumber: z.string().nullable(),
      customerId: z.uuid().nullable(),
      ...refusalShape,
    }),
  ),
})
const orderedShape = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      quotationId: z.string(),
      did: z.enum(['ordered', 'already', 'refused']),
      orderId: z.uuid().nullable(),
      orderNumber: z.string().nullable(),
      ...refusalShape,
    }),
  ),
})

/** Quotations: offered, changed, declined, ordered. */
export const quotationOperations: readonly Operation[] = [
  operation({
    name: 'quotation.list',
    method: 'GET',
    path: '/quotations',
    command: 'quotation list',
    right: 'orders.read',
    summary: { en: 'List quotations, newest first', de: 'Angebote auflisten, Neueste zuerst' },
    input: z.object({
      ...pageInput,
      state: z
        .enum(quotationStates)
        .optional()
        .meta(described('Only in this state.', 'Nur in diesem Stand.')),
      customer: customerArgument.optional(),
      number: z
        .string()
        .trim()
        .min(1)
        .max(50)
        .optional()
        .meta(described('Beginning of the number.', 'Anfang der Nummer.')),
    }),
    output: pageOf(row),
    run: (context, { after, limit, state, customer, number }) =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        const customerId = customer === undefined ? undefined : await customerOf(tx, tenant, customer)
        const filter = { state, customerId, number, now: kontor.now() }
        const rows = await listQuotations(tx, tenant, filter, { after, limit: limit + 1 })
        return asPage(rows, limit, await countQuotations(tx, tenant, filter, countLimit + 1))
      }),
  }),
  operation({
    name: 'quotation.show',
    method: 'GET',
    path: '/quotations/:quotation',
    command: 'quotation show <quotation>',
    right: 'orders.read',
    summary: { en: 'Show a quotation', de: 'Ein Angebot zeigen' },
    input: z.object({ quotation }),
    output: quotationShape,
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        const [id = ''] = await findQuotations(tx, tenant, [input.quotation])
        const found = id === '' ? undefined : (await readQuotations(tx, tenant, [id], kontor.now())).get(id)
        if (!found) throw salesProblem('QUOTATION_UNKNOWN', { quotation: input.quotation })
        const { billing, shipping, ...rest } = found.quotation
        return {
          ...rest,
          billing: billing && { ...billing },
          shipping: shipping && { ...shipping },
          lines: found.lines,
        }
      }),
  }),
  operation({
    name: 'quotation.add',
    method: 'POST',
    path: '/quotations',
    command: 'quotation add',
    right: 'orders.write',
    summary: {
      en: 'Make a quotation; prices and taxes are decided, nothing is set aside',
      de: 'Ein Angebot anlegen; Preise und Steuern werden ermittelt, reserviert wird nichts',
    },
    creates: true,
    input: newQuotation,
    output: doneShape,
    audit: (_, output) => noteOf(output.items),
    run: (context, input) => make(context, [input]),
  }),
  operation({
    name: 'quotation.add-many',
    method: 'POST',
    path: '/quotations/bulk',
    command: null,
    right: 'orders.write',
    summary: { en: 'Make up to 500 quotations', de: 'Bis zu 500 Angebote anlegen' },
    creates: true,
    input: z.object({ quotations: z.array(newQuotation).min(1).max(500) }),
    output: doneShape,
    audit: (_, output) => noteOf(output.items),
    run: (context, { quotations }) => make(context, quotations),
  }),
  operation({
    name: 'quotation.change',
    method: 'PUT',
    path: '/quotations/:quotation',
    command: 'quotation change <quotation>',
    right: 'orders.write',
    summary: {
      en: 'Write a quotation anew, with all of it; its number stays',
      de: 'Ein Angebot neu schreiben, mit allem; seine Nummer bleibt',
    },
    input: z.object({
      quotation,
      version: z.int().min(1).meta(described('Version that was looked at.', 'Version, die angesehen wurde.')),
      ...content,
    }),
    output: doneShape,
    audit: (_, output) => noteOf(output.items),
    run: (context, { quotation: which, version, ...draft }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const [quotationId = nobody] = await findQuotations(tx, tenant, [which])
        const [to] = await asQuotations(tx, context, [draft])
        if (!to) throw new TypeError('one per element')
        const { results } = await withNumbers(tx, tenant, { customer: draft.newCustomer ? 1 : 0 }, numberOf =>
          changeQuotations(tx, tenant, [{ quotationId, version, to }], doing(context), {
            customer: numberOf('customer'),
          }),
        )
        return shown(context, results, [draft.customer])
      }),
  }),
  operation({
    name: 'quotation.decline',
    method: 'POST',
    path: '/quotations/decline',
    command: 'quotation decline <quotations>',
    right: 'orders.write',
    summary: {
      en: 'Note that customers declined quotations',
      de: 'Vermerken, dass Kunden Angebote abgelehnt haben',
    },
    input: z.object({
      quotations: many,
      reason: z.string().trim().max(500).default('').meta(described('Why.', 'Warum.')),
    }),
    output: doneShape,
    audit: (_, output) => noteOf(output.items),
    run: (context, { quotations, reason }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const list = (await idsOf(tx, tenant, quotations)).map(quotationId => ({ quotationId, reason }))
        const { results } = await declineQuotations(tx, tenant, list, doing(context))
        return shown(context, results, [])
      }),
  }),
  operation({
    name: 'quotation.order',
    method: 'POST',
    path: '/quotations/order',
    command: 'quotation order <quotations>',
    right: 'orders.write',
    summary: {
      en: 'Make orders out of quotations, each once; prices hold, taxes are those of the day',
      de: 'Aus Angeboten Aufträge machen, aus jedem einmal; Preise gelten, Steuern sind die des Tages',
    },
    creates: true,
    input: z.object({
      quotations: many,
      evenExpired: z
        .boolean()
        .default(false)
        .meta(described('Although the last day is over.', 'Auch wenn der letzte Tag vorbei ist.')),
      acceptTotal: z
        .boolean()
        .default(false)
        .meta(
          described(
            'Although taxes of today give another total.',
            'Auch wenn die Steuern von heute eine andere Summe ergeben.',
          ),
        ),
    }),
    output: orderedShape,
    audit: (_, { items }) => ({
      objectKind: 'quotation',
      data: {
        count: items.length,
        orders: items.flatMap(one => (one.did === 'ordered' && one.orderId ? [one.orderId] : [])),
      },
    }),
    run: (context, { quotations, ...how }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const wishes = (await idsOf(tx, tenant, quotations)).map(quotationId => ({ quotationId, ...how }))
        const { results, changed } = await withNumbers(tx, tenant, { order: wishes.length }, numberOf =>
          orderQuotations(tx, tenant, wishes, doing(context), numberOf('order')),
        )
        await told(tx, context, changed)
        const items = results.map(one => ({
          quotationId: one.quotationId,
          did: one.did,
          orderId: one.orderId ?? null,
          orderNumber: one.orderNumber ?? null,
          ...refusalOf(context, one),
        }))
        return { refused: items.filter(one => one.did === 'refused').length, items }
      }),
  }),
]

const nobody = '00000000-0000-0000-0000-000000000000'
type Draft = z.infer<typeof newQuotation>

async function idsOf(tx: Tx, tenant: string, named: readonly string[]): Promise<string[]> {
  return (await findQuotations(tx, tenant, named)).map(id => id ?? nobody)
}

async function asQuotations(tx: Tx, context: Context, drafts: readonly Draft[]) {
  const orders = await asNewOrders(tx, context, drafts)
  return orders.map(({ kind: __, billing, shipping, ...order }, at) => ({
    ...order,
    billing: upper(billing),
    shipping: upper(shipping),
    validUntil: drafts[at]?.validUntil,
  }))
}

function make(context: Context, drafts: readonly Draft[]) {
  return inTransaction(context, async tx => {
    const { tenant } = context
    const list = await asQuotations(tx, context, drafts)
    const fresh = drafts.some(draft => draft.newCustomer)
    const { results } = await withNumbers(
      tx,
      tenant,
      { quotation: list.length, customer: fresh ? list.length : 0 },
      numberOf =>
        makeQuotations(tx, tenant, list, doing(context), {
          quotation: numberOf('quotation'),
          customer: numberOf('customer'),
        }),
    )
    return shown(
      context,
      results,
      drafts.map(draft => draft.customer),
    )
  })
}

function shown(
  context: Context,
  results: readonly QuotationResult[],
  named: readonly (string | undefined)[],
): z.infer<typeof doneShape> {
  const items = results.map((one, at) => ({
    did: one.did,
    quotationId: one.quotationId ?? null,
    quotationNumber: one.quotationNumber ?? null,
    customerId: one.customerId ?? null,
    ...refusalOf(context, called(one, named[at])),
  }))
  return { refused: items.filter(one => one.did === 'refused').length, items }
}

function noteOf(items: readonly { readonly did: string; readonly quotationId: string | null }[]) {
  const ids = items.flatMap(one => (one.did === 'refused' || !one.quotationId ? [] : [one.quotationId]))
  return { objectKind: 'quotation', data: { count: items.length, quotations: ids } }
}
