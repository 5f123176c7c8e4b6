import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { answerAsks, asksNamed, asksUntaken } from '../channels/askStore.ts'
import { putOffDue } from '../channels/dueStore.ts'
import { loseAccepted } from '../channels/lateStore.ts'
import {
  dropLetters,
  type LettersOf,
  type PlainContent,
  putLetters,
  takeLetters,
  type Untaken,
  withdrawUntaken,
} from '../channels/letterStore.ts'
import { type Unsaid, withdrawAnswered, withdrawOlder } from '../channels/olderLetters.ts'
import { closingUntaken } from '../channels/placeStore.ts'
import { acceptSent, quarantine } from '../channels/sentStore.ts'
import { settleReplies } from '../channels/ticketStore.ts'
import type { SendResult } from '../port/outgoing.ts'
import type { Received, TakenLetter } from '../port/receive.ts'
import { settleTold } from './askResults.ts'
import { tellsFamilies } from './familyStock.ts'
import type { ImportContext } from './importContext.ts'
import { dueOf, type Ready, seenWith, type Way } from './pushRows.ts'
import { contentHash, type PushContext } from './pushTask.ts'

type Queued = { readonly one: Ready; readonly result: Extract<SendResult, { readonly result: 'queued' }> }

/**
 * Lays out what a system takes from us, in the transaction of the results. From now on what the letter says counts as told:
 * something newer differs from it and takes its place, and what is equal is not laid out twice. With a ticket the object waits
 * for its answer instead.
 */
export async function queueLetters(
  tx: Tx,
  context: PushContext,
  { task, channel }: Way,
  queued: readonly Queued[],
): Promise<void> {
  if (queued.length === 0) return
  const of = { tenant: context.tenant, connectionId: context.connection.id }
  const letters = queued.map(({ one, result }) => ({
    ...result.letter,
    id: newId(),
    channelId: channel.id,
    kind: task.kind,
    object: task.object,
    objectId: one.row.objectId,
    ticket: result.ticket ?? null,
    sent: one.sent,
  }))
  await tellAnew(tx, context, await withdrawOlder(tx, of, letters, tellsFamilies(context)))
  await putLetters(tx, of, letters)
  await acceptSent(
    tx,
    { tenant: context.tenant, channelId: channel.id, object: task.object },
    queued
      .filter(({ one, result }) => result.ticket === undefined && !one.remove)
      .map(({ one }) => ({ ...seenWith(one), sent: one.sent })),
  )
}

// Their letters were withdrawn because a part of what they say is older than what is laid out now: the whole is due again.
async function tellAnew(tx: Tx, context: PushContext, unsaid: readonly Unsaid[]): Promise<void> {
  for (const [channelId, items] of Map.groupBy(unsaid, one => one.channelId)) {
    const ids = items.map(one => one.objectId)
    await loseAccepted(tx, { tenant: context.tenant, channelId, object: 'item' }, ids)
    await putOffDue(
      tx,
      dueOf(context, { kind: 'item' }),
      ids.map(objectId => ({ channelId, objectId, seconds: 0, tries: 0 })),
    )
  }
}

/**
 * What a system that called does with our letters: what it has for good goes, results of tickets are settled, and it gets the
 * next ones, oldest first; none while the connection is locked. All in the transaction of the call.
 */
export async function exchangeLetters(
  tx: Tx,
  context: ImportContext,
  read: Pick<Received, 'take' | 'drop' | 'results'>,
): Promise<TakenLetter[]> {
  const { tenant, connection } = context
  const of = { tenant, connectionId: connection.id }
  await settleDropped(tx, context, of, await dropLetters(tx, of, read.drop ?? []))
  if (read.results) {
    const answered = read.results.filter(one => one.result.result !== 'pending')
    await withdrawAnswered(
      tx,
      of,
      answered.map(one => one.ticket),
      answered.flatMap(one => (one.result.result === 'accepted' ? [one.ticket] : [])),
    )
    await settleTold(tx, context, read.results)
  }
  if (!read.take || connection.lockedAt !== null) return []
  await settleUntaken(tx, of, await withdrawUntaken(tx, of))
  return takeLetters(tx, of, read.take)
}

// An ask that the system does not answer by a call is done when it was taken for good, and so is an answer to a ticket.
async function settleDropped(
  tx: Tx,
  { connector, now }: ImportContext,
  of: LettersOf,
  dropped: readonly PlainContent[],
): Promise<void> {
  if (dropped.length === 0) return
  await settleReplies(tx, of.tenant, idsOf(dropped, 'replyId'), 'sent')
  const unanswered = connector.receive?.asks?.filter(ask => !ask.answered).map(ask => ask.name) ?? []
  const asks = await asksNamed(tx, of, idsOf(dropped, 'askId'))
  const done = asks.filter(ask => unanswered.includes(ask.name)).map(ask => ask.id)
  await answerAsks(tx, of, done, now())
}

// Named where people look for it, and told as a disturbance (LETTERS_UNTAKEN).
async function settleUntaken(tx: Tx, of: LettersOf, untaken: readonly Untaken[]): Promise<void> {
  const plain: (PlainContent & { readonly place: string })[] = []
  for (const one of untaken) {
    if (one.objectId === null) {
      plain.push(one)
      continue
    }
    const { channelId, kind, object, objectId, sent, key } = one
    const at = { tenant: of.tenant, channelId, object }
    await loseAccepted(tx, at, [objectId])
    const hash = contentHash(kind, sent)
    const code = 'LETTER_NOT_TAKEN'
    await quarantine(tx, at, [{ objectId, kind, hash, code, field: null, text: key }], true)
  }
  await asksUntaken(tx, of, idsOf(plain, 'askId'))
  await settleReplies(tx, of.tenant, idsOf(plain, 'replyId'), 'untaken')
  const closings = plain.filter(one => one.askId === null && one.replyId === null).map(one => one.place)
  await closingUntaken(tx, of.tenant, of.connectionId, closings)
}

function idsOf(list: readonly PlainContent[], key: keyof PlainContent): string[] {
  return list.flatMap(one => one[key] ?? [])
}
