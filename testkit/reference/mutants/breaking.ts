import assert from 'node:assert/strict'
import type { Answer, Connector, Page, RawRecord } from '../../../src/port/connector.ts'
import { PortError, Unreachable } from '../../../src/port/errors.ts'
import type { HttpClient } from '../../../src/port/httpClient.ts'
import type { Outgoing, SendResult } from '../../../src/port/outgoing.ts'
import type { OrderRecord } from '../../../src/port/records.ts'
import type { Send, Sends } from '../../../src/port/send.ts'
import type { Session } from '../connector/api.ts'

/** A connector with one fault, as real ones have had it, and which case of the suite has to be the first to notice. */
export interface Mutant {
  readonly name: string
  /** A word of the shape's name; the connector with acks and results per record if absent. */
  readonly shape?: 'JTL' | 'dbeS' | 'Shopware' | 'Woo' | 'Amazon' | 'queues' | 'SCX'
  readonly topic: string
  readonly noticedBy: RegExp
  readonly breaks: (good: Connector<Session>) => Partial<Connector<Session>>
}

/** How it pulls. */
export function pullOf(good: Connector<Session>) {
  assert.ok(good.pull)
  return good.pull
}

/** How it sends items. */
export function itemSend(good: Connector<Session>): Send<Session, 'item'> {
  assert.ok(good.send?.item)
  return good.send.item
}

/** Something else happens after each fetch. */
export function pulling(
  good: Connector<Session>,
  after: (session: Session, answer: Answer) => Promise<Answer>,
) {
  const pull = pullOf(good)
  return {
    ...pull,
    fetch: async (session: Session, ...question: Tail<Parameters<typeof pull.fetch>>) =>
      after(session, await pull.fetch(session, ...question)),
  }
}

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never

/** Each page is changed after it was read. */
export function reading(good: Connector<Session>, after: (page: Page) => Page) {
  const pull = pullOf(good)
  return { ...pull, read: (...question: Parameters<typeof pull.read>) => after(pull.read(...question)) }
}

/** An error with that code becomes an empty page, and that the last one. */
export function withoutError(good: Connector<Session>, code: string) {
  const pull = pullOf(good)
  const nothing = { body: Buffer.from('{"records":[]}'), note: { place: '{"want":3}' } }
  return {
    ...pull,
    fetch: (...question: Parameters<typeof pull.fetch>) =>
      pull.fetch(...question).catch((error: unknown) => {
        if (error instanceof PortError && error.code === code) return nothing
        throw error
      }),
  }
}

/** Each order is changed after it was mapped. */
export function mapping(
  good: Connector<Session>,
  after: (order: OrderRecord, payload: unknown) => OrderRecord,
): Connector['map'] {
  return {
    ...good.map,
    order: (payload, context) => {
      const order = good.map.order?.(payload, context)
      assert.ok(order)
      return after(order, payload)
    },
  }
}

type AnySend = (session: Session, list: readonly Outgoing<'item'>[]) => Promise<readonly SendResult[]>

/** Breaks how items are sent, and nothing else. */
export function sending(
  good: Connector<Session>,
  instead: (
    send: AnySend,
    session: Session,
    list: readonly Outgoing<'item'>[],
  ) => Promise<readonly SendResult[]>,
) {
  const item = itemSend(good)
  return {
    send: {
      ...good.send,
      item: { ...item, send: (...[session, list]: Parameters<AnySend>) => instead(item.send, session, list) },
    },
  }
}

/** Something is done before each sending, of whatever kind. */
export function everySend(good: Connector<Session>, before: (session: Session) => void): Sends<Session> {
  const sends = Object.entries(good.send ?? {}).map(([kind, send]) => [
    kind,
    {
      ...send,
      send: (session: Session, list: never) => {
        before(session)
        return send.send(session, list)
      },
    },
  ])
  return Object.fromEntries(sends)
}

/** A run whose HTTP client refuses to sign in a second time. */
export function onceOnly(run: Session['run']): Session['run'] {
  const http: HttpClient = {
    ...run.http,
    call: request => {
      if (request.url.endsWith('/session')) throw new Unreachable('the session is lost')
      return run.http.call(request)
    },
  }
  return { ...run, http }
}

/** The records of an answer, as they are. */
export function parsed(answer: Answer): {
  readonly records: readonly (RawRecord['raw'] & { id: string; changedAt: string })[]
} {
  return JSON.parse(Buffer.from(answer.body).toString())
}
