import type { BlockList } from 'node:net'
import type { BlobPlace } from '../base/blobFiles.ts'
import { type Database, isConnectionLost, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { Keyring } from '../base/keyring.ts'
import { errorFacts, type Log } from '../base/log.ts'
import { type Connection, countOpenPages, loadRunStart, markRefused } from '../channels/connectionStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { cleanText } from '../port/canonical.ts'
import type { Connector } from '../port/connector.ts'
import { PortError, RateLimited, Refused, Unreachable } from '../port/errors.ts'
import type { Told } from './breaker.ts'
import { type ImportContext, note, type RunOptions } from './importContext.ts'
import { importOrders } from './importOrders.ts'
import { joinPayments } from './joinPayments.ts'
import { type LaneLife, laneLife } from './laneLife.ts'
import { type HeldLane, type LaneKind, LaneLost, settleLane, withFence } from './lanes.ts'
import { mayBegin } from './mayBegin.ts'
import { pauseAfter } from './pauseAfter.ts'
import { probeConnection } from './probeConnection.ts'
import { pushCatalogue } from './pushCatalogue.ts'
import { pushContext } from './pushContext.ts'
import { pushFeedback } from './pushFeedback.ts'
import { pushStock } from './pushStock.ts'
import type { PushContext } from './pushTask.ts'
import { isRelinking } from './relink.ts'
import { addNotes, type FiguresByKind, storeFigures } from './runs.ts'
import { endSilence } from './sendCalls.ts'
import type { Sources } from './sources.ts'
import { ConnectionClosed } from './stillOpen.ts'
import { takeOverReady } from './takeOverReady.ts'

/** How long the lane pauses where the other side is too fast for, and does not say how long. */
const pauseMs = 60_000

/** What a lane run is made with. */
export interface LaneParts {
  readonly db: Database
  readonly keyring: Keyring
  readonly log: Log
  readonly connectors: ReadonlyMap<string, Connector>
  readonly allowAddresses: BlockList
  readonly blobs?: BlobPlace
  /** Where Kontor is reached from outside. */
  readonly publicUrl?: string
  readonly now: () => Date
  /** Where what is sent comes from; absent: the trade of this database. */
  readonly sources?: Sources
  /** How often runs that fetch orders look at the credentials first; absent: never. */
  readonly probeEveryMs?: number
}

export interface LaneEnd {
  /** There is work for a following run. */
  readonly again: boolean
  readonly state: 'done' | 'failed' | 'cancelled'
  /** The other side asked for a pause before all was done. */
  readonly paused?: boolean
  readonly figures: FiguresByKind
  readonly error?: { readonly code: string; readonly data: Readonly<Record<string, string>> }
}

/**
 * Does the work of a lane that this process has claimed, with a beating heart (`life`, or one of its own), and settles it
 * however it ends. Throws `LaneLost` if another process took it over; then nothing more was written.
 */
export async function runLane(
  parts: LaneParts,
  lane: HeldLane,
  options: RunOptions & { signal?: AbortSignal; life?: LaneLife },
): Promise<LaneEnd> {
  const started = performance.now()
  const figures: FiguresByKind = {}
  const life = options.life ?? laneLife(parts, lane, options.lease, options.signal)
  const reached = { yes: false }
  const ended = (result: Omit<LaneEnd, 'figures' | 'again'>, notBefore?: Date, told: Told = {}) =>
    end(parts, lane, life, { ...result, figures }, performance.now() - started, notBefore, told)
  try {
    const { connection, connector, secrets, cursors } = await startOf(parts, lane)
    const stop = whyNot(connection, connector, options)
    if (stop || !connector)
      return await ended(
        { state: 'failed', error: stop ?? { code: 'SYSTEM_UNKNOWN', data: {} } },
        // Locked, archived and refused ones are not looked for; one without its connector would be, every few seconds.
        connector ? undefined : new Date(parts.now().getTime() + pauseAfter(lane.failures, Math.random())),
      )
    const context: ImportContext & Pick<LaneParts, 'probeEveryMs'> = {
      ...parts,
      tenant: lane.tenant,
      write: work => withFence(parts.db, lane, work),
      runId: lane.runId,
      // For who recovers it the lock of the recovery is not there; for all others it is.
      connection: options.recover ? { ...connection, lockedAt: null } : connection,
      connector,
      secrets,
      cursors,
      figures,
      signal: life.signal,
      reached,
      keys: keysOf(parts.db, lane.tenant, connection.id),
      notes: [],
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
      ...(options.recover ? { recovers: true } : {}),
    }
    let notBefore: Date | undefined
    try {
      await options.recover?.(context)
      await work(context, lane)
    } catch (error) {
      if (!(error instanceof RateLimited) || life.signal.aborted) throw error
      // Not a failure: the quota of now is used up, and what was read until then is imported.
      notBefore = error.after ?? new Date(parts.now().getTime() + pauseMs)
      note(context, 'info', 'RATE_LIMITED', {
        detail: cleanText(error.detail),
        until: notBefore.toISOString(),
      })
    } finally {
      // What is imported stays so if these fail, and the next run does them again.
      for (const last of lane.kind === 'orders' ? [joinPayments, takeOverReady, storeRest] : [storeRest])
        await last(context).catch(error =>
          parts.log.warn(
            { connection: connection.name, ...errorFacts(error) },
            'the end of the run was cut off',
          ),
        )
    }
    // It may have ended early for that, and nobody cancelled it: what it was asked for is still to be done.
    if (life.lost()) throw new LaneLost()
    const state = life.signal.aborted ? 'cancelled' : 'done'
    return await ended({ state, ...(notBefore ? { paused: true } : {}) }, notBefore, {
      reached: reached.yes && state === 'done',
    })
  } catch (error) {
    if (error instanceof LaneLost || life.lost()) throw new LaneLost()
    if (life.signal.aborted || error instanceof ConnectionClosed) return await ended({ state: 'cancelled' })
    const pause = parts.now().getTime() + pauseAfter(lane.failures, Math.random())
    return await ended(
      { state: 'failed', error: await describe(parts, lane, error) },
      error instanceof RateLimited && error.after ? error.after : new Date(pause),
      error instanceof Unreachable ? { failed: error.code } : {},
    )
  } finally {
    life.stop()
  }
}

async function work(context: ImportContext & Pick<LaneParts, 'probeEveryMs'>, lane: HeldLane): Promise<void> {
  if (!mayBegin(context, lane.kind)) return
  if (lane.kind === 'orders') {
    if (context.probeEveryMs !== undefined) await probeConnection(context, context.probeEveryMs)
    return importOrders(context)
  }
  if (await isRelinking(context)) return
  const push = pushContext({ ...context, runId: lane.runId }, priorityOf[lane.kind])
  await pushes[lane.kind](push)
  endSilence(push)
}

const pushes = { stock: pushStock, catalogue: pushCatalogue, feedback: pushFeedback } as const

const priorityOf = { stock: 'stock', catalogue: 'rest', feedback: 'status' } as const satisfies Record<
  Exclude<LaneKind, 'orders'>,
  PushContext['priority']
>

// Kept pages are looked for where the system has any: what it forgets at reading is kept before it is read.
async function startOf(parts: LaneParts, lane: HeldLane) {
  const { tenant, connectionId } = lane
  const start = await transact(parts.db, { tenant }, tx =>
    loadRunStart(tx, parts.keyring, tenant, connectionId),
  )
  const connector = parts.connectors.get(start.connection.system)
  if (lane.kind !== 'orders' || !connector?.pull?.kinds.some(kind => kind.consumes))
    return { ...start, connector }
  const openPages = await transact(parts.db, { tenant }, tx => countOpenPages(tx, tenant, connectionId))
  return { ...start, connection: { ...start.connection, openPages }, connector }
}

function whyNot(
  connection: Connection,
  connector: Connector | undefined,
  { recover }: RunOptions,
): LaneEnd['error'] | undefined {
  if (connection.archivedAt) return { code: 'CONNECTION_ARCHIVED', data: { name: connection.name } }
  if (connection.recoveringAt && connector)
    return recover ? undefined : { code: 'CONNECTION_RECOVERING', data: { name: connection.name } }
  if (connection.lockedAt)
    return { code: 'CHANNEL_LOCKED', data: { name: connection.name, by: connection.lockedBy ?? '' } }
  if (connection.refusedCode) return { code: connection.refusedCode, data: connection.refusedData ?? {} }
  return connector ? undefined : { code: 'SYSTEM_UNKNOWN', data: { system: connection.system } }
}

async function describe(
  parts: LaneParts,
  lane: HeldLane,
  error: unknown,
): Promise<{ code: string; data: Record<string, string> }> {
  // A database that is going away says nothing about this lane: whoever asked hears that, as when it is gone altogether.
  if (isConnectionLost(error)) throw error
  if (error instanceof PortError) {
    const data = { detail: cleanText(error.detail) } // cut by its length, or with NUL in it, no database would take it
    if (error instanceof Refused)
      await transact(parts.db, { tenant: lane.tenant }, tx =>
        markRefused(tx, lane.tenant, lane.connectionId, { code: error.code, data, at: parts.now() }),
      )
    return { code: error.code, data }
  }
  const reference = newId().slice(-12)
  parts.log.error({ reference, run: lane.runId, ...errorFacts(error) }, 'run failed')
  return { code: 'INTERNAL_ERROR', data: { reference } }
}

async function end(
  parts: LaneParts,
  lane: HeldLane,
  life: LaneLife,
  result: Omit<LaneEnd, 'again'>,
  ms: number,
  notBefore: Date | undefined,
  told: Told,
): Promise<LaneEnd> {
  const served = life.givesBack() && result.state === 'cancelled' ? '0' : lane.wanted
  const { again } = await settleLane(
    parts.db,
    { ...lane, wanted: served },
    {
      state: result.state,
      ms,
      told,
      ...(result.error ? { error: result.error } : {}),
      ...(notBefore ? { notBefore } : {}),
    },
  )
  parts.log.info(
    {
      run: lane.runId,
      lane: lane.kind,
      state: result.state,
      ms: Math.round(ms),
      code: result.error?.code,
      ...sums(result.figures),
    },
    'run ended',
  )
  return { ...result, again }
}

// Figures of kinds without a record, and notes that no page carried along.
async function storeRest(context: ImportContext): Promise<void> {
  const empty = Object.values(context.figures).every(
    figures => figures.found + figures.sent + figures.settled === 0,
  )
  const { runId } = context
  if (!runId || (empty && context.notes.length === 0)) return
  await context.write(async tx => {
    await addNotes(tx, context.tenant, runId, context.notes.splice(0))
    await storeFigures(tx, context.tenant, runId, context.figures, {})
  })
}

function sums(figures: FiguresByKind): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([kind, { found, sent }]) => [
      ...(found > 0 ? [[kind, found] as const] : []),
      ...(sent > 0 ? [[`${kind}_sent`, sent] as const] : []),
    ]),
  )
}
