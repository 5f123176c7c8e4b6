import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'

/** Kinds that are told as a state, and can be walked through: of each a complete synchronisation can be asked for. */
export const completeKinds = [
  'category',
  'manufacturer',
  'characteristic',
  'item',
  'price',
  'stock',
  'image',
  'cross_selling',
  'customer',
  'order_status',
] as const satisfies readonly ChangedKind[]
export type CompleteKind = (typeof completeKinds)[number]

/** Up to so many objects are counted; above that the planner guesses. */
const countedAtMost = 200_000

/** A complete synchronisation of one kind at one channel. */
export interface CompleteSweep {
  readonly channelId: string
  readonly channel: string
  readonly connectionId: string
  readonly connection: string
  readonly kind: CompleteKind
  readonly runId: string | null
  readonly askedAt: Date
  readonly askedBy: string
  readonly pausedAt: Date | null
  readonly pausedBy: string | null
  readonly done: number
  readonly total: number | null
  /** True: `total` is a guess. */
  readonly estimated: boolean
  readonly workMs: number
}

/** Which complete synchronisations: those of these connections or channels and kinds. */
export interface CompleteOf {
  readonly channelIds: readonly string[]
  readonly kinds: readonly CompleteKind[]
}

/** A sales channel of a connection that is not archived. */
export interface ServedChannel {
  readonly id: string
  readonly connectionId: string
  readonly system: string
  readonly facts: Readonly<Record<string, unknown>>
  /** False: it is switched off or locked, or its connection is. */
  readonly open: boolean
}

/** The channels that these names mean, of channels or of connections; all if there are none. By id. */
export function namedChannels(tx: Tx, tenant: string, names: readonly string[]): Promise<ServedChannel[]> {
  return tx.query<ServedChannel>(
    `select h.id, h.connection_id as "connectionId", c.system, c.facts, h.active and h.locked_at is null and c.locked_at is null as open
     from channel h join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id
     where h.tenant_id = $1 and c.archived_at is null
       and (cardinality($2::text[]) = 0 or h.name = any($2) or c.name = any($2) or h.id::text = any($2) or c.id::text = any($2))
     order by h.id`,
    [tenant, names],
  )
}

/**
 * Asks for all objects of these kinds to be sent again to these channels. One that is on is joined and goes on; one that is
 * paused begins again. Answers what was begun, with its connection.
 */
export function askForComplete(
  tx: Tx,
  tenant: string,
  wish: CompleteOf & { readonly runId: string; readonly by: string },
): Promise<{ channelId: string; connectionId: string; kind: CompleteKind }[]> {
  return tx.query(
    `insert into sweep (tenant_id, channel_id, kind, connection_id, complete, asked_at, asked_by, run_id)
     select $1, h.id, k.kind, h.connection_id, true, clock_timestamp(), $4, $5
     from channel h cross join unnest($3::text[]) as k (kind)
     where h.tenant_id = $1 and h.id = any($2::uuid[]) and (k.kind <> 'customer' or h.sends_customers) order by h.id, k.kind
     on conflict (tenant_id, channel_id, kind, complete) do update set version = sweep.version + 1, after_id = default, told = default,
       leftovers = default, done = 0, work_ms = 0, asked_at = excluded.asked_at, asked_by = excluded.asked_by, run_id = excluded.run_id,
       paused_at = null, paused_by = null
       where sweep.paused_at is not null
     returning channel_id as "channelId", connection_id as "connectionId", kind`,
    [tenant, wish.channelIds, wish.kinds, wish.by, wish.runId],
  )
}

