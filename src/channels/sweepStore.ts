import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ObjectKind } from './sentStore.ts'

/** All objects of a kind of one channel are walked through; this far it has come. */
export interface Sweep {
  readonly channelId: string
  readonly kind: ChangedKind
  /** Also what is as it was accepted is sent. */
  readonly complete: boolean
  readonly afterId: string
  readonly version: number
  /** The second walk of a complete one: what the channel has of us and should not have any more. */
  readonly leftovers: boolean
  /** Of the step at hand: what was sent and answered before its run ended. */
  readonly told: readonly string[]
  readonly done: number
  readonly total: number | null
  readonly estimated: boolean
  readonly workMs: number
}

/** Where sweeps lie: those of one connection, of these kinds, for the channels that are served now. */
export interface SweepsOf {
  readonly tenant: string
  readonly connectionId: string
  readonly channelIds: readonly string[]
  readonly kinds: readonly ChangedKind[]
}

/** The sweep that was asked for first, wide changes before complete synchronisations; undefined where none is to go on. */
export async function nextSweep(tx: Tx, of: SweepsOf): Promise<Sweep | undefined> {
  const [row] = await tx.query<Sweep>(
    `select channel_id as "channelId", kind, complete, after_id as "afterId", version, leftovers, told,
       done::int, total::int, estimated, work_ms::int as "workMs" from sweep
     where tenant_id = $1 and connection_id = $2 and kind = any($3) and channel_id = any($4::uuid[]) and paused_at is null
     order by complete, asked_at, channel_id, kind limit 1`,
    [of.tenant, of.connectionId, of.kinds, of.channelIds],
  )
  return row
}

/**
 * Writes down how far a sweep has come. Without `lastId` it is through: its row goes, but that of a complete one first
 * begins its second walk. One that was asked for again meanwhile begins again, whatever this says.
 */
export async function advanceSweep(
  tx: Tx,
  tenant: string,
  sweep: Sweep,
  step: { readonly lastId: string | undefined; readonly count: number; readonly ms: number },
): Promise<void> {
  const key = [tenant, sweep.channelId, sweep.kind, sweep.version, sweep.complete]
  if (step.lastId === undefined && (sweep.leftovers || !sweep.complete))
    await tx.run(
      `delete from sweep where tenant_id = $1 and channel_id = $2 and kind = $3 and version = $4 and complete = $5`,
      key,
    )
  else
    await tx.run(
      `update sweep set after_id = coalesce($6::uuid, default_id), leftovers = leftovers or $6 is null, done = done + $7,
         work_ms = work_ms + $8, told = '{}'
       from (select '00000000-0000-0000-0000-000000000000'::uuid as default_id) as start
       where tenant_id = $1 and channel_id = $2 and kind = $3 and version = $4 and complete = $5`,
      [...key, step.lastId ?? null, step.count, Math.round(step.ms)],
    )
}

/**
 * Writes down, in the transaction that settles a call, what a complete sweep needs not send again if its run ends here.
 * Answers how many these are by now, and whether it was paused or asked for anew.
 */
export async function noteTold(
  tx: Tx,
  tenant: string,
  sweep: Sweep,
  objectIds: readonly string[],
): Promise<{ readonly told: number; readonly paused: boolean }> {
  const [row] = await tx.query<{ told: number; paused: boolean }>(
    `update sweep set told = array(select distinct unnest(told || $6::uuid[]))
     where tenant_id = $1 and channel_id = $2 and kind = $3 and version = $4 and complete = $5
     returning cardinality(told) as told, paused_at is not null as paused`,
    [tenant, sweep.channelId, sweep.kind, sweep.version, sweep.complete, objectIds],
  )
  return row ?? { told: 0, paused: true }
}

/** The next objects that a channel has accepted and that the first walk does not meet, in the order of their ids. */
export async function nextLeftovers(
  tx: Tx,
  of: { readonly tenant: string; readonly channelId: string; readonly object: ObjectKind },
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select o.object_id as id from channel_object o
     where o.tenant_id = $1 and o.channel_id = $2 and o.kind = $3 and o.object_id > $4 and o.data_hash is not null
       and (o.kind <> 'item' or not exists (select 1 from item_channel k
         where k.tenant_id = o.tenant_id and k.channel_id = o.channel_id and k.item_id = o.object_id))
     order by o.object_id limit $5`,
    [of.tenant, of.channelId, of.object, afterId, limit],
  )
  return rows.map(row => row.id)
}

/** The next orders of a channel by id that were taken over: what a sweep of statuses walks through. */
export async function nextOrdersOf(
  tx: Tx,
  tenant: string,
  channelId: string,
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from sales_order where tenant_id = $1 and id > $3 and channel_id = $2 order by id limit $4`,
    [tenant, channelId, afterId, limit],
  )
  return rows.map(row => row.id)
}
