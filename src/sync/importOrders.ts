import { transact } from '../base/database.ts'
import { loadCursors, type StoredCursor } from '../channels/cursorStore.ts'
import type { Cursor, Page, PullKind } from '../port/connector.ts'
import { Rejected } from '../port/errors.ts'
import { callSafely } from './callSafely.ts'
import { withSession } from './connectorSession.ts'
import type { ImportContext } from './importContext.ts'
import { importOpenPages, importPage, nothingFound, takeAnswer } from './importPage.ts'
import { sendOpenAcks } from './sendAcks.ts'

/** A call shall not last longer than this where a smaller page allows it: others wait for the slot. */
const goodCallMs = 2000

/**
 * The orders lane of a connection, once: what earlier runs left open first (kept pages, acknowledgements), then every
 * kind that the connector reads, page by page. Each page is one transaction; a crash at any point loses and doubles
 * nothing, because the next run finds pages, outbox and cursors as they were committed.
 *
 * Errors of the port pass through: what was read until then stays imported.
 */
export async function importOrders(context: ImportContext): Promise<void> {
  const { connector } = context
  const pull = connector.pull
  if (!pull) return // called by the system instead: its records come through `receive`
  await withSession(context, async session => {
    await importOpenPages(context, session)
    if (context.connection.openAcks > 0) await sendOpenAcks(context, session)
    const cursors = await transact(context.db, { tenant: context.tenant }, tx =>
      loadCursors(tx, context.tenant, context.connection.id),
    )
    for (const kind of pull.kinds) {
      nothingFound(context, kind.kind)
      await readKind(context, session, kind, cursors.get(kind.kind))
    }
  })
}

async function readKind(
  context: ImportContext,
  session: unknown,
  pull: PullKind,
  stored: StoredCursor | undefined,
): Promise<void> {
  const seen = new Set<string>()
  let cursor = startOf(context, stored)
  let want = pull.firstPage
  let inVain = 0
  while (!context.signal.aborted) {
    const { taken, ms, asked } = await fetchPage(context, session, pull, cursor, want)
    if (taken === 'resumeRefused') {
      cursor = { ...withoutResume(cursor), startedAt: context.now() }
      continue
    }
    const ids = await importPage(context, session, pull, taken, cursorAfter(pull, cursor, taken.page))
    want = nextSize(pull, asked, ms)
    if (taken.page.last || (pull.acked && ids.length === 0)) return
    if (!pull.acked) {
      if (taken.page.resume === undefined)
        throw new TypeError(`${context.connector.name}: a page that is not the last needs a resume`)
      cursor = { ...withoutResume(cursor), resume: taken.page.resume }
      continue
    }
    // A shop that ignores acknowledgements delivers the same page for ever; one lost acknowledgement delivers it once more.
    inVain = ids.some(id => !seen.has(id)) ? 0 : inVain + 1
    if (inVain >= 3) return noteAcksIgnored(context, pull, ids.length)
    for (const id of ids) seen.add(id)
  }
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
  let asked = want
  let ms = 0
  try {
    const taken = await callSafely(context.signal, async attempt => {
      asked = Math.max(1, want >> attempt) // a page that takes too long, or breaks off, may succeed when it is smaller
      const started = performance.now()
      const answer = await fetch(session, pull.kind, cursor, asked)
      ms = performance.now() - started
      return takeAnswer(context, pull, answer)
    })
    return { taken, asked, ms }
  } catch (error) {
    if (error instanceof Rejected && error.code === 'RESUME_REFUSED' && cursor.resume !== undefined)
      return { taken: 'resumeRefused' as const, asked, ms }
    throw error
  }
}

function startOf(context: ImportContext, stored: StoredCursor | undefined): Cursor {
  const startedAt = (stored?.resume !== undefined && stored.startedAt) || context.now()
  return {
    startedAt,
    ...(stored?.watermark === undefined ? {} : { watermark: stored.watermark }),
    ...(stored?.resume === undefined ? {} : { resume: stored.resume }),
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
  if (pull.acked) return undefined // the acknowledgements are the cursor
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

function nextSize(pull: PullKind, asked: number, ms: number): number {
  if (ms > goodCallMs) return Math.max(1, asked >> 1)
  return ms < goodCallMs / 4 ? Math.min(pull.largestPage, asked * 2) : Math.min(pull.largestPage, asked)
}

function noteAcksIgnored(context: ImportContext, pull: PullKind, count: number): void {
  context.notes.push({
    at: context.now().toISOString(),
    level: 'warn',
    code: 'ACKS_IGNORED',
    data: { kind: pull.kind, count },
  })
}
