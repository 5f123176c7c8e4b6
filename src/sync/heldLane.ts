import { type Tx, transact } from '../base/database.ts'
import { loadConnection } from '../channels/connectionStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { claimLane } from './laneClaim.ts'
import { laneLife } from './laneLife.ts'
import { type LaneKind, type LeaseTimes, settleLane, withFence } from './lanes.ts'
import { pushContext } from './pushContext.ts'
import type { PushContext } from './pushTask.ts'
import type { LaneParts } from './runLane.ts'

/** Who wants to work on a connection without a synchronisation. */
export interface PersonsWork {
  readonly tenant: string
  readonly connectionId: string
  readonly by: string
  readonly holder: string
  readonly lease: LeaseTimes
  readonly signal?: AbortSignal
}

/**
 * Does a person's work on a connection with a lane held and beating, so that it never meets a run and may last as long as
 * it takes. A run remembers it. Throws LANE_BUSY, CONNECTION_ARCHIVED, CHANNEL_LOCKED, SYSTEM_UNKNOWN.
 */
export async function withHeldLane<T>(
  parts: LaneParts,
  wish: PersonsWork,
  kind: LaneKind,
  work: (context: PushContext) => Promise<T>,
): Promise<T> {
  const { tenant, connectionId } = wish
  const claim = await claimLane(parts.db, {
    tenant,
    connectionId,
    kind,
    holder: wish.holder,
    askedBy: wish.by,
    lease: wish.lease,
  })
  if (!('fence' in claim)) throw channelProblem('LANE_BUSY', { run: claim.runId })
  const started = performance.now()
  const life = laneLife(parts, claim, wish.lease, wish.signal)
  let state: 'done' | 'failed' = 'failed'
  try {
    const connection = await transact(parts.db, { tenant }, tx => loadConnection(tx, tenant, connectionId))
    const { name } = connection
    if (connection.archivedAt) throw channelProblem('CONNECTION_ARCHIVED', { name })
    if (connection.lockedAt) throw channelProblem('CHANNEL_LOCKED', { name })
    const connector = parts.connectors.get(connection.system)
    if (!connector)
      throw channelProblem('SYSTEM_UNKNOWN', {
        system: connection.system,
        known: [...parts.connectors.keys()],
      })
    const context = {
      ...parts,
      tenant,
      write: <U>(inner: (tx: Tx) => Promise<U>) => withFence(parts.db, claim, inner),
      runId: claim.runId,
      connection,
      connector,
      figures: {},
      notes: [],
      signal: life.signal,
      keys: keysOf(parts.db, tenant, connectionId),
    }
    const done = await work(pushContext(context, 'rest'))
    state = 'done'
    return done
  } finally {
    life.stop()
    // What was asked for meanwhile is not done by this.
    await settleLane(parts.db, { ...claim, wanted: '0' }, { state, ms: performance.now() - started })
  }
}
