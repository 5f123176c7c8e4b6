import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'

/** All objects of a kind of one channel are walked through; this far it has come. */
export interface Sweep {
  readonly channelId: string
  readonly kind: ChangedKind
  /** Also what is as it was accepted is sent. */
  readonly complete: boolean
  readonly afterId: string
  readonly version: number
}

/** Where sweeps lie: those of one connection, of these kinds, for the channels that are served now. */
export interface SweepsOf {
  readonly tenant: string
  readonly connectionId: string
  readonly channelIds: readonly string[]
  readonly kinds: readonly ChangedKind[]
}

/** The sweep that was asked for first; undefined where there is none. */
export async function nextSweep(tx: Tx, of: SweepsOf): Promise<Sweep | undefined> {
  const [row] = await tx.query<Sweep>(
    `select channel_id as "channelId", kind, complete, after_id as "afterId", version from sweep
     where tenant_id = $1 and connection_id = $2 and kind = any($3) and channel_id = any($4::uuid[])
     order by asked_at, channel_id, kind limit 1`,
    [of.tenant, of.connectionId, of.kinds, of.channelIds],
  )
  return row
}

/**
 * Writes down how far a sweep has come, or that it is through: then its row goes. One that was asked for again meanwhile
 * begins again, whatever this says.
 */
export async function advanceSweep(
  tx: Tx,
  tenant: string,
  sweep: Sweep,
  step: { readonly lastId: string | undefined; readonly count: number },
): Promise<void> {
  const key = [tenant, sweep.channelId, sweep.kind, sweep.version]
  if (step.lastId === undefined)
    await tx.run(
      `delete from sweep where tenant_id = $1 and channel_id = $2 and kind = $3 and version = $4`,
      key,
    )
  else
    await tx.run(
      `update sweep set after_id = $5, done = done + $6 where tenant_id = $1 and channel_id = $2 and kind = $3 and version = $4`,
      [...key, step.lastId, step.count],
    )
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
