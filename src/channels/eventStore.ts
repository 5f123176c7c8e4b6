import type { Tx } from '../base/database.ts'

/** Which kind of events a channel imports, from when on, and what came of it. */
export interface EventKind {
  readonly kind: string
  readonly enabled: boolean
  /** Null: from the beginning. */
  readonly from: Date | null
  readonly lastReceived: Date | null
  /** Records in the ledger; counting stops at `countedTo`. */
  readonly count: number
}

/** How far records of a kind are counted. */
export const countedTo = 10_000

/** These kinds of a channel, in their order, as they are set; what was never set is on, from the beginning. */
export function readEvents(
  tx: Tx,
  tenant: string,
  of: { readonly connectionId: string; readonly channelId: string },
  kinds: readonly string[],
): Promise<EventKind[]> {
  return tx.query<EventKind>(
    `select u.kind, coalesce(e.enabled, true) as enabled, e.from_at as from, counted.count,
       case when counted.count > 0 then (select l.first_seen_at from ledger l where l.tenant_id = $1 and l.connection_id = $2
         and l.kind = u.kind and l.channel_id = $3 order by l.id desc limit 1) end as "lastReceived"
     from unnest($4::text[]) with ordinality as u (kind, at)
       left join channel_event e on e.tenant_id = $1 and e.channel_id = $3 and e.kind = u.kind
       cross join lateral (select count(*)::int as count from (select 1 from ledger l where l.tenant_id = $1 and l.connection_id = $2
         and l.kind = u.kind and l.channel_id = $3 limit ${countedTo}) as c) as counted
     order by u.at`,
    [tenant, of.connectionId, of.channelId, kinds],
  )
}

/** Sets these kinds of a channel: on or off, and from when on. */
export async function storeEvents(
  tx: Tx,
  tenant: string,
  channelId: string,
  events: readonly Pick<EventKind, 'kind' | 'enabled' | 'from'>[],
): Promise<void> {
  await tx.run(
    `insert into channel_event (tenant_id, channel_id, kind, enabled, from_at)
     select $1, $2, u.kind, u.enabled, u.from_at from unnest($3::text[], $4::boolean[], $5::timestamptz[]) as u (kind, enabled, from_at)
     order by u.kind
     on conflict (tenant_id, channel_id, kind) do update set enabled = excluded.enabled, from_at = excluded.from_at`,
    [
      tenant,
      channelId,
      events.map(event => event.kind),
      events.map(event => event.enabled),
      events.map(event => event.from),
    ],
  )
}
