import type { Tx } from '../base/database.ts'
import { filledText, type ItemText, type StoredText } from './itemFields.ts'

/** The texts of a category in one language. */
export type CategoryText = Omit<ItemText, 'shortDescription'>

export interface CategoryRow {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly sort: number
  readonly active: boolean
  readonly version: number
}

const categoryColumns = `c.id, c.parent_id as "parentId", c.name, c.sort, c.active, c.version`

/** All categories, parents before their children, in the order in which a person sees them. */
export function listCategories(tx: Tx, tenant: string): Promise<(CategoryRow & { depth: number })[]> {
  return tx.query(
    `with recursive tree as (
       select c.id, 0 as depth, array[lpad(c.sort::text, 6, '0') || c.name] as place from category c
       where c.tenant_id = $1 and c.parent_id is null
       union all
       select c.id, t.depth + 1, t.place || (lpad(c.sort::text, 6, '0') || c.name) from tree t
       join category c on c.tenant_id = $1 and c.parent_id = t.id)
     select ${categoryColumns}, t.depth from tree t join category c on c.tenant_id = $1 and c.id = t.id order by t.place`,
    [tenant],
  )
}

/** How many items lie in each category itself, without those below it; none is absent. */
export async function countItemsIn(tx: Tx, tenant: string): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; count: number }>(
    'select category_id as id, count(*)::int as count from item_category where tenant_id = $1 group by category_id',
    [tenant],
  )
  return new Map(rows.map(row => [row.id, row.count]))
}

/**
 * One at a time moves categories of a tenant: two people who each move one below the other's would make a circle that
 * neither sees. The lock is on the tenant's row, in a strength that lets everything else refer to it.
 */
export async function holdTree(tx: Tx, tenant: string): Promise<void> {
  await tx.query('select from tenant where id = $1 for no key update', [tenant])
}

/** Categories for a change, locked in the order of their ids. */
export function holdCategories(tx: Tx, tenant: string, ids: readonly string[]): Promise<CategoryRow[]> {
  return tx.query<CategoryRow>(
    `select ${categoryColumns} from category c where c.tenant_id = $1 and c.id = any($2::uuid[]) order by c.id for no key update`,
    [tenant, ids],
  )
}

/** The parents of these categories, of those, and so on: id → parent. */
export async function ancestorsOf(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; parent_id: string | null }>(
    `with recursive up as (
       select c.id, c.parent_id from category c where c.tenant_id = $1 and c.id = any($2::uuid[])
       union
       select c.id, c.parent_id from up join category c on c.tenant_id = $1 and c.id = up.parent_id)
     select id, parent_id from up`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row.parent_id]))
}

/** These categories and all that lies below them. */
export async function branchesOf(tx: Tx, tenant: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `with recursive down as (
       select c.id from category c where c.tenant_id = $1 and c.id = any($2::uuid[])
       union
       select c.id from down join category c on c.tenant_id = $1 and c.parent_id = down.id)
     select id from down order by id`,
    [tenant, ids],
  )
  return rows.map(row => row.id)
}

/** The items that lie in these categories. */
export async function itemsIn(tx: Tx, tenant: string, categoryIds: readonly string[]): Promise<string[]> {
  if (categoryIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select distinct c.item_id as id from unnest($2::uuid[]) as u (id)
     join item_category c on c.tenant_id = $1 and c.category_id = u.id order by id`,
    [tenant, categoryIds],
  )
  return rows.map(row => row.id)
}

/** The categories that each of these items lies in; an item without any is absent. */
export async function categoriesOfItems(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (itemIds.length === 0) return new Map()
  const rows = await tx.query<{ id: string; categories: string[] }>(
    `select item_id as id, array_agg(category_id order by category_id) as categories from item_category
     where tenant_id = $1 and item_id = any($2::uuid[]) group by item_id`,
    [tenant, itemIds],
  )
  return new Map(rows.map(row => [row.id, row.categories]))
}

/**
 * The items of these categories, if any channel shows only a part of the tree, or maps a category to one of its own: then a category
 * that moves changes what its items are told to lie in.
 */
export async function itemsShownIn(
  tx: Tx,
  tenant: string,
  categoryIds: readonly string[],
): Promise<string[]> {
  if (categoryIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select distinct c.item_id as id from unnest($2::uuid[]) as u (id)
     join item_category c on c.tenant_id = $1 and c.category_id = u.id
     where exists (select from channel h where h.tenant_id = $1 and h.active and h.root_category_id is not null)
       or exists (select from category_channel k where k.tenant_id = $1 and not k.active)
       or exists (select from channel_place p where p.tenant_id = $1 and p.list = 'category')`,
    [tenant, categoryIds],
  )
  return rows.map(row => row.id)
}

