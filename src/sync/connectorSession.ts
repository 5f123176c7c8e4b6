import type { BlockList } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import type { BlobPlace } from '../base/blobFiles.ts'
import { getBlob } from '../base/blobs.ts'
import { type Database, transact } from '../base/database.ts'
import { KontorError } from '../base/errors.ts'
import type { Keyring } from '../base/keyring.ts'
import { errorFacts, type Log } from '../base/log.ts'
import { callUrl } from '../channels/callUrl.ts'
import { type Connection, openSecrets, rememberFacts } from '../channels/connectionStore.ts'
import { reportedPage } from '../channels/reportStore.ts'
import { canonical } from '../port/canonical.ts'
import type { Connector, Run } from '../port/connector.ts'
import { Rejected } from '../port/errors.ts'
import { createHttpClient, type HttpClient } from '../port/httpClient.ts'
import { callBuckets } from './callBuckets.ts'
import { callGate, type Priority, passGate } from './callGate.ts'
import { callSafely } from './callSafely.ts'
import { connectionSecrets } from './connectionSecrets.ts'
import { hiddenTexts } from './hiddenTexts.ts'

/** What a session with a foreign system is made of. */
export interface SessionParts {
  readonly db: Database
  readonly keyring: Keyring
  readonly log: Log
  readonly tenant: string
  readonly connection: Connection
  readonly connector: Connector
  readonly allowAddresses: BlockList
  /** Where images lie; absent: connectors get no bytes of them. */
  readonly blobs?: BlobPlace
  /** Where Kontor is reached from outside; absent: connectors are told no address at which they are called. */
  readonly publicUrl?: string
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Of calls that wait for their turn at the connection's gate; 'orders' where nothing is said. */
  readonly priority?: Priority
  /** Its secrets as they were read with the connection; read again where absent. */
  readonly secrets?: Readonly<Record<string, string>>
  /** Noted here: whether a session was opened, so the system answered. */
  readonly reached?: { yes: boolean }
  /** Looks only: what the system says of itself is not remembered. A token that was renewed is, or it would be lost. */
  readonly looksOnly?: boolean
}

/**
 * Hands a connector all it may have (settings, its secrets in clear, the HTTP client, clock, log), runs `work`, and
 * stores afterwards what the connector wants remembered of the system.
 */
export async function withRun<T>(parts: SessionParts, work: (run: Run) => Promise<T>): Promise<T> {
  const { connection, connector, tenant } = parts
  const readSecrets = () =>
    transact(parts.db, { tenant }, tx => openSecrets(tx, parts.keyring, tenant, connection.id))
  const secrets = parts.secrets ?? (await readSecrets())
  const gate = callGate(parts.db, connection.id, connector.limits.concurrent)
  const turn = { priority: parts.priority ?? 'orders', signal: parts.signal }
  const http = createHttpClient({
    timeoutMs: connector.limits.timeoutMs,
    answerBytes: connector.limits.answerBytes,
    concurrent: connector.limits.concurrent,
    allow: parts.allowAddresses,
    secrets: hiddenTexts(connection.settings, secrets),
    signal: parts.signal,
    gate: call => passGate(gate, turn, call),
    buckets: callBuckets({
      ...parts,
      connectionId: connection.id,
      timeZone: connection.timeZone,
      limits: connector.limits,
    }),
  })
  const settings: Record<string, string> = { ...connection.settings, ...secrets }
  const hide = (value: string) => {
    for (const text of hiddenTexts({}, { value })) http.hide(text)
  }
  const lasting = connectionSecrets({
    ...parts,
    connectionId: connection.id,
    hide,
    readSettingsAgain: async () => {
      const now = await readSecrets()
      for (const value of Object.values(now)) hide(value)
      Object.assign(settings, now)
    },
  })
  const address = callUrl(parts.publicUrl, connector.receive, { tenant, connectionId: connection.id })
  const facts: Record<string, unknown> = { ...connection.facts }
  let remembered: Record<string, unknown> = {}
  const run: Run = {
    settings,
    http,
    now: parts.now,
    timeZone: connection.timeZone,
    signal: parts.signal,
    places: connection.channels.filter(channel => channel.active).map(channel => channel.place),
    ...lasting,
    ...(address === undefined ? {} : { callUrl: address }),
    ...(connector.receive ? { reported: reportedOf(parts) } : {}),
    ...(parts.blobs ? { blob: blobsOf(parts, parts.blobs) } : {}),
    facts,
    remember: more => {
      Object.assign(facts, more)
      remembered = canonical({ ...remembered, ...more }).value as Record<string, unknown> // as a database can hold it
    },
    log: (level, text, data) =>
      parts.log[level]({ connection: connection.name, ...redacted(http, data) }, http.redact(text)),
  }
  try {
    return await work(run)
  } finally {
    await http.close()
    // Most runs hear what is known already: that costs no statement.
    const { looksOnly } = parts
    if (
      !looksOnly &&
      Object.entries(remembered).some(([name, fact]) => !isDeepStrictEqual(fact, connection.facts[name]))
    )
      await transact(parts.db, { tenant }, tx => rememberFacts(tx, tenant, connection.id, remembered))
  }
}

/** As `withRun`, with the connector's session opened before and closed after in all cases. */
export function withSession<T>(
  parts: SessionParts,
  work: (session: unknown, run: Run) => Promise<T>,
): Promise<T> {
  return withRun(parts, async run => {
    // Opening only signs in and asks: tried again like any safe call, or a shop on a bad line never gets as far as its orders.
    const session = await callSafely(parts.signal, () => parts.connector.open(run))
    if (parts.reached) parts.reached.yes = true
    try {
      return await work(session, run)
    } finally {
      // The end of the bracket cleans up at the other side; that it fails does not undo what was done.
      await parts.connector.close?.(session).catch(error => {
        parts.log.warn({ connection: parts.connection.name, ...errorFacts(error) }, 'close failed')
      })
    }
  })
}

function redacted(
  http: HttpClient,
  data: Readonly<Record<string, string | number>> = {},
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, typeof value === 'string' ? http.redact(value) : value]),
  )
}

function reportedOf({ db, tenant, connection }: SessionParts): NonNullable<Run['reported']> {
  return (place, after, want) =>
    transact(db, { tenant }, tx => reportedPage(tx, tenant, connection.id, { place, after, want }))
}

// Bytes that are lost concern the image that they belong to, and nothing else.
function blobsOf({ db, tenant }: SessionParts, place: BlobPlace): NonNullable<Run['blob']> {
  return async hash => {
    try {
      return await transact(db, { tenant }, tx => getBlob(tx, tenant, hash, place))
    } catch (error) {
      if (!(error instanceof KontorError) || !lostCodes.has(error.code)) throw error
      throw new Rejected('BLOB_LOST', '', hash)
    }
  }
}

const lostCodes: ReadonlySet<string> = new Set(['BLOB_UNKNOWN', 'BLOB_LOST'])
