import type { Channel, Connection } from '../channels/connectionStore.ts'

/** The code of what came in for a locked channel: stored, and imported when it is unlocked. */
const code = 'CHANNEL_LOCKED'

/** Whether what comes in for that channel is only stored now: it, or its connection, is locked. */
export function isKept(connection: Connection, channel: Channel): boolean {
  return connection.lockedAt !== null || channel.lockedAt !== null
}

/** What waits for its channel, new or (of what was taken over) changed: to be read when it is unlocked. */
export const isStoredOnly = (record: { readonly code: string | null }): boolean => record.code === code

/** Whether a record was only stored: nothing is staged of it, and its system is not told that it was taken in. */
export function isKeptBack(record: { readonly outcome: string; readonly code: string | null }): boolean {
  return record.outcome === 'waiting' && record.code === code
}
