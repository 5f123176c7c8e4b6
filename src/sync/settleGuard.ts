import type { Tx } from '../base/database.ts'
import { countGuarded, leaveGuard } from '../channels/guardStore.ts'
import { sentOf } from './guardCandidates.ts'
import { rulesOf } from './guardFalls.ts'
import { note } from './importContext.ts'
import type { Candidate, Way } from './pushRows.ts'
import type { PushContext } from './pushTask.ts'

/** Counts what was sent under a rule; what was released and sent is settled. In the transaction of the call's results. */
export async function settleGuard(
  tx: Tx,
  context: PushContext,
  way: Way,
  sent: readonly { readonly one: Candidate }[],
): Promise<void> {
  const counts: Record<string, number> = {}
  for (const { one } of sent)
    for (const rule of one.guard?.counts ?? []) counts[rule] = (counts[rule] ?? 0) + 1
  const of = sentOf(context, way)
  if (Object.keys(counts).length > 0) await countGuarded(tx, of, counts, context.now())
  const released = sent.flatMap(({ one }) =>
    (one.guard?.released ?? []).map(rule => ({ objectId: one.row.objectId, rule })),
  )
  await leaveGuard(tx, of, 'sent', released, context.now())
}

/** At the end of a kind: what was held in this run, one line per list. */
export function noteGuarded(context: PushContext, kind: string): void {
  for (const [key, count] of context.guard.held) {
    const [channelId = '', ofKind, rule = ''] = key.split(' ')
    if (ofKind !== kind) continue
    const channel = context.connection.channels.find(one => one.id === channelId)
    note(context, 'warn', rule === 'conflict' ? 'CONFLICT' : 'GUARD_STOPPED', {
      rule,
      count,
      channel: channel?.name ?? '',
      kinds: kind,
    })
    context.guard.held.delete(key)
  }
}

/** These are as the channel has them: what was held of them has come back by itself. In the transaction that says so. */
export async function cameBack(
  tx: Tx,
  context: PushContext,
  way: Pick<Way, 'task' | 'channel'>,
  ids: readonly string[],
): Promise<void> {
  const left = rulesOf(way.task).flatMap(rule => ids.map(objectId => ({ objectId, rule })))
  await leaveGuard(tx, sentOf(context, way), 'changed', left, context.now())
}
