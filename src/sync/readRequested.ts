import { transact } from '../base/database.ts'
import { KontorError } from '../base/errors.ts'
import {
  type AgainCursor,
  type AgainRequest,
  leftOut,
  openRequests,
  pairsInRange,
  pairsNamed,
  storeProgress,
} from '../channels/againStore.ts'
import type { StoredCursor } from '../channels/cursorStore.ts'
import type { PullKind, RawRecord } from '../port/connector.ts'
import { Rejected } from '../port/errors.ts'
import type { IncomingKind } from '../port/records.ts'
import { occurrenceOf } from './decide.ts'
import { fetchAgain, wayAgain } from './fetchAgain.ts'
import { importBatch } from './importBatch.ts'
import { type ImportContext, note } from './importContext.ts'
import { mapContext } from './mapContext.ts'
import { pulledAs } from './offersAgain.ts'
import { prepareRecords } from './prepareRecords.ts'
import { linkStep, relinkAll } from './relink.ts'
import { addFigures, type Figures, type FiguresByKind, noFigures, storeFigures } from './runs.ts'
import { ackedOfStored, asDelivered, reopen } from './storedRecords.ts'

/** Reads the pages of a kind from an instant on, as the orders lane does. */
export type ReadKind = (
  context: ImportContext,
  session: unknown,
  pull: PullKind,
  stored: StoredCursor | undefined,
  since?: Date,
) => Promise<void>

/** Somebody cancelled the request that is worked off: its page is undone, and the run goes on without it. */
class RequestEnded extends Error {}

/** Records that are decided again from their payloads in one transaction. */
const replayBatch = 125
/** Records that a system is told to give again by one call where the connector names no number. */
const releaseBatch = 100

/**
 * Requests that ask nothing of the shop: what a rule had left out (where a system calls us, also what is parked) is decided
 * again, from the payloads that are kept. Goes on behind the last record of a run that was cut off.
 */
export async function replayRequests(context: ImportContext): Promise<void> {
  await eachRequest(context, ['stored'], async (own, progress) => {
    for (const kind of progress.request.kinds) {
      let { after, done } = progress.cursorOf(kind)
      while (!done && !context.signal.aborted) {
        after = await replayPage(own, progress, kind, after)
        done = after === undefined
      }
    }
    return 'done'
  })
}

async function replayPage(
  own: ImportContext,
  progress: Progress,
  kind: IncomingKind,
  after: string | undefined,
): Promise<string | undefined> {
  const { tenant, connector, runId } = own
  const page = { after, limit: replayBatch, parked: connector.pull === undefined }
  const stored = await transact(own.db, { tenant }, tx =>
    leftOut(tx, tenant, { ...progress.request, kinds: [kind] }, page),
  )
  const last = stored.at(-1)?.id
  const full = stored.length === replayBatch
  const cursor: AgainCursor = full && last ? { after: last } : { done: true }
  if (stored.length === 0) {
    await own.write(tx => progress.store(tx, kind, cursor, own.figures))
    return undefined
  }
  const parked = stored.filter(one => one.parked).map(one => one.id)
  if (parked.length > 0)
    await own.write(tx => reopen(tx, { tenant, now: own.now(), by: 'request again' }, parked, []))
  const since = performance.now()
  const sum = (figures: Figures) =>
    addFigures(structuredClone(own.figures), { [kind]: { ...figures, ms: performance.now() - since } })
  const { figures } = await importBatch(own, kind, prepareRecords(connector, asDelivered(own, stored)), {
    acked: ackedOfStored(connector, kind),
    also: async (tx, figures) => {
      const all = sum(figures)
      await progress.store(tx, kind, cursor, all)
      if (runId) await storeFigures(tx, tenant, runId, all, { kind, at: own.now() })
    },
  })
  addFigures(own.figures, { [kind]: { ...figures, ms: performance.now() - since } })
  return full ? last : undefined
}

/**
 * Requests of systems that give records again when they are told to: told before the kinds are read, so that they come with
 * this run. Telling it twice, after a crash in between, changes nothing.
 */
