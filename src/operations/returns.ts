import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { type NewReturn, noteReturns } from '../sales/noteReturns.ts'
import { findOrders } from '../sales/orderStore.ts'
import { salesProblem } from '../sales/problems.ts'
import { countReturns, listReturns, type ReturnRow, readReturn } from '../sales/returnList.ts'
import { returnStates } from '../sales/returnState.ts'
import { findReturns } from '../sales/returnStore.ts'
import { connectorsOfChannels } from './connectorsOfChannels.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, resolved, told } from './orderActs.ts'
import { linesOf, order } from './orderChangeShapes.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { reasonsThere } from './reasonsThere.ts'
import { addInput, addManyInput, notedShape, pickup, returnId, returnShape } from './returnShapes.ts'

/** Returns: found, looked at and announced. By announcing one no stock moves and no money. */
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
      state: z.enum(returnStates).optional().meta(described('Only in this state.', 'Nur in diesem Zustand.')),
      closed: z
        .boolean()
        .optional()
        .meta(described('Only those that are closed, or are not.', 'Nur abgeschlossene, oder nur andere.')),
      order: order.optional(),
      customer: z.uuid().optional().meta(described('Id of a customer.', 'Kennung eines Kunden.')),
      search: z
        .string()
        .trim()
        .max(100)
        .optional()
        .meta(
          described(
            'Number of a return, an order, a delivery or an item, or the name of a customer.',
            'Nummer einer Retoure, eines Auftrags, einer Lieferung, eines Artikels, oder Name eines Kunden.',
          ),
        ),
    }),
    output: pageOf(returnShape),
    run: (context, { after, limit, order, customer: customerId, ...filter }) =>
      inTransaction(context, async tx => {
        const [orderId] = order ? await findOrders(tx, context.tenant, [order]) : []
        if (order && !orderId) throw salesProblem('ORDER_UNKNOWN', { id: order })
        const page = { after, limit: limit + 1, countTo: countLimit + 1 }
        const { rows, count } = await listReturns(
          tx,
          context.tenant,
          { orderId, customerId, ...filter },
          page,
        )
        return asPage(await withChannelReasons(tx, context, rows), limit, count)
      }),
  }),
  operation({
    name: 'return.counts',
    method: 'GET',
    path: '/returns/counts',
    command: 'return counts',
    right: 'orders.read',
    summary: {
      en: 'How many returns that are not closed there are in each state',
      de: 'Wie viele nicht abgeschlossene Retouren es in jedem Zustand gibt',
    },
    input: z.object({}),
    output: z.object({ items: z.array(z.object({ state: z.enum(returnStates), count: z.int() })) }),
    run: context => inTransaction(context, async tx => ({ items: await countReturns(tx, context.tenant) })),
  }),
  operation({
    name: 'return.show',
    method: 'GET',
    path: '/returns/:return',
    command: 'return show <return>',
    right: 'orders.read',
    summary: { en: 'Show a return', de: 'Eine Retoure zeigen' },
    input: z.object({ return: returnId }),
    output: returnShape.extend({ pickup: pickup.nullable() }),
    run: (context, { return: given }) =>
      inTransaction(context, async tx => {
        const [id] = await findReturns(tx, context.tenant, [given])
        const found = id && (await readReturn(tx, context.tenant, id))
        const [shown] = await withChannelReasons(tx, context, found ? [found] : [])
        if (!shown) throw salesProblem('RETURN_UNKNOWN', { id: given })
        return shown
      }),
  }),
  operation({
    name: 'return.add',
    method: 'POST',
    path: '/orders/:order/returns',
    command: 'return add <order>',
    right: 'orders.write',
    summary: {
      en: 'Announce goods of an order that come back',
      de: 'Ware eines Auftrags ankündigen, die zurückkommt',
    },
    creates: true,
    input: addInput,
    output: notedShape,
    audit: (_, output) => noteOf(output),
    run: (context, { order, lines, reason, comment, refused, ...head }) =>
      addAll(context, [
        {
          ...head,
          orderId: order,
          lines: linesOf(lines).map(line => ({ ...line, reason, comment, accepted: !refused })),
        },
      ]),
  }),
  operation({
    name: 'return.add-many',
    method: 'POST',
    path: '/returns',
    command: null,
    right: 'orders.write',
    summary: { en: 'Announce up to 500 returns', de: 'Bis zu 500 Retouren ankündigen' },
    creates: true,
    input: addManyInput,
    output: notedShape,
    audit: (_, output) => noteOf(output),
    run: (context, { returns }) => addAll(context, returns),
  }),
]

// What a channel says by a code stands where it said it, and would be read as a comment.
async function withChannelReasons<T extends Pick<ReturnRow, 'channelId' | 'fromShop' | 'lines'>>(
  tx: Tx,
  context: Context,
  rows: readonly T[],
) {
  const channelIds = rows.flatMap(row => (row.fromShop ? [row.channelId] : []))
  const there = reasonsThere(context, await connectorsOfChannels(tx, context, channelIds))
  return rows.map(row => ({
    ...row,
    lines: row.lines.map(line => {
      const names = row.fromShop ? there.names(row.channelId, line.comment) : undefined
      return names
        ? { ...line, channelReason: { code: line.comment, names }, comment: '' }
        : { ...line, channelReason: null }
    }),
  }))
}

function addAll(context: Context, returns: readonly NewReturn[]) {
  return inTransaction(context, async tx => {
    const list = await resolved(tx, context, returns)
    const { results, changed } = await noteReturns(tx, context.tenant, list, doing(context))
    await told(tx, context, changed)
    const items = results.map(one => ({
      orderId: one.orderId,
      did: one.did,
      returnId: one.returnId ?? null,
      returnNumber: one.returnNumber ?? null,
      ...refusalOf(context, one),
    }))
    return { refused: items.filter(one => one.did === 'refused').length, items }
  })
}

function noteOf({ items }: z.infer<typeof notedShape>) {
  const returns = items.flatMap(one => one.returnId ?? [])
  return { objectKind: 'order_return', data: { count: items.length, returns } }
}
