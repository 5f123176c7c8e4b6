import { z } from 'zod'
import { type CounterResult, movePayments, reversePayments } from '../sales/counterEntries.ts'
import { findOrders } from '../sales/orderStore.ts'
import { listPayments, paymentEntries } from '../sales/paymentList.ts'
import { salesProblem } from '../sales/problems.ts'
import { type Refund, refundPayments } from '../sales/refundPayments.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, resolved, told } from './orderActs.ts'
import { order } from './orderChangeShapes.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const short = z.string().trim().max(200)
const why = z.string().trim().max(500)

const paymentShape = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.string(),
  customer: z.string(),
  channel: z.string().nullable(),
  /** Negative: it went back, or was taken out. */
  amount: z.string(),
  currency: z.string(),
  method: z.string(),
  transactionId: z.string().nullable(),
  entry: z.enum(paymentEntries),
  againstId: z.uuid().nullable(),
  reason: z.string(),
  fromShop: z.boolean(),
  paidAt: z.date(),
  bookedAt: z.date(),
  bookedBy: z.string(),
})

const refund = {
  amount: short.meta(described('Amount with a dot, such as 19.90.', 'Betrag mit Punkt, etwa 19.90.')),
  paymentId: z
    .uuid()
    .optional()
    .meta(described('The payment that it pays back.', 'Die Zahlung, die damit erstattet wird.')),
  method: short.optional().meta(described('Payment method.', 'Zahlungsart.')),
  transactionId: short
    .optional()
    .meta(described('The same one is booked once.', 'Dieselbe wird einmal gebucht.')),
  paidAt: z.coerce
    .date()
    .optional()
    .meta(described('When it was paid back; now if not given.', 'Wann erstattet wurde; sonst jetzt.')),
  reason: why.optional().meta(described('Why.', 'Warum.')),
  force: z
    .boolean()
    .default(false)
    .meta(
      described(
        'Also more than was paid; needs a reason.',
        'Auch mehr, als bezahlt wurde; braucht einen Grund.',
      ),
    ),
}

const refunded = z.object({
  refused: z.int(),
  items: z.array(
    z.object({ orderId: z.string(), did: z.string(), paymentId: z.uuid().nullable(), ...refusalShape }),
  ),
})
const countered = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      paymentId: z.string(),
      orderId: z.string().nullable(),
      did: z.string(),
      /** The entry that was made. */
      entryId: z.uuid().nullable(),
      ...refusalShape,
    }),
  ),
})
const payments = z
  .array(z.uuid())
  .min(1)
  .max(200)
  .meta(described('Ids of payments.', 'Kennungen von Zahlungen.'))

