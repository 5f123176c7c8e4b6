import { createHmac } from 'node:crypto'
import type { BlockList } from 'node:net'
import { type Database, transact } from '../base/database.ts'
import { fill, type Language } from '../base/errors.ts'
import type { Keyring } from '../base/keyring.ts'
import { sendMail } from '../base/mail.ts'
import {
  type AlertMessage,
  type OpenRoute,
  openRoute,
  putOffMessages,
  settleMessages,
  takeMessage,
} from '../channels/alertStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { Unreachable } from '../port/errors.ts'
import { createHttpClient } from '../port/httpClient.ts'
import { type HealthRule, healthRules } from './healthRules.ts'
import { findingWords, writtenMoment } from './healthWords.ts'

export interface AlertParts {
  readonly db: Database
  readonly keyring: Keyring
  readonly allowAddresses: BlockList
  readonly smtpUrl: string | undefined
  readonly publicUrl: string | undefined
  readonly now: () => Date
}

const hookTimeoutMs = 15_000

/** A message that was not taken is tried again after a minute, then after twice as long each time, at last once an hour. */
const longestPauseMs = 3_600_000

/**
 * Sends one message if nobody has and nobody is, together with whatever else waits to be told of its incident: two workers that are asked
 * for the same send it once. Where the other side does not take it, it stays and is asked for again later (`watchHealth`), for as long as
 * its way exists; true where it was sent.
 */
export async function deliverAlert(parts: AlertParts, tenant: string, messageId: string): Promise<boolean> {
  const taken = await transact(parts.db, { tenant }, async tx => {
    const message = await takeMessage(tx, tenant, messageId, parts.now())
    const route = message && (await openRoute(tx, parts.keyring, tenant, message.routeId))
    return message && route && { message, route }
  })
  if (!taken) return false
  const { message, route } = taken
  try {
    await sendAlert(parts, route, alertOf(message))
  } catch (cause) {
    const error = cause instanceof Error && 'code' in cause ? String(cause.code) : 'FAILED'
    const pause = Math.min(longestPauseMs, 60_000 * 2 ** Math.min(message.tries - 1, 10))
    const nextAt = new Date(parts.now().getTime() + pause)
    await transact(parts.db, { tenant }, tx => putOffMessages(tx, tenant, message.ids, { error, nextAt }))
    return false
  }
  await transact(parts.db, { tenant }, tx => settleMessages(tx, tenant, message.ids))
  return true
}

/** What is told: an incident, or (`rule` null) a test. */
export interface Alert {
  readonly id: string
  readonly event: 'opened' | 'reminded' | 'closed' | 'test'
  /** An all-clear of something that nobody could be told of: it says both. */
  readonly isLate: boolean
  readonly rule: HealthRule | null
  readonly severity: string
  readonly connection: string | null
  readonly timeZone: string
  readonly data: Readonly<Record<string, string>>
  readonly openedAt: Date | null
  readonly closedAt: Date | null
}

/** Tells one alert by one way. Throws SMTP_MISSING, or what the other side said. */
export async function sendAlert(parts: AlertParts, route: OpenRoute, alert: Alert): Promise<void> {
  const words = alertWords(alert, route.language)
  if (route.kind === 'mail') {
    if (!parts.smtpUrl) throw channelProblem('SMTP_MISSING')
    const link = parts.publicUrl ? `\n\n${new URL('/platforms', parts.publicUrl).href}` : ''
    return sendMail(parts.smtpUrl, {
      to: route.target,
      subject: words.subject,
      text: `${words.text}${link}\n`,
    })
  }
  const { id, event, isLate, rule, severity, connection, openedAt, closedAt } = alert
  const body = JSON.stringify({ id, event, isLate, rule, severity, connection, ...words, openedAt, closedAt })
  const http = createHttpClient({
    timeoutMs: hookTimeoutMs,
    answerBytes: 100_000,
    concurrent: 1,
    allow: parts.allowAddresses,
    secrets: route.secret ? [route.secret] : [],
  })
  try {
    const answer = await http.call({
      method: 'POST',
      url: route.target,
      headers: {
        'content-type': 'application/json',
        'kontor-signature': signatureOf(route.secret ?? '', body, parts.now()),
      },
      body,
    })
    if (answer.status < 200 || answer.status > 299) throw new Unreachable(`HTTP ${answer.status}`)
  } finally {
    await http.close()
  }
}

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<seconds>.<body>`; the time keeps an old message from being sent again by others. */
export function signatureOf(secret: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

// Of several the last one counts: what is over is no news, and what came nearer is in the words anyway.
function alertOf(message: AlertMessage): Alert {
  const { events } = message
  const event = events.includes('closed') ? 'closed' : events.includes('opened') ? 'opened' : 'reminded'
  return {
    ...message,
    event,
    isLate: event === 'closed' && events.includes('opened'),
    rule: healthRules.find(rule => rule === message.rule) ?? null,
    timeZone: message.timeZone ?? 'UTC',
  }
}

const say = {
  de: {
    closed: 'Behoben: {what}',
    test: 'Testnachricht von Kontor: Benachrichtigungen kommen an.',
    clear: 'Entwarnung: Die Störung besteht nicht mehr.',
    late: 'Störung vom {from} bis {to}. Sie konnte nicht früher gemeldet werden und besteht nicht mehr.',
  },
  en: {
    closed: 'Resolved: {what}',
    test: 'Test message from Kontor: alerts arrive.',
    clear: 'All clear: the disturbance is over.',
    late: 'Disturbance from {from} to {to}. It could not be told earlier, and is over.',
  },
} as const

function alertWords(alert: Alert, language: Language): { subject: string; text: string } {
  const { closed, test, clear, late } = say[language]
  if (!alert.rule) return { subject: `[Kontor] ${test}`, text: test }
  const { sentence, remedy } = findingWords({ rule: alert.rule, data: alert.data }, language, alert.timeZone)
  const where = alert.connection ? `${alert.connection}: ` : ''
  const subject = alert.event === 'closed' ? closed.replace('{what}', where + sentence) : where + sentence
  const moment = (at: Date | null) => (at ? writtenMoment(at, language, alert.timeZone) : '–')
  const over = alert.isLate ? fill(late, { from: moment(alert.openedAt), to: moment(alert.closedAt) }) : clear
  const text =
    alert.event === 'closed' ? `${over}\n\n${where}${sentence}` : `${where}${sentence}\n\n${remedy}`
  return { subject: `[Kontor] ${subject}`, text }
}
