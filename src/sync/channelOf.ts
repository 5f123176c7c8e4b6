import type { Channel, Connection } from '../channels/connectionStore.ts'

/**
 * The channel that a record is of: that of its place. A customer of the whole account is of the first one, where none sells for the whole
 * account; an order of no known place is nobody's.
 */
export function channelOf(
  { channels }: Pick<Connection, 'channels'>,
  { place, kind }: { readonly place: string; readonly kind: string },
): Channel | undefined {
  const found = channels.find(one => one.place === place)
  if (found || place !== '' || kind !== 'customer') return found
  return [...channels].sort((a, b) => (a.id < b.id ? -1 : 1))[0]
}
