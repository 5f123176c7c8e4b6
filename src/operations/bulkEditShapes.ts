import { z } from 'zod'
import { itemKinds } from '../catalog/listItems.ts'
import { roundings } from '../sync/bulkEdit/bulkChange.ts'
import { bulkEditStates } from '../sync/bulkEdit/bulkEditStore.ts'
import { namesShape, valueShape } from './bulkEditValues.ts'

const round = z.enum(roundings).optional()
const calculation = z.union([
  z.object({ set: z.string().nullable() }),
  z.object({ add: z.string(), round }),
  z.object({ percent: z.string(), round }),
])
const ids = z.array(z.uuid()).readonly().optional()

/** Which items were meant; `items`: so many were named one by one. */
const filterShape = z.object({
  items: z.int().optional(),
  search: z.string().optional(),
  channelId: z.uuid().optional(),
  categoryId: z.uuid().optional(),
  kind: z.enum(itemKinds).optional(),
  active: z.boolean().optional(),
  manufacturerId: z.uuid().optional(),
  inStock: z.boolean().optional(),
  warehouseId: z.uuid().optional(),
  priced: z.boolean().optional(),
  pictured: z.boolean().optional(),
})

/** What was done to each of them. */
const changeShape = z.object({
  set: z.record(z.string(), z.union([z.string(), z.boolean()]).nullable()).optional(),
  numbers: z.record(z.string(), calculation).optional(),
  price: z
    .object({ change: calculation, customerGroupId: z.uuid().nullable(), channelId: z.uuid().nullable() })
    .optional(),
  addCategoryIds: ids,
  removeCategoryIds: ids,
  sell: z
    .array(z.object({ channelId: z.uuid(), active: z.boolean() }))
    .readonly()
    .optional(),
  texts: z
    .array(
      z.object({
        channelId: z.uuid().nullable(),
        language: z.string(),
        field: z.string(),
        value: z.string(),
      }),
    )
    .readonly()
    .optional(),
  attributes: z
    .array(z.object({ attributeId: z.uuid(), language: z.string(), value: z.string().nullable() }))
    .readonly()
    .optional(),
})

/** A change of many items, as it stands. */
export const editShape = z.object({
  id: z.uuid(),
  at: z.date(),
  actor: z.string(),
  filter: filterShape,
  change: changeShape,
  state: z.enum(bulkEditStates),
  /** Items that were meant. The others of them stayed as they were. */
  found: z.int(),
  /** That are others than before, and of which nothing was refused. */
  changed: z.int(),
  /** Of which something was refused. */
  refused: z.int(),
  undoneBy: z.string().nullable(),
  undoneAt: z.date().nullable(),
  /** Until when it can be taken back. */
  undoUntil: z.date(),
})

/** What a change would do to a page of items. */
export const previewShape = z.object({
  found: z.int(),
  /** Of them on this page; those of `items` would be others, or are refused. */
  looked: z.int(),
  next: z.uuid().nullable(),
  items: z
    .array(
      z.object({
        itemId: z.uuid(),
        itemNumber: z.string(),
        name: z.string(),
        fields: z.array(valueShape).readonly(),
      }),
    )
    .readonly(),
  names: namesShape,
})
