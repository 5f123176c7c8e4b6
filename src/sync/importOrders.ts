import { transact } from '../base/database.ts'
import { loadCursors, type StoredCursor } from '../channels/cursorStore.ts'
import type { Cursor, Page, Pull, PullKind, Run } from '../port/connector.ts'
import { Rejected, Unreachable } from '../port/errors.ts'
import type { IncomingKind } from '../port/records.ts'
import { callGate, withPriority } from './callGate.ts'
import { callSafely } from './callSafely.ts'
import { withSession } from './connectorSession.ts'
import { type ImportContext, note } from './importContext.ts'
import { importOpenPages, importPage, nothingFound, settleThere, takeAnswer } from './importPage.ts'
import { readKept } from './readKept.ts'
import { readRequested, releaseRequested, replayRequests } from './readRequested.ts'
import { sendOpenAcks } from './sendAcks.ts'
import { stillOpen } from './stillOpen.ts'

/** A call shall not last longer than this where a smaller page allows it: others wait for the slot. */
const goodCallMs = 2000
/** An answer of this size is large enough for its calls not to count. */
const goodBytes = 2_000_000

/**
 * The orders lane of a connection, once: what earlier runs left open first (kept pages, acknowledgements), then every
 * kind that the connector reads, page by page. Each page is one transaction; a crash at any point loses and doubles
 * nothing, because the next run finds pages, outbox and cursors as they were committed.
 *
 * Errors of the port pass through: what was read until then stays imported.
 */
export async function importOrders(given: ImportContext): Promise<void> {
  const pull = given.connector.pull
  await readKept(given)
  if (given.connection.openRequests > 0) await replayRequests(given)
  if (!pull) return // called by the system instead: its records come through `receive`
  const gate = callGate(given.db, given.connection.id, given.connector.limits.concurrent)
  const reading = (session: unknown, run: Run) => gate.reading(() => readAll(given, pull, session, run))
  await withSession(given, reading)
}

/**
 * Only the new orders of the connection, in a session that is open, with their acknowledgements: what a lane needs that is
 * about to tell the shop how much there is, or has just done so. Waits for another lane that reads. With `since`, what this
 * process began to fetch after that instant (of the database's clock) is enough. Does nothing where the system calls us, or has no kind of orders to be read.
 */
export async function fetchNewOrders(context: ImportContext, session: unknown, since?: Date): Promise<void> {
  const kinds = context.connector.pull?.kinds.filter(one => one.kind === 'order') ?? []
  if (kinds.length === 0) return
  const gate = callGate(context.db, context.connection.id, context.connector.limits.concurrent)
  await withPriority('orders', () =>
    gate.reading(async () => {
      if (since && gate.fetchedAt && gate.fetchedAt > since) return
      const began = await databaseTime(context)
      const lacking = context.connector.without?.(context.connection.facts) ?? []
      const cursors = await transact(context.db, { tenant: context.tenant }, tx =>
        loadCursors(tx, context.tenant, context.connection.id),
      )
      for (const kind of kinds.filter(one => !lacking.includes(one.kind))) {
        nothingFound(context, kind.kind)
        await readKind(context, session, kind, cursors.get(kind.kind))
      }
      if (!context.signal.aborted) gate.fetchedAt = began
    }),
  )
}

/**
 * What is new of a kind, in a session that is open, with its acknowledgements. False where nothing of it comes in: the system or this
 * very shop has none to be read, or a channel lets none in.
 */
export async function fetchNew(
  context: ImportContext,
  session: unknown,
  kind: IncomingKind,
): Promise<boolean> {
  const { connector, connection } = context
  const pull = connector.pull?.kinds.find(one => one.kind === kind)
  const isOff = connection.channels.some(channel => channel.events[kind]?.enabled === false)
  if (!pull || isOff || connector.without?.(connection.facts).includes(kind)) return false
  const gate = callGate(context.db, connection.id, connector.limits.concurrent)
  await withPriority('orders', () =>
    gate.reading(async () => {
      const cursors = await transact(context.db, { tenant: context.tenant }, tx =>
        loadCursors(tx, context.tenant, connection.id),
      )
      nothingFound(context, kind)
      await readKind(context, session, pull, cursors.get(kind))
    }),
  )
  return true
}

