import { type Tx, transact } from '../base/database.ts'
import { freshStatistics, isTimeToLook } from '../base/freshStatistics.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import { type StoredCursor, storeCursor } from '../channels/cursorStore.ts'
import { answerOf, keepPage, openPages, type PageKey, parkPage, settlePage } from '../channels/pageStore.ts'
import type { Acked, Answer, Page, PullKind } from '../port/connector.ts'
import { PortError } from '../port/errors.ts'
import type { IncomingKind } from '../port/records.ts'
import { callSafely } from './callSafely.ts'
import {
  type AlsoInTransaction,
  type BatchOptions,
  type BatchResult,
  importBatch,
  isOfRecord,
} from './importBatch.ts'
import type { ImportContext } from './importContext.ts'
import { mapContext } from './mapContext.ts'
import { cutIntoBatches, type PreparedRecord, prepareInSlices } from './prepareRecords.ts'
import { addFigures, addNotes, type Figures, type FiguresByKind, noFigures, storeFigures } from './runs.ts'
import { sendAcks } from './sendAcks.ts'

/** An answer that was kept (where the system may forget it) and read. */
export interface TakenPage {
  readonly page: Page
  readonly kept: PageKey | undefined
  /** By what the system knows the page again (`acked: 'page'`); absent for records that were asked for one by one. */
  readonly note?: Answer['note']
}

/** A page that an earlier run had asked for. */
export interface OldPage {
  readonly askedAt: Date
  /** True where its records are acknowledged now; false: they stay in the outbox until the shop was asked again. */
  readonly tell: boolean
}

/** An answer that nobody can read: its bytes are parked here, and the page is to be taken away there. */
export interface UnreadablePage {
  readonly unreadable: NonNullable<Answer['note']>
}

/**
 * Keeps the bytes of an answer before anybody reads them, where the system may not give them again; then reads them. An
 * answer that cannot be read stays parked and visible, and its error passes through: the call may be made again. Only
 * where the system keeps whole pages for us (`acked: 'page'`) the next one follows instead.
 */
export async function takeAnswer(
  context: ImportContext,
  pull: PullKind,
  answer: Answer,
  askedAt: Date = context.now(),
): Promise<TakenPage | UnreadablePage> {
  const kept =
    pull.consumes && answer.body.length > (pull.emptyBytes ?? 0)
      ? await keep(context, pull.kind, answer, askedAt)
      : undefined
  return readTaken(context, pull, answer, kept)
}

async function readTaken(
  context: ImportContext,
  pull: PullKind,
  answer: Answer,
  kept: PageKey | undefined,
): Promise<TakenPage | UnreadablePage> {
  const { note } = answer
  try {
    return { page: readAnswer(context, pull.kind, answer), kept, ...(note ? { note } : {}) }
  } catch (error) {
    const skips = pull.acked === 'page' && note !== undefined
    const place = kept ?? (skips ? await keep(context, pull.kind, answer, context.now()) : undefined)
    if (place) await park(context, place, error instanceof PortError ? error.code : 'PAYLOAD_INVALID', error)
    if (!skips) throw error
    return { unreadable: note }
  }
}

/** Reads the bytes of an answer as the connector does, here and now. */
export function readAnswer(context: ImportContext, kind: IncomingKind, answer: Answer): Page {
  const page = context.connector.pull?.read(kind, answer, mapContext(context.connection))
  if (!page) throw new TypeError(`${context.connector.name} reads nothing`)
  return page
}

/**
 * With `acked: 'page'`: takes the page away at the other side, now that all of it is here. Dying before this delivers it
 * once more, and changes nothing. Does nothing for systems that keep no pages.
 */
export async function settleThere(
  context: ImportContext,
  session: unknown,
  pull: PullKind,
  note: Answer['note'],
  as: 'stored' | 'unreadable',
): Promise<void> {
  const settle = context.connector.pull?.settle
  if (pull.acked !== 'page' || !settle || !note) return
  await callSafely(context.signal, () => settle(session, pull.kind, note, as))
}

/**
 * Imports what a page holds and acknowledges after the commit. A page of one batch is one transaction with the cursor
 * behind it; of a larger one two batches of a kind are on their way at a time (while the database works on one, the next
 * is prepared), and the page and its cursor are settled when all are committed: a crash before that reads it again, and
 * known records cost nothing. A page that the system keeps for us is taken away there last. Answers the external ids, all
 * of them in the ledger now.
 */
export async function importPage(
  context: ImportContext,
  session: unknown,
  pull: PullKind,
  { page, kept, note }: TakenPage,
  cursor: StoredCursor | undefined,
  old?: OldPage,
): Promise<string[]> {
  const { request } = context
  const batches = cutIntoBatches(request ? page.records.filter(request.wants) : page.records)
  const alone = batches.length === 1
  // One acknowledgement after the other, each as soon as its batch is committed, while the next batches are imported.
  let telling = Promise.resolve()
  const ids: string[] = []
  let unscrubbed = false
  try {
    for (const [kind, ofKind] of Map.groupBy(batches, batch => batch.kind))
      await twoAtATime(ofKind, async batch => {
        const since = performance.now()
        const records = await prepareInSlices(context.connector, batch.records)
        unscrubbed ||= records.some(record => record.payload === undefined)
        const also: AlsoInTransaction = (tx, figures) =>
          settleInside(
            tx,
            context,
            pull.kind,
            unscrubbed ? undefined : kept,
            cursor,
            sumWith(context, kind, figures, since),
          )
        const result = await importOrPark(context, kind, records, kept, {
          acked: ackedOf(pull, kind),
          ...(old ? { asOf: old.askedAt } : {}),
          ...(alone ? { also } : {}),
        })
        addFigures(context.figures, { [kind]: { ...result.figures, ms: performance.now() - since } })
        if (old?.tell !== false) telling = telling.then(() => sendAcks(context, session, kind, result.acks))
        telling.catch(() => undefined) // thrown where it is awaited, below
        ids.push(...records.map(record => record.externalId))
      })
    if (!alone && (batches.length > 0 || cursor || kept))
      await context.write(tx =>
        settleInside(tx, context, pull.kind, unscrubbed ? undefined : kept, cursor, context.figures),
      )
  } catch (error) {
    await telling.catch(() => undefined) // what is under way ends before the session does; the error behind it is this one
    throw error
  }
  // A record that could not be scrubbed is stored nowhere else: its page keeps it, sealed.
  if (unscrubbed && kept)
    await park(context, kept, 'PAYLOAD_INVALID', new Error('a record could not be scrubbed'))
  context.onProgress?.(context.figures)
  await keepStatisticsFresh(context, batches.length > 0)
  await telling
  await settleThere(context, session, pull, note, 'stored')
  return ids
}

