import { changedTogether } from '../base/changed.ts'
import { isConnectionLost, isRetryable, sqlState, TryAgain, type Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import { queueAcks } from '../channels/ackStore.ts'
import type { KeyBlock } from '../channels/keyStore.ts'
import {
  type BatchOf,
  changeRecords,
  enterRecords,
  findKnown,
  holdRecords,
  type KnownRecord,
  type LedgerEntry,
  setOutcome,
  storePayloads,
} from '../channels/ledgerStore.ts'
import { noteTerms } from '../channels/termStore.ts'
import type { Ack, Acked } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'
import {
  attachPayments,
  blockStaged,
  findStagedOrders,
  stageCustomers,
  stagedItems,
  stageOrders,
  stagePayments,
} from '../sales/inboxStore.ts'
import { itemsCountedAnew, takeInEvents } from './applyEvents.ts'
import { bookLate } from './bookLate.ts'
import { channelOf } from './channelOf.ts'
import { confirmByThemselves } from './confirmOrders.ts'
import { type Decision, decide, type FreshRecord } from './decide.ts'
import { forgetCounted } from './forgetCounted.ts'
import type { ImportContext } from './importContext.ts'
import { isKeptBack } from './keptBack.ts'
import { isNews, isRefused, isTakenIn, isUnchanged, uuidOf } from './knownRecords.ts'
import { LaneLost } from './lanes.ts'
import { laterThan } from './laterThan.ts'
import { markDue } from './markDue.ts'
import { numbersOfOurs } from './numbersOfOurs.ts'
import { freeCancelledParked, parkOrders } from './parkOrders.ts'
import { withoutPersons } from './person/withoutPersons.ts'
import type { PreparedRecord } from './prepareRecords.ts'
import { type Figures, noFigures } from './runs.ts'

export interface BatchResult {
  readonly figures: Figures
  /** What may be acknowledged now that it is committed. */
  readonly acks: readonly Ack[]
  /** External ids of records that may come once only, and came with other content: nothing was written of them. */
  readonly refused: readonly string[]
}

/** How a batch is imported. */
export interface BatchOptions {
  readonly acked: Acked
  readonly also?: AlsoInTransaction
  /** When these records were asked for, where that was before this run: what changed here since is newer and stays. */
  readonly asOf?: Date
  /** They come from what is stored, and their hashes were forgotten for it: one that has a hash came anew since, and stays. */
  readonly reopened?: boolean
}

/** What else belongs into the transaction of the batch: the page that is settled, the cursor, the figures. */
export type AlsoInTransaction = (tx: Tx, figures: Figures) => Promise<void>

/**
 * Imports records of one kind: one transaction with ledger rows, payloads, staged records, acknowledgements in the outbox
 * and whatever `also` adds. Known and unchanged records cost a hash comparison.
 *
 * If the database refuses the batch for another reason than a conflict in time, it is halved down to the one record that
 * it refuses; that one is parked with INTERNAL_ERROR and a reference, the rest is imported.
 */
export async function importBatch(
  context: ImportContext,
  kind: IncomingKind,
  records: readonly PreparedRecord[],
  options: BatchOptions,
): Promise<BatchResult> {
  // Before the transaction: a number once given is never taken back.
  const block = await context.keys.reserve(records.length)
  const batch: Batch = { context, kind, block, ...options, good: [], bad: [] }
  try {
    await halve(batch, records, true)
    const [only] = batch.good
    return batch.bad.length === 0 && batch.good.length === 1 && only ? only : await parkRefused(batch)
  } finally {
    block.giveBack()
  }
}

/** A batch on its way, with the parts that are committed and the records that the database refused. */
interface Batch extends BatchOptions {
  readonly context: ImportContext
  readonly kind: IncomingKind
  readonly block: KeyBlock
  readonly good: BatchResult[]
  readonly bad: { readonly record: PreparedRecord; readonly reference: string }[]
}

async function halve(batch: Batch, records: readonly PreparedRecord[], whole: boolean): Promise<void> {
  const { context, kind } = batch
  try {
    const stored = await context.write(async tx => {
      const result = await storeBatch(batch, tx, records)
      if (whole) await batch.also?.(tx, result.figures)
      return result
    })
    batch.good.push(stored)
  } catch (error) {
    const [only] = records
    if (!isOfRecord(error) || !only) throw error
    if (records.length === 1) {
      const reference = newId().slice(-12)
      context.log.error(
        { reference, kind, connection: context.connection.name, ...errorFacts(error) },
        'record refused by the database',
      )
      batch.bad.push({ record: only, reference })
      return
    }
    const middle = records.length >> 1
    await halve(batch, records.slice(0, middle), false)
    await halve(batch, records.slice(middle), false)
  }
}

// The parts are committed; the refused records are parked, and the page is settled, in one transaction more.
async function parkRefused(batch: Batch): Promise<BatchResult> {
  const figures = batch.good.reduce((sum, part) => add(sum, part.figures), noFigures())
  const parked = await batch.context.write(async tx => {
    const result = await storeBatch(
      batch,
      tx,
      batch.bad.map(one => one.record),
      batch.bad.map(one => one.reference),
    )
    const all = add({ ...figures }, result.figures)
    await batch.also?.(tx, all)
    return { ...result, figures: all }
  })
  const parts = [...batch.good, parked]
  return {
    figures: parked.figures,
    acks: parts.flatMap(part => part.acks),
    refused: parts.flatMap(part => part.refused),
  }
}

/** False for what says nothing about a record: the database is away, the lane is lost, the statement itself is wrong. */
export function isOfRecord(error: unknown): boolean {
  if (error instanceof LaneLost || isConnectionLost(error) || isRetryable(error)) return false
  return !/^(42|0A|55|57)/.test(sqlState(error) ?? '')
}

/** The statements of one batch. With `references` the records are parked unseen, as what the database refused. */
async function storeBatch(
  batch: Batch,
  tx: Tx,
  records: readonly PreparedRecord[],
  references?: readonly string[],
): Promise<BatchResult> {
  const { context, kind, acked } = batch
  const { tenant, connection } = context
  const found: BatchOf = {
    tenant,
    connectionId: connection.id,
    kind,
    runId: context.runId,
    now: context.now(),
    by: context.runId ? `run ${context.runId}` : context.connection.name,
  }
  const known = await findKnown(
    tx,
    found,
    records.map(record => record.externalId),
  )
  const of = { ...found, now: laterThan(known.values(), found.now) }
  const once: string[] = []
  const fresh = records.flatMap(record => {
    const before = known.get(record.externalId)
    if (before && isUnchanged(before, record) && !references) return []
    if (before && batch.asOf && before.changedAt > batch.asOf) return [] // what is here was asked for later than this
    if (before && batch.reopened && before.payloadHash !== null) return []
    if (before && isRefused(before, record)) {
      once.push(record.externalId)
      return []
    }
    const wasIn = before !== undefined && isTakenIn(before)
    return [{ id: before?.id ?? newId(of.now.getTime()), isKnown: before !== undefined, wasIn, record }]
  })
  const held = fresh.flatMap(one => known.get(one.record.externalId) ?? [])
  if (!(await holdRecords(tx, of, held))) throw new TryAgain('a record was changed meanwhile')
  const made = references
    ? fresh.map((one, index) => refused(context, one, references[index] ?? ''))
    : await decide(context, tx, of, fresh)
  const decisions = await withoutPersons(
    tx,
    of,
    made.map(decision => kept(decision, known.get(decision.record.externalId))),
    known,
  )
  const changed = decisions
    .filter(decision => known.has(decision.record.externalId))
    .filter(decision => isNews(decision, known))
  const fresher = decisions.filter(decision => !known.has(decision.record.externalId))
  const ours = await numbersOfOurs(tx, of, fresher)
  const keyed = fresher.map(decision => ({
    ...entryOf(decision),
    keyNo: ours.get(decision.record.externalId) ?? batch.block.numberOf(decision.record),
  }))
  const written = [...fresher, ...changed].filter(decision => decision.record.payload)
  const keyNos = new Map(keyed.map(entry => [entry.externalId, entry.keyNo]))
  const told = acked === 'told' ? toldNow(decisions, known) : acked === 'records' ? records : []
  const acks = acksOf(told, known, keyNos)
  const stored = new Set([...fresher, ...changed].map(one => one.record.externalId))
  const before = await stagedItems(tx, of.tenant, kind === 'order' ? changed.map(one => one.id) : [])
  // Sent one behind the other without waiting between them: the database works while the next records are prepared.
  const entering = enterRecords(tx, of, keyed)
  const rest = await Promise.allSettled([
    entering,
    changeRecords(tx, of, changed.map(entryOf), newId),
    storePayloads(
      tx,
      of,
      written.map(one => one.id),
      written.map(one => one.record.payload?.text ?? ''),
    ),
    stage(tx, of, [...fresher, ...changed], new Set(changed.map(one => one.id))),
    parkOrders(tx, of, [...fresher, ...changed], known),
    // One that is known and unchanged was delivered because its acknowledgement is missing: it comes until it is told again.
    // Of what was taken over more depends on it (see sendAcks).
    queueAcks(
      tx,
      of,
      acks.filter(ack => stored.has(ack.theirs) || known.get(ack.theirs)?.outcome === 'taken_over'),
    ),
  ])
  // What was entered by somebody else since we looked makes the statements behind it fail: that is the cause, not they.
  if ((await entering).size < keyed.length) throw new TryAgain('a record was entered meanwhile')
  const failures = rest.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
  // 25P02: it was refused because another one had failed before it.
  if (failures.length > 0) throw failures.find(error => sqlState(error) !== '25P02') ?? failures[0]
  const confirmed =
    kind === 'order' ? await confirmByThemselves(tx, of, context, [...fresher, ...changed]) : {}
  const byEvents = await takeInEvents(tx, of, [...fresher, ...changed], new Set(changed.map(one => one.id)))
  const freed = await freeCancelledParked(tx, of, [...fresher, ...changed])
  const counted = [...freed, ...(await itemsCountedAnew(tx, of, [...fresher, ...changed]))]
  const taken = [...new Set([...itemsTaken(before, [...fresher, ...changed]), ...counted])].sort()
  await forgetCounted(tx, context, taken)
  await markDue(tx, tenant, changedTogether({ stock: taken }, byEvents, confirmed), of.by)
  return { acks, refused: once, figures: count(records, decisions, known, changed) }
}

// Whose offer changed by what was staged or parked: the items of these orders, as they are and as they were. What an order
// names, its shop has taken from the quantity that it shows: it is told anew.
function itemsTaken(before: readonly string[], decisions: readonly Decision[]): string[] {
  const now = decisions.flatMap(({ order, soldItems }) => order?.itemIds ?? soldItems ?? [])
  return [...new Set([...before, ...now.filter(id => id !== null)])].sort()
}

async function stage(
  tx: Tx,
  of: BatchOf,
  decisions: readonly Decision[],
  known: ReadonlySet<string>,
): Promise<void> {
  const orders = decisions.flatMap(one => (one.order ? [one.order] : []))
  const staged = await stageOrders(tx, of, orders, known)
  await stageCustomers(
    tx,
    of,
    decisions.flatMap(one => (one.customer ? [one.customer] : [])),
  )
  await noteTerms(
    tx,
    of.tenant,
    of.connectionId,
    decisions.flatMap(one => (one.term ? [one.term] : [])),
    of.now,
  )
  const payments = decisions.flatMap(one => (one.payment ? [one] : []))
  if (payments.length > 0) {
    const places = await findStagedOrders(
      tx,
      of,
      // One that was decided to wait does wait, also if its order came since: its outcome says so, and it is found later.
      payments.flatMap(one => (one.outcome === 'waiting' ? [] : (one.payment?.orderExternalId ?? []))),
    )
    await stagePayments(
      tx,
      of,
      payments.flatMap(one => (one.payment ? [one.payment] : [])),
      places,
    )
  }
  await blockStaged(
    tx,
    of,
    decisions
      .filter(one => (one.outcome === 'parked' || isKeptBack(one)) && known.has(one.id))
      .map(one => [one.id, one.code ?? '']),
  )
  // Orders that are staged now, for the first time or after they were parked, may be what payments waited for.
  const arrived = decisions.filter(one => one.order && staged.has(one.id))
  const attached = await attachPayments(tx, of, new Map(arrived.map(one => [one.record.externalId, one.id])))
  await setOutcome(tx, of, attached, { outcome: 'staged', code: null, data: null }, newId)
  await bookLate(tx, of, [...attached, ...payments.map(one => one.id)])
}

// Told once: when it is taken in, and when it was not taken in before. The outbox keeps it until the system has accepted it.
function toldNow(
  decisions: readonly Decision[],
  known: ReadonlyMap<string, KnownRecord>,
): readonly PreparedRecord[] {
  return decisions.flatMap(decision => {
    const before = known.get(decision.record.externalId)
    return isTakenIn(decision) && !(before && isTakenIn(before)) ? [decision.record] : []
  })
}

// What was taken over, or ignored by a person, keeps that outcome: the new payload is stored, and the change is shown.
function kept(decision: Decision, before: KnownRecord | undefined): Decision {
  if (decision.event && before?.outcome === 'taken_over') return decision // what it says now is applied besides
  const { order, customer, payment, ...rest } = decision
  // Cancelled there or with other pieces, its shop has counted anew: what it shows is not what it was told.
  const bare = order ? { ...rest, soldItems: order.itemIds.filter(id => id !== null) } : rest
  // Of a locked channel the change itself waits, to be read when it is unlocked.
  if (before?.outcome === 'taken_over' && isKeptBack(decision)) return { ...bare, outcome: 'taken_over' }
  if (before?.outcome === 'taken_over')
    return { ...bare, outcome: 'taken_over', code: 'CHANGED_AT_CHANNEL', data: {} }
  if (before?.outcome === 'ignored' && before.code === 'IGNORED_BY_PERSON')
    return { ...bare, outcome: 'ignored', code: before.code, data: before.data }
  return decision
}

function refused(context: ImportContext, one: FreshRecord, reference: string): Decision {
  const channelId = channelOf(context.connection, one.record)?.id ?? null
  return {
    ...one,
    outcome: 'parked',
    code: 'INTERNAL_ERROR',
    data: { reference },
    channelId,
    externalNumber: one.record.externalNumber,
    occurredAt: null,
  }
}

function entryOf(decision: Decision): LedgerEntry {
  return {
    id: decision.id,
    channelId: decision.channelId,
    externalId: decision.record.externalId,
    externalNumber: decision.externalNumber,
    outcome: decision.outcome,
    code: decision.code,
    data: decision.data,
    reference: decision.code === 'INTERNAL_ERROR' ? String(decision.data?.['reference'] ?? '') : null,
    payloadHash: uuidOf(decision.record.hash),
    occurredAt: decision.occurredAt,
  }
}

function acksOf(
  records: readonly PreparedRecord[],
  known: ReadonlyMap<string, KnownRecord>,
  fresh: ReadonlyMap<string, number>,
): Ack[] {
  return records.flatMap(record => {
    const no = fresh.get(record.externalId) ?? known.get(record.externalId)?.keyNo
    return record.hasId && no !== undefined ? [{ theirs: record.externalId, no }] : []
  })
}

function count(
  records: readonly PreparedRecord[],
  decisions: readonly Decision[],
  known: ReadonlyMap<string, KnownRecord>,
  changed: readonly Decision[],
): Figures {
  const figures = noFigures()
  figures.found = records.length
  const news = new Set(changed)
  for (const decision of decisions) {
    if (decision.outcome === 'parked') figures.parked++
    else if (decision.outcome === 'ignored' && decision.code !== 'IGNORED_BY_PERSON') figures.skipped++
    else if (!known.has(decision.record.externalId)) figures.new++
    else if (news.has(decision)) figures.updated++
  }
  figures.unchanged = figures.found - figures.new - figures.updated - figures.skipped - figures.parked
  return figures
}

function add(sum: Figures, more: Figures): Figures {
  for (const key of Object.keys(sum) as (keyof Figures)[]) sum[key] += more[key]
  return sum
}