export async function releaseRequested(context: ImportContext, session: unknown): Promise<void> {
  await eachRequest(context, ['single', 'relink'], async (own, progress) => {
    const { request } = progress
    if (request.way === 'relink' && own.connector.relinks) {
      const store = (cursor: AgainCursor) =>
        own.write(tx => progress.store(tx, linkStep, cursor, own.figures))
      await relinkAll(own, session, { cursor: progress.cursorOf(linkStep), store })
      return 'goesOn'
    }
    for (const kind of request.kinds) {
      const { released, done } = progress.cursorOf(kind)
      if (released || done) continue
      await release(own, session, request, kind)
      await own.write(tx => progress.store(tx, kind, { released: true }, own.figures))
    }
    return 'goesOn'
  })
}

async function release(
  own: ImportContext,
  session: unknown,
  request: AgainRequest,
  kind: IncomingKind,
): Promise<void> {
  const { tenant, connector, connection, db } = own
  if (request.way === 'relink') return connector.requestAgain?.(session, kind, 'all')
  const way = wayAgain(own, kind)
  const { theirs } = request
  if (theirs) {
    const pairs = await transact(db, { tenant }, tx =>
      pairsNamed(tx, tenant, { connectionId: connection.id, kind }, theirs),
    )
    if ('fetch' in way)
      return fetchAgain(
        own,
        session,
        way,
        kind,
        pairs.map(pair => pair.theirs),
      )
    return way.request(session, kind, pairs)
  }
  const limit = connector.ackBatch ?? releaseBatch
  for (let after: string | undefined; !own.signal.aborted; ) {
    const page = { after, limit }
    const pairs = await transact(db, { tenant }, tx =>
      pairsInRange(tx, tenant, { ...request, kinds: [kind] }, page),
    )
    after = pairs.at(-1)?.id
    if ('request' in way && pairs.length > 0)
      await way.request(
        session,
        kind,
        pairs.map(({ theirs, no }) => ({ theirs, no })),
      )
    if (pairs.length < limit) return
  }
}

/**
 * Behind the reading of all kinds: requests from an instant on are read with a cursor of their own; those whose records came
 * with that reading are done.
 */
export async function readRequested(
  context: ImportContext,
  session: unknown,
  readKind: ReadKind,
): Promise<void> {
  await eachRequest(context, ['since', 'single', 'relink'], async (own, progress) => {
    const { request } = progress
    if (request.way !== 'since') {
      // Their records came with this run; what it did with these kinds is what the request did.
      progress.startFrom({})
      return 'done'
    }
    const pulls = new Set(request.kinds.flatMap(kind => pulledAs(own.connector, kind) ?? []))
    for (const pull of pulls) {
      const cursor = progress.cursorOf(pull.kind)
      if (cursor.done || own.signal.aborted) continue
      const stored = cursor.resume
        ? {
            resume: cursor.resume,
            watermark: undefined,
            startedAt: cursor.startedAt ? new Date(cursor.startedAt) : undefined,
          }
        : undefined
      await readKind(own, session, pull, stored, request.from ?? undefined)
    }
    return own.signal.aborted ? 'goesOn' : 'done'
  })
}

interface Progress {
  readonly request: AgainRequest
  cursorOf(kind: string): AgainCursor
  /** Stores where a kind stands, and what the run did until now. Throws `RequestEnded`. */
  store(
    tx: Parameters<typeof storeProgress>[0],
    kind: string,
    cursor: AgainCursor,
    figures: FiguresByKind,
  ): Promise<void>
  /** Counts what the run did since then, instead of since the request was taken up. */
  startFrom(figures: FiguresByKind): void
  /** What the request did, with what the run did until now. */
  sum(figures: FiguresByKind): FiguresByKind
}

