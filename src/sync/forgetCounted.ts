import type { Tx } from '../base/database.ts'
import { forgetStock } from '../channels/toldInDoubt.ts'
import type { ImportContext } from './importContext.ts'

/**
 * A shop that holds absolute quantities counts what it sells and takes back by itself: what it was told of these items is in doubt
 * then (see `forgetStock`). Elsewhere nothing is. In the transaction that takes in what it reports.
 */
export async function forgetCounted(
  tx: Tx,
  { tenant, connection, connector }: Pick<ImportContext, 'tenant' | 'connection' | 'connector'>,
  itemIds: readonly string[],
): Promise<void> {
  if (connector.stockMeans !== 'absolute') return
  const channelIds = connection.channels.map(channel => channel.id)
  await forgetStock(tx, { tenant, channelIds }, itemIds)
}
