import { type Tx, transact } from '../base/database.ts'
import type { ImportContext } from './importContext.ts'

/** The connection, or the channel at hand, was locked or archived while a run was on: the call in progress ends, none starts after it. */
export class ConnectionClosed extends Error {
  constructor() {
    super('the connection was locked or archived')
    this.name = 'ConnectionClosed'
  }
}

/**
 * Throws `ConnectionClosed` where somebody has locked or archived the connection, or that channel of it, since the run began; to a
 * channel nothing may be sent either while the connection is linked anew.
 */
export async function stillOpen(
  context: Pick<ImportContext, 'db' | 'tenant' | 'connection' | 'recovers'>,
  given?: Tx,
  channelId?: string,
): Promise<void> {
  const { db, tenant, connection } = context
  const look = (tx: Tx) =>
    tx.query(
      `select 1 from connection where tenant_id = $1 and id = $2 and archived_at is null
         and (locked_at is null or (recovering_at is not null and $4))
         and not exists (select 1 from channel h where h.tenant_id = $1 and h.id = $3 and h.locked_at is not null)
         and ($3::uuid is null or not exists (select 1 from again_request q
           where q.tenant_id = $1 and q.connection_id = $2 and q.way = 'relink' and q.ended_at is null))`,
      [tenant, connection.id, channelId ?? null, context.recovers === true],
    )
  const rows = given ? await look(given) : await transact(db, { tenant }, look)
  if (rows.length === 0) throw new ConnectionClosed()
}
