import type { Tx } from '../base/database.ts'

/** An item as kits need to know it. */
export interface KitItem {
  readonly id: string
  readonly itemNumber: string
  readonly kind: 'simple' | 'parent' | 'child' | 'kit'
  /** −1 of a parent, 0 of what can lie in a warehouse, of a kit one more than the highest of its parts. */
  readonly rank: number
}

/** A part of a kit, as it is stored. */
export interface StoredPart {
  readonly kitId: string
  readonly itemId: string
  readonly quantity: string
  readonly sort: number
}

/**
 * Locks items in the order of their ids until the end of the transaction, also against new orders and stock that refer to
 * them: what they are made of, and whether they have stock, stays as it is read afterwards.
 */
export async function holdForKits(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  await tx.query(`select id from item where tenant_id = $1 and id = any($2::uuid[]) order by id for update`, [
    tenant,
    ids,
  ])
}

/** The kits that contain these items, at any depth. */
export async function kitsAbove(tx: Tx, tenant: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with recursive up as (
       select p.kit_id as id from kit_part p where p.tenant_id = $1 and p.part_id = any($2::uuid[])
       union select p.kit_id from up join kit_part p on p.tenant_id = $1 and p.part_id = up.id)
     select id from up order by id`,
    [tenant, ids],
  )
  return rows.map(row => row.id)
}

/** The parts of these items and of all that lies below them, and every item that is named there or given. */
export async function readBelow(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<{ parts: StoredPart[]; items: Map<string, KitItem> }> {
  const parts = await tx.query<StoredPart>(
    `with recursive down as (
       select u.id from unnest($2::uuid[]) as u (id)
       union select p.part_id from down join kit_part p on p.tenant_id = $1 and p.kit_id = down.id)
     select p.kit_id as "kitId", p.part_id as "itemId", trim_scale(p.quantity)::text as quantity, p.sort
     from down join kit_part p on p.tenant_id = $1 and p.kit_id = down.id order by p.kit_id, p.sort, p.part_id`,
    [tenant, ids],
  )
  const items = await tx.query<KitItem>(
    `select id, item_number as "itemNumber", kind, rank from item where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, [...new Set([...ids, ...parts.map(part => part.itemId)])]],
  )
  return { parts, items: new Map(items.map(item => [item.id, item])) }
}

/**
 * Writes ranks and parts of kits. Ranks rise from the top down and fall from the bottom up, so that each part lies below its
 * kit at every moment, as the database demands.
 */
export async function writeParts(
  tx: Tx,
  tenant: string,
  change: {
    /** Whose parts are replaced. */
    readonly kits: readonly string[]
    readonly parts: readonly StoredPart[]
    readonly ranks: readonly { readonly id: string; readonly before: number; readonly after: number }[]
  },
): Promise<void> {
  const { kits, parts, ranks } = change
  await tx.run(`delete from kit_part where tenant_id = $1 and kit_id = any($2::uuid[])`, [tenant, kits])
  const rising = ranks.filter(one => one.after > one.before)
  const falling = ranks.filter(one => one.after < one.before)
  const steps = [
    ...Map.groupBy(
      rising.toSorted((a, b) => b.after - a.after),
      one => one.after,
    ),
    ...Map.groupBy(
      falling.toSorted((a, b) => a.after - b.after),
      one => one.after,
    ),
  ]
  // At most nine levels each way, however many kits.
  for (const [rank, ones] of steps)
    await tx.run(`update item set kind = 'kit', rank = $3 where tenant_id = $1 and id = any($2::uuid[])`, [
      tenant,
      ones.map(one => one.id),
      rank,
    ])
  await tx.run(
    `insert into kit_part (tenant_id, kit_id, part_id, quantity, sort, kit_rank, part_rank)
     select $1, k.id, p.id, r.quantity::numeric, r.sort, k.rank, p.rank
     from json_to_recordset($2) as r ("kitId" uuid, "itemId" uuid, quantity text, sort int)
       join item k on k.tenant_id = $1 and k.id = r."kitId" join item p on p.tenant_id = $1 and p.id = r."itemId"
     order by k.id, p.id`,
    [tenant, JSON.stringify(parts)],
  )
  await tx.run(
    `update item set version = version + 1, changed_at = now() where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, kits],
  )
}

/** Multiplies out what lies in a warehouse for these kits: the lowest ranks first, because others are made of them. */
export async function rewriteContents(
  tx: Tx,
  tenant: string,
  kits: readonly { readonly id: string; readonly rank: number }[],
): Promise<void> {
  const all = kits.map(kit => kit.id)
  await tx.run(`delete from kit_content where tenant_id = $1 and kit_id = any($2::uuid[])`, [tenant, all])
  const levels = Map.groupBy(
    kits.toSorted((a, b) => a.rank - b.rank),
    kit => kit.rank,
  )
  for (const ones of levels.values())
    await tx.run(
      `insert into kit_content (tenant_id, kit_id, item_id, quantity)
       select $1, p.kit_id, coalesce(c.item_id, p.part_id), sum(p.quantity * coalesce(c.quantity, 1))
       from kit_part p left join kit_content c on c.tenant_id = p.tenant_id and c.kit_id = p.part_id
       where p.tenant_id = $1 and p.kit_id = any($2::uuid[]) group by 2, 3 order by 2, 3`,
      [tenant, ones.map(kit => kit.id)],
    )
}
