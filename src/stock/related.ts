import type { Tx } from '../base/database.ts'

/**
 * The items whose quantities follow from those of these items: themselves, what they are made of, kits that contain any of
 * that, and the parents of all. Sorted, each once. One statement; verbs of stock and sales answer only what they touched.
 */
export async function widenStock(tx: Tx, tenant: string, itemIds: readonly string[]): Promise<string[]> {
  if (itemIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `with base as materialized (
       select u.id from unnest($2::uuid[]) as u (id)
       union select c.item_id from kit_content c where c.tenant_id = $1 and c.kit_id = any($2::uuid[])
     ), kit as (
       select c.kit_id as id from kit_content c where c.tenant_id = $1 and c.item_id = any(array(select id from base))
     ), parent as (
       select i.parent_id as id from item i
       where i.tenant_id = $1 and i.id = any(array(select id from base)) and i.parent_id is not null
     )
     select id from base union select id from kit union select id from parent order by id`,
    [tenant, itemIds],
  )
  return rows.map(row => row.id)
}

/** What the quantities of items are made of. */
export interface Reach {
  /** The items that were asked for and all that they are made of: parts of kits, children of parents. */
  readonly base: readonly string[]
  /** Kits that contain any of it: what is ordered of them takes from it. */
  readonly kits: readonly string[]
  /** Of which item which others: of a kit so many each, of a parent its children (null). */
  readonly made: readonly {
    readonly whole: string
    readonly base: string
    readonly quantity: string | null
  }[]
}

/** Finds what the quantities of these items are made of. One statement. */
export async function reachOf(tx: Tx, tenant: string, itemIds: readonly string[]): Promise<Reach> {
  const rows = await tx.query<{ whole: string; base: string | null; quantity: string | null }>(
    `with made as materialized (
       select c.kit_id as whole, c.item_id as base, c.quantity from kit_content c
       where c.tenant_id = $1 and c.kit_id = any($2::uuid[])
       union all
       select i.parent_id, i.id, null from item i where i.tenant_id = $1 and i.parent_id = any($2::uuid[])
     )
     select whole, base, quantity from made
     union all
     select distinct c.kit_id, null::uuid, null::numeric from kit_content c
     where c.tenant_id = $1 and c.item_id = any($2::uuid[] || array(select base from made))`,
    [tenant, itemIds],
  )
  const made = rows.flatMap(row => (row.base === null ? [] : [{ ...row, base: row.base }]))
  return {
    base: [...new Set([...itemIds, ...made.map(row => row.base)])],
    kits: rows.flatMap(row => (row.base === null ? [row.whole] : [])),
    made,
  }
}
