import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { objectJoins, objectName } from './objectName.ts'
import { noHash, type ObjectKind } from './sentStore.ts'

/** What a system has to do: take a letter from us, or answer what it took. */
export const awaitedWaits = ['take', 'answer'] as const
export type AwaitedWait = (typeof awaitedWaits)[number]

/** Something that was told and that the other side has not taken, or not answered. */
export interface Awaited {
  readonly id: string
  readonly waits: AwaitedWait
  readonly connection: string
  readonly channelId: string
  readonly channel: string
  readonly kind: ChangedKind
  readonly object: ObjectKind
  readonly objectId: string
  /** Number or name of the item, the category, the order or the delivery. */
  readonly name: string
  readonly since: Date
  /** How often a letter was handed out. */
  readonly taken: number
  /** A letter that was handed out is not handed out again before. */
  readonly hiddenUntil: Date | null
  readonly ticket: string | null
}

export interface AwaitedFilter {
  readonly channelIds?: readonly string[] | undefined
  readonly kinds?: readonly ChangedKind[] | undefined
  readonly waits?: AwaitedWait | undefined
  readonly objectIds?: readonly string[] | undefined
  /** Waiting since that moment or longer. */
  readonly before?: Date | undefined
}

// A letter with a ticket is one thing that waits, not two: as long as it lies there it has to be taken first.
// What is about no object is shown where it was asked for or said.
const letters = `from letter l where l.tenant_id = $1 and l.object_id is not null
  and ($2::uuid[] is null or l.channel_id = any($2::uuid[])) and ($3::text[] is null or l.kind = any($3)) and coalesce($4::text, 'take') = 'take'
  and ($5::uuid[] is null or l.object_id = any($5::uuid[])) and ($6::timestamptz is null or l.created_at <= $6)`
const tickets = `from channel_object o where o.tenant_id = $1 and o.ticket is not null
  and ($2::uuid[] is null or o.channel_id = any($2::uuid[])) and ($3::text[] is null or o.in_flight_kind = any($3))
  and coalesce($4::text, 'answer') = 'answer' and ($5::uuid[] is null or o.object_id = any($5::uuid[]))
  and ($6::timestamptz is null or o.ticket_at <= $6) and not exists (select from letter l where l.tenant_id = o.tenant_id
    and l.channel_id = o.channel_id and l.object_kind = o.kind and l.object_id = o.object_id and l.ticket = o.ticket)`

function valuesOf(tenant: string, of: AwaitedFilter): unknown[] {
  const { channelIds, kinds, waits, objectIds, before } = of
  const given = [channelIds, kinds, waits, objectIds, before]
  return [tenant, ...given.map(value => value ?? null)]
}

/** What waits for systems, in the order of its ids, which is nearly that of its age; those behind `after`. */
export function listAwaited(
  tx: Tx,
  tenant: string,
  of: AwaitedFilter & { readonly after?: string | undefined; readonly limit: number },
): Promise<Awaited[]> {
  return tx.query<Awaited>(
    `with page as materialized (
       select * from (
         (select l.id, 'take' as waits, l.channel_id, l.kind, l.object_kind as object, l.object_id, l.created_at as since, l.taken,
            l.hidden_until, l.ticket ${letters} and ($7::uuid is null or l.id > $7) order by l.id limit $8)
         union all
         (select o.ticket_id, 'answer', o.channel_id, o.in_flight_kind, o.kind, o.object_id, o.ticket_at, 0, null, o.ticket
          ${tickets} and ($7::uuid is null or o.ticket_id > $7) order by o.ticket_id limit $8)) w
       order by id limit $8)
     select w.id, w.waits, k.name as connection, w.channel_id as "channelId", h.name as channel, w.kind, w.object, w.object_id as "objectId",
       ${objectName} as name, w.since, w.taken, w.hidden_until as "hiddenUntil", w.ticket
     from page w
       join channel h on h.tenant_id = $1 and h.id = w.channel_id
       join connection k on k.tenant_id = $1 and k.id = h.connection_id
       ${objectJoins('w.object', 'w.object_id')}
     order by w.id`,
    [...valuesOf(tenant, of), of.after ?? null, of.limit],
  )
}

