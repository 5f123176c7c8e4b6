import type { Tx } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { systemsOfChannels } from '../channels/systemsOfChannels.ts'
import type { OrderDetail } from '../sales/orderDetail.ts'
import type { Context } from './operation.ts'

type Names = Readonly<Record<Language, string>>

/** What systems call reasons by codes of their own, in words. */
export interface ReasonsThere {
  /** The names of a code; undefined where the text is none that the system of the channel has. */
  names(channelId: string | null, text: string): Names | undefined
  /** A text in the language of the call, with its code (alone, or before ": " and more words) as a word; any other as it is. */
  spoken(channelId: string | null, text: string): string
}

/** The words of the systems that these channels belong to. */
export async function reasonsThere(
  tx: Tx,
  { tenant, kontor, language }: Context,
  channelIds: readonly (string | null)[],
): Promise<ReasonsThere> {
  const hasAny = [...kontor.connectors.values()].some(one => one.reasonNames)
  const ids = hasAny ? channelIds.flatMap(id => id ?? []) : []
  const channels = await systemsOfChannels(tx, tenant, ids)
  const names: ReasonsThere['names'] = (channelId, text) => {
    const known = kontor.connectors.get(channels.get(channelId ?? '')?.system ?? '')?.reasonNames
    return known && Object.hasOwn(known, text) ? known[text] : undefined
  }
  return {
    names,
    spoken(channelId, text) {
      const [code = ''] = text.split(': ', 1)
      const found = names(channelId, code)
      return found ? found[language] + text.slice(code.length) : text
    },
  }
}

/** The history of an order, with its reasons in the language of the call. */
export async function saidHistory(
  tx: Tx,
  context: Context,
  { channelId, history }: Pick<OrderDetail, 'channelId' | 'history'>,
): Promise<OrderDetail['history']> {
  const there = await reasonsThere(tx, context, [channelId])
  return history.map(event => {
    const { reason } = event.data
    return typeof reason === 'string'
      ? { ...event, data: { ...event.data, reason: there.spoken(channelId, reason) } }
      : event
  })
}
