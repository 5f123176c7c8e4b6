import type { Tx } from '../base/database.ts'
import { removeOldSessions } from '../channels/sessionStore.ts'
import { removeOldTickets } from '../channels/ticketStore.ts'

/** Forgets what systems that call us left behind, of all tenants: sign-ups of 30 days ago, tickets and notices of 400. As the role that alone may. */
export async function forgetCalled(tx: Tx): Promise<void> {
  await removeOldSessions(tx)
  await removeOldTickets(tx)
}
