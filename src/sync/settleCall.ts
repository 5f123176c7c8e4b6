import type { Tx } from '../base/database.ts'
import { noteSuccess } from '../channels/channelHealthStore.ts'
import { dropDue, putOffDue, wakeDue, wakeWaiting } from '../channels/dueStore.ts'
import type { JournalCall } from '../channels/journalStore.ts'
import { toldMeanwhile } from '../channels/lateStore.ts'
import { endLinks, nameTheirs } from '../channels/linkStore.ts'
import {
  acceptSent,
  clearFlight,
  forgetSent,
  markUnknown,
  ofItemKinds,
  ownerKinds,
  quarantine,
  type SentOf,
  waitForTickets,
} from '../channels/sentStore.ts'
import { agreeOnAccounts } from '../channels/toldCustomers.ts'
import { releaseInDoubt } from '../channels/toldInDoubt.ts'
import type { SendResult } from '../port/outgoing.ts'
import { raiseRefused, settleRefused } from '../sales/refusedTasks.ts'
import { renewCrossSelling } from './crossSelling.ts'
import { isParent } from './familyMaking.ts'
import { settleFamilyStock, withoutStockOfChildren } from './familyStock.ts'
import { renewImages } from './imageStates.ts'
import { hider, journalCall } from './journalCall.ts'
import { queueLetters } from './letters.ts'
import { markDue } from './markDue.ts'
import { noteUnanswerable } from './notOffered.ts'
import {
  type Candidate,
  dueOf,
  type Ready,
  seenWith,
  type Way,
  waitsForCategory,
  withVersion,
} from './pushRows.ts'
import { contentHash, type PushContext, sendOf } from './pushTask.ts'
import { rejectedAsTaken } from './rejected.ts'
import { noFigures, storeFigures } from './runs.ts'
import { settleGuard } from './settleGuard.ts'
import { tellStillThere } from './tellStillThere.ts'
import { noteWalk, progressOf } from './walk.ts'

/** An element with its answer. `equal`: it was not sent after all; `unsent`: nothing of the call happened. */
export type Answered =
  | { readonly one: Candidate; readonly result: 'equal' }
  | { readonly one: Ready; readonly result: SendResult | 'unsent' }

type Settled<R extends SendResult['result']> = {
  readonly one: Ready
  readonly result: Extract<SendResult, { readonly result: R }>
}

/** Growing pauses before an object that got no answer is sent again, in seconds. */
const firstPauseSeconds = 2
const longestPauseSeconds = 600

/**
 * Writes down what became of a call, in one transaction behind the fence: what is accepted with its foreign id, what is
 * refused with its reason, what has a ticket, what nobody knows. Whoever lost the lane meanwhile writes nothing, and the
 * next holder takes the objects for unknown. What was sent by a `call` goes into the journal.
 */
export async function settleCall(
  context: PushContext,
  way: Way,
  answers: readonly Answered[],
  call?: JournalCall,
): Promise<void> {
  const counted = { ...context.figures[way.task.kind] }
  const waits = answers.some(({ result }) => typeof result === 'object' && result.result === 'pending')
  if (waits) noteUnanswerable(context, way.task.object)
  await context.write(async tx => {
    // Of a transaction that is tried again nothing may count twice.
    const figures = { ...noFigures(), ...counted }
    context.figures[way.task.kind] = figures
    const sent = await settleAnswers(tx, context, way, answers, call)
    figures.found += sent.equal
    figures.unchanged += sent.equal
    figures.accepted += sent.accepted
    figures.pending += sent.pending
    figures.rejected += sent.rejected
    figures.unknown += sent.unknown
    figures.sent += sent.accepted + sent.pending + sent.rejected + sent.unknown
    if (way.walk) await noteWalk(tx, context, way.walk, answers.map(idOf))
    await storeFigures(tx, context.tenant, context.runId, context.figures, progressOf(context))
  })
  context.onProgress?.(context.figures)
}

