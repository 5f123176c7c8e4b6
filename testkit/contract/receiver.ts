import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { RawRecord, Settings } from '../../src/port/connector.ts'
import { PortError } from '../../src/port/errors.ts'
import type {
  CallHere,
  CallLimit,
  ForeignAnswer,
  ForeignRequest,
  Known,
  Receive,
  ReceiveRoute,
  Seat,
} from '../../src/port/receive.ts'
import type { OurSide } from './ourSide.ts'

/** Our side of a system that calls us: the connector's routes over real HTTP, everything stored in a list. */
export interface Receiver {
  /** With the prefix of the routes, as it is entered in the foreign system. */
  readonly url: string
  /** What came in since it was started. */
  readonly records: RawRecord[]
  readonly requests: SeenRequest[]
  /** Answers the next calls with 503, as if the database were away: nothing is stored. */
  beAway(times: number): void
  stop(): Promise<void>
}

/** A call, and what it was shown of what was here. */
export interface SeenRequest {
  readonly route: ReceiveRoute
  readonly request: ForeignRequest
  readonly known: Known
}

/**
 * Serves the routes as the server does: read, store, and only then answer; whatever a route throws is answered with the
 * connector's own words for it.
 */
export async function startReceiver(
  receive: Receive,
  settings: Settings,
  clock: { readonly now: () => Date },
  ourSide: OurSide,
  places: readonly string[] = [''],
): Promise<Receiver> {
  const records: RawRecord[] = []
  const requests: Receiver['requests'] = []
  let away = 0
  const take = (incoming: IncomingMessage, body: Buffer): ForeignAnswer => {
    const call = callOf(receive, incoming, body)
    const route = receive.routes.find(
      entry => entry.method === call.method && partsOf(entry.path, call.path) !== undefined,
    )
    if (!route) return receive.refuse('unknownRoute', call)
    if (away > 0) {
      away--
      return { status: 503, body: '' }
    }
    const named = receive.keyOf ? receive.keyOf(call) : key
    if (named === undefined) return receive.refuse('unknownConnection', call)
    const request: ForeignRequest = {
      ...call,
      parts: partsOf(route.path, call.path) ?? {},
      connectionKey: named,
      settings,
      facts: {},
      places,
      seats: places.map(seat),
      account: 1,
      now: clock.now(),
    }
    return counted(receive, route, answered(route, request))
  }
  const answered = (route: ReceiveRoute, request: ForeignRequest): ForeignAnswer => {
    try {
      const known = ourSide.known(route.asks?.(request))
      requests.push({ route, request, known })
      const read = route.read(request, known)
      if ('status' in read) return read
      const done = ourSide.take(read, clock.now())
      records.push(...(read.records ?? []))
      return route.answer(done, request)
    } catch (error) {
      if (error instanceof PortError) return receive.refuse('failed', request)
      throw error
    }
  }
  const server = createServer((incoming, response) => void serve(incoming, response, take))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${originOf(server)}${receive.prefix}${receive.keyOf ? '' : `/${key}`}`,
    records,
    requests,
    beAway: times => {
      away += times
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

/** Where a server of this machine listens. */
export function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function sentBy(incoming: IncomingMessage): Promise<Buffer | undefined> {
  try {
    return Buffer.concat(await incoming.toArray())
  } catch {
    return undefined
  }
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  take: (incoming: IncomingMessage, body: Buffer) => ForeignAnswer,
) {
  const sent = await sentBy(incoming)
  if (!sent) return // the caller went away in the middle of its own request
  const body = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
  try {
    const answer = take(incoming, body)
    response.writeHead(answer.status, answer.headers).end(answer.body)
  } catch {
    response.writeHead(500).end() // a bug of the connector: the case fails for what it did not bring
  }
}

/** The key of the one connection that is served, where it stands in the address. */
const key = 'k7'

// Open since long before any order.
const seat = (place: string): Seat => ({
  place,
  name: place,
  active: true,
  open: true,
  forGood: false,
  openedAt: new Date('2020-01-01T00:00:00Z'),
  changedAt: new Date('2020-01-01T00:00:00Z'),
})

// Nobody is ever too fast here, but all the same it is said how much is left.
function counted(receive: Receive, { limit }: ReceiveRoute, answer: ForeignAnswer): ForeignAnswer {
  const [tightest] = limit === undefined ? [] : ([limit].flat() as readonly CallLimit[])
  if (!tightest || !receive.limitHeaders) return answer
  return { ...answer, headers: { ...answer.headers, ...receive.limitHeaders(tightest, tightest.calls - 1) } }
}

function callOf(receive: Receive, incoming: IncomingMessage, body: Buffer): CallHere {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`)
  const path = url.pathname.replace(/\/{2,}/g, '/').slice(receive.prefix.length)
  return {
    url: url.href,
    method: incoming.method ?? 'GET',
    path: receive.keyOf ? path : path.slice(key.length + 1),
    query: Object.fromEntries(url.searchParams),
    headers: headersOf(incoming),
    body,
  }
}

// `:id` in the path of a route stands for one part of the path of the call.
function partsOf(route: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [route.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const parts: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const value = decodeURIComponent(given[at] ?? '')
    if (part.startsWith(':')) parts[part.slice(1)] = value
    else if (part !== value) return undefined
  }
  return parts
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
}
