import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { loadConnection } from '../channels/connectionStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { type LedgerRow, readLedger, readPayload } from '../channels/ledgerQueries.ts'
import { setOutcome } from '../channels/ledgerStore.ts'
import { answerOf, openPages } from '../channels/pageStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { PortError } from '../port/errors.ts'
import { parseExact } from '../port/exactJson.ts'
import type { IncomingKind } from '../port/records.ts'
import { dropStaged } from '../sales/inboxStore.ts'
import { withSession } from './connectorSession.ts'
import { importBatch } from './importBatch.ts'
import type { ImportContext } from './importContext.ts'
import { importPage } from './importPage.ts'
import { claimLane, type LeaseTimes, requestLane, settleLane, withFence } from './lanes.ts'
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
  await importBatch(context, kind, prepareRecords(context.connector, records), { acked: false })
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
 * Download again: makes the shop deliver these records once more and reads them. Throws AGAIN_NOT_OFFERED where the system
 * cannot, RECORD_UNKNOWN, ACTION_NOT_POSSIBLE.
 */
export async function retryDownload(parts: LaneParts, wish: ActionWish): Promise<ActionResult[]> {
  const rows = await readAll(parts, wish)
  for (const [connectionId, group] of Map.groupBy(rows, row => row.connectionId))
    await withLane(parts, wish, connectionId, async context => {
      const { connector } = context
      const request = connector.requestAgain?.bind(connector)
      if (connector.again !== 'single' || !request)
        throw channelProblem('AGAIN_NOT_OFFERED', { system: connector.title })
      await withSession(context, async session => {
        for (const [kind, ofKind] of Map.groupBy(group, row => row.kind as IncomingKind))
          await request(session, kind, await keyed(parts, wish.tenant, ofKind))
      })
    })
  for (const connectionId of new Set(rows.map(row => row.connectionId)))
    await transact(parts.db, { tenant: wish.tenant }, tx =>
      requestLane(tx, { tenant: wish.tenant, connectionId, kind: 'orders' }),
    )
  return results(parts, wish)
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
    await dropStaged(tx, wish.tenant, wish.ids)
    return wish.ids.map(id => ({ id, outcome: 'ignored', code: 'IGNORED_BY_PERSON' }))
  })
}

/** Reads pages once more that nobody could read; answers how many could be read now and how many stay parked. */
export async function retryPages(
  parts: LaneParts,
  wish: Omit<ActionWish, 'ids'> & { connectionId: string },
): Promise<{ read: number; parked: number }> {
  const count = { read: 0, parked: 0 }
  await withLane(parts, { ...wish, ids: [] }, wish.connectionId, async context => {
    const pages = await transact(parts.db, { tenant: wish.tenant }, tx =>
      openPages(tx, { tenant: wish.tenant, connectionId: wish.connectionId, state: 'parked' }),
    )
    await withSession(context, async session => {
      for (const kept of pages) {
        const pull = context.connector.pull?.kinds.find(one => one.kind === kept.kind)
        try {
          const page =
            pull && context.connector.pull?.read(kept.kind, answerOf(context.keyring, wish.tenant, kept))
          if (!pull || !page) throw new TypeError(`nobody reads ${kept.kind}`)
          await importPage(context, session, pull, { page, kept }, undefined)
          count.read++
        } catch (error) {
          if (!(error instanceof PortError)) throw error
          count.parked++ // as unreadable as before
        }
      }
    })
  })
  return count
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
    await work({
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
    })
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