/** Money of orders: what came, what went back, and what was booked wrongly. */
export const paymentOperations: readonly Operation[] = [
  operation({
    name: 'payment.list',
    method: 'GET',
    path: '/payments',
    command: 'payment list',
    right: 'orders.read',
    summary: {
      en: 'List payments and refunds, newest first',
      de: 'Zahlungen und Erstattungen auflisten, Neueste zuerst',
    },
    input: z.object({
      ...pageInput,
      order: order.optional(),
      entry: z
        .enum(paymentEntries)
        .optional()
        .meta(described('Only one kind of booking.', 'Nur eine Art von Buchung.')),
      transaction: short.optional().meta(described('With this transaction.', 'Mit dieser Transaktion.')),
    }),
    output: pageOf(paymentShape),
    run: (context, { after, limit, order, entry, transaction: transactionId }) =>
      inTransaction(context, async tx => {
        const [orderId] = order ? await findOrders(tx, context.tenant, [order]) : []
        if (order && !orderId) throw salesProblem('ORDER_UNKNOWN', { id: order })
        const page = { after, limit: limit + 1, countTo: countLimit + 1 }
        const filter = { orderId, entry, transactionId }
        const { rows, count } = await listPayments(tx, context.tenant, filter, page)
        return asPage(rows, limit, count)
      }),
  }),
  operation({
    name: 'payment.refund',
    method: 'POST',
    path: '/orders/:order/refund',
    command: 'payment refund <order>',
    right: 'orders.write',
    summary: {
      en: 'Book money that went back to the customer of an order; the shop is told',
      de: 'Geld buchen, das an den Kunden eines Auftrags zurückging; der Shop erfährt es',
    },
    creates: true,
    input: z.object({ order, ...refund }),
    output: refunded,
    audit: (_, output) => noteOf(output.items.map(one => one.paymentId)),
    run: (context, { order, ...one }) => refundAll(context, [{ ...one, orderId: order }]),
  }),
  operation({
    name: 'payment.refund-many',
    method: 'POST',
    path: '/orders/refund',
    command: null,
    right: 'orders.write',
    summary: { en: 'Book up to 500 refunds', de: 'Bis zu 500 Erstattungen buchen' },
    creates: true,
    input: z.object({
      refunds: z
        .array(z.object({ orderId: order, ...refund }))
        .min(1)
        .max(500),
    }),
    output: refunded,
    audit: (_, output) => noteOf(output.items.map(one => one.paymentId)),
    run: (context, { refunds }) => refundAll(context, refunds),
  }),
  operation({
    name: 'payment.move',
    method: 'POST',
    path: '/payments/move',
    command: 'payment move <payments…>',
    right: 'orders.write',
    summary: {
      en: 'Book payments on the order that they were made for',
      de: 'Zahlungen auf den Auftrag umbuchen, für den sie waren',
    },
    input: z.object({
      payments,
      to: order,
      reason: why.default('').meta(described('Why.', 'Warum.')),
    }),
    output: countered,
    audit: (_, output) => noteOf(output.items.map(one => one.entryId)),
    run: (context, { payments, to, reason }) =>
      inTransaction(context, async tx => {
        const wishes = payments.map(paymentId => ({ paymentId, orderId: to, reason }))
        const list = (await resolved(tx, context, wishes)).map(({ orderId, ...one }) => ({
          ...one,
          toOrderId: orderId,
        }))
        const { results, changed } = await movePayments(tx, context.tenant, list, doing(context))
        await told(tx, context, changed)
        return shown(context, results)
      }),
  }),
  operation({
    name: 'payment.reverse',
    method: 'POST',
    path: '/payments/reverse',
    command: 'payment reverse <payments…>',
    right: 'orders.write',
    summary: {
      en: 'Take payments that were booked wrongly out of the books by counter entries; nothing is deleted',
      de: 'Falsch gebuchte Zahlungen durch Gegenbuchungen zurücknehmen; gelöscht wird nichts',
    },
    input: z.object({ payments, reason: why.min(1).meta(described('Why.', 'Warum.')) }),
    output: countered,
    audit: (_, output) => noteOf(output.items.map(one => one.entryId)),
    run: (context, { payments, reason }) =>
      inTransaction(context, async tx => {
        const list = payments.map(paymentId => ({ paymentId, reason }))
        const { results, changed } = await reversePayments(tx, context.tenant, list, doing(context))
        await told(tx, context, changed)
        return shown(context, results)
      }),
  }),
]

function refundAll(context: Context, refunds: readonly Refund[]) {
  return inTransaction(context, async tx => {
    const list = await resolved(tx, context, refunds)
    const { results, changed } = await refundPayments(tx, context.tenant, list, doing(context))
    await told(tx, context, changed)
    const items = results.map(one => ({
      orderId: one.orderId,
      did: one.did,
      paymentId: one.paymentId ?? null,
      ...refusalOf(context, one),
    }))
    return { refused: items.filter(one => one.did === 'refused').length, items }
  })
}

function shown(context: Context, results: readonly CounterResult[]) {
  const items = results.map(one => ({
    paymentId: one.paymentId,
    orderId: one.orderId ?? null,
    did: one.did,
    entryId: one.entryId ?? null,
    ...refusalOf(context, one),
  }))
  return { refused: items.filter(one => one.did === 'refused').length, items }
}

function noteOf(ids: readonly (string | null)[]) {
  return { objectKind: 'payment', data: { count: ids.length, payments: ids.filter(id => id !== null) } }
}
