import { type Tx, transact } from '../base/database.ts'
import { freshStatistics, isTimeToLook } from '../base/freshStatistics.ts'
import {
  beginReading,
  dropUnseen,
  listAdoptions,
  quantitiesShown,
  unmatchAdoptions,
} from '../channels/adoptionStore.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { drawKeys } from '../channels/keyStore.ts'
import {
  countLinked,
  failAdoption,
  type OfferAdoption,
  stepAdoption,
  workableAdoptions,
} from '../channels/offerAdoptionStore.ts'
import { clearRefusal, forgetSent } from '../channels/sentStore.ts'
import { refusedAs, tellAdopted } from './adopt.ts'
import { withSession } from './connectorSession.ts'
import { linkAdopted, type WantedLink } from './linkAdopted.ts'
import { linksOf } from './linksOf.ts'
import { matchedAt, readingOf, readKind } from './lookAtInventory.ts'
import { markDue } from './markDue.ts'
import { matchInventory } from './matchInventory.ts'
import type { PushContext } from './pushTask.ts'
import { shownThere, takeAsTold } from './takeAsTheirs.ts'

const batchSize = 500

/**
 * Links the offers that exist at channels of this connection and that a person asked for, as far as what it takes is here: reads what the
 * system has, compares it with what is ours, and links what is clear and has no link. Each step is written down with what it did, so
 * that a run that ends anywhere is gone on with by the next. What cannot be read says why at the adoption. Throws errors of the port.
 */
export async function adoptOffers(given: PushContext): Promise<void> {
  const { db, tenant, connection, connector } = given
  const { inventory } = connector
  if (!inventory) return
  const open = await transact(db, { tenant }, tx =>
    workableAdoptions(tx, { tenant, connectionId: connection.id }),
  )
  for (const adoption of open) {
    const channel = connection.channels.find(one => one.id === adoption.channelId)
    // One that rests is gone on with when it is open again.
    if (!channel?.active || channel.lockedAt || given.signal.aborted) continue
    const context = atChannel(given, channel)
    await withSession(context, async session => {
      if (!(await read(context, session, adoption))) return
      await linkClear(context, session, adoption, channel)
      if (context.signal.aborted) return
      await tellAdopted(context, session)
      if (context.signal.aborted) return
      await context.write(tx => stepAdoption(tx, tenant, adoption.id, 'done', context.now()))
    })
  }
}

/** The connection as it is seen from that channel alone, where the system names objects at each place. */
export function atChannel(context: PushContext, channel: Channel): PushContext {
  if (context.connector.send?.item?.linkedBy !== 'channel') return context
  return { ...context, connection: { ...context.connection, channels: [channel] } }
}

// Answers true when all was read and compared.
async function read(context: PushContext, session: unknown, adoption: OfferAdoption): Promise<boolean> {
  const { tenant } = context
  const { inventory } = context.connector
  if (adoption.state === 'linking') return true
  const of = { ...linksOf(context, 'item'), kind: 'item' as const }
  if (adoption.state === 'asked') {
    const isOpen = await context.write(async tx => {
      const stepped = await stepAdoption(tx, tenant, adoption.id, 'reading', context.now())
      if (stepped) await beginReading(tx, of, context.now())
      return stepped
    })
    if (!isOpen) return false // given up meanwhile
  }
  const before = await readingOf(context, 'item')
  if (!before?.doneAt && inventory) {
    const from = inventory.shrinks ? undefined : (before?.resume ?? undefined)
    await readKind(context, inventory, session, 'item', from, undefined)
  }
  const reading = await readingOf(context, 'item')
  if (reading?.refusedCode) {
    const refused = { code: reading.refusedCode, data: reading.refusedData ?? {}, now: context.now() }
    await context.write(tx => failAdoption(tx, tenant, adoption.id, refused))
    return false
  }
  if (!reading?.doneAt) return false
  await transact(context.db, { tenant }, tx => freshStatistics(tx, 'catalogue'))
  await context.write(async tx => {
    await dropUnseen(tx, of, reading.startedAt)
    await matchInventory(tx, matchedAt(context))
    await stepAdoption(tx, tenant, adoption.id, 'linking', context.now())
  })
  return true
}

async function linkClear(
  context: PushContext,
  session: unknown,
  adoption: OfferAdoption,
  channel: Channel,
): Promise<void> {
  const { tenant, connection } = context
  const { channelId } = linksOf(context, 'item')
  const wish = { connectionId: connection.id, channelId, kind: 'item' as const, states: ['matched'] as const }
  // Behind the last one: what was linked leaves dead entries in front of the index.
  let after: string | undefined
  for (let batch = 1; !context.signal.aborted; batch++) {
    const rows = await transact(context.db, { tenant }, tx =>
      listAdoptions(tx, tenant, { ...wish, after, limit: batchSize }),
    )
    after = rows.at(-1)?.id
    if (after === undefined) return
    const wanted = rows.flatMap(row => (row.objectId ? [{ row, objectId: row.objectId }] : []))
    await linkOffers(
      context,
      session,
      { ...adoption, channel, by: adoption.askedBy, byPerson: false },
      wanted,
    )
    if (isTimeToLook(batch)) await transact(context.db, { tenant }, tx => freshStatistics(tx, 'catalogue'))
  }
}

/**
 * Links these offers, in one transaction with everything that follows from it: they are sold on the channel; where the shop leads,
 * what we have of them counts as told, so that nothing is sent before it is changed here but a quantity that the system shows otherwise;
 * else all of them are due. What is linked already, on either side, stays as it is. By a person (`beside`: what else is decided with it) it is all or none: throws ADOPTION_REFUSED.
 */
export async function linkOffers(
  context: PushContext,
  session: unknown,
  how: Pick<OfferAdoption, 'id' | 'leads'> & {
    readonly channel: Channel
    readonly by: string
    readonly byPerson: boolean
  },
  wanted: readonly WantedLink[],
  beside?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { tenant, connection, db } = context
  const first = await drawKeys(db, tenant, connection.id, wanted.length)
  const refs = wanted.map(({ row, objectId }, at) => ({
    objectId,
    ref: { no: first + at, theirs: row.theirs },
  }))
  const fields = how.leads === 'shop' ? await shownThere(context, session, how.channel, refs) : undefined
  await context.write(async tx => {
    const { linked, refused } = await linkAdopted(tx, context, 'item', wanted, {
      ...how,
      first,
      ...(fields ? { basedAt: context.now() } : {}),
    })
    if (beside && refused[0]) throw refusedAs(refused[0])
    const adopted = linked.map(one => one.row.id)
    const shown = fields && {
      fields,
      quantities: await quantitiesShown(tx, tenant, adopted),
      by: how.by,
    }
    const ids = linked.map(one => one.objectId)
    for (const channel of connection.channels) {
      const of = { tenant, channelId: channel.id, object: 'item' as const }
      if (shown) await takeAsTold(tx, context, 'item', channel, ids, true, shown)
      else {
        // Nobody knows what the channel has of them: the first sending is complete, also of what was refused as new.
        await forgetSent(tx, of, ids)
        await clearRefusal(tx, of, ids)
      }
    }
    if (!shown) await markDue(tx, tenant, { item: ids }, how.by)
    await unmatchAdoptions(
      tx,
      tenant,
      refused.map(one => one.id),
    )
    await beside?.(tx)
    await countLinked(tx, tenant, how.id, linked.length)
  })
}
