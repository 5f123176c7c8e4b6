import { z } from 'zod'
import { findCustomers } from '../customers/customerQueries.ts'
import { type EditResult, editOrders, type OrderEdit } from '../sales/editOrders.ts'
import { mostOrders } from '../sales/makeOrders.ts'
import { type MergeResult, mergeOrders } from '../sales/mergeOrders.ts'
import { type SplitResult, splitOrders } from '../sales/splitOrders.ts'
import { customerArgument } from './customerShapes.ts'
import { described } from './described.ts'
import { addressShape, called, newLine, upper, withNumbers } from './makingShapes.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, resolved, told } from './orderActs.ts'
import { lineQuantities, linesOf, order, orderIds } from './orderChangeShapes.ts'

const amount = z.string().trim().max(45)
const short = (en: string, de: string, max = 200) =>
  z.string().trim().max(max).optional().meta(described(en, de))
const version = z
  .int()
  .min(1)
  .meta(described('Version of the order that was looked at.', 'Version des Auftrags, der angesehen wurde.'))

const lineChange = z.object({
  line: z.int().min(1),
  quantity: amount.optional(),
  unitNet: amount.optional(),
  unitGross: amount.optional(),
  discountPercent: amount.nullable().optional(),
  taxClassId: z.uuid().optional(),
  taxRate: amount.optional(),
  name: z.string().trim().min(1).max(500).optional(),
  note: z.string().trim().max(2000).optional(),
})
const editFields = {
  version,
  add: z.array(newLine).max(1000).optional().meta(described('Lines to add.', 'Neue Positionen.')),
  change: z
    .array(lineChange)
    .max(1000)
    .optional()
    .meta(described('Lines that change.', 'Geänderte Positionen.')),
  remove: z
    .array(z.int().min(1))
    .max(1000)
    .optional()
    .meta(described('Numbers of lines to remove.', 'Nummern der Positionen, die wegfallen.')),
  customer: customerArgument.optional(),
  billing: addressShape.optional().meta(described('Billing address.', 'Rechnungsanschrift.')),
  shipping: addressShape
    .nullable()
    .optional()
    .meta(
      described(
        'Shipping address; none: as the billing address.',
        'Lieferanschrift; keine: wie die Rechnungsanschrift.',
      ),
    ),
  paymentMethod: short('Payment method.', 'Zahlungsart.'),
  shippingMethod: short('Shipping method.', 'Versandart.'),
  customerNote: short('What the customer wants.', 'Was der Kunde wünscht.', 5000),
  note: short('Note.', 'Notiz.', 5000),
  priority: z.int().min(-9).max(9).optional().meta(described('−9 to 9.', '−9 bis 9.')),
  knowingly: z
    .boolean()
    .optional()
    .meta(
      described(
        'Change what a shop has sold all the same: the shop hears nothing of it.',
        'Auch ändern, was ein Shop verkauft hat: Der Shop erfährt davon nichts.',
      ),
    ),
}
const edit = z.object({ order, ...editFields })

const editedShape = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      orderId: z.string(),
      did: z.enum(['changed', 'unchanged', 'refused']),
      version: z.int().nullable(),
      ...refusalShape,
      /** With ORDER_CHANGED: field by field what stood there, what stands there now, and what was wanted. */
      conflicts: z.array(
        z.object({
          field: z.string(),
          was: z.unknown(),
          theirs: z.unknown(),
          yours: z.unknown(),
          by: z.string(),
          at: z.date(),
        }),
      ),
    }),
  ),
})

const splitFields = {
  lines: lineQuantities.meta(
    described('Lines with quantities that go, such as 2=1.', 'Positionen mit Mengen, die gehen, etwa 2=1.'),
  ),
  version: version.optional(),
  payment: amount
    .optional()
    .meta(described('So much of what was paid goes along.', 'So viel des Gezahlten geht mit.')),
}
const splitShape = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      orderId: z.string(),
      did: z.enum(['split', 'refused']),
      newOrderId: z.uuid().nullable(),
      newOrderNumber: z.string().nullable(),
      ...refusalShape,
    }),
  ),
})
const mergedShape = z.object({
  refused: z.int(),
  items: z.array(z.object({ orderId: z.string(), did: z.enum(['merged', 'refused']), ...refusalShape })),
})

