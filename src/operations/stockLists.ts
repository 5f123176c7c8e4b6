import { z } from 'zod'
import { itemIdOf, itemKinds } from '../catalog/listItems.ts'
import { countMovements, listMovements, listStock } from '../stock/stockList.ts'
import { warehouseOf } from '../stock/warehouses.ts'
import { described } from './described.ts'
import { itemFilterInput, itemFilterOf } from './itemFilter.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** An item with its quantities. */
export const stockRowShape = z.object({
  id: z.uuid(),
  itemNumber: z.string(),
  name: z.string(),
  kind: z.enum(itemKinds),
  gtin: z.string().nullable(),
  active: z.boolean(),
  onHand: z.string(),
  allocated: z.string(),
  committed: z.string(),
  staged: z.string(),
  available: z.string(),
  offered: z.string().nullable(),
})
/** A movement of stock. */
export const movementShape = z.object({
  id: z.uuid(),
  at: z.date(),
  itemId: z.uuid(),
  itemNumber: z.string(),
  name: z.string(),
  warehouse: z.string(),
  quantity: z.string(),
  reason: z.string(),
  causeKind: z.string(),
  causeId: z.uuid(),
  adjustmentReason: z.string().nullable(),
  actor: z.string(),
  note: z.string().nullable(),
})
const text = (en: string, de: string) => z.string().min(1).max(200).optional().meta(described(en, de))

/** Stock as lists: of every item, and everything that moved. */
export const stockListOperations: readonly Operation[] = [
  operation({
    name: 'stock.list',
    method: 'GET',
    path: '/stock',
    command: 'stock list',
    right: 'stock.read',
    summary: {
      en: 'List items with what lies there, is set aside, ordered and available; with a channel also what it may offer',
      de: 'Artikel auflisten mit dem, was liegt, reserviert, bestellt und verfügbar ist; mit einem Kanal auch, was er anbieten darf',
    },
    input: z.object({ ...pageInput, ...itemFilterInput }),
    output: pageOf(stockRowShape),
    run: (context, { after, limit, sort, ...said }) =>
      inTransaction(context, async tx => {
        const filter = await itemFilterOf(tx, context, said)
        const page = { after, limit: limit + 1, sort }
        const { rows, count } = await listStock(tx, context.tenant, filter, page, countLimit + 1)
        return asPage(rows, limit, count)
      }),
  }),
  operation({
    name: 'stock.movements',
    method: 'GET',
    path: '/stock/movements',
    command: 'stock movements',
    right: 'stock.read',
    summary: {
      en: 'List what moved, newest first: of an item, a warehouse, or one cause',
      de: 'Auflisten, was sich bewegt hat, Neueste zuerst: von einem Artikel, einem Lager oder einem Vorgang',
    },
    input: z.object({
      ...pageInput,
      item: text('Id or number of the item.', 'Kennung oder Nummer des Artikels.'),
      warehouse: text('Id or code of the warehouse.', 'Kennung oder Kürzel des Lagers.'),
      causeKind: text('What it came of, such as delivery.', 'Woher es kommt, etwa delivery.'),
      cause: z
        .uuid()
        .optional()
        .meta(described('Id of that (with cause-kind).', 'Dessen Kennung (mit cause-kind).')),
    }),
    output: pageOf(movementShape),
    run: (context, { after, limit, item, warehouse, causeKind, cause }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const filter = {
          itemId: item === undefined ? undefined : await itemIdOf(tx, tenant, item),
          warehouseId: warehouse === undefined ? undefined : (await warehouseOf(tx, tenant, warehouse)).id,
          causeKind,
          causeId: cause,
        }
        const rows = await listMovements(tx, tenant, filter, { after, limit: limit + 1 })
        return asPage(rows, limit, await countMovements(tx, tenant, filter, countLimit + 1))
      }),
  }),
]
