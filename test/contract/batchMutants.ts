/** Connectors that rely on what one shop does with a call of which one model fails, or which got no answer. */

import { PortError, Rejected, Unreachable } from '../../src/port/errors.ts'
import type { Outgoing, SendResult } from '../../src/port/outgoing.ts'
import { answerWith, type Call, type Mutant } from './quirkTrial.ts'

type Items = readonly Outgoing<'item'>[]
type SendItems = (list: Items) => Promise<readonly SendResult[]>

function sendingItems(
  name: string,
  instead: () => (send: SendItems, list: Items) => Promise<readonly SendResult[]>,
): Mutant {
  return {
    name,
    breaks: good => {
      const item = good.send?.item
      if (!item) throw new TypeError('this connector sends no items')
      const sendInstead = instead()
      return {
        send: {
          ...good.send,
          item: { ...item, send: (session, list) => sendInstead(some => item.send(session, some), list) },
        },
      }
    },
  }
}

export const numbersAgain = sendingItems(
  'sends under a new number what stood first in a failed call and was not found',
  () => {
    const first = new Set<number>()
    let fresh = 5_000_000
    return (send, list) => {
      const [own] = list
      const isAgain = ({ ref }: Items[number]) => ref.theirs === '' && first.has(ref.no)
      const sent = list.map(one => (isAgain(one) ? { ...one, ref: { ...one.ref, no: ++fresh } } : one))
      if (own && list.length > 1) first.add(own.ref.no)
      return send(sent)
    }
  },
)

export const trustsTheFirst = sendingItems(
  'takes what stands before the bad one of a failed call for stored',
  () => (send, list) =>
    send(list).catch((error: unknown): readonly SendResult[] => {
      if (!(error instanceof Rejected)) throw error
      return list.map((_element, at) =>
        at === 0
          ? { result: 'accepted', proof: 'stored' }
          : { result: 'rejected', code: error.code, text: error.detail },
      )
    }),
)

export const trustsSilence = sendingItems(
  'takes what an answer without error does not name for stored',
  () => async (send, list) =>
    (await send(list)).map(result =>
      result.result === 'rejected' && list.length > 1 ? { result: 'accepted', proof: 'stored' } : result,
    ),
)

// --- Faults

const isPull = ({ method }: Call) => /(customer|customer_order|payment)\.pull$/.test(method)
const isPush = ({ method }: Call) => method.endsWith('.push')
const empty = () => answerWith([])

export const emptyOnFailure: Mutant = {
  name: 'takes a server that fails for an empty page',
  exchange: async (call, go) => {
    const answer = await go()
    return isPull(call) && answer.status >= 500 ? empty() : answer
  },
}
export const emptyOnHtml: Mutant = {
  name: 'takes a page for people for an empty page',
  exchange: async (call, go) => {
    const answer = await go()
    return isPull(call) && answer.body[0] === 0x3c ? empty() : answer
  },
}
export const emptyOnSilence: Mutant = {
  name: 'takes no answer for an empty page',
  exchange: (call, go) =>
    go().catch((error: unknown) => {
      if (isPull(call) && error instanceof PortError) return empty()
      throw error
    }),
}
export const emptyOnHalf: Mutant = {
  name: 'reads of half a page what can be read, which is nothing',
  exchange: async (call, go) => {
    const answer = await go()
    return isPull(call) && answer.body.at(-1) !== 0x7d ? empty() : answer
  },
}
export const emptyOnError: Mutant = {
  name: 'does not open a lost session again: takes its error for an empty page',
  reply: (reply, call) => (isPull(call) && reply['error'] ? { ...reply, error: null, result: [] } : reply),
}
export const sendsAgain: Mutant = {
  name: 'sends again by itself what got no answer',
  exchange: async (call, go) => {
    if (!isPush(call)) return go()
    const answer = await go().catch((error: unknown) => {
      if (error instanceof Unreachable) return undefined
      throw error
    })
    return answer && answer.status < 500 ? answer : go()
  },
}
export const endsAtKnown: Mutant = {
  name: 'takes a page with something that it has had for the end',
  breaks: good => {
    const { pull } = good
    if (!pull) throw new TypeError('this connector does not pull')
    const seen = new Set<string>()
    return {
      pull: {
        ...pull,
        read: (...question) => {
          const page = pull.read(...question)
          const known = page.records.some(({ kind, externalId }) => seen.has(`${kind} ${externalId}`))
          for (const { kind, externalId } of page.records) seen.add(`${kind} ${externalId}`)
          return known ? { records: [], last: true } : page
        },
      },
    }
  },
}
