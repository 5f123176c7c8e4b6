import { type AlertSettings, usualAlerts } from '../channels/alertSettings.ts'
import type { BucketFacts } from '../channels/bucketStore.ts'
import type { HealthRow } from '../channels/healthStore.ts'
import type { Bucket } from '../port/connector.ts'
import { isWithin } from './nextRun.ts'

/** What can be wrong with selling, by what is told to people. */
export const healthRules = [
  'NO_WORKER',
  'CONNECTION_FAILING',
  'ORDERS_LATE',
  'UNSENT_OLD',
  'CREDENTIALS_END',
  'QUOTA_USED_UP',
  'PARKED_RISE',
  'ANSWERS_DUE',
  'LETTERS_UNTAKEN',
  'ERRORS_TOLD',
] as const
export type HealthRule = (typeof healthRules)[number]
export type Severity = 'yellow' | 'red'

export interface Finding {
  readonly rule: HealthRule
  readonly severity: Severity
  /** Of a rule that warns several times: how near it is; smaller is nearer. */
  readonly step: number
  readonly data: Readonly<Record<string, string>>
}

export interface Quota {
  readonly operation: string
  readonly perDay: number | null
  readonly used: number
  readonly left: number | null
  readonly blockedUntil: Date | null
}

export interface HealthFacts extends HealthRow {
  /** When the connection was made. */
  readonly since: Date
  readonly quotas: readonly Quota[]
}

const minute = 60_000
const day = 24 * 60 * minute
/** So long before its time an order that waits for our yes or no is a matter for people. */
export const answerMinutes = 120
/** Days before the end of credentials at which people are told again, from the first time on. */
const credentialSteps = [0, 1, 7, 14, 30] as const

/**
 * What is wrong with a connection at that moment, the worst first, by the thresholds of its company. Pure. Nothing is wrong with one
 * that a person has locked.
 */
export function findingsOf(facts: HealthFacts, now: Date, settings: AlertSettings = usualAlerts): Finding[] {
  if (facts.lockedAt) return []
  const found = [
    failing,
    ordersLate,
    unsentOld,
    credentialsEnd,
    quotaUsedUp,
    parkedRise,
    answersDue,
    lettersUntaken,
    errorsTold,
  ].flatMap(rule => rule(facts, now, settings) ?? [])
  return found.sort((a, b) => Number(b.severity === 'red') - Number(a.severity === 'red'))
}

/** One colour for all of it. */
export function colourOf(findings: readonly Finding[]): 'green' | Severity {
  if (findings.some(one => one.severity === 'red')) return 'red'
  return findings.length > 0 ? 'yellow' : 'green'
}

/** Whole days until credentials end, 0 where they have ended. */
export function daysLeft(until: Date, now: Date): number {
  return Math.max(0, Math.ceil((until.getTime() - now.getTime()) / day))
}

/** The quotas of a connection: what was used of the day that it has now. */
export function quotasOf(
  limits: Bucket & { readonly operations?: Readonly<Record<string, Bucket>> },
  buckets: readonly BucketFacts[],
  today: string,
): Quota[] {
  const names = new Set(['', ...Object.keys(limits.operations ?? {}), ...buckets.map(one => one.operation)])
  return [...names].flatMap(operation => {
    const bucket = buckets.find(one => one.operation === operation)
    const perDay = (operation === '' ? limits.perDay : limits.operations?.[operation]?.perDay) ?? null
    if (perDay === null && !bucket) return []
    const used = bucket?.day === today ? bucket.used : 0
    const left = perDay === null ? null : Math.max(0, perDay - used)
    return [{ operation, perDay, used, left, blockedUntil: bucket?.blockedUntil ?? null }]
  })
}

function failing(facts: HealthFacts): Finding | undefined {
  const code = facts.refusedCode ?? (facts.openedAt ? (facts.code ?? 'REMOTE_UNAVAILABLE') : undefined)
  if (code) return finding('CONNECTION_FAILING', 'red', { code })
  const failures = Math.max(facts.failures, ...facts.lanes.map(lane => lane.failures))
  if (failures < 2) return undefined
  return finding('CONNECTION_FAILING', 'yellow', { code: facts.code ?? '', failures: String(failures) })
}

