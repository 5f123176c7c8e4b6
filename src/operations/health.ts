import { z } from 'zod'
import { changedKinds } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { firstIdOf } from '../base/ids.ts'
import { type AlertSettings, alertSettings } from '../channels/alertSettings.ts'
import { readAlertSettings } from '../channels/alertStore.ts'
import { type ChannelHealth, readChannelHealth } from '../channels/channelHealthStore.ts'
import { healthCountLimit } from '../channels/healthStore.ts'
import { colourOf, daysLeft, findingsOf, type HealthFacts, healthRules } from '../sync/healthRules.ts'
import { findingWords } from '../sync/healthWords.ts'
import { readHealthFacts } from '../sync/readHealthFacts.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

const colours = ['green', 'yellow', 'red'] as const

/** How a connection does: a colour, and what is wrong in sentences, the worst first. */
export const healthShape = z.object({
  colour: z.enum(colours),
  findings: z.array(
    z.object({
      rule: z.enum(healthRules),
      severity: z.enum(['yellow', 'red']),
      sentence: z.string(),
      remedy: z.string(),
    }),
  ),
  /** Whole days until the credentials end; null: the system does not say. */
  credentialDays: z.int().nullable(),
})
export type ShownHealth = z.infer<typeof healthShape>

/** Nothing is known to be wrong. */
export const wellHealth: ShownHealth = { colour: 'green', findings: [], credentialDays: null }

const channelShape = z.object({
  id: z.uuid(),
  name: z.string(),
  active: z.boolean(),
  locked: z.boolean(),
  /** When the channel last took something of a kind, the newest first. */
  goodAt: z.array(z.object({ kind: z.enum(changedKinds), at: z.date() })),
  oldestUnsent: z.date().nullable(),
  waiting: z.int(),
  waitingCapped: z.boolean(),
  /** Objects that were answered within 24 hours, and those that were refused or had no answer; of the newest 10,000. */
  sent: z.int(),
  failed: z.int(),
  /** From 0 to 1; null: nothing was sent. */
  errorRate: z.number().nullable(),
  /** Objects that it refuses now. */
  refused: z.int(),
})

const connectionShape = healthShape.extend({
  connectionId: z.uuid(),
  connection: z.string(),
  /** Each place where it sells; what else stands here belongs to the account as a whole. */
  channels: z.array(channelShape),
  locked: z.boolean(),
  /** When each kind of work last ended well. */
  goodAt: z.array(z.object({ lane: z.string(), at: z.date().nullable() })),
  oldestUnsent: z.date().nullable(),
  waiting: z.int(),
  waitingCapped: z.boolean(),
  runs: z.int(),
  failedRuns: z.int(),
  /** Share of the runs of 24 hours that failed, from 0 to 1; null: none ran. */
  errorRate: z.number().nullable(),
  credentialsUntil: z.date().nullable(),
  probedAt: z.date().nullable(),
  /** Set while the connection pauses because it failed several times in a row. */
  openedAt: z.date().nullable(),
  nextTryAt: z.date().nullable(),
  quotas: z
    .array(
      z.object({
        /** '': every call. */
        operation: z.string(),
        perDay: z.int().nullable(),
        used: z.int(),
        left: z.int().nullable(),
        blockedUntil: z.date().nullable(),
      }),
    )
    .readonly(),
})

/** How each connection does. */
export const healthOperations: readonly Operation[] = [
  operation({
    name: 'health.show',
    method: 'GET',
    path: '/health',
    command: 'health show',
    right: 'connections.read',
    summary: {
      en: 'Show how each connection does, and each of its channels: last success, what waits, errors of 24 hours, credentials, quotas',
      de: 'Zeigen, wie es jeder Verbindung und jedem ihrer Kanäle geht: letzter Erfolg, Wartendes, Fehler in 24 Stunden, Zugang, Kontingente',
    },
    input: z.object({}),
    output: z.object({ items: z.array(connectionShape) }),
    run: context =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        const facts = await readHealthFacts(tx, tenant, kontor.connectors, kontor.now())
        const settings = alertSettings(await readAlertSettings(tx, tenant))
        const now = kontor.now()
        const since = firstIdOf(new Date(now.getTime() - 24 * 3_600_000))
        const channels = await readChannelHealth(tx, tenant, { now, since })
        const of = Map.groupBy(channels, one => one.connectionId)
        return {
          items: facts.map(one => ({
            ...shown(context, one, settings),
            channels: (of.get(one.connectionId) ?? []).map(shownChannel),
          })),
        }
      }),
  }),
]

/** The health of all connections of the caller's tenant, by connection. */
export async function healthOf(tx: Tx, context: Context): Promise<Map<string, ShownHealth>> {
  const { tenant, kontor } = context
  const facts = await readHealthFacts(tx, tenant, kontor.connectors, kontor.now())
  const settings = alertSettings(await readAlertSettings(tx, tenant))
  return new Map(facts.map(one => [one.connectionId, judged(context, one, settings)]))
}

function judged({ kontor, language }: Context, facts: HealthFacts, settings: AlertSettings): ShownHealth {
  const now = kontor.now()
  const findings = findingsOf(facts, now, settings)
  return {
    colour: colourOf(findings),
    findings: findings.map(one => ({
      rule: one.rule,
      severity: one.severity,
      ...findingWords(one, language, facts.timeZone),
    })),
    credentialDays: facts.credentialsUntil && daysLeft(facts.credentialsUntil, now),
  }
}

function shown(
  context: Context,
  facts: HealthFacts,
  settings: AlertSettings,
): Omit<z.infer<typeof connectionShape>, 'channels'> {
  const { connectionId, connection, oldestUnsent, credentialsUntil, probedAt } = facts
  return {
    ...judged(context, facts, settings),
    connectionId,
    connection,
    locked: facts.lockedAt !== null,
    goodAt: facts.lanes.map(({ kind, goodAt }) => ({ lane: kind, at: goodAt ? new Date(goodAt) : null })),
    oldestUnsent,
    waiting: facts.waiting,
    waitingCapped: facts.waiting >= healthCountLimit,
    runs: facts.runsOfDay,
    failedRuns: facts.failedOfDay,
    errorRate: facts.runsOfDay > 0 ? facts.failedOfDay / facts.runsOfDay : null,
    credentialsUntil,
    probedAt,
    openedAt: facts.openedAt,
    nextTryAt: facts.nextTryAt,
    quotas: facts.quotas,
  }
}

function shownChannel(channel: ChannelHealth): z.infer<typeof channelShape> {
  const { connectionId: _, sentOfDay: sent, failedOfDay: failed, ...rest } = channel
  return {
    ...rest,
    goodAt: channel.goodAt.map(({ kind, at }) => ({ kind, at: new Date(at) })),
    waitingCapped: channel.waiting >= healthCountLimit,
    sent,
    failed,
    errorRate: sent > 0 ? failed / sent : null,
  }
}
