import { type Database, type Tx, transact } from '../base/database.ts'
import type { Log } from '../base/log.ts'
import { alertSettings } from '../channels/alertSettings.ts'
import { readAlertSettings } from '../channels/alertStore.ts'
import {
  dueMessages,
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
 * any process, and by two at a time: of an incident everybody is told once. Answers the messages that are to be sent now, also those
 * that could not be sent before.
 */
export async function watchHealth(parts: WatchParts): Promise<MessageKey[]> {
  const tenants = await transact(parts.db, { role: 'kontor_clock' }, tx => listTenants(tx, 100_000))
  const messages: MessageKey[] = []
  for (const { id: tenant } of tenants) {
    // a transaction for each: row-level security lets nobody look at two
    const { due, events } = await transact(parts.db, { tenant }, tx => watchTenant(parts, tx, tenant))
    messages.push(...due.map(id => ({ tenant, id })))
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
  const settings = alertSettings(await readAlertSettings(tx, tenant))
  const noWorkerMs = settings.noWorkerMinutes * 60_000
  const facts = await readHealthFacts(tx, tenant, parts.connectors, now)
  const processes = await listProcesses(tx)
  const works = processes.some(
    one => one.stoppedAt === null && now.getTime() - one.beatAt.getTime() < noWorkerMs,
  )
  const scheduled = facts.some(one => !one.lockedAt && one.lanes.some(lane => lane.everySeconds))
  const findings: PlacedFinding[] = facts.flatMap(one =>
    findingsOf(one, now, settings)
      // Without a worker everything is late: one incident says so, not one for each connection.
      .filter(({ rule }) => works || rule !== 'ORDERS_LATE')
      .filter(({ rule, severity }) => rule !== 'CONNECTION_FAILING' || severity === 'red')
      .map(finding => ({ ...finding, connectionId: one.connectionId })),
  )
  if (!works && scheduled)
    findings.push({ rule: 'NO_WORKER', severity: 'red', step: 0, data: {}, connectionId: null })
  const { changed, gone, events } = judgeIncidents(known, findings, now, settings)
  await storeIncidents(tx, tenant, changed, gone)
  await makeMessages(tx, tenant, events, now)
  return { due: await dueMessages(tx, tenant, now), events: events.map(event => withRule(event, changed)) }
}

function withRule(
  event: IncidentEvent,
  incidents: readonly { id: string; rule: string; severity: string }[],
) {
  const incident = incidents.find(one => one.id === event.incidentId)
  return { ...event, rule: incident?.rule ?? '', severity: incident?.severity ?? '' }
}
