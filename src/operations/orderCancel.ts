import { z } from 'zod'

import { toldCancelled } from '../channels/toldCancelled.ts'
import { cancelByHand } from '../sales/cancelByHand.ts'
import { undoCancellations } from '../sales/undoCancellations.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, resolved, told } from './orderActs.ts'
import { lineQuantities, linesOf, orderIds, resultsShape } from './orderChangeShapes.ts'

const reason = z
  .string()
  .trim()
  .max(100)
  .optional()
  .meta(
    described(
      'Code or id of the list of reasons (cancel-reason list).',
      'Kürzel oder Kennung aus der Liste der Gründe (cancel-reason list).',
    ),
  )
const comment = z
  .string()
  .trim()
  .max(1000)
  .default('')
  .meta(
    described(
      'More words, up to 100 characters; without a reason it is one of "other".',
      'Mehr dazu, bis 100 Zeichen; ohne Grund gilt „other“.',
    ),
  )

const undone = z.object({
  refused: z.int(),
  items: z.array(
    z.object({ orderId: z.string(), did: z.string(), cancellationId: z.uuid().nullable(), ...refusalShape }),
  ),
})

/** Orders that are cancelled, and not after all. */
export const orderCancelOperations: readonly Operation[] = [
  operation({
    name: 'order.cancel',
    method: 'POST',
    path: '/orders/cancel',
    command: 'order cancel <ids>',
    right: 'orders.write',
    summary: {
      en: 'Cancel orders for a reason of the list, or some lines of one; their stock goes to those that wait for it',
      de: 'Aufträge mit einem Grund der Liste stornieren, oder einzelne Positionen; der Bestand geht an die, die darauf warten',
    },
    input: z.object({
      ids: orderIds,
      reason,
      comment,
      line: lineQuantities
        .optional()
        .meta(
          described(
            'Only so much of this line, such as 1=2, of each order named.',
            'Nur so viel von dieser Position, etwa 1=2, bei jedem genannten Auftrag.',
          ),
        ),
    }),
    output: resultsShape,
    audit: (_, output) => noteOf(output),
    run: (context, { ids, line, ...why }) =>
      inTransaction(context, async tx => {
        const lines = line && linesOf(line)
        const list = await resolved(
          tx,
          context,
          ids.map(orderId => ({ orderId, lines, ...why })),
        )
        const { results, changed } = await cancelByHand(tx, context.tenant, list, doing(context))
        await told(tx, context, changed)
        const items = results.map(one => ({
          orderId: one.orderId,
          did: one.did,
          deliveryId: null,
          deliveryNumber: null,
          paymentId: null,
          ...refusalOf(context, one),
          warnings: [],
        }))
        return { refused: refusedOf(items), items }
      }),
  }),
  operation({
    name: 'order.undo-cancel',
    method: 'POST',
    path: '/orders/undo-cancel',
    command: 'order undo-cancel <ids>',
    right: 'orders.write',
    summary: {
      en: 'Undo the last cancellation of orders, as long as no shop has heard of it, or its shop can open it again; stock is set aside anew',
      de: 'Die letzte Stornierung von Aufträgen zurücknehmen, solange kein Shop sie kennt oder ihr Shop den Auftrag wieder öffnen kann; Bestand wird neu reserviert',
    },
    input: z.object({ ids: orderIds }),
    output: undone,
    audit: (_, output) => noteOf(output),
    run: (context, { ids }) =>
      inTransaction(context, async tx => {
        const systems = [...context.kontor.connectors.values()]
        const reopening = systems.filter(one => one.send?.order_status?.reopens).map(one => one.name)
        const list = await resolved(
          tx,
          context,
          ids.map(orderId => ({ orderId })),
        )
        const { results, changed } = await undoCancellations(
          tx,
          context.tenant,
          list.map(one => one.orderId),
          doing(context),
          asked => toldCancelled(tx, context.tenant, asked, reopening),
        )
        await told(tx, context, changed)
        const items = results.map(one => ({
          orderId: one.orderId,
          did: one.did,
          cancellationId: one.cancellationId ?? null,
          ...refusalOf(context, one),
        }))
        return { refused: refusedOf(items), items }
      }),
  }),
]

function refusedOf(items: readonly { readonly did: string }[]): number {
  return items.filter(one => one.did === 'refused').length
}

function noteOf({
  items,
}: {
  readonly items: readonly { readonly orderId: string; readonly did: string }[]
}) {
  const orders = items.flatMap(one => (one.did === 'refused' ? [] : [one.orderId]))
  return { objectKind: 'sales_order', data: { count: items.length, orders } }
}
