/** What the reference system answers at each of its addresses. */

import { randomUUID } from 'node:crypto'
import type { RouteTarget } from './faults.ts'
import { type Entry, entryOf, type Objects, resultWire } from './objects.ts'
import type { Pages, Way } from './pages.ts'
import type { Records } from './records.ts'
import type { Tickets } from './tickets.ts'
import { fieldsOf, listOf, textOf, type Wire, type WireObject } from './wireJson.ts'

/** How the system takes writing calls: one result per element in any order; all or nothing; results later, under a ticket; or only "read"; or none: it takes letters. */
export type Outward = 'perRecord' | 'wholeCall' | 'tickets' | 'received' | 'letters'

/** What the routes work on. */
export interface SystemState {
  readonly token: string
  readonly way: Way
  readonly outward: Outward
  readonly largestPage: number
  readonly now: () => Date
  readonly records: Records
  readonly objects: Objects
  readonly tickets: Tickets
  readonly pages: Pages
  readonly sessions: Set<string>
}

export interface RouteRequest {
  readonly method: string
  readonly url: URL
  readonly body: string
  readonly session: string
}

/** `body` is sent as JSON; `text` as a page for people. */
export interface RouteAnswer {
  readonly status: number
  readonly body?: WireObject
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What a call is for; undefined for signing in and out, which no fault disturbs. */
export function targetOf(method: string, path: string): RouteTarget | undefined {
  if (path.startsWith('/about')) return 'check'
  if (path.startsWith('/records')) return 'read'
  if (path.startsWith('/acks') || path.startsWith('/release')) return 'ack'
  if (path.startsWith('/inventory')) return 'inventory'
  if (path.startsWith('/objects')) return method === 'GET' ? 'find' : 'send'
  return path.startsWith('/tickets') ? 'results' : undefined
}

/** Answers one call. */
export function answerRoute(state: SystemState, request: RouteRequest): RouteAnswer {
  const body = parsed(request.body)
  if (body === undefined) return failure(400, 'not_json', 'the body is no JSON')
  const { pathname } = request.url
  if (request.method === 'POST' && pathname === '/session') return signIn(state, body)
  const session = request.session.replace('Bearer ', '')
  if (!state.sessions.has(session)) return failure(401, 'session_expired', 'sign in first')
  const [, area = '', kind = '', action = ''] = pathname.split('/')
  switch (`${request.method} /${area}`) {
    case 'DELETE /session':
      state.sessions.delete(session)
      return { status: 204 }
    case 'GET /about':
      return { status: 200, body: about }
    case 'GET /records':
      return kind === 'count' ? count(state, request.url.searchParams) : page(state, request.url.searchParams)
    case 'POST /acks':
      return {
        status: 200,
        body: { results: listOf(body['records']).map(entry => ack(state, fieldsOf(entry))) },
      }
    case 'POST /release':
      return release(state, body)
    case 'GET /objects':
      if (action === 'shown') return shown(state, kind, request.url.searchParams)
      return find(state, kind, request.url.searchParams.getAll('reference'))
    case 'GET /inventory':
      return inventory(state, kind, request.url.searchParams)
    case 'POST /objects':
      return (action === 'remove' ? remove : write)(state, kind, listOf(body['entries']).map(entryOf))
    case 'GET /tickets':
      return {
        status: 200,
        body: { tickets: request.url.searchParams.getAll('ticket').map(state.tickets.look) },
      }
    default:
      return failure(404, 'no_such_route', 'there is nothing at this address')
  }
}

const about = {
  name: 'Reference system',
  version: '1.0',
  currencies: ['EUR', 'CHF'],
  languages: ['de', 'en'],
  taxRates: ['19', '7', '0'],
}

function signIn(state: SystemState, body: Readonly<Record<string, unknown>>): RouteAnswer {
  if (body['token'] !== state.token)
    return failure(401, 'token_wrong', `the token ${textOf(body['token'])} is not known`)
  const session = `session-${randomUUID()}`
  state.sessions.add(session)
  return { status: 200, body: { session } }
}

function page(state: SystemState, query: URLSearchParams): RouteAnswer {
  const limit = Math.min(state.largestPage, Math.max(1, Number(query.get('limit') ?? 100)))
  return state.pages.answer({ query, limit })
}

function count(state: SystemState, query: URLSearchParams): RouteAnswer {
  const from = Date.parse(query.get('from') ?? '')
  const to = Date.parse(query.get('to') ?? '')
  const found = state.records.all.filter(
    record =>
      record.type === query.get('type') &&
      record.placedAt.getTime() >= from &&
      record.placedAt.getTime() < to,
  )
  return { status: 200, body: { count: found.length } }
}

function ack(state: SystemState, entry: Readonly<Record<string, unknown>>): Wire {
  const id = textOf(entry['id'])
  const record = state.records.find(id)
  if (!record) return { id, state: 'unknown' }
  if (record.refusesAck !== undefined) return { id, state: 'refused', text: record.refusesAck }
  record.storedAs = Number(entry['no'])
  return { id, state: 'stored' }
}

// Records that were acknowledged are given out once more: single ones, or all.
function release(state: SystemState, body: Readonly<Record<string, unknown>>): RouteAnswer {
  const ids = listOf(body['ids']).map(textOf)
  for (const record of state.records.all)
    if (body['all'] === true || ids.includes(record.id)) delete record.storedAs
  return { status: 204 }
}

function find(state: SystemState, kind: string, references: readonly string[]): RouteAnswer {
  const found = state.objects.of(kind).filter(object => references.includes(object.reference))
  return {
    status: 200,
    body: { found: found.map(object => ({ reference: object.reference, id: object.id })) },
  }
}

// What it has of a kind behind an id, in the order of the ids as texts.
function inventory(state: SystemState, kind: string, query: URLSearchParams): RouteAnswer {
  const after = query.get('after') ?? ''
  const limit = Math.min(state.largestPage, Math.max(1, Number(query.get('limit') ?? 100)))
  const rest = state.objects
    .of(kind)
    .filter(object => object.id > after)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const objects = rest.slice(0, limit).map(({ id, fields }) => ({
    id,
    name: textOf(fieldsOf(fields['names'])['de']),
    number: textOf(fields['itemNumber']),
    gtin: textOf(fields['gtin']),
    parent: textOf(fieldsOf(fields['parent'])['id']),
    active: fields['active'] !== false,
    ...(pick(fields, ['names', 'vat', 'prices', 'stock']) as WireObject),
  }))
  return { status: 200, body: { objects, more: rest.length > limit } }
}

function pick(fields: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.fromEntries(names.flatMap(name => (fields[name] === undefined ? [] : [[name, fields[name]]])))
}

function shown(state: SystemState, kind: string, query: URLSearchParams): RouteAnswer {
  const ids = query.getAll('id')
  const objects = query.getAll('no').map((no, at) => {
    const found = state.objects.show(kind, entryOf({ no: Number(no), id: ids[at] ?? '' }))
    return found ? { no: Number(no), fields: found as WireObject } : { no: Number(no) }
  })
  return { status: 200, body: { objects } }
}

function remove(state: SystemState, kind: string, entries: readonly Entry[]): RouteAnswer {
  for (const entry of entries) state.objects.remove(kind, entry)
  return { status: 200, body: { removed: entries.map(entry => entry.no) } }
}

function write(state: SystemState, kind: string, entries: readonly Entry[]): RouteAnswer {
  switch (state.outward) {
    case 'perRecord': {
      // One result per element inside a 200, in whatever order the system got through them.
      const results = entries.map(entry => resultWire(entry, state.objects.put(kind, entry)))
      return { status: 200, body: { results: results.reverse() } }
    }
    case 'wholeCall': {
      const bad = entries
        .map(entry => ({ entry, answer: state.objects.look(kind, entry) }))
        .find(({ answer }) => answer && answer !== 'skipped')
      if (bad?.answer) return { status: 422, body: resultWire(bad.entry, bad.answer) }
      return {
        status: 200,
        body: { results: entries.map(entry => resultWire(entry, state.objects.put(kind, entry))) },
      }
    }
    case 'tickets':
      return {
        status: 202,
        body: { tickets: entries.map(entry => ({ no: entry.no, ticket: state.tickets.take(kind, entry) })) },
      }
    case 'letters':
      return failure(404, 'no_such_route', 'it takes what is laid out for it')
    case 'received':
      for (const entry of entries) state.tickets.take(kind, entry)
      return { status: 202, body: { read: entries.length } }
  }
}

function failure(status: number, code: string, text: string): RouteAnswer {
  return { status, body: { error: { code, text } } }
}

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  if (body === '') return {}
  try {
    return fieldsOf(JSON.parse(body))
  } catch {
    return undefined
  }
}
