import { setTimeout as wait } from 'node:timers/promises'
import { type Database, type Tx, transact } from '../base/database.ts'
import { isGone } from '../base/holder.ts'
import { findConnection, listConnections } from '../channels/connectionStore.ts'
import { beginComplete, type CompleteWish } from './completeSync.ts'
import type { ImportContext, RunOptions } from './importContext.ts'
import { claimLane } from './laneClaim.ts'
import {
  type HeldLane,
  hasWork,
  type LaneKey,
  type LaneKind,
  LaneLost,
  laneKinds,
  requestLane,
  requestLanes,
} from './lanes.ts'
import { somebodyWorks } from './processStore.ts'
import { promoteTimedOf } from './promoteTimed.ts'
import { type LaneParts, runLane } from './runLane.ts'
import { addRunPart, closeGoneParents, closeParentRun, openParentRun, readRun, type SyncRun } from './runs.ts'
import { serveMeanwhile } from './serveMeanwhile.ts'

export interface SyncWish {
  readonly tenant: string
  /** Ids or names of connections or channels; none: all that are not archived. */
  readonly channels: readonly string[]
  /** Kinds of work, in whatever order; they are done in that of `laneKinds`. */
  readonly lanes: readonly LaneKind[]
  readonly askedBy: string
  readonly holder: string
  /** Everything of these kinds is sent again. */
  readonly complete?: CompleteWish
}

/** A synchronisation that a person asked for: the parent run, and which connections and lanes it covers. */
export interface StartedSync {
  readonly runId: string
  readonly lanes: readonly LaneKind[]
  readonly connections: readonly {
    readonly id: string
    readonly name: string
    readonly locked: boolean
    /** Channels of it that are locked by themselves. */
    readonly lockedChannels: readonly string[]
    /** The number of the first lane's request; what follows is asked for when it is done. */
    readonly wanted: string | undefined
  }[]
}

/**
 * Writes down that these connections shall be synchronised: the parent run, and a request for the first lane of each, which
 * a worker takes up if there is one; the other lanes follow one after another (`workOffSync`). Locked ones are left out and
 * named. A complete synchronisation is begun with it, or joined. Throws CONNECTION_UNKNOWN.
 */
export async function askForSync(tx: Tx, wish: SyncWish): Promise<StartedSync> {
  const chosen = wish.channels.length === 0 ? await listConnections(tx, wish.tenant, { archived: false }) : []
  for (const name of wish.channels) chosen.push(await findConnection(tx, wish.tenant, name))
  const lanes = laneKinds.filter(kind => wish.lanes.includes(kind))
  const connections = [...new Map(chosen.map(one => [one.id, one])).values()]
  await closeGoneParents(tx, wish.tenant, wish.holder)
  const runId = await openParentRun(tx, wish.tenant, wish.askedBy, wish.holder)
  if (wish.complete) await beginComplete(tx, wish.tenant, { ...wish.complete, ...wish, runId })
  const [first] = lanes
  const open = first ? connections.filter(one => one.lockedAt === null) : []
  const requests = first
    ? await requestLanes(
        tx,
        wish.tenant,
        open.map(one => ({ connectionId: one.id, kind: first })),
      )
    : []
  return {
    runId,
    lanes,
    connections: connections.map(one => ({
      id: one.id,
      name: one.name,
      locked: one.lockedAt !== null,
      lockedChannels: one.channels.filter(channel => channel.lockedAt).map(channel => channel.name),
      wanted: requests[open.indexOf(one)]?.wanted,
    })),
  }
}

/**
 * Follows a started synchronisation to its end, all connections side by side and the lanes of each one after another, and
 * closes the parent run. A worker that takes the lanes up is joined: its runs are waited for, and their figures count. What
 * nobody takes up is worked off in this process. Answers the finished run.
 */
