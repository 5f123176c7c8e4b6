import { transact } from '../base/database.ts'
import { loadConnection } from '../channels/connectionStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { findOutcomes } from '../channels/ledgerQueries.ts'
import type {
  ForeignAnswer,
  ForeignRequest,
  RawRecord,
  ReceivedOutcome,
  ReceiveRoute,
} from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'
import { importBatch } from './importBatch.ts'
import type { ImportContext } from './importContext.ts'
import { prepareRecords } from './prepareRecords.ts'
import type { LaneParts } from './runLane.ts'

/**
 * What a system posts to us: read and checked by the connector, imported and committed, and only then answered. If we die
 * before the answer, they post it again, and it changes nothing. Errors of the port thrown by the connector's route (a bad
 * signature) pass through: nothing was stored then.
 */
export async function receiveRecords(
  parts: LaneParts,
  at: {
    tenant: string
    connectionId: string
    route: ReceiveRoute
    request: ForeignRequest
    signal: AbortSignal
  },
): Promise<{ answer: ForeignAnswer; wake: boolean }> {
  const { records, wake } = at.route.read(at.request)
  const { tenant } = at
  const connection = await transact(parts.db, { tenant }, tx => loadConnection(tx, tenant, at.connectionId))
  const connector = parts.connectors.get(connection.system)
  if (!connector) throw new TypeError(`no connector ${connection.system}`)
  const context: ImportContext = {
    ...parts,
    tenant,
    connection,
    connector,
    runId: null,
    write: work => transact(parts.db, { tenant, bulk: true }, work),
    figures: {},
    notes: [],
    signal: at.signal,
    keys: keysOf(parts.db, tenant, connection.id),
  }
  return { answer: at.route.answer(await importAll(context, records)), wake: wake ?? false }
}

async function importAll(context: ImportContext, records: readonly RawRecord[]): Promise<ReceivedOutcome[]> {
  const byKind = Map.groupBy(prepareRecords(context.connector, records), record => record.kind)
  const known = new Map<string, ReceivedOutcome>()
  for (const [kind, ofKind] of byKind) {
    const ids = ofKind.map(record => record.externalId)
    const before = await outcomesOf(context, kind, ids)
    await importBatch(context, kind, ofKind, { acked: false })
    const after = await outcomesOf(context, kind, ids)
    for (const id of ids) known.set(`${kind} ${id}`, what(id, before.get(id), after.get(id)))
  }
  return records.map(
    record =>
      known.get(`${record.kind} ${record.externalId}`) ?? {
        externalId: record.externalId,
        did: 'parked',
        code: 'PAYLOAD_INVALID',
      },
  )
}

function outcomesOf(context: ImportContext, kind: IncomingKind, ids: readonly string[]) {
  return transact(context.db, { tenant: context.tenant }, tx =>
    findOutcomes(tx, context.tenant, context.connection.id, kind, ids),
  )
}

type Seen = { outcome: string; code: string | null; changedAt: Date } | undefined

function what(externalId: string, before: Seen, after: Seen): ReceivedOutcome {
  const code = after?.code ? { code: after.code } : {}
  if (after?.outcome === 'parked') return { externalId, did: 'parked', ...code }
  if (after?.outcome === 'ignored') return { externalId, did: 'skipped', ...code }
  if (!before) return { externalId, did: 'new', ...code }
  return {
    externalId,
    did: before.changedAt.getTime() === after?.changedAt.getTime() ? 'unchanged' : 'updated',
    ...code,
  }
}
