import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { GuardRule } from './guardSettings.ts'
import type { SentOf } from './sentStore.ts'

export const guardStates = ['held', 'released', 'dropped', 'sent'] as const
export type GuardState = (typeof guardStates)[number]

/** An object in a list of the guard. `depth`: by how many percent a price falls. */
export interface GuardItem {
  readonly objectId: string
  readonly rule: GuardRule
  readonly stopId: string
  readonly old: string
  readonly new: string
  readonly depth: string | null
  readonly state: GuardState
}

/** What is to be held: it joins the open list of its rule, or begins one. */
export interface Holding extends Omit<GuardItem, 'stopId' | 'state'> {
  readonly dueKind: ChangedKind
}

/** The figures with which a list begins. */
export interface StopFigures {
  readonly stopId: string
  readonly runId: string
  readonly rule: GuardRule
  readonly percent: number
  readonly counted: number
  readonly extent: number
  readonly total: number
}

/** What of these objects is held, released or dropped. */
export function guardItems(tx: Tx, of: SentOf, ids: readonly string[]): Promise<GuardItem[]> {
  return tx.query<GuardItem>(
    `select object_id as "objectId", rule, stop_id as "stopId", old_value as old, new_value as new, trim_scale(depth)::text as depth, state
     from guard_item where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) and state <> 'sent'`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/** What a rule has to do with a channel at this moment. */
export interface GuardLook {
  /** Sent under the rule within the last 24 hours, to the full hour. */
  readonly counted: number
  readonly held: number
  /** Objects whose change of this kind waits; all of them where everything is walked through. */
  readonly waiting: number
  readonly swept: boolean
}

/** How much was sent under a rule within 24 hours. */
export async function guardCounted(tx: Tx, of: SentOf, rule: GuardRule, now: Date): Promise<number> {
  const [row] = await tx.query<{ counted: number }>(`select ${countedSql} as counted`, [
    of.tenant,
    of.channelId,
    of.object,
    rule,
    now,
  ])
  return row?.counted ?? 0
}

/** The same, and what is held and waits. */
export async function lookAtGuard(
  tx: Tx,
  of: SentOf,
  rule: GuardRule,
  dueKind: ChangedKind,
  now: Date,
): Promise<GuardLook> {
  const [row] = await tx.query<GuardLook>(
    `select ${countedSql} as counted,
       (select count(*)::int from guard_stop s join guard_item i on i.tenant_id = s.tenant_id and i.stop_id = s.id and i.state = 'held'
         where s.tenant_id = $1 and s.channel_id = $2 and s.kind = $3 and s.rule = $4 and s.ended_at is null) as held,
       (select count(*)::int from due where tenant_id = $1 and channel_id = $2 and kind = $6) as waiting,
       exists (select from sweep where tenant_id = $1 and channel_id = $2 and kind = $6) as swept`,
    [of.tenant, of.channelId, of.object, rule, now, dueKind],
  )
  return row ?? { counted: 0, held: 0, waiting: 0, swept: false }
}

const countedSql = `(select coalesce(sum(count), 0)::int from guard_count where tenant_id = $1 and channel_id = $2 and kind = $3
  and rule = $4 and hour > $5::timestamptz - interval '25 hours')`

/** How many objects of a kind a channel has; counting ends at `most`. */
export async function objectsOf(tx: Tx, of: SentOf, most: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from channel_object
       where tenant_id = $1 and channel_id = $2 and kind = $3 and accepted_at is not null limit $4) counted`,
    [of.tenant, of.channelId, of.object, most],
  )
  return row?.count ?? 0
}

/** Counts what was sent under a rule; hours that count no more go. */
export async function countGuarded(
  tx: Tx,
  of: SentOf,
  counts: Readonly<Record<string, number>>,
  now: Date,
): Promise<void> {
  const rules = Object.keys(counts).sort()
  await tx.run(
    `insert into guard_count (tenant_id, channel_id, kind, rule, hour, count)
     select $1, $2, $3, u.rule, date_trunc('hour', $6::timestamptz), u.count from unnest($4::text[], $5::int[]) as u (rule, count)
     order by u.rule
     on conflict (tenant_id, channel_id, kind, rule, hour) do update set count = guard_count.count + excluded.count`,
    [of.tenant, of.channelId, of.object, rules, rules.map(rule => counts[rule]), now],
  )
  await tx.run(
    `delete from guard_count where tenant_id = $1 and channel_id = $2 and kind = $3 and hour < $4::timestamptz - interval '26 hours'`,
    [of.tenant, of.channelId, of.object, now],
  )
}

/** Writes objects into the open list of a rule, which begins with these figures where there is none. Answers the list's id. */
export async function holdGuarded(
  tx: Tx,
  of: SentOf,
  stop: StopFigures,
  holdings: readonly Holding[],
  now: Date,
): Promise<string> {
  const key = [of.tenant, of.channelId, of.object]
  // By one statement: a list that a person ends at this moment is not joined any more, and another one begins.
  const [open] = await tx.query<{ id: string }>(
    `insert into guard_stop as s (tenant_id, id, channel_id, kind, rule, run_id, started_at, percent, counted, extent, total)
     values ($1, $4, $2, $3, $5, $6, $7, $8, $9, $10, $11)
     on conflict (tenant_id, channel_id, kind, rule) where ended_at is null do update set ended_at = null returning s.id`,
    [
      ...key,
      stop.stopId,
      stop.rule,
      stop.runId,
      now,
      String(stop.percent),
      stop.counted,
      stop.extent,
      stop.total,
    ],
  )
  if (!open) throw new TypeError('the list was just made')
  await tx.run(
    `insert into guard_item as g (tenant_id, channel_id, kind, object_id, rule, stop_id, due_kinds, old_value, new_value, depth, held_at)
     select $1, $2, $3, r."objectId", r.rule, $4, array[r."dueKind"], r.old, r.new, r.depth::numeric, $6
     from json_to_recordset($5) as r ("objectId" uuid, rule text, "dueKind" text, old text, new text, depth text) order by r."objectId"
     on conflict (tenant_id, channel_id, kind, object_id, rule) do update set stop_id = excluded.stop_id, old_value = excluded.old_value,
       new_value = excluded.new_value, depth = excluded.depth, state = 'held', held_at = excluded.held_at, decided_at = null, decided_by = null,
       due_kinds = case when g.state = 'sent' or g.due_kinds @> excluded.due_kinds then excluded.due_kinds else g.due_kinds || excluded.due_kinds end`,
    [...key, open.id, JSON.stringify(holdings), now],
  )
  await tx.run(
    `update channel_object set watched = true
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) and not watched`,
    [...key, holdings.map(one => one.objectId)],
  )
  return open.id
}

/** These fall no more (they leave their list), or were sent as they were released (they stay in it as sent). */
export async function leaveGuard(
  tx: Tx,
  of: SentOf,
  how: 'changed' | 'sent',
  left: readonly { readonly objectId: string; readonly rule: GuardRule }[],
  now: Date,
): Promise<void> {
  if (left.length === 0) return
  const key = [of.tenant, of.channelId, of.object]
  const ids = left.map(one => one.objectId)
  const rows = [...key, ids, left.map(one => one.rule)]
  await lockStops(tx, of.tenant, 's.channel_id = $2', of.channelId)
  // By the ids first: the guard may hold many, and there may be no statistics of them yet.
  const which = `tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) and rule = any($5::text[])
    and state <> 'sent' and (object_id, rule) in (select * from unnest($4::uuid[], $5::text[]))`
  await tx.run(
    how === 'sent'
      ? `update guard_item set state = 'sent' where ${which}`
      : `delete from guard_item where ${which}`,
    rows,
  )
  await unwatch(tx, of, ids)
  await endStops(tx, of.tenant, of.channelId, now)
}

/** Objects of which neither the guard nor a conflict has to say something any more. */
export async function unwatch(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  await tx.run(
    `update channel_object o set watched = false
     where o.tenant_id = $1 and o.channel_id = $2 and o.kind = $3 and o.object_id = any($4::uuid[]) and o.watched
       and o.object_id <> all(array(select object_id from guard_item where tenant_id = $1 and channel_id = $2 and kind = $3
         and object_id = any($4::uuid[]) and state <> 'sent'))
       and o.object_id <> all(array(select object_id from conflict where tenant_id = $1 and channel_id = $2 and kind = $3
         and object_id = any($4::uuid[]) and kept))`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/**
 * Lists of a channel in which nothing is held any more have ended. Locks its open lists first, so that one that a run adds to at
 * this moment is judged with what was added: what is held in a list that has ended nobody would see.
 */
export async function endStops(tx: Tx, tenant: string, channelId: string, now: Date): Promise<void> {
  await lockStops(tx, tenant, 's.channel_id = $2', channelId)
  await tx.run(
    `update guard_stop s set ended_at = $3 where s.tenant_id = $1 and s.channel_id = $2 and s.ended_at is null
       and not exists (select from guard_item i where i.tenant_id = $1 and i.stop_id = s.id and i.state = 'held')`,
    [tenant, channelId, now],
  )
}

/** Locks open lists in the order of their ids; whoever changes what is in them does so first. */
export async function lockStops(
  tx: Tx,
  tenant: string,
  which: 's.channel_id = $2' | 's.id = any($2::uuid[])',
  value: string | readonly string[],
): Promise<void> {
  await tx.run(
    `select 1 from guard_stop s where s.tenant_id = $1 and ${which} and s.ended_at is null order by s.id for update`,
    [tenant, value],
  )
}
