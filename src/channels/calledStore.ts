import type { Tx } from '../base/database.ts'
import type { Keyring } from '../base/keyring.ts'
import type { Settings } from '../port/connector.ts'
import type { Seat } from '../port/receive.ts'
import { type Connection, loadRunStart } from './connectionStore.ts'

/** A connection as a call of its system finds it. */
export interface Called {
  readonly connection: Connection
  /** In clear. */
  readonly secrets: Settings
  /** Every place that was ever opened. */
  readonly seats: readonly Seat[]
}

/**
 * All that a call of a system begins with, in two statements that are sent at once: most calls ask whether there is something
 * new, and there is nothing. Read anew for each call, so that a secret that was renewed is void at once, in every process.
 * Throws CONNECTION_UNKNOWN.
 */
export async function loadCalled(tx: Tx, keyring: Keyring, tenant: string, id: string): Promise<Called> {
  const [{ connection, secrets }, seats] = await Promise.all([
    loadRunStart(tx, keyring, tenant, id),
    seatsOf(tx, tenant, id),
  ])
  return { connection, secrets, seats }
}

// A channel that rests because the system closed its place is still on.
function seatsOf(tx: Tx, tenant: string, connectionId: string): Promise<Seat[]> {
  return tx.query<Seat>(
    `select w.place, w.name, w.active, coalesce(h.active or w.closed_side = 'there' and w.rests, false) as open, w.closed_for_good as "forGood", w.opened_at as "openedAt",
       w.changed_at as "changedAt"
     from web_place w left join channel h on h.tenant_id = $1 and h.connection_id = $2 and h.place = w.place
     where w.tenant_id = $1 and w.connection_id = $2 order by w.place`,
    [tenant, connectionId],
  )
}
