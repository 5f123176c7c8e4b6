import { type Tx, transact } from '../base/database.ts'
import { KontorError } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import { loadConnection } from '../channels/connectionStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { type FoundRecord, type LedgerRow, readPayloads, readRecords } from '../channels/ledgerQueries.ts'
import { setOutcome } from '../channels/ledgerStore.ts'
import { answerOf, type KeptPage, openPages } from '../channels/pageStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Page } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'
import { dropStaged, stagedItems } from '../sales/inboxStore.ts'
import { withSession } from './connectorSession.ts'
import { fetchAgain, type WayAgain, wayAgain } from './fetchAgain.ts'
import { importBatch } from './importBatch.ts'
import type { ImportContext } from './importContext.ts'
import { importPage, readAnswer } from './importPage.ts'
import { joinPayments } from './joinPayments.ts'
import { claimLane } from './laneClaim.ts'
import { type LeaseTimes, requestLanes, settleLane, withFence } from './lanes.ts'
import { markDue } from './markDue.ts'
import { prepareRecords } from './prepareRecords.ts'
import type { LaneParts } from './runLane.ts'
import { ackedOfStored, asDelivered, reopen } from './storedRecords.ts'

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
  /** Why nothing was done with this one; absent where it was. */
  readonly problem?: KontorError
}

/**
 * Import again from the stored payload: after an item was created, a rate added, a mapping mended, or to take "ignore" back.
 * Nothing is asked of the shop, so a locked connection does not matter. All records of a connection and kind in one
 * transaction. Per record ACTION_NOT_POSSIBLE (taken over, or no payload kept); throws RECORD_UNKNOWN, LANE_BUSY.
 */
export async function retryImport(parts: LaneParts, wish: ActionWish): Promise<ActionResult[]> {
  const problems = new Map<string, KontorError>()
  const rows = await readAll(parts, wish)
  for (const row of rows)
    if (row.outcome === 'taken_over') problems.set(row.id, notPossible('retry-import', row))
  const bodies = await transact(parts.db, { tenant: wish.tenant }, tx =>
    readPayloads(
      tx,
      wish.tenant,
      rows.map(row => row.id),
    ),
  )
  for (const row of rows)
    if (!bodies.has(row.id) && !problems.has(row.id)) problems.set(row.id, notPossible('retry-import', row))
  const good = rows.filter(row => !problems.has(row.id))
  for (const [connectionId, group] of Map.groupBy(good, row => row.connectionId))
    await withLane(parts, wish, connectionId, async context => {
      for (const [kind, ofKind] of Map.groupBy(group, row => row.kind as IncomingKind))
        await importStored({ ...context, evenLocked: true }, kind, ofKind)
    })
  return results(parts, wish, problems)
}

