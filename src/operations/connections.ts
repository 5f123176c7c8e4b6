import { z } from 'zod'
import { transact } from '../base/database.ts'
import { problems } from '../base/errors.ts'
import { addConnection, changeSettings, setArchived, setLock } from '../channels/addConnection.ts'
import {
  type Connection,
  findConnection,
  listConnections,
  markRefused,
  secretTimes,
} from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { explain } from '../channels/reasons.ts'
import { onlyCompany } from '../company/companyStore.ts'
import type { Connector } from '../port/connector.ts'
import { checkConnection } from '../sync/checkConnection.ts'
import { markSweeps } from '../sync/markDue.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

const connectionProblem = problems({
  COMPANY_AMBIGUOUS: {
    status: 422,
    en: 'There are several companies ({names}). Say which one sells through this connection.',
    de: 'Es gibt mehrere Firmen ({names}). Bitte angeben, welche über diese Verbindung verkauft.',
  },
})

/** Id or name, as a person types it. */
export const whichConnection = z.string().min(1).max(200).meta({
  description: 'Id or name of the connection or of its channel.',
  'x-de': 'Kennung oder Name der Verbindung oder ihres Kanals.',
})

const settings = z.record(z.string(), z.string().max(4000)).meta({
  description: 'Settings of the system, as key=value. Secrets are sealed and never shown again.',
  'x-de':
    'Einstellungen des Systems, als Schlüssel=Wert. Geheimnisse werden versiegelt und nie wieder gezeigt.',
})

const connectionShape = z.object({
  id: z.uuid(),
  name: z.string(),
  system: z.string(),
  state: z.enum(['ok', 'locked', 'refused', 'archived']),
  reason: z.string().nullable(),
  settings: z.record(z.string(), z.string()),
  secrets: z.record(z.string(), z.date()),
  timeZone: z.string(),
  channels: z.array(z.object({ id: z.uuid(), name: z.string(), place: z.string(), active: z.boolean() })),
  openAcks: z.int(),
  openPages: z.int(),
})

const which = z.object({ connection: whichConnection })
const note = (_: unknown, output: { readonly id: string }) => ({
  objectKind: 'connection',
  objectId: output.id,
})

