import type { Tx } from '../base/database.ts'
import type { ObjectKind } from './sentStore.ts'

/** Whose changes are counted: objects of a kind at a channel, on a day (YYYY-MM-DD) of the system's calendar. */
export interface ObjectDay {
  readonly tenant: string
  readonly channelId: string
  readonly object: ObjectKind
  readonly day: string
}

/** Of these objects those that were sent that often on that day. */
export async function sentThatOften(
  tx: Tx,
  of: ObjectDay,
  objectIds: readonly string[],
  most: number,
): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select object_id as id from object_day where tenant_id = $1 and channel_id = $2 and kind = $3 and day = $4 and sent >= $5
       and object_id = any($6::uuid[])`,
    [of.tenant, of.channelId, of.object, of.day, most, objectIds],
  )
  return new Set(rows.map(row => row.id))
}

/** Counts that these objects are sent once more on that day; another day begins at one. */
export async function countObjectDay(tx: Tx, of: ObjectDay, objectIds: readonly string[]): Promise<void> {
  await tx.run(
    `insert into object_day as o (tenant_id, channel_id, kind, object_id, day, sent)
     select $1, $2, $3, u.id, $4, 1 from unnest($5::uuid[]) as u (id) order by u.id
     on conflict (tenant_id, channel_id, kind, object_id) do update set day = excluded.day,
       sent = case when o.day = excluded.day then o.sent + 1 else 1 end`,
    [of.tenant, of.channelId, of.object, of.day, objectIds],
  )
}
