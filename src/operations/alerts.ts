import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { transact } from '../base/database.ts'
import { KontorError } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { insertRoute, listRoutes, openRoute, removeRoute, routeKinds } from '../channels/alertStore.ts'
import { countIncidents, listIncidents, type NamedIncident } from '../channels/incidentStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { PortError } from '../port/errors.ts'
import { checkedUrl } from '../port/httpClient.ts'
import { sendAlert } from '../sync/deliverAlert.ts'
import { healthRules } from '../sync/healthRules.ts'
import { findingWords } from '../sync/healthWords.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const alertShape = z.object({
  id: z.uuid(),
  kind: z.enum(routeKinds),
  target: z.string(),
  language: z.enum(['de', 'en']),
  addedAt: z.date(),
})

/** With what could not be told by it yet; it is tried again until it is. */
const listedShape = alertShape.extend({
  waiting: z.int(),
  waitingSince: z.date().nullable(),
  nextTryAt: z.date().nullable(),
  error: z.string().nullable(),
})

const whichAlert = z.uuid().meta({ description: 'Id of the alert.', 'x-de': 'Kennung der Benachrichtigung.' })

const incidentShape = z.object({
  id: z.uuid(),
  rule: z.enum(healthRules),
  severity: z.enum(['yellow', 'red']),
  connectionId: z.uuid().nullable(),
  connection: z.string().nullable(),
  sentence: z.string(),
  remedy: z.string(),
  openedAt: z.date().nullable(),
  closedAt: z.date().nullable(),
})

