import { transact } from '../base/database.ts'
import { freshStatistics, isTimeToLook } from '../base/freshStatistics.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { dropDue, markAwaited, putOffDue, putOffObjects, takeDue } from '../channels/dueStore.ts'
import { acceptedOwners, clearRefusal, noHash, quarantine, type SentRow } from '../channels/sentStore.ts'
import { nextSweep, type Sweep } from '../channels/sweepStore.ts'
import { guardCandidates } from './guardCandidates.ts'
import { itemsOfImagesDue } from './imagesWithin.ts'
import { putOffLeaving } from './leavingLast.ts'
import { markDue } from './markDue.ts'
import { noteMissing, noteUnanswerable } from './notOffered.ts'
import { ofToday } from './objectDays.ts'
import {
  type Candidate,
  dueOf,
  isAsAccepted,
  type Row,
  type Way,
  waitsForCategory,
  withVersion,
} from './pushRows.ts'
import { contentHash, type PushContext, type PushTask, sendOf, type Wanted } from './pushTask.ts'
import { readAhead, takeAhead, wantedOf } from './readAhead.ts'
import { doubtAfterRestore } from './recovery/doubtAfterRestore.ts'
import { noFigures, storeFigures } from './runs.ts'
import { sendCandidates } from './sendCalls.ts'
import { cameBack, noteGuarded } from './settleGuard.ts'
import { beginStep, endStep, idsOfStep, noteWalk, progressOf, type Walk } from './walk.ts'

/** Rows or ids that are looked at in one go. */
const batchSize = 500
/** Objects of one step of a complete synchronisation: between two of them other kinds are told what is due. */
const completeSize = 200
/** How long an object waits for a ticket or a category before it is looked at again, longer each time; both wake it earlier. */
const waitSeconds = 300
const longestWait = 6 * 3600
/**
 * Tells the connection's channels all that is due of one kind, and walks through its sweeps: the one loop for every kind
 * that is sent. What is as it was accepted costs a comparison and no call. Each batch is settled before the next, so a
 * crash at any point repeats no more than the call that was on its way. Answers how many objects were sent.
 *
 * Errors of the port pass through; what was not told stays due.
 */
export async function sendKind(context: PushContext, session: unknown, task: PushTask): Promise<number> {
  const started = performance.now()
  let sent = 0
  try {
    for (;;) {
      const step = context.signal.aborted ? undefined : await sendNext(context, session, task)
      sent += step?.sent ?? 0
      if (!step || (step.complete && task.patient)) return sent
    }
  } finally {
    const figures = context.figures[task.kind]
    if (figures) figures.ms += performance.now() - started
    noteGuarded(context, task.kind)
  }
}

// The next due rows, else the next step of a sweep, else what got no answer before: an object of which a shop dies must not
// keep the others waiting. Undefined where there is nothing more.
async function sendNext(
  context: PushContext,
  session: unknown,
  task: PushTask,
): Promise<{ readonly sent: number; readonly complete?: boolean } | undefined> {
  const of = dueOf(context, task)
  const rows = await read(context, tx => takeDue(tx, of, 'fresh', batchSize))
  if (rows.length > 0) return { sent: await sendRows(context, session, task, rows) }
  const sweep = await read(context, tx => nextSweep(tx, { ...of, kinds: [task.kind] }))
  if (sweep) return { sent: await stepSweep(context, session, task, sweep), complete: sweep.complete }
  const tried = await read(context, tx => takeDue(tx, of, 'tried', batchSize))
  return tried.length > 0 ? { sent: await sendRows(context, session, task, tried) } : undefined
}

async function stepSweep(
  context: PushContext,
  session: unknown,
  task: PushTask,
  sweep: Sweep,
): Promise<number> {
  const { channelId } = sweep
  const walk = beginStep(context, sweep)
  const size = sweep.complete ? completeSize : batchSize
  const { ids, putOff } = await read(context, async tx => {
    const ids = await idsOfStep(tx, context, task, sweep, size)
    return { ids, putOff: await putOffObjects(tx, { ...dueOf(context, task), channelId }, ids) }
  })
  const rows = ids
    .filter(objectId => !putOff.has(objectId) && !sweep.told.includes(objectId))
    .map(objectId => ({ channelId, objectId, tries: 0 }))
  if (putOff.size > 0) await context.write(tx => noteWalk(tx, context, walk, [...putOff]))
  const lastId = ids.length < size ? undefined : ids.at(-1)
  if (lastId !== undefined) walk.next = { lastId, size }
  const sent = await sendRows(context, session, task, rows, walk)
  if (context.signal.aborted || walk.stopped) return sent
  await context.write(tx => endStep(tx, context, walk, { lastId, count: ids.length }))
  return sent
}