// What changes are dated by, so that a clock that is wrong here decides nothing.
async function databaseTime(context: Pick<ImportContext, 'db' | 'tenant'>): Promise<Date> {
  const [row] = await transact(context.db, { tenant: context.tenant }, tx =>
    tx.query<{ now: Date }>(`select clock_timestamp() as now`),
  )
  if (!row) throw new TypeError('a select without from has one row')
  return row.now
}

async function readAll(given: ImportContext, pull: Pull<unknown>, session: unknown, run: Run): Promise<void> {
  // What the system says of itself when the session is opened holds for what is read in it.
  const context = { ...given, connection: { ...given.connection, facts: run.facts } }
  const lacking = lackingKinds(context)
  const { openAcks, openPages, openRequests } = context.connection
  const pulledBeforeTold = new Set(pull.kinds.flatMap(kind => (kind.acked === 'records' ? [kind.kind] : [])))
  await importOpenPages(context, session)
  if (openAcks > 0)
    await sendOpenAcks(context, session, kind => !lacking.has(kind) && !pulledBeforeTold.has(kind))
  if (openRequests > 0) await releaseRequested(context, session)
  const known = openPages === 0 ? context.cursors : undefined
  const cursors =
    known ??
    (await transact(context.db, { tenant: context.tenant }, tx =>
      loadCursors(tx, context.tenant, context.connection.id),
    ))
  for (const kind of pull.kinds) {
    if (kind.when === 'asked' || lacking.has(kind.kind)) continue
    nothingFound(context, kind.kind)
    await readKind(context, session, kind, cursors.get(kind.kind))
    if (openAcks + openPages > 0) await sendOpenAcks(context, session, one => one === kind.kind)
  }
  if (openRequests > 0) await readRequested(context, session, readKind)
}

// What this very system lacks of all that its connector reads: not called, and named once.
function lackingKinds(context: ImportContext): ReadonlySet<string> {
  const { connector, connection } = context
  const read = new Set<string>(connector.pull?.kinds.map(pull => pull.kind))
  const kinds = (connector.without?.(connection.facts) ?? []).filter(kind => read.has(kind))
  if (kinds.length > 0) note(context, 'info', 'NOT_SUPPORTED', { kinds: kinds.join(', ') })
  return new Set(kinds)
}

async function readKind(
  context: ImportContext,
  session: unknown,
  pull: PullKind,
  stored: StoredCursor | undefined,
  since?: Date,
): Promise<void> {
  const seen = new Set<string>()
  let cursor = startOf(context, stored, since)
  let want = pull.firstPage
  let inVain = 0
  let refusals = 0
  for (let pages = 0; !context.signal.aborted; pages++) {
    if (pages > 0) await stillOpen(context) // the run itself began with an open one
    const { taken, call } = await fetchPage(context, session, pull, cursor, want)
    if (taken === 'resumeRefused') {
      if (++refusals > 1) throw new Unreachable(pull.kind, { code: 'RESUME_REFUSED', mayHaveWorked: false })
      cursor = { ...withoutResume(cursor), startedAt: context.now() }
      continue
    }
    if ('unreadable' in taken) {
      await settleThere(context, session, pull, taken.unreadable, 'unreadable')
      inVain = isNews(seen, [nameOf(taken.unreadable)]) ? 0 : inVain + 1
      if (inVain >= mostInVain) return noteAcksIgnored(context, pull, 1)
      continue
    }
    const { page } = taken
    const ids = await importPage(context, session, pull, taken, cursorAfter(pull, cursor, page))
    want = nextSize(pull, call)
    if (page.last || (pull.acked === 'records' && ids.length === 0)) return
    const names = pull.acked === 'page' && taken.note ? [...ids, nameOf(taken.note)] : ids
    const news = isNews(seen, names)
    if (news) refusals = 0
    const moves = news || (!isFromTheFront(pull) && page.resume !== cursor.resume)
    inVain = moves ? 0 : inVain + 1
    if (isFromTheFront(pull)) {
      // A shop that ignores acknowledgements delivers the same page for ever; one lost acknowledgement delivers it once more.
      if (inVain >= mostInVain) return noteAcksIgnored(context, pull, ids.length)
      continue
    }
    if (page.resume === undefined)
      throw new TypeError(`${context.connector.name}: a page that is not the last needs a resume`)
    if (inVain >= mostInVain) throw new Unreachable(pull.kind, { code: 'RESUME_STUCK', mayHaveWorked: false })
    cursor = { ...withoutResume(cursor), resume: page.resume }
  }
}