/** How many there are; counting stops at `limit`. */
export async function countAwaited(
  tx: Tx,
  tenant: string,
  of: AwaitedFilter,
  limit: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from ((select 1 ${letters} limit $7) union all (select 1 ${tickets} limit $7) limit $7) as counted`,
    [...valuesOf(tenant, of), limit],
  )
  return row?.count ?? 0
}

/** Lays letters out as if they had never been handed out. Answers those that lie there. */
export async function layOutAgain(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `update letter l set taken = 0, hidden_until = null
     from (select id from letter where tenant_id = $1 and id = any($2::uuid[]) and object_id is not null order by id for update) as held
     where l.tenant_id = $1 and l.id = held.id returning l.id`,
    [tenant, ids],
  )
  return new Set(rows.map(row => row.id))
}

/** Those of these ids under which an answer is awaited, whether a letter still lies there or not. */
export async function ticketsAmong(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select ticket_id as id from channel_object where tenant_id = $1 and ticket_id = any($2::uuid[]) and ticket is not null`,
    [tenant, ids],
  )
  return new Set(rows.map(row => row.id))
}

/** Something that is not waited for any more. */
export interface Released {
  readonly id: string
  readonly connectionId: string
  readonly channelId: string
  readonly kind: ChangedKind
  readonly object: ObjectKind
  readonly objectId: string
}

/**
 * Waits for these no longer: letters are taken away, tickets forgotten. What the letters said counts as told no more, and what became of
 * objects under tickets as unknown. Answers those that were waited for; the caller makes them due.
 */
export async function releaseAwaited(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<readonly Released[]> {
  // Letters before what was sent, as when a system takes them.
  const letters = await tx.query<Released & { ticket: string | null; aspects: readonly string[] }>(
    `delete from letter where tenant_id = $1 and id = any(array(select id from letter where tenant_id = $1 and id = any($2::uuid[])
       and object_id is not null order by id for update))
     returning id, connection_id as "connectionId", channel_id as "channelId", kind, object_kind as object, object_id as "objectId", ticket,
       array(select jsonb_object_keys(sent)) as aspects`,
    [tenant, ids],
  )
  await tx.run(
    `update channel_object o set
       data_hash = case when o.data_hash is not null and 'data' = any(held.aspects) then '${noHash}'::uuid else o.data_hash end,
       price_hash = case when not 'price' = any(held.aspects) then o.price_hash end,
       stock_hash = case when not 'stock' = any(held.aspects) then o.stock_hash end
     from (select o.channel_id, o.kind, o.object_id, array(select jsonb_array_elements_text(r.aspects)) as aspects
       from jsonb_to_recordset($2) as r ("channelId" uuid, object text, "objectId" uuid, aspects jsonb)
         join channel_object o on o.tenant_id = $1 and o.channel_id = r."channelId" and o.kind = r.object and o.object_id = r."objectId"
       order by o.channel_id, o.kind, o.object_id for update of o) as held
     where o.tenant_id = $1 and o.channel_id = held.channel_id and o.kind = held.kind and o.object_id = held.object_id`,
    [tenant, JSON.stringify(letters.filter(letter => letter.ticket === null))],
  )
  const tickets = await tx.query<Released>(
    `with held as (
       select o.channel_id, o.kind, o.object_id, h.connection_id from channel_object o
         join channel h on h.tenant_id = o.tenant_id and h.id = o.channel_id
       where o.tenant_id = $1 and o.ticket is not null and (o.ticket_id = any($2::uuid[]) or exists (
         select from jsonb_to_recordset($3) as r ("channelId" uuid, object text, "objectId" uuid, ticket text)
         where r."channelId" = o.channel_id and r.object = o.kind and r."objectId" = o.object_id and r.ticket = o.ticket))
       order by o.channel_id, o.kind, o.object_id for update of o)
     update channel_object o set ticket = null, ticket_sent = null, in_flight_until = clock_timestamp() from held
     where o.tenant_id = $1 and o.channel_id = held.channel_id and o.kind = held.kind and o.object_id = held.object_id
     returning o.ticket_id as id, held.connection_id as "connectionId", o.channel_id as "channelId", o.in_flight_kind as kind,
       o.kind as object, o.object_id as "objectId"`,
    [tenant, ids, JSON.stringify(letters.filter(letter => letter.ticket !== null))],
  )
  return [...letters, ...tickets]
}
