import { z } from 'zod'
import { type NewReturn, noteReturns } from '../sales/noteReturns.ts'
import { findOrders } from '../sales/orderStore.ts'
import { salesProblem } from '../sales/problems.ts'
import { listReturns } from '../sales/taskList.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, resolved, told } from './orderActs.ts'
import { lineQuantities, linesOf, order } from './orderChangeShapes.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const returnShape = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.string(),
  customer: z.string(),
  channel: z.string().nullable(),
  /** Its shop reported it. */
  fromShop: z.boolean(),
  note: z.string(),
  madeAt: z.date(),
  madeBy: z.string(),
  lines: z
    .array(
      z.object({
        line: z.int(),
        name: z.string(),
        sku: z.string().nullable(),
        quantity: z.string(),
        reason: z.string(),
        accepted: z.boolean(),
      }),
    )
    .readonly(),
})

const results = z.object({
  refused: z.int(),
  items: z.array(
    z.object({ orderId: z.string(), did: z.string(), returnId: z.uuid().nullable(), ...refusalShape }),
  ),
})

const note = z.string().trim().max(500)

/** Returns as plain notes: what comes or came back. No stock moves by them and no money. */
export const returnOperations: readonly Operation[] = [
  operation({
    name: 'return.list',
    method: 'GET',
    path: '/returns',
    command: 'return list',
    right: 'orders.read',
    summary: { en: 'List returns, newest first', de: 'Retouren auflisten, Neueste zuerst' },
    input: z.object({
      ...pageInput,
      order: order.optional(),
    }),
    output: pageOf(returnShape),
    run: (context, { after, limit, order }) =>
      inTransaction(context, async tx => {
        const [orderId] = order ? await findOrders(tx, context.tenant, [order]) : []
        if (order && !orderId) throw salesProblem('ORDER_UNKNOWN', { id: order })
        const page = { after, limit: limit + 1, countTo: countLimit + 1 }
        const { rows, count } = await listReturns(tx, context.tenant, { orderId }, page)
        return asPage(rows, limit, count)
      }),
  }),
  operation({
    name: 'return.add',
    method: 'POST',
    path: '/orders/:order/returns',
    command: 'return add <order>',
    right: 'orders.write',
    summary: {
      en: 'Note goods of an order that come back; the shop is told',
      de: 'Ware eines Auftrags vermerken, die zurückkommt; der Shop erfährt es',
    },
    creates: true,
    input: z.object({
      order,
      lines: lineQuantities.meta({
        description: 'Line and quantity, such as 1=2.',
        'x-de': 'Position und Menge, etwa 1=2.',
      }),
      reason: note.default('').meta({ description: 'Why it comes back.', 'x-de': 'Warum es zurückkommt.' }),
      refused: z.boolean().default(false).meta({
        description: 'We do not take it back.',
        'x-de': 'Wir nehmen es nicht zurück.',
      }),
      note: note.default('').meta({ description: 'A note for us.', 'x-de': 'Eine Notiz für uns.' }),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { order, lines, reason, refused, note }) =>
      addAll(context, [
        {
          orderId: order,
          note,
          lines: linesOf(lines).map(line => ({ ...line, reason, accepted: !refused })),
        },
      ]),
  }),
  operation({
    name: 'return.add-many',
    method: 'POST',
    path: '/returns',
    command: null,
    right: 'orders.write',
    summary: { en: 'Note up to 500 returns', de: 'Bis zu 500 Retouren vermerken' },
    creates: true,
    input: z.object({
      returns: z
        .array(
          z.object({
            orderId: order,
            note: note.optional(),
            lines: z
              .array(
                z.object({
                  line: z.int().min(1),
                  quantity: z.string().max(40),
                  reason: note.optional(),
                  accepted: z.boolean().optional(),
                }),
              )
              .min(1)
              .max(500),
          }),
        )
        .min(1)
        .max(500),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { returns }) => addAll(context, returns),
  }),
]

function addAll(context: Context, returns: readonly NewReturn[]) {
  return inTransaction(context, async tx => {
    const list = await resolved(tx, context, returns)
    const { results, changed } = await noteReturns(tx, context.tenant, list, doing(context))
    await told(tx, context, changed)
    const items = results.map(one => ({
      orderId: one.orderId,
      did: one.did,
      returnId: one.returnId ?? null,
      ...refusalOf(context, one),
    }))
    return { refused: items.filter(one => one.did === 'refused').length, items }
  })
}

function noteOf({ items }: z.infer<typeof results>) {
  const returns = items.flatMap(one => one.returnId ?? [])
  return { objectKind: 'order_return', data: { count: items.length, returns } }
}
