import type { Tx } from '../base/database.ts'
import type { ChannelGuard, GuardRule } from './guardSettings.ts'
import { endStops, type GuardState, lockStops } from './guardStore.ts'

/** A list of the guard, with what became of its objects. */
export interface GuardStop {
  readonly id: string
  readonly channelId: string
  readonly channel: string
  readonly connectionId: string
  readonly kind: 'category' | 'item'
  readonly rule: GuardRule
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly percent: string
  readonly counted: number
  readonly extent: number
  readonly total: number
  readonly held: number
  readonly released: number
  readonly dropped: number
  readonly sent: number
  /** When the newest of what is held came into it; null where nothing is held. */
  readonly newestAt: Date | null
}

export interface StopFilter {
  readonly channelId?: string | undefined
  readonly ids?: readonly string[] | undefined
  /** Also lists in which nothing is held any more. */
  readonly ended?: boolean | undefined
}

/** Lists of the guard, newest first; so many at most. */
export function listStops(
  tx: Tx,
  tenant: string,
  filter: StopFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<GuardStop[]> {
  return tx.query<GuardStop>(
    `select s.id, s.channel_id as "channelId", h.name as channel, h.connection_id as "connectionId", s.kind, s.rule,
       s.started_at as "startedAt", s.ended_at as "endedAt", trim_scale(s.percent)::text as percent, s.counted, s.extent, s.total,
       n.held, n.released, n.dropped, n.sent, n.newest as "newestAt"
     from guard_stop s join channel h on h.tenant_id = s.tenant_id and h.id = s.channel_id
       cross join lateral (select count(*) filter (where i.state = 'held')::int as held,
         count(*) filter (where i.state = 'released')::int as released, count(*) filter (where i.state = 'dropped')::int as dropped,
         count(*) filter (where i.state = 'sent')::int as sent,
         max(i.held_at) filter (where i.state = 'held') as newest
         from guard_item i where i.tenant_id = s.tenant_id and i.stop_id = s.id) n
     where ${matches} and ($5::uuid is null or s.id < $5) order by s.id desc limit $6`,
    [...filterValues(tenant, filter), page.after ?? null, page.limit],
  )
}

/** How many lists match, counted up to `most`. */
export async function countStops(tx: Tx, tenant: string, filter: StopFilter, most: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from guard_stop s where ${matches} limit $5) counted`,
    [...filterValues(tenant, filter), most],
  )
  return row?.count ?? 0
}

const matches = `s.tenant_id = $1 and ($2::uuid is null or s.channel_id = $2) and ($3::uuid[] is null or s.id = any($3::uuid[]))
  and ($4 or s.ended_at is null)`

function filterValues(tenant: string, { channelId, ids, ended = false }: StopFilter): unknown[] {
  return [tenant, channelId ?? null, ids ?? null, ended]
}

/** An object of a list, with the name that a person knows it by. */
export interface ListedGuardItem {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly old: string
  readonly new: string
  readonly depth: string | null
  readonly state: GuardState
  readonly heldAt: Date
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
}

/** The objects of a list in the order of their ids. */
export function listGuardItems(
  tx: Tx,
  tenant: string,
  stopId: string,
  filter: { readonly state?: GuardState | undefined },
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ListedGuardItem[]> {
  return tx.query<ListedGuardItem>(
    `select g.object_id as id, coalesce(i.item_number, '') as number, coalesce(i.name, c.name, '') as name, g.old_value as old,
       g.new_value as new, trim_scale(g.depth)::text as depth, g.state, g.held_at as "heldAt", g.decided_at as "decidedAt",
       g.decided_by as "decidedBy"
     from guard_item g
       left join item i on g.kind = 'item' and i.tenant_id = g.tenant_id and i.id = g.object_id
       left join category c on g.kind = 'category' and c.tenant_id = g.tenant_id and c.id = g.object_id
     where g.tenant_id = $1 and g.stop_id = $2 and ($3::text is null or g.state = $3) and ($4::uuid is null or g.object_id > $4)
     order by g.object_id limit $5`,
    [tenant, stopId, filter.state ?? null, page.after ?? null, page.limit],
  )
}

/** What a person decided of lists, or of single objects in them. */
export interface GuardDecision {
  readonly stopIds: readonly string[]
  /** Absent: all that is held. */
  readonly objectIds?: readonly string[] | undefined
  /** Only what was held until then: what a run adds while a person decides was not seen by that person. */
  readonly until?: Date | undefined
  readonly as: 'released' | 'dropped'
  readonly by: string
  readonly at: Date
}

/**
 * Releases what is held, or what was dropped: it is due again, a child that leaves with its parent, and goes as long as it is no worse than what
 * is in the list. Or drops it: it stays as it is at the channel until it changes here, and nobody is reminded. Answers the objects by list.
 */
export async function decideGuarded(
  tx: Tx,
  tenant: string,
  { stopIds, objectIds, until, as, by, at }: GuardDecision,
): Promise<{ stopId: string; objectId: string; connectionId: string }[]> {
  await lockStops(tx, tenant, 's.id = any($2::uuid[])', stopIds)
  const rows = await tx.query<{
    stopId: string
    objectId: string
    channelId: string
    connectionId: string
  }>(
    `with decided as (
       update guard_item g set state = $4, decided_at = $5, decided_by = $6
       from (select channel_id, kind, object_id, rule from guard_item where tenant_id = $1 and stop_id = any($2::uuid[])
           and ($3::uuid[] is null or object_id = any($3::uuid[])) and ($7::timestamptz is null or held_at <= $7) and (state = 'held' or (state = 'dropped' and $4 = 'released'))
         order by channel_id, kind, object_id, rule for update) as b
       where g.tenant_id = $1 and g.channel_id = b.channel_id and g.kind = b.kind and g.object_id = b.object_id and g.rule = b.rule
       returning g.stop_id, g.channel_id, g.object_id, g.rule, g.due_kinds
     ), told as (
       insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
       select $1, u.channel_id, u.kind, u.id, u.connection_id, clock_timestamp() from (
         select distinct d.channel_id, k.kind, o.id, h.connection_id
         from decided d join channel h on h.tenant_id = $1 and h.id = d.channel_id cross join unnest(d.due_kinds) as k (kind)
           cross join lateral (select d.object_id as id
             union all select i.parent_id from item i
               where d.rule = 'vanish' and i.tenant_id = $1 and i.id = d.object_id and i.parent_id is not null) as o
         where $4 = 'released') as u order by u.channel_id, u.kind, u.id
       on conflict (tenant_id, channel_id, kind, object_id) do update set version = due.version + 1, not_before = null, tries = 0
     )
     select d.stop_id as "stopId", d.object_id as "objectId", d.channel_id as "channelId", h.connection_id as "connectionId"
     from decided d join channel h on h.tenant_id = $1 and h.id = d.channel_id order by d.stop_id, d.object_id`,
    [tenant, stopIds, objectIds ?? null, as, at, by, until ?? null],
  )
  for (const channelId of [...new Set(rows.map(row => row.channelId))].sort())
    await endStops(tx, tenant, channelId, at) // a person decides on a handful of channels
  return rows
}

/** How much is held by the guard, per channel: what a person has to look at. */
export function heldByChannel(
  tx: Tx,
  tenant: string,
): Promise<
  { channelId: string; rule: GuardRule; kind: 'category' | 'item'; percent: string; held: number }[]
> {
  return tx.query(
    `select s.channel_id as "channelId", s.rule, s.kind, trim_scale(s.percent)::text as percent, count(*)::int as held
     from guard_stop s join guard_item i on i.tenant_id = s.tenant_id and i.stop_id = s.id and i.state = 'held'
     where s.tenant_id = $1 and s.ended_at is null group by s.id, s.channel_id, s.rule, s.kind, s.percent order by s.channel_id, s.rule`,
    [tenant],
  )
}

/** The guard's settings of a channel as far as they differ from the usual. */
export async function readGuard(tx: Tx, tenant: string, channelId: string): Promise<ChannelGuard> {
  const [row] = await tx.query<{ guard: ChannelGuard }>(
    `select guard from channel where tenant_id = $1 and id = $2 for no key update`,
    [tenant, channelId],
  )
  return row?.guard ?? {}
}

/** Stores them. */
export async function storeGuard(
  tx: Tx,
  tenant: string,
  channelId: string,
  guard: ChannelGuard,
): Promise<void> {
  await tx.run(`update channel set guard = $3 where tenant_id = $1 and id = $2`, [
    tenant,
    channelId,
    JSON.stringify(guard),
  ])
}
