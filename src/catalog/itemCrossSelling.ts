import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { refusedAs } from './channelTexts.ts'
import { holdKnownItems } from './itemStore.ts'
import type { Refused } from './problems.ts'

/** What is shown beside an item in one group. */
export interface ShownBeside {
  readonly itemId: string
  readonly groupId: string
  /** In their order; none takes all away. At most 100. */
  readonly otherIds: readonly string[]
}

/**
 * Says which items are shown beside others: of each item and group these, in this order, and no others. Refused (and left out)
 * are ITEM_UNKNOWN (also of one that is shown), CROSS_SELLING_GROUP_UNKNOWN, CROSS_SELLING_ITSELF, CROSS_SELLING_TWICE. One
 * result per element; of an item and group that are named twice the last one counts.
 */
export async function setCrossSelling(
  tx: Tx,
  tenant: string,
  list: readonly ShownBeside[],
): Promise<{
  results: ({ readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused)[]
  changed: Changed
}> {
  // All in one go, in the order of their ids: two who name each other's items do not wait crosswise.
  const items = await holdKnownItems(
    tx,
    tenant,
    list.flatMap(one => [one.itemId, ...one.otherIds]),
  )
  const groups = await holdKnownGroups(
    tx,
    tenant,
    list.map(one => one.groupId),
  )
  const refused = list.map(one => objection(one, items, groups))
  const wanted = new Map(list.flatMap((one, at) => (refused[at] ? [] : [[pairOf(one), one] as const])))
  const before = Map.groupBy(
    await readCrossSelling(
      tx,
      tenant,
      [...wanted.values()].map(one => one.itemId),
    ),
    pairOf,
  )
  const isNew = (one: ShownBeside) =>
    one.otherIds.join() !== (before.get(pairOf(one)) ?? []).map(row => row.otherId).join()
  const changed = [...wanted.values()].filter(isNew)
  await storeShown(tx, tenant, changed)
  const touched = new Set(changed.map(pairOf))
  return {
    results: list.map(
      (one, at) => refused[at] ?? { id: one.itemId, did: touched.has(pairOf(one)) ? 'changed' : 'unchanged' },
    ),
    changed: changed.length > 0 ? { cross_selling: [...new Set(changed.map(one => one.itemId))].sort() } : {},
  }
}

function objection(
  { itemId, groupId, otherIds }: ShownBeside,
  items: ReadonlySet<string>,
  groups: ReadonlySet<string>,
): Refused | undefined {
  const unknown = [itemId, ...otherIds].find(id => !items.has(id))
  if (unknown !== undefined) return refusedAs(itemId, 'ITEM_UNKNOWN', { item: unknown })
  if (!groups.has(groupId)) return refusedAs(itemId, 'CROSS_SELLING_GROUP_UNKNOWN', { group: groupId })
  if (otherIds.includes(itemId)) return refusedAs(itemId, 'CROSS_SELLING_ITSELF', { item: itemId })
  const twice = otherIds.find((id, at) => otherIds.indexOf(id) !== at)
  return twice === undefined ? undefined : refusedAs(itemId, 'CROSS_SELLING_TWICE', { item: twice })
}

function pairOf({ itemId, groupId }: Pick<ShownBeside, 'itemId' | 'groupId'>): string {
  return `${itemId} ${groupId}`
}

// Held against being removed while something is put into them.
async function holdKnownGroups(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select id from cross_selling_group where tenant_id = $1 and id = any($2::uuid[]) order by id for key share`,
    [tenant, [...new Set(ids)]],
  )
  return new Set(rows.map(row => row.id))
}

async function storeShown(tx: Tx, tenant: string, list: readonly ShownBeside[]): Promise<void> {
  if (list.length === 0) return
  await tx.run(
    `delete from item_cross_selling x using unnest($2::uuid[], $3::uuid[]) as u (item_id, group_id)
     where x.tenant_id = $1 and x.item_id = u.item_id and x.group_id = u.group_id`,
    [tenant, list.map(one => one.itemId), list.map(one => one.groupId)],
  )
  const rows = list.flatMap(({ itemId, groupId, otherIds }) =>
    otherIds.map((otherId, at) => ({ itemId, groupId, otherId, place: at + 1 })),
  )
  await tx.run(
    `insert into item_cross_selling (tenant_id, item_id, group_id, other_id, place)
     select $1, r."itemId", r."groupId", r."otherId", r.place
     from json_to_recordset($2) as r ("itemId" uuid, "groupId" uuid, "otherId" uuid, place integer)
     order by r."itemId", r."groupId", r.place`,
    [tenant, JSON.stringify(rows)],
  )
}

/** One item that is shown beside another, with what it is called. */
export interface CrossSellingRow {
  readonly itemId: string
  readonly groupId: string
  readonly group: string
  readonly otherId: string
  readonly itemNumber: string
  readonly name: string
}

/** What is shown beside these items, by item, in the order of groups and places. */
export function readCrossSelling(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
): Promise<CrossSellingRow[]> {
  if (itemIds.length === 0) return Promise.resolve([])
  return tx.query<CrossSellingRow>(
    `select x.item_id as "itemId", x.group_id as "groupId", g.name as "group", x.other_id as "otherId",
       i.item_number as "itemNumber", i.name
     from unnest($2::uuid[]) as u (id)
     join item_cross_selling x on x.tenant_id = $1 and x.item_id = u.id
     join cross_selling_group g on g.tenant_id = $1 and g.id = x.group_id
     join item i on i.tenant_id = $1 and i.id = x.other_id
     order by x.item_id, g.sort, g.name, x.place`,
    [tenant, [...new Set(itemIds)]],
  )
}
