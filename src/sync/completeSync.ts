import type { Tx } from '../base/database.ts'
import {
  askForComplete,
  type CompleteKind,
  countComplete,
  namedChannels,
  resumeSweeps,
  type ServedChannel,
} from '../channels/completeStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Connector } from '../port/connector.ts'
import { laneOf, requestLanes } from './lanes.ts'

/** What a person wants sent again. */
export interface CompleteWish {
  readonly kinds: readonly CompleteKind[]
  readonly connectors: ReadonlyMap<string, Connector>
}

/**
 * Begins complete synchronisations of these kinds for the channels of these names, in the transaction of the run that asks.
 * What is on already is joined, what is paused begins again. An item carries its prices and its quantity: where items are
 * sent again, those are not walked through as well. Throws NOTHING_COMPLETE.
 */
export async function beginComplete(
  tx: Tx,
  tenant: string,
  wish: CompleteWish & {
    readonly channels: readonly string[]
    readonly runId: string
    readonly askedBy: string
  },
): Promise<void> {
  if (wish.kinds.length === 0) throw channelProblem('NOTHING_COMPLETE', { kinds: 'orders' })
  const channels = (await namedChannels(tx, tenant, wish.channels)).filter(channel => channel.open)
  const groups = Map.groupBy(channels, channel => walkedKinds(wish, channel).join(' '))
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    const begun = await askForComplete(tx, tenant, {
      channelIds: group.map(channel => channel.id),
      kinds: walkedKinds(wish, first),
      runId: wish.runId,
      by: wish.askedBy,
    })
    await countComplete(tx, tenant, begun)
  }
}

/** The kinds that have to be walked through so that all that was wished for is sent once. */
export function walkedKinds(
  { kinds, connectors }: CompleteWish,
  { system, facts }: Pick<ServedChannel, 'system' | 'facts'>,
): CompleteKind[] {
  const connector = connectors.get(system)
  const withItem =
    kinds.includes('item') &&
    connector?.send?.item !== undefined &&
    !connector.without?.(facts).includes('item')
  const carried = withItem ? ['price', 'stock', ...(connector.send.item.carries ?? [])] : []
  return kinds.filter(kind => !carried.includes(kind))
}

/** Lets paused complete synchronisations go on where they were, and asks for the runs that do it. Answers which. */
export async function resumeComplete(
  tx: Tx,
  tenant: string,
  of: { readonly channelIds: readonly string[]; readonly kinds: readonly CompleteKind[] },
): Promise<{ channelId: string; kind: CompleteKind }[]> {
  const resumed = await resumeSweeps(tx, tenant, of)
  const lanes = new Map(
    resumed.map(one => {
      const lane = { connectionId: one.connectionId, kind: laneOf[one.kind] }
      return [`${lane.connectionId} ${lane.kind}`, lane]
    }),
  )
  if (lanes.size > 0) await requestLanes(tx, tenant, [...lanes.values()])
  return resumed
}
