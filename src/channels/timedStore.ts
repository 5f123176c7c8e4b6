import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { wideChange } from './dueStore.ts'

/** What of the catalogue the clock can change. */
export type TimedKind = Extract<ChangedKind, 'category' | 'item' | 'price' | 'stock'>

/** Something that becomes another at these times. */
export interface Timed {
  readonly at: readonly Date[]
  readonly kind: TimedKind
  /** Absent: everything of the kind. */
  readonly objectIds?: readonly string[]
  /** Absent: every channel. */
  readonly channelIds?: readonly string[]
}

/**
 * Writes down what the clock will change, in the transaction of the rule that says so. A wide change is one row per time
 * and channel, whatever number of objects it is about.
 */
export async function writeTimed(tx: Tx, tenant: string, timed: readonly Timed[]): Promise<void> {
  const rows = timed.flatMap(one => rowsOf(one).map(row => ({ id: newId(), ...row })))
  if (rows.length === 0) return
  await tx.run(
    `insert into timed_change (tenant_id, at, id, kind, channel_id, object_id)
     select $1, r.at, r.id, r.kind, r.channel, r.object
     from json_to_recordset($2) as r (at timestamptz, id uuid, kind text, channel uuid, object uuid)`,
    [tenant, JSON.stringify(rows)],
  )
}

function rowsOf({ at, kind, objectIds, channelIds }: Timed) {
  const objects = objectIds && objectIds.length <= wideChange ? objectIds : [null]
  return at.flatMap(time =>
    (channelIds ?? [null]).flatMap(channel => objects.map(object => ({ at: time, kind, channel, object }))),
  )
}

/**
 * Strikes out what the clock has not to change any more: its caller knows that nothing else changes there at that time. A wide
 * change of named objects stays, for its row may stand for others too; at its time it finds nothing to tell.
 */
export async function dropTimed(tx: Tx, tenant: string, timed: readonly Timed[]): Promise<void> {
  const rows = timed.filter(one => (one.objectIds?.length ?? 0) <= wideChange).flatMap(rowsOf)
  if (rows.length === 0) return
  await tx.run(
    `delete from timed_change t using json_to_recordset($2) as r (at timestamptz, kind text, channel uuid, object uuid)
     where t.tenant_id = $1 and t.at = r.at and t.kind = r.kind and t.channel_id is not distinct from r.channel
       and t.object_id is not distinct from r.object`,
    [tenant, JSON.stringify(rows)],
  )
}

/** A change whose time has come: of one object, or of everything at these channels. */
export interface Promoted {
  readonly kind: TimedKind
  readonly objectId: string | null
  readonly channelId: string | null
}

/**
 * Takes what is due by the clock out of the list, oldest first, at most `limit`; rows that somebody else takes are left to
 * him. Its caller writes them down as work in the same transaction.
 */
export function takeTimed(tx: Tx, tenant: string, now: Date, limit: number): Promise<Promoted[]> {
  return tx.query<Promoted>(
    `delete from timed_change t using (
       select at, id from timed_change where tenant_id = $1 and at <= $2 order by at, id limit $3 for update skip locked) as come
     where t.tenant_id = $1 and t.at = come.at and t.id = come.id
     returning t.kind, t.object_id as "objectId", t.channel_id as "channelId"`,
    [tenant, now, limit],
  )
}

/** Tenants for whom the clock has something to change, as it sees them: one look at each, however much is to come. */
export async function tenantsWithTimed(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.query<{ tenant: string }>(
    `with recursive head as (
       (select tenant_id, at from timed_change order by tenant_id, at limit 1)
       union all
       select n.tenant_id, n.at from head h cross join lateral (
         select tenant_id, at from timed_change where tenant_id > h.tenant_id order by tenant_id, at limit 1) as n
     )
     select tenant_id as tenant from head where at <= $1`,
    [now],
  )
  return rows.map(row => row.tenant)
}

/** Channels that are sold on, of these or (absent) of all. */
export async function activeChannels(
  tx: Tx,
  tenant: string,
  channelIds?: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from channel where tenant_id = $1 and active and ($2::uuid[] is null or id = any($2::uuid[])) order by id`,
    [tenant, channelIds ?? null],
  )
  return rows.map(row => row.id)
}
