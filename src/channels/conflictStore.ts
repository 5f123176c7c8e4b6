import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { FieldLead } from './guardSettings.ts'
import type { SentOf } from './sentStore.ts'

/** `open`: a person has to look; `kept`: theirs stays; `overwritten`: ours was sent over it; `decided`: ours, by a person. */
export const conflictStates = ['open', 'kept', 'overwritten', 'decided'] as const
export type ConflictState = (typeof conflictStates)[number]

/** A field that a shop shows otherwise than it was told. `kept`: the field is not sent as long as this stands. */
export interface Conflict {
  readonly objectId: string
  readonly field: string
  readonly lastSent: unknown
  readonly theirs: unknown
  readonly ours: unknown
  readonly lead: FieldLead
  readonly state: ConflictState
  readonly kept: boolean
}

/** Notes conflicts: one row per field, the newest view of it. */
export async function noteConflicts(
  tx: Tx,
  of: SentOf,
  conflicts: readonly Conflict[],
  now: Date,
): Promise<void> {
  if (conflicts.length === 0) return
  await tx.run(
    `insert into conflict as c (tenant_id, channel_id, kind, object_id, field, id, last_sent, theirs, ours, lead, state, kept, seen_at)
     select $1, $2, $3, r."objectId", r.field, r.id, r."lastSent", r.theirs, r.ours, r.lead, r.state, r.kept, $5
     from jsonb_to_recordset($4) as r ("objectId" uuid, field text, id uuid, "lastSent" jsonb, theirs jsonb, ours jsonb, lead text,
       state text, kept boolean) order by r."objectId", r.field
     on conflict (tenant_id, channel_id, kind, object_id, field) do update set theirs = excluded.theirs,
       last_sent = case when c.kept and excluded.kept then c.last_sent else excluded.last_sent end,
       ours = case when c.kept and excluded.kept then c.ours else excluded.ours end, lead = excluded.lead, state = excluded.state, kept = excluded.kept,
       seen_at = case when c.theirs = excluded.theirs and c.state = excluded.state then c.seen_at else excluded.seen_at end,
       decided_at = null, decided_by = null`,
    [
      of.tenant,
      of.channelId,
      of.object,
      JSON.stringify(conflicts.map(one => ({ ...one, id: newId() }))),
      now,
    ],
  )
  await tx.run(
    `update channel_object set watched = true
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) and not watched`,
    [of.tenant, of.channelId, of.object, conflicts.filter(one => one.kept).map(one => one.objectId)],
  )
}

/** The values of theirs that are kept, by object and field. */
export async function keptValues(
  tx: Tx,
  of: SentOf,
  ids: readonly string[],
): Promise<Map<string, Map<string, unknown>>> {
  const kept = new Map<string, Map<string, unknown>>()
  if (ids.length === 0) return kept
  const rows = await tx.query<{ id: string; field: string; theirs: unknown }>(
    `select object_id as id, field, theirs from conflict
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) and kept`,
    [of.tenant, of.channelId, of.object, ids],
  )
  for (const { id, field, theirs } of rows) {
    const fields = kept.get(id) ?? new Map<string, unknown>()
    kept.set(id, fields.set(field, theirs))
  }
  return kept
}

/** What a shop was found to show of an object: its fields are these now, whatever was told before. */
export async function showsNow(
  tx: Tx,
  of: SentOf,
  found: readonly {
    readonly objectId: string
    readonly data?: { readonly hash: string; readonly fields: unknown } | undefined
    readonly price?: { readonly hash: string; readonly fields: unknown } | undefined
  }[],
): Promise<void> {
  if (found.length === 0) return
  await tx.run(
    `update channel_object o set
       data_hash = coalesce((r.data ->> 'hash')::uuid, o.data_hash), data_sent = coalesce(r.data -> 'fields', o.data_sent),
       price_hash = coalesce((r.price ->> 'hash')::uuid, o.price_hash), price_sent = coalesce(r.price -> 'fields', o.price_sent)
     from jsonb_to_recordset($4) as r ("objectId" uuid, data jsonb, price jsonb)
     where o.tenant_id = $1 and o.channel_id = $2 and o.kind = $3 and o.object_id = r."objectId"`,
    [of.tenant, of.channelId, of.object, JSON.stringify(found)],
  )
}

