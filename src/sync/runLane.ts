import type { BlockList } from 'node:net'
import { type Database, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { Keyring } from '../base/keyring.ts'
import { errorFacts, type Log } from '../base/log.ts'
import { type Connection, loadConnection, markRefused } from '../channels/connectionStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { cleanText } from '../port/canonical.ts'
import type { Connector } from '../port/connector.ts'
import { PortError, RateLimited, Refused, Unreachable } from '../port/errors.ts'
import { callGate } from './callGate.ts'
import { type ImportContext, note, type RunOptions } from './importContext.ts'
import { importOrders } from './importOrders.ts'
import { joinPayments } from './joinPayments.ts'
import { beatLane, type HeldLane, type LaneKind, LaneLost, settleLane, withFence } from './lanes.ts'
import { pushCatalogue } from './pushCatalogue.ts'
import { pushFeedback } from './pushFeedback.ts'
import { pushStock } from './pushStock.ts'
import type { PushContext } from './pushTask.ts'
import { addNotes, type FiguresByKind, storeFigures } from './runs.ts'
import { type Sources, tradeSources } from './sources.ts'
import { takeOverReady } from './takeOverReady.ts'

/** How long the lane pauses where the other side is too fast for, and does not say how long. */
const pauseMs = 60_000
/** How long a lane that sends pauses after the other side could not be reached, growing with each time in a row. */
const firstBackOffMs = 2_000
const longestBackOffMs = 300_000

/** What a lane run is made with. */
export interface LaneParts {
  readonly db: Database
  readonly keyring: Keyring
  readonly log: Log
  readonly connectors: ReadonlyMap<string, Connector>
  readonly allowAddresses: BlockList
  readonly now: () => Date
  /** Where what is sent comes from; absent: the trade of this database. */
  readonly sources?: Sources
}

export interface LaneEnd {
  readonly state: 'done' | 'failed' | 'cancelled'
  readonly figures: FiguresByKind
  readonly error?: { readonly code: string; readonly data: Readonly<Record<string, string>> }
}

/**
 * Does the work of a lane that this process has claimed, with a beating heart, and settles it however it ends. Throws
 * `LaneLost` if another process took it over; then nothing more was written.
 */
export async function runLane(
  parts: LaneParts,
  lane: HeldLane,
  options: RunOptions & { signal?: AbortSignal },
): Promise<LaneEnd> {
  const started = performance.now()
  const figures: FiguresByKind = {}
  const life = beating(parts, lane, options)
  try {
    const connection = await transact(parts.db, { tenant: lane.tenant }, tx =>
      loadConnection(tx, lane.tenant, lane.connectionId),
    )
    const connector = parts.connectors.get(connection.system)
    const stop = whyNot(connection, connector)
    if (stop || !connector)
      return await end(
        parts,
        lane,
        { state: 'failed', figures, error: stop ?? { code: 'SYSTEM_UNKNOWN', data: {} } },
        started,
      )
    const context: ImportContext = {
      ...parts,
      tenant: lane.tenant,
      write: work => withFence(parts.db, lane, work),
      runId: lane.runId,
      connection,
      connector,
      figures,
      signal: life.signal,
      keys: keysOf(parts.db, lane.tenant, connection.id),
      notes: [],
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    }
    let notBefore: Date | undefined
    try {
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
    const state = life.signal.aborted ? 'cancelled' : 'done'
    return await end(parts, lane, { state, figures }, started, notBefore)
  } catch (error) {
    if (error instanceof LaneLost || life.lost()) throw new LaneLost()
    if (life.signal.aborted) return await end(parts, lane, { state: 'cancelled', figures }, started)
    return await end(
      parts,
      lane,
      { state: 'failed', figures, error: await describe(parts, lane, error) },
      started,
      pauseAfter(parts, lane, error),
    )
  } finally {
    life.stop()
  }
}

function work(context: ImportContext, lane: HeldLane): Promise<void> {
  if (lane.kind === 'orders') return importOrders(context)
  const { connection, connector } = context
  const gate = callGate(context.db, connection.id, connector.limits.concurrent)
  const push: PushContext = {
    ...context,
    runId: lane.runId,
    sources: context.sources ?? tradeSources,
    gate,
    priority: priorityOf[lane.kind],
  }
  if (lane.kind === 'stock') return pushStock(push)
  return lane.kind === 'catalogue' ? pushCatalogue(push) : pushFeedback(push)
}

const priorityOf = { stock: 'stock', catalogue: 'rest', feedback: 'status' } as const satisfies Record<
  Exclude<LaneKind, 'orders'>,
  PushContext['priority']
>

// What is due stays due: without a pause the lane would run again at once, against a shop that is away.
function pauseAfter(parts: LaneParts, lane: HeldLane, error: unknown): Date | undefined {
  if (error instanceof RateLimited) return error.after
  if (!(error instanceof Unreachable) || lane.kind === 'orders') return undefined
  const gate = callGate(parts.db, lane.connectionId, 1)
  const ms = Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(gate.failures++, 10))
  return new Date(parts.now().getTime() + ms)
}

function whyNot(connection: Connection, connector: Connector | undefined): LaneEnd['error'] | undefined {
  if (connection.archivedAt) return { code: 'CONNECTION_ARCHIVED', data: { name: connection.name } }
  if (connection.lockedAt)
    return { code: 'CHANNEL_LOCKED', data: { name: connection.name, by: connection.lockedBy ?? '' } }
  if (connection.refusedCode) return { code: connection.refusedCode, data: connection.refusedData ?? {} }
  return connector ? undefined : { code: 'SYSTEM_UNKNOWN', data: { system: connection.system } }
}

// The heart: beats while the run works, tells it to stop when the lane was lost or somebody cancelled.
function beating(parts: LaneParts, lane: HeldLane, options: RunOptions & { signal?: AbortSignal }) {
  const controller = new AbortController()
  let lost = false
  let lastBeat = performance.now()
  const timer = setInterval(() => {
    if (performance.now() - lastBeat > options.lease.leaseMs * 0.8) {
      lost = true // no sign of life got through for most of the lease: someone else may already have it
      controller.abort()
    }
    const asked = performance.now()
    beatLane(parts.db, lane).then(
      ({ held, cancel }) => {
        lastBeat = asked
        if (!held) lost = true
        if (!held || cancel) controller.abort()
      },
      error => parts.log.warn(errorFacts(error), 'beat failed'),
    )
  }, options.lease.beatMs)
  const passOn = () => controller.abort()
  options.signal?.addEventListener('abort', passOn)
  if (options.signal?.aborted) controller.abort()
  return {
    signal: controller.signal,
    lost: () => lost,
    stop: () => {
      clearInterval(timer)
      options.signal?.removeEventListener('abort', passOn)
    },
  }
}

async function describe(
  parts: LaneParts,
  lane: HeldLane,
  error: unknown,
): Promise<{ code: string; data: Record<string, string> }> {
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
  result: LaneEnd,
  started: number,
  notBefore?: Date,
): Promise<LaneEnd> {
  const ms = performance.now() - started
  await settleLane(parts.db, lane, {
    state: result.state,
    ms,
    ...(result.error ? { error: result.error } : {}),
    ...(notBefore ? { notBefore } : {}),
  })
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
  return result
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
