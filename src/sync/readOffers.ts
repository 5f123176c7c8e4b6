import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import type { SentAspect } from '../channels/sentStore.ts'
import type { StockState } from '../port/outgoing.ts'
import { aspectOf, type PushContext } from './pushTask.ts'
import { stillShown } from './stillShown.ts'

/**
 * What may be offered, for a call that is about to be made. What the channel shows because the guard keeps it there has the quantity
 * that it would have if it were still sold.
 */
export async function readOffers(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SentAspect<StockState>>> {
  if (ids.length === 0) return new Map()
  const { tenant, sources } = context
  const first = await sources.offersFor(tx, tenant, { channelId: channel.id, itemIds: ids })
  const unsold = first.flatMap(({ itemId, sold }) => (sold ? [] : [itemId]))
  const shown = await stillShown(tx, context, channel, unsold)
  const offers =
    shown.length === 0
      ? first
      : await sources.offersFor(tx, tenant, { channelId: channel.id, itemIds: ids, stillShown: shown })
  return new Map(
    offers.map(({ itemId, offered, managed, oversell }) => [
      itemId,
      aspectOf({ offered, managed, oversell }),
    ]),
  )
}
