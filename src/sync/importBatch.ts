import { isConnectionLost, isRetryable, sqlState, TryAgain, type Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import { queueAcks } from '../channels/ackStore.ts'
import { type BatchOf, changeRecords, enterRecords, findKnown, holdRecords, type KnownRecord, type LedgerEntry, setOutcome, storePayloads } from '../channels/ledgerStore.ts'
import type { Ack } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'
import { attachPayments, blockStaged, findStagedOrders, stageCustomers, stageOrders, stagePayments } from '../sales/inboxStore.ts'
import { type Decision, decide, ruleCodes } from './decide.ts'
import type { ImportContext } from './importContext.ts'
import { LaneLost } from './lanes.ts'
import type { PreparedRecord } from './prepareRecords.ts'
import { type Figures, noFigures } from './runs.ts'

export interface BatchResult {
  readonly figures: Figures
  /** What may be acknowledged now that it is committed. */
  readonly acks: readonly Ack[]
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
  options: { acked: boolean; also: AlsoInTransaction },
): Promise<BatchResult> {
  await context.keys.reserve(records.length) // before the transaction: a number once given is never taken back
  const bad: { record: PreparedRecord; reference: string }[] = []
  const good: BatchResult[] = []
  await halve(context, kind, records, options, good, bad)
  if (bad.length === 0 && good.length === 1 && good[0]) return good[0]
  // Halved: the parts are committed, now the refused ones are parked and the page is settled, all in one transaction.
  const figures = good.reduce((sum, part) => add(sum, part.figures), noFigures())
  const acks = good.flatMap(part => part.acks)
  const parked = await context.write(async tx => {
    const result = await storeBatch(context, tx, kind, bad.map(one => one.record), options.acked, bad.map(one => one.reference))
    await options.also(tx, add(figures, result.figures))
    return result
  })
  return { figures, acks: [...acks, ...parked.acks] }
}

async function halve(
  context: ImportContext,
  kind: IncomingKind,
  records: readonly PreparedRecord[],
  options: { acked: boolean; also: AlsoInTransaction },
  good: BatchResult[],
  bad: { record: PreparedRecord; reference: string }[],
  whole = true,
): Promise<void> {
  try {
    good.push(
      await context.write(async tx => {
        const result = await storeBatch(context, tx, kind, records, options.acked)
        if (whole) await options.also(tx, result.figures)
        return result
      }),
    )
  } catch (error) {
    if (!isOfRecord(error)) throw error
    const [only] = records
    if (records.length === 1 && only) {
      const reference = newId().slice(-12)
      context.log.error({ reference, kind, connection: context.connection.name, ...errorFacts(error) }, 'record refused by the database')
      bad.push({ record: only, reference })
      return
    }
    if (records.length === 0) throw error
    const middle = records.length >> 1
    await halve(context, kind, records.slice(0, middle), options, good, bad, false)
    await halve(context, kind, records.slice(middle), options, good, bad, false)
  }
}

/** False for what says nothing about a record: the database is away, the lane is lost, the statement itself is wrong. */
export function isOfRecord(error: unknown): boolean {
  if (error instanceof LaneLost || isConnectionLost(error) || isRetryable(error)) return false
  return !/^(42|0A|55|57)/.test(sqlState(error) ?? '')
}

/** The statements of one batch. With `references` the records are parked unseen, as what the database refused. */
async function storeBatch(
  context: ImportContext,
  tx: Tx,
  kind: IncomingKind,
  records: readonly PreparedRecord[],
  acked: boolean,
  references?: readonly string[],
): Promise<BatchResult> {
  const { tenant, connection } = context
  const of: BatchOf = { tenant, connectionId: connection.id, kind, runId: context.runId, now: context.now(), by: context.runId ? `run ${context.runId}` : context.connection.name }
  const known = await findKnown(tx, of, records.map(record => record.externalId))
  const fresh = records.flatMap(record => {
    const before = known.get(record.externalId)
    return before && isUnchanged(before, record) && !references ? [] : [{ id: before?.id ?? newId(of.now.getTime()), record }]
  })
  const held = fresh.flatMap(one => known.get(one.record.externalId) ?? [])
  if (!(await holdRecords(tx, of, held))) throw new TryAgain('a record was changed meanwhile')
  const made = references ? fresh.map((one, index) => refused(one, references[index] ?? '')) : await decide(context, tx, of, fresh)
  const decisions = made.map(decision => kept(decision, known.get(decision.record.externalId)))
  const changed = decisions.filter(decision => known.has(decision.record.externalId)).filter(decision => isNews(decision, known))
  const fresher = decisions.filter(decision => !known.has(decision.record.externalId))
  const keyed = fresher.map(decision => ({ ...entryOf(decision), keyNo: context.keys.numberOf(decision.record) }))
  const entered = await enterRecords(tx, of, keyed)
  if (entered.size < keyed.length) throw new TryAgain('a record was entered meanwhile') // entered by someone else since we looked: look again
  await changeRecords(tx, of, changed.map(entryOf), newId)
  const written = [...fresher, ...changed].filter(decision => decision.record.payload)
  await storePayloads(tx, of, written.map(one => one.id), written.map(one => one.record.payload?.text ?? ''))
  await stage(tx, of, [...fresher, ...changed], new Set(changed.map(one => one.id)))
  const keyNos = new Map(keyed.map(entry => [entry.externalId, entry.keyNo]))
  const acks = acked ? acksOf(records, known, keyNos) : []
  await queueAcks(tx, of, acks)
  return { acks, figures: count(records, decisions, known, changed) }
}

async function stage(tx: Tx, of: BatchOf, decisions: readonly Decision[], known: ReadonlySet<string>): Promise<void> {
  const orders = decisions.flatMap(one => (one.order ? [one.order] : []))
  const staged = await stageOrders(tx, of, orders, known)
  await stageCustomers(tx, of, decisions.flatMap(one => (one.customer ? [one.customer] : [])))
  const payments = decisions.flatMap(one => (one.payment ? [one] : []))
  if (payments.length > 0) {
    const places = await findStagedOrders(tx, of, payments.map(one => one.payment?.orderExternalId ?? ''))
    await stagePayments(tx, of, payments.flatMap(one => (one.payment ? [one.payment] : [])), places)
  }
  await blockStaged(tx, of, decisions.filter(one => one.outcome === 'parked' && known.has(one.id)).map(one => [one.id, one.code ?? '']))
  // Orders that are new may be what payments waited for.
  const arrived = decisions.filter(one => one.order && staged.has(one.id) && !known.has(one.id))
  const attached = await attachPayments(tx, of, new Map(arrived.map(one => [one.record.externalId, one.id])))
  await setOutcome(tx, of, attached, { outcome: 'staged', code: null, data: null }, newId)
}

function isUnchanged(before: KnownRecord, record: PreparedRecord): boolean {
  return before.payloadHash === uuidOf(record.hash) && !(before.outcome === 'ignored' && before.code !== null && ruleCodes.has(before.code))
}

// What was taken over, or ignored by a person, keeps that outcome: the new payload is stored, and the change is shown.
function kept(decision: Decision, before: KnownRecord | undefined): Decision {
  const { order, customer, payment, ...bare } = decision
  if (before?.outcome === 'taken_over') return { ...bare, outcome: 'taken_over', code: 'CHANGED_AT_CHANNEL', data: {} }
  if (before?.outcome === 'ignored' && before.code === 'IGNORED_BY_PERSON')
    return { ...bare, outcome: 'ignored', code: before.code, data: before.data }
  return decision
}

// A record that a rule still leaves out is no news.
function isNews(decision: Decision, known: ReadonlyMap<string, KnownRecord>): boolean {
  const before = known.get(decision.record.externalId)
  return !(before?.outcome === 'ignored' && decision.outcome === 'ignored' && before.payloadHash === uuidOf(decision.record.hash))
}

function refused(one: { id: string; record: PreparedRecord }, reference: string): Decision {
  return { ...one, outcome: 'parked', code: 'INTERNAL_ERROR', data: { reference }, channelId: null, externalNumber: null, occurredAt: null }
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

function acksOf(records: readonly PreparedRecord[], known: ReadonlyMap<string, KnownRecord>, fresh: ReadonlyMap<string, number>): Ack[] {
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

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
