import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { healthCountLimit } from './healthStore.ts'

/** How one channel of a connection does. Counts come with their limits. */
export interface ChannelHealth {
  readonly id: string
  readonly connectionId: string
  readonly name: string
  readonly active: boolean
  readonly locked: boolean
  /** When the channel last took something of a kind, the newest first. */
  readonly goodAt: readonly { readonly kind: ChangedKind; readonly at: string }[]
  /** Since when the oldest change waits that may be told now. */
  readonly oldestUnsent: Date | null
  readonly waiting: number
  /** Objects of calls of the last 24 hours that were answered, and those refused or without an answer; of the newest 10,000. */
  readonly sentOfDay: number
  readonly failedOfDay: number
  /** Objects that the channel refuses now. */
  readonly refused: number
}

/** How each channel of the connections that are not archived does, by name; `since` is the smallest id of the last 24 hours. */
export function readChannelHealth(
  tx: Tx,
  tenant: string,
  wish: { readonly now: Date; readonly since: string },
): Promise<ChannelHealth[]> {
  return tx.query<ChannelHealth>(
    `select h.id, h.connection_id as "connectionId", h.name, h.active, h.locked_at is not null as locked,
       (select coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'at', s.at) order by s.at desc), '[]')
         from channel_success s where s.tenant_id = $1 and s.channel_id = h.id) as "goodAt",
       due.oldest as "oldestUnsent", due.waiting, sent.count as "sentOfDay", sent.failed as "failedOfDay", refused.count as refused
     from channel h join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id and c.archived_at is null
       cross join lateral (select min(w.since_at) as oldest, count(*)::int as waiting from (
         select d.since_at from due d where d.tenant_id = $1 and d.channel_id = h.id and h.active
           and (d.not_before is null or d.not_before <= $2) limit ${healthCountLimit}) w) due
       cross join lateral (select count(*)::int as count, count(*) filter (where j.result <> 'accepted')::int as failed from (
         select j.result from journal j where j.tenant_id = $1 and j.channel_id = h.id and j.id >= $3
           and j.at >= $2::timestamptz - interval '25 hours'
           and j.result in ('accepted', 'rejected', 'unknown') order by j.id desc limit ${healthCountLimit}) j) sent
       cross join lateral (select count(*)::int as count from (
         select from channel_object o where o.tenant_id = $1 and o.channel_id = h.id and o.rejected_code is not null
         limit ${healthCountLimit}) r) refused
     where h.tenant_id = $1 order by h.name`,
    [tenant, wish.now, wish.since],
  )
}

/** A channel has taken something of that kind just now; kept to ten seconds, so that a long run writes little. */
export async function noteSuccess(
  tx: Tx,
  of: { readonly tenant: string; readonly channelId: string; readonly kind: ChangedKind },
): Promise<void> {
  await tx.run(
    `insert into channel_success as s (tenant_id, channel_id, kind, at) values ($1, $2, $3, clock_timestamp())
     on conflict (tenant_id, channel_id, kind) do update set at = excluded.at where s.at < excluded.at - interval '10 seconds'`,
    [of.tenant, of.channelId, of.kind],
  )
}
