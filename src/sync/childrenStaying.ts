import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { sentFields } from '../channels/sentStore.ts'
import type { FamilyFields } from './familyMaking.ts'
import type { ItemToTell } from './itemsToTell.ts'
import type { ItemTakes } from './itemTakes.ts'
import type { PushContext } from './pushTask.ts'
import { stillShown } from './stillShown.ts'

/**
 * The same items where parents tell their children whole: a parent names those that leave as it named them last, as long as the guard
 * keeps them at the channel. Else they would vanish with their parent's next change, and the guard would hold what is gone.
 */
export async function withChildrenStaying(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  { whole }: Pick<ItemTakes, 'whole'>,
  items: readonly (ItemToTell | undefined)[],
): Promise<readonly (ItemToTell | undefined)[]> {
  const parents = items.flatMap(item =>
    whole && item?.active && item.variations && item.parentId === undefined ? [item.id] : [],
  )
  const shown = new Set(await stillShown(tx, context, channel, parents))
  if (shown.size === 0) return items
  const of = { tenant: context.tenant, channelId: channel.id, object: 'item' as const }
  const former = await sentFields<FamilyFields>(tx, of, parents)
  return items.map(item => {
    const staying = (item && former.get(item.id)?.data?.children)?.filter(child => shown.has(child.id)) ?? []
    if (!item || staying.length === 0) return item
    const ids = new Set(staying.map(child => child.id))
    const children = [...(item.children ?? []).filter(child => !ids.has(child.id)), ...staying]
    return { ...item, children: children.sort((one, other) => (one.id < other.id ? -1 : 1)) }
  })
}
