import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { catalogProblem } from '../catalog/problems.ts'
import {
  type BulkChange,
  type BulkFilter,
  fieldValue,
  type NumberChange,
  numberField,
  type Rounding,
  roundings,
} from '../sync/bulkEdit/bulkChange.ts'
import { bulkEditWords, saidAttributes, saidTexts } from './bulkEditWords.ts'
import { categoryIdOf } from './categories.ts'
import { channelIdOf } from './channels.ts'
import { described } from './described.ts'
import { isLimited, itemConditions, itemFilterOf } from './itemFilter.ts'
import type { Context } from './operation.ts'

const names = z.array(z.string().min(1).max(500)).max(100).optional()
const assignments = z.array(z.string().max(10_000).regex(/^\w+=/)).max(50).optional()
const calculations = z
  .array(z.string().regex(/^\w+=-?\d{1,12}(\.\d{1,12})?$/))
  .max(50)
  .optional()

/** Which items, and what is done to them: the same words by HTTP and in the terminal. */
export const bulkEditInput = {
  items: z
    .array(z.string().min(1).max(200))
    .max(1000)
    .optional()
    .meta(
      described(
        'These items, by id or number; otherwise those that the filter finds.',
        'Diese Artikel, mit Kennung oder Nummer; sonst die, die der Filter findet.',
      ),
    ),
  ...itemConditions,
  all: z.boolean().default(false).meta(described('All items there are.', 'Alle Artikel, die es gibt.')),
  set: assignments.meta(
    described(
      'field=value for each field that becomes another; "price=12.50" is the price, "field=" takes away.',
      'feld=wert für jedes Feld, das anders wird; „price=12.50“ ist der Preis, „feld=“ entfernt.',
    ),
  ),
  add: calculations.meta(
    described(
      'field=number: so much more, or less: price=-1.50.',
      'feld=zahl: so viel mehr oder weniger: price=-1.50.',
    ),
  ),
  percent: calculations.meta(
    described(
      'field=number: so many percent more, or less: price=5. A price is calculated as it was said, net or gross.',
      'feld=zahl: so viel Prozent mehr oder weniger: price=5. Ein Preis wird so gerechnet, wie er gesagt ist, netto oder brutto.',
    ),
  ),
  round: z
    .enum(roundings)
    .optional()
    .meta(
      described(
        'What is calculated is rounded: 0.01, 0.05, or to the nearest price ending in 99 (x.99).',
        'Gerechnetes wird gerundet: 0.01, 0.05 oder auf den nächsten Preis mit 99 am Ende (x.99).',
      ),
    ),
  priceGroup: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta(
      described(
        '"price" is that of this customer group: its id or name.',
        '„price“ ist der Preis dieser Kundengruppe: ihre Kennung oder ihr Name.',
      ),
    ),
  priceChannel: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta(
      described(
        '"price" is the price at this channel: its id or name.',
        '„price“ ist der Preis auf diesem Kanal: seine Kennung oder sein Name.',
      ),
    ),
  addCategory: names.meta(described('Categories to put them into.', 'Kategorien, in die sie gelegt werden.')),
  removeCategory: names.meta(
    described('Categories to take them out of.', 'Kategorien, aus denen sie genommen werden.'),
  ),
  sellOn: names.meta(described('Channels to sell them on.', 'Kanäle, auf denen sie verkauft werden.')),
  sellNoMoreOn: names.meta(
    described('Channels to sell them on no longer.', 'Kanäle, auf denen sie nicht mehr verkauft werden.'),
  ),
  ...bulkEditWords,
}

export type BulkEditInput = z.infer<z.ZodObject<typeof bulkEditInput>>

/**
 * What was asked for, with ids instead of names. Throws BULK_NOTHING_SAID (also where neither items nor a filter nor `all` says
 * which items), BULK_FIELD_UNKNOWN, BULK_VALUE_INVALID, ATTRIBUTE_VALUE_INVALID, and what is unknown by name.
 */
export async function bulkEditWish(
  tx: Tx,
  context: Context,
  input: BulkEditInput,
): Promise<{ filter: BulkFilter; change: BulkChange }> {
  const change = await changeOf(tx, context, input)
  const isMeant = input.items?.length || isLimited(input) || input.all
  if (Object.values(change).every(part => part === undefined) || !isMeant)
    throw catalogProblem('BULK_NOTHING_SAID')
  return { filter: await filterOf(tx, context, input), change }
}

async function filterOf(tx: Tx, context: Context, input: BulkEditInput): Promise<BulkFilter> {
  const ids: string[] = []
  for (const item of input.items ?? []) ids.push(await itemIdOf(tx, context.tenant, item))
  if (ids.length > 0) return { ids }
  return itemFilterOf(tx, context, input)
}

async function changeOf(tx: Tx, context: Context, input: BulkEditInput): Promise<BulkChange> {
  const { round } = input
  const { tenant } = context
  const said = (list: readonly string[] | undefined) =>
    (list ?? []).map(one => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)] as const)
  const set = said(input.set).filter(([field]) => field !== 'price')
  const numbers = [
    ...said(input.add).map(([field, add]) => [field, { add, ...rounding(round) }] as const),
    ...said(input.percent).map(([field, percent]) => [field, { percent, ...rounding(round) }] as const),
  ]
  const prices: readonly NumberChange[] = [
    ...said(input.set)
      .filter(([field]) => field === 'price')
      .map(([, value]) => ({ set: fieldValue('netPrice', value) as string | null })),
    ...numbers.filter(([field]) => field === 'price').map(([, change]) => change),
  ]
  const others = numbers.filter(([field]) => field !== 'price')
  const channels = async (list: readonly string[] | undefined, active: boolean) => {
    const found: { channelId: string; active: boolean }[] = []
    for (const one of list ?? []) found.push({ channelId: await channelIdOf(tx, context, one), active })
    return found
  }
  const categories = async (list: readonly string[] | undefined) => {
    const ids: string[] = []
    for (const one of list ?? []) ids.push(await categoryIdOf(tx, tenant, one))
    return ids.length > 0 ? ids : undefined
  }
  const sell = [...(await channels(input.sellOn, true)), ...(await channels(input.sellNoMoreOn, false))]
  const [price] = prices
  return {
    set:
      set.length > 0
        ? Object.fromEntries(set.map(([field, value]) => [field, fieldValue(field, value)]))
        : undefined,
    numbers:
      others.length > 0
        ? Object.fromEntries(others.map(([field, change]) => [numberField(field), change]))
        : undefined,
    price: price && {
      change: price,
      customerGroupId: input.priceGroup ? (await customerGroupOf(tx, tenant, input.priceGroup)).id : null,
      channelId: input.priceChannel ? await channelIdOf(tx, context, input.priceChannel) : null,
    },
    addCategoryIds: await categories(input.addCategory),
    removeCategoryIds: await categories(input.removeCategory),
    sell: sell.length > 0 ? sell : undefined,
    texts: await saidTexts(tx, context, input),
    attributes: await saidAttributes(tx, context, input),
  }
}

function rounding(round: Rounding | undefined): { round?: Rounding } {
  return round === undefined ? {} : { round }
}