/** The next items of a channel to be looked at, behind those that were: nothing that is on its way. */
export async function nextToLookAt(tx: Tx, of: SentOf, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select o.object_id as id from channel h join channel_object o on o.tenant_id = h.tenant_id and o.channel_id = h.id and o.kind = $3
       and o.object_id > h.looked_id and o.data_hash is not null and o.in_flight_run is null and o.ticket is null
     where h.tenant_id = $1 and h.id = $2 order by o.object_id limit $4`,
    [of.tenant, of.channelId, of.object, limit],
  )
  return rows.map(row => row.id)
}

/** Writes down how far the look has come; without an id it begins again. */
export async function lookedUntil(tx: Tx, of: SentOf, id: string | undefined): Promise<void> {
  await tx.run(
    `update channel set looked_id = coalesce($3::uuid, $4::uuid) where tenant_id = $1 and id = $2`,
    [of.tenant, of.channelId, id ?? null, '00000000-0000-0000-0000-000000000000'],
  )
}

/** Conflicts that a person may decide, locked in the order of their objects. */
export function holdConflicts(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<
  {
    id: string
    channelId: string
    connectionId: string
    objectId: string
    field: string
    theirs: unknown
  }[]
> {
  return tx.query(
    `select c.id, c.channel_id as "channelId", h.connection_id as "connectionId", c.object_id as "objectId", c.field, c.theirs
     from conflict c join channel h on h.tenant_id = c.tenant_id and h.id = c.channel_id
     where c.tenant_id = $1 and c.id = any($2::uuid[]) and c.state in ('open', 'kept')
     order by c.channel_id, c.object_id, c.field for update of c`,
    [tenant, ids],
  )
}

/** Writes down what was decided. */
export async function endConflicts(
  tx: Tx,
  of: SentOf,
  ids: readonly string[],
  { take, by, at }: { readonly take: 'ours' | 'theirs'; readonly by: string; readonly at: Date },
): Promise<void> {
  await tx.run(
    `update conflict set state = case when $4 then 'kept' else 'decided' end, kept = $4, decided_at = $5, decided_by = $6
     where tenant_id = $1 and channel_id = $2 and id = any($3::uuid[])`,
    [of.tenant, of.channelId, ids, take === 'theirs', at, by],
  )
  if (take === 'theirs')
    await tx.run(
      `update channel_object o set watched = true from conflict c
       where c.tenant_id = $1 and c.channel_id = $2 and c.id = any($3::uuid[]) and o.tenant_id = $1 and o.channel_id = $2 and o.kind = c.kind
         and o.object_id = c.object_id and not o.watched`,
      [of.tenant, of.channelId, ids],
    )
}

/** These are due at this channel alone. */
export async function tellAgain(
  tx: Tx,
  of: SentOf,
  kind: 'item' | 'price',
  ids: readonly string[],
): Promise<void> {
  await tx.run(
    `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
     select $1, h.id, $3, u.id, h.connection_id, clock_timestamp()
     from (select distinct id from unnest($4::uuid[]) as v (id)) u join channel h on h.tenant_id = $1 and h.id = $2 order by u.id
     on conflict (tenant_id, channel_id, kind, object_id) do update set version = due.version + 1, not_before = null, tries = 0`,
    [of.tenant, of.channelId, kind, ids],
  )
}

/** A conflict with the names that a person knows it by. */
export interface ListedConflict extends Omit<Conflict, 'kept'> {
  readonly id: string
  readonly channelId: string
  readonly channel: string
  readonly number: string
  readonly name: string
  readonly seenAt: Date
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
}

export interface ConflictFilter {
  readonly channelId?: string | undefined
  readonly state?: ConflictState | undefined
}

/** Conflicts, those that were first seen last first. */
export function listConflicts(
  tx: Tx,
  tenant: string,
  filter: ConflictFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ListedConflict[]> {
  return tx.query<ListedConflict>(
    `select c.id, c.channel_id as "channelId", h.name as channel, c.object_id as "objectId", i.item_number as number, i.name, c.field,
       c.last_sent as "lastSent", c.theirs, c.ours, c.lead, c.state, c.seen_at as "seenAt", c.decided_at as "decidedAt",
       c.decided_by as "decidedBy"
     from conflict c join channel h on h.tenant_id = c.tenant_id and h.id = c.channel_id
       join item i on i.tenant_id = c.tenant_id and i.id = c.object_id
     where ${matches} and ($4::uuid is null or c.id < $4) order by c.id desc limit $5`,
    [...filterValues(tenant, filter), page.after ?? null, page.limit],
  )
}

/** How many there are, counted up to `most`. */
export async function countConflicts(
  tx: Tx,
  tenant: string,
  filter: ConflictFilter,
  most: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from conflict c where ${matches} limit $4) counted`,
    [...filterValues(tenant, filter), most],
  )
  return row?.count ?? 0
}

const matches = `c.tenant_id = $1 and ($2::uuid is null or c.channel_id = $2) and ($3::text is null or c.state = $3)`

function filterValues(tenant: string, { channelId, state }: ConflictFilter): unknown[] {
  return [tenant, channelId ?? null, state ?? null]
}

/** How many conflicts are open, per channel. */
export function openConflicts(tx: Tx, tenant: string): Promise<{ channelId: string; open: number }[]> {
  return tx.query(
    `select channel_id as "channelId", count(*)::int as open from conflict where tenant_id = $1 and state = 'open' group by channel_id`,
    [tenant],
  )
}
