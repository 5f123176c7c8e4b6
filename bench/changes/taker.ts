import type { Connector } from '../../src/port/connector.ts'
import type { Outgoing, SendResult } from '../../src/port/outgoing.ts'
import type { Send } from '../../src/port/send.ts'
import { silent } from '../idle/silent.ts'

/** How many objects of each kind it was sent. */
export type Taken = { item: number; price: number; stock: number }

/** A system that has nothing to say and takes all that it is sent without a call: what a change costs here, calls apart. */
export function taker(taken: Taken): Connector {
  const take = <K extends keyof Taken>(kind: K): Send<unknown, K> => ({
    repeat: 'safe',
    atomic: false,
    linkedBy: 'connection',
    batch: 100,
    send: async (_, list: readonly Outgoing<K>[]): Promise<SendResult[]> => {
      taken[kind] += list.length
      return list.map(({ ref }) => ({ result: 'accepted', theirs: `t-${ref.no}`, proof: 'stored' }))
    },
  })
  return {
    ...silent,
    name: 'taker',
    title: 'Taker',
    stockMeans: 'shopSubtractsUnfetched',
    send: { item: take('item'), price: take('price'), stock: take('stock') },
  }
}
