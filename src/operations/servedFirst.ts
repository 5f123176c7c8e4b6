import { z } from 'zod'
import { itemIdOf } from '../catalog/listItems.ts'
import { queueOf } from '../sales/itemQueue.ts'
import { setPriorities } from '../sales/priority.ts'
import { readStockRule, servedFirst, setStockRule } from '../stock/stockRule.ts'
import { whichItem } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, resolved } from './orderActs.ts'
import { orderIds } from './orderChangeShapes.ts'

const rule = z.object({ servedFirst: z.enum(servedFirst) })

/** So many orders of a queue are shown. */
const queueShown = 100

/** Who waits for an item, and who is served before. */
export const queueShape = z.object({
  itemId: z.uuid(),
  servedFirst: z.enum(servedFirst),
  orders: z
    .array(
      z.object({
        orderId: z.uuid(),
        orderNumber: z.string(),
        placedAt: z.date(),
        customer: z.string(),
        priority: z.int(),
        paymentState: z.string(),
        hold: z.string().nullable(),
        place: z.int(),
        open: z.string(),
        allocated: z.string(),
        missing: z.string(),
        /** Why it lacks pieces; null: it has what it needs, or there is simply none. */
        waits: z.object(refusalShape).nullable(),
      }),
    )
    .readonly(),
})

/** Who gets what is scarce. */
export const servedFirstOperations: readonly Operation[] = [
  operation({
    name: 'order.priority',
    method: 'PUT',
    path: '/orders/priority',
    command: 'order priority <ids>',
    right: 'orders.write',
    summary: {
      en: 'Serve orders before or after others when pieces are scarce',
      de: 'Aufträge vor oder nach anderen bedienen, wenn Ware knapp ist',
    },
    input: z.object({
      ids: orderIds,
      priority: z.int().min(-9).max(9).meta({
        description:
          '−9 to 9; 0 is where all begin. The higher is served first, among equals the older order.',
        'x-de':
          '−9 bis 9; alle beginnen mit 0. Die höhere wird zuerst bedient, unter gleichen der ältere Auftrag.',
      }),
    }),
    output: z.object({
      refused: z.int(),
      items: z.array(z.object({ orderId: z.string(), did: z.string(), ...refusalShape })),
    }),
    audit: (input, output) => ({
      objectKind: 'order',
      data: { count: output.items.length, priority: input.priority },
    }),
    run: (context, { ids, priority }) =>
      inTransaction(context, async tx => {
        const list = await resolved(
          tx,
          context,
          ids.map(orderId => ({ orderId, priority })),
        )
        const { results } = await setPriorities(tx, context.tenant, list, doing(context))
        const items = results.map(one => ({
          orderId: one.orderId,
          did: one.did,
          ...refusalOf(context, one),
        }))
        return { refused: items.filter(one => one.did === 'refused').length, items }
      }),
  }),
  operation({
    name: 'stock.queue',
    method: 'GET',
    path: '/stock/:item/queue',
    command: 'stock queue <item>',
    right: 'stock.read',
    summary: {
      en: 'Show which orders need pieces of an item, in the order in which they get them',
      de: 'Zeigen, welche Aufträge Stücke eines Artikels brauchen, in der Reihenfolge, in der sie sie bekommen',
    },
    input: z.object({ item: whichItem }),
    output: queueShape,
    run: (context, { item }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const itemId = await itemIdOf(tx, tenant, item)
        const orders = await queueOf(tx, tenant, itemId, queueShown)
        return {
          itemId,
          ...(await readStockRule(tx, tenant)),
          orders: orders.map(({ servedBefore, ...order }) => {
            const waiting = { code: 'WAITING_FOR_OLDER_ORDER', data: { orders: servedBefore.join(', ') } }
            return { ...order, waits: servedBefore.length > 0 ? refusalOf(context, waiting) : null }
          }),
        }
      }),
  }),
  operation({
    name: 'stock-rule.show',
    method: 'GET',
    path: '/stock-rule',
    command: 'stock-rule show',
    right: 'stock.read',
    summary: { en: 'Show who gets what is scarce', de: 'Zeigen, wer knappe Ware bekommt' },
    input: z.object({}),
    output: rule,
    run: context => inTransaction(context, tx => readStockRule(tx, context.tenant)),
  }),
  operation({
    name: 'stock-rule.set',
    method: 'PUT',
    path: '/stock-rule',
    command: 'stock-rule set',
    right: 'stock.write',
    summary: {
      en: 'Set who gets what is scarce, from now on; what is set aside stays',
      de: 'Festlegen, wer von nun an knappe Ware bekommt; was reserviert ist, bleibt es',
    },
    input: z.object({
      servedFirst: z.enum(servedFirst).meta({
        description: 'oldest: the older order; paid: those that are paid, then the older order.',
        'x-de': 'oldest: der ältere Auftrag; paid: erst die bezahlten, dann der ältere Auftrag.',
      }),
    }),
    output: rule,
    audit: input => ({ objectKind: 'stock', data: { servedFirst: input.servedFirst } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        await setStockRule(tx, context.tenant, input)
        return readStockRule(tx, context.tenant)
      }),
  }),
]
