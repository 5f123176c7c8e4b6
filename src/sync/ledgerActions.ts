import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import { loadConnection } from '../channels/connectionStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { type LedgerRow, readLedger, readPayload } from '../channels/ledgerQueries.ts'
import { setOutcome } from '../channels/ledgerStore.ts'
import { answerOf, type KeptPage, openPages } from '../channels/pageStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Connector, Page, Pull, PullKind } from '../port/connector.ts'
import { parseExact } from '../port/exactJson.ts'
import type { IncomingKind } from '../port/records.ts'
import { dropStaged, stagedItems } from '../sales/inboxStore.ts'
import { callSafely } from './callSafely.ts'
import { withSession } from './connectorSession.ts'
import { importBatch } from './importBatch.ts'
import type { ImportContext } from './importContext.ts'
import { importPage, readAnswer } from './importPage.ts'
import { joinPayments } from './joinPayments.ts'
import { claimLane } from './laneClaim.ts'
import { type LeaseTimes, requestLane, settleLane, withFence } from './lanes.ts'
import { markDue } from './markDue.ts'
import { offersAgain, pulledAs } from './offersAgain.ts'
import { prepareRecords } from './prepareRecords.ts'
import type { LaneParts } from './runLane.ts'

/** Who acts on which records. */
export interface ActionWish {
  readonly tenant: string
  readonly ids: readonly string[]
  readonly by: string
  readonly holder: string
  readonly lease: LeaseTimes
}

/** What became of each record, in the order of the list. */
export interface ActionResult {
  readonly id: string
  readonly outcome: string
  readonly code: string | null
}

/**
 * Import again from the stored payload: after an item was created, a rate added, a mapping mended. Nothing is asked of
 * the shop. Throws RECORD_UNKNOWN, ACTION_NOT_POSSIBLE (taken over, or no payload kept).
 */
export async function retryImport(parts: LaneParts, wish: ActionWish): Promise<ActionResult[]> {
  const rows = await readAll(parts, wish)
  for (const row of rows) if (row.outcome === 'taken_over') throw notPossible('retry-import', row)
  for (const [connectionId, group] of Map.groupBy(rows, row => row.connectionId))
    await withLane(parts, wish, connectionId, async context => {
      for (const [kind, ofKind] of Map.groupBy(group, row => row.kind as IncomingKind))
        await importStored(context, kind, ofKind)
    })
  return results(parts, wish)
}

async function importStored(
  context: ImportContext,
  kind: IncomingKind,
  rows: readonly LedgerRow[],
): Promise<void> {
  const records = []
  for (const row of rows) {
    const body = await transact(context.db, { tenant: context.tenant }, tx =>
      readPayload(tx, context.tenant, row.id),
    )
    if (body === undefined) throw notPossible('retry-import', row)
    const named = row.code === 'CHANNEL_INACTIVE' && row.data?.['place'] // the place that had no channel then may have one now
    const place = named ? String(named) : placeOf(context, row)
    records.push({
      kind,
      externalId: row.externalId,
      externalNumber: row.externalNumber ?? '',
      place,
      raw: parseExact(body),
    })
  }
  // Forgetting the hash makes them news again; the outcome that they get then is the new one.
  await transact(context.db, { tenant: context.tenant }, async tx => {
    await reopen(tx, context.tenant, rows, context.now())
  })
  // What only now is taken in, the system has not been told yet: the next run tells it.
  const told = context.connector.pull?.kinds.some(one => one.kind === kind && one.acked === 'told')
  const acked = told ? 'told' : 'none'
  await importBatch(context, kind, prepareRecords(context.connector, records), { acked })
}

function placeOf(context: ImportContext, row: LedgerRow): string {
  const { channels } = context.connection
  return (channels.find(channel => channel.name === row.channel) ?? channels[0])?.place ?? ''
}

async function reopen(tx: Tx, tenant: string, rows: readonly LedgerRow[], now: Date): Promise<void> {
  const ignored = rows.filter(row => row.outcome === 'ignored').map(row => row.id)
  await setOutcome(
    tx,
    { tenant, now, by: 'import again' },
    ignored,
    { outcome: 'parked', code: 'IGNORED_BY_PERSON', data: {} },
    newId,
  )
  await tx.run(`update ledger set payload_hash = null where tenant_id = $1 and id = any($2::uuid[])`, [
    tenant,
    rows.map(row => row.id),
  ])
}

/**
 * Download again: fetches these records one by one, or makes the shop deliver them once more with the next run. Throws
 * AGAIN_NOT_OFFERED where the system can do neither, RECORD_UNKNOWN, CHANNEL_LOCKED, CONNECTION_ARCHIVED.
 */
