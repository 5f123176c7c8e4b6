import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { ancestorsOf } from './categoryStore.ts'
import { holdKnownItems } from './itemStore.ts'
import type { Refused } from './problems.ts'

/** In which categories an item lies from now on: these and no others. */
export interface ItemPlaces {
  readonly itemId: string
  readonly categoryIds: readonly string[]
}

export type PlacedItem = { readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused

/**
 * Puts items into categories, instead of those in which they lay. Refused (and left out) are ITEM_UNKNOWN and
 * CATEGORY_UNKNOWN. An item that is named twice lies where the last one says.
 */
export async function setItemCategories(
  tx: Tx,
  tenant: string,
  places: readonly ItemPlaces[],
): Promise<{ results: PlacedItem[]; changed: Changed }> {
  const items = await holdKnownItems(
    tx,
    tenant,
    places.map(place => place.itemId),
  )
  const categories = await ancestorsOf(tx, tenant, [...new Set(places.flatMap(place => place.categoryIds))])
  const refused = places.map(({ itemId, categoryIds }): Refused | undefined => {
    const unknown = categoryIds.find(id => !categories.has(id))
    if (!items.has(itemId))
      return { id: itemId, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: itemId } }
    return unknown === undefined
      ? undefined
      : { id: itemId, did: 'refused', code: 'CATEGORY_UNKNOWN', data: { category: unknown } }
  })
  const wanted = new Map(
    places.filter((_, at) => !refused[at]).map(place => [place.itemId, [...new Set(place.categoryIds)]]),
  )
  const touched = new Set(await storePlaces(tx, tenant, wanted))
  return {
    results: places.map(
      ({ itemId }, at) => refused[at] ?? { id: itemId, did: touched.has(itemId) ? 'changed' : 'unchanged' },
    ),
    changed: touched.size > 0 ? { item: [...touched].sort() } : {},
  }
}

/** Answers the items whose categories are others than before; they are locked, so that nobody else puts them anywhere. */
async function storePlaces(
  tx: Tx,
  tenant: string,
  wanted: ReadonlyMap<string, readonly string[]>,
): Promise<string[]> {
  const rows = [...wanted].flatMap(([item, categories]) => categories.map(category => ({ item, category })))
  const touched = await tx.query<{ id: string }>(
    `with wanted as materialized (select r.item, r.category from unnest($3::uuid[], $4::uuid[]) as r (item, category)),
     there as materialized (
       select c.item_id as item, c.category_id as category from item_category c
       where c.tenant_id = $1 and c.item_id = any($2::uuid[])),
     gone as (
       delete from item_category c using (select * from there except select * from wanted) g
       where c.tenant_id = $1 and c.item_id = g.item and c.category_id = g.category
       returning c.item_id),
     come as (
       insert into item_category (tenant_id, item_id, category_id)
       select $1, w.item, w.category from (select * from wanted except select * from there) w order by w.item, w.category
       returning item_id)
     select item_id as id from gone union select item_id from come`,
    [tenant, [...wanted.keys()], rows.map(row => row.item), rows.map(row => row.category)],
  )
  return touched.map(row => row.id)
}

/** The categories of one item, as a person sees them. */
export function categoriesOfItem(
  tx: Tx,
  tenant: string,
  itemId: string,
): Promise<{ id: string; name: string }[]> {
  return tx.query(
    `select c.id, c.name from item_category k join category c on c.tenant_id = k.tenant_id and c.id = k.category_id
     where k.tenant_id = $1 and k.item_id = $2 order by c.name, c.id`,
    [tenant, itemId],
  )
}
