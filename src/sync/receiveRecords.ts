import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import { loadConnection, rememberFacts } from '../channels/connectionStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { findOutcomes } from '../channels/ledgerQueries.ts'
import { notePlaces } from '../channels/placeStore.ts'
import { storeReported } from '../channels/reportStore.ts'
import { canonical } from '../port/canonical.ts'
import type { Connector, RawRecord } from '../port/connector.ts'
import { PortError } from '../port/errors.ts'
import {
  type ForeignAnswer,
  type ForeignRequest,
  knowsNothing,
  type Received,
  type ReceivedOutcome,
  type ReceiveRoute,
  type TakenLetter,
} from '../port/receive.ts'
import type { IncomingKind } from '../port/records.ts'
import { hiddenTexts } from './hiddenTexts.ts'
import { importBatch } from './importBatch.ts'
import type { ImportContext } from './importContext.ts'
import { joinPayments } from './joinPayments.ts'
import { isStoredOnly } from './keptBack.ts'
import { keptMeanwhile } from './keptMeanwhile.ts'
import { requestLane } from './lanes.ts'
import { exchangeLetters } from './letters.ts'
import { prepareRecords } from './prepareRecords.ts'
import type { LaneParts } from './runLane.ts'
import { addFigures } from './runs.ts'
import { storeNamed } from './storeNamed.ts'

/** A call of a foreign system to one of the routes of its connector. */
export interface CallOfTheirs {
  readonly tenant: string
  readonly connectionId: string
  readonly route: ReceiveRoute
  readonly request: ForeignRequest
  readonly signal: AbortSignal
}

/**
 * What a system posts to us: read and checked by the connector, imported and committed, and only then answered. If we die
 * before the answer, they post it again, and it changes nothing. Whatever the route throws is answered with the words that
 * the connector has for it, and never stops the connection: anybody can call. `wake`: the orders lane was asked for a run.
 */
export async function receiveRecords(
  parts: LaneParts,
  at: CallOfTheirs,
): Promise<{ answer: ForeignAnswer; wake: boolean }> {
  const { tenant, route, request } = at
  const connection = await transact(parts.db, { tenant }, tx => loadConnection(tx, tenant, at.connectionId))
  const connector = parts.connectors.get(connection.system)
  if (!connector) throw new TypeError(`no connector ${connection.system}`)
  const guarded = (work: () => ForeignAnswer | Received) => guard(parts, connector, at, work)

  const read = guarded(() => route.read(request, knowsNothing))
  if (isAnswer(read)) return { answer: read, wake: false }
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
  const letters: TakenLetter[] = []
  const outcomes = await importAll(context, read, letters)
  const answer = guarded(() => route.answer({ outcomes, letters }, request))
  if (!isAnswer(answer)) throw new TypeError(`${connector.name}: a route answered without a status`)
  return { answer, wake: read.wake ?? false }
}

function isAnswer(read: Received | ForeignAnswer): read is ForeignAnswer {
  return 'status' in read
}

// The texts of a route may show what it was called with, and with it the secret that it compared.
function guard(
  parts: LaneParts,
  connector: Connector,
  { request, connectionId }: CallOfTheirs,
  work: () => ForeignAnswer | Received,
): ForeignAnswer | Received {
  try {
    return work()
  } catch (error) {
    const secrets = connector.settings.filter(field => field.kind === 'secret').map(field => field.key)
    const hidden = hiddenTexts(
      {},
      Object.fromEntries(
        secrets.flatMap(key => (request.settings[key] ? [[key, request.settings[key]]] : [])),
      ),
    )
    const facts = error instanceof PortError ? { code: error.code } : errorFacts(error)
    let text = JSON.stringify({ reference: newId().slice(-12), connectionId, ...facts })
    for (const secret of hidden) if (secret.length >= 4) text = text.replaceAll(secret, '•••')
    parts.log.warn({ call: text }, 'a call of a foreign system was turned away')
    if (!connector.receive) throw error
    return connector.receive.refuse('failed', request)
  }
}

async function importAll(
  context: ImportContext,
  read: Received,
  letters: TakenLetter[],
): Promise<ReceivedOutcome[]> {
  const records = read.records ?? []
  const groups = [...Map.groupBy(prepareRecords(context.connector, records), record => record.kind)]
  if (groups.length === 0) await context.write(tx => storeRest(tx, context, read, letters))
  const known = new Map<string, ReceivedOutcome>()
  for (const [index, [kind, ofKind]] of groups.entries()) {
    const ids = ofKind.map(record => record.externalId)
    const before = await outcomesOf(context, kind, ids)
    const result = await importBatch(context, kind, ofKind, {
      acked: 'none',
      also: async tx => {
        await keptMeanwhile(tx, context)
        if (index === groups.length - 1) await storeRest(tx, context, read, letters)
      },
    })
    addFigures(context.figures, { [kind]: result.figures })
    const after = await outcomesOf(context, kind, ids)
    for (const id of ids) known.set(`${kind} ${id}`, what(id, before.get(id), after.get(id)))
    for (const id of result.refused) known.set(`${kind} ${id}`, { externalId: id, did: 'refused' })
  }
  await joinPayments(context)
  return records.map(record => outcomeOf(known, record))
}

async function storeRest(
  tx: Tx,
  context: ImportContext,
  read: Received,
  letters: TakenLetter[],
): Promise<void> {
  const { tenant, connection, now } = context
  if (read.remember)
    await rememberFacts(
      tx,
      tenant,
      connection.id,
      canonical(read.remember).value as Readonly<Record<string, unknown>>, // as a database can hold it
    )
  // Of a transaction that is tried again nothing is handed out twice.
  letters.splice(0, letters.length, ...(await exchangeLetters(tx, context, read)))
  if (read.places) await notePlaces(tx, tenant, connection.id, read.places, now())
  if (read.rows) await storeReported(tx, tenant, connection.id, read.rows, now())
  if (read.named) await storeNamed(tx, tenant, connection.id, read.named, now())
  if (read.wake) await requestLane(tx, { tenant, connectionId: connection.id, kind: 'orders' })
}

function outcomeOf(known: ReadonlyMap<string, ReceivedOutcome>, record: RawRecord): ReceivedOutcome {
  const { kind, externalId } = record
  return known.get(`${kind} ${externalId}`) ?? { externalId, did: 'parked', code: 'PAYLOAD_INVALID' }
}

function outcomesOf(context: ImportContext, kind: IncomingKind, ids: readonly string[]) {
  return transact(context.db, { tenant: context.tenant }, tx =>
    findOutcomes(tx, context.tenant, context.connection.id, kind, ids),
  )
}

type Seen = { outcome: string; code: string | null; changedAt: Date } | undefined

function what(externalId: string, before: Seen, after: Seen): ReceivedOutcome {
  const code = after?.code ? { code: after.code } : {}
  if (after && isStoredOnly(after)) return { externalId, did: 'kept', ...code }
  if (after?.outcome === 'parked') return { externalId, did: 'parked', ...code }
  if (after?.outcome === 'ignored') return { externalId, did: 'skipped', ...code }
  if (!before) return { externalId, did: 'new', ...code }
  return {
    externalId,
    did: before.changedAt.getTime() === after?.changedAt.getTime() ? 'unchanged' : 'updated',
    ...code,
  }
}