async function sendRows(
  context: PushContext,
  session: unknown,
  task: PushTask,
  rows: readonly Row[],
  walk?: Walk,
): Promise<number> {
  let sent = 0
  for (const [channelId, ofChannel] of Map.groupBy(rows, row => row.channelId)) {
    const channel = context.connection.channels.find(one => one.id === channelId)
    if (!channel) throw new TypeError(`channel ${channelId} is not one of the connection`)
    sent += await sendToChannel(context, session, task, channel, ofChannel, walk)
  }
  // After the first rows were written: before, there is nothing to look at, and the next look is four batches away.
  if (rows.length > 0 && !context.signal.aborted) await lookWhereItPays(context)
  return sent
}

async function lookWhereItPays(context: PushContext): Promise<void> {
  context.batches = (context.batches ?? 0) + 1
  if (isTimeToLook(context.batches)) await read(context, tx => freshStatistics(tx, 'outgoing'))
}

async function sendToChannel(
  context: PushContext,
  session: unknown,
  task: PushTask,
  channel: Channel,
  rows: readonly Row[],
  walk: Walk | undefined,
): Promise<number> {
  const send = sendOf(context, task.as)
  if (!send) {
    const goesWithin = task.kind === 'image' && (sendOf(context, 'item')?.carries?.includes('image') ?? false)
    if (goesWithin) await itemsOfImagesDue(context, rows)
    else noteMissing(context, 'info', 'NOT_SUPPORTED', task.kind)
    await settleUnsent(
      context,
      task,
      channel,
      rows.map(row => ({ row, as: 'unchanged' })),
    )
    return 0
  }
  const ids = rows.map(row => row.objectId)
  const ahead = takeAhead(context, task, walk)
  const { known, wanted } = await wantedOf(context, task, channel, ids, ahead)
  const complete = walk?.complete ?? false
  if (known.values().some(one => one.ticket)) noteUnanswerable(context, task.object)
  const looked = rows.map(row => {
    const seen = look(task, row, known.get(row.objectId), wanted.get(row.objectId), complete, !!send.remove)
    const one = putOffLeaving(context, task, channel, seen)
    return 'candidate' in one ? doubtAfterRestore(context, task, send, one.candidate) : one
  })
  await settleUnsent(
    context,
    task,
    channel,
    looked.flatMap(one => ('as' in one ? [one] : [])),
    walk,
  )
  const candidates = looked.flatMap(one => ('candidate' in one ? [one.candidate] : []))
  const levels = Map.groupBy(
    await guardCandidates(context, { task, send, channel }, candidates),
    candidate => candidate.level,
  )
  const reading = walk?.next ? readAhead(context, task, channel, walk, walk.next) : undefined
  try {
    return await sendLevels(context, session, { task, send, channel, ...(walk ? { walk } : {}) }, levels)
  } finally {
    await reading
  }
}

async function sendLevels(
  context: PushContext,
  session: unknown,
  way: Way,
  levels: ReadonlyMap<number, readonly Candidate[]>,
): Promise<number> {
  const { task, channel, walk } = way
  let sent = 0
  for (const level of [...levels.keys()].sort((a, b) => a - b)) {
    const ready = await holdBack(context, way, levels.get(level) ?? [])
    const { today, tomorrow, seconds } = await ofToday(context, task, channel, ready)
    await settleUnsent(
      context,
      task,
      channel,
      tomorrow.map(({ row }) => ({ row, as: 'later', seconds })),
      walk,
    )
    sent += await sendCandidates(context, session, way, today)
    if (context.signal.aborted || walk?.stopped) break
  }
  return sent
}

/** What was decided about a row without a call. */
export type Unsent =
  | {
      readonly row: Row
      readonly as: 'unchanged' | 'refused' | 'wholeItem'
      readonly mended?: boolean
      readonly watched?: boolean
    }
  | { readonly row: Row; readonly as: 'later'; readonly seconds: number }
  | { readonly row: Row; readonly as: 'held'; readonly code: string; readonly text: string }

/** What is to be done about one object: `complete` sends also what is as it was accepted, but not what has left already. */
export function look(
  task: PushTask,
  row: Row,
  known: SentRow | undefined,
  wanted: Wanted = { do: 'nothing' },
  complete: boolean,
  removes: boolean,
): Unsent | { readonly candidate: Candidate } {
  if (known?.ticket) return { row, as: 'later', seconds: waitSeconds }
  if (known?.inFlight && known.flightSeconds !== null && known.flightSeconds > 0)
    return { row, as: 'later', seconds: known.flightSeconds }
  const unknown = known?.inFlight ?? false
  if (wanted.do === 'nothing') return { row, as: 'unchanged' }
  if (wanted.do === 'wholeItem') return { row, as: 'wholeItem' }
  if (wanted.do === 'hold')
    return { row, as: 'held', code: wanted.code, text: Object.values(wanted.data).join(', ') }
  if (wanted.do === 'leave') {
    // Not there, and not wanted there: what stood in its way does not any more.
    const mended = known?.rejectedKind === task.kind
    if (!known?.data && !unknown) return { row, as: 'unchanged', mended }
    const { level = 0 } = wanted
    const of = {
      ...(wanted.of ? { of: wanted.of } : {}),
      ...(wanted.sort === undefined ? {} : { sort: wanted.sort }),
    }
    if (removes)
      return { candidate: { row, known, unknown, remove: true, ...of, sent: {}, waitsFor: [], level } }
    if (!wanted.sent || !wanted.making) return { row, as: 'unchanged', mended }
  }
  const { sent = {}, making } = wanted
  const again = complete && wanted.do === 'send'
  if (isAsAccepted(task, known, sent) && !unknown && !again)
    return {
      row,
      as: 'unchanged',
      mended: known?.rejectedKind === task.kind,
      watched: known?.watched ?? false,
    }
  const refusedAlready =
    known?.rejectedKind === task.kind && known.rejectedHash === contentHash(task.as, sent)
  if (refusedAlready && !unknown && !again) return { row, as: 'refused' }
  const order = wanted.do === 'send' ? wanted : { waitsFor: [], level: wanted.level ?? 0 }
  return {
    candidate: {
      row,
      known,
      unknown,
      remove: false,
      leaves: wanted.do === 'leave',
      complete: again,
      sent,
      ...(making ? { making } : {}),
      waitsFor: order.waitsFor,
      level: order.level,
    },
  }
}

