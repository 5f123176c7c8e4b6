import { Unreachable } from '../port/errors.ts'
import { adoptOffers } from './adoptOffers.ts'
import { askResults, waitsForAnswers } from './askResults.ts'
import { withSession } from './connectorSession.ts'
import { crossSellingAlone, crossSellingWithin, isWithinItem } from './crossSelling.ts'
import { imageTask } from './imageStates.ts'
import { fetchNewOrders } from './importOrders.ts'
import { wantItems, wantPrices } from './itemStates.ts'
import { kindsOf } from './lanes.ts'
import { noneLeaving, takeAwayLast } from './leavingLast.ts'
import { channelsToLookAt, lookAround } from './lookAround.ts'
import { dueNow } from './pushRows.ts'
import { type PushContext, type PushTask, sendOf } from './pushTask.ts'
import { readOffers } from './readOffers.ts'
import { sendKind } from './sendKind.ts'
import { characteristicTask, manufacturerTask } from './wantAlong.ts'
import { wantCategories } from './wantCategories.ts'

const kinds = kindsOf('catalogue')

/**
 * The catalogue lane of a connection, once: answers of open tickets, then categories (parents first), manufacturers,
 * characteristics, items complete, prices alone, images, and what is shown beside items. Offers that exist there and that a person
 * wants are linked before, so that none of them is made a second time. What was accepted complete counts as told for price and stock too.
 * With nothing to do it calls nothing.
 */
export async function pushCatalogue(given: PushContext): Promise<void> {
  const broken = await adoptOffers(given).catch(error => {
    if (error instanceof Unreachable) return error
    throw error
  })
  await sendAll(given)
  // A list that cannot be had keeps nothing back; the run fails all the same, and the next one tries again.
  if (broken) throw broken
}

async function sendAll(given: PushContext): Promise<void> {
  const { oldest } = await dueNow(given, kinds)
  const looks = channelsToLookAt(given).length > 0
  if (!oldest && !looks && !(await waitsForAnswers(given, kinds))) return
  await withSession(given, async (session, run) => {
    const leaving = noneLeaving()
    const context = { ...given, leaving, connection: { ...given.connection, facts: run.facts } }
    await askResults(context, session, kinds)
    const overwrites = context.connector.stockMeans === 'absolute' && sendOf(context, 'item') !== undefined
    if (overwrites && oldest) await fetchNewOrders(context, session, oldest)
    let items = 0
    let now: Date | undefined
    do {
      // A complete synchronisation takes hours: what the shop sells meanwhile is looked for now and then.
      if (overwrites && now) await fetchNewOrders(context, session, new Date(now.getTime() - lookMs))
      await sendKind(context, session, categories)
      await sendKind(context, session, manufacturerTask)
      await sendKind(context, session, characteristicTask)
      items += await sendKind(context, session, itemTask(context))
      items += await sendKind(context, session, priceTask(context))
      await sendKind(context, session, imageTask)
      const beside = await sendKind(context, session, crossSellingTask(context))
      if (isWithinItem(context)) items += beside
      const away = [categories, characteristicTask, manufacturerTask]
      await takeAwayLast(context, away, task => sendKind(context, session, task))
      // A new price may be what an item has waited for, a category what was sent before its turn.
      now = await stillDue(context)
    } while (!context.signal.aborted && now)
    // An item carries its stock: what was sold while it was sent is corrected by the stock lane, which is asked by the import. First
    // of what is left to do: a look that fails must not keep it back.
    if (overwrites && items > 0) await fetchNewOrders(context, session)
    await lookAround(context, session)
  })
}

/** The newest look at the orders of a shop may be so old while its catalogue is sent. */
const lookMs = 60_000

async function stillDue(context: PushContext): Promise<Date | undefined> {
  const { oldest, now } = await dueNow(context, kinds)
  return oldest ? now : undefined
}

/** What this lane tells, in this order. */
export function catalogueTasks(context: PushContext): readonly PushTask[] {
  return [
    categories,
    manufacturerTask,
    characteristicTask,
    itemTask(context),
    priceTask(context),
    imageTask,
    crossSellingTask(context),
  ]
}

const categories: PushTask = {
  kind: 'category',
  as: 'category',
  object: 'category',
  compares: ['data'],
  want: wantCategories,
  next: (tx, { tenant, sources }, channelId, afterId, limit) =>
    sources.nextCategoriesOf(tx, tenant, channelId, afterId, limit),
}

/** How items are sent: complete, also where only a part of them changed that the system does not take alone. */
export function itemTask(context: PushContext): PushTask {
  // A price that cannot be told alone in every case is looked at with the item too.
  const alone = (['price', 'stock'] as const).filter(kind => {
    const send = sendOf(context, kind)
    return send !== undefined && !send.withoutSpecial
  })
  return {
    kind: 'item',
    as: 'item',
    object: 'item',
    patient: true,
    compares: (['data', 'price', 'stock'] as const).filter(
      aspect => aspect === 'data' || !alone.includes(aspect),
    ),
    want: wantItems,
    late: readOffers,
    next: nextItems,
  }
}

function priceTask(context: PushContext): PushTask {
  const send = sendOf(context, 'price')
  if (!send) return { ...itemTask(context), kind: 'price', compares: ['price'] }
  return {
    kind: 'price',
    as: 'price',
    object: 'item',
    patient: true,
    compares: ['price'],
    want: wantPrices,
    ...(send.needs?.includes('stock') ? { late: readOffers } : {}),
    next: nextItems,
  }
}

function crossSellingTask(context: PushContext): PushTask {
  return isWithinItem(context) ? crossSellingWithin(itemTask(context)) : crossSellingAlone
}

/** The items of a channel, for sweeps. */
export function nextItems(
  ...[tx, { tenant, sources }, channelId, afterId, limit]: Parameters<NonNullable<PushTask['next']>>
): Promise<string[]> {
  return sources.nextItemsOf(tx, tenant, channelId, afterId, limit)
}