/** Makes categories; answers the ids of those whose place and name were free. */
export async function insertCategories(
  tx: Tx,
  tenant: string,
  rows: readonly { id: string; parent: string | null; name: string; sort: number; active: boolean }[],
): Promise<Set<string>> {
  const made = await tx.query<{ id: string }>(
    `insert into category (tenant_id, id, parent_id, parent_level, name, sort, active)
     select $1, r.id, r.parent, p.level, r.name, r.sort, r.active
     from json_to_recordset($2) as r (id uuid, parent uuid, name text, sort integer, active boolean)
       left join category p on p.tenant_id = $1 and p.id = r.parent
     order by r.parent, r.name
     on conflict (tenant_id, parent_id, name) do nothing returning id`,
    [tenant, JSON.stringify(rows)],
  )
  return new Set(made.map(row => row.id))
}

/** The ids of categories by their place: `parent|name`. */
export async function categoriesAt(
  tx: Tx,
  tenant: string,
  places: readonly { parent: string | null; name: string }[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; place: string }>(
    `select c.id, coalesce(c.parent_id::text, '') || '|' || c.name as place
     from unnest($2::uuid[], $3::text[]) as u (parent, name)
     join category c on c.tenant_id = $1 and c.name = u.name and c.parent_id is not distinct from u.parent`,
    [tenant, places.map(place => place.parent), places.map(place => place.name)],
  )
  return new Map(rows.map(row => [row.place, row.id]))
}

/** A category under another parent, null: at the top; with the name that it has there. */
export interface CategoryMove {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
}

/**
 * Moves categories, one after the other: each stands one level below its parent, which the database holds for all that lies
 * below it too, and a list may move a category under one that it moved before.
 */
export async function moveCategories(tx: Tx, tenant: string, moves: readonly CategoryMove[]): Promise<void> {
  for (const { id, parentId, name } of moves)
    await tx.run(
      `update category c set parent_id = $3, name = $4,
         parent_level = (select p.level from category p where p.tenant_id = $1 and p.id = $3)
       where c.tenant_id = $1 and c.id = $2`,
      [tenant, id, parentId, name],
    )
}

/** Stores changed categories as they are now, but for their parents. */
export async function updateCategories(tx: Tx, tenant: string, rows: readonly CategoryRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(
    `update category c set name = r.name, sort = r.sort, active = r.active, version = r.version,
       changed_at = now()
     from json_to_recordset($2) as r (id uuid, name text, sort integer, active boolean, version integer)
     where c.tenant_id = $1 and c.id = r.id`,
    [tenant, JSON.stringify(rows)],
  )
}

export interface CategoryTextRow {
  readonly categoryId: string
  readonly language: string
  readonly text: CategoryText | null
}

/** The texts of categories, in all languages. */
export async function readCategoryTexts(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<
  {
    readonly categoryId: string
    readonly language: string
    readonly text: StoredText
  }[]
> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ categoryId: string; language: string } & StoredText>(
    `select t.category_id as "categoryId", t.language, t.name, t.description, '' as "shortDescription", t.path,
       t.meta_title as "metaTitle", t.meta_description as "metaDescription", t.meta_keywords as "metaKeywords" from category_text t
     where t.tenant_id = $1 and t.category_id = any($2::uuid[]) order by t.category_id, t.language`,
    [tenant, [...new Set(ids)]],
  )
  return rows.map(({ categoryId, language, ...text }) => ({ categoryId, language, text }))
}

/** Writes texts; without a text the language is taken away. */
export async function writeCategoryTexts(
  tx: Tx,
  tenant: string,
  rows: readonly CategoryTextRow[],
): Promise<void> {
  const gone = rows.filter(row => row.text === null)
  const kept = rows.flatMap(({ categoryId, language, text }) =>
    text ? [{ categoryId, language, ...filledText(text) }] : [],
  )
  if (gone.length > 0)
    await tx.run(
      `delete from category_text t using unnest($2::uuid[], $3::text[]) as u (id, language)
       where t.tenant_id = $1 and t.category_id = u.id and t.language = u.language`,
      [tenant, gone.map(row => row.categoryId), gone.map(row => row.language)],
    )
  if (kept.length > 0)
    await tx.run(
      `insert into category_text (tenant_id, category_id, language, name, description, path, meta_title, meta_description,
         meta_keywords)
       select $1, r."categoryId", r.language, r.name, r.description, r.path, r."metaTitle", r."metaDescription", r."metaKeywords"
       from json_to_recordset($2) as r ("categoryId" uuid, language text, name text, description text, path text,
         "metaTitle" text, "metaDescription" text, "metaKeywords" text)
       order by r."categoryId", r.language
       on conflict (tenant_id, category_id, language) do update set name = excluded.name, description = excluded.description,
         path = excluded.path, meta_title = excluded.meta_title, meta_description = excluded.meta_description,
         meta_keywords = excluded.meta_keywords`,
      [tenant, JSON.stringify(kept)],
    )
}
