import { transact } from '../../base/database.ts'
import type { Connection } from '../../channels/connectionStore.ts'
import { loadConnection } from '../../channels/connectionStore.ts'
import { nextLinks } from '../../channels/linkStore.ts'
import { channelProblem } from '../../channels/problems.ts'
import { noteSteps, openOrderSteps, type RecoveryStep } from '../../channels/recoveryStore.ts'
import type { Connector } from '../../port/connector.ts'
import { callSafely } from '../callSafely.ts'
import { withSession } from '../connectorSession.ts'
import type { ImportContext } from '../importContext.ts'
import { claimLane } from '../laneClaim.ts'
import { type LeaseTimes, productLease } from '../lanes.ts'
import { type LaneEnd, type LaneParts, runLane } from '../runLane.ts'
import type { FiguresByKind } from '../runs.ts'
import { type RecoveryWay, recoveryWay } from './recoveryWay.ts'

export interface FetchWish {
  readonly tenant: string
  readonly connectionId: string
  readonly by: string
  readonly holder: string
  readonly lease?: LeaseTimes
  /** How many key numbers may have been given since the backup. */
  readonly numbers: number
  /** The person wants all links forgotten, where a system can do no less. */
  readonly all: boolean
  /** The person has done in the shop what cannot be done from here. */
  readonly checked: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (figures: FiguresByKind) => void
}

export interface Fetched {
  readonly runId: string
  readonly end: LaneEnd
  readonly way: RecoveryWay
}

/** Numbers that a system is asked to forget in one call. */
const numbersAtOnce = 200
/** Links that it is told in one call. */
const linksAtOnce = 250

/**
 * Gets what a connection has lost with its restore: the system is made to deliver again what it was told is stored since the
 * backup, in the way that it offers, and everything that comes in is read and acknowledged, under new numbers. The only call that
 * a connection in recovery allows; what is known already comes out unchanged. Its step is done when the run ended well, and may
 * be repeated. Throws RECOVERY_OVER, CONNECTION_ARCHIVED, SYSTEM_UNKNOWN, RECOVERY_BY_HAND, RECOVERY_UNLINKS_ALL, LANE_BUSY.
 */
export async function fetchMissing(parts: LaneParts, wish: FetchWish): Promise<Fetched> {
  const { connection, steps } = await transact(parts.db, { tenant: wish.tenant }, async tx => ({
    connection: await loadConnection(tx, wish.tenant, wish.connectionId),
    steps: await openOrderSteps(tx, wish.tenant, wish.connectionId),
  }))
  const connector = requireConnector(parts, connection)
  const way = requireWay(connector, connection, steps, wish)
  const lease = wish.lease ?? productLease
  const claim = await claimLane(parts.db, {
    tenant: wish.tenant,
    connectionId: connection.id,
    kind: 'orders',
    holder: wish.holder,
    askedBy: wish.by,
    lease,
  })
  if (!('fence' in claim)) throw channelProblem('LANE_BUSY', { run: claim.runId })
  const end = await runLane(parts, claim, {
    lease,
    recover: context => forget(context, connector, way, steps, wish),
    ...(wish.signal ? { signal: wish.signal } : {}),
    ...(wish.onProgress ? { onProgress: wish.onProgress } : {}),
  })
  if (end.state === 'done' && !end.paused) {
    const { new: fresh = 0, unchanged = 0 } = end.figures['order'] ?? {}
    await transact(parts.db, { tenant: wish.tenant }, tx =>
      noteSteps(
        tx,
        wish.tenant,
        steps.map(step => step.id),
        { at: parts.now(), by: wish.by, note: { way, run: claim.runId, new: fresh, unchanged } },
      ),
    )
  }
  return { runId: claim.runId, end, way }
}

function requireConnector({ connectors }: LaneParts, connection: Connection): Connector {
  const connector = connectors.get(connection.system)
  if (!connector)
    throw channelProblem('SYSTEM_UNKNOWN', { system: connection.system, known: [...connectors.keys()] })
  if (connection.archivedAt) throw channelProblem('CONNECTION_ARCHIVED', { name: connection.name })
  if (!connection.recoveringAt) throw channelProblem('RECOVERY_OVER', { name: connection.name })
  return connector
}

function requireWay(
  connector: Connector,
  { facts }: Connection,
  steps: readonly RecoveryStep[],
  { all, checked }: FetchWish,
): RecoveryWay {
  const way = recoveryWay(connector, facts)
  const [oldest] = steps
  if ((way === 'byHand' || way === 'theirs') && !checked && oldest)
    throw channelProblem('RECOVERY_BY_HAND', {
      system: connector.title,
      since: oldest.backupAt.toISOString(),
    })
  if (way === 'everything' && !all) throw channelProblem('RECOVERY_UNLINKS_ALL', { system: connector.title })
  return way
}

// Before anything is read: what the system still believes of numbers that are lost would keep it from telling us.
async function forget(
  context: ImportContext,
  connector: Connector,
  way: RecoveryWay,
  steps: readonly RecoveryStep[],
  { numbers }: FetchWish,
): Promise<void> {
  if (way === 'numbers')
    await withSession(context, async session => {
      for (const { firstNo } of steps)
        for (let at = Number(firstNo); at < Number(firstNo) + numbers; at += numbersAtOnce) {
          const last = Math.min(at + numbersAtOnce, Number(firstNo) + numbers) - 1
          await callSafely(context.signal, async () => connector.forgets?.numbers(session, at, last))
        }
    })
  if (way === 'everything') await withSession(context, session => relinkAll(context, connector, session))
}

// What we still know is linked again at once: else the next change of an item would make it a second time.
async function relinkAll(context: ImportContext, connector: Connector, session: unknown): Promise<void> {
  await connector.requestAgain?.(session, 'order', 'all')
  for (const kind of ['category', 'item'] as const)
    for (let after = 0; ; ) {
      const of = { tenant: context.tenant, connectionId: context.connection.id, channelId: null }
      const links = await transact(context.db, { tenant: context.tenant }, tx =>
        nextLinks(tx, of, kind, after, linksAtOnce),
      )
      if (links.length === 0) break
      const results = await callSafely(context.signal, async () =>
        connector.inventory?.link?.(session, kind, links),
      )
      const lost = results?.filter(result => result !== 'accepted').length ?? 0
      if (lost > 0) context.log.warn({ connection: context.connection.name, kind, lost }, 'not linked again')
      after = links.at(-1)?.no ?? after
    }
}
