import type { Tx } from '../base/database.ts'
import type { Ack } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'

/** Puts acknowledgements into the outbox, in the transaction that stores their records. */
export async function queueAcks(
  tx: Tx,
  of: { tenant: string; connectionId: string; kind: IncomingKind; now: Date },
  acks: readonly Ack[],
): Promise<void> {
  if (acks.length === 0) return
  await tx.run(
    `insert into ack_outbox (tenant_id, connection_id, kind, external_id, key_no, queued_at)
     select $1, $2, $3, external_id, key_no, $4 from unnest($5::text[], $6::int[]) as u (external_id, key_no)
     on conflict (tenant_id, connection_id, kind, external_id) do update set gone_at = null, note = null`,
    [of.tenant, of.connectionId, of.kind, of.now, acks.map(ack => ack.theirs), acks.map(ack => ack.no)],
  )
}

/** What a former run could not deliver. */
export async function openAcks(
  tx: Tx,
  tenant: string,
  connectionId: string,
): Promise<{ kind: IncomingKind; ack: Ack }[]> {
  const rows = await tx.query<{ kind: IncomingKind; external_id: string; key_no: number }>(
    `select kind, external_id, key_no from ack_outbox
     where tenant_id = $1 and connection_id = $2 and gone_at is null order by kind, key_no`,
    [tenant, connectionId],
  )
  return rows.map(row => ({ kind: row.kind, ack: { theirs: row.external_id, no: row.key_no } }))
}

/** Writes down what became of acknowledgements: accepted ones go, the rest stays with its note. */
export async function settleAcks(
  tx: Tx,
  of: { tenant: string; connectionId: string; kind: IncomingKind; now: Date },
  settled: {
    accepted: readonly string[]
    gone: readonly string[]
    refused: readonly { theirs: string; note: string }[]
  },
): Promise<void> {
  const key = [of.tenant, of.connectionId, of.kind]
  if (settled.accepted.length > 0)
    await tx.run(
      `delete from ack_outbox a using unnest($4::text[]) as u (external_id)
       where a.tenant_id = $1 and a.connection_id = $2 and a.kind = $3 and a.external_id = u.external_id`,
      [...key, settled.accepted],
    )
  if (settled.gone.length > 0)
    await tx.run(
      `update ack_outbox set gone_at = $5, tries = tries + 1
       where tenant_id = $1 and connection_id = $2 and kind = $3 and external_id = any($4)`,
      [...key, settled.gone, of.now],
    )
  if (settled.refused.length > 0)
    await tx.run(
      `update ack_outbox a set tries = tries + 1, note = u.note from unnest($4::text[], $5::text[]) as u (external_id, note)
       where a.tenant_id = $1 and a.connection_id = $2 and a.kind = $3 and a.external_id = u.external_id`,
      [...key, settled.refused.map(entry => entry.theirs), settled.refused.map(entry => entry.note)],
    )
}