/** Disturbances, and who is told of them. */
export const alertOperations: readonly Operation[] = [
  operation({
    name: 'incident.list',
    method: 'GET',
    path: '/incidents',
    command: 'incident list',
    right: 'connections.read',
    summary: {
      en: 'List disturbances, newest first: when they began, when they were over',
      de: 'Störungen auflisten, Neuestes zuerst: wann sie begannen, wann sie vorbei waren',
    },
    input: z.object({
      ...pageInput,
      open: z.boolean().default(false).meta({
        description: 'Only those that are not over.',
        'x-de': 'Nur solche, die nicht vorbei sind.',
      }),
    }),
    output: pageOf(incidentShape),
    run: (context, { after, limit, open }) =>
      inTransaction(context, async tx => {
        const rows = await listIncidents(tx, context.tenant, { open, after, limit: limit + 1 })
        const count = await countIncidents(tx, context.tenant, { open, limit: countLimit + 1 })
        const page = asPage(rows, limit, count)
        return { ...page, items: page.items.map(row => shownIncident(context, row)) }
      }),
  }),
  operation({
    name: 'alert.list',
    method: 'GET',
    path: '/alerts',
    command: 'alert list',
    right: 'worker.read',
    summary: {
      en: 'List who is told of disturbances, and what could not be sent to them yet',
      de: 'Auflisten, wer von Störungen erfährt, und was noch nicht gesendet werden konnte',
    },
    input: z.object({}),
    output: z.object({ items: z.array(listedShape) }),
    run: context => inTransaction(context, async tx => ({ items: await listRoutes(tx, context.tenant) })),
  }),
  operation({
    name: 'alert.add',
    method: 'POST',
    path: '/alerts',
    command: 'alert add <kind> <target>',
    right: 'worker.write',
    summary: {
      en: 'Have a mail address or a web-hook told of disturbances; the secret that signs is shown this once',
      de: 'Eine E-Mail-Adresse oder einen Web-Hook über Störungen benachrichtigen; das Geheimnis der Signatur wird nur dieses eine Mal gezeigt',
    },
    creates: true,
    input: z.object({
      kind: z.enum(routeKinds).meta({ description: 'mail or web-hook.', 'x-de': 'mail oder web-hook.' }),
      target: z.string().trim().min(3).max(500).meta({
        description: 'The mail address, or the URL (https).',
        'x-de': 'Die E-Mail-Adresse oder die URL (https).',
      }),
      language: z.enum(['de', 'en']).default('de').meta({
        description: 'Language of the messages.',
        'x-de': 'Sprache der Nachrichten.',
      }),
    }),
    output: alertShape.extend({ secret: z.string().nullable() }),
    audit: (_, { id, kind }) => ({ objectKind: 'alert', objectId: id, data: { kind } }),
    run: (context, { kind, target, language }) =>
      inTransaction(context, async tx => {
        const { kontor, tenant } = context
        checkTarget(kind, target, kontor.config.allowAddresses)
        const secret = kind === 'web-hook' ? randomBytes(32).toString('base64url') : null
        const route = { id: newId(), kind, target, language, addedAt: kontor.now() }
        const added = await insertRoute(tx, kontor.keyring, tenant, { ...route, secret })
        if (!added) throw channelProblem('ALERT_TAKEN', { target: kind })
        return { ...route, secret }
      }),
  }),
  operation({
    name: 'alert.remove',
    method: 'DELETE',
    path: '/alerts/:alert',
    command: 'alert remove <alert>',
    right: 'worker.write',
    summary: {
      en: 'Tell somebody of disturbances no more',
      de: 'Jemanden nicht mehr über Störungen benachrichtigen',
    },
    input: z.object({ alert: whichAlert }),
    output: z.object({}),
    audit: ({ alert }) => ({ objectKind: 'alert', objectId: alert }),
    run: (context, { alert }) =>
      inTransaction(context, async tx => {
        if (!(await removeRoute(tx, context.tenant, alert, context.kontor.now())))
          throw channelProblem('ALERT_UNKNOWN', { id: alert })
        return {}
      }),
  }),
  operation({
    name: 'alert.test',
    method: 'POST',
    path: '/alerts/:alert/test',
    command: 'alert test <alert>',
    right: 'worker.write',
    summary: { en: 'Send a test message', de: 'Eine Testnachricht senden' },
    input: z.object({ alert: whichAlert }),
    output: z.object({}),
    long: true,
    audit: ({ alert }) => ({ objectKind: 'alert', objectId: alert }),
    run: async (context, { alert }) => {
      const { kontor, tenant } = context
      const { db, keyring, config, now } = kontor
      const route = await transact(db, { tenant }, tx => openRoute(tx, keyring, tenant, alert))
      if (!route) throw channelProblem('ALERT_UNKNOWN', { id: alert })
      const parts = { db, keyring, now, ...config }
      const nothing = {
        rule: null,
        severity: 'yellow',
        connection: null,
        data: {},
        openedAt: null,
        closedAt: null,
      }
      try {
        await sendAlert(parts, route, {
          ...nothing,
          id: newId(),
          event: 'test',
          isLate: false,
          timeZone: 'UTC',
        })
      } catch (error) {
        if (error instanceof KontorError) throw error
        throw channelProblem('ALERT_FAILED', { reason: reasonOf(error) }, { cause: error })
      }
      return {}
    },
  }),
]

function shownIncident({ language }: Context, row: NamedIncident): z.infer<typeof incidentShape> {
  const rule = healthRules.find(one => one === row.rule)
  if (!rule) throw new TypeError(`no rule ${row.rule}`)
  const { id, severity, connectionId, connection, openedAt, closedAt } = row
  const words = findingWords({ rule, data: row.data }, language, row.timeZone ?? 'UTC')
  return { id, rule, severity, connectionId, connection, ...words, openedAt, closedAt }
}

function checkTarget(
  kind: (typeof routeKinds)[number],
  target: string,
  allow: Parameters<typeof checkedUrl>[1],
): void {
  if (kind === 'mail') {
    if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(target))
      throw channelProblem('SETTING_INVALID', { key: 'target', reason: 'this is no mail address' })
    return
  }
  try {
    checkedUrl(target, allow)
  } catch (error) {
    if (!(error instanceof PortError)) throw error
    throw channelProblem('SETTING_INVALID', { key: 'target', reason: error.message }, { cause: error })
  }
}

// A code where there is one: what a mail server says may hold the address.
function reasonOf(error: unknown): string {
  if (error instanceof PortError) return error.message
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
}
