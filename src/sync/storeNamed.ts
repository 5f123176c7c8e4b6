import type { Tx } from '../base/database.ts'
import { branchesOf, itemsIn } from '../catalog/categoryStore.ts'
import { namesAny, storeNamedSets } from '../channels/namedStore.ts'
import { itemsListedUnder, oursMappedTo } from '../channels/offerMaps.ts'
import type { NamedSet } from '../port/posted.ts'
import { markDue, markSweeps } from './markDue.ts'

const by = 'named things of theirs'

/**
 * Stores named things that a system posted, and makes due what is told differently because of them: items that stand in a category
 * that changed, or that it describes by other attributes now; all items of its channels where a set concerns all of them. In the
 * transaction of the call. Sets that bring nothing new write nothing.
 */
export async function storeNamed(
  tx: Tx,
  tenant: string,
  connectionId: string,
  sets: readonly NamedSet[],
  now: Date,
): Promise<void> {
  if (sets.length === 0) return
  const hadTree = await namesAny(tx, tenant, connectionId, 'category')
  const changes = await storeNamedSets(tx, tenant, connectionId, sets, now)
  const categories = new Set<string>()
  let all = false
  let prices = false
  for (const { list, of, theirs } of changes.filter(change => change.theirs.length > 0)) {
    if (list === 'price_type') prices = true
    if (list === 'category') {
      if (!hadTree) all = true
      for (const one of theirs) categories.add(one)
    }
    if (list === 'attribute') {
      if (of.startsWith('category/')) categories.add(of.slice('category/'.length))
      else all = true
    }
  }
  if (all || prices) {
    const channels = await tx.query<{ id: string }>(
      'select id from channel where tenant_id = $1 and connection_id = $2 and active order by id',
      [tenant, connectionId],
    )
    await markSweeps(tx, tenant, {
      channelIds: channels.map(channel => channel.id),
      kinds: prices ? ['item', 'price'] : ['item'],
      by,
      complete: false,
    })
  }
  if (!all && categories.size > 0)
    await markDue(tx, tenant, { item: await itemsUnder(tx, tenant, connectionId, [...categories]) }, by, now)
}

/** Items that stand in these categories of theirs: by a mapping of ours, or because a person said so. */
async function itemsUnder(
  tx: Tx,
  tenant: string,
  connectionId: string,
  theirs: readonly string[],
): Promise<string[]> {
  const ours = await oursMappedTo(tx, tenant, connectionId, 'category', theirs)
  const mapped = await itemsIn(tx, tenant, await branchesOf(tx, tenant, ours))
  const own = await itemsListedUnder(tx, tenant, connectionId, theirs)
  return [...new Set([...mapped, ...own])].sort()
}
