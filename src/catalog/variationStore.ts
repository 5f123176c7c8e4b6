import type { Tx } from '../base/database.ts'

/** A variation of a parent with its values, as it is stored. Texts: names by language. */
export interface Variation {
  readonly id: string
  readonly name: string
  readonly sort: number
  readonly texts: Readonly<Record<string, string>>
  readonly values: readonly VariationValue[]
}

export interface VariationValue {
  readonly id: string
  readonly name: string
  readonly sort: number
  readonly texts: Readonly<Record<string, string>>
  /** A child has it. */
  readonly used: boolean
}

/** The variations of these items, in their order. Items without any are absent. */
export async function readVariations(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
): Promise<Map<string, Variation[]>> {
  if (itemIds.length === 0) return new Map()
  const ids = [...new Set(itemIds)]
  const [variations, values] = await Promise.all([
    tx.query<Omit<Variation, 'values'> & { itemId: string }>(
      `select v.item_id as "itemId", v.id, v.name, v.sort,
         coalesce((select jsonb_object_agg(t.language, t.name) from variation_text t
           where t.tenant_id = $1 and t.variation_id = v.id), '{}') as texts
       from unnest($2::uuid[]) as u (id) join variation v on v.tenant_id = $1 and v.item_id = u.id
       order by v.item_id, v.sort, v.name, v.id`,
      [tenant, ids],
    ),
    tx.query<VariationValue & { variationId: string }>(
      `select w.variation_id as "variationId", w.id, w.name, w.sort,
         coalesce((select jsonb_object_agg(t.language, t.name) from variation_value_text t
           where t.tenant_id = $1 and t.value_id = w.id), '{}') as texts,
         exists (select from child_value c
           where c.tenant_id = $1 and c.variation_id = w.variation_id and c.value_id = w.id) as used
       from unnest($2::uuid[]) as u (id) join variation v on v.tenant_id = $1 and v.item_id = u.id
         join variation_value w on w.tenant_id = $1 and w.variation_id = v.id
       order by w.variation_id, w.sort, w.name, w.id`,
      [tenant, ids],
    ),
  ])
  const byVariation = Map.groupBy(values, row => row.variationId)
  const found = new Map<string, Variation[]>()
  for (const { itemId, ...variation } of variations) {
    const own = (byVariation.get(variation.id) ?? []).map(({ variationId: _, ...value }) => value)
    found.set(itemId, [...(found.get(itemId) ?? []), { ...variation, values: own }])
  }
  return found
}

/** What is written of the variations of some parents. */
export interface VariationWork {
  readonly variations: readonly {
    readonly id: string
    readonly itemId: string
    readonly name: string
    readonly sort: number
    readonly texts: Readonly<Record<string, string>>
  }[]
  readonly values: readonly {
    readonly id: string
    readonly variationId: string
    readonly name: string
    readonly sort: number
    readonly texts: Readonly<Record<string, string>>
  }[]
  readonly goneVariations: readonly string[]
  readonly goneValues: readonly string[]
}

/** Writes variations and values as they are now, with their texts; what is gone goes. */
export async function writeVariations(tx: Tx, tenant: string, work: VariationWork): Promise<void> {
  const { variations, values, goneVariations, goneValues } = work
  const touched = [variations.map(row => row.id), values.map(row => row.id)]
  await tx.run(
    `delete from variation_value_text t using variation_value w
     where t.tenant_id = $1 and w.tenant_id = $1 and w.id = t.value_id
       and (w.id = any($2::uuid[]) or w.variation_id = any($3::uuid[]) or w.id = any($4::uuid[]))`,
    [tenant, goneValues, goneVariations, touched[1]],
  )
  await tx.run(
    `delete from variation_value where tenant_id = $1 and (id = any($2::uuid[]) or variation_id = any($3::uuid[]))`,
    [tenant, goneValues, goneVariations],
  )
  await tx.run(
    `delete from variation_text where tenant_id = $1 and (variation_id = any($2::uuid[]) or variation_id = any($3::uuid[]))`,
    [tenant, goneVariations, touched[0]],
  )
  await tx.run(`delete from variation where tenant_id = $1 and id = any($2::uuid[])`, [
    tenant,
    goneVariations,
  ])
  // Names may have been exchanged: no row keeps one that another is about to get.
  await tx.run(
    `update variation v set name = v.id::text from json_to_recordset($2) as r (id uuid, name text)
     where v.tenant_id = $1 and v.id = r.id and v.name <> r.name`,
    [tenant, JSON.stringify(variations)],
  )
  await tx.run(
    `update variation_value v set name = v.id::text from json_to_recordset($2) as r (id uuid, name text)
     where v.tenant_id = $1 and v.id = r.id and v.name <> r.name`,
    [tenant, JSON.stringify(values)],
  )
  await tx.run(
    `insert into variation (tenant_id, id, item_id, name, sort)
     select $1, r.id, r."itemId", r.name, r.sort
     from json_to_recordset($2) as r (id uuid, "itemId" uuid, name text, sort integer) order by r.id
     on conflict (tenant_id, id) do update set name = excluded.name, sort = excluded.sort`,
    [tenant, JSON.stringify(variations)],
  )
  await tx.run(
    `insert into variation_value (tenant_id, id, variation_id, name, sort)
     select $1, r.id, r."variationId", r.name, r.sort
     from json_to_recordset($2) as r (id uuid, "variationId" uuid, name text, sort integer) order by r.id
     on conflict (tenant_id, id) do update set name = excluded.name, sort = excluded.sort`,
    [tenant, JSON.stringify(values)],
  )
  await tx.run(
    `insert into variation_text (tenant_id, variation_id, language, name)
     select $1, r.id, t.key, t.value from jsonb_to_recordset($2) as r (id uuid, texts jsonb)
       cross join jsonb_each_text(r.texts) as t`,
    [tenant, JSON.stringify(variations)],
  )
  await tx.run(
    `insert into variation_value_text (tenant_id, value_id, language, name)
     select $1, r.id, t.key, t.value from jsonb_to_recordset($2) as r (id uuid, texts jsonb)
       cross join jsonb_each_text(r.texts) as t`,
    [tenant, JSON.stringify(values)],
  )
}

