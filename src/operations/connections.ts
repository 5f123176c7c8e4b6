import { z } from 'zod'
import { transact } from '../base/database.ts'
import { problems } from '../base/errors.ts'
import { addConnection, changeSettings, setArchived, setLock } from '../channels/addConnection.ts'
import { findConnection, listConnections, markRefused } from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { sameAccount } from '../channels/sameAccount.ts'
import { onlyCompany } from '../company/companyStore.ts'
import { checkParts } from '../port/checkReport.ts'
import { checkConnection } from '../sync/checkConnection.ts'
import { requestLane } from '../sync/lanes.ts'
import { markSweeps } from '../sync/markDue.ts'
import {
  connectionShape,
  connectorOf,
  settingsInput,
  showConnection,
  shownConnection,
  whichConnection,
} from './connectionShape.ts'
import { madeSecretsShape, showMadeSecrets } from './madeSecrets.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { laneParts } from './syncParts.ts'

const connectionProblem = problems({
  COMPANY_AMBIGUOUS: {
    status: 422,
    en: 'There are several companies ({names}). Say which one sells through this connection.',
    de: 'Es gibt mehrere Firmen ({names}). Bitte angeben, welche über diese Verbindung verkauft.',
  },
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
      set: settingsInput.default({}),
      place: z.string().max(500).default('').meta({
        description:
          'The place of its first channel, as the system names it (marketplace, sub-shop); empty where there is only one.',
        'x-de':
          'Der Ort des ersten Kanals, wie ihn das System nennt (Marktplatz, Subshop); leer, wo es nur einen gibt.',
      }),
      timeZone: z.string().max(60).default('Europe/Berlin').meta({
        description: 'Time zone of times without one.',
        'x-de': 'Zeitzone für Zeiten ohne Angabe.',
      }),
      ready: z.boolean().default(false).meta({
        description:
          'Without a first run: sending begins at once. For scripts, and where nothing is there yet.',
        'x-de': 'Ohne Erstabgleich: Es wird sofort gesendet. Für Skripte, und wo noch nichts vorhanden ist.',
      }),
      anyway: z.boolean().default(false).meta({
        description: 'Also where another connection leads to the same account.',
        'x-de': 'Auch wenn schon eine andere Verbindung zu diesem Konto führt.',
      }),
    }),
    output: connectionShape.extend(madeSecretsShape),
    audit: note,
    run: (context, input) =>
      inTransaction(context, async tx => {
        const company = await onlyCompany(tx, context.tenant)
        if (typeof company !== 'string') throw connectionProblem('COMPANY_AMBIGUOUS', { names: company })
        const connector = connectorOf(context, input.system)
        const same = input.anyway ? undefined : await sameAccount(tx, context.tenant, connector, input.set)
        if (same) throw channelProblem('SAME_ACCOUNT', { name: same.name })
        const { keyring } = context.kontor
        const { id, channelId, madeSecrets } = await addConnection(tx, keyring, context.tenant, connector, {
          system: input.system,
          name: input.name,
          settings: input.set,
          place: input.place,
          timeZone: input.timeZone,
          companyId: company,
          phase: input.ready ? 'ready' : 'new',
        })
        // What was there before the channel was never due for it; items would wait for their categories for ever.
        await markSweeps(tx, context.tenant, {
          channelIds: [channelId],
          kinds: ['category'],
          by: context.actor.name,
          complete: false,
        })
        const made = await showConnection(tx, context, await findConnection(tx, context.tenant, id))
        return { ...made, ...showMadeSecrets(context.language, madeSecrets) }
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
          items.push(await showConnection(tx, context, one))
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
    run: (context, { connection }) => shownConnection(context, connection),
  }),
  operation({
    name: 'connection.set',
    method: 'PATCH',
    path: '/connections/:connection',
    command: 'connection set <connection>',
    right: 'connections.write',
    summary: { en: 'Change settings of a connection', de: 'Einstellungen einer Verbindung ändern' },
    input: which.extend({ set: settingsInput }),
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
        return { ...(await showConnection(tx, context, changed)), clearedSecrets }
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
      lines: z.array(
        z.object({
          ok: z.boolean(),
          /** Nothing is wrong, and something is still to come or to be done in that part of the channel; null: nothing. */
          open: z.enum(checkParts).nullable(),
          code: z.string(),
          text: z.string(),
        }),
      ),
    }),
    audit: note,
    run: async (context, { connection }) => {
      const { db } = context.kontor
      const found = await transact(db, { tenant: context.tenant }, tx =>
        findConnection(tx, context.tenant, connection),
      )
      const report = await checkConnection(laneParts(context), context.tenant, found, context.signal)
      if (report.ok)
        await transact(db, { tenant: context.tenant }, tx => markRefused(tx, context.tenant, found.id, null))
      return {
        id: found.id,
        ok: report.ok,
        system: report.system,
        code: report.lines.find(line => !line.ok)?.code ?? null,
        lines: report.lines.map(line => ({
          ok: line.ok,
          open: line.open ?? null,
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
      return shownConnection(context, id)
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
      inTransaction(context, async tx => {
        const connectionId = await setLock(tx, context.tenant, connection, null)
        await requestLane(tx, { tenant: context.tenant, connectionId, kind: 'orders' })
        return showConnection(tx, context, await findConnection(tx, context.tenant, connectionId))
      }),
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
      return shownConnection(context, id)
    },
  }),
]