async function eachRequest(
  context: ImportContext,
  ways: readonly AgainRequest['way'][],
  work: (own: ImportContext, progress: Progress) => Promise<'done' | 'goesOn'>,
): Promise<void> {
  const { tenant, connection, runId } = context
  const open = await transact(context.db, { tenant }, tx => openRequests(tx, tenant, connection.id))
  for (const request of open) {
    if (!ways.includes(request.way) || context.signal.aborted) continue
    const progress = progressOf(context, request)
    try {
      const end = await work(contextFor(context, progress), progress)
      if (end === 'goesOn' || context.signal.aborted) continue
      const figures = progress.sum(context.figures)
      const { cursors } = progress.request
      await context.write(tx =>
        storeProgress(tx, tenant, request.id, { runId, cursors, figures, endedAt: context.now() }),
      )
      note(context, 'info', 'REQUEST_DONE', { found: total(figures, 'found'), new: total(figures, 'new') })
    } catch (error) {
      if (error instanceof RequestEnded) continue
      const reason = refusalOf(error)
      if (reason === undefined) throw error
      const figures = progress.sum(context.figures)
      const refused = Object.fromEntries(request.kinds.map(kind => [kind, { refused: reason }]))
      const cursors = { ...progress.request.cursors, ...refused }
      await context.write(tx =>
        storeProgress(tx, tenant, request.id, { runId, cursors, figures, endedAt: context.now() }),
      )
      note(context, 'warn', 'REQUEST_REFUSED', { reason })
    }
  }
}

// What the system does not give will not be given to the next run either: the request ends, and orders are read as ever.
function refusalOf(error: unknown): string | undefined {
  if (error instanceof Rejected) return error.code
  return error instanceof KontorError && error.code === 'AGAIN_NOT_OFFERED' ? error.code : undefined
}

function total(figures: FiguresByKind, name: 'found' | 'new'): number {
  return Object.values(figures).reduce((sum, one) => sum + one[name], 0)
}

function progressOf(context: ImportContext, request: AgainRequest): Progress {
  const cursors: Record<string, AgainCursor> = { ...request.cursors }
  let start = structuredClone(context.figures)
  const sum = (figures: FiguresByKind) =>
    addFigures(figuresBefore(request), since(request.kinds, start, figures))
  return {
    request: { ...request, cursors },
    cursorOf: kind => cursors[kind] ?? {},
    startFrom: figures => {
      start = figures
    },
    sum,
    store: async (tx, kind, cursor, figures) => {
      const next = { ...cursors, [kind]: cursor }
      const stored = await storeProgress(tx, context.tenant, request.id, {
        runId: context.runId,
        cursors: next,
        figures: sum(figures),
      })
      if (!stored) throw new RequestEnded()
      cursors[kind] = cursor
    },
  }
}

function figuresBefore({ figures }: AgainRequest): FiguresByKind {
  return Object.fromEntries(Object.entries(figures).map(([kind, one]) => [kind, { ...noFigures(), ...one }]))
}

// What the run did with these kinds since the request was taken up.
function since(kinds: readonly string[], start: FiguresByKind, now: FiguresByKind): FiguresByKind {
  const parts = Object.entries(now).filter(([kind]) => kinds.includes(kind))
  return Object.fromEntries(
    parts.map(([kind, figures]) => {
      const before = start[kind]
      const rest = { ...figures }
      if (before) for (const key of Object.keys(rest) as (keyof typeof rest)[]) rest[key] -= before[key]
      return [kind, rest]
    }),
  )
}

function contextFor(context: ImportContext, progress: Progress): ImportContext {
  const { request } = progress
  const place = context.connection.channels.find(one => one.id === request.channelId)?.place
  const kinds = new Set<string>(request.kinds)
  return {
    ...context,
    request: {
      from: request.from,
      wants: record =>
        kinds.has(record.kind) &&
        (place === undefined || record.place === place) &&
        isInTime(context, request, record),
      keep: (tx, kind, cursor, figures) =>
        progress.store(
          tx,
          kind,
          cursor.resume === undefined
            ? { done: true }
            : {
                resume: cursor.resume,
                ...(cursor.startedAt ? { startedAt: cursor.startedAt.toISOString() } : {}),
              },
          figures,
        ),
    },
  }
}

/** False for a record that came into being at or after the end of what was asked for; one that cannot be read is not left out unseen. */
export function isInTime(
  { connector, connection }: Pick<ImportContext, 'connector' | 'connection'>,
  { to }: Pick<AgainRequest, 'to'>,
  record: RawRecord,
): boolean {
  if (!to) return true
  try {
    const payload = connector.scrub(record.kind, record.raw)
    const at = occurrenceOf(record.kind, connector.map[record.kind]?.(payload, mapContext(connection)))
    return at === undefined || Number.isNaN(Date.parse(at)) || Date.parse(at) < to.getTime()
  } catch {
    return true // parked with its reason by the import
  }
}
