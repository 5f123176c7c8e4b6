/** The ways in. A real connector has one of these; the reference connector has all that real systems are known to have. */

import type { Answer, Cursor, Pull, PullKind, RawRecord } from '../../../src/port/connector.ts'
import { Rejected, Unreachable } from '../../../src/port/errors.ts'
import { call, type Session } from './api.ts'
import { kindOf } from './map.ts'
import { readPage } from './payloads.ts'

const [, ...others] = kindOf.values()
const orders: PullKind = {
  kind: 'order',
  also: others,
  consumes: false,
  acked: 'none',
  overlapSeconds: 0,
  firstPage: 20,
  largestPage: 100,
}

/** Everything that is not acknowledged, from the front each time. */
export const acked: Pull<Session> = {
  kinds: [{ ...orders, acked: 'records' }],
  fetch: (session, _kind, _cursor, want) => ask(session, { limit: want }),
  read: (_kind, answer) => {
    const page = readPage(answer.body)
    return { records: page.records.map(rawRecord), last: !page.more }
  },
}

/** What is read is forgotten there: the bytes of the answer are all that is left of it. */
export const consuming: Pull<Session> = {
  kinds: [{ ...orders, consumes: true }],
  fetch: acked.fetch,
  read: acked.read,
}

/** A list that the system holds fast behind a token, until it forgets the token. */
export const token: Pull<Session> = {
  kinds: [orders],
  fetch: (session, _kind, cursor, want) =>
    ask(session, { limit: want, ...(cursor.resume ? { token: cursor.resume } : { since: startOf(cursor) }) }),
  read: (_kind, answer) => {
    const page = readPage(answer.body)
    const records = page.records.map(rawRecord)
    if (page.next !== undefined) return { records, resume: page.next, last: false }
    return { records, last: true, ...(page.upTo === undefined ? {} : { watermark: page.upTo }) }
  },
}

/**
 * By time of change, which is exclusive and has whole seconds. A row that changes while we read moves to the end and
 * the rows behind it move up, so that page numbers would skip rows: each page is asked for by the last time seen
 * instead, less the second that may hold more. Only within one second that fills a whole page are pages counted.
 */
export const watermark: Pull<Session> = {
  kinds: [{ ...orders, overlapSeconds: 120 }],
  fetch: (session, _kind, cursor, want) => {
    const place: Place = cursor.resume ? JSON.parse(cursor.resume) : { after: startOf(cursor) }
    const { after, within } = place
    const counted = within ? { changedBefore: later(within.second, 1), page: within.page } : {}
    return ask(
      session,
      { limit: within?.size ?? want, changedAfter: after, ...counted },
      { place: JSON.stringify({ want, ...place }) },
    )
  },
  read: (_kind, answer) => {
    const { records, total = 0, pages = 0 } = readPage(answer.body)
    const { want, ...place }: Place & { want: number } = JSON.parse(answer.note?.['place'] ?? '{}')
    const times = records.flatMap(changedAt)
    const next = place.within
      ? withinSecond(place.within, total, pages)
      : pages > 1
        ? afterTimes(times, want)
        : undefined
    const last = times.at(-1)
    return {
      records: records.map(rawRecord),
      last: next === undefined,
      ...(next === undefined ? {} : { resume: JSON.stringify(next) }),
      // Of an empty page nothing is known but that nothing changed: the old watermark stays.
      ...(next === undefined && last !== undefined ? { watermark: last } : {}),
    }
  },
}

interface Place {
  /** Only rows that changed later, in whole seconds. */
  readonly after?: string | undefined
  /** Set while the pages of one full second are counted, in the size in which they were begun. */
  readonly within?: Within
}

interface Within {
  readonly second: string
  readonly size: number
  readonly page: number
  readonly total?: number
}

function afterTimes(times: readonly string[], want: number): Place {
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined)
    throw new Unreachable('the page has no time of change to go on from')
  const after = later(last, -1)
  return first === last ? { after, within: { second: last, size: want, page: 1 } } : { after }
}

// Rows can only leave a second that is over. If one did, the rows behind it moved up: count from the front again.
function withinSecond(within: Within, total: number, pages: number): Place {
  const after = later(within.second, -1)
  if (total !== (within.total ?? total)) return { after, within: { ...within, page: 1, total } }
  if (within.page < pages) return { after, within: { ...within, page: within.page + 1, total } }
  return { after: within.second }
}

function later(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString()
}

function startOf(cursor: Cursor): string | undefined {
  return cursor.watermark ?? cursor.since?.toISOString()
}

async function ask(
  session: Session,
  query: Readonly<Record<string, string | number | undefined>>,
  note?: Readonly<Record<string, string>>,
): Promise<Answer> {
  const fields = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  const answer = await call(session, 'GET', `/records?${new URLSearchParams(fields)}`, undefined, [410])
  if (answer.status === 410) throw new Rejected('RESUME_REFUSED', 'resume')
  return { body: answer.body, ...(note ? { note } : {}) }
}

/** A record of a page or a push. What has no id keeps its place in the page, and is parked by the engine. */
export function rawRecord(raw: unknown): RawRecord {
  const fields = typeof raw === 'object' && raw !== null ? (raw as Readonly<Record<string, unknown>>) : {}
  const text = (name: string) =>
    typeof fields[name] === 'string' || typeof fields[name] === 'number' ? String(fields[name]) : ''
  const number = text('number')
  const changedAt = text('editedAt')
  return {
    // A type that is new to us is taken for an order: it cannot be mapped, is parked, and so is seen.
    kind: kindOf.get(text('type')) ?? 'order',
    externalId: text('id'),
    ...(number === '' ? {} : { externalNumber: number }),
    place: text('place'),
    ...(changedAt === '' ? {} : { changedAt }),
    raw,
  }
}

// A row without its time is read like any other; the page goes on from the rows that have one.
function changedAt(raw: unknown): readonly string[] {
  const time = (raw as Readonly<Record<string, unknown>> | null)?.['changedAt']
  return typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? [time] : []
}