// Those whose categories, manufacturers, characteristics and parents are there; the others wait, with a reason that can be seen.
async function holdBack(
  context: PushContext,
  { task, channel, walk }: Way,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const needed = [...new Set(candidates.flatMap(one => one.waitsFor))]
  if (needed.length === 0) return [...candidates]
  const there = await read(context, tx =>
    acceptedOwners(tx, { tenant: context.tenant, channelId: channel.id }, needed),
  )
  const isReady = (one: Candidate) => one.waitsFor.every(id => there.has(id))
  const waiting = candidates.filter(one => !isReady(one))
  const awaited = [...new Set(waiting.flatMap(one => one.waitsFor))].filter(id => !there.has(id))
  const of = { tenant: context.tenant, connectionId: context.connection.id, channelId: channel.id }
  if (awaited.length > 0) await context.write(tx => markAwaited(tx, of, awaited))
  await settleUnsent(
    context,
    task,
    channel,
    waiting.map(({ row }) => ({ row, as: 'held', code: waitsForCategory, text: '' })),
    walk,
  )
  return candidates.filter(isReady)
}

async function settleUnsent(
  context: PushContext,
  task: PushTask,
  channel: Channel,
  rows: readonly Unsent[],
  walk?: Walk,
): Promise<void> {
  if (rows.length === 0) return
  const of = dueOf(context, task)
  const object = { tenant: context.tenant, channelId: channel.id, object: task.object }
  const figures = context.figures[task.kind] ?? noFigures()
  context.figures[task.kind] = figures
  const held = rows.flatMap(one => (one.as === 'held' ? [one] : []))
  const waiting = rows.flatMap(one => {
    if (one.as === 'later') return [{ ...one.row, seconds: one.seconds }]
    if (one.as !== 'held' || one.code !== waitsForCategory) return []
    // A category that is refused for good must not have its thousands of items looked at every few minutes.
    const { tries } = one.row
    return [
      {
        ...one.row,
        seconds: Math.min(longestWait, waitSeconds * 2 ** Math.min(tries, 20)),
        tries: tries + 1,
      },
    ]
  })
  const gone = rows.filter(one => one.as !== 'later' && !(one.as === 'held' && one.code === waitsForCategory))
  figures.found += rows.length
  figures.unchanged += rows.filter(one => one.as === 'unchanged').length
  figures.skipped += waiting.length + rows.filter(one => one.as === 'wholeItem').length
  figures.parked += gone.filter(one => one.as === 'refused' || one.as === 'held').length
  await context.write(async tx => {
    await quarantine(
      tx,
      object,
      held.map(({ row, code, text }) => ({
        objectId: row.objectId,
        kind: task.kind,
        hash: noHash,
        code,
        field: null,
        text,
      })),
      false,
    )
    await clearRefusal(
      tx,
      object,
      rows.flatMap(one => ('mended' in one && one.mended ? [one.row.objectId] : [])),
    )
    const back = rows.flatMap(one => ('watched' in one && one.watched ? [one.row.objectId] : []))
    await cameBack(tx, context, { task, channel }, back)
    const whole = rows.flatMap(({ row, as }) => (as === 'wholeItem' ? [row.objectId] : []))
    await markDue(tx, context.tenant, { item: whole }, `run ${context.runId}`)
    await dropDue(
      tx,
      of,
      gone.flatMap(({ row }) => withVersion(row)),
    )
    await putOffDue(tx, of, waiting)
    // Their own rows tell them from here on.
    if (walk)
      await noteWalk(
        tx,
        context,
        walk,
        waiting.map(row => row.objectId),
      )
    await storeFigures(tx, context.tenant, context.runId, context.figures, progressOf(context))
  })
}

function read<T>(context: PushContext, work: Parameters<typeof transact<T>>[2]): Promise<T> {
  return transact(context.db, { tenant: context.tenant, bulk: true }, work)
}
