/** What Kontor remembers of a system that calls it, in lists: records, the queue of letters, what was told of tickets. */

import { createHash } from 'node:crypto'
import { canonical } from '../../src/port/canonical.ts'
import type { Connector, RawRecord, Settings } from '../../src/port/connector.ts'
import { PortError } from '../../src/port/errors.ts'
import type { Letter, SendResult } from '../../src/port/outgoing.ts'
import {
  type Asked,
  type Known,
  type KnownOrder,
  knowsNothing,
  type Received,
  type ReceivedDone,
  type ReceivedOutcome,
  type TakenLetter,
} from '../../src/port/receive.ts'
import type { OutgoingKind } from '../../src/port/records.ts'

/** It lives as long as a case; receivers come and go. */
export interface OurSide {
  /** Puts the letters of queued results into the queue. */
  queue(kind: OutgoingKind, list: readonly Sent[], results: readonly SendResult[]): void
  /** The same result, or what became of its letter by now. */
  outcome(result: SendResult): SendResult
  /** What a call is shown of all this. */
  known(asked: Asked | undefined): Known
  /** Stores what a call brought and gives what it wants. */
  take(received: Received, now: Date): ReceivedDone
  /** Everything that was stored, oldest first. */
  readonly records: readonly RawRecord[]
}

interface Sent {
  readonly ref: { readonly no: number }
  readonly place: string
  readonly state: unknown
}

interface Waiting {
  readonly id: string
  readonly letter: Letter
  hiddenUntil: number
  state: 'waiting' | 'dropped' | 'replaced'
  createdAt: Date | undefined
}

/** Nothing is stored yet. */
export function createOurSide(connector: Connector, settings: Settings): OurSide {
  const records: RawRecord[] = []
  const letters: Waiting[] = []
  const answers = new Map<string, SendResult>()
  const sent: { kind: OutgoingKind; no: number; place: string }[] = []
  const documents = new Map<string, NonNullable<Known['document']>>()

  // Looked at once each: they are never changed.
  const payloads = new WeakMap<RawRecord, ReturnType<typeof canonical>>()
  const newest = new Map<string, RawRecord>()
  const eventsOf = new Map<string, RawRecord[]>()
  const payloadOf = (record: RawRecord) => {
    const known = payloads.get(record) ?? canonical(connector.scrub(record.kind, record.raw))
    payloads.set(record, known)
    return known
  }
  const newestOf = (kind: RawRecord['kind'], externalId: string) => newest.get(`${kind} ${externalId}`)

  const store = (record: RawRecord): ReceivedOutcome => {
    const { kind, externalId } = record
    const before = newestOf(kind, externalId)
    if (before && payloadOf(before).text === payloadOf(record).text) return { externalId, did: 'unchanged' }
    if (before && record.once) return { externalId, did: 'refused' }
    records.push(record)
    newest.set(`${kind} ${externalId}`, record)
    const order = kind === 'order' ? undefined : orderNamedBy(record)
    if (order !== undefined) eventsOf.set(order, [...(eventsOf.get(order) ?? []), record])
    return { externalId, did: before ? 'updated' : 'new' }
  }

  return {
    records,
    queue: (kind, list, results) => {
      for (const [at, result] of results.entries()) {
        const element = list[at]
        if (element) {
          sent.push({ kind, no: element.ref.no, place: element.place })
          const { id, number }: { id?: string; number?: string } = { ...(element.state as object) }
          if (kind === 'document' && id !== undefined)
            documents.set(id, {
              bytes: Buffer.from(`%PDF-1.7 ${number}`),
              mediaType: 'application/pdf',
              name: `${number}.pdf`,
              place: element.place,
            })
        }
        if (result.result !== 'queued') continue
        for (const other of letters)
          if (other.state === 'waiting' && other.letter.key === result.letter.key) other.state = 'replaced'
        letters.push({
          id: createHash('sha256').update(`letter ${letters.length}`).digest('hex').slice(0, 24),
          letter: result.letter,
          hiddenUntil: 0,
          state: 'waiting',
          createdAt: undefined,
        })
      }
    },
    outcome: result => {
      if (result.result !== 'queued') return result
      const { letter, ticket } = result
      if (ticket !== undefined) return answers.get(ticket) ?? result
      const newest = letters.findLast(one => one.letter.key === letter.key)
      return newest?.state === 'dropped' ? { result: 'accepted', proof: 'received' } : result
    },
    known: asked => (asked ? seen(asked) : knowsNothing),
    take: (received, now) => {
      const outcomes = (received.records ?? []).map(store)
      for (const { ticket, result } of received.results ?? []) answers.set(ticket, result)
      for (const id of received.drop ?? []) {
        const letter = letters.find(one => one.id === id)
        if (letter?.state === 'waiting') letter.state = 'dropped'
      }
      return { outcomes, letters: received.take ? handOut(received.take, now) : [], spent: true }
    },
  }

  function handOut({ most, hiddenSeconds }: NonNullable<Received['take']>, now: Date): TakenLetter[] {
    const ready = letters
      .filter(one => one.state === 'waiting' && one.hiddenUntil <= now.getTime())
      .slice(0, most)
    return ready.map(one => {
      one.hiddenUntil = now.getTime() + hiddenSeconds * 1000
      one.createdAt ??= now
      // As it comes out of the store: what JSON does not carry is gone.
      return { ...(JSON.parse(JSON.stringify(one.letter)) as Letter), id: one.id, createdAt: one.createdAt }
    })
  }

  function seen(asked: Asked): Known {
    const document = asked.document === undefined ? undefined : documents.get(asked.document)
    return {
      ...knowsNothing,
      orders: (asked.orders ?? []).flatMap(orderOf),
      records: (asked.records ?? []).flatMap(({ kind, externalId }) => {
        const record = newestOf(kind, externalId)
        return record ? [{ kind, externalId, payload: payloadOf(record).value }] : []
      }),
      sent: (asked.sent ?? []).flatMap(({ kind, no }) => {
        const one = sent.findLast(entry => entry.kind === kind && entry.no === no)
        return one ? [one] : []
      }),
      ...(document ? { document } : {}),
      ...(asked.quantities ? { quantities: { items: [], until: new Date(0) } } : {}),
    }
  }

  function orderOf(externalId: string): KnownOrder[] {
    const order = newestOf('order', externalId)
    if (!order) return []
    const events = (eventsOf.get(externalId) ?? []).map(record => ({
      kind: record.kind,
      payload: payloadOf(record).value,
    }))
    return [{ externalId, place: order.place, payload: payloadOf(order).value, events }]
  }

  function orderNamedBy(record: RawRecord): string | undefined {
    const map = connector.map[record.kind] as Connector['map']['order_status']
    const context = { timeZone: 'Europe/Berlin', facts: {}, settings }
    try {
      return map?.(payloadOf(record).value, context).order?.theirs
    } catch (error) {
      // It would be parked: nobody knows what it is about.
      if (error instanceof PortError) return undefined
      throw error
    }
  }
}
