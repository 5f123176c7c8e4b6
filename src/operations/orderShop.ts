import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { type ObjectAtShop, orderAtShop } from '../channels/orderAtShop.ts'
import { explain } from '../channels/reasons.ts'
import { type OrderCancellation, readCancellations } from '../sales/orderCancellations.ts'
import type { OrderDetail } from '../sales/orderDetail.ts'
import type { ConnectorsOfChannels } from './connectorsOfChannels.ts'
import type { Context } from './operation.ts'
import { reasonsThere, saidHistory } from './reasonsThere.ts'

/** What a channel made of what it was told. */
export const shopState = z.object({
  state: z.enum(['accepted', 'waiting', 'sending', 'refused', 'nothing']),
  at: z.date().nullable(),
  code: z.string().nullable(),
  /** In the words of the other side, or what our own reason is about. */
  text: z.string().nullable(),
  /** The code as a sentence, and what to do. */
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
})

/** What was cancelled of an order in one go, and what its channel says to it. */
export const cancellationShape = z.object({
  id: z.uuid(),
  whole: z.boolean(),
  madeAt: z.date(),
  madeBy: z.string(),
  reason: z.string(),
  fromChannel: z.boolean(),
  undone: z.boolean(),
  answer: z.enum(['accepted', 'refused']).nullable(),
  /** Its channel accepts or refuses cancellations, and has not said which. */
  awaitsChannel: z.boolean(),
  told: shopState.nullable(),
})

/**
 * What the channel of an order knows of it (null: it came from none), its cancellations with what is said to them, and why it was
 * cancelled, also where only a reason of the list was chosen; its history in the words of that channel.
 */
export async function orderShop(
  tx: Tx,
  context: Context,
  order: Pick<OrderDetail, 'id' | 'channelId' | 'cancelReason' | 'deliveries' | 'history'>,
  channels: ConnectorsOfChannels,
) {
  const { tenant, language } = context
  const { channelId } = order
  const cancellations = await readCancellations(tx, tenant, order.id)
  const deliveryIds = order.deliveries.map(one => one.id)
  const ours = cancellations.filter(one => !one.fromChannel).map(one => one.id)
  const shop = channelId ? await orderAtShop(tx, tenant, channelId, order.id, deliveryIds, ours) : null
  const inWords = <T extends Pick<ObjectAtShop, 'code' | 'text'>>(one: T) => {
    const said = one.code === null ? undefined : explain(one.code, { detail: one.text ?? '' })
    return { ...one, reason: said?.[language] ?? null, remedy: said?.remedy[language] ?? null }
  }
  const there = reasonsThere(context, channels)
  const answers = channels.get(channelId)?.connector.map.cancellation_accepted !== undefined
  const reasonOf = ({ reason, names }: OrderCancellation) =>
    [names?.[language], there.spoken(channelId, reason)].filter(Boolean).join(': ')
  const last = cancellations.findLast(one => one.whole && !one.undone)
  return {
    cancelReason: order.cancelReason === null || !last ? order.cancelReason : reasonOf(last),
    cancellations: cancellations.map(one => {
      const told = shop?.cancellations.find(row => row.id === one.id)
      const isAsked = answers && !one.fromChannel && !one.isAnswer && !one.undone
      return {
        ...one,
        reason: reasonOf(one),
        awaitsChannel: isAsked && one.answer === null && told !== undefined && told.state !== 'refused',
        told: told ? inWords(told) : null,
      }
    }),
    history: saidHistory(there, order),
    shop: shop && { ...inWords(shop), deliveries: shop.deliveries.map(inWords) },
  }
}
