import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { itemsInUse } from './itemsInUse.ts'
import { type KitParts, planKits } from './kitPlan.ts'
import {
  holdForKits,
  type KitItem,
  kitsAbove,
  readBelow,
  rewriteContents,
  type StoredPart,
  writeParts,
} from './kitStore.ts'
import type { Refused } from './problems.ts'

export type KitDone = { readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused

/**
 * Says what kits are made of; a simple item that was never used becomes a kit by it, for life. Kits may be parts of kits, in
 * no circle. Orders that were taken over keep what they had; what waits in the inbox counts as the kit is now. Refused one by
 * one: ITEM_UNKNOWN, KIND_IN_USE, KIT_EMPTY, KIT_QUANTITY_INVALID, KIT_PART_IS_PARENT, KIT_CIRCLE, KIT_TOO_DEEP. One result
 * per element; a kit that is named twice gets the last one. `changed`: stock of these kits, of all above them and of
 * what they were made of until now, which the inbox takes no more; and items that became kits.
 */
export async function setKitParts(
  tx: Tx,
  tenant: string,
  list: readonly KitParts[],
): Promise<{ results: KitDone[]; changed: Changed }> {
  if (list.length === 0) return { results: [], changed: {} }
  const { above, parts, items } = await holdFamily(tx, tenant, list)
  const inUse = await itemsInUse(tx, tenant, turning(list, items), 'kit')
  const plan = planKits(items, parts)
  const last = new Map(list.map((one, at) => [one.kitId, at]))
  const refused = list.map(
    (one, at) => refusalOf(one, items, inUse) ?? plan.set(one, at === last.get(one.kitId)),
  )
  const results = list.map(
    ({ kitId }, at): KitDone =>
      refused[at] ?? { id: kitId, did: plan.isChanged(kitId) ? 'changed' : 'unchanged' },
  )
  const kits = plan.changedKits()
  if (kits.length === 0) return { results, changed: {} }
  const concerned = plan.withKitsAbove(kits, above)
  const former = await kitContents(tx, tenant, kits)
  await writeParts(tx, tenant, {
    kits,
    parts: kits.flatMap(id => plan.partsOf(id)),
    ranks: concerned.map(id => ({ id, before: items.get(id)?.rank ?? 0, after: plan.rankOf(id) })),
  })
  await rewriteContents(
    tx,
    tenant,
    concerned.map(id => ({ id, rank: plan.rankOf(id) })),
  )
  const turned = kits.filter(id => items.get(id)?.kind !== 'kit')
  return {
    results,
    changed: {
      stock: [...new Set([...concerned, ...former.map(part => part.itemId)])].sort(),
      ...(turned.length > 0 ? { item: turned } : {}),
    },
  }
}

/** The parts of these kits as they were said, in their order. Items that are no kits have none. */
export function kitParts(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<(StoredPart & { readonly itemNumber: string; readonly name: string })[]> {
  return tx.query(
    `select p.kit_id as "kitId", p.part_id as "itemId", i.item_number as "itemNumber", i.name,
       trim_scale(p.quantity)::text as quantity, p.sort
     from kit_part p join item i on i.tenant_id = p.tenant_id and i.id = p.part_id
     where p.tenant_id = $1 and p.kit_id = any($2::uuid[]) order by p.kit_id, p.sort, i.item_number`,
    [tenant, ids],
  )
}

/** What these kits take out of a warehouse, multiplied out through kits in kits. */
export function kitContents(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<{ kitId: string; itemId: string; quantity: string }[]> {
  return tx.query(
    `select kit_id as "kitId", item_id as "itemId", trim_scale(quantity)::text as quantity from kit_content
     where tenant_id = $1 and kit_id = any($2::uuid[]) order by kit_id, item_id`,
    [tenant, ids],
  )
}

// Kits, all above them and their parts, locked. What came above meanwhile is locked too, until nothing new is found.
async function holdFamily(tx: Tx, tenant: string, list: readonly KitParts[]) {
  const kits = [...new Set(list.map(one => one.kitId))]
  const named = list.flatMap(one => one.parts.map(part => part.itemId))
  const held = new Set<string>()
  let above = await kitsAbove(tx, tenant, kits)
  for (;;) {
    const missing = [...new Set([...kits, ...named, ...above])].filter(id => !held.has(id)).sort()
    if (missing.length === 0) break
    await holdForKits(tx, tenant, missing)
    for (const id of missing) held.add(id)
    above = await kitsAbove(tx, tenant, kits)
  }
  return { above, ...(await readBelow(tx, tenant, [...held].sort())) }
}

const turning = (list: readonly KitParts[], items: ReadonlyMap<string, KitItem>) => [
  ...new Set(list.flatMap(({ kitId }) => (items.get(kitId)?.kind === 'simple' ? [kitId] : []))),
]

// What can be said against one element alone.
function refusalOf(
  { kitId, parts }: KitParts,
  items: ReadonlyMap<string, KitItem>,
  inUse: ReadonlySet<string>,
): Refused | undefined {
  const refused = (code: Refused['code'], data: Refused['data']): Refused => ({
    id: kitId,
    did: 'refused',
    code,
    data,
  })
  const kit = items.get(kitId)
  if (!kit) return refused('ITEM_UNKNOWN', { item: kitId })
  if (kit.kind === 'parent' || kit.kind === 'child' || inUse.has(kitId))
    return refused('KIND_IN_USE', { item: kit.itemNumber })
  if (parts.length === 0) return refused('KIT_EMPTY', { item: kit.itemNumber })
  for (const { itemId, quantity } of parts) {
    const part = items.get(itemId)
    if (!part) return refused('ITEM_UNKNOWN', { item: itemId })
    if (!/^\d{1,9}(\.\d{1,10})?$/.test(quantity) || exact(quantity).isZero())
      return refused('KIT_QUANTITY_INVALID', { item: part.itemNumber, quantity })
    if (part.kind === 'parent')
      return refused('KIT_PART_IS_PARENT', { item: kit.itemNumber, part: part.itemNumber })
  }
  return undefined
}
