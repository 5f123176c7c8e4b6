import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { salesOf } from '../catalog/sellOn.ts'
import { type Move, moveReasons, moveStock } from '../stock/moveStock.ts'
import { offersFor, stockFigures } from '../stock/offers.ts'
import { levelsOf, movementsOf } from '../stock/stockOfItem.ts'
import { warehouseOf } from '../stock/warehouses.ts'
import { described } from './described.ts'
import { whichItem } from './itemInput.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { settleStock } from './stockChanges.ts'

const quantity = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,6})?$/)
  .meta(described('Above 0 comes in, below 0 goes out.', 'Über 0 kommt herein, unter 0 geht hinaus.'))
const reason = z
  .enum(moveReasons)
  .default('adjustment')
  .meta(described('Why it is booked.', 'Warum gebucht wird.'))
const note = z
  .string()
  .max(1000)
  .optional()
  .meta(described('What somebody should know of it.', 'Was man dazu wissen sollte.'))
/** The stock of an item, what of it is offered where, and its latest movements. */
export const stockShape = z.object({
  itemId: z.uuid(),
  onHand: z.string(),
  allocated: z.string(),
  committed: z.string(),
  staged: z.string(),
  available: z.string(),
  warehouses: z.array(
    z.object({ warehouseId: z.uuid(), warehouse: z.string(), onHand: z.string(), allocated: z.string() }),
  ),
  offers: z.array(z.object({ channelId: z.uuid(), channel: z.string(), offered: z.string() })),
  movements: z.array(
    z.object({
      id: z.uuid(),
      at: z.date(),
      warehouse: z.string(),
      quantity: z.string(),
      reason: z.string(),
      actor: z.string(),
      note: z.string().nullable(),
    }),
  ),
})
const booked = z.object({ id: z.uuid(), itemId: z.uuid(), warehouseId: z.uuid(), onHand: z.string() })

/** Stock: what is there, and bookings of what comes in and goes out. */
export const stockOperations: readonly Operation[] = [
  operation({
    name: 'stock.show',
    method: 'GET',
    path: '/stock/:item',
    command: 'stock show <item>',
    right: 'stock.read',
    summary: {
      en: 'Show the stock of an item, what of it is offered where, and its latest movements',
      de: 'Den Bestand eines Artikels zeigen, was davon wo angeboten wird, und die letzten Bewegungen',
    },
    input: z.object({ item: whichItem }),
    output: stockShape,
    run: (context, { item }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const id = await itemIdOf(tx, tenant, item)
        const [figures] = await stockFigures(tx, tenant, [id])
        if (!figures) throw new TypeError('a list of one has one result')
        const offers = []
        // A statement per channel that sells it: a handful.
        for (const { channelId, channel } of await salesOf(tx, tenant, id)) {
          const [offer] = await offersFor(tx, tenant, { channelId, itemIds: [id] })
          offers.push({ channelId, channel, offered: offer?.offered ?? '0' })
        }
        const warehouses = await levelsOf(tx, tenant, id)
        return { ...figures, warehouses, offers, movements: await movementsOf(tx, tenant, id, 20) }
      }),
  }),
  operation({
    name: 'stock.book',
    method: 'POST',
    path: '/stock/movements',
    command: 'stock book <item> <quantity>',
    right: 'stock.write',
    summary: { en: 'Book stock in or out', de: 'Bestand zu- oder abbuchen' },
    creates: true,
    input: z.object({
      item: whichItem,
      quantity,
      warehouse: z
        .string()
        .min(1)
        .max(50)
        .optional()
        .meta(
          described(
            'Id or code; not needed where there is only one.',
            'Kennung oder Kürzel; nicht nötig, wo es nur eines gibt.',
          ),
        ),
      reason,
      note,
    }),
    output: booked,
    audit: (input, move) => ({
      objectKind: 'item',
      objectId: move.itemId,
      data: { quantity: input.quantity, reason: input.reason },
    }),
    run: (context, { item, warehouse, ...move }) =>
      inTransaction(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, item)
        const { id: warehouseId } = await warehouseOf(tx, context.tenant, warehouse)
        const [result] = await book(tx, context, [{ ...move, itemId, warehouseId }])
        if (!result) throw new TypeError('a list of one has one result')
        return result
      }),
  }),
  operation({
    name: 'stock.book-many',
    method: 'POST',
    path: '/stock/movements/bulk',
    command: null,
    right: 'stock.write',
    summary: {
      en: 'Book up to 1,000 movements of stock: all of them or none',
      de: 'Bis zu 1.000 Bestandsbewegungen buchen: alle oder keine',
    },
    creates: true,
    input: z.object({
      moves: z
        .array(z.object({ itemId: z.uuid(), warehouseId: z.uuid(), quantity, reason, note }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(booked) }),
    audit: input => ({ objectKind: 'stock', data: { count: input.moves.length } }),
    run: (context, { moves }) =>
      inTransaction(context, async tx => ({ items: await book(tx, context, moves) })),
  }),
]

async function book(tx: Tx, context: Context, moves: readonly Move[]) {
  const { results, changed } = await moveStock(tx, context.tenant, moves, context.actor.name)
  await settleStock(tx, context, changed)
  return results
}
