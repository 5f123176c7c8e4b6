import type { Tx } from '../base/database.ts'

/**
 * Which of these cancellations (their ids), and which orders as cancelled (theirs), a channel was told of, or is being told: what it
 * accepted, what is on its way, and what nobody knows the end of. The orders are locked: a call with them that begins later finds out
 * what was committed (`withoutUndone`, src/sync/withoutUndone.ts). An order as cancelled that was accepted does not count at `reopening`
 * systems, which can be told that it is open again; what is on its way counts at all.
 */
export async function toldCancelled(
  tx: Tx,
  tenant: string,
  asked: readonly { readonly orderId: string; readonly cancellationId: string }[],
  reopening: readonly string[] = [],
): Promise<Set<string>> {
  if (asked.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `select o.object_id as id from channel_object o
       join channel n on n.tenant_id = $1 and n.id = o.channel_id join connection c on c.tenant_id = $1 and c.id = n.connection_id
     where o.tenant_id = $1 and ((o.kind = 'cancellation' and o.object_id = any($2::uuid[])
         and (o.data_hash is not null or o.in_flight_run is not null or o.ticket is not null))
       or (o.kind = 'order' and o.object_id = any($3::uuid[])
         and ((o.data_sent ->> 'delivery' = 'cancelled' and c.system <> all($4)) or o.in_flight_run is not null or o.ticket is not null)))`,
    [tenant, asked.map(one => one.cancellationId), asked.map(one => one.orderId), reopening],
  )
  return new Set(rows.map(row => row.id))
}
