/** What Kontor remembers of a system that calls it, in lists: records, the queue of letters, what was told of tickets. */

import { createHash } from 'node:crypto'
import { canonical } from '../../src/port/canonical.ts'
import type { Connector, RawRecord, Settings } from '../../src/port/connector.ts'
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

  const payloadOf = ({ kind, raw }: RawRecord) => canonical(connector.scrub(kind, raw)).value
  const sameId = (record: RawRecord) =>
    records.findLast(one => one.kind === record.kind && one.externalId === record.externalId)

  const store = (record: RawRecord): ReceivedOutcome => {
    const { externalId } = record
    const before = sameId(record)
    const isSame = before && canonical(payloadOf(before)).text === canonical(payloadOf(record)).text
    if (isSame) return { externalId, did: 'unchanged' }
    if (before && record.once) return { externalId, did: 'refused' }
    records.push(record)
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
        const record = records.findLast(one => one.kind === kind && one.externalId === externalId)
        return record ? [{ kind, externalId, payload: payloadOf(record) }] : []
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
    const order = records.findLast(one => one.kind === 'order' && one.externalId === externalId)
    if (!order) return []
    const events = records
      .filter(record => record.kind !== 'order' && namesOrder(record, externalId))
      .map(record => ({ kind: record.kind, payload: payloadOf(record) }))
    return [{ externalId, place: order.place, payload: payloadOf(order), events }]
  }

  function namesOrder(record: RawRecord, externalId: string): boolean {
    const map = connector.map[record.kind] as Connector['map']['order_status']
    return (
      map?.(payloadOf(record), { timeZone: 'Europe/Berlin', facts: {}, settings })?.order?.theirs ===
      externalId
    )
  }
}
