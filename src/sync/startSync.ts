import { setTimeout as wait } from 'node:timers/promises'
import { type Tx, transact } from '../base/database.ts'
import { findConnection, listConnections } from '../channels/connectionStore.ts'
import type { ImportContext, RunOptions } from './importContext.ts'
import { claimLane } from './laneClaim.ts'
import { type HeldLane, isWanted, LaneLost, requestLane } from './lanes.ts'
import { type LaneParts, runLane } from './runLane.ts'
import { addRunPart, closeGoneParents, closeParentRun, openParentRun, readRun, type SyncRun } from './runs.ts'

export interface SyncWish {
  readonly tenant: string
  /** Ids or names of connections or channels; none: all that are not archived. */
  readonly channels: readonly string[]
  readonly askedBy: string
  readonly holder: string
}

/** A synchronisation that a person asked for: the parent run, and which connections it covers. */
export interface StartedSync {
  readonly runId: string
  readonly connections: readonly { readonly id: string; readonly name: string; readonly locked: boolean }[]
}

/**
 * Writes down that these connections shall be synchronised: the parent run, and one request per lane. Locked ones are
 * left out and named. Whoever works (this process, a worker) claims the lanes. Throws CONNECTION_UNKNOWN.
 */
export async function askForSync(tx: Tx, wish: SyncWish): Promise<StartedSync> {
  const chosen = wish.channels.length === 0 ? await listConnections(tx, wish.tenant, { archived: false }) : []
  for (const name of wish.channels) chosen.push(await findConnection(tx, wish.tenant, name))
  const connections = [
    ...new Map(
      chosen.map(one => [one.id, { id: one.id, name: one.name, locked: one.lockedAt !== null }]),
    ).values(),
  ]
  await closeGoneParents(tx, wish.tenant, wish.holder)
  const runId = await openParentRun(tx, wish.tenant, wish.askedBy, wish.holder)
  for (const connection of connections.filter(one => !one.locked)) // a handful, chosen by a person
    await requestLane(tx, { tenant: wish.tenant, connectionId: connection.id, kind: 'orders' })
  return { runId, connections }
}

/**
 * Works off the lanes of a started synchronisation in this process, all connections side by side, and closes the parent
 * run. A lane that another process holds is joined: waited for, and its figures count; what was asked for after it began
 * is then done here. Answers the finished run.
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
  const ends = await Promise.allSettled(
    started.connections
      .filter(one => !one.locked)
      .map(async connection => {
        const { onRun } = options
        return workOffLane(parts, wish, started.runId, connection.id, {
          ...options,
          ...(onRun ? { onProgress: figures => onRun(connection.name, figures) } : {}),
        })
      }),
  )
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

async function workOffLane(
  parts: LaneParts,
  wish: SyncWish,
  parentId: string,
  connectionId: string,
  options: RunOptions & { signal?: AbortSignal },
): Promise<void> {
  const lane = { tenant: wish.tenant, connectionId, kind: 'orders' as const }
  const joined = new Set<string>()
  for (;;) {
    const claim = await claimLane(parts.db, {
      ...lane,
      holder: wish.holder,
      askedBy: wish.askedBy,
      lease: options.lease,
    })
    const runId = claim.runId
    if (!joined.has(runId))
      await transact(parts.db, { tenant: wish.tenant }, tx => addRunPart(tx, wish.tenant, parentId, runId))
    joined.add(runId)
    if ('fence' in claim) {
      if (await held(parts, claim, options)) return
    } else if (await isOver(parts, wish.tenant, runId, options.signal)) {
      if (!(await isWanted(parts.db, lane))) return
    }
    if (options.signal?.aborted) return
  }
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

// Waits a moment for somebody else's run; false while it still works (its lease may have to run out).
async function isOver(
  parts: LaneParts,
  tenant: string,
  runId: string,
  signal?: AbortSignal,
): Promise<boolean> {
  await wait(200, undefined, { ...(signal ? { signal } : {}) }).catch(() => undefined)
  const run = await transact(parts.db, { tenant }, tx => readRun(tx, tenant, runId))
  return run.state !== 'running'
}
