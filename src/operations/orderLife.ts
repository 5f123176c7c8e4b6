import { z } from 'zod'
import { completeOrders, reopenOrders } from '../sales/completeOrders.ts'
import { lockLines } from '../sales/lockLines.ts'
import { blockersOf, orderActionNames } from '../sales/orderActions.ts'
import { explainedFacts } from '../sales/priority.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { actionShape, doing, inWords, refusalOf, refusalShape, resolved, told } from './orderActs.ts'
import { orderIds } from './orderChangeShapes.ts'

const results = z.object({
  refused: z.int(),
  items: z.array(z.object({ orderId: z.string(), did: z.string(), ...refusalShape })),
})

/** What orders go through besides deliveries, and what they allow. */
export const orderLifeOperations: readonly Operation[] = [
  operation({
    name: 'order.check',
    method: 'POST',
    path: '/orders/check',
    command: 'order check <action> <ids>',
    right: 'orders.read',
    summary: {
      en: 'Say of each order whether something can be done with it, and why not, before it is done',
      de: 'Vorher sagen, mit welchen Aufträgen etwas möglich ist, und bei den anderen, warum nicht',
    },
    input: z.object({
      action: z.enum(orderActionNames).meta({
        description: 'What is to be done, such as deliver.',
        'x-de': 'Was getan werden soll, etwa deliver.',
      }),
      ids: orderIds,
    }),
    output: z.object({
      allowed: z.int(),
      blocked: z.int(),
      /** How often each reason is the first one, most frequent first. */
      reasons: z.array(z.object({ code: z.string(), count: z.int(), reason: z.string() })),
      items: z.array(
        z.object({
          orderId: z.string(),
          orderNumber: z.string().nullable(),
          allowed: z.boolean(),
          blockers: actionShape.shape.blockers,
        }),
      ),
    }),
    run: (context, { action, ids }) =>
      inTransaction(context, async tx => {
        const list = await resolved(
          tx,
          context,
          ids.map(orderId => ({ orderId })),
        )
        const facts = await explainedFacts(
          tx,
          context.tenant,
          list.map(one => one.orderId),
        )
        const items = list.map(({ orderId }, at) => {
          const order = facts.get(orderId)
          const blockers = order
            ? blockersOf(action, order)
            : [{ code: 'ORDER_UNKNOWN', data: { order: ids[at] ?? '' } }]
          return {
            orderId: order?.id ?? ids[at] ?? '',
            orderNumber: order?.orderNumber ?? null,
            allowed: blockers.length === 0,
            blockers: blockers.map(inWords(context)),
          }
        })
        const firsts = items.flatMap(one => one.blockers.slice(0, 1))
        const reasons = [...Map.groupBy(firsts, one => one.code)].map(([code, same]) => ({
          code,
          count: same.length,
          reason: same[0]?.reason ?? '',
        }))
        const allowed = items.filter(one => one.allowed).length
        return {
          allowed,
          blocked: items.length - allowed,
          reasons: reasons.sort((a, b) => b.count - a.count || a.code.localeCompare(b.code)),
          items,
        }
      }),
  }),
  operation({
    name: 'order.complete',
    method: 'POST',
    path: '/orders/complete',
    command: 'order complete <ids>',
    right: 'orders.write',
    summary: {
      en: 'Complete orders without shipping: what is open is not delivered, its stock is free',
      de: 'Aufträge ohne Versand abschließen: Was offen ist, wird nicht geliefert, sein Bestand ist frei',
    },
    input: z.object({
      ids: orderIds,
      reason: z.string().trim().max(500).default('').meta({ description: 'Why.', 'x-de': 'Warum.' }),
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
        const done = await completeOrders(tx, context.tenant, list, doing(context))
        await told(tx, context, done.changed)
        return shown(context, done.results)
      }),
  }),
  operation({
    name: 'order.reopen',
    method: 'POST',
    path: '/orders/reopen',
    command: 'order reopen <ids>',
    right: 'orders.write',
    summary: {
      en: 'Open orders again that were completed without shipping',
      de: 'Aufträge wieder öffnen, die ohne Versand abgeschlossen wurden',
    },
    input: z.object({ ids: orderIds }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { ids }) =>
      inTransaction(context, async tx => {
        const list = await resolved(
          tx,
          context,
          ids.map(orderId => ({ orderId })),
        )
        const orders = list.map(one => one.orderId)
        const done = await reopenOrders(tx, context.tenant, orders, doing(context))
        await told(tx, context, done.changed)
        return shown(context, done.results)
      }),
  }),
  operation({
    name: 'order.lock-line',
    method: 'POST',
    path: '/orders/lock-lines',
    command: 'order lock-line <ids>',
    right: 'orders.write',
    summary: {
      en: 'Lock lines of orders against shipping, or unlock them; the others are delivered',
      de: 'Positionen von Aufträgen für den Versand sperren oder freigeben; die anderen werden ausgeliefert',
    },
    input: z.object({
      ids: orderIds,
      lines: z
        .array(z.int().min(1))
        .min(1)
        .max(500)
        .meta({ description: 'Numbers of the lines.', 'x-de': 'Nummern der Positionen.' }),
      locked: z
        .boolean()
        .default(true)
        .meta({ description: 'false unlocks them.', 'x-de': 'false gibt sie frei.' }),
    }),
    output: results,
    audit: (_, output) => noteOf(output),
    run: (context, { ids, lines, locked }) =>
      inTransaction(context, async tx => {
        const list = await resolved(
          tx,
          context,
          ids.map(orderId => ({ orderId, lines, locked })),
        )
        return shown(context, (await lockLines(tx, context.tenant, list, doing(context))).results)
      }),
  }),
]

type Result = { readonly orderId: string; readonly did: string } & Parameters<typeof refusalOf>[1]

function shown(context: Context, list: readonly Result[]) {
  const items = list.map(one => ({ orderId: one.orderId, did: one.did, ...refusalOf(context, one) }))
  return { refused: items.filter(one => one.did === 'refused').length, items }
}

function noteOf({ items }: z.infer<typeof results>) {
  const orders = items.flatMap(one => (one.did === 'refused' ? [] : [one.orderId]))
  return { objectKind: 'sales_order', data: { count: items.length, orders } }
}