export async function workOffSync(
  parts: LaneParts,
  wish: SyncWish,
  started: StartedSync,
  options: RunOptions & {
    signal?: AbortSignal
    onRun?: (connection: string, figures: ImportContext['figures']) => void
  },
): Promise<SyncRun> {
  const { onRun } = options
  const workOff = (connections: StartedSync['connections'], lanes: readonly LaneKind[]) =>
    Promise.allSettled(
      connections.map(connection =>
        workOffConnection(parts, wish, { ...started, lanes }, connection, {
          ...options,
          ...(onRun ? { onProgress: figures => onRun(connection.name, figures) } : {}),
        }),
      ),
    )
  // A price that began while no worker was there is told by this synchronisation.
  await promoteTimedOf(parts.db, wish.tenant, parts.now())
  const open = started.connections.filter(one => !one.locked)
  const ends = await workOff(open, started.lanes)
  // What one shop sold after another had been told its stock, and what was sold while items were sent (an item carries its
  // stock), is told before the run ends, not with the next one.
  for (let round = 0; round < mostRounds && started.lanes.includes('stock'); round++) {
    const behind = options.signal?.aborted ? [] : await behindInStock(parts.db, wish, started.runId, open)
    if (behind.length === 0) break
    ends.push(...(await workOff(behind, ['stock'])))
  }
  const broken = ends.find(end => end.status === 'rejected')
  return transact(parts.db, { tenant: wish.tenant }, async tx => {
    const run = await readRun(tx, wish.tenant, started.runId)
    const worst =
      run.parts.find(part => part.state === 'failed') ?? run.parts.find(part => part.state === 'cancelled')
    const state = broken ? 'failed' : (worst?.state ?? 'done')
    await closeParentRun(
      tx,
      wish.tenant,
      started.runId,
      state,
      broken ? { code: 'INTERNAL_ERROR', data: {} } : (worst?.error ?? null),
    )
    return readRun(tx, wish.tenant, started.runId)
  }).then(run => {
    if (broken) throw broken.reason
    return run
  })
}

/** So often shops that sell meanwhile make each other look again; the rest is the worker's, or the next run's. */
const mostRounds = 3

async function behindInStock(
  db: Database,
  wish: SyncWish,
  parentId: string,
  open: StartedSync['connections'],
): Promise<StartedSync['connections']> {
  const behind = await Promise.all(
    open.map(async one => {
      const stock: LaneKey = { tenant: wish.tenant, connectionId: one.id, kind: 'stock' }
      return (await hasWork(db, stock)) && !(await isOver(db, wish.tenant, parentId, one.id))
    }),
  )
  return open.flatMap((one, index) => (behind[index] ? [{ ...one, wanted: undefined }] : []))
}

/** So long a worker has time to take a lane up before this process does it. */
const takeUpMs = 2_000
/** Between two looks at what another process does. */
const lookMs = 200

type WorkOptions = RunOptions & { signal?: AbortSignal }

async function workOffConnection(
  parts: LaneParts,
  wish: SyncWish,
  started: StartedSync,
  connection: StartedSync['connections'][number],
  options: WorkOptions,
): Promise<void> {
  let { wanted } = connection
  for (const kind of started.lanes) {
    const lane: LaneKey = { tenant: wish.tenant, connectionId: connection.id, kind }
    wanted ??= (await transact(parts.db, { tenant: wish.tenant }, tx => requestLane(tx, lane))).wanted
    const request = wanted
    const work = () => workOffLane(parts, wish, started.runId, lane, request, options)
    if (wish.complete && kind !== 'orders')
      await serveMeanwhile(
        parts.db,
        lane,
        work,
        async (other, signal) => {
          const request = await transact(parts.db, { tenant: wish.tenant }, tx => requestLane(tx, other))
          await workOffLane(parts, wish, started.runId, other, request.wanted, { ...options, signal })
          return !(await isOver(parts.db, wish.tenant, started.runId, connection.id))
        },
        options.signal,
      )
    else await work()
    wanted = undefined
    if (options.signal?.aborted || (await isOver(parts.db, wish.tenant, started.runId, connection.id))) return
  }
}

