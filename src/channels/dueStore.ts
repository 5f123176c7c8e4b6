import type { Changed, ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'

/** Above so many objects of a kind a change is wide: one sweep row per channel instead of a row per object. */
export const wideChange = 1000

/**
 * Writes down that channels have to be told: one due row per channel that sells the object, or a sweep per channel for a
 * wide change. In the transaction of the change, so that both are there or none; rows are locked in the order of their key.
 * Locked and archived connections are marked all the same: they are told when they are opened again.
 * Answers the connections that have something to do now, by kind.
 */
export async function writeDue(
  tx: Tx,
  tenant: string,
  changed: Changed,
  by: string,
): Promise<{ kind: ChangedKind; connectionId: string }[]> {
  const touched: { kind: ChangedKind; connectionId: string }[] = []
  for (const [kind, ids] of Object.entries(changed) as [ChangedKind, readonly string[]][]) {
    if (ids.length === 0) continue
    const rows =
      ids.length > wideChange && kind !== 'delivery'
        ? await writeSweeps(tx, tenant, kind, by)
        : await tx.query<{ connection_id: string }>(
            `with told as (
               insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
               select $1, f.channel_id, $2, f.object_id, f.connection_id, clock_timestamp()
               from (${concerned[kind]}) as f order by f.channel_id, f.object_id
               on conflict (tenant_id, channel_id, kind, object_id)
                 do update set version = due.version + 1, not_before = null, tries = 0
               returning connection_id)
             select distinct connection_id from told`,
            [tenant, kind, ids],
          )
    touched.push(...rows.map(row => ({ kind, connectionId: row.connection_id })))
  }
  return touched
}

// Which channels a change concerns. Categories: those that sell something; the sweep or the push finds out what lies
// under their root. Orders and deliveries: the channel that the order came from.
const selling = `select k.channel_id, k.item_id as object_id, h.connection_id
  from unnest($3::uuid[]) as u (id)
  join item_channel k on k.tenant_id = $1 and k.item_id = u.id
  join channel h on h.tenant_id = k.tenant_id and h.id = k.channel_id and h.active`
const concerned: Readonly<Record<ChangedKind, string>> = {
  item: selling,
  price: selling,
  stock: selling,
  category: `select h.id as channel_id, u.id as object_id, h.connection_id from unnest($3::uuid[]) as u (id)
    join channel h on h.tenant_id = $1 and h.active`,
  order_status: `select o.channel_id, o.id as object_id, o.connection_id from unnest($3::uuid[]) as u (id)
    join sales_order o on o.tenant_id = $1 and o.id = u.id and o.channel_id is not null`,
  delivery: `select o.channel_id, d.id as object_id, o.connection_id from unnest($3::uuid[]) as u (id)
    join delivery d on d.tenant_id = $1 and d.id = u.id
    join sales_order o on o.tenant_id = d.tenant_id and o.id = d.order_id and o.channel_id is not null`,
}

async function writeSweeps(
  tx: Tx,
  tenant: string,
  kind: ChangedKind,
  by: string,
): Promise<{ connection_id: string }[]> {
  const channels = await tx.query<{ id: string }>(
    `select id from channel where tenant_id = $1 and active order by id`,
    [tenant],
  )
  return askForSweep(tx, tenant, {
    channelIds: channels.map(channel => channel.id),
    kind,
    by,
    complete: false,
  })
}

/** Asks for all objects of a kind to be walked through for these channels; one that is on begins again. */
export function askForSweep(
  tx: Tx,
  tenant: string,
  wish: { channelIds: readonly string[]; kind: ChangedKind; by: string; complete: boolean },
): Promise<{ connection_id: string }[]> {
  return tx.query<{ connection_id: string }>(
    `insert into sweep (tenant_id, channel_id, kind, connection_id, complete, asked_at, asked_by)
     select $1, h.id, $3, h.connection_id, $4, clock_timestamp(), $5 from channel h
     where h.tenant_id = $1 and h.id = any($2::uuid[]) order by h.id
     on conflict (tenant_id, channel_id, kind) do update set version = sweep.version + 1, complete = sweep.complete or excluded.complete,
       after_id = default, asked_at = excluded.asked_at, asked_by = excluded.asked_by, done = 0
     returning connection_id`,
    [tenant, wish.channelIds, wish.kind, wish.complete, wish.by],
  )
}
