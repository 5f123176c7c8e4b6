import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { KontorError } from '../base/errors.ts'
import { errorFacts } from '../base/log.ts'
import { accountNo } from '../channels/accountNo.ts'
import type { Called } from '../channels/calledStore.ts'
import { type NamedConnection, readConnectionKey } from '../channels/connectionKey.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Kontor } from '../operations/operation.ts'
import { laneParts } from '../operations/syncParts.ts'
import type { Connector } from '../port/connector.ts'
import type {
  CallHere,
  ForeignAnswer,
  ForeignRequest,
  Receive,
  ReceiveRoute,
  RefusedCall,
} from '../port/receive.ts'
import { receiveRecords } from '../sync/receiveRecords.ts'
import { type CallLimits, type CountedCalls, callLimits, type Left } from './callLimits.ts'
import { BodyRefused, readForeignBody } from './foreignBody.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a call of a foreign system: its headers as they came. */
    foreignHeaders: Readonly<Record<string, string>> | null
  }
  interface FastifyContextConfig {
    foreignRoute?: ReceiveRoute
  }
}

/** The most that a body holds where its route says nothing. */
const usualBodyBytes = 8 * 1024 * 1024

/** The prefixes under which connectors are called. */
export function foreignPrefixes({ connectors }: Pick<Kontor, 'connectors'>): readonly string[] {
  return [...connectors.values()].flatMap(({ receive }) => receive?.prefix ?? [])
}

/**
 * The routes of connectors that are called (`receive`), each under its prefix: no cookie, no form of ours, whatever content type.
 * Who calls is found by the connector, in the words of its system, and so is everything that is answered.
 */
export function mountForeign(app: FastifyInstance, kontor: Kontor): void {
  const limits = callLimits(kontor.now)
  for (const connector of kontor.connectors.values()) {
    const { receive } = connector
    if (receive)
      app.register(async scope => mountOne(scope, { kontor, connector, receive, limits }), {
        prefix: receive.prefix,
      })
  }
}

interface Mounted {
  readonly kontor: Kontor
  readonly connector: Connector
  readonly receive: Receive
  readonly limits: CallLimits
}

function mountOne(scope: FastifyInstance, at: Mounted): void {
  const { receive } = at
  scope.decorateRequest('foreignHeaders', null)
  scope.addHook('onRequest', async request => {
    const { headers } = request.raw
    request.foreignHeaders = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, String(value)]),
    )
    // Whatever it says, and be it nonsense: the bytes are what counts.
    delete headers['content-type']
  })
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    readForeignBody(payload, request.routeOptions.config.foreignRoute?.bodyBytes ?? usualBodyBytes),
  )
  const say = (request: FastifyRequest, reply: FastifyReply, why: RefusedCall) => {
    const { foreignRoute } = request.routeOptions.config
    return send(
      reply,
      withLimit(receive, uncounted(at, foreignRoute), refuse(at, why, callHere(at, request))),
    )
  }
  scope.setNotFoundHandler((request, reply) => say(request, reply, 'unknownRoute'))
  // Else the back office, which has a page for every address, would answer in its own words.
  scope.get('/*', { schema: { hide: true } }, (request, reply) => say(request, reply, 'unknownRoute'))
  scope.setErrorHandler((error, request, reply) => {
    if (error instanceof BodyRefused) {
      // What is left of it is not read.
      reply.header('connection', 'close')
      return say(request, reply, error.why)
    }
    if (request.raw.destroyed && !request.raw.complete) logGone(at, request)
    else logFailure(at, request, error)
    return say(request, reply, 'failed')
  })
  for (const route of receive.routes)
    scope.route({
      method: route.method,
      url: receive.keyOf ? route.path : `/:connectionKey${route.path}`,
      schema: { hide: true },
      config: { foreignRoute: route },
      handler: async (request, reply) => send(reply, await answered(at, route, request)),
    })
}

