import { transact } from '../base/database.ts'
import { decideAdoptions, holdAdoptions } from '../channels/adoptionStore.ts'
import { newestOfferAdoption } from '../channels/offerAdoptionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { tellAdopted } from './adopt.ts'
import { atChannel, linkOffers } from './adoptOffers.ts'
import { withSession } from './connectorSession.ts'
import { type PersonsWork, withHeldLane } from './heldLane.ts'
import { linksOf } from './linksOf.ts'
import type { LaneParts } from './runLane.ts'

/** What a person decides about offers that were found: their id → our item; null: left alone. */
export interface OffersWish extends PersonsWork {
  readonly channelId: string
  readonly pairs: readonly { readonly theirs: string; readonly ours: string | null }[]
}

/**
 * Links offers of a channel that exist there to items, as a person says, and leaves others alone; all of it or nothing. What was
 * asked with the last reading holds for them: who leads. Answers how many were linked and left. Throws ADOPTION_UNKNOWN,
 * ADOPTION_REFUSED, what `withHeldLane` throws, and errors of the port.
 */
export async function linkByHand(
  parts: LaneParts,
  wish: OffersWish,
): Promise<{ linked: number; leftAlone: number }> {
  return withHeldLane(parts, wish, 'catalogue', async given => {
    const { tenant } = given
    const channel = given.connection.channels.find(one => one.id === wish.channelId)
    const adoption = await transact(given.db, { tenant }, tx =>
      newestOfferAdoption(tx, tenant, wish.channelId),
    )
    const { name } = given.connection
    const unknown = (theirs: string) => channelProblem('ADOPTION_UNKNOWN', { name, theirs })
    if (!channel || !adoption) throw unknown(wish.pairs[0]?.theirs ?? '')
    const context = atChannel(given, channel)
    const of = { ...linksOf(context, 'item'), kind: 'item' as const }
    const held = await transact(given.db, { tenant }, tx =>
      holdAdoptions(
        tx,
        of,
        wish.pairs.map(one => one.theirs),
      ),
    )
    const byTheirs = new Map(held.map(row => [row.theirs, row]))
    const found = wish.pairs.map(({ theirs, ours }) => {
      const row = byTheirs.get(theirs)
      if (!row) throw unknown(theirs)
      if (row.state === 'adopted')
        throw channelProblem('ADOPTION_REFUSED', { theirs, ours: ours ?? '', why: 'it is linked already' })
      return { row, ours }
    })
    const wanted = found.flatMap(({ row, ours }) => (ours === null ? [] : [{ row, objectId: ours }]))
    const left = found.filter(one => one.ours === null)
    await withSession(context, async session => {
      const how = { ...adoption, channel, by: wish.by, byPerson: true }
      await linkOffers(context, session, how, wanted, async tx =>
        decideAdoptions(
          tx,
          tenant,
          left.map(({ row }) => ({ id: row.id, objectId: null, byPerson: true })),
          wish.by,
        ),
      )
      await tellAdopted(context, session)
    })
    return { linked: wanted.length, leftAlone: left.length }
  })
}
