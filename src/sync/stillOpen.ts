import { type Tx, transact } from '../base/database.ts'
import type { ImportContext } from './importContext.ts'

/** The connection was locked or archived while a run was on: the call in progress ends, none starts after it. */
export class ConnectionClosed extends Error {
  constructor() {
    super('the connection was locked or archived')
    this.name = 'ConnectionClosed'
  }
}

/** Throws `ConnectionClosed` where somebody has locked or archived the connection since the run began. */
export async function stillOpen(
  context: Pick<ImportContext, 'db' | 'tenant' | 'connection' | 'recovers'>,
  given?: Tx,
): Promise<void> {
  const { db, tenant, connection } = context
  const look = (tx: Tx) =>
    tx.query(
      `select 1 from connection where tenant_id = $1 and id = $2 and (locked_at is null or (recovering_at is not null and $3)) and archived_at is null`,
      [tenant, connection.id, context.recovers === true],
    )
  const rows = given ? await look(given) : await transact(db, { tenant }, look)
  if (rows.length === 0) throw new ConnectionClosed()
}