async function answered(at: Mounted, route: ReceiveRoute, request: FastifyRequest): Promise<ForeignAnswer> {
  const { receive, limits } = at
  const here = callHere(at, request)
  const key = receive.keyOf
    ? receive.keyOf(here)
    : (request.params as Record<string, string>)['connectionKey']
  const of = key === undefined ? undefined : readConnectionKey(key)
  const unknown = () => withLimit(receive, uncounted(at, route), refuse(at, 'unknownConnection', here))
  if (!of || key === undefined) return unknown()
  const counted = countedCalls(route, of)
  const standing = counted && limits.look(counted)
  if (standing?.isOver) return withLimit(receive, standing, refuse(at, 'tooFast', here))
  try {
    const { answer } = await receiveRecords(laneParts(at), {
      ...of,
      route,
      request: called => requestOf(at, of, called, { ...here, parts: partsOf(request), connectionKey: key }),
      signal: new AbortController().signal,
      admit: read => {
        // A stranger spends nothing of what is another's.
        if ('status' in read && (read.status === 401 || read.status === 403)) return undefined
        return counted && limits.count(counted)?.isOver ? refuse(at, 'tooFast', here) : undefined
      },
    })
    return withLimit(receive, counted && limits.look(counted), answer)
  } catch (error) {
    if (error instanceof KontorError && error.code === 'CONNECTION_UNKNOWN') return unknown()
    logFailure(at, request, error)
    return withLimit(receive, counted && limits.look(counted), refuse(at, 'failed', here))
  }
}

// Another system's connection, and one that is archived, is as unknown to the caller as none.
function requestOf(
  { kontor, connector }: Mounted,
  { tenant }: NamedConnection,
  { connection, secrets, seats }: Called,
  call: CallHere & Pick<ForeignRequest, 'parts' | 'connectionKey'>,
): ForeignRequest {
  if (connection.archivedAt || connection.system !== connector.name)
    throw channelProblem('CONNECTION_UNKNOWN', { name: connection.id })
  const closed = new Set(seats.filter(seat => !seat.active).map(seat => seat.place))
  return {
    ...call,
    settings: { ...connection.settings, ...secrets },
    facts: connection.facts,
    places: connection.channels.filter(one => one.active && !closed.has(one.place)).map(one => one.place),
    seats,
    account: accountNo(tenant),
    now: kontor.now(),
  }
}

function countedCalls(route: ReceiveRoute, { connectionId }: NamedConnection): CountedCalls | undefined {
  const limits = [route.limit ?? []].flat()
  if (limits.length === 0) return undefined
  return { connectionId, counter: route.counts ?? `${route.method} ${route.path}`, limits }
}

// What stands where nothing is counted: nobody knows whose call it is, or no route takes it.
function uncounted({ receive }: Mounted, route: ReceiveRoute | undefined): Left | undefined {
  const [limit] = [route?.limit ?? receive.usualLimit ?? []].flat()
  return limit && { limit, left: limit.calls, isOver: false }
}

function withLimit(receive: Receive, standing: Left | undefined, answer: ForeignAnswer): ForeignAnswer {
  if (!standing || !receive.limitHeaders) return answer
  return { ...answer, headers: { ...answer.headers, ...receive.limitHeaders(standing.limit, standing.left) } }
}

function callHere({ kontor, receive }: Mounted, request: FastifyRequest): CallHere {
  const { publicUrl } = kontor.config
  const [path = ''] = request.url.split('?')
  const written = request.originalUrl
  const end = written.indexOf('?')
  const query = new URLSearchParams(end === -1 ? '' : written.slice(end + 1))
  const behind = path.slice(receive.prefix.length)
  return {
    url: (publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/+$/, '') + written,
    method: request.method,
    path: receive.keyOf ? behind : behind.replace(/^\/[^/]*/, ''),
    query: Object.fromEntries(query),
    headers: request.foreignHeaders ?? {},
    body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
  }
}

function partsOf(request: FastifyRequest): Record<string, string> {
  const { '*': _rest, connectionKey: _key, ...parts } = request.params as Record<string, string>
  return parts
}

function refuse({ receive, kontor }: Mounted, why: RefusedCall, call: CallHere): ForeignAnswer {
  try {
    return receive.refuse(why, call)
  } catch (error) {
    kontor.log.error({ why, ...errorFacts(error) }, 'a connector has no words for a call that is refused')
    return { status: 500, body: '' }
  }
}

function send(reply: FastifyReply, { status, headers = {}, body }: ForeignAnswer): FastifyReply {
  reply.status(status).headers(headers)
  if (body.length === 0) return reply.send()
  return reply.send(
    typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength),
  )
}

// Its connection ended before all of its body was here: nothing failed, and whoever calls calls again.
function logGone({ kontor, connector }: Mounted, request: FastifyRequest): void {
  const { method, routeOptions, id } = request
  kontor.log.info(
    { reference: id, system: connector.name, method, route: routeOptions.url },
    'a foreign system went away in the middle of its call',
  )
}

function logFailure({ kontor, connector }: Mounted, request: FastifyRequest, error: unknown): void {
  const { method, routeOptions, id } = request
  kontor.log.error(
    { reference: id, system: connector.name, method, route: routeOptions.url, ...errorFacts(error) },
    'a call of a foreign system failed',
  )
}