function ordersLate(
  facts: HealthFacts,
  now: Date,
  { ordersLateIntervals }: AlertSettings,
): Finding | undefined {
  const lane = facts.lanes.find(one => one.kind === 'orders')
  if (!lane?.everySeconds) return undefined
  const last = lane.goodAt ? new Date(lane.goodAt) : facts.since
  const late = ordersLateIntervals * lane.everySeconds * 1000 + minute
  if (now.getTime() - last.getTime() <= late) return undefined
  // Outside of its window nothing is late, and after it opens not before so many intervals have passed.
  const begin = new Date(now.getTime() - late)
  if (
    lane.windows &&
    !(isWithin(lane.windows, facts.timeZone, now) && isWithin(lane.windows, facts.timeZone, begin))
  )
    return undefined
  return finding('ORDERS_LATE', 'red', { since: last.toISOString() })
}

function unsentOld(facts: HealthFacts, now: Date, settings: AlertSettings): Finding | undefined {
  if (!facts.oldestUnsent) return undefined
  const age = now.getTime() - facts.oldestUnsent.getTime()
  if (age <= settings.unsentNoticeMinutes * minute) return undefined
  const data = { since: facts.oldestUnsent.toISOString(), count: String(facts.waiting) }
  return finding('UNSENT_OLD', age > settings.unsentAlarmMinutes * minute ? 'red' : 'yellow', data)
}

function credentialsEnd(
  facts: HealthFacts,
  now: Date,
  { credentialDays }: AlertSettings,
): Finding | undefined {
  if (!facts.credentialsUntil) return undefined
  const days = daysLeft(facts.credentialsUntil, now)
  const step = [...credentialSteps.filter(one => one < credentialDays), credentialDays].find(
    one => days <= one,
  )
  if (step === undefined) return undefined
  const data = { days: String(days), until: facts.credentialsUntil.toISOString() }
  return finding('CREDENTIALS_END', days <= 7 ? 'red' : 'yellow', data, step)
}

function quotaUsedUp(facts: HealthFacts, now: Date): Finding | undefined {
  const empty = facts.quotas.find(
    one => one.left === 0 || (one.blockedUntil && one.blockedUntil.getTime() - now.getTime() > 5 * minute),
  )
  if (!empty) return undefined
  return finding('QUOTA_USED_UP', 'yellow', {
    operation: empty.operation,
    until: empty.blockedUntil && empty.left !== 0 ? empty.blockedUntil.toISOString() : '',
  })
}

function parkedRise(facts: HealthFacts, _: Date, { parkedPerHour }: AlertSettings): Finding | undefined {
  const usual = (facts.parkedOfDay - facts.parkedOfHour) / 23
  if (facts.parkedOfHour < parkedPerHour || facts.parkedOfHour < 3 * usual) return undefined
  return finding('PARKED_RISE', 'yellow', { count: String(facts.parkedOfHour) })
}

// A person has to say something soon, or a marketplace decides.
function answersDue(facts: HealthFacts, now: Date): Finding | undefined {
  const { count, until } = facts.toAnswer
  if (count === 0 || until === null) return undefined
  const left = Date.parse(until) - now.getTime()
  if (left > answerMinutes * minute) return undefined
  return finding('ANSWERS_DUE', 'red', { count: String(count), until })
}

// Red: nobody takes what is told there, so quantities shown there may be wrong.
function lettersUntaken(facts: HealthFacts): Finding | undefined {
  if (facts.untaken === 0) return undefined
  return finding('LETTERS_UNTAKEN', 'red', { count: String(facts.untaken) })
}

// Until somebody puts them away: a person has to read what they say.
function errorsTold(facts: HealthFacts): Finding | undefined {
  if (facts.toldErrors === 0) return undefined
  return finding('ERRORS_TOLD', 'yellow', { count: String(facts.toldErrors) })
}

function finding(rule: HealthRule, severity: Severity, data: Finding['data'], step = 0): Finding {
  return { rule, severity, step, data }
}