async function importStored(
  context: ImportContext,
  kind: IncomingKind,
  wanted: readonly LedgerRow[],
): Promise<void> {
  const { tenant, connector } = context
  // Looked at again behind the lane: what came or was taken over since then counts, not what was read before.
  const stored = await context.write(async tx => {
    const ids = wanted.map(row => row.id)
    await tx.query(
      `select id from ledger where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
      [tenant, ids],
    )
    const rows = (await readRecords(tx, tenant, ids)).filter(row => row.outcome !== 'taken_over')
    const bodies = await readPayloads(
      tx,
      tenant,
      rows.map(row => row.id),
    )
    const good = rows.flatMap(row => {
      const body = bodies.get(row.id)
      const { id, externalId, externalNumber } = row
      return body === undefined
        ? []
        : [
            {
              id,
              kind,
              externalId,
              externalNumber,
              place: placeOf(context, row),
              receivedAt: row.storedAt ?? context.now(),
              body,
              outcome: row.outcome,
            },
          ]
    })
    // Forgetting the hash makes them news again; the outcome that they get then is the new one.
    await reopen(
      tx,
      { tenant, now: context.now(), by: 'import again' },
      good.map(row => row.id),
      good.filter(row => row.outcome === 'ignored').map(row => row.id),
    )
    return good
  })
  await importBatch(context, kind, prepareRecords(connector, asDelivered(context, stored)), {
    acked: ackedOfStored(connector, kind),
    reopened: true,
  })
}

// The place that had no channel then may have one now.
function placeOf({ connection }: ImportContext, row: LedgerRow): string | null {
  const channel = connection.channels.find(one => one.name === row.channel)
  if (channel) return channel.place
  if (row.code !== 'CHANNEL_INACTIVE') return null
  const named = String(row.data?.['place'] ?? '')
  // A record that names no place was parked under the name of the connection.
  const isPlace = named !== connection.name || connection.channels.some(one => one.place === named)
  return isPlace ? named : ''
}

/**
 * Download again: fetches these records, or makes the shop deliver them once more with the next run. Per record
 * AGAIN_NOT_OFFERED where the system can do neither, CHANNEL_LOCKED, CONNECTION_ARCHIVED; throws RECORD_UNKNOWN, LANE_BUSY.
 */
export async function retryDownload(parts: LaneParts, wish: ActionWish): Promise<ActionResult[]> {
  const problems = new Map<string, KontorError>()
  const rows = await readAll(parts, wish)
  const wanted = new Set<string>()
  for (const [connectionId, group] of Map.groupBy(rows, row => row.connectionId))
    await withLane(parts, wish, connectionId, async context => {
      const ways = [...Map.groupBy(group, row => row.kind as IncomingKind)].flatMap(([kind, ofKind]) => {
        const way = wayOrProblem(context, kind)
        if (!(way instanceof KontorError)) return [{ kind, ofKind, way }]
        for (const row of ofKind) problems.set(row.id, way)
        return []
      })
      if (ways.length === 0) return // a system that can do neither, or is locked, is not called at all
      await withSession(context, async session => {
        for (const { kind, ofKind, way } of ways) {
          if ('fetch' in way)
            await fetchAgain(
              context,
              session,
              way,
              kind,
              ofKind.map(row => row.externalId),
            )
          else {
            await way.request(session, kind, await keyed(parts, wish.tenant, ofKind))
            wanted.add(connectionId)
          }
        }
      })
    })
  await transact(parts.db, { tenant: wish.tenant }, tx =>
    requestLanes(
      tx,
      wish.tenant,
      [...wanted].sort().map(connectionId => ({ connectionId, kind: 'orders' })),
    ),
  )
  return results(parts, wish, problems)
}

function wayOrProblem(context: ImportContext, kind: IncomingKind): WayAgain | KontorError {
  try {
    assertOpen(context)
    return wayAgain(context, kind)
  } catch (error) {
    if (error instanceof KontorError) return error
    throw error
  }
}

/**
 * Takes records out of the way: they are not staged and count nowhere until "import again". Per record ACTION_NOT_POSSIBLE
 * (taken over); throws RECORD_UNKNOWN.
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
    const rows = await readKnown(tx, wish)
    const problems = new Map(
      rows.flatMap(row =>
        row.outcome === 'taken_over' ? [[row.id, notPossible('ignore', row)] as const] : [],
      ),
    )
    throwIfAll(rows, problems)
    const ids = rows.map(row => row.id).filter(id => !problems.has(id))
    await setOutcome(
      tx,
      { tenant: wish.tenant, now: parts.now(), by: wish.by },
      ids,
      { outcome: 'ignored', code: 'IGNORED_BY_PERSON', data: { by: wish.by, why: wish.why } },
      newId,
    )
    const freed = await stagedItems(tx, wish.tenant, ids)
    await dropStaged(tx, wish.tenant, ids)
    await markDue(tx, wish.tenant, { stock: freed }, wish.by)
    return inOrder(
      wish.ids,
      (await readKnown(tx, wish)).map(row => shown(row, problems)),
    )
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
    assertOpen(context)
    await withSession(context, async session => {
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
function assertOpen({ connection }: ImportContext): void {
  const { lockedAt, archivedAt, recoveringAt, name } = connection
  if (recoveringAt) throw channelProblem('CONNECTION_RECOVERING', { name })
  if (lockedAt || archivedAt)
    throw channelProblem(archivedAt ? 'CONNECTION_ARCHIVED' : 'CHANNEL_LOCKED', { name })
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

function readAll(parts: Pick<LaneParts, 'db'>, wish: ActionWish): Promise<FoundRecord[]> {
  return transact(parts.db, { tenant: wish.tenant }, tx => readKnown(tx, wish))
}

// Each once, however often it is named.
async function readKnown(
  tx: Tx,
  { tenant, ids }: Pick<ActionWish, 'tenant' | 'ids'>,
): Promise<FoundRecord[]> {
  const wanted = [...new Set(ids)]
  const rows = await readRecords(tx, tenant, wanted)
  const found = new Set(rows.map(row => row.id))
  for (const id of wanted) if (!found.has(id)) throw channelProblem('RECORD_UNKNOWN', { id })
  return rows
}

async function results(
  parts: Pick<LaneParts, 'db'>,
  wish: ActionWish,
  problems: ReadonlyMap<string, KontorError>,
): Promise<ActionResult[]> {
  const rows = await readAll(parts, wish)
  throwIfAll(rows, problems)
  return inOrder(
    wish.ids,
    rows.map(row => shown(row, problems)),
  )
}

// Where nothing could be done with any of them, the call as a whole has failed.
function throwIfAll(rows: readonly LedgerRow[], problems: ReadonlyMap<string, KontorError>): void {
  const [first] = problems.values()
  if (first && problems.size === rows.length) throw first
}

function shown(row: LedgerRow, problems: ReadonlyMap<string, KontorError>): ActionResult {
  const problem = problems.get(row.id)
  return { id: row.id, outcome: row.outcome, code: row.code, ...(problem ? { problem } : {}) }
}

function inOrder(ids: readonly string[], rows: readonly ActionResult[]): ActionResult[] {
  const byId = new Map(rows.map(row => [row.id, row]))
  return ids.flatMap(id => byId.get(id) ?? [])
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

function notPossible(action: string, row: LedgerRow): KontorError {
  return channelProblem('ACTION_NOT_POSSIBLE', { action, id: row.externalId, outcome: row.outcome })
}
