import type { Tx } from '../base/database.ts'
import type { PriceListDone } from '../catalog/priceLists.ts'
import type { TimedPrices } from '../catalog/timedPrices.ts'
import { activeChannels, dropTimed, type Timed, writeTimed } from '../channels/timedStore.ts'
import { markSweeps } from './markDue.ts'

/**
 * Writes down when prices will be others, in the transaction of the rule that says so; what the clock has not to change any
 * more is struck out.
 */
export async function markTimedPrices(
  tx: Tx,
  tenant: string,
  timed: readonly TimedPrices[],
  untimed: readonly TimedPrices[] = [],
): Promise<void> {
  await dropTimed(tx, tenant, untimed.map(ofPrice))
  await writeTimed(tx, tenant, timed.map(ofPrice))
}

function ofPrice({ at, itemIds, channelIds }: TimedPrices): Timed {
  return {
    at,
    kind: 'price',
    ...(itemIds ? { objectIds: itemIds } : {}),
    ...(channelIds ? { channelIds } : {}),
  }
}

/** A price list is another: one sweep per channel that it holds for, and one row per time when that changes. */
export async function markPriceList(tx: Tx, tenant: string, done: PriceListDone, by: string): Promise<void> {
  const { swept, timed, untimed } = done
  if (swept !== 'none')
    await markSweeps(tx, tenant, {
      channelIds: await activeChannels(tx, tenant, swept === 'all' ? undefined : swept),
      kinds: ['price'],
      by,
      complete: false,
    })
  await markTimedPrices(tx, tenant, timed, untimed)
}