export async function retryDownload(parts: LaneParts, wish: ActionWish): Promise<ActionResult[]> {
  const rows = await readAll(parts, wish)
  const wanted = new Set<string>()
  for (const [connectionId, group] of Map.groupBy(rows, row => row.connectionId))
    await withLane(parts, wish, connectionId, async context => {
      const kinds = [...Map.groupBy(group, row => row.kind as IncomingKind)]
      const ways = kinds.map(([kind, ofKind]) => ({ kind, ofKind, way: wayAgain(context, kind) }))
      await withOpenSession(context, async session => {
        for (const { kind, ofKind, way } of ways) {
          if ('fetch' in way) await fetchAgain(context, session, way, kind, ofKind)
          else {
            await way.request(session, kind, await keyed(parts, wish.tenant, ofKind))
            wanted.add(connectionId)
          }
        }
      })
    })
  for (const connectionId of wanted)
    await transact(parts.db, { tenant: wish.tenant }, tx =>
      requestLane(tx, { tenant: wish.tenant, connectionId, kind: 'orders' }),
    )
  return results(parts, wish)
}

interface FetchAgain {
  readonly fetch: NonNullable<Pull<unknown>['fetchSingle']>
  readonly pull: PullKind
}
type RequestAgain = { readonly request: NonNullable<Connector['requestAgain']> }

// Decided before anything is called: a system that can do neither is not called at all.
function wayAgain({ connector, connection }: ImportContext, kind: IncomingKind): FetchAgain | RequestAgain {
  const { pull, requestAgain } = connector
  const ofKind = pulledAs(connector, kind)
  const way = offersAgain(connector, connection.facts, kind)
  if (way === 'fetch' && pull?.fetchSingle && ofKind)
    return { fetch: pull.fetchSingle.bind(pull), pull: ofKind }
  if (way === 'request' && requestAgain) return { request: requestAgain.bind(connector) }
  throw channelProblem('AGAIN_NOT_OFFERED', { system: connector.title })
}

// Records that are not there any more are left out of the answer, and stay as they are here.
async function fetchAgain(
  context: ImportContext,
  session: unknown,
  { fetch, pull }: FetchAgain,
  kind: IncomingKind,
  rows: readonly LedgerRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += pull.largestPage) {
    const theirs = rows.slice(start, start + pull.largestPage).map(row => row.externalId)
    const answer = await callSafely(context.signal, () => fetch(session, kind, theirs))
    const page = readAnswer(context, kind, answer)
    await importPage(context, session, pull, { page, kept: undefined }, undefined)
  }
}

/**
 * Takes records out of the way: they are not staged and count nowhere until "import again". Throws RECORD_UNKNOWN,
 * ACTION_NOT_POSSIBLE (taken over).
 */
