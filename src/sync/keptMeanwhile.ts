import type { Tx } from '../base/database.ts'
import type { ImportContext } from './importContext.ts'
import { isKept } from './keptBack.ts'
import { requestLane } from './lanes.ts'

/**
 * In the transaction that keeps what was posted to a locked channel: one that was unlocked since the call began to be read is
 * marked to be read again, and its orders lane asked for. Whoever unlocks at this moment waits for this transaction, or this one
 * for them: kept records are found by one of both. No statement where nothing is locked.
 */
export async function keptMeanwhile(tx: Tx, { tenant, connection }: ImportContext): Promise<void> {
  const locked = connection.channels.filter(channel => isKept(connection, channel)).map(channel => channel.id)
  if (locked.length === 0) return
  await tx.query(`select 1 from connection where tenant_id = $1 and id = $2 for no key update`, [
    tenant,
    connection.id,
  ])
  await tx.query(
    `select 1 from channel where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, locked],
  )
  const opened = await tx.run(
    `update channel h set read_again = true from connection c
     where h.tenant_id = $1 and h.id = any($2::uuid[]) and h.locked_at is null
       and c.tenant_id = h.tenant_id and c.id = h.connection_id and c.locked_at is null`,
    [tenant, locked],
  )
  if (opened > 0) await requestLane(tx, { tenant, connectionId: connection.id, kind: 'orders' })
}
