import type { Tx } from '../base/database.ts'
import { systemsOfChannels } from '../channels/systemsOfChannels.ts'
import type { Context } from './operation.ts'

interface OfChannel {
  readonly channelId: string | null
}

/** Deliveries, or orders, with whether their channel wants a return label in every package. */
export async function withReturnLabels<T extends OfChannel>(
  tx: Tx,
  context: Context,
  list: readonly T[],
): Promise<(T & { readonly wantsReturnLabels: boolean })[]> {
  const { tenant, kontor } = context
  const channels = await systemsOfChannels(
    tx,
    tenant,
    list.flatMap(one => one.channelId ?? []),
  )
  return list.map(one => {
    const of = channels.get(one.channelId ?? '')
    const connector = kontor.connectors.get(of?.system ?? '')
    return { ...one, wantsReturnLabels: connector?.wantsReturnLabels?.(of?.settings ?? {}) ?? false }
  })
}
