import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ForeignRequest, RawRecord, Receive, ReceiveRoute, Settings } from '../../src/port/connector.ts'
import { PortError, Refused } from '../../src/port/errors.ts'

/** Our side of a system that calls us: the connector's routes over real HTTP, everything stored in a list. */
export interface Receiver {
  /** With the prefix of the routes, as it is entered in the foreign system. */
  readonly url: string
  readonly records: RawRecord[]
  readonly requests: { readonly route: ReceiveRoute; readonly request: ForeignRequest }[]
  /** Answers the next calls with 503, as if the database were away: nothing is stored. */
  beAway(times: number): void
  stop(): Promise<void>
}

/** Serves the routes as the server does: read, store, and only then answer. */
export async function startReceiver(receive: Receive, settings: Settings): Promise<Receiver> {
  const records: RawRecord[] = []
  const requests: Receiver['requests'] = []
  let away = 0
  const take = (incoming: IncomingMessage, body: Buffer) => {
    const path = (incoming.url ?? '').slice(receive.prefix.length)
    const route = receive.routes.find(
      entry => entry.method === incoming.method && entry.path === path.split('?')[0],
    )
    if (!route) return { status: 404, body: '' }
    if (away > 0) {
      away--
      return { status: 503, body: '' }
    }
    const request = { path, headers: headersOf(incoming), body, settings }
    requests.push({ route, request })
    const read = route.read(request)
    const known = new Set(records.map(record => record.externalId))
    records.push(...read.records)
    return route.answer(
      read.records.map(({ externalId }) => ({
        externalId,
        did: known.has(externalId) ? ('updated' as const) : ('new' as const),
      })),
    )
  }
  const server = createServer((incoming, response) => void serve(incoming, response, take))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${originOf(server)}${receive.prefix}`,
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

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  take: (
    incoming: IncomingMessage,
    body: Buffer,
  ) => { status: number; headers?: Readonly<Record<string, string>>; body: string },
) {
  const body = Buffer.concat(await incoming.toArray())
  try {
    const answer = take(incoming, body)
    response.writeHead(answer.status, answer.headers).end(answer.body)
  } catch (error) {
    response.writeHead(error instanceof Refused ? 401 : error instanceof PortError ? 400 : 500).end()
  }
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
}
