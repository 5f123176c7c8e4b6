import { newId } from '../base/ids.ts'
import { type AlertSettings, usualAlerts } from '../channels/alertSettings.ts'
import type { Incident, IncidentEvent } from '../channels/incidentStore.ts'
import type { Finding } from './healthRules.ts'

/** A finding of a connection, or of the tenant as a whole (null). */
export interface PlacedFinding extends Finding {
  readonly connectionId: string | null
}

export interface Judged {
  /** Incidents that are new or changed. */
  readonly changed: readonly Incident[]
  /** Suspicions that were none. */
  readonly gone: readonly string[]
  readonly events: readonly IncidentEvent[]
}

/**
 * What becomes of incidents in the light of what is found now: suspected, opened once it is seen for a while, reminded of where a step
 * comes nearer, closed once it has stayed away. One that comes back meanwhile goes on, and nobody is told. Pure but for new ids.
 */
export function judgeIncidents(
  known: readonly Incident[],
  findings: readonly PlacedFinding[],
  now: Date,
  { toldAfterSeconds, overAfterMinutes }: AlertSettings = usualAlerts,
): Judged {
  const changed: Incident[] = []
  const gone: string[] = []
  const events: IncidentEvent[] = []
  const open = new Map(known.map(one => [nameOf(one), one]))
  for (const finding of findings) {
    const before = open.get(nameOf(finding))
    open.delete(nameOf(finding))
    const { connectionId, rule, severity, step, data } = finding
    const seen = { connectionId, rule, severity, step, data, clearedAt: null, closedAt: null }
    if (!before) {
      changed.push({ ...seen, id: newId(), seenAt: now, openedAt: null })
      continue
    }
    const opens = !before.openedAt && now.getTime() - before.seenAt.getTime() >= toldAfterSeconds * 1000
    const after = { ...before, ...seen, openedAt: opens ? now : before.openedAt }
    if (opens) events.push({ incidentId: before.id, event: 'opened', step })
    else if (before.openedAt && step < before.step)
      events.push({ incidentId: before.id, event: 'reminded', step })
    if (opens || before.clearedAt || isOther(before, after)) changed.push(after)
  }
  for (const before of open.values()) {
    if (!before.openedAt) gone.push(before.id)
    else if (!before.clearedAt) changed.push({ ...before, clearedAt: now })
    else if (now.getTime() - before.clearedAt.getTime() >= overAfterMinutes * 60_000) {
      changed.push({ ...before, closedAt: now })
      events.push({ incidentId: before.id, event: 'closed', step: 0 })
    }
  }
  return { changed, gone, events }
}

function nameOf({ connectionId, rule }: { connectionId: string | null; rule: string }): string {
  return `${connectionId ?? ''} ${rule}`
}

function isOther(before: Incident, after: Incident): boolean {
  return (
    before.severity !== after.severity ||
    before.step !== after.step ||
    JSON.stringify(before.data) !== JSON.stringify(after.data)
  )
}
