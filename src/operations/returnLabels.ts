import type { ConnectorsOfChannels } from './connectorsOfChannels.ts'

interface OfChannel {
  readonly channelId: string | null
}

/** A delivery, or an order, with whether its channel wants a return label in every package. */
export function withReturnLabels<T extends OfChannel>(
  channels: ConnectorsOfChannels,
  one: T,
): T & { readonly wantsReturnLabels: boolean } {
  const { connector, settings = {} } = channels.get(one.channelId) ?? {}
  return { ...one, wantsReturnLabels: connector?.wantsReturnLabels?.(settings) ?? false }
}