async function settleAnswers(
  tx: Tx,
  context: PushContext,
  way: Way,
  answers: readonly Answered[],
  call: JournalCall | undefined,
) {
  const { task, channel, send } = way
  const of = { tenant: context.tenant, channelId: channel.id, object: task.object }
  const due = dueOf(context, task)
  const links = {
    tenant: context.tenant,
    connectionId: context.connection.id,
    channelId: send.linkedBy === 'channel' ? channel.id : null,
  }
  const named = sorted(answers).accepted.filter(({ one }) => !one.remove)
  const taken = await nameTheirs(
    tx,
    context.tenant,
    context.connection.id,
    named.flatMap(answer => namesIn(way, answer)),
  )
  const told = await withoutTold(tx, of, withoutTaken(answers, taken))
  if (call)
    await journalCall(
      tx,
      context,
      way,
      call,
      told.flatMap(({ one, result }) => (result === 'equal' ? [] : [{ one, result }])),
    )
  const said = sorted(told)
  const laid = said.queued.filter(({ result }) => result.ticket === undefined)
  const removed = [...said.accepted, ...laid].filter(({ one }) => one.remove)
  const accepted = said.accepted.filter(({ one }) => !one.remove)
  const gone = said.rejected.filter(
    ({ one, result }) => result.code === 'REMOTE_DELETED' && isObject(way) && one.ref.theirs !== '',
  )
  const refused = said.rejected.filter(one => !gone.includes(one))
  await acceptSent(
    tx,
    of,
    withoutStockOfChildren(
      context,
      way,
      accepted.map(({ one }) => one),
    ).map(one => ({ ...seenWith(one), sent: one.sent })),
  )
  if (task.object === 'customer') await agreeOnAccounts(tx, of, accepted.map(idOf))
  await waitForTickets(
    tx,
    of,
    [...said.pending, ...said.queued].flatMap(({ one, result }) =>
      result.ticket === undefined ? [] : [{ ...seenWith(one), ticket: result.ticket, sent: one.sent }],
    ),
  )
  await queueLetters(tx, context, way, said.queued)
  await settleFamilyStock(
    tx,
    context,
    way,
    [...accepted, ...laid].flatMap(({ one }) => (one.remove ? [] : [one])),
  )
  const hide = hider(context)
  await quarantine(
    tx,
    of,
    refused.map(({ one, result }) => ({
      objectId: one.row.objectId,
      kind: task.kind,
      hash: contentHash(task.as, one.sent),
      code: result.code,
      field: result.field === undefined ? null : hide(result.field),
      text: hide(result.text),
    })),
    true,
  )
  const kept = refused.filter(({ one }) => one.remove || one.leaves)
  await tellStillThere(tx, context, { kind: task.kind, channelId: channel.id }, kept.map(idOf))
  const by = { name: context.connection.name, now: context.now() }
  await raiseRefused(
    tx,
    context.tenant,
    { kind: task.kind, channelId: channel.id },
    refused.map(({ one, result }) => ({ objectId: one.row.objectId, text: hide(result.text) })),
    by,
  )
  await settleRefused(tx, context.tenant, task.kind, [...accepted, ...laid].map(idOf), by)
  await releaseInDoubt(
    tx,
    of,
    refused.filter(({ result }) => result.code === 'REMOTE_DELETED').map(({ one }) => seenWith(one)),
  )
  await markUnknown(tx, of, said.unknown.map(idOf))
  await clearFlight(tx, of, said.unsent.filter(({ one }) => !one.unknown).map(idOf))
  // Nobody knew what had become of these before, and nobody knows now.
  await markUnknown(tx, of, said.unsent.filter(({ one }) => one.unknown).map(idOf))
  await forgetSent(tx, of, [...removed, ...gone].map(idOf))
  await endLinks(
    tx,
    links,
    [...removed, ...gone].map(answer => ({ kind: task.object, objectId: idOf(answer) })),
  )
  const ended = [...said.equal, ...said.accepted, ...said.pending, ...said.queued, ...refused]
  const settled =
    gone.length > 0 && task.kind !== 'item' && task.object === 'item' ? [...ended, ...gone] : ended
  await dropDue(
    tx,
    due,
    settled.flatMap(({ one }) => withVersion(one.row)),
  )
  await putOffDue(
    tx,
    due,
    [...said.unknown, ...(settled === ended ? gone : [])].map(({ one }) => ({
      ...one.row,
      seconds: pauseAfter(one.row.tries),
      tries: one.row.tries + 1,
    })),
  )
  // What hangs on an item that is gone there is told by sending the item again.
  if (settled !== ended) await markDue(tx, context.tenant, { item: gone.map(idOf) }, `run ${context.runId}`)
  const takenAway = said.accepted.filter(({ one }) => one.remove)
  await settleGuard(tx, context, way, [...accepted, ...takenAway, ...said.pending, ...said.queued])
  if (accepted.length + takenAway.length > 0)
    await noteSuccess(tx, { tenant: context.tenant, channelId: channel.id, kind: task.kind })
  await wakeOthers(tx, context, way, [...accepted, ...laid], refused)
  return {
    equal: said.equal.length,
    accepted: accepted.length + takenAway.length,
    pending: said.pending.length + said.queued.length,
    rejected: said.rejected.length,
    unknown: said.unknown.length,
  }
}

