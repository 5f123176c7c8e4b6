import { nextOrdersOf } from '../channels/sweepStore.ts'
import { acceptedAfterAll, toldAtShop } from '../sales/reverseStore.ts'
import { raiseTasks } from '../sales/tasks.ts'
import { askResults, waitsForAnswers } from './askResults.ts'
import { withSession } from './connectorSession.ts'
import { fetchNewOrders } from './importOrders.ts'
import { kindsOf } from './lanes.ts'
import { wantDeliveries, wantOrderStates } from './orderStates.ts'
import { dueNow } from './pushRows.ts'
import type { PushContext, PushTask } from './pushTask.ts'
import { sendOpenAcks } from './sendAcks.ts'
import { sendKind } from './sendKind.ts'
import { cancellationAnswers, cancellations, returns } from './wantCancellations.ts'
import { confirmations } from './wantConfirmations.ts'
import { customerTask } from './wantCustomers.ts'
import { documents } from './wantDocuments.ts'
import { payments, refunds } from './wantMoney.ts'

/**
 * The feedback lane of a connection, once: whether we take orders that wait for it, customers who were changed here, deliveries, money, cancellations, answers, returns and documents, each of these once, then
 * the states of orders on top, which only move on.
 */
export async function pushFeedback(given: PushContext): Promise<void> {
  const { oldest } = await dueNow(given, kinds)
  if (!oldest && !(await waitsForAnswers(given, kinds))) return
  await withSession(given, async (session, run) => {
    const context = { ...given, connection: { ...given.connection, facts: run.facts } }
    await askResults(context, session, kinds)
    await tellStored(context, session)
    for (const task of feedbackTasks) {
      if (context.signal.aborted) break
      await sendKind(context, session, task)
    }
    await noteTakenBack(context)
  })
}

// A delivery that was taken back while the call that tells it was being made up: its verb saw nothing of the call.
async function noteTakenBack({ tenant, connection, now, write }: PushContext): Promise<void> {
  await write(async tx => {
    const ids = await acceptedAfterAll(tx, tenant, connection.id)
    await raiseTasks(tx, tenant, await toldAtShop(tx, tenant, ids), { name: 'worker', now: now() })
  })
}

// A system that was not told that an order is stored here does not know it under our number. Asked first, and told then, as in
// the orders lane: what it changed since comes again only until it is told.
async function tellStored(context: PushContext, session: unknown): Promise<void> {
  if (context.connection.openAcks === 0) return
  await fetchNewOrders(context, session)
  await sendOpenAcks(context, session, kind => kind === 'order')
}

const deliveries: PushTask = {
  kind: 'delivery',
  as: 'delivery',
  object: 'delivery',
  compares: ['data'],
  once: true,
  want: wantDeliveries,
}

const statuses: PushTask = {
  kind: 'order_status',
  as: 'order_status',
  object: 'order',
  compares: ['data'],
  want: wantOrderStates,
  next: (tx, { tenant }, channelId, afterId, limit) => nextOrdersOf(tx, tenant, channelId, afterId, limit),
}

/** What this lane tells, in this order. */
export const feedbackTasks = [
  confirmations,
  customerTask,
  deliveries,
  payments,
  refunds,
  cancellations,
  cancellationAnswers,
  returns,
  documents,
  statuses,
] as const
const kinds = kindsOf('feedback')
