import type { Tx } from '../base/database.ts'
import { forgetStock } from '../channels/toldInDoubt.ts'
import type { ImportContext } from './importContext.ts'

/**
 * A shop counts what it sells and takes back by itself, one that subtracts what was not fetched no less than one that does not: what it was
 * told of these items is in doubt then (see `forgetStock`). An order that is cancelled before its quantity was told would else leave the shop
 * with too little, because what it shall show is what it accepted. In the transaction that takes in what it reports.
 */
export async function forgetCounted(
  tx: Tx,
  { tenant, connection }: Pick<ImportContext, 'tenant' | 'connection'>,
  itemIds: readonly string[],
): Promise<void> {
  const channelIds = connection.channels.map(channel => channel.id)
  await forgetStock(tx, { tenant, channelIds }, itemIds)
}