function withoutTaken(answers: readonly Answered[], taken: ReadonlySet<number>): Answered[] {
  return answers.map(answer => {
    const { one, result } = answer
    if (result === 'equal' || result === 'unsent' || !taken.has(one.ref.no)) return answer
    return { one, result: rejectedAsTaken(result) }
  })
}

// What is told once may have been accepted while its letter was written, as it had been told before: nothing is laid out then.
async function withoutTold(tx: Tx, of: SentOf, answers: readonly Answered[]): Promise<readonly Answered[]> {
  const queued = sorted(answers).queued.map(idOf)
  const told = await toldMeanwhile(tx, of, queued)
  if (told.size === 0) return answers
  return answers.map(answer =>
    answer.result !== 'equal' && queued.includes(idOf(answer)) && told.has(idOf(answer))
      ? { one: answer.one, result: { result: 'accepted', proof: 'stored' } }
      : answer,
  )
}

// An object that was in flight is free again, and what waited for a category, a manufacturer, a characteristic or its parent has it.
async function wakeOthers(
  tx: Tx,
  context: PushContext,
  { task, channel }: Way,
  accepted: readonly (Settled<'accepted'> | Settled<'queued'>)[],
  refused: readonly Settled<'rejected'>[],
): Promise<void> {
  const first = accepted.filter(({ one }) => !one.known?.data)
  const isOwner = (one: Ready) =>
    task.object === 'item' ? isParent(one.sent.data?.fields) : ownerKinds.has(task.object)
  if (first.some(({ one }) => isOwner(one)))
    await wakeWaiting(tx, context.tenant, channel.id, waitsForCategory)
  if (task.object === 'item' && sendOf(context, 'image'))
    await renewImages(
      tx,
      { tenant: context.tenant, channelId: channel.id, connectionId: context.connection.id },
      first.map(idOf),
    )
  if (task.object === 'item' && sendOf(context, 'cross_selling'))
    await renewCrossSelling(
      tx,
      { tenant: context.tenant, channelId: channel.id, connectionId: context.connection.id },
      { taken: first.map(idOf), refused: refused.filter(({ one }) => !one.known?.data).map(idOf) },
    )
  if (task.object === 'item' && context.connector.limits.concurrent > 1)
    await wakeDue(
      tx,
      { tenant: context.tenant, channelId: channel.id, kinds: ['item', 'price', 'stock'] },
      accepted.map(idOf),
    )
}

/** Kinds whose elements are objects of their own at the other side, and can be gone there. */
function isObject({ task }: Way): boolean {
  return ofItemKinds.has(task.object) || ownerKinds.has(task.object)
}

// Only what is news: most objects are sent under the id that is written down already.
function namesIn({ task }: Way, { one, result }: Settled<'accepted'>) {
  if (one.making?.ref) return result.nested ?? []
  const theirs = result.theirs ?? one.ref.theirs
  const stored = one.refOf({ kind: task.object, objectId: one.row.objectId }).theirs
  const own = theirs === '' || theirs === stored ? [] : [{ no: one.ref.no, theirs }]
  return [...own, ...(result.nested ?? [])]
}

function idOf({ one }: Answered): string {
  return one.row.objectId
}

function pauseAfter(tries: number): number {
  return Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** Math.min(tries, 20))
}

function sorted(answers: readonly Answered[]) {
  const said = {
    equal: [] as Answered[],
    unsent: [] as { one: Ready; result: 'unsent' }[],
    accepted: [] as Settled<'accepted'>[],
    pending: [] as Settled<'pending'>[],
    queued: [] as Settled<'queued'>[],
    rejected: [] as Settled<'rejected'>[],
    unknown: [] as Settled<'unknown'>[],
  }
  for (const answer of answers) {
    const { one, result } = answer
    if (result === 'equal') said.equal.push(answer)
    else if (result === 'unsent') said.unsent.push({ one, result })
    else if (result.result === 'accepted') said.accepted.push({ one, result })
    else if (result.result === 'pending') said.pending.push({ one, result })
    else if (result.result === 'queued') said.queued.push({ one, result })
    else if (result.result === 'rejected') said.rejected.push({ one, result })
    else if (result.result === 'unknown') said.unknown.push({ one, result })
  }
  return said
}