/** Orders are edited, split and merged. Lists, with one result for each element: one refused stops no other. */
export const orderEditOperations: readonly Operation[] = [
  operation({
    name: 'order.change',
    method: 'PATCH',
    path: '/orders/:order',
    command: 'order change <order>',
    right: 'orders.write',
    summary: {
      en: 'Edit an order: lines, addresses, methods, notes, customer; whoever saved meanwhile is not overwritten',
      de: 'Einen Auftrag bearbeiten: Positionen, Anschriften, Arten, Notizen, Kunde; wer inzwischen gespeichert hat, wird nicht überschrieben',
    },
    input: edit,
    output: editedShape,
    audit: (_, output) => noteOf(output.items),
    run: (context, input) => editAll(context, [input]),
  }),
  operation({
    name: 'order.change-many',
    method: 'POST',
    path: '/orders/change',
    command: null,
    right: 'orders.write',
    summary: { en: 'Edit up to 500 orders', de: 'Bis zu 500 Aufträge bearbeiten' },
    input: z.object({ edits: z.array(edit).min(1).max(mostOrders) }),
    output: editedShape,
    audit: (_, output) => noteOf(output.items),
    run: (context, { edits }) => editAll(context, edits),
  }),
  operation({
    name: 'order.split',
    method: 'POST',
    path: '/orders/:order/split',
    command: 'order split <order>',
    right: 'orders.write',
    summary: {
      en: 'Make an order of its own of some lines; what is set aside for them goes along',
      de: 'Aus einigen Positionen einen eigenen Auftrag machen; was für sie reserviert ist, geht mit',
    },
    creates: true,
    input: z.object({ order, ...splitFields }),
    output: splitShape,
    audit: (_, output) => noteOf(output.items),
    run: (context, input) => splitAll(context, [input]),
  }),
  operation({
    name: 'order.split-many',
    method: 'POST',
    path: '/orders/split',
    command: null,
    right: 'orders.write',
    summary: { en: 'Split up to 500 orders', de: 'Bis zu 500 Aufträge teilen' },
    creates: true,
    input: z.object({
      splits: z
        .array(z.object({ order, ...splitFields }))
        .min(1)
        .max(mostOrders),
    }),
    output: splitShape,
    audit: (_, output) => noteOf(output.items),
    run: (context, { splits }) => splitAll(context, splits),
  }),
  operation({
    name: 'order.merge',
    method: 'POST',
    path: '/orders/merge',
    command: 'order merge <orders>',
    right: 'orders.write',
    summary: {
      en: 'Make one order of several of a customer; the first one goes on, the others name it',
      de: 'Mehrere Aufträge eines Kunden zusammenfassen; der erste läuft weiter, die anderen nennen ihn',
    },
    input: z.object({ orders: orderIds }),
    output: mergedShape,
    audit: ({ orders }, output) => ({ ...noteOf(output.items), data: { count: orders.length, orders } }),
    run: (context, { orders }) => mergeAll(context, [orders]),
  }),
  operation({
    name: 'order.merge-many',
    method: 'POST',
    path: '/orders/merge-many',
    command: null,
    right: 'orders.write',
    summary: {
      en: 'Merge up to 500 lists of orders; the first of each goes on',
      de: 'Bis zu 500 Listen von Aufträgen zusammenfassen; der erste jeder Liste läuft weiter',
    },
    input: z.object({ merges: z.array(orderIds).min(1).max(mostOrders) }),
    output: mergedShape,
    audit: (_, output) => noteOf(output.items),
    run: (context, { merges }) => mergeAll(context, merges),
  }),
]

const nobody = '00000000-0000-0000-0000-000000000000'

function editAll(context: Context, edits: readonly z.infer<typeof edit>[]) {
  return inTransaction(context, async tx => {
    const { tenant } = context
    const customers = await findCustomers(
      tx,
      tenant,
      edits.map(one => one.customer ?? ''),
    )
    const list = edits.map(({ order: orderId, customer, billing, shipping, ...rest }, at): OrderEdit => {
      const customerId = customer === undefined ? undefined : (customers[at] ?? nobody)
      return { ...rest, orderId, customerId, billing: upper(billing), shipping: shipping && upper(shipping) }
    })
    const { results, changed } = await editOrders(
      tx,
      tenant,
      await resolved(tx, context, list),
      doing(context),
    )
    await told(tx, context, changed)
    return shownEdits(context, results, edits)
  })
}

function shownEdits(
  context: Context,
  results: readonly EditResult[],
  edits: readonly z.infer<typeof edit>[],
): z.infer<typeof editedShape> {
  const items = results.map((one, at) => ({
    orderId: one.orderId,
    did: one.did,
    version: one.version ?? null,
    ...refusalOf(context, called(one, edits[at]?.customer)),
    conflicts: [...(one.conflicts ?? [])],
  }))
  return { refused: refusedOf(items), items }
}

function splitAll(
  context: Context,
  splits: readonly {
    order: string
    lines: z.infer<typeof lineQuantities>
    version?: number | undefined
    payment?: string | undefined
  }[],
) {
  return inTransaction(context, async tx => {
    const { tenant } = context
    const list = await resolved(
      tx,
      context,
      splits.map(({ order: orderId, lines, ...rest }) => ({ orderId, lines: linesOf(lines), ...rest })),
    )
    const { results, changed } = await withNumbers(tx, tenant, { order: list.length }, numberOf =>
      splitOrders(tx, tenant, list, doing(context), numberOf('order')),
    )
    await told(tx, context, changed)
    const items = results.map((one: SplitResult) => ({
      orderId: one.orderId,
      did: one.did,
      newOrderId: one.newOrderId ?? null,
      newOrderNumber: one.newOrderNumber ?? null,
      ...refusalOf(context, one),
    }))
    return { refused: refusedOf(items), items }
  })
}

function mergeAll(context: Context, merges: readonly (readonly string[])[]) {
  return inTransaction(context, async tx => {
    const named = merges.flatMap((orders, at) => orders.map(orderId => ({ at, orderId })))
    const found = Map.groupBy(await resolved(tx, context, named), one => one.at)
    const list = merges.map((_, at) => {
      const [into = nobody, ...orders] = (found.get(at) ?? []).map(one => one.orderId)
      return { into, orders }
    })
    const { results, changed } = await mergeOrders(tx, context.tenant, list, doing(context))
    await told(tx, context, changed)
    const items = results.map((one: MergeResult) => ({
      orderId: one.orderId,
      did: one.did,
      ...refusalOf(context, one),
    }))
    return { refused: refusedOf(items), items }
  })
}

function refusedOf(items: readonly { readonly did: string }[]): number {
  return items.filter(one => one.did === 'refused').length
}

function noteOf(items: readonly { readonly orderId: string; readonly did: string }[]) {
  const orders = items.flatMap(one => (one.did === 'refused' ? [] : [one.orderId]))
  return { objectKind: 'sales_order', data: { count: items.length, orders } }
}
