import { z } from 'zod'
import { type HoldResult, holdOrders, releaseOrders } from '../sales/holdOrders.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, resolved } from './orderActs.ts'
import { orderIds } from './orderChangeShapes.ts'

const results = z.object({
  refused: z.int(),
  items: z.array(
    z.object({ orderId: z.string(), did: z.string(), holdId: z.uuid().nullable(), ...refusalShape }),
  ),
})

/** Orders that are kept from delivery, and released again. */
export const orderHoldOperations: readonly Operation[] = [
  operation({
    name: 'order.hold',
    method: 'POST',
    path: '/orders/hold',
    command: 'order hold <ids>',
    right: 'orders.write',
    summary: {
      en: 'Keep orders from delivery, with a reason, until they are released',
      de: 'Aufträge mit einem Grund zurückhalten, bis sie freigegeben werden',
    },
    input: z.object({
      ids: orderIds,
      reason: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .meta({ description: 'Why; shown with the order.', 'x-de': 'Warum; steht am Auftrag.' }),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { ids, reason }) =>
      inTransaction(context, async tx => {
        const list = await resolved(
          tx,
          context,
          ids.map(orderId => ({ orderId, reason })),
        )
        return shown(context, await holdOrders(tx, context.tenant, list, doing(context)))
      }),
  }),
  operation({
    name: 'order.release',
    method: 'POST',
    path: '/orders/release',
    command: 'order release <ids>',
    right: 'orders.write',
    summary: {
      en: 'Release orders that are on hold; what a task holds is released by its decision',
      de: 'Zurückgehaltene Aufträge freigeben; was eine Aufgabe zurückhält, gibt ihre Entscheidung frei',
    },
    input: z.object({
      ids: orderIds,
      hold: z.uuid().optional().meta({ description: 'Only this hold.', 'x-de': 'Nur diese Zurückhaltung.' }),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { ids, hold }) =>
      inTransaction(context, async tx => {
        const list = await resolved(
          tx,
          context,
          ids.map(orderId => ({ orderId, holdId: hold })),
        )
        return shown(context, await releaseOrders(tx, context.tenant, list, doing(context)))
      }),
  }),
]

function shown(context: Context, list: readonly HoldResult[]) {
  const items = list.map(one => ({
    orderId: one.orderId,
    did: one.did,
    holdId: one.holdId ?? null,
    ...refusalOf(context, one),
  }))
  return { refused: items.filter(one => one.did === 'refused').length, items }
}

function noteOf({ items }: z.infer<typeof results>) {
  const orders = items.flatMap(one => (one.did === 'refused' ? [] : [one.orderId]))
  return { objectKind: 'sales_order', data: { count: items.length, orders } }
}
