import assert from 'node:assert/strict'
import { call } from '../connector/api.ts'
import { type Mutant, mapping, parsed, pulling, reading } from './breaking.ts'

/** Connectors whose pure functions are not, and whose acks are not true. */
export const purityMutants: readonly Mutant[] = [
  {
    name: 'keeps a field that differs with every look',
    topic: 'purity',
    noticedBy: /an unchanged record to the same text/,
    breaks: good => ({
      scrub: (kind, raw) => ({
        ...(good.scrub(kind, raw) as object),
        given: (raw as { given: unknown }).given,
      }),
    }),
  },
  {
    name: 'scrubs in place',
    topic: 'purity',
    noticedBy: /without touching/,
    breaks: good => ({
      scrub: (kind, raw) => {
        if (typeof raw === 'object' && raw !== null) delete (raw as Record<string, unknown>)['payment']
        return good.scrub(kind, raw)
      },
    }),
  },
  {
    name: 'dies of a damaged payload',
    topic: 'purity',
    noticedBy: /missing or strange/,
    breaks: good => ({
      map: mapping(good, (order, payload) => ({
        ...order,
        language: (payload as { buyer: { email: string } }).buyer.email.slice(-2),
      })),
    }),
  },
  {
    name: 'lets a quantity through that is no number',
    topic: 'purity',
    noticedBy: /missing or strange/,
    breaks: good => ({
      map: {
        ...good.map,
        order: (payload, context) => {
          const whole = { ...(payload as object), total: 1 }
          const order = mapping(good, known => known).order?.(whole, context)
          assert.ok(order)
          return { ...order, totalGross: String((payload as { total: unknown }).total) }
        },
      },
    }),
  },
  {
    name: 'reads with a memory',
    topic: 'purity',
    noticedBy: /reads the same bytes/,
    breaks: good => {
      let reads = 0
      return {
        pull: reading(good, page => ({
          ...page,
          records: page.records.map(record => ({ ...record, place: String(++reads) })),
        })),
      }
    },
  },
  {
    name: 'acknowledges while it reads',
    topic: 'acknowledging',
    noticedBy: /acknowledges nothing by reading/,
    breaks: good => ({
      pull: pulling(good, async (session, answer) => {
        const ids = parsed(answer).records.map(({ id }) => ({ id, no: 1 }))
        await call(session, 'POST', '/acks', { records: ids })
        return answer
      }),
    }),
  },
  {
    name: 'says that every ack was accepted',
    topic: 'acknowledging',
    noticedBy: /which ack was refused/,
    breaks: good => ({
      ack: async (session, kind, list) => {
        await good.ack?.(session, kind, list)
        return list.map(() => 'accepted')
      },
    }),
  },
  {
    name: 'gives the results of acks in another order',
    topic: 'acknowledging',
    noticedBy: /it is gone/,
    breaks: good => ({
      ack: async (session, kind, list) => ((await good.ack?.(session, kind, list)) ?? []).toReversed(),
    }),
  },
]
