import { PortError, Unreachable } from '../../../src/port/errors.ts'
import { call } from '../connector/api.ts'
import { type Mutant, onceOnly, parsed, pullOf, withoutError } from './breaking.ts'

/** Connectors that do the wrong thing when something goes wrong, or say the wrong thing of themselves. */
export const faultMutants: readonly Mutant[] = [
  {
    name: 'swallows a fault and reads an empty page',
    topic: 'faults',
    noticedBy: /takes serverError while reading/,
    breaks: good => ({ pull: withoutError(good, 'REMOTE_UNAVAILABLE') }),
  },
  {
    name: 'tries again by itself',
    topic: 'faults',
    noticedBy: /takes serverError while reading/,
    breaks: good => ({
      pull: {
        ...pullOf(good),
        fetch: (session, ...question) =>
          pullOf(good)
            .fetch(session, ...question)
            .catch(() => pullOf(good).fetch(session, ...question)),
      },
    }),
  },
  {
    name: 'does not open a lost session again',
    topic: 'faults',
    noticedBy: /opens a session again/,
    breaks: good => ({
      pull: {
        ...pullOf(good),
        fetch: (session, ...question) =>
          pullOf(good).fetch({ ...session, run: onceOnly(session.run) }, ...question),
      },
    }),
  },
  {
    name: 'takes "too fast" for a disturbance',
    topic: 'faults',
    noticedBy: /waits as long as/,
    breaks: good => ({
      pull: {
        ...pullOf(good),
        fetch: (session, ...question) =>
          pullOf(good)
            .fetch(session, ...question)
            .catch((error: unknown) => {
              throw error instanceof PortError && error.code === 'RATE_LIMITED'
                ? new Unreachable(error.detail)
                : error
            }),
      },
    }),
  },
  {
    name: 'calls after it was closed',
    topic: 'faults',
    noticedBy: /a call after close\(\)/,
    breaks: good => ({
      close: async session => {
        await good.close?.(session)
        setImmediate(() => call(session, 'GET', '/about').catch(() => undefined))
      },
    }),
  },
  {
    name: 'shows the token in an error',
    topic: 'check',
    noticedBy: /wrong secret/,
    breaks: good => ({
      check: async run => {
        try {
          return await good.check(run)
        } catch (error) {
          throw new Unreachable(`${error} with ${run.settings['token']}`)
        }
      },
    }),
  },
  {
    name: 'goes out past the client that it was handed',
    topic: 'check',
    noticedBy: /past the client/,
    breaks: good => ({
      check: async run => {
        await (await fetch(`${run.settings['url']}/about`)).text()
        return good.check(run)
      },
    }),
  },
  {
    name: 'writes while it checks',
    topic: 'check',
    noticedBy: /writes nothing and consumes nothing/,
    breaks: good => ({
      check: async run => {
        const session = await good.open(run)
        await good.pull?.fetch(session, 'order', { startedAt: run.now() }, 1)
        await call(session, 'POST', '/objects/category', {
          entries: [{ no: 1, reference: 'test', fields: {} }],
        })
        return good.check(run)
      },
    }),
  },
  {
    name: 'consumes while it checks',
    shape: 'queues',
    topic: 'check',
    noticedBy: /writes nothing and consumes nothing/,
    breaks: good => ({
      check: async run => {
        const session = await good.open(run)
        await good.pull?.fetch(session, 'order', { startedAt: run.now() }, 1)
        return good.check(run)
      },
    }),
  },
  {
    name: 'asks for a token in a field that everybody sees',
    topic: 'declarations',
    noticedBy: /keeps what must not be seen/,
    breaks: good => ({
      settings: good.settings.map(field => ({
        ...field,
        kind: field.kind === 'secret' ? 'text' : field.kind,
      })),
    }),
  },
  {
    name: 'declares acks that it has not',
    shape: 'Woo',
    topic: 'declarations',
    noticedBy: /acknowledges exactly where/,
    breaks: good => ({
      pull: { ...pullOf(good), kinds: pullOf(good).kinds.map(kind => ({ ...kind, acked: 'records' })) },
    }),
  },
  {
    name: 'does not look at the signature',
    shape: 'SCX',
    topic: 'being called',
    noticedBy: /refuses a call/,
    breaks: good => ({
      receive: {
        prefix: good.receive?.prefix ?? '',
        refuse: () => ({ status: 400, body: '' }),
        routes: (good.receive?.routes ?? []).map(route => ({
          ...route,
          read: ({ body }) => ({
            records: parsed({ body }).records.map(raw => ({
              kind: 'order',
              externalId: raw.id,
              place: '',
              raw,
            })),
          }),
        })),
      },
    }),
  },
]
