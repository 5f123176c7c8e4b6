import type { Tx } from '../../src/base/database.ts'
import type { SeededTenant } from '../../testkit/database/seed.ts'
import type { GeneratedShop } from '../../testkit/jtlConnector/generate.ts'
import { stockUp } from './stockUp.ts'

/** What the merchant has of his own: where his goods lie, and where he sells them. */
export interface Shelf {
  readonly channelId: string
  readonly warehouseId: string
}

/** The shop refuses what has this number, and all that is sent with it in one call. */
export const refusedNumber = 'FAIL'

/**
 * Makes the merchant's side of a lane: the catalogue in categories, with prices and pieces, sold on the channel, whose web
 * orders are taken over by themselves.
 */
export async function setUpTrade(
  tx: Tx,
  seeded: SeededTenant,
  channelId: string,
  goods: Pick<GeneratedShop, 'catalog' | 'categories'>,
): Promise<Shelf> {
  // Prices that fall deep wait for a person: the guard has tests of its own.
  await tx.run(
    `update channel set take_over_by_itself = true, guard = '{"price": 100}' where tenant_id = $1 and id = $2`,
    [seeded.tenant, channelId],
  )
  const bad = { itemNumber: refusedNumber, name: 'Mängelexemplar', netPrice: '1' }
  const warehouseId = await stockUp(tx, seeded, goods, { channelIds: [channelId], few: '30', besides: [bad] })
  return { channelId, warehouseId }
}
