import { z } from 'zod'
import { answerCancellations } from '../sales/answerCancellations.ts'
import { findOrders } from '../sales/orderStore.ts'
import { salesProblem } from '../sales/problems.ts'
import { listRequests } from '../sales/taskList.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, told } from './orderActs.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const requestShape = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.string(),
  externalNumber: z.string().nullable(),
  customer: z.string(),
  channel: z.string().nullable(),
  reason: z.string(),
  /** It asks for the whole order; else for these lines. */
  whole: z.boolean(),
  lines: z.array(z.object({ lineNo: z.int(), quantity: z.string() })).readonly(),
  askedAt: z.date(),
  answer: z.string().nullable(),
  answeredAt: z.date().nullable(),
  answeredBy: z.string().nullable(),
  answerReason: z.string().nullable(),
})

const results = z.object({
  refused: z.int(),
  items: z.array(
    z.object({ requestId: z.uuid(), orderId: z.uuid().nullable(), did: z.string(), ...refusalShape }),
  ),
})

const ids = z
  .array(z.uuid())
  .min(1)
  .max(200)
  .meta({ description: 'Ids of requests.', 'x-de': 'Kennungen von Stornoanfragen.' })

/** Requests of buyers and marketplaces for a cancellation, and our answers. */
export const cancellationOperations: readonly Operation[] = [
  operation({
    name: 'cancellation.list',
    method: 'GET',
    path: '/cancellation-requests',
    command: 'cancellation list',
    right: 'orders.read',
    summary: {
      en: 'List requests for a cancellation, newest first',
      de: 'Stornoanfragen auflisten, Neueste zuerst',
    },
    input: z.object({
      ...pageInput,
      state: z
        .enum(['open', 'answered', 'all'])
        .default('open')
        .meta({ description: 'Open, answered or all.', 'x-de': 'Offene, beantwortete oder alle.' }),
      order: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .optional()
        .meta({ description: 'Id or number of an order.', 'x-de': 'Kennung oder Nummer eines Auftrags.' }),
    }),
    output: pageOf(requestShape),
    run: (context, { after, limit, state, order }) =>
      inTransaction(context, async tx => {
        const [orderId] = order ? await findOrders(tx, context.tenant, [order]) : []
        if (order && !orderId) throw salesProblem('ORDER_UNKNOWN', { id: order })
        const page = { after, limit: limit + 1, countTo: countLimit + 1 }
        const { rows, count } = await listRequests(tx, context.tenant, { state, orderId }, page)
        return asPage(rows, limit, count)
      }),
  }),
  operation({
    name: 'cancellation.accept',
    method: 'POST',
    path: '/cancellation-requests/accept',
    command: 'cancellation accept <ids>',
    right: 'orders.write',
    summary: {
      en: 'Accept requests: what they ask for is cancelled, and the shop is told',
      de: 'Stornoanfragen annehmen: das Erbetene wird storniert, der Shop erfährt es',
    },
    input: z.object({
      ids,
      reason: z.string().trim().max(500).default('').meta({ description: 'Why.', 'x-de': 'Warum.' }),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, input) => answer(context, input, true),
  }),
  operation({
    name: 'cancellation.refuse',
    method: 'POST',
    path: '/cancellation-requests/refuse',
    command: 'cancellation refuse <ids>',
    right: 'orders.write',
    summary: {
      en: 'Refuse requests with a reason, which the shop is told; the orders go on',
      de: 'Stornoanfragen mit Grund ablehnen, den der Shop erfährt; die Aufträge laufen weiter',
    },
    input: z.object({
      ids,
      reason: z.string().trim().min(1).max(500).meta({ description: 'Why.', 'x-de': 'Warum.' }),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, input) => answer(context, input, false),
  }),
]

function answer(
  context: Context,
  { ids, reason }: { readonly ids: readonly string[]; readonly reason: string },
  accept: boolean,
) {
  return inTransaction(context, async tx => {
    const answers = ids.map(requestId => ({ requestId, accept, reason }))
    const { results, changed } = await answerCancellations(tx, context.tenant, answers, doing(context))
    await told(tx, context, changed)
    const items = results.map(one => ({
      requestId: one.requestId,
      orderId: one.orderId ?? null,
      did: one.did,
      ...refusalOf(context, one),
    }))
    return { refused: items.filter(one => one.did === 'refused').length, items }
  })
}

function noteOf({ items }: z.infer<typeof results>) {
  const requests = items.flatMap(one => (one.did === 'refused' ? [] : [one.requestId]))
  return { objectKind: 'cancellation_request', data: { count: items.length, requests } }
}