export async function ignoreRecords(
  parts: Pick<LaneParts, 'db' | 'now'>,
  wish: Pick<ActionWish, 'tenant' | 'ids' | 'by'> & { why: string },
): Promise<ActionResult[]> {
  return transact(parts.db, { tenant: wish.tenant }, async tx => {
    // Nobody takes over meanwhile what is ignored here.
    await tx.query(
      `select id from ledger where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
      [wish.tenant, wish.ids],
    )
    for (const id of wish.ids) {
      const row = await readLedger(tx, wish.tenant, id)
      if (row.outcome === 'taken_over') throw notPossible('ignore', row)
    }
    await setOutcome(
      tx,
      { tenant: wish.tenant, now: parts.now(), by: wish.by },
      wish.ids,
      { outcome: 'ignored', code: 'IGNORED_BY_PERSON', data: { by: wish.by, why: wish.why } },
      newId,
    )
    const freed = await stagedItems(tx, wish.tenant, wish.ids)
    await dropStaged(tx, wish.tenant, wish.ids)
    await markDue(tx, wish.tenant, { stock: freed }, wish.by)
    return wish.ids.map(id => ({ id, outcome: 'ignored', code: 'IGNORED_BY_PERSON' }))
  })
}

/**
 * Reads pages once more that nobody could read; answers how many could be read now and how many stay parked. Throws
 * CHANNEL_LOCKED, CONNECTION_ARCHIVED.
 */
export async function retryPages(
  parts: LaneParts,
  wish: Omit<ActionWish, 'ids'> & { connectionId: string },
): Promise<{ read: number; parked: number }> {
  const count = { read: 0, parked: 0 }
  await withLane(parts, { ...wish, ids: [] }, wish.connectionId, async context => {
    const pages = await transact(parts.db, { tenant: wish.tenant }, tx =>
      openPages(tx, { tenant: wish.tenant, connectionId: wish.connectionId, state: 'parked' }),
    )
    await withOpenSession(context, async session => {
      for (const kept of pages) {
        const pull = context.connector.pull?.kinds.find(one => one.kind === kept.kind)
        const page = pull && readAgain(context, kept)
        if (!pull || !page) {
          count.parked++
          continue
        }
        await importPage(context, session, pull, { page, kept }, undefined, {
          askedAt: kept.storedAt,
          tell: true,
        })
        count.read++
      }
    })
  })
  return count
}

// One page that is as unreadable as before, by a mistake of the connector too, keeps no other from being read.
function readAgain(context: ImportContext, kept: KeptPage): Page | undefined {
  const answer = answerOf(context.keyring, context.tenant, kept)
  try {
    return readAnswer(context, kept.kind, answer)
  } catch (error) {
    context.log.warn(
      { connection: context.connection.name, page: kept.id, ...errorFacts(error) },
      'page is still unreadable',
    )
    return undefined
  }
}

// A locked connection is not called, whoever asks.
function withOpenSession(context: ImportContext, work: (session: unknown) => Promise<void>): Promise<void> {
  const { lockedAt, archivedAt, recoveringAt, name } = context.connection
  if (recoveringAt) throw channelProblem('CONNECTION_RECOVERING', { name })
  if (lockedAt || archivedAt)
    throw channelProblem(archivedAt ? 'CONNECTION_ARCHIVED' : 'CHANNEL_LOCKED', { name })
  return withSession(context, work)
}

async function withLane(
  parts: LaneParts,
  wish: ActionWish,
  connectionId: string,
  work: (context: ImportContext) => Promise<void>,
): Promise<void> {
  const claim = await claimLane(parts.db, {
    tenant: wish.tenant,
    connectionId,
    kind: 'orders',
    holder: wish.holder,
    askedBy: wish.by,
    lease: wish.lease,
  })
  if (!('fence' in claim)) throw channelProblem('LANE_BUSY', { run: claim.runId })
  const started = performance.now()
  let state: 'done' | 'failed' = 'failed'
  try {
    const connection = await transact(parts.db, { tenant: wish.tenant }, tx =>
      loadConnection(tx, wish.tenant, connectionId),
    )
    const connector = parts.connectors.get(connection.system)
    if (!connector)
      throw channelProblem('SYSTEM_UNKNOWN', {
        system: connection.system,
        known: [...parts.connectors.keys()],
      })
    const signal = AbortSignal.timeout(wish.lease.leaseMs * 0.8) // short work: it does not beat, so it must end before the lease
    const context: ImportContext = {
      ...parts,
      tenant: wish.tenant,
      write: inner => withFence(parts.db, claim, inner),
      runId: claim.runId,
      connection,
      connector,
      figures: {},
      notes: [],
      signal,
      keys: keysOf(parts.db, wish.tenant, connectionId),
    }
    await work(context)
    await joinPayments(context)
    state = 'done'
  } finally {
    await settleLane(parts.db, { ...claim, wanted: '0' }, { state, ms: performance.now() - started })
  }
}

function readAll(parts: Pick<LaneParts, 'db'>, wish: ActionWish): Promise<LedgerRow[]> {
  return transact(parts.db, { tenant: wish.tenant }, async tx => {
    const rows: LedgerRow[] = []
    for (const id of wish.ids) rows.push(await readLedger(tx, wish.tenant, id))
    return rows
  })
}

async function results(parts: Pick<LaneParts, 'db'>, wish: ActionWish): Promise<ActionResult[]> {
  return (await readAll(parts, wish)).map(row => ({ id: row.id, outcome: row.outcome, code: row.code }))
}

function keyed(
  parts: Pick<LaneParts, 'db'>,
  tenant: string,
  rows: readonly LedgerRow[],
): Promise<{ theirs: string; no: number }[]> {
  return transact(parts.db, { tenant }, tx =>
    tx.query<{ theirs: string; no: number }>(
      `select their_id as theirs, key_no as no from link where tenant_id = $1 and object_id = any($2::uuid[]) and their_id is not null`,
      [tenant, rows.map(row => row.id)],
    ),
  )
}

function notPossible(action: string, row: LedgerRow) {
  return channelProblem('ACTION_NOT_POSSIBLE', { action, id: row.externalId, outcome: row.outcome })
}