/** Connections: accounts at foreign systems. */
export const connectionOperations: readonly Operation[] = [
  operation({
    name: 'connection.add',
    method: 'POST',
    path: '/connections',
    command: 'connection add <system>',
    right: 'connections.write',
    summary: { en: 'Connect a shop or marketplace', de: 'Einen Shop oder Marktplatz anbinden' },
    creates: true,
    input: z.object({
      system: z
        .string()
        .max(100)
        .meta({ description: 'The system (see "systems").', 'x-de': 'Das System (siehe „systems“).' }),
      name: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .meta({ description: 'A name of your own.', 'x-de': 'Ein eigener Name.' }),
      set: settings.default({}),
      timeZone: z.string().max(60).default('Europe/Berlin').meta({
        description: 'Time zone of times without one.',
        'x-de': 'Zeitzone für Zeiten ohne Angabe.',
      }),
    }),
    output: connectionShape,
    audit: note,
    run: (context, input) =>
      inTransaction(context, async tx => {
        const company = await onlyCompany(tx, context.tenant)
        if (typeof company !== 'string') throw connectionProblem('COMPANY_AMBIGUOUS', { names: company })
        const { id, channelId } = await addConnection(
          tx,
          context.kontor.keyring,
          context.tenant,
          connectorOf(context, input.system),
          {
            system: input.system,
            name: input.name,
            settings: input.set,
            timeZone: input.timeZone,
            companyId: company,
          },
        )
        // What was there before the channel was never due for it; items would wait for their categories for ever.
        await markSweeps(tx, context.tenant, {
          channelIds: [channelId],
          kinds: ['category'],
          by: context.actor.name,
          complete: false,
        })
        return show(
          context,
          await findConnection(tx, context.tenant, id),
          await secretTimes(tx, context.tenant, id),
        )
      }),
  }),
  operation({
    name: 'connection.list',
    method: 'GET',
    path: '/connections',
    command: 'connection list',
    right: 'connections.read',
    summary: { en: 'List the connections', de: 'Die Verbindungen auflisten' },
    input: z.object({
      archived: z
        .boolean()
        .default(false)
        .meta({ description: 'Archived ones too.', 'x-de': 'Auch archivierte.' }),
    }),
    output: z.object({ items: z.array(connectionShape) }),
    run: (context, { archived }) =>
      inTransaction(context, async tx => {
        const items = []
        for (const one of await listConnections(tx, context.tenant, { archived }))
          items.push(show(context, one, await secretTimes(tx, context.tenant, one.id)))
        return { items }
      }),
  }),
  operation({
    name: 'connection.show',
    method: 'GET',
    path: '/connections/:connection',
    command: 'connection show <connection>',
    right: 'connections.read',
    summary: { en: 'Show a connection', de: 'Eine Verbindung zeigen' },
    input: which,
    output: connectionShape,
    run: (context, { connection }) => shown(context, connection),
  }),
  operation({
    name: 'connection.set',
    method: 'PATCH',
    path: '/connections/:connection',
    command: 'connection set <connection>',
    right: 'connections.write',
    summary: { en: 'Change settings of a connection', de: 'Einstellungen einer Verbindung ändern' },
    input: which.extend({ set: settings }),
    output: connectionShape.extend({ clearedSecrets: z.array(z.string()) }),
    audit: (input, output) => ({ ...note(input, output), data: { fields: Object.keys(input.set) } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const found = await findConnection(tx, context.tenant, input.connection)
        const connector = connectorOf(context, found.system)
        const { clearedSecrets } = await changeSettings(
          tx,
          context.kontor.keyring,
          context.tenant,
          connector,
          found.id,
          input.set,
        )
        const changed = await findConnection(tx, context.tenant, found.id)
        return { ...show(context, changed, await secretTimes(tx, context.tenant, found.id)), clearedSecrets }
      }),
  }),
  operation({
    name: 'connection.check',
    long: true,
    method: 'POST',
    path: '/connections/:connection/check',
    command: 'connection check <connection>',
    right: 'connections.write',
    summary: {
      en: 'Try a connection; changes nothing at the shop',
      de: 'Eine Verbindung prüfen; ändert im Shop nichts',
    },
    input: which,
    output: z.object({
      id: z.uuid(),
      ok: z.boolean(),
      system: z.string(),
      code: z.string().nullable(),
      lines: z.array(z.object({ ok: z.boolean(), code: z.string(), text: z.string() })),
    }),
    audit: note,
    run: async (context, { connection }) => {
      const { db } = context.kontor
      const found = await transact(db, { tenant: context.tenant }, tx =>
        findConnection(tx, context.tenant, connection),
      )
      const report = await checkConnection(
        { ...context.kontor, allowAddresses: context.kontor.config.allowAddresses },
        context.tenant,
        found,
        context.signal,
      )
      if (report.ok)
        await transact(db, { tenant: context.tenant }, tx => markRefused(tx, context.tenant, found.id, null))
      return {
        id: found.id,
        ok: report.ok,
        system: report.system,
        code: report.lines.find(line => !line.ok)?.code ?? null,
        lines: report.lines.map(line => ({
          ok: line.ok,
          code: line.code,
          text: line.text[context.language],
        })),
      }
    },
  }),
  operation({
    name: 'connection.lock',
    method: 'POST',
    path: '/connections/:connection/lock',
    command: 'connection lock <connection>',
    right: 'connections.write',
    summary: {
      en: 'Lock: nothing is called any more until it is unlocked',
      de: 'Sperren: Bis zum Entsperren wird nichts mehr aufgerufen',
    },
    input: which.extend({
      reason: z
        .string()
        .max(500)
        .default('')
        .meta({ description: 'Why, for the others.', 'x-de': 'Warum, für die anderen.' }),
    }),
    output: connectionShape,
    audit: note,
    run: async (context, { connection, reason }) => {
      const lock = { by: context.actor.name, reason, at: context.kontor.now() }
      const id = await inTransaction(context, tx => setLock(tx, context.tenant, connection, lock))
      return shown(context, id)
    },
  }),
  operation({
    name: 'connection.unlock',
    method: 'POST',
    path: '/connections/:connection/unlock',
    command: 'connection unlock <connection>',
    right: 'connections.write',
    summary: {
      en: 'Unlock a connection, also after a refusal',
      de: 'Eine Verbindung entsperren, auch nach einer Ablehnung',
    },
    input: which,
    output: connectionShape,
    audit: note,
    run: async (context, { connection }) =>
      shown(context, await inTransaction(context, tx => setLock(tx, context.tenant, connection, null))),
  }),
  operation({
    name: 'connection.archive',
    method: 'POST',
    path: '/connections/:connection/archive',
    command: 'connection archive <connection>',
    right: 'connections.write',
    summary: {
      en: 'Archive a connection: its links and ledger stay',
      de: 'Eine Verbindung archivieren: Verknüpfungen und Protokoll bleiben',
    },
    input: which.extend({
      back: z
        .boolean()
        .default(false)
        .meta({ description: 'Bring it back instead.', 'x-de': 'Stattdessen zurückholen.' }),
    }),
    output: connectionShape,
    audit: note,
    run: async (context, { connection, back }) => {
      const id = await inTransaction(context, tx =>
        setArchived(tx, context.tenant, connection, back ? null : context.kontor.now()),
      )
      return shown(context, id)
    },
  }),
]

function connectorOf(context: Context, system: string): Connector {
  const connector = context.kontor.connectors.get(system)
  if (!connector)
    throw channelProblem('SYSTEM_UNKNOWN', { system, known: [...context.kontor.connectors.keys()] })
  return connector
}

function shown(context: Context, idOrName: string) {
  return inTransaction(context, async tx => {
    const connection = await findConnection(tx, context.tenant, idOrName)
    return show(context, connection, await secretTimes(tx, context.tenant, connection.id))
  })
}

function show(
  context: Context,
  connection: Connection,
  secrets: Record<string, Date>,
): z.infer<typeof connectionShape> {
  const state = connection.archivedAt
    ? 'archived'
    : connection.lockedAt
      ? 'locked'
      : connection.refusedCode
        ? 'refused'
        : 'ok'
  const refused = connection.refusedCode
    ? explain(connection.refusedCode, connection.refusedData ?? {})[context.language]
    : null
  return {
    id: connection.id,
    name: connection.name,
    system: connection.system,
    state,
    reason:
      state === 'locked' ? [connection.lockedBy, connection.lockReason].filter(Boolean).join(': ') : refused,
    settings: { ...connection.settings },
    secrets,
    timeZone: connection.timeZone,
    channels: connection.channels.map(({ id, name, place, active }) => ({ id, name, place, active })),
    openAcks: connection.openAcks,
    openPages: connection.openPages,
  }
}
