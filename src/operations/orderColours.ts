import { z } from 'zod'
import { colourIdsOf, colourOrders, listColours, putColours, removeColours } from '../sales/orderColours.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, resolved } from './orderActs.ts'
import { orderIds } from './orderChangeShapes.ts'

const colourShape = z.object({ id: z.uuid(), name: z.string(), colour: z.string(), sort: z.int() })
const which = z
  .array(z.string().min(1).max(200))
  .min(1)
  .max(100)
  .meta(described('Ids or names of colours.', 'Kennungen oder Namen von Farben.'))
const hex = z
  .string()
  .regex(/^#[0-9a-f]{6}$/)
  .meta(described('The colour, such as #d97706.', 'Die Farbe, etwa #d97706.'))
const meaning = z.string().trim().min(1).max(100).meta(described('What it means.', 'Was sie bedeutet.'))
const sort = z.int().min(0).max(9999).default(0).meta(described('Its place.', 'Ihr Platz.'))

/** Colours that orders are marked with; what each means is the merchant's to say. */
export const orderColourOperations: readonly Operation[] = [
  operation({
    name: 'order-colour.list',
    method: 'GET',
    path: '/order-colours',
    command: 'order-colour list',
    right: 'orders.read',
    summary: { en: 'List the colours of orders', de: 'Die Auftragsfarben auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(colourShape) }),
    run: context => inTransaction(context, async tx => ({ items: await listColours(tx, context.tenant) })),
  }),
  operation({
    name: 'order-colour.put',
    method: 'PUT',
    path: '/order-colours',
    command: 'order-colour put <name> <colour>',
    right: 'orders.write',
    summary: {
      en: 'Make a colour of orders, or change the one of that name',
      de: 'Eine Auftragsfarbe anlegen, oder die mit diesem Namen ändern',
    },
    input: z.object({ name: meaning, colour: hex, sort }),
    output: colourShape,
    audit: (_, output) => ({ objectKind: 'order_colour', objectId: output.id }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const [stored] = await putColours(tx, context.tenant, [input])
        if (!stored) throw new TypeError('no result for a colour')
        return stored
      }),
  }),
  operation({
    name: 'order-colour.put-many',
    method: 'PUT',
    path: '/order-colours/bulk',
    command: null,
    right: 'orders.write',
    summary: {
      en: 'Make or change up to 100 colours of orders',
      de: 'Bis zu 100 Auftragsfarben anlegen oder ändern',
    },
    input: z.object({
      colours: z
        .array(z.object({ name: meaning, colour: hex, sort }))
        .min(1)
        .max(100),
    }),
    output: z.object({ items: z.array(colourShape) }),
    audit: input => ({ objectKind: 'order_colour', data: { count: input.colours.length } }),
    run: (context, { colours }) =>
      inTransaction(context, async tx => ({ items: await putColours(tx, context.tenant, colours) })),
  }),
  operation({
    name: 'order-colour.remove',
    method: 'POST',
    path: '/order-colours/remove',
    command: 'order-colour remove <colours…>',
    right: 'orders.write',
    summary: {
      en: 'Take colours away, also from the orders that have one',
      de: 'Farben entfernen, auch von den Aufträgen, die eine haben',
    },
    input: z.object({ colours: which }),
    output: z.object({ items: z.array(z.object({ id: z.uuid() })) }),
    audit: (_, output) => ({ objectKind: 'order_colour', data: { ids: output.items.map(one => one.id) } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const ids = await colourIdsOf(tx, context.tenant, input.colours)
        return { items: (await removeColours(tx, context.tenant, ids, doing(context))).map(id => ({ id })) }
      }),
  }),
  operation({
    name: 'order.colour',
    method: 'POST',
    path: '/orders/colour',
    command: 'order colour <ids>',
    right: 'orders.write',
    summary: {
      en: 'Mark orders with a colour, or with none',
      de: 'Aufträge mit einer Farbe kennzeichnen, oder mit keiner',
    },
    input: z.object({
      ids: orderIds,
      colour: z
        .string()
        .max(200)
        .default('')
        .meta(
          described('Id or name of the colour; empty: none.', 'Kennung oder Name der Farbe; leer: keine.'),
        ),
    }),
    output: z.object({
      refused: z.int(),
      items: z.array(
        z.object({ orderId: z.string(), did: z.enum(['coloured', 'unchanged', 'refused']), ...refusalShape }),
      ),
    }),
    audit: (_, output) => ({
      objectKind: 'sales_order',
      data: { ids: output.items.flatMap(one => (one.did === 'coloured' ? [one.orderId] : [])) },
    }),
    run: (context, { ids, colour }) =>
      inTransaction(context, async tx => {
        const [colourId = null] = colour === '' ? [] : await colourIdsOf(tx, context.tenant, [colour])
        const list = await resolved(
          tx,
          context,
          ids.map(orderId => ({ orderId, colourId })),
        )
        const results = await colourOrders(tx, context.tenant, list, doing(context))
        return {
          refused: results.filter(one => one.did === 'refused').length,
          items: results.map((one, at) => ({
            orderId: ids[at] ?? one.orderId,
            did: one.did,
            ...refusalOf(context, one),
          })),
        }
      }),
  }),
]
