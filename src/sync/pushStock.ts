import { RateLimited } from '../port/errors.ts'
import { askResults, waitsForAnswers } from './askResults.ts'
import { withSession } from './connectorSession.ts'
import { note } from './importContext.ts'
import { fetchNewOrders } from './importOrders.ts'
import { wantStock } from './itemStates.ts'
import { kindsOf } from './lanes.ts'
import { itemTask, nextItems } from './pushCatalogue.ts'
import { dueNow } from './pushRows.ts'
import { type PushContext, type PushTask, sendOf } from './pushTask.ts'
import { readOffers } from './readOffers.ts'
import { sendKind } from './sendKind.ts'

const kinds = kindsOf('stock')
/** A shop that sells without a pause is corrected this often; what is due then is the next run's. */
const mostRounds = 50

/**
 * The stock lane of a connection, once. An absolute number sent to a shop that has sold something meanwhile erases that
 * sale, so such a shop's new orders are fetched before (where the last fetch is older than the change) and after each
 * round, and what came in is sent in the same run: when it ends, the shop shows no more than there is.
 */
export async function pushStock(given: PushContext): Promise<void> {
  const first = await dueNow(given, kinds)
  if (!first.oldest && !(await waitsForAnswers(given, kinds))) return
  // A shop that is sent its catalogue meanwhile, in long calls, keeps a quantity waiting for one of them, not for several.
  await given.gate.hurry(() => pushInSession(given))
}

function pushInSession(given: PushContext): Promise<void> {
  return withSession(given, async (session, run) => {
    const context = { ...given, connection: { ...given.connection, facts: run.facts } }
    await askResults(context, session, kinds)
    const overwrites = context.connector.stockMeans === 'absolute'
    for (let round = 0; round < mostRounds && !context.signal.aborted; round++) {
      const { oldest } = await dueNow(context, kinds)
      if (!oldest) return
      if (overwrites) await fetchFirst(context, session, oldest)
      const sent = await sendKind(context, session, stockTask(context))
      if (!overwrites || sent === 0) return
      await fetchFirst(context, session)
    }
  })
}

// Where the quota forbids it, the channel's buffer stands in, and the log of the run says so.
async function fetchFirst(context: PushContext, session: unknown, since?: Date): Promise<void> {
  try {
    await fetchNewOrders(context, session, since)
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error
    note(context, 'warn', 'ORDERS_NOT_FETCHED', { detail: error.detail })
  }
}

/** How quantities are told: alone, or with the complete item where the system does not take them alone. */
export function stockTask(context: PushContext): PushTask {
  if (!sendOf(context, 'stock')) return { ...itemTask(context), kind: 'stock', compares: ['stock'] }
  return {
    kind: 'stock',
    as: 'stock',
    object: 'item',
    compares: ['stock'],
    want: wantStock,
    late: readOffers,
    next: nextItems,
  }
}
