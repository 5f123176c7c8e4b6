import { putBlob } from '../base/blobs.ts'
import type { Tx } from '../base/database.ts'
import { keepFile, keepMessage } from '../channels/ticketStore.ts'
import type { PostedTicket } from '../port/posted.ts'
import type { ImportContext } from './importContext.ts'

/** The most that a file of a ticket holds, in bytes. */
export const ticketFileBytes = 16 * 1024 * 1024

/**
 * Keeps what a system says in tickets, in the transaction of its call. A file of a ticket that is not here, that is empty or too large is left
 * out: a connector turns such a call away. Where no place for files is known they are left out, too.
 */
export async function takeTickets(
  tx: Tx,
  context: ImportContext,
  tickets: readonly PostedTicket[],
): Promise<void> {
  const { tenant, connection, blobs } = context
  for (const ticket of tickets) {
    // a call brings one
    const id = await keepMessage(tx, { tenant, connectionId: connection.id }, ticket)
    if (!id || !blobs) continue
    for (const { name, mediaType, bytes } of ticket.files) {
      if (bytes.length === 0 || bytes.length > ticketFileBytes) continue
      const { hash, size } = await putBlob(tx, tenant, Buffer.from(bytes), mediaType, blobs)
      await keepFile(tx, tenant, id, { hash, name, mediaType, size, postedAt: context.now() })
    }
  }
}
