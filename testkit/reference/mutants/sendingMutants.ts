import type { SendResult } from '../../../src/port/outgoing.ts'
import type { Session } from '../connector/api.ts'
import { everySend, itemSend, type Mutant, sending } from './breaking.ts'

/** Connectors that send wrongly. */
export const sendingMutants: readonly Mutant[] = [
  {
    name: 'gives results in the order of the answer',
    topic: 'sending',
    noticedBy: /item: stores each/,
    breaks: good => sending(good, async (send, session, list) => (await send(session, list)).toReversed()),
  },
  {
    name: 'takes a cut for accepted',
    topic: 'sending',
    noticedBy: /item: does not know what became of it/,
    breaks: good =>
      sending(good, (send, session, list) =>
        send(session, list).catch((): readonly SendResult[] =>
          list.map(() => ({ result: 'accepted', proof: 'stored' })),
        ),
      ),
  },
  {
    name: 'sends again by itself after a cut',
    topic: 'sending',
    noticedBy: /item: does not know what became of it/,
    breaks: good =>
      sending(good, (send, session, list) => send(session, list).catch(() => send(session, list))),
  },
  {
    name: 'takes what was passed over for accepted',
    topic: 'sending',
    noticedBy: /item: takes what was passed over/,
    breaks: good =>
      sending(good, async (send, session, list) =>
        (await send(session, list)).map(result =>
          result.result === 'rejected' && result.text.startsWith('passed over')
            ? { result: 'accepted', proof: 'stored' }
            : result,
        ),
      ),
  },
  {
    name: 'takes what was only received for stored',
    shape: 'dbeS',
    topic: 'sending',
    noticedBy: /item: says "stored"/,
    breaks: good =>
      sending(good, async (send, session, list) =>
        (await send(session, list)).map(result =>
          result.result === 'accepted' ? { ...result, proof: 'stored' } : result,
        ),
      ),
  },
  {
    name: 'knows the tickets of its own session only',
    shape: 'Amazon',
    topic: 'sending',
    noticedBy: /in another session/,
    breaks: good => {
      const sessions = new WeakSet<Session>()
      return {
        send: everySend(good, session => sessions.add(session)),
        results: async (session, tickets) => {
          if (sessions.has(session)) return (await good.results?.(session, tickets)) ?? []
          return tickets.map(ticket => ({ result: 'pending', ticket }))
        },
      }
    },
  },
  {
    name: 'takes a fault while it looks for "not there"',
    topic: 'sending',
    noticedBy: /item: never takes serverError while looking/,
    breaks: good => ({
      send: {
        ...good.send,
        item: {
          ...itemSend(good),
          find: (session, list) =>
            itemSend(good)
              .find?.(session, list)
              .catch(() => list.map(() => undefined)) ?? Promise.resolve([]),
        },
      },
    }),
  },
  {
    name: 'makes a new object of each repetition',
    shape: 'Amazon',
    topic: 'sending',
    noticedBy: /item: ends the same/,
    breaks: good => {
      let number = 9000
      return sending(good, (send, session, list) =>
        send(
          session,
          list.map(element => ({ ...element, ref: { ...element.ref, no: ++number } })),
        ),
      )
    },
  },
  {
    name: 'forgets the ids of what is inside an item',
    topic: 'sending',
    noticedBy: /inside an item/,
    breaks: good =>
      sending(good, async (send, session, list) =>
        (await send(session, list)).map(result => {
          if (result.result !== 'accepted') return result
          const { nested: _nested, ...rest } = result
          return rest
        }),
      ),
  },
  {
    name: 'forgets who made an item',
    topic: 'sending',
    noticedBy: /item: shows its manufacturer/,
    breaks: good =>
      sending(good, (send, session, list) =>
        send(
          session,
          list.map(element => {
            const { manufacturer: _maker, ...state } = element.state
            return { ...element, state }
          }),
        ),
      ),
  },
  {
    name: 'forgets the order of what is shown beside an item',
    shape: 'dbeS',
    topic: 'sending',
    noticedBy: /item: shows others beside it/,
    breaks: good =>
      sending(good, (send, session, list) =>
        send(
          session,
          list.map(element => {
            const { crossSelling, ...state } = element.state
            if (!crossSelling) return element
            const groups = crossSelling.groups.map(one => ({
              ...one,
              items: one.items.toSorted((a, b) => a.no - b.no),
            }))
            return { ...element, state: { ...state, crossSelling: { ...crossSelling, groups } } }
          }),
        ),
      ),
  },
  {
    name: 'says that its stock is absolute where the shop subtracts',
    shape: 'dbeS',
    topic: 'sending',
    noticedBy: /shows a stock/,
    breaks: () => ({ stockMeans: 'absolute' }),
  },
]