/** Counts what such a walk will meet, up to a limit; above it stands the planner's guess, and that it is one. */
export async function countComplete(
  tx: Tx,
  tenant: string,
  begun: readonly { readonly channelId: string; readonly kind: CompleteKind }[],
): Promise<void> {
  // A few channels and kinds; each is a count of its own, so that one that is too large is guessed by itself.
  for (const { channelId, kind } of begun) {
    const walked = walks[kind]
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from (select 1 from ${walked} limit $3) as counted`,
      [tenant, channelId, countedAtMost + 1],
    )
    const count = row?.count ?? 0
    const estimated = count > countedAtMost
    const total = estimated ? Math.max(count, await guess(tx, tenant, channelId, walked)) : count
    await tx.run(
      `update sweep set total = $4, estimated = $5 where tenant_id = $1 and channel_id = $2 and kind = $3 and complete`,
      [tenant, channelId, kind, total, estimated],
    )
  }
}

const itemsOf = `item_channel where tenant_id = $1 and channel_id = $2`
const walks: Readonly<Record<CompleteKind, string>> = {
  item: itemsOf,
  price: itemsOf,
  stock: itemsOf,
  cross_selling: `(select distinct x.item_id from item_cross_selling x join item_channel k on k.tenant_id = $1 and k.channel_id = $2
    and k.item_id = x.item_id where x.tenant_id = $1) as shown`,
  image: `item_image where tenant_id = $1 and $2::uuid is not null`,
  category: `category where tenant_id = $1 and $2::uuid is not null`,
  manufacturer: `manufacturer where tenant_id = $1 and $2::uuid is not null`,
  characteristic: `characteristic where tenant_id = $1 and $2::uuid is not null`,
  customer: `web_customer w join ledger l on l.tenant_id = w.tenant_id and l.id = w.id
    where w.tenant_id = $1 and l.channel_id = $2 and w.stood is not null`,
  order_status: `sales_order where tenant_id = $1 and channel_id = $2`,
}

async function guess(tx: Tx, tenant: string, channelId: string, walked: string): Promise<number> {
  const [row] = await tx.query<{
    'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[]
  }>(`explain (format json) select 1 from ${walked}`, [tenant, channelId])
  return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0
}

/** Complete synchronisations that are on or paused, by channel and kind. */
export function listComplete(
  tx: Tx,
  tenant: string,
  of: { readonly channelIds?: readonly string[] | undefined; readonly runId?: string | undefined } = {},
): Promise<CompleteSweep[]> {
  return tx.query<CompleteSweep>(
    `select s.channel_id as "channelId", h.name as channel, s.connection_id as "connectionId", c.name as connection, s.kind,
       s.run_id as "runId", s.asked_at as "askedAt", s.asked_by as "askedBy", s.paused_at as "pausedAt", s.paused_by as "pausedBy",
       (s.done + cardinality(s.told))::int as done, greatest(s.total, s.done + cardinality(s.told))::int as total, s.estimated,
       s.work_ms::int as "workMs"
     from sweep s join channel h on h.tenant_id = s.tenant_id and h.id = s.channel_id
       join connection c on c.tenant_id = s.tenant_id and c.id = s.connection_id
     where s.tenant_id = $1 and s.complete and ($2::uuid[] is null or s.channel_id = any($2::uuid[]))
       and ($3::uuid is null or s.run_id = $3)
     order by c.name, h.name, array_position($4::text[], s.kind::text)`,
    [tenant, of.channelIds ?? null, of.runId ?? null, completeKinds],
  )
}

/** Pauses them: they cost nothing until somebody lets them go on. Answers those that were on. */
export function pauseSweeps(
  tx: Tx,
  tenant: string,
  of: CompleteOf & { readonly by: string },
): Promise<{ channelId: string; kind: CompleteKind }[]> {
  return tx.query(
    `with paused as (select channel_id, kind from sweep where tenant_id = $1 and channel_id = any($2::uuid[]) and kind = any($3) and complete
         and paused_at is null order by channel_id, kind for update)
     update sweep s set paused_at = clock_timestamp(), paused_by = $4 from paused
     where s.tenant_id = $1 and s.channel_id = paused.channel_id and s.kind = paused.kind and s.complete
     returning s.channel_id as "channelId", s.kind`,
    [tenant, of.channelIds, of.kinds, of.by],
  )
}

/** Lets paused ones go on where they were. Answers those that were paused, with their connection. */
export function resumeSweeps(
  tx: Tx,
  tenant: string,
  of: CompleteOf,
): Promise<{ channelId: string; connectionId: string; kind: CompleteKind }[]> {
  return tx.query(
    `with paused as (select channel_id, kind from sweep where tenant_id = $1 and channel_id = any($2::uuid[]) and kind = any($3) and complete
         and paused_at is not null order by channel_id, kind for update)
     update sweep s set paused_at = null, paused_by = null from paused
     where s.tenant_id = $1 and s.channel_id = paused.channel_id and s.kind = paused.kind and s.complete
     returning s.channel_id as "channelId", s.connection_id as "connectionId", s.kind`,
    [tenant, of.channelIds, of.kinds],
  )
}

/** Gives them up: what was sent stays sent, the rest is not sent. Answers those that were there. */
export function dropSweeps(
  tx: Tx,
  tenant: string,
  of: CompleteOf,
): Promise<{ channelId: string; kind: CompleteKind }[]> {
  return tx.query(
    `delete from sweep where tenant_id = $1 and channel_id = any($2::uuid[]) and kind = any($3) and complete
     returning channel_id as "channelId", kind`,
    [tenant, of.channelIds, of.kinds],
  )
}

/**
 * A person ends a run: the complete synchronisations that it asked for, and those that its lane runs are walking, pause.
 * Else the next run would go on at once.
 */
export async function pauseOfRun(tx: Tx, tenant: string, runId: string, by: string): Promise<void> {
  await tx.run(
    `with ending as (select id, connection_id, lane from sync_run where tenant_id = $1 and state = 'running' and lane is not null
         and (id = $2 or id in (select run_id from sync_run_part where tenant_id = $1 and parent_id = $2))),
       paused as (select channel_id, kind from sweep s where s.tenant_id = $1 and s.complete and s.paused_at is null
         and (s.run_id = $2 or exists (select 1 from ending e where e.connection_id = s.connection_id
           and e.lane = case s.kind when 'stock' then 'stock' when 'order_status' then 'feedback' when 'customer' then 'feedback' else 'catalogue' end))
         order by channel_id, kind for update)
     update sweep s set paused_at = clock_timestamp(), paused_by = $3 from paused
     where s.tenant_id = $1 and s.channel_id = paused.channel_id and s.kind = paused.kind and s.complete`,
    [tenant, runId, by],
  )
}
