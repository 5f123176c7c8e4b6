import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { refusedAs } from '../catalog/channelTexts.ts'
import { holdKnownItems } from '../catalog/itemStore.ts'
import { knownChannels } from '../catalog/knownChannels.ts'
import type { Refused } from '../catalog/problems.ts'
import { type ListingChange, setItemListings } from '../channels/listingStore.ts'

/**
 * Says of items at channels in which category of theirs they stand and what their attributes are; what is not named stays. Refused
 * (and left out) are ITEM_UNKNOWN and CHANNEL_UNKNOWN. Whether the channel takes it is seen when the item is told: what it does not
 * take holds the item, with the reason. Of one item at one channel twice the last counts.
 */
export async function setListings(
  tx: Tx,
  tenant: string,
  list: readonly ListingChange[],
  how: { readonly by: string; readonly now: Date },
): Promise<{
  results: ({ readonly id: string; readonly channelId: string; readonly did: 'changed' } | Refused)[]
  changed: Changed
}> {
  const items = await holdKnownItems(
    tx,
    tenant,
    list.map(one => one.itemId),
  )
  const channels = await knownChannels(
    tx,
    tenant,
    list.map(one => one.channelId),
  )
  const results = list.map(({ itemId, channelId }) => {
    if (!items.has(itemId)) return refusedAs(itemId, 'ITEM_UNKNOWN', { item: itemId })
    if (!channels.has(channelId)) return refusedAs(itemId, 'CHANNEL_UNKNOWN', { channel: channelId })
    return { id: itemId, channelId, did: 'changed' as const }
  })
  const good = list.filter((_, at) => results[at]?.did === 'changed')
  const last = [...new Map(good.map(one => [`${one.channelId} ${one.itemId}`, one])).values()]
  await setItemListings(tx, tenant, last, how)
  return { results, changed: last.length > 0 ? { item: [...new Set(last.map(one => one.itemId))] } : {} }
}
