import { type Tx, transact } from '../base/database.ts'
import { dayOf, dayPlus, startOfDay } from '../base/days.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { countObjectDay, type ObjectDay, sentThatOften } from '../channels/objectDayStore.ts'
import { note } from './importContext.ts'
import type { Candidate } from './pushRows.ts'
import type { PushContext, PushTask } from './pushTask.ts'

/** Candidates that may be sent today, and those that have to wait for tomorrow. */
export interface OfToday {
  readonly today: readonly Candidate[]
  readonly tomorrow: readonly Candidate[]
  /** Until the system's next day begins. */
  readonly seconds: number
}

/**
 * Where a system takes only so many changes of one object and day, sets aside what is beyond: its newest state waits
 * for the next day, and the run's log says so. Makes no statement where the system declares no such limit.
 */
export async function ofToday(
  context: PushContext,
  task: PushTask,
  channel: Channel,
  candidates: readonly Candidate[],
): Promise<OfToday> {
  const most = context.connector.limits.perObjectPerDay
  if (most === undefined || candidates.length === 0) return { today: candidates, tomorrow: [], seconds: 0 }
  const of = dayOfObjects(context, task, channel)
  const used = await transact(context.db, { tenant: context.tenant }, tx =>
    sentThatOften(
      tx,
      of,
      candidates.map(one => one.row.objectId),
      most,
    ),
  )
  const tomorrow = candidates.filter(one => used.has(one.row.objectId))
  if (tomorrow.length > 0)
    note(context, 'info', 'OBJECT_LIMIT', { count: String(tomorrow.length), limit: String(most) })
  const begins = startOfDay(dayPlus(of.day, 1), context.connection.timeZone)
  return {
    today: candidates.filter(one => !used.has(one.row.objectId)),
    tomorrow,
    seconds: Math.max(1, (begins.getTime() - context.now().getTime()) / 1000),
  }
}

/** Counts objects that are about to be sent, in the transaction that marks them. */
export async function countToday(
  tx: Tx,
  context: PushContext,
  task: PushTask,
  channel: Channel,
  objectIds: readonly string[],
): Promise<void> {
  if (context.connector.limits.perObjectPerDay === undefined) return
  await countObjectDay(tx, dayOfObjects(context, task, channel), objectIds)
}

function dayOfObjects(context: PushContext, task: PushTask, channel: Channel): ObjectDay {
  const day = dayOf(context.now(), context.connection.timeZone)
  return { tenant: context.tenant, channelId: channel.id, object: task.object, day }
}
