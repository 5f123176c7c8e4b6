import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { dropLetters, putLetters, takeLetters, withdrawUntaken } from '../channels/letterStore.ts'
import { acceptSent, loseAccepted, quarantine } from '../channels/sentStore.ts'
import type { SendResult } from '../port/outgoing.ts'
import type { Received, TakenLetter } from '../port/receive.ts'
import { settleTold } from './askResults.ts'
import type { ImportContext } from './importContext.ts'
import { type Ready, seenWith, type Way } from './pushRows.ts'
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
  await putLetters(
    tx,
    { tenant: context.tenant, connectionId: context.connection.id },
    queued.map(({ one, result }) => ({
      ...result.letter,
      id: newId(),
      channelId: channel.id,
      kind: task.kind,
      object: task.object,
      objectId: one.row.objectId,
      ticket: result.ticket ?? null,
      sent: one.sent,
    })),
  )
  await acceptSent(
    tx,
    { tenant: context.tenant, channelId: channel.id, object: task.object },
    queued
      .filter(({ one, result }) => result.ticket === undefined && !one.remove)
      .map(({ one }) => ({ ...seenWith(one), sent: one.sent })),
  )
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
  await dropLetters(tx, of, read.drop ?? [])
  if (read.results) await settleTold(tx, context, read.results)
  if (!read.take || connection.lockedAt !== null) return []
  for (const { channelId, kind, object, objectId, sent, key } of await withdrawUntaken(tx, of)) {
    const at = { tenant, channelId, object }
    const hash = contentHash(kind, sent)
    await loseAccepted(tx, at, [objectId])
    await quarantine(
      tx,
      at,
      [{ objectId, kind, hash, code: 'LETTER_NOT_TAKEN', field: null, text: key }],
      true,
    )
  }
  return takeLetters(tx, of, read.take)
}
