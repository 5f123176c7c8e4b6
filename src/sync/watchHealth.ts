import { type Database, type Tx, transact } from '../base/database.ts'
import type { Log } from '../base/log.ts'
import {
  forgottenMessages,
  holdIncidents,
  type IncidentEvent,
  makeMessages,
  storeIncidents,
} from '../channels/incidentStore.ts'
import { listTenants } from '../company/tenantStore.ts'
import type { Connector } from '../port/connector.ts'
import { findingsOf } from './healthRules.ts'
import { judgeIncidents, type PlacedFinding } from './judgeIncidents.ts'
import { listProcesses } from './processStore.ts'
import { readHealthFacts } from './readHealthFacts.ts'

/** So long may no worker give a sign of life. */
const noWorkerMs = 2 * 60_000
/** A message that nobody tried to send for so long is asked for again. */
const forgottenMs = 2 * 60_000

export interface WatchParts {
  readonly db: Database
  readonly connectors: ReadonlyMap<string, Connector>
  readonly now: () => Date
  readonly log: Log
}

/** A message that is to be sent. */
export interface MessageKey {
  readonly tenant: string
  readonly id: string
}

/**
 * Looks at all tenants and opens, reminds of and closes incidents, each with its messages in one transaction. May be done by
 * any process, and by two at a time: of an incident everybody is told once. Answers the messages that are to be sent.
 */
export async function watchHealth(parts: WatchParts): Promise<MessageKey[]> {
  const tenants = await transact(parts.db, { role: 'kontor_clock' }, tx => listTenants(tx, 100_000))
  const messages: MessageKey[] = []
  for (const { id: tenant } of tenants) {
    // a transaction for each: row-level security lets nobody look at two
    const { made, events } = await transact(parts.db, { tenant }, tx => watchTenant(parts, tx, tenant))
    messages.push(...made.map(id => ({ tenant, id })))
    for (const { incidentId, event, rule, severity } of events)
      parts.log[event === 'closed' ? 'info' : 'warn'](
        { tenant, incident: incidentId, rule, severity },
        `incident ${event}`,
      )
  }
  return messages
}

async function watchTenant(parts: WatchParts, tx: Tx, tenant: string) {
  const now = parts.now()
  const known = await holdIncidents(tx, tenant)
  const facts = await readHealthFacts(tx, tenant, parts.connectors, now)
  const processes = await listProcesses(tx)
  const works = processes.some(
    one => one.stoppedAt === null && now.getTime() - one.beatAt.getTime() < noWorkerMs,
  )
  const scheduled = facts.some(one => !one.lockedAt && one.lanes.some(lane => lane.everySeconds))
  const findings: PlacedFinding[] = facts.flatMap(one =>
    findingsOf(one, now)
      // Without a worker everything is late: one incident says so, not one for each connection.
      .filter(({ rule }) => works || rule !== 'ORDERS_LATE')
      .filter(({ rule, severity }) => rule !== 'CONNECTION_FAILING' || severity === 'red')
      .map(finding => ({ ...finding, connectionId: one.connectionId })),
  )
  if (!works && scheduled)
    findings.push({ rule: 'NO_WORKER', severity: 'red', step: 0, data: {}, connectionId: null })
  const { changed, gone, events } = judgeIncidents(known, findings, now)
  await storeIncidents(tx, tenant, changed, gone)
  const made = await makeMessages(tx, tenant, events, now)
  const forgotten = await forgottenMessages(tx, tenant, new Date(now.getTime() - forgottenMs))
  return { made: [...made, ...forgotten], events: events.map(event => withRule(event, changed)) }
}

function withRule(
  event: IncidentEvent,
  incidents: readonly { id: string; rule: string; severity: string }[],
) {
  const incident = incidents.find(one => one.id === event.incidentId)
  return { ...event, rule: incident?.rule ?? '', severity: incident?.severity ?? '' }
}
