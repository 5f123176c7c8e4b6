import { setTimeout as wait } from 'node:timers/promises'
import { transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import type { JournalCall } from '../channels/journalStore.ts'
import { markInFlight } from '../channels/sentStore.ts'
import { PortError, RateLimited, Refused, Rejected, Unreachable } from '../port/errors.ts'
import type { SendResult } from '../port/outgoing.ts'
import { callConnector, outgoing } from './callConnector.ts'
import { checkConflicts } from './checkConflicts.ts'
import { withoutComeBack } from './comesBack.ts'
import { withElsewhere } from './elsewhere.ts'
import { journalCall } from './journalCall.ts'
import { leaveUnsure } from './notOffered.ts'
import { numberThings } from './numberThings.ts'
import { countToday } from './objectDays.ts'
import { type Candidate, isAsAccepted, type Ready, seenBy, type Way } from './pushRows.ts'
import type { PushContext } from './pushTask.ts'
import { lookAgain, ranOut } from './ranOut.ts'
import { rejectedBy } from './rejected.ts'
import { type Answered, settleCall } from './settleCall.ts'
import { stillOpen } from './stillOpen.ts'
import { withOthers } from './withOthers.ts'
import { withoutForgotten } from './withoutForgotten.ts'
import { withoutUndone } from './withoutUndone.ts'

/** A call shall not last longer than this where a smaller one allows it: others wait for the slot. */
const goodCallMs = 2000
/** The first call of a kind; how long it takes says how large the next is. */
const firstSize = 4
/** Pause before a call that got no answer is made once more. */
const pauseMs = 200

/** Candidates that go into one call at most; `again`: the second attempt after no answer. */
interface Part {
  readonly list: readonly Candidate[]
  readonly again: boolean
}

/**
 * Sends candidates in calls of a good size, each in a slot of its own: quantities are computed, the objects marked and
 * committed, the call made, its results settled. A refused whole call is halved down to the element that is at fault.
 * Answers how many objects were sent.
 */
export async function sendCandidates(
  context: PushContext,
  session: unknown,
  way: Way,
  candidates: readonly Candidate[],
): Promise<number> {
  const { bulk } = way.send
  // What got no answer before is sent alone: one of them may be what the other side dies of, and takes nobody with it.
  const alone = candidates.some(one => one.row.tries > 0)
  const inBulk = bulk !== undefined && !alone && candidates.length >= bulk.from
  let count = 0
  for (const [remove, list] of Map.groupBy(candidates, one => one.remove)) {
    const rest = [...list]
    const parts: Part[] = []
    while (!context.signal.aborted && !way.walk?.stopped) {
      const part = parts.pop() ?? takePart(context, way, rest, alone, inBulk && !remove)
      if (part.list.length === 0) break
      if (part.again) await wait(Math.random() * pauseMs, undefined, { signal: context.signal })
      const going = await withoutComeBack(context, session, way, part.list)
      const called = await inSlot(context, session, way, { ...part, list: going }, inBulk && !remove)
      count += called.sent
      parts.push(...called.rest.toReversed())
    }
  }
  return count
}

function takePart(
  { gate }: PushContext,
  { task, send }: Way,
  rest: Candidate[],
  alone: boolean,
  inBulk: boolean,
): Part {
  const usual =
    inBulk && send.bulk ? send.bulk.batch : Math.min(send.batch, gate.sizes.get(task.as) ?? firstSize)
  return { list: rest.splice(0, alone ? 1 : usual), again: false }
}

/** What one call leaves to be done. */
interface Called {
  readonly sent: number
  readonly rest: readonly Part[]
}

function inSlot(
  context: PushContext,
  session: unknown,
  way: Way,
  part: Part,
  inBulk: boolean,
): Promise<Called> {
  const { gate, connector } = context
  // Looking for objects first takes a call more; what a call is cut off at, the objects are marked with.
  const lastsMs = connector.limits.timeoutMs * (way.send.read ? 3 : 2)
  return gate.run({ priority: context.priority, signal: context.signal, lastsMs }, async () => {
    const ready = await prepare(context, session, way, part.list, lastsMs / 1000)
    if (ready.length === 0) return { sent: 0, rest: [] }
    const started = performance.now()
    const outcome = await callOnce(context, session, way, ready, inBulk)
    const ms = performance.now() - started
    if (!inBulk) adapt(context, way, ready.length, ms)
    const operation = ready[0]?.remove ? 'remove' : inBulk ? 'bulk' : 'send'
    const call = { id: newId(), operation, called: way.task.as, count: ready.length, ms } as const
    return settle(context, way, part, ready, outcome, call)
  })
}

// Inside the slot: what may be offered is read now, and what became equal meanwhile is not sent.
async function prepare(
  context: PushContext,
  session: unknown,
  way: Way,
  list: readonly Candidate[],
  seconds: number,
): Promise<readonly Ready[]> {
  const { task, channel } = way
  const { late } = task
  const told = list.filter(one => !one.remove && !one.leaves)
  const ids = told.map(one => one.row.objectId)
  const others = told.flatMap(one => one.making?.others ?? [])
  const { seen, equal, different, draw, back } = await transact(
    context.db,
    { tenant: context.tenant, bulk: true },
    async tx => {
      const [seen, fresh] = await Promise.all([
        seenBy(tx, context, way), // first, so what it sees is no newer
        late && ids.length > 0 ? late(tx, context, channel, [...new Set([...ids, ...others])]) : undefined,
      ])
      const current = list.map(one => {
        const stock = fresh?.get(one.row.objectId)
        return withOthers(stock ? { ...one, sent: { ...one.sent, stock } } : one, fresh)
      })
      const { go, back } = ranOut(list, current)
      const isEqual = (one: Candidate) =>
        !one.remove && !one.unknown && !one.complete && isAsAccepted(task, one.known, one.sent)
      const different = go.filter(one => !isEqual(one))
      const draw = await numberThings(tx, context, way, different)
      return { seen, equal: go.filter(isEqual), different, draw, back }
    },
  )
  await lookAgain(context, way, back)
  if (equal.length > 0)
    await settleCall(
      context,
      way,
      equal.map(one => ({ one, result: 'equal' })),
    )
  if (different.length === 0) return []
  const numbers = await draw()
  const checked = await checkConflicts(context, session, way, different, numbers.refOf)
  if (checked.length === 0) return []
  const going = await context.write(async tx => {
    await stillOpen(context, tx, channel.id)
    const told = await withoutUndone(tx, context, task, checked)
    const going = await withoutForgotten(tx, context, task, told)
    const objectIds = going.map(one => one.row.objectId)
    await numbers.enter(tx)
    await markInFlight(
      tx,
      { tenant: context.tenant, channelId: channel.id, object: task.object },
      { runId: context.runId, kind: task.kind, seconds },
      objectIds,
    )
    await countToday(tx, context, task, channel, objectIds)
    return going
  })
  const ready = going.map(one => ({
    ...one,
    ...seen,
    refOf: numbers.refOf,
    ref: one.making?.ref ?? numbers.refOf({ kind: task.object, objectId: one.row.objectId }),
  }))
  return withElsewhere(context, way, ready)
}

type Outcome =
  | { readonly results: readonly Answered[] }
  | { readonly failed: unknown; readonly found: readonly Answered[] }

// One writing call. Where a repetition would make a thing twice, what may be there is looked for before.
async function callOnce(
  context: PushContext,
  session: unknown,
  way: Way,
  ready: readonly Ready[],
  inBulk: boolean,
): Promise<Outcome> {
  const { send, task } = way
  const { unsure, rest } = leaveUnsure(context, way, ready)
  let there = unsure
  let toSend = rest
  try {
    const doubtful = rest.filter(one => one.unknown && !one.remove && one.ref.theirs === '')
    if (send.repeat === 'readBack' && send.find && doubtful.length > 0) {
      const found = await send.find(session, outgoing(way, doubtful))
      const names = new Map(doubtful.map((one, index) => [one.row.objectId, found[index]]))
      toSend = rest.map(one => {
        const theirs = names.get(one.row.objectId)
        return theirs === undefined ? one : { ...one, ref: { ...one.ref, theirs } }
      })
      // Sent once each: it is there, and that is all.
      if (task.once) {
        there = toSend
          .filter(one => names.get(one.row.objectId) !== undefined)
          .map(one => ({ one, result: { result: 'accepted', theirs: one.ref.theirs, proof: 'stored' } }))
        toSend = toSend.filter(one => names.get(one.row.objectId) === undefined)
      }
    }
  } catch (failed) {
    return { failed: asFailure(failed, 'find'), found: [] }
  }
  try {
    const results = toSend.length === 0 ? [] : await callConnector(session, way, toSend, inBulk)
    if (results.length !== toSend.length)
      throw new TypeError(
        `${context.connector.name} answered ${results.length} of ${toSend.length} ${task.as}`,
      )
    const answered = toSend.map((one, index) => ({ one, result: results[index] ?? unanswered }))
    return { results: [...there, ...answered] }
  } catch (failed) {
    return { failed, found: there }
  }
}

const unanswered: SendResult = { result: 'unknown', text: 'no result' }

// Looking for something writes nothing: what was in flight stays unknown, whatever the connector says of its call.
function asFailure(error: unknown, what: string): unknown {
  return error instanceof Unreachable
    ? new Unreachable(`${what}: ${error.detail}`, { code: error.code, mayHaveWorked: true })
    : error
}

async function settle(
  context: PushContext,
  way: Way,
  part: Part,
  ready: readonly Ready[],
  outcome: Outcome,
  call: JournalCall,
): Promise<Called> {
  const { send } = way
  if ('results' in outcome) {
    const refusedWhole =
      send.atomic !== false &&
      ready.length > 1 &&
      outcome.results.every(({ result }) => typeof result === 'object' && result.result === 'rejected')
    if (!refusedWhole) {
      await settleCall(context, way, outcome.results, call)
      heard(context)
      return { sent: ready.length, rest: [] }
    }
    return split(context, way, ready, call)
  }
  const { failed, found } = outcome
  const known = new Set(found.map(({ one }) => one.row.objectId))
  const rest = ready.filter(one => !known.has(one.row.objectId))
  if (found.length > 0) await settleCall(context, way, found, { ...call, operation: 'find' })
  if (failed instanceof Rejected) {
    heard(context)
    if (rest.length > 1) return split(context, way, rest, call)
    await settleCall(
      context,
      way,
      rest.map(one => ({ one, result: rejectedBy(failed) })),
      call,
    )
    return { sent: rest.length, rest: [] }
  }
  const nothing =
    failed instanceof RateLimited ||
    failed instanceof Refused ||
    (failed instanceof Unreachable && !failed.mayHaveWorked)
  await settleCall(
    context,
    way,
    rest.map(one => ({ one, result: nothing ? 'unsent' : { result: 'unknown', text: textOf(failed) } })),
    call,
  )
  if (!(failed instanceof PortError) && !context.signal.aborted)
    context.log.error(
      { connection: context.connection.name, kind: way.task.as, ...errorFacts(failed) },
      'a connector broke off while sending',
    )
  const mayGoAgain = failed instanceof Unreachable && !part.again
  if (
    context.signal.aborted ||
    (!mayGoAgain && (nothing || !bearSilence(context, rest, asUnreachable(failed))))
  )
    throw asUnreachable(failed)
  if (!mayGoAgain) return { sent: rest.length, rest: [] }
  const list = rest.map(one => ({ ...one, unknown: one.unknown || !nothing }))
  return { sent: 0, rest: [{ list, again: true }] }
}

/** A lone object that got no answer so often says nothing about the other side. */
const hopelessTries = 2

// One call that gets no answer may be about what is in it; the next one shows whether anybody is there.
function bearSilence({ silence }: PushContext, list: readonly Candidate[], failed: unknown): boolean {
  silence.inARow++
  const hopeless = list.length === 1 && list.every(one => one.row.tries >= hopelessTries)
  if (!hopeless) silence.first ??= failed
  return silence.inARow < 2
}

function heard({ silence }: PushContext): void {
  silence.answered++
  silence.inARow = 0
}

/** At the end of a run's calls: throws what went wrong where no call of the run got an answer. */
export function endSilence({ silence }: PushContext): void {
  if (silence.first !== undefined && silence.answered === 0) throw silence.first
}

// A mistake of a connector is no more than a call without an answer; a run that was told to end is not one.
function asUnreachable(failed: unknown): unknown {
  if (failed instanceof PortError || (failed instanceof Error && failed.name === 'AbortError')) return failed
  return new Unreachable(textOf(failed), { cause: failed, code: 'INTERNAL_ERROR' })
}

function textOf(failed: unknown): string {
  return failed instanceof PortError ? failed.detail : failed instanceof Error ? failed.name : 'no answer'
}

// One of them is at fault, and nobody says which. Where some may be stored, each goes on alone, looked for before.
async function split(
  context: PushContext,
  way: Way,
  ready: readonly Ready[],
  call: JournalCall,
): Promise<Called> {
  const { send, task } = way
  await context.write(tx =>
    journalCall(
      tx,
      context,
      way,
      call,
      ready.map(one => ({ one, result: 'divided' })),
    ),
  )
  const midway = send.atomic === 'midway' || (send.atomic === false && send.repeat === 'readBack')
  if (midway)
    return { sent: 0, rest: ready.map(one => ({ list: [{ ...one, unknown: true }], again: false })) }
  const middle = ready.length >> 1
  context.log.debug(
    { connection: context.connection.name, kind: task.as, count: ready.length },
    'call halved',
  )
  return {
    sent: 0,
    rest: [
      { list: ready.slice(0, middle), again: false },
      { list: ready.slice(middle), again: false },
    ],
  }
}

// Grows while calls are quick, shrinks to what fits into the time where they are not.
function adapt({ gate }: PushContext, { task, send }: Way, count: number, ms: number): void {
  const size = Math.min(send.batch, gate.sizes.get(task.as) ?? firstSize)
  if (ms > goodCallMs) gate.sizes.set(task.as, Math.max(1, Math.floor((count * goodCallMs * 0.75) / ms)))
  else if (count >= size) {
    const fits = Math.floor((count * goodCallMs * 0.75) / Math.max(ms, 1))
    gate.sizes.set(task.as, Math.max(1, Math.min(send.batch, size * 4, fits)))
  }
}
