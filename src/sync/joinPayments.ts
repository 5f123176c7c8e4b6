import { newId } from '../base/ids.ts'
import { setOutcome } from '../channels/ledgerStore.ts'
import { attachPayments, awaitedOrders } from '../sales/inboxStore.ts'
import { joinEvents } from './applyEvents.ts'
import { bookLate } from './bookLate.ts'
import type { ImportContext } from './importContext.ts'

/**
 * After the commit of what came in: payments, events and orders that came at the same moment in two transactions did not see each
 * other. Each side looks once more when it has committed, so that the later of both finds the other. Does nothing where
 * nothing came.
 */
export async function joinPayments(context: ImportContext): Promise<void> {
  const { tenant, connection, figures } = context
  if (Object.values(figures).every(figure => figure.found === 0)) return
  await context.write(async tx => {
    const of = {
      tenant,
      connectionId: connection.id,
      now: context.now(),
      by: context.runId ? `run ${context.runId}` : connection.name,
    }
    const attached = await attachPayments(tx, of, await awaitedOrders(tx, of))
    await setOutcome(tx, of, attached, { outcome: 'staged', code: null, data: null }, newId)
    await bookLate(tx, of, attached)
    await joinEvents(tx, context, of)
  })
}