/** Pages in a row that say nothing new from the same place. */
const mostInVain = 3

function isFromTheFront(pull: PullKind): boolean {
  return pull.acked === 'records' || pull.acked === 'page'
}

function nameOf(note: object): string {
  return `page ${JSON.stringify(note)}`
}

// True where one of them was not there before in this read; from now on all of them were.
function isNews(seen: Set<string>, names: readonly string[]): boolean {
  const before = seen.size
  for (const name of names) seen.add(name)
  return seen.size > before
}

async function fetchPage(
  context: ImportContext,
  session: unknown,
  pull: PullKind,
  cursor: Cursor,
  want: number,
) {
  const fetch = context.connector.pull?.fetch
  if (!fetch) throw new TypeError('nothing to fetch with')
  const call: Call = { asked: want, ms: 0, bytes: 0 }
  try {
    const taken = await callSafely(context.signal, async attempt => {
      call.asked = Math.max(1, want >> attempt) // a page that takes too long, or breaks off, may succeed when it is smaller
      const started = performance.now()
      const askedAt = context.now()
      const answer = await fetch(session, pull.kind, cursor, call.asked)
      call.ms = performance.now() - started
      call.bytes = answer.body.length
      return takeAnswer(context, pull, answer, askedAt)
    })
    return { taken, call }
  } catch (error) {
    if (error instanceof Rejected && error.code === 'RESUME_REFUSED' && cursor.resume !== undefined)
      return { taken: 'resumeRefused' as const, call }
    throw error
  }
}

/** What the last call for a page was like. */
interface Call {
  asked: number
  ms: number
  bytes: number
}

function startOf(context: ImportContext, stored: StoredCursor | undefined, since?: Date): Cursor {
  const startedAt = (stored?.resume !== undefined && stored.startedAt) || context.now()
  return {
    startedAt,
    ...(stored?.watermark === undefined ? {} : { watermark: stored.watermark }),
    ...(stored?.resume === undefined ? {} : { resume: stored.resume }),
    ...(since ? { since } : {}),
  }
}

function withoutResume({ resume, ...cursor }: Cursor): Cursor {
  return cursor
}

/**
 * What is stored with a page: within a read its resume; at the end the watermark, never later than the start of the
 * read, less the overlap of the system: rows that were committed late there are looked at again, not lost.
 */
function cursorAfter(pull: PullKind, cursor: Cursor, page: Page): StoredCursor | undefined {
  if (isFromTheFront(pull)) return undefined // what was taken away there is the cursor
  if (!page.last) return { watermark: cursor.watermark, resume: page.resume, startedAt: cursor.startedAt }
  if (page.watermark === undefined)
    return { watermark: cursor.watermark, resume: undefined, startedAt: undefined }
  const seen = Math.min(Date.parse(page.watermark), cursor.startedAt.getTime()) - pull.overlapSeconds * 1000
  const before = cursor.watermark === undefined ? Number.NEGATIVE_INFINITY : Date.parse(cursor.watermark)
  return {
    watermark: new Date(Math.max(seen, before)).toISOString(),
    resume: undefined,
    startedAt: undefined,
  }
}

// Grows while answers are quick and small, shrinks when they are neither: a page is held in memory whole.
function nextSize(pull: PullKind, { asked, ms, bytes }: Call): number {
  if (ms > goodCallMs || bytes > 2 * goodBytes) return Math.max(1, asked >> 1)
  return ms < goodCallMs / 4 && bytes < goodBytes / 2 ? Math.min(pull.largestPage, asked * 2) : asked
}

function noteAcksIgnored(context: ImportContext, pull: PullKind, count: number): void {
  note(context, 'warn', 'ACKS_IGNORED', { kind: pull.kind, count })
}
