import type { Tx } from '../base/database.ts'

/** What of theirs is what of ours at a channel. */
export interface MapEntry {
  readonly channelId: string
  readonly list: string
  readonly theirs: string
  readonly ours: string
}

/** The mappings of these channels, by list and their id. */
export function listMaps(tx: Tx, tenant: string, channelIds: readonly string[]): Promise<MapEntry[]> {
  return tx.query<MapEntry>(
    `select channel_id as "channelId", list, their_id as theirs, ours from channel_map
     where tenant_id = $1 and channel_id = any($2::uuid[]) order by channel_id, list, their_id`,
    [tenant, channelIds],
  )
}

/** Sets mappings of one list; `ours` null takes one away. */
export async function setMaps(
  tx: Tx,
  tenant: string,
  of: { readonly channelId: string; readonly list: string; readonly by: string; readonly now: Date },
  entries: readonly { readonly theirs: string; readonly ours: string | null }[],
): Promise<void> {
  await tx.run(
    `delete from channel_map where tenant_id = $1 and channel_id = $2 and list = $3 and their_id = any($4::text[])`,
    [tenant, of.channelId, of.list, entries.flatMap(entry => (entry.ours === null ? [entry.theirs] : []))],
  )
  await tx.run(
    `insert into channel_map (tenant_id, channel_id, list, their_id, ours, mapped_at, mapped_by)
     select $1, $2, $3, r.theirs, r.ours, $5, $6 from json_to_recordset($4) as r (theirs text, ours text) order by r.theirs
     on conflict (tenant_id, channel_id, list, their_id) do update set ours = excluded.ours, mapped_at = excluded.mapped_at,
       mapped_by = excluded.mapped_by`,
    [
      tenant,
      of.channelId,
      of.list,
      JSON.stringify(entries.filter(entry => entry.ours !== null)),
      of.now,
      of.by,
    ],
  )
}

/** What the last good check of a connection said of its system. */
export async function reportsOf(
  tx: Tx,
  tenant: string,
  connectionId: string,
): Promise<{
  taxRates?: readonly { rate: string; country?: string }[]
  currencies?: readonly string[]
  languages?: readonly string[]
}> {
  const [row] = await tx.query<{ reports: object }>(
    `select reports from connection where tenant_id = $1 and id = $2`,
    [tenant, connectionId],
  )
  return row?.reports ?? {}
}
