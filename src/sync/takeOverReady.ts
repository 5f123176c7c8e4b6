import { transact } from '../base/database.ts'
import { readyWebOrders } from '../sales/takeOverStore.ts'
import type { ImportContext } from './importContext.ts'
import { takeOver, takeOverBatch } from './takeOver.ts'

/**
 * At the end of a run of the orders lane: takes over what passes its checks, for the channels that want it. One statement
 * where nothing is ready, none where no channel of the connection wants it. What cannot be taken over gets its code, and is
 * not looked at again until somebody does something about it.
 */
export async function takeOverReady(context: ImportContext): Promise<void> {
  const { tenant, connection, connector, db, log, now } = context
  const channelIds = connection.channels.filter(one => one.takeOverByItself).map(one => one.id)
  if (channelIds.length === 0) return
  const of = { connectionId: connection.id, channelIds, limit: takeOverBatch }
  const connectors = new Map([[connection.system, connector]])
  const by = context.runId ? `run ${context.runId}` : connection.name
  let taken = 0
  let left = 0
  for (let before = ''; !context.signal.aborted; ) {
    const ids = await transact(db, { tenant }, tx => readyWebOrders(tx, tenant, of))
    const which = ids.join()
    // The same ones again: somebody else has them in hand, and ends with them without us.
    if (ids.length === 0 || which === before) break
    before = which
    const wish = { tenant, ids, by, actorKind: 'worker', write: context.write }
    const results = await takeOver({ db, log, now, connectors }, wish)
    taken += results.filter(one => one.did === 'taken_over').length
    left += results.filter(one => one.did === 'left').length
    if (ids.length < takeOverBatch) break
  }
  if (taken + left > 0) log.info({ connection: connection.name, taken, left }, 'web orders taken over')
}
