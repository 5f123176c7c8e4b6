import type { Tx } from '../../base/database.ts'
import { keyOf } from '../../channels/channelAttributes.ts'
import { type ListingChange, readItemListings } from '../../channels/listingStore.ts'
import { setListings } from '../setListings.ts'
import type { PlacedColumn } from './csvSettings.ts'
import { about, type ItemWork } from './itemWork.ts'
import { type ListedValue, writeListed } from './listedValues.ts'
import type { CellValue, RowRefusal } from './mapRow.ts'

/** SQL: channels (alias `h`) whose system names categories, or where an item was given one. */
export const namesCategories = `(exists (select from web_term t where t.tenant_id = h.tenant_id and t.connection_id = h.connection_id
    and t.list = 'category') or exists (select from item_listing l where l.tenant_id = h.tenant_id and l.channel_id = h.id
    and l.their_category is not null))`

/** In which category of a channel each item was put by a person, by item and name of the channel. */
export function categoriesOfItems(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
): Promise<{ item: string; channel: string; category: string }[]> {
  return tx.query(
    `select l.item_id as item, h.name as channel, l.their_category as category from item_listing l
     join channel h on h.tenant_id = $1 and h.id = l.channel_id
     where l.tenant_id = $1 and l.item_id = any($2::uuid[]) and l.their_category is not null`,
    [tenant, itemIds],
  )
}

/** A column about an attribute of a channel. */
export type AttributeColumn = Pick<PlacedColumn, 'field' | 'theirs'>

/** What a person said of items in the attributes that columns are about, by item and field, as cells have it. */
export async function attributesOfItems(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
  columns: readonly AttributeColumn[],
): Promise<{ item: string; field: string; text: string }[]> {
  const asked = columns.flatMap(({ field, theirs }) => (theirs ? [{ field, ...theirs }] : []))
  if (asked.length === 0) return []
  const fields = Map.groupBy(asked, keyOf)
  const rows = await tx.query<{ item: string; channelId: string; theirs: string; values: ListedValue[] }>(
    `select item_id as item, channel_id as "channelId", attribute as theirs,
       json_agg(json_build_array(row_group, value) order by row_group, place) as values
     from item_listing_value
     where tenant_id = $1 and channel_id = any($2::uuid[]) and item_id = any($3::uuid[]) and attribute = any($4::text[])
     group by item_id, channel_id, attribute`,
    [
      tenant,
      [...new Set(asked.map(one => one.channelId))],
      itemIds,
      [...new Set(asked.map(one => one.theirs))],
    ],
  )
  return rows.flatMap(row =>
    (fields.get(keyOf(row)) ?? []).map(({ field }) => ({
      item: row.item,
      field,
      text: writeListed(row.values),
    })),
  )
}

/**
 * Says in which categories of channels the items of rows stand and what their attributes are there; what is taken away is as it is
 * mapped. As with `item list-as`, the channel's own rules are judged when the item is told.
 */
export async function sayListings(work: ItemWork): Promise<void> {
  const { tx, of, note, changed } = work
  const said = saidIn(work)
  if (said.length === 0) return
  const stored = await readItemListings(tx, of.tenant, {
    channelIds: [...new Set(said.map(one => one.channelId))],
    itemIds: [...new Set(said.map(one => one.itemId))],
  })
  const before = new Map(
    stored.map(one => [
      `${one.itemId} ${one.channelId}`,
      { category: one.category, values: Map.groupBy(one.values, value => value.attribute) },
    ]),
  )
  const refused = new Set<number>()
  const news = said.flatMap(({ at, itemId, channelId, category, attributes }) => {
    const was = before.get(`${itemId} ${channelId}`)
    const other = attributes.filter(({ theirs, values }) => {
      const had = was?.values.get(theirs)?.map((one): ListedValue => [one.group, one.value])
      return (values && writeListed(values)) !== (had && writeListed(had))
    })
    const [objection] = other.flatMap(one => objectionTo(one) ?? [])
    if (objection) {
      note(at, { did: 'refused', ...objection })
      refused.add(at)
    }
    const isMoved = category !== undefined && category !== (was?.category ?? null)
    if (!isMoved && other.length === 0) return []
    const change: ListingChange = {
      itemId,
      channelId,
      ...(isMoved ? { category } : {}),
      attributes: Object.fromEntries(other.map(({ theirs, values }) => [theirs, givenOf(values)])),
    }
    return [{ at, change }]
  })
  const good = news.filter(({ at }) => !refused.has(at))
  const done = await setListings(
    tx,
    of.tenant,
    good.map(one => one.change),
    { by: of.actor, now: of.now },
  )
  changed.push(done.changed)
  for (const [index, result] of done.results.entries()) note(good[index]?.at ?? -1, result)
}

interface SaidAttribute extends NonNullable<PlacedColumn['theirs']> {
  readonly column: string
  /** Undefined: taken away. */
  readonly values: readonly ListedValue[] | undefined
}

interface SaidListing {
  readonly at: number
  readonly itemId: string
  readonly channelId: string
  category?: string | null
  readonly attributes: SaidAttribute[]
}

// All that a row says of its item at a channel is one change.
function saidIn({ of, rows, ids }: ItemWork): SaidListing[] {
  const columns = new Map(of.settings.columns.map(one => [one.field, one]))
  return [...rows.entries()].flatMap(([at, { row }]) => {
    const itemId = ids[at] ?? ''
    if (itemId === '') return []
    const listings = new Map<string, SaidListing>()
    const listing = (channelId: string) => {
      const known = listings.get(channelId) ?? { at, itemId, channelId, attributes: [] }
      listings.set(channelId, known)
      return known
    }
    for (const [channel, category] of about(row, 'listed.'))
      listing(of.names.market.get(channel) ?? '').category = typeof category === 'string' ? category : null
    for (const [name, value] of about(row, 'channelAttribute.')) {
      const { theirs, column } = columns.get(`channelAttribute.${name}`) ?? {}
      if (theirs)
        listing(theirs.channelId).attributes.push({
          ...theirs,
          column: column || `channelAttribute.${name}`,
          values: valuesOf(value),
        })
    }
    return [...listings.values()]
  })
}

function valuesOf(value: CellValue): readonly ListedValue[] | undefined {
  return Array.isArray(value) ? value.map(([group = '', text = '']): ListedValue => [group, text]) : undefined
}

function givenOf(values: readonly ListedValue[] | undefined) {
  if (values?.length === 0) return null
  return (values ?? []).map(([group, value]) => ({ group, value }))
}

// A bar or a bracket that belongs to a text would else become a second value or a row, and the text be told without its rest.
function objectionTo({
  column,
  values = [],
  isMultiple,
  isRepeatable,
}: SaidAttribute): RowRefusal | undefined {
  const groups = values.map(([group]) => group)
  const group = isRepeatable ? undefined : groups.find(one => one !== '')
  if (group !== undefined) return { code: 'CSV_VALUE_IN_NO_ROW', data: { column, group } }
  if (!isMultiple && new Set(groups).size < groups.length)
    return { code: 'CSV_VALUES_TOO_MANY', data: { column } }
  return undefined
}
