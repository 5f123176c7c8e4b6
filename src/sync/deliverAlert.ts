import { createHmac } from 'node:crypto'
import type { BlockList } from 'node:net'
import { type Database, transact } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import type { Keyring } from '../base/keyring.ts'
import { sendMail } from '../base/mail.ts'
import {
  type AlertMessage,
  type OpenRoute,
  openRoute,
  settleMessage,
  takeMessage,
} from '../channels/alertStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { Unreachable } from '../port/errors.ts'
import { createHttpClient } from '../port/httpClient.ts'
import { type HealthRule, healthRules } from './healthRules.ts'
import { findingWords } from './healthWords.ts'

export interface AlertParts {
  readonly db: Database
  readonly keyring: Keyring
  readonly allowAddresses: BlockList
  readonly smtpUrl: string | undefined
  readonly publicUrl: string | undefined
  readonly now: () => Date
}

const hookTimeoutMs = 15_000

/**
 * Sends one message if nobody has and nobody is: two workers that are asked for the same send it once. Throws where the other side did not take
 * it, so that the task is tried again; then the message may be taken again.
 */
export async function deliverAlert(parts: AlertParts, tenant: string, messageId: string): Promise<void> {
  const taken = await transact(parts.db, { tenant }, async tx => {
    const message = await takeMessage(tx, tenant, messageId)
    if (message === 'busy' || !message) return message
    const route = await openRoute(tx, parts.keyring, tenant, message.routeId)
    return route && { message, route }
  })
  // The task comes again: whoever sends it now may die of it.
  if (taken === 'busy') throw new Error('the message is being sent')
  if (!taken) return
  const settle = (error: string | null) =>
    transact(parts.db, { tenant }, tx => settleMessage(tx, tenant, messageId, error))
  try {
    await sendAlert(parts, taken.route, alertOf(taken.message))
  } catch (error) {
    await settle(error instanceof Error && 'code' in error ? String(error.code) : 'FAILED')
    throw error
  }
  await settle(null)
}

/** What is told: an incident, or (`rule` null) a test. */
export interface Alert {
  readonly id: string
  readonly event: 'opened' | 'reminded' | 'closed' | 'test'
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
  const { id, event, rule, severity, connection, openedAt, closedAt } = alert
  const body = JSON.stringify({ id, event, rule, severity, connection, ...words, openedAt, closedAt })
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

function alertOf(message: AlertMessage): Alert {
  return {
    ...message,
    rule: healthRules.find(rule => rule === message.rule) ?? null,
    timeZone: message.timeZone ?? 'UTC',
  }
}

const say = {
  de: {
    closed: 'Behoben: {what}',
    test: 'Testnachricht von Kontor: Benachrichtigungen kommen an.',
    clear: 'Entwarnung: Die Störung besteht nicht mehr.',
  },
  en: {
    closed: 'Resolved: {what}',
    test: 'Test message from Kontor: alerts arrive.',
    clear: 'All clear: the disturbance is over.',
  },
} as const

function alertWords(alert: Alert, language: Language): { subject: string; text: string } {
  const { closed, test, clear } = say[language]
  if (!alert.rule) return { subject: `[Kontor] ${test}`, text: test }
  const { sentence, remedy } = findingWords({ rule: alert.rule, data: alert.data }, language, alert.timeZone)
  const where = alert.connection ? `${alert.connection}: ` : ''
  const subject = alert.event === 'closed' ? closed.replace('{what}', where + sentence) : where + sentence
  const text =
    alert.event === 'closed' ? `${clear}\n\n${where}${sentence}` : `${where}${sentence}\n\n${remedy}`
  return { subject: `[Kontor] ${subject}`, text }
}
