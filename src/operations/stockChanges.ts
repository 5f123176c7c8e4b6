import { z } from 'zod'
import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { allocateWaiting } from '../sales/allocate.ts'
import { type Adjustment, adjustStock } from '../stock/adjust.ts'
import { reasonOf } from '../stock/adjustmentReasons.ts'
import { throwRefusedStock } from '../stock/refusedStock.ts'
import { type Transfer, transferStock } from '../stock/transfer.ts'
import { warehouseOf } from '../stock/warehouses.ts'
import { described } from './described.ts'
import { amount, refusedShape, whichItem } from './itemInput.ts'
import { tell } from './items.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

const signed = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/)
const warehouse = z.string().min(1).max(50)
const note = z
  .string()
  .max(1000)
  .optional()
  .meta(described('What somebody should know of it.', 'Was man dazu wissen sollte.'))
const to = amount
  .optional()
  .meta(described('So many lie there; 0 is none.', 'So viele liegen dort; 0 heißt keine.'))
const by = signed
  .optional()
  .meta(described('By so many more, or (-2) less.', 'Um so viele mehr oder (-2) weniger.'))
const adjusted = z.object({
  id: z.uuid(),
  did: z.enum(['booked', 'unchanged']),
  warehouseId: z.uuid(),
  movementId: z.uuid().nullable(),
  quantity: z.string(),
  onHand: z.string(),
})
const transferred = z.object({
  id: z.uuid(),
  did: z.literal('booked'),
  transferId: z.uuid(),
  fromOnHand: z.string(),
  toOnHand: z.string(),
})

/** What puts stock right, and what takes it elsewhere. */
export const stockChangeOperations: readonly Operation[] = [
  operation({
    name: 'stock.adjust',
    method: 'POST',
    path: '/stock/adjustments',
    command: 'stock adjust <item>',
    right: 'stock.write',
    summary: {
      en: 'Put the stock of an item right: how many lie there, or how many more or fewer',
      de: 'Den Bestand eines Artikels berichtigen: wie viele dort liegen, oder wie viele mehr oder weniger',
    },
    creates: true,
    input: z.object({
      item: whichItem,
      to,
      by,
      warehouse: warehouse
        .optional()
        .meta(
          described(
            'Id or code; not needed where there is only one.',
            'Kennung oder Kürzel; nicht nötig, wo es nur eines gibt.',
          ),
        ),
      reason: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .meta(
          described(
            'Id or name of a reason of "kontor stock-reason list".',
            'Kennung oder Name eines Grundes aus „kontor stock-reason list“.',
          ),
        ),
      note,
    }),
    output: adjusted,
    audit: (_, done) => ({
      objectKind: 'item',
      objectId: done.id,
      data: { quantity: done.quantity, onHand: done.onHand },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const itemId = await itemIdOf(tx, tenant, input.item)
        const { id: warehouseId } = await warehouseOf(tx, tenant, input.warehouse)
        const reason = input.reason === undefined ? undefined : await reasonOf(tx, tenant, input.reason)
        const one = {
          itemId,
          warehouseId,
          to: input.to,
          by: input.by,
          reasonId: reason?.id,
          note: input.note,
        }
        const [result] = await adjust(tx, context, [one])
        return throwRefusedStock(result)
      }),
  }),
  operation({
    name: 'stock.adjust-many',
    method: 'POST',
    path: '/stock/adjustments/bulk',
    command: null,
    right: 'stock.write',
    summary: {
      en: 'Put up to 1,000 balances right; what is refused leaves the others alone',
      de: 'Bis zu 1.000 Bestände berichtigen; was abgewiesen wird, lässt die anderen unberührt',
    },
    creates: true,
    input: z.object({
      adjustments: z
        .array(
          z.object({ itemId: z.uuid(), warehouseId: z.uuid(), to, by, reasonId: z.uuid().optional(), note }),
        )
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([adjusted, refusedShape])) }),
    audit: input => ({ objectKind: 'stock', data: { count: input.adjustments.length } }),
    run: (context, { adjustments }) =>
      inTransaction(context, async tx => ({ items: await adjust(tx, context, adjustments) })),
  }),
  operation({
    name: 'stock.transfer',
    method: 'POST',
    path: '/stock/transfers',
    command: 'stock transfer <item> <quantity>',
    right: 'stock.write',
    summary: {
      en: 'Take pieces of an item from one warehouse to another',
      de: 'Stücke eines Artikels von einem Lager in ein anderes umlagern',
    },
    creates: true,
    input: z.object({
      item: whichItem,
      quantity: amount.meta(described('How many, above 0.', 'Wie viele, über 0.')),
      from: warehouse.meta(described('Id or code of the warehouse.', 'Kennung oder Kürzel des Lagers.')),
      to: warehouse.meta(described('Id or code of the other one.', 'Kennung oder Kürzel des anderen.')),
      note,
    }),
    output: transferred,
    audit: (input, done) => ({
      objectKind: 'item',
      objectId: done.id,
      data: { quantity: input.quantity, transfer: done.transferId },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const itemId = await itemIdOf(tx, tenant, input.item)
        const from = await warehouseOf(tx, tenant, input.from)
        const target = await warehouseOf(tx, tenant, input.to)
        const [result] = await transfer(tx, context, [
          {
            itemId,
            fromWarehouseId: from.id,
            toWarehouseId: target.id,
            quantity: input.quantity,
            note: input.note,
          },
        ])
        return throwRefusedStock(result)
      }),
  }),
  operation({
    name: 'stock.transfer-many',
    method: 'POST',
    path: '/stock/transfers/bulk',
    command: null,
    right: 'stock.write',
    summary: {
      en: 'Make up to 1,000 transfers under one cause; what is refused leaves the others alone',
      de: 'Bis zu 1.000 Umlagerungen unter einem Vorgang buchen; was abgewiesen wird, lässt die anderen unberührt',
    },
    creates: true,
    input: z.object({
      transfers: z
        .array(
          z.object({
            itemId: z.uuid(),
            fromWarehouseId: z.uuid(),
            toWarehouseId: z.uuid(),
            quantity: amount,
            note,
          }),
        )
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([transferred, refusedShape])) }),
    audit: input => ({ objectKind: 'stock', data: { count: input.transfers.length } }),
    run: (context, { transfers }) =>
      inTransaction(context, async tx => ({ items: await transfer(tx, context, transfers) })),
  }),
]

async function adjust(tx: Tx, context: Context, list: readonly Adjustment[]) {
  const { results, changed } = await adjustStock(tx, context.tenant, list, context.actor.name)
  await settleStock(tx, context, changed)
  return results
}

async function transfer(tx: Tx, context: Context, list: readonly Transfer[]) {
  const { results, changed } = await transferStock(tx, context.tenant, list, context.actor.name)
  await settleStock(tx, context, changed)
  return results
}

/** After stock moved, in the same transaction: who waits gets what is free, and the channels are told. */
export async function settleStock(tx: Tx, context: Context, changed: Changed): Promise<void> {
  await allocateWaiting(tx, context.tenant, changed.stock ?? [], context.kontor.now())
  await tell(tx, context, changed)
}
