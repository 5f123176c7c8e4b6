import { z } from 'zod'
import { readOrder } from '../sales/orderDetail.ts'
import { readOrderExtras } from '../sales/orderExtras.ts'
import { orderFolders } from '../sales/orderFolders.ts'
import { countFolders, listOrders } from '../sales/orderList.ts'
import { findOrders } from '../sales/orderStore.ts'
import { explainedFacts } from '../sales/priority.ts'
import { salesProblem } from '../sales/problems.ts'
import { connectorsOfChannels } from './connectorsOfChannels.ts'
import { heldAs } from './heldAs.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { actionsShown } from './orderActs.ts'
import { orderFilterInput, orderFilterOf, orderSortInput } from './orderFilterInput.ts'
import { orderDetailShape, orderRowShape } from './orderShapes.ts'
import { orderShop } from './orderShop.ts'
import { withWarnings } from './packagesShown.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { withReturnLabels } from './returnLabels.ts'
import { whyOrderTaxed } from './taxWords.ts'

/** Sales orders: found, looked at. What changes them stands in src/operations/orderChanges.ts. */
export const orderOperations: readonly Operation[] = [
  operation({
    name: 'order.list',
    method: 'GET',
    path: '/orders',
    command: 'order list',
    right: 'orders.read',
    summary: {
      en: 'List or search orders, newest first or sorted otherwise; countCapped: at least so many',
      de: 'Aufträge auflisten oder suchen, Neueste zuerst oder anders sortiert; countCapped: mindestens so viele',
    },
    input: z.object({ ...pageInput, ...orderFilterInput, ...orderSortInput }),
    output: pageOf(orderRowShape),
    run: (context, { after, limit, sort, ascending, ...said }) =>
      inTransaction(context, async tx => {
        const filter = await orderFilterOf(tx, context, said)
        const page = { after, limit: limit + 1, countTo: countLimit, sort, ascending }
        const { rows, count, countCapped } = await listOrders(tx, context.tenant, filter, page)
        const shown = rows.map(row => ({ ...row, hold: heldAs(context.language, row.hold) }))
        return { ...asPage(shown, limit, count), countCapped }
      }),
  }),
  operation({
    name: 'order.counts',
    method: 'GET',
    path: '/orders/counts',
    command: 'order counts',
    right: 'orders.read',
    summary: {
      en: 'Count the orders of each folder; a count equals the length of the list that it opens',
      de: 'Die Aufträge je Ordner zählen; eine Zahl ist die Länge der Liste, die sie öffnet',
    },
    input: z.object({}),
    output: z.object({
      items: z.array(z.object({ folder: z.enum(orderFolders), count: z.int(), countCapped: z.boolean() })),
    }),
    run: context =>
      inTransaction(context, async tx => {
        const folders = await countFolders(tx, context.tenant, countLimit + 1)
        return {
          items: folders.map(({ folder, count }) => ({
            folder,
            count: Math.min(count, countLimit),
            countCapped: count > countLimit,
          })),
        }
      }),
  }),
  operation({
    name: 'order.show',
    method: 'GET',
    path: '/orders/:id',
    command: 'order show <id>',
    right: 'orders.read',
    summary: {
      en: 'Show an order: lines, payments, deliveries, history, what its shop knows, what can be done',
      de: 'Einen Auftrag zeigen: Positionen, Zahlungen, Lieferungen, Verlauf, Stand im Shop, mögliche Schritte',
    },
    input: z.object({
      id: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .meta({ description: 'Id or number of the order.', 'x-de': 'Kennung oder Nummer des Auftrags.' }),
    }),
    output: orderDetailShape,
    run: (context, { id: given }) =>
      inTransaction(context, async tx => {
        const [id] = await findOrders(tx, context.tenant, [given])
        if (!id) throw salesProblem('ORDER_UNKNOWN', { id: given })
        const withPersons = context.actor.rights.has('customers.read')
        const order = await readOrder(tx, context.tenant, id, { withPersons })
        const extras = await readOrderExtras(tx, context.tenant, id)
        if (!order || !extras) throw salesProblem('ORDER_UNKNOWN', { id })
        const channels = await connectorsOfChannels(tx, context, [order.channelId])
        const atShop = await orderShop(tx, context, order, channels)
        const facts = (await explainedFacts(tx, context.tenant, [id])).get(id)
        const deliveries = await withWarnings(tx, context, order.deliveries)
        const taxWhy = whyOrderTaxed(context.language, extras)
        const actions = facts ? actionsShown(context, facts) : []
        const hold = heldAs(context.language, order.hold)
        return {
          ...withReturnLabels(channels, order),
          ...extras,
          ...atShop,
          hold,
          taxWhy,
          deliveries,
          actions,
        }
      }),
  }),
]
