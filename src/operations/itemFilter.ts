import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { type ItemFilter, itemKinds } from '../catalog/listItems.ts'
import { warehouseOf } from '../stock/warehouses.ts'
import { categoryIdOf } from './categories.ts'
import { channelIdOf } from './channels.ts'
import { described } from './described.ts'
import type { Context } from './operation.ts'

/** Which items are meant, as people say it. */
export const itemConditions = {
  search: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta(
      described(
        'Number, GTIN, or words of the name; their beginning is enough.',
        'Nummer, GTIN oder Wörter des Namens; der Anfang genügt.',
      ),
    ),
  channel: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta(
      described(
        'Only what this sales channel sells: its id or name.',
        'Nur was dieser Verkaufskanal verkauft: seine Kennung oder sein Name.',
      ),
    ),
  category: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta(
      described(
        'Only what lies in this category or below it: its id or name.',
        'Nur was in dieser Kategorie oder darunter liegt: ihre Kennung oder ihr Name.',
      ),
    ),
  kind: z.enum(itemKinds).optional().meta(described('Only items of this kind.', 'Nur Artikel dieser Art.')),
  active: z
    .boolean()
    .optional()
    .meta(described('Only what is in the offer, or is not.', 'Nur was im Angebot ist, oder nicht.')),
  manufacturer: z
    .uuid()
    .optional()
    .meta(described('Only of this manufacturer: its id.', 'Nur von diesem Hersteller: seine Kennung.')),
  inStock: z
    .boolean()
    .optional()
    .meta(
      described(
        'Only that of which something lies in a warehouse, or nothing does.',
        'Nur wovon etwas in einem Lager liegt, oder nichts.',
      ),
    ),
  warehouse: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta(
      described(
        'Only what ever lay in this warehouse (with in-stock: lies there): its id or code.',
        'Nur was je in diesem Lager lag (mit in-stock: dort liegt): Kennung oder Kürzel.',
      ),
    ),
  priced: z
    .boolean()
    .optional()
    .meta(
      described(
        'Only what has a price for everyone, or has none.',
        'Nur was einen Preis für alle hat, oder keinen.',
      ),
    ),
  pictured: z
    .boolean()
    .optional()
    .meta(described('Only what has an image, or has none.', 'Nur was ein Bild hat, oder keines.')),
}

/** The same for a list, with its order. */
export const itemFilterInput = {
  ...itemConditions,
  sort: z
    .enum(['newest', 'number'])
    .default('newest')
    .meta(described('Newest first, or by item number.', 'Neueste zuerst, oder nach Artikelnummer.')),
}

export type SaidConditions = {
  readonly [K in keyof typeof itemConditions]?: z.infer<(typeof itemConditions)[K]>
}

/** Whether any condition is said: a search of nothing is none. */
export function isLimited(said: SaidConditions): boolean {
  return (Object.keys(itemConditions) as (keyof SaidConditions)[]).some(
    name => said[name] !== undefined && said[name] !== '',
  )
}

/** What people said, as the list takes it. Throws CHANNEL_UNKNOWN, CATEGORY_UNKNOWN, CATEGORY_AMBIGUOUS, WAREHOUSE_UNKNOWN. */
export async function itemFilterOf(
  tx: Tx,
  context: Pick<Context, 'tenant'>,
  said: SaidConditions,
): Promise<ItemFilter> {
  const { search, channel, category, kind, active, manufacturer, inStock, warehouse, priced, pictured } = said
  const { tenant } = context
  return {
    search,
    kind,
    active,
    inStock,
    priced,
    pictured,
    manufacturerId: manufacturer,
    channelId: channel === undefined ? undefined : await channelIdOf(tx, context, channel),
    categoryId: category === undefined ? undefined : await categoryIdOf(tx, tenant, category),
    warehouseId: warehouse === undefined ? undefined : (await warehouseOf(tx, tenant, warehouse)).id,
  }
}