// What vanishes only by being acknowledged is acknowledged, whatever its kind; what is told is told of the kind itself.
function ackedOf(pull: PullKind, kind: IncomingKind): Acked {
  return pull.acked === 'told' && kind !== pull.kind ? 'none' : pull.acked
}

async function importOrPark(
  context: ImportContext,
  kind: IncomingKind,
  records: readonly PreparedRecord[],
  kept: PageKey | undefined,
  options: BatchOptions,
): Promise<BatchResult> {
  try {
    return await importBatch(context, kind, records, options)
  } catch (error) {
    // Not even parking its records worked: then the page keeps them.
    if (kept && isOfRecord(error)) await park(context, kept, 'INTERNAL_ERROR', error)
    throw error
  }
}

function sumWith(context: ImportContext, kind: IncomingKind, figures: Figures, since: number): FiguresByKind {
  return addFigures(structuredClone(context.figures), {
    [kind]: { ...figures, ms: performance.now() - since },
  })
}

// Two workers over one list; the first error ends both after what they are at, and is thrown.
async function twoAtATime<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...list]
  const worker = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one)
  }
  const ends = await Promise.allSettled(
    [worker(), worker()].map(end =>
      end.catch(error => {
        queue.length = 0
        throw error
      }),
    ),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/**
 * Pages that a killed run had kept and not settled: the shop may not give them again, so they come first. Where records
 * vanish by being acknowledged, theirs wait in the outbox until the shop was asked again: what it changed meanwhile, it
 * still gives as long as it was not told.
 */
export async function importOpenPages(context: ImportContext, session: unknown): Promise<void> {
  const { connector, tenant, connection } = context
  if (connection.openPages === 0) return
  const pages = await transact(context.db, { tenant }, tx =>
    openPages(tx, { tenant, connectionId: connection.id, state: 'received' }),
  )
  for (const kept of pages) {
    const pull = connector.pull?.kinds.find(one => one.kind === kept.kind)
    if (!pull) continue // a kind that this connector does not read any more stays visible as received
    try {
      const taken = await readTaken(context, pull, answerOf(context.keyring, tenant, kept), kept)
      if ('unreadable' in taken) await settleThere(context, session, pull, taken.unreadable, 'unreadable')
      else
        await importPage(context, session, pull, taken, undefined, {
          askedAt: kept.storedAt,
          tell: pull.acked !== 'records',
        })
    } catch (error) {
      if (!(error instanceof PortError)) throw error // parked: visible, and no reason to stop
    }
  }
}

// After the 1st, 4th, 16th and 64th page of a run: by then the tables are large enough for good plans, or not fresh at all.
async function keepStatisticsFresh(context: ImportContext, imported: boolean): Promise<void> {
  if (!imported) return
  context.pages = (context.pages ?? 0) + 1
  if (isTimeToLook(context.pages))
    await transact(context.db, { tenant: context.tenant }, tx => freshStatistics(tx, 'incoming'))
}

// Behind no fence: bytes that a system may not give again are kept even by a process that has lost its lane meanwhile. They
// change nothing by themselves; who holds the lane imports them with its next run, unless something newer is here.
function keep(context: ImportContext, kind: IncomingKind, answer: Answer, now: Date): Promise<PageKey> {
  const { tenant, connection, runId, keyring } = context
  return transact(context.db, { tenant, bulk: true }, tx =>
    keepPage(tx, { tenant, connectionId: connection.id, kind, runId, answer, now, keyring }),
  )
}

async function park(context: ImportContext, kept: PageKey, code: string, error: unknown): Promise<void> {
  const reference = newId().slice(-12)
  context.log.error({ reference, connection: context.connection.name, ...errorFacts(error) }, 'page parked')
  await context.write(tx => parkPage(tx, context.tenant, kept, code, reference))
}

async function settleInside(
  tx: Tx,
  context: ImportContext,
  kind: IncomingKind,
  kept: PageKey | undefined,
  cursor: StoredCursor | undefined,
  figures: FiguresByKind,
): Promise<void> {
  const { tenant, connection, runId } = context
  if (kept) await settlePage(tx, tenant, kept)
  if (cursor && context.request) await context.request.keep(tx, kind, cursor, figures)
  else if (cursor)
    await storeCursor(tx, { tenant, connectionId: connection.id, kind, now: context.now() }, cursor)
  if (!runId) return
  await addNotes(tx, tenant, runId, context.notes.splice(0))
  await storeFigures(tx, tenant, runId, figures, { kind, at: context.now() })
}

/** Figures of a kind that was asked for and had nothing. */
export function nothingFound(context: ImportContext, kind: IncomingKind): void {
  context.figures[kind] ??= noFigures()
}
