import { type Database, type Tx, transact } from '../base/database.ts'
import { freshStatistics, isTimeToLook } from '../base/freshStatistics.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import { type Called, loadCalled } from '../channels/calledStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { findOutcomes } from '../channels/ledgerQueries.ts'
import { keepNotices } from '../channels/noticeStore.ts'
import { spendSession } from '../channels/sessionStore.ts'
import type { Connector, RawRecord } from '../port/connector.ts'
import { PortError } from '../port/errors.ts'
import type {
  ForeignAnswer,
  ForeignRequest,
  Received,
  ReceivedDone,
  ReceivedOutcome,
  ReceiveRoute,
} from '../port/receive.ts'
import type { IncomingKind } from '../port/records.ts'
import { hiddenTexts } from './hiddenTexts.ts'
import { importBatch } from './importBatch.ts'
import type { ImportContext } from './importContext.ts'
import { joinPayments } from './joinPayments.ts'
import { isStoredOnly } from './keptBack.ts'
import { keptMeanwhile } from './keptMeanwhile.ts'
import { knownFor } from './knownFor.ts'
import { prepareRecords } from './prepareRecords.ts'
import type { LaneParts } from './runLane.ts'
import { addFigures } from './runs.ts'
import { type Besides, storeBesides } from './storeBesides.ts'

/** A call of a foreign system to one of the routes of its connector. */
export interface CallOfTheirs {
  readonly tenant: string
  readonly connectionId: string
  readonly route: ReceiveRoute
  /** Made of the connection as it stands now, or given whole. */
  readonly request: ForeignRequest | ((called: Called) => ForeignRequest)
  readonly signal: AbortSignal
  /** Told once what the connector says of the call; answers what is said instead of it, before anything is stored. */
  readonly admit?: (read: Received | ForeignAnswer) => ForeignAnswer | undefined
}

/**
 * What a system posts to us: read and checked by the connector, imported and committed, and only then answered. If we die
 * before the answer, they post it again, and it changes nothing. Whatever the route throws is answered with the words that
 * the connector has for it, and never stops the connection: anybody can call. `wake`: the orders lane was asked for a run.
 *
 * A call without records is one transaction, from reading the connection on. With records each kind of them is one, and the
 * rest of the call is in the last: a repetition after a crash between two of them finds the first records unchanged and ends
 * the same. A sign-up session is used up before all of it; the same place may use it again. Throws CONNECTION_UNKNOWN.
 */
export async function receiveRecords(
  parts: LaneParts,
  at: CallOfTheirs,
): Promise<{ answer: ForeignAnswer; wake: boolean }> {
  const { tenant, route } = at
  const admit = onceOnly(at.admit)
  // Tried again after a conflict it reads again: reading is pure.
  const first = await transact(parts.db, { tenant, bulk: true }, async tx => {
    const called = await loadCalled(tx, parts.keyring, tenant, at.connectionId)
    const { connection } = called
    const connector = parts.connectors.get(connection.system)
    if (!connector) throw new TypeError(`no connector ${connection.system}`)
    const request = typeof at.request === 'function' ? at.request(called) : at.request
    const guarded = <T extends object>(work: () => T) => guard(parts, connector, at, request, work)
    const asked = guarded(() => route.asks?.(request) ?? {})
    if (isAnswer(asked)) return { answer: asked }
    const of = { tenant, connectionId: connection.id, now: parts.now(), blobs: parts.blobs }
    const known = await knownFor(tx, of, asked)
    const read = guarded(() => route.read(request, known))
    const turnedAway = admit?.(read)
    if (turnedAway) return { answer: turnedAway }
    if (isAnswer(read)) return { answer: await withNotices(tx, at, read, parts.now()) }
    const context = contextOf(parts, at, called, connector)
    const answer = (done: ReceivedDone) => {
      const said = guarded(() => route.answer(done, request))
      if (!isAnswer(said)) throw new TypeError(`${connector.name}: a route answered without a status`)
      return said
    }
    const isWhole = (read.records ?? []).length === 0
    return { context, read, answer, ...(isWhole ? { done: await storeWhole(tx, context, read) } : {}) }
  })
  if (!('read' in first)) return { answer: first.answer, wake: false }
  const { context, read, answer } = first
  const done = first.done ?? (await storeByKind(context, read))
  const said = answer(done)
  if (said.notices) await context.write(tx => withNotices(tx, at, said, parts.now()))
  return { answer: said, wake: done.spent !== false && (read.wake ?? false) }
}

