import { type Database, transact } from '../base/database.ts'
import { errorFacts } from '../base/log.ts'
import { lastProbe, storeProbe } from '../channels/healthStore.ts'
import type { CheckReport } from '../port/checkReport.ts'
import { PortError, RateLimited, Refused } from '../port/errors.ts'
import { type SessionParts, withRun } from './connectorSession.ts'

/** How often a connection is probed by whoever works for it. */
export const probeEveryMs = 3_600_000

// Of this process, so that a run that need not probe makes no statement. Per database handle, like the gates.
const probed = new WeakMap<Database, Map<string, number>>()

/**
 * Looks whether the credentials of a connection are good and until when, at most once in so many milliseconds over all
 * processes. Throws `Refused` where they are not good any more; any other failure is told by the run that follows.
 */
export async function probeConnection(parts: SessionParts, everyMs: number): Promise<void> {
  const { db, tenant, connection, connector } = parts
  const now = parts.now()
  const own = probed.get(db) ?? new Map<string, number>()
  probed.set(db, own)
  const isFresh = (at: number | undefined) => at !== undefined && now.getTime() - at < everyMs
  if (isFresh(own.get(connection.id))) return
  const last = await transact(db, { tenant }, tx => lastProbe(tx, tenant, connection.id))
  own.set(connection.id, isFresh(last?.getTime()) ? (last?.getTime() ?? 0) : now.getTime())
  if (isFresh(last?.getTime())) return
  try {
    const report = await withRun(parts, run => connector.check(run))
    await keepProbe(parts, report)
  } catch (error) {
    if (!(error instanceof PortError) || parts.signal.aborted || error instanceof RateLimited) {
      if (error instanceof PortError) return
      throw error
    }
    parts.log.info({ connection: connection.name, ...errorFacts(error) }, 'the probe failed')
    await transact(db, { tenant }, tx =>
      storeProbe(tx, tenant, { connectionId: connection.id, at: now, code: error.code }),
    )
    if (error instanceof Refused) throw error
  }
}

/** Keeps what a check found, so that people are warned before credentials end. */
export async function keepProbe(
  parts: Pick<SessionParts, 'db' | 'tenant' | 'connection' | 'now'>,
  report: Pick<CheckReport, 'lines' | 'credentialsUntil'>,
): Promise<void> {
  const until = report.credentialsUntil === undefined ? undefined : new Date(report.credentialsUntil)
  const credentialsUntil = until && !Number.isNaN(until.getTime()) ? until : undefined
  const code = report.lines.find(line => !line.ok)?.code ?? null
  await transact(parts.db, { tenant: parts.tenant }, tx =>
    storeProbe(tx, parts.tenant, {
      connectionId: parts.connection.id,
      at: parts.now(),
      code,
      credentialsUntil,
    }),
  )
}
