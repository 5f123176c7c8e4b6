import type { Language } from '../base/errors.ts'
import type { OrderDetail } from '../sales/orderDetail.ts'
import type { ConnectorsOfChannels } from './connectorsOfChannels.ts'
import type { Context } from './operation.ts'

type Names = Readonly<Record<Language, string>>

/** What systems call reasons by codes of their own, in words. */
export interface ReasonsThere {
  /** The names of a code; undefined where the text is none that the system of the channel has. */
  names(channelId: string | null, text: string): Names | undefined
  /** A text in the language of the call, with its code (alone, or before ": " and more words) as a word; any other as it is. */
  spoken(channelId: string | null, text: string): string
  /** The same behind a sentence of ours: the word begins one, and what somebody else wrote stands in quotation marks. */
  said(channelId: string | null, text: string): string
}

/** The words of the systems that these channels belong to. */
export function reasonsThere({ language }: Context, channels: ConnectorsOfChannels): ReasonsThere {
  const names: ReasonsThere['names'] = (channelId, text) => {
    const known = channels.get(channelId)?.connector.reasonNames
    return known && Object.hasOwn(known, text) ? known[text] : undefined
  }
  const parts = (channelId: string | null, text: string) => {
    const [code = ''] = text.split(': ', 1)
    const word = names(channelId, code)?.[language]
    return word === undefined ? { word: '', rest: text } : { word, rest: text.slice(code.length + 2) }
  }
  const joined = (word: string, rest: string) => [word, rest].filter(Boolean).join(': ')
  return {
    names,
    spoken(channelId, text) {
      const { word, rest } = parts(channelId, text)
      return joined(word, rest)
    },
    said(channelId, text) {
      const { word, rest } = parts(channelId, text)
      const quoted = language === 'de' ? `„${rest}“` : `“${rest}”`
      return joined(word.charAt(0).toUpperCase() + word.slice(1), rest === '' ? '' : quoted)
    },
  }
}

/** The history of an order, with its reasons in the language of the call. */
export function saidHistory(
  there: ReasonsThere,
  { channelId, history }: Pick<OrderDetail, 'channelId' | 'history'>,
): OrderDetail['history'] {
  return history.map(event => {
    const { reason } = event.data
    return typeof reason === 'string'
      ? { ...event, data: { ...event.data, reason: there.spoken(channelId, reason) } }
      : event
  })
}
