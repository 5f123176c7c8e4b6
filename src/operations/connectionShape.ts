import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { callUrl } from '../channels/callUrl.ts'
import { type Connection, findConnection, secretTimes } from '../channels/connectionStore.ts'
import { type Waiting, waitingAt } from '../channels/lockStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { explain } from '../channels/reasons.ts'
import type { Connector } from '../port/connector.ts'
import { type Context, inTransaction } from './operation.ts'

/** Id or name, as a person types it. */
export const whichConnection = z.string().min(1).max(200).meta({
  description: 'Id or name of the connection or of its channel.',
  'x-de': 'Kennung oder Name der Verbindung oder ihres Kanals.',
})

/** Settings of a system as a person gives them. */
export const settingsInput = z.record(z.string(), z.string().max(4000)).meta({
  description: 'Settings of the system, as key=value. Secrets are sealed and never shown again.',
  'x-de':
    'Einstellungen des Systems, als Schlüssel=Wert. Geheimnisse werden versiegelt und nie wieder gezeigt.',
})

/** What is locked: by whom, why, since when, and what waits until it is unlocked. */
export const lockShape = z.object({ by: z.string(), reason: z.string(), at: z.date() })
export const waitingShape = z.object({ records: z.int(), changes: z.int() })

/** A connection as API, terminal and screen show it: never a secret. */
export const connectionShape = z.object({
  id: z.uuid(),
  name: z.string(),
  system: z.string(),
  state: z.enum(['ok', 'new', 'locked', 'refused', 'archived']),
  reason: z.string().nullable(),
  phase: z.enum(['new', 'ready']),
  /** After a restore, until its steps are done. */
  recovering: z.boolean(),
  leads: z.enum(['kontor', 'shop']),
  settings: z.record(z.string(), z.string()),
  secrets: z.record(z.string(), z.date()),
  timeZone: z.string(),
  channels: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      place: z.string(),
      active: z.boolean(),
      locked: z.boolean(),
    }),
  ),
  openAcks: z.int(),
  openPages: z.int(),
  /** Where the system calls us; absent without a public address, and for systems that do not call. */
  callUrl: z.string().optional(),
  lock: lockShape.nullable(),
  /** Beside a lock: what waits. */
  waiting: waitingShape.nullable(),
})

/** The connector of that system. Throws SYSTEM_UNKNOWN. */
export function connectorOf(context: Context, system: string): Connector {
  const connector = context.kontor.connectors.get(system)
  if (!connector)
    throw channelProblem('SYSTEM_UNKNOWN', { system, known: [...context.kontor.connectors.keys()] })
  return connector
}

/** A connection by id or name, shown. Throws CONNECTION_UNKNOWN. */
export function shownConnection(context: Context, idOrName: string) {
  return inTransaction(context, async tx =>
    showConnection(tx, context, await findConnection(tx, context.tenant, idOrName)),
  )
}

/** Shows a connection with the times of its secrets, and what waits beside a lock. */
export async function showConnection(
  tx: Tx,
  context: Context,
  connection: Connection,
): Promise<z.infer<typeof connectionShape>> {
  const secrets = await secretTimes(tx, context.tenant, connection.id)
  const isLocked = connection.lockedAt !== null || connection.channels.some(one => one.lockedAt)
  const waiting = isLocked ? await waitingOf(tx, context, connection) : null
  const state = stateOf(connection)
  const refused = connection.refusedCode
    ? explain(connection.refusedCode, connection.refusedData ?? {})[context.language]
    : null
  const { connectors, config } = context.kontor
  const address = callUrl(config.publicUrl, connectors.get(connection.system)?.receive, {
    tenant: context.tenant,
    connectionId: connection.id,
  })
  const lockWords = [connection.lockedBy, connection.lockReason].filter(Boolean).join(': ')
  return {
    id: connection.id,
    name: connection.name,
    system: connection.system,
    state,
    reason:
      state === 'locked'
        ? lockWords
        : state === 'new'
          ? explain('FIRST_RUN_MISSING', { name: connection.name })[context.language]
          : refused,
    phase: connection.phase,
    recovering: connection.recoveringAt !== null,
    leads: connection.leads,
    settings: { ...connection.settings },
    secrets,
    timeZone: connection.timeZone,
    channels: connection.channels.map(({ id, name, place, active, lockedAt }) => ({
      id,
      name,
      place,
      active,
      locked: lockedAt !== null,
    })),
    openAcks: connection.openAcks,
    openPages: connection.openPages,
    ...(address === undefined ? {} : { callUrl: address }),
    lock: connection.lockedAt
      ? { by: connection.lockedBy ?? '', reason: connection.lockReason ?? '', at: connection.lockedAt }
      : null,
    waiting,
  }
}

function stateOf(connection: Connection): z.infer<typeof connectionShape>['state'] {
  if (connection.archivedAt) return 'archived'
  if (connection.lockedAt) return 'locked'
  if (connection.refusedCode) return 'refused'
  return connection.phase === 'new' ? 'new' : 'ok'
}

async function waitingOf(tx: Tx, context: Context, connection: Connection): Promise<Waiting> {
  const ids = connection.channels.map(channel => channel.id)
  const sum = { records: 0, changes: 0 }
  for (const one of (await waitingAt(tx, context.tenant, ids)).values()) {
    sum.records += one.records
    sum.changes += one.changes
  }
  return sum
}