async function withNotices(
  tx: Tx,
  { tenant, connectionId }: CallOfTheirs,
  answer: ForeignAnswer,
  now: Date,
): Promise<ForeignAnswer> {
  await keepNotices(tx, tenant, connectionId, answer.notices ?? [], now)
  return answer
}

function contextOf(
  parts: LaneParts,
  { tenant, signal }: CallOfTheirs,
  { connection, secrets }: Called,
  connector: Connector,
): ImportContext {
  return {
    ...parts,
    tenant,
    connection,
    connector,
    secrets,
    runId: null,
    write: work => transact(parts.db, { tenant, bulk: true }, work),
    figures: {},
    notes: [],
    signal,
    keys: keysOf(parts.db, tenant, connection.id),
  }
}

function onceOnly<A, B>(ask: ((about: A) => B) | undefined): ((about: A) => B) | undefined {
  if (!ask) return undefined
  let said: { readonly answer: B } | undefined
  return about => {
    said ??= { answer: ask(about) }
    return said.answer
  }
}

async function storeWhole(tx: Tx, context: ImportContext, read: Received): Promise<ReceivedDone> {
  const spent = await spend(tx, context, read)
  if (spent === false) return { outcomes: [], letters: [], spent }
  return { outcomes: [], ...(await storeBesides(tx, context, read)), ...(spent ? { spent } : {}) }
}

async function storeByKind(context: ImportContext, read: Received): Promise<ReceivedDone> {
  const spent = read.spends && (await context.write(tx => spend(tx, context, read)))
  if (spent === false) return { outcomes: [], letters: [], spent }
  return { ...(await importAll(context, read)), ...(spent ? { spent } : {}) }
}

/** Undefined where the call brings no session. */
async function spend(tx: Tx, context: ImportContext, { spends }: Received): Promise<boolean | undefined> {
  const of = { tenant: context.tenant, connectionId: context.connection.id }
  return spends && (await spendSession(tx, of, spends, context.now()))
}

function isAnswer(said: object): said is ForeignAnswer {
  return 'status' in said
}

// The texts of a route may show what it was called with, and with it the secret that it compared.
function guard<T extends object>(
  parts: LaneParts,
  connector: Connector,
  { connectionId }: CallOfTheirs,
  request: ForeignRequest,
  work: () => T,
): T | ForeignAnswer {
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

async function importAll(context: ImportContext, read: Received): Promise<ReceivedDone> {
  const records = read.records ?? []
  const groups = [...Map.groupBy(records, record => record.kind)]
  const known = new Map<string, ReceivedOutcome>()
  let besides: Besides = { letters: [] }
  for (const [index, [kind, raw]] of groups.entries()) {
    const ofKind = prepareRecords(context.connector, raw)
    const ids = ofKind.map(record => record.externalId)
    const before = await outcomesOf(context, kind, ids)
    const result = await importBatch(context, kind, ofKind, {
      acked: 'none',
      also: async tx => {
        await keptMeanwhile(tx, context)
        if (index === groups.length - 1) besides = await storeBesides(tx, context, read)
      },
    })
    addFigures(context.figures, { [kind]: result.figures })
    const after = await outcomesOf(context, kind, ids)
    for (const id of ids) known.set(`${kind} ${id}`, what(id, before.get(id), after.get(id)))
    for (const id of result.refused) known.set(`${kind} ${id}`, { externalId: id, did: 'refused' })
  }
  await joinPayments(context)
  await keepStatisticsFresh(context)
  return { outcomes: records.map(record => outcomeOf(known, record)), ...besides }
}

// After the 1st, 4th, 16th and 64th such call of this process, as after pages that are fetched: a first post of a thousand orders is otherwise
// checked against tables that are planned for as if they were empty.
async function keepStatisticsFresh({ db, tenant }: ImportContext): Promise<void> {
  const count = (imports.get(db) ?? 0) + 1
  imports.set(db, count)
  if (isTimeToLook(count)) await transact(db, { tenant }, tx => freshStatistics(tx, 'incoming'))
}
const imports = new WeakMap<Database, number>()

function outcomeOf(known: ReadonlyMap<string, ReceivedOutcome>, record: RawRecord): ReceivedOutcome {
  const { kind, externalId } = record
  return known.get(`${kind} ${externalId}`) ?? { externalId, did: 'parked', code: 'PAYLOAD_INVALID' }
}

function outcomesOf(context: ImportContext, kind: IncomingKind, ids: readonly string[]) {
  return transact(context.db, { tenant: context.tenant, bulk: true }, tx =>
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
