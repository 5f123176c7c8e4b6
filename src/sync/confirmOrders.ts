import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { BatchOf } from '../channels/ledgerStore.ts'
import { confirmWebOrders } from '../sales/confirmations.ts'
import { coveredOrders } from '../stock/coveredOrders.ts'
import type { Decision } from './decide.ts'
import type { ImportContext } from './importContext.ts'
import { sendOf } from './pushTask.ts'

/**
 * Confirms what a batch staged and what waits for our yes, where the channel says so and our stock covers it; the oldest order is
 * served first. All others wait for a person. In the transaction of the batch; nothing is read where no such order came.
 */
export async function confirmByThemselves(
  tx: Tx,
  of: BatchOf,
  context: ImportContext,
  decisions: readonly Decision[],
): Promise<Changed> {
  const channels = context.connection.channels.filter(channel => channel.confirmsByItself)
  if (channels.length === 0 || !sendOf(context, 'confirmation')) return {}
  const confirmed: string[] = []
  for (const channel of channels) {
    const waiting = decisions
      .filter(one => one.order && one.channelId === channel.id && wantsAnswer(one.order.order))
      .toSorted((a, b) => compare(a.occurredAt ?? '', b.occurredAt ?? '') || compare(a.id, b.id))
    if (waiting.length === 0) continue
    const orders = waiting.map(one => ({ id: one.id, pieces: one.takes ?? [] }))
    const covered = await coveredOrders(tx, of.tenant, channel.id, orders)
    const by = { name: of.by, now: of.now }
    confirmed.push(...(await confirmWebOrders(tx, of.tenant, [...covered], by)))
  }
  return confirmed.length > 0 ? { confirmation: confirmed } : {}
}

function wantsAnswer(order: NonNullable<Decision['order']>['order']): boolean {
  return order.pending === true && order.wantsConfirmation !== undefined
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
