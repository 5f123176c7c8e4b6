import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fault } from '../contract/subject.ts'
import { createFaults, type Faults, type RouteTarget } from './faults.ts'
import { createObjects, type Objects } from './objects.ts'
import { createPages, type Way } from './pages.ts'
import { createPushes, type Pushes, pollQueue } from './pushes.ts'
import { createRecords, type NewOrder, type Records, type RecordType } from './records.ts'
import { answerRoute, type Outward, type RouteAnswer, type SystemState, targetOf } from './routes.ts'
import { createTickets, type Tickets } from './tickets.ts'
import { encode, type WireObject } from './wireJson.ts'

export interface SystemOptions {
  readonly now?: () => Date
  readonly token?: string
  readonly pushSecret?: string
  /** How its records come out: one of `ways`. */
  readonly way?: Way
  /** One result per element in any order; all or nothing; results later under a ticket; or only "read". */
  readonly outward?: Outward
  /** Whose keys its objects have. */
  readonly keys?: 'theirs' | 'ours'
  readonly stock?: 'absolute' | 'subtractsUnfetched'
  /** Largest page, whatever is asked for. */
  readonly largestPage?: number
  /** Pause before a push is repeated. */
  readonly retryMs?: number
}

/** A foreign system over real HTTP on 127.0.0.1, with every shape of answer that real ones have. */
export interface ReferenceSystem {
  readonly url: string
  readonly token: string
  readonly pushSecret: string
  readonly records: Records
  readonly objects: Objects
  readonly faults: Faults
  readonly pushes: Pushes
  readonly tickets: Tickets
  /** Every call that came in, with what it was for. */
  readonly calls: readonly SeenCall[]
  /** Session ids that were given out and are still valid. */
  readonly sessions: ReadonlySet<string>
  placeOrder(order: NewOrder): string
  changeOrder(id: string, fields: WireObject): void
  add(type: RecordType, data: WireObject, place?: string, id?: string): string
  /** Resume tokens that were given out are refused from now on. */
  expireTokens(): void
  /** Works off what was only received or has a ticket. */
  settle(): void
  /** One round at an event queue of the other side. How many events were new. */
  pollQueue(url: string): Promise<number>
  stop(): Promise<void>
}

export interface SeenCall {
  readonly method: string
  readonly path: string
  readonly target: RouteTarget | undefined
}

/** Starts the reference system, empty. */
export async function startReferenceSystem(options: SystemOptions = {}): Promise<ReferenceSystem> {
  const now = options.now ?? (() => new Date())
  const pushSecret = options.pushSecret ?? `push-${randomUUID()}`
  const records: Records = createRecords(now, (sku, quantity) => objects.sell(sku, quantity))
  const objects: Objects = createObjects({
    keys: options.keys ?? 'theirs',
    stock: options.stock ?? 'absolute',
    unfetched: sku => records.unfetched(sku),
    orderExists: id => records.find(id, 'order') !== undefined,
    customerExists: id => records.find(id, 'customer') !== undefined,
    orderChanged: id => records.change(id, {}),
  })
  const way = options.way ?? 'acked'
  const state: SystemState = {
    token: options.token ?? `token-${randomUUID()}`,
    way,
    outward: options.outward ?? 'perRecord',
    largestPage: options.largestPage ?? 100,
    now,
    records,
    objects,
    tickets: createTickets(objects),
    pages: createPages(way, records, now),
    sessions: new Set(),
  }
  const faults = createFaults()
  const pushes = createPushes(records, pushSecret, options.retryMs ?? 50)
  const calls: SeenCall[] = []
  const server = createServer((request, response) => void serve(request, response, state, faults, calls))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const doneEvents = new Set<string>()
  const wake = () => {
    if (way === 'pushed') pushes.wake()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: state.token,
    pushSecret,
    records,
    objects,
    faults,
    pushes,
    tickets: state.tickets,
    calls,
    sessions: state.sessions,
    placeOrder: order => {
      const id = records.placeOrder(order)
      wake()
      return id
    },
    changeOrder: (id, fields) => {
      records.change(id, fields)
      const record = records.find(id)
      // Who is called hears of every change; who fetches finds it by its time of change, if at all.
      if (record && way === 'pushed') record.taken = false
      wake()
    },
    add: (type, data, place, given) => {
      const id = records.add(type, data, place, given)
      wake()
      return id
    },
    expireTokens: state.pages.expireTokens,
    settle: state.tickets.settle,
    pollQueue: url => pollQueue(url, objects, doneEvents, pushSecret),
    stop: async () => {
      await pushes.stop()
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  state: SystemState,
  faults: Faults,
  calls: SeenCall[],
) {
  const body = await bodyOf(request)
  if (body === undefined) return
  const url = new URL(request.url ?? '/', 'http://system')
  const method = request.method ?? 'GET'
  const target = targetOf(method, url.pathname)
  calls.push({ method, path: `${url.pathname}${url.search}`, target })
  const fault = faults.take(target)
  if (fault === 'slow') return
  if (fault === 'cutBefore') return void request.socket.destroy()
  if (fault === 'expireSession') state.sessions.clear()
  const disturbed = fault && disturbance(fault, request)
  const answer =
    disturbed ?? answerRoute(state, { method, url, body, session: request.headers.authorization ?? '' })
  if (fault === 'cutAfter') return void request.socket.destroy()
  send(response, answer, fault)
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  try {
    return Buffer.concat(await request.toArray()).toString()
  } catch {
    return undefined // the caller went away in the middle of its own request
  }
}

/** The faults that are an answer by themselves. */
function disturbance(fault: Fault, request: IncomingMessage): RouteAnswer | undefined {
  const error = (status: number, code: string, headers?: Record<string, string>): RouteAnswer => ({
    status,
    body: { error: { code, text: 'no' } },
    ...(headers ? { headers } : {}),
  })
  switch (fault) {
    case 'serverError':
      return { status: 500, text: `Fatal error while serving ${JSON.stringify(request.headers)}` }
    case 'html':
      return { status: 200, text: '<!doctype html><title>Wartung</title><p>Wir sind gleich wieder da.' }
    case 'rateLimited':
      return error(429, 'too_fast', { 'retry-after': '120' })
    case 'rateLimitedBare':
      return error(429, 'too_fast')
    case 'refused':
      return error(401, 'token_wrong')
    case 'forbidden':
      return error(403, 'not_allowed')
    case 'redirect':
      return { status: 302, body: {}, headers: { location: `http://${request.headers.host}/moved` } }
    default:
      return undefined
  }
}

function send(response: ServerResponse, answer: RouteAnswer, fault: Fault | undefined): void {
  const body =
    answer.body && fault === 'duplicatePage' && Array.isArray(answer.body['records'])
      ? { ...answer.body, records: answer.body['records'].flatMap(record => [record, record]) }
      : answer.body
  const text = answer.text ?? (answer.status === 204 || !body ? '' : encode(body))
  const type = answer.text === undefined ? 'application/json' : 'text/html'
  response.writeHead(answer.status, { 'content-type': type, ...answer.headers })
  response.end(fault === 'truncated' ? text.slice(0, text.length / 2) : text)
}
