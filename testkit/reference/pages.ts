/** How the reference system gives out its records: one function per way in, each answering one page. */

import { type Records, type ShopRecord, timeText } from './records.ts'
import type { Wire, WireObject } from './wireJson.ts'

/** How records come out of the system. */
export const ways = ['acked', 'watermark', 'token', 'consuming', 'pushed'] as const
export type Way = (typeof ways)[number]

export interface PageRequest {
  readonly query: URLSearchParams
  readonly limit: number
}

/** A page, or why there is none. */
export type PageAnswer = { readonly status: number; readonly body: WireObject }

export interface Pages {
  answer(request: PageRequest): PageAnswer
  /** All tokens that were given out so far are refused from now on. */
  expireTokens(): void
}

/** The pages of one way in. `pushed` has none. */
export function createPages(way: Way, records: Records, now: () => Date): Pages {
  const tokens = createTokens(records, now)
  const answers: Readonly<Record<Way, (request: PageRequest) => PageAnswer>> = {
    acked: ({ limit }) => fromTheFront(records, limit),
    consuming: ({ limit }) => {
      const page = records.waiting().slice(0, limit)
      for (const record of page) record.taken = true
      return pageOf(records, page, { more: records.waiting().length > 0 })
    },
    watermark: request => byTimeOfChange(records, request),
    token: request => tokens.answer(request),
    pushed: () => ({
      status: 404,
      body: { error: { code: 'no_such_route', text: 'this system calls you' } },
    }),
  }
  return { answer: answers[way], expireTokens: tokens.expire }
}

/** All that was not acknowledged, from the front each time: what is not acknowledged comes again. */
function fromTheFront(records: Records, limit: number): PageAnswer {
  const waiting = records.waiting()
  return pageOf(records, waiting.slice(0, limit), { more: waiting.length > limit })
}

/**
 * All that changed after and before an instant, both exclusive and with a resolution of one second, sorted by the
 * time of change: a row that changes while it is being read moves to the end, and the rows behind it move up.
 */
function byTimeOfChange(records: Records, { query, limit }: PageRequest): PageAnswer {
  const after = secondOf(query.get('changedAfter')) ?? Number.NEGATIVE_INFINITY
  const before = secondOf(query.get('changedBefore')) ?? Number.POSITIVE_INFINITY
  const page = Math.max(1, Number(query.get('page') ?? 1))
  const rows = records.all
    .filter(record => record.changedAt.getTime() / 1000 > after && record.changedAt.getTime() / 1000 < before)
    .sort((a, b) => a.changedAt.getTime() - b.changedAt.getTime())
  return pageOf(records, rows.slice((page - 1) * limit, page * limit), {
    total: rows.length,
    pages: Math.ceil(rows.length / limit),
  })
}

/** A list is fixed when its first page is asked for; each page names the token of the next, which expires. */
function createTokens(records: Records, now: () => Date) {
  const open = new Map<string, { readonly rest: readonly ShopRecord[]; readonly upTo: string }>()
  let number = 0
  return {
    expire: () => open.clear(),
    answer: ({ query, limit }: PageRequest): PageAnswer => {
      const token = query.get('token')
      const since = Date.parse(query.get('since') ?? '')
      const list = token === null ? snapshot(records, since, now()) : open.get(token)
      if (!list)
        return {
          status: 410,
          body: { error: { code: 'token_expired', text: 'this token is not valid any more' } },
        }
      const rest = list.rest.slice(limit)
      const next = rest.length > 0 ? `page-${++number}` : undefined
      if (next) open.set(next, { rest, upTo: list.upTo })
      return pageOf(records, list.rest.slice(0, limit), { next, upTo: list.upTo })
    },
  }
}

function snapshot(records: Records, since: number, now: Date) {
  const rest = records.all.filter(record => Number.isNaN(since) || record.changedAt.getTime() >= since)
  return { rest, upTo: timeText(now) }
}

function pageOf(
  records: Records,
  page: readonly ShopRecord[],
  more: Readonly<Record<string, Wire>>,
): PageAnswer {
  return { status: 200, body: { records: page.map(records.wire), ...more } }
}

function secondOf(text: string | null): number | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000)
}