async function workOffLane(
  parts: LaneParts,
  wish: SyncWish,
  parentId: string,
  lane: LaneKey,
  wanted: string,
  options: WorkOptions,
): Promise<void> {
  const joined = new Set<string>()
  const join = async (runId: string) => {
    if (joined.has(runId)) return
    joined.add(runId)
    await transact(parts.db, { tenant: wish.tenant }, tx => addRunPart(tx, wish.tenant, parentId, runId))
  }
  const begun = performance.now()
  let served = wanted
  while (!options.signal?.aborted) {
    const state = await look(parts.db, lane, served, wish.holder, options.lease.leaseMs)
    if (state.runId && (state.held || state.served)) await join(state.runId)
    if (state.served) return
    const left = state.worked && performance.now() - begun < takeUpMs
    if (!state.held && !left) {
      const claim = await claimLane(parts.db, {
        ...lane,
        holder: wish.holder,
        askedBy: wish.askedBy,
        lease: options.lease,
      })
      if ('fence' in claim) {
        await join(claim.runId)
        if (await held(parts, claim, options)) return
        // What a lost run has kept of a shop's answers is imported by a run after it.
        served = (await transact(parts.db, { tenant: wish.tenant }, tx => requestLane(tx, lane))).wanted
        continue
      }
      if (claim.lane === lane.kind) await join(claim.runId)
    }
    await wait(lookMs, undefined, { ...(options.signal ? { signal: options.signal } : {}) }).catch(
      () => undefined,
    )
  }
}

/** The lane as it stands: whether the request is served, and by which run; whether it is held by a living one. */
async function look(db: Database, lane: LaneKey, wanted: string, holder: string, leaseMs: number) {
  return transact(db, { tenant: lane.tenant }, async tx => {
    const [row] = await tx.query<{
      served: boolean
      beats: boolean
      holder: string | null
      runId: string | null
    }>(
      `select served >= $4 as served, run_id as "runId", holder, greatest(beat_at, (select w.beat_at from worker_process w where w.holder = l.holder))
           >= clock_timestamp() - make_interval(secs => $5) as beats
       from sync_lane l where tenant_id = $1 and connection_id = $2 and kind = $3`,
      [lane.tenant, lane.connectionId, lane.kind, wanted, leaseMs / 1000],
    )
    const worked = await somebodyWorks(tx, holder, leaseMs)
    const held = !!row?.holder && row.beats && !isGone(row.holder, holder)
    return { served: row?.served ?? false, held, runId: row?.runId ?? undefined, worked }
  })
}

// What follows would meet the same shop: nothing more is asked of it after a failure, nor after a person cancelled.
async function isOver(
  db: Database,
  tenant: string,
  parentId: string,
  connectionId: string,
): Promise<boolean> {
  const rows = await transact(db, { tenant }, tx =>
    tx.query(
      `select 1 from sync_run where tenant_id = $1 and id = $2 and cancel_asked_at is not null
       union all
       select 1 from sync_run_part p join sync_run r on r.tenant_id = p.tenant_id and r.id = p.run_id
       where p.tenant_id = $1 and p.parent_id = $2 and r.connection_id = $3 and r.state in ('failed', 'cancelled')`,
      [tenant, parentId, connectionId],
    ),
  )
  return rows.length > 0
}

// True when done; a lane that was taken over meanwhile is joined in the next round.
async function held(
  parts: LaneParts,
  lane: HeldLane,
  options: RunOptions & { signal?: AbortSignal },
): Promise<boolean> {
  try {
    await runLane(parts, lane, options)
    return true
  } catch (error) {
    if (error instanceof LaneLost) return false
    throw error
  }
}

/** The names of what a synchronisation leaves out because it is locked: connections, and channels of others. */
export function leftOut({ connections }: StartedSync): string[] {
  return connections.flatMap(one => (one.locked ? [one.name] : one.lockedChannels))
}