/** An item as far as its family is concerned. */
export interface FamilyMember {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly kind: 'simple' | 'parent' | 'child' | 'kit'
  readonly parentId: string | null
  readonly combination: string | null
  readonly sort: number
}

const memberColumns = `i.id, i.item_number as "itemNumber", i.name, i.kind, i.parent_id as "parentId", i.combination, i.sort`

/** These items, locked in the order of their ids. */
export async function holdMembers(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, FamilyMember>> {
  const rows = await tx.query<FamilyMember>(
    `select ${memberColumns} from item i where i.tenant_id = $1 and i.id = any($2::uuid[]) order by i.id for no key update`,
    [tenant, [...new Set(ids)]],
  )
  return new Map(rows.map(row => [row.id, row]))
}

/** The children of these parents, in their order. */
export async function readChildren(
  tx: Tx,
  tenant: string,
  parentIds: readonly string[],
): Promise<
  (FamilyMember & { readonly active: boolean; readonly values: Readonly<Record<string, string>> })[]
> {
  if (parentIds.length === 0) return []
  return tx.query(
    `select ${memberColumns}, i.active,
       coalesce((select jsonb_object_agg(c.variation_id, c.value_id) from child_value c
         where c.tenant_id = $1 and c.item_id = i.id), '{}') as values
     from item i where i.tenant_id = $1 and i.parent_id = any($2::uuid[])
     order by i.parent_id, i.sort, i.item_number`,
    [tenant, [...new Set(parentIds)]],
  )
}

/** Items become what they are now. Errors of the database: 23503 where something holds them to what they were. */
export async function writeKinds(
  tx: Tx,
  tenant: string,
  list: readonly { readonly id: string; readonly kind: 'simple' | 'parent' }[],
): Promise<void> {
  if (list.length === 0) return
  await tx.run(
    `update item i set kind = r.kind, rank = case r.kind when 'parent' then -1 else 0 end, changed_at = now()
     from json_to_recordset($2) as r (id uuid, kind text) where i.tenant_id = $1 and i.id = r.id`,
    [tenant, JSON.stringify(list)],
  )
}

/** Counts the versions of items up whose family is another now. */
export async function touchItems(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update item set version = version + 1, changed_at = now() where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
}

/** A child with its place under its parent. */
export interface ChildPlace {
  readonly id: string
  readonly parentId: string
  readonly combination: string
  readonly sort: number
  /** Value by variation. */
  readonly values: Readonly<Record<string, string>>
}

/** Makes items children, or children of other values; a child has no categories. */
export async function linkChildren(tx: Tx, tenant: string, list: readonly ChildPlace[]): Promise<void> {
  if (list.length === 0) return
  const ids = list.map(child => child.id)
  await tx.run(`delete from child_value where tenant_id = $1 and item_id = any($2::uuid[])`, [tenant, ids])
  await tx.run(`delete from item_category where tenant_id = $1 and item_id = any($2::uuid[])`, [tenant, ids])
  // Two that exchange their combinations would meet in the index.
  await tx.run(
    `update item set combination = id::text where tenant_id = $1 and id = any($2::uuid[]) and parent_id is not null`,
    [tenant, ids],
  )
  await tx.run(
    `update item i set kind = 'child', parent_id = r."parentId", combination = r.combination, sort = r.sort
     from json_to_recordset($2) as r (id uuid, "parentId" uuid, combination text, sort integer)
     where i.tenant_id = $1 and i.id = r.id`,
    [tenant, JSON.stringify(list)],
  )
  await tx.run(
    `insert into child_value (tenant_id, item_id, variation_id, value_id)
     select $1, r.id, v.key::uuid, v.value::uuid from jsonb_to_recordset($2) as r (id uuid, values jsonb)
       cross join jsonb_each_text(r.values) as v order by r.id, v.key`,
    [tenant, JSON.stringify(list)],
  )
}

/** Makes children items like others. */
export async function unlinkChildren(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(`delete from child_value where tenant_id = $1 and item_id = any($2::uuid[])`, [tenant, ids])
  await tx.run(
    `update item set kind = 'simple', parent_id = null, combination = null, sort = 0
     where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
}

/** What these items are called. */
export async function itemNames(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; name: string }>(
    `select id, name from item where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row.name]))
}
