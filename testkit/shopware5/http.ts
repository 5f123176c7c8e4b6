/** The HTTP side: addresses below `api/`, signing in, and the faults of the way. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { createDoor, type Door } from './auth.ts'
import type { ActiveFault, FaultKind } from './faults.ts'
import { answerCall, readCall } from './route.ts'
import type { ShopState } from './state.ts'
import { type Json, phpJson } from './wire.ts'

export interface HttpSide {
  readonly port: number
  /** Ends everything at once: open answers are cut, waiting ones are given up. */
  close(): Promise<void>
}

interface Place {
  readonly state: ShopState
  readonly folder: string
  readonly door: Door
  readonly closing: AbortSignal
  /** What was refused as by a key that is not valid any more: so it is when it is asked at once with another header. */
  readonly refused: { asked: string; more: number }
}

interface Reply {
  readonly status: number
  readonly body: string
  readonly type?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
}

/** Listens on the loopback interface. Rejects if the port is taken. */
export async function listen(state: ShopState, port: number, folder: string): Promise<HttpSide> {
  const closing = new AbortController()
  const door = createDoor(() => ({ ...state, ...state.quirks }))
  const refused = { asked: '', more: 0 }
  const place: Place = { state, folder, door, closing: closing.signal, refused }
  const server = createServer((request, response) => {
    respond(place, request, response).catch((error: unknown) => {
      // A caller that hangs up in the middle of its request is no error of the shop.
      if (!closing.signal.aborted && !request.errored) console.error(error)
      request.socket.destroy()
    })
  })
  // An idle connection is never ended from this side: a caller must only meet the faults that were planned.
  server.keepAliveTimeout = 0
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new TypeError('the server has no port')
  return { port: address.port, close: () => close(server, closing) }
}

async function close(server: Server, closing: AbortController): Promise<void> {
  closing.abort()
  const closed = new Promise<void>(done => server.close(() => done()))
  server.closeAllConnections()
  await closed
}

async function respond(place: Place, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { state, folder } = place
  const begun = performance.now()
  const url = new URL(request.url ?? '/', 'http://shop.invalid')
  const body = await readBody(request)
  const inside = url.pathname.startsWith(folder) ? url.pathname.slice(folder.length) : ''
  const [, path] = /^api\/(?:v1\/)?(.*)$/.exec(inside) ?? []
  if (path === undefined) return file(state, inside, response)
  const call = readCall(request.method ?? 'GET', path, url.searchParams, body)
  const atOnce = state.log.waits(1)
  const challenged = signIn(place, request)
  // Asking for a nonce is no call: the faults of a plan meet what was meant.
  const fault = challenged ? null : nextFault(place, call.name, `${request.method} ${request.url}`)
  if (fault?.kind === 'slow') await wait(fault.delayMs, undefined, { signal: place.closing })
  const reply = challenged ?? (await reach(place, call, fault, body))
  state.log.waits(-1)
  const bytes = Buffer.from(reply.body)
  state.log.call({
    call: challenged ? 'challenge' : call.name,
    asked: call.asked,
    body: call.body ?? null,
    status: reply.status,
    fault: fault?.kind ?? null,
    bytesIn: body.length,
    bytesOut: bytes.length,
    atOnce,
    milliseconds: performance.now() - begun,
  })
  // The clock of the shop, which may not be that of this machine.
  response.setHeader('date', state.clock().toUTCString())
  send(reply, bytes, fault?.kind, response)
}

function nextFault({ state, refused }: Place, name: string, asked: string): ActiveFault | null {
  if (refused.more > 0 && refused.asked === asked) {
    refused.more--
    return { kind: 'unauthorized', delayMs: 0 }
  }
  const fault = state.faults.next(name)
  Object.assign(refused, { asked, more: fault?.kind === 'unauthorized' ? 2 : 0 })
  return fault
}

function signIn({ state, door }: Place, request: IncomingMessage): Reply | undefined {
  const header = state.quirks.headerStripped ? undefined : request.headers.authorization
  if (door.opens(header, request.method ?? 'GET', request.url ?? '/', state.clock())) return undefined
  return refused(state, door)
}

function refused(state: ShopState, door: Door): Reply {
  return {
    ...json(401, { success: false, message: 'Invalid or missing auth' }),
    headers: { 'www-authenticate': door.challenge(state.clock()) },
  }
}

function json(status: number, body: Json): Reply {
  return { status, body: phpJson(body), type: 'application/json' }
}

function html(status: number, text: string, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers,
    body: `<!DOCTYPE html><html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`,
  }
}

// What is answered before PHP is asked, or what PHP says.
async function reach(
  { state, door, folder }: Place,
  call: ReturnType<typeof readCall>,
  fault: ActiveFault | null,
  body: Buffer,
): Promise<Reply> {
  switch (fault?.kind) {
    case 'http500':
      return json(500, trace(`An error has occurred: ${body.toString('utf8', 0, 4000)}`))
    case 'http502':
      return html(502, `502 Bad Gateway ${body.toString('latin1', 0, 4000)}`)
    case 'http429':
      return html(429, '429 Too Many Requests', { 'retry-after': '120' })
    case 'http429Bare':
      return html(429, '429 Too Many Requests')
    case 'htmlBody':
      return html(200, 'Wir sind gleich wieder da')
    case 'emptyBody':
      return { status: 200, body: '' }
    case 'maintenance':
      return html(503, 'Wartungsarbeiten')
    case 'unauthorized':
    case 'staleNonce':
      return refused(state, door)
    case 'forbidden':
      return json(403, denial(call.name))
    case 'redirect':
      return html(301, 'Moved Permanently', {
        location: `https://www.example.com${folder}api/${call.resource}`,
      })
    case 'notFound':
      return html(404, '404 Not Found')
    case 'resetBefore':
      return { status: 200, body: '' }
  }
  state.hooks.beforeCall?.(call.name, call.asked)
  const { status, body: answer } = state.denied.has(call.resource)
    ? { status: 403, body: denial(call.name) }
    : await answerCall(state, call, fault?.kind)
  state.hooks.afterCall?.(call.name, call.asked)
  if (fault?.kind === 'http500AfterSuccess') return json(500, trace('An error has occurred'))
  const reply = json(status, answer)
  return state.quirks.htmlBeforeJson
    ? { ...reply, body: `<br />\n<b>Notice</b>: Undefined index in <b>/shop</b><br />\n${reply.body}` }
    : reply
}

function denial(name: string): Json {
  return { success: false, message: `Permission denied: the role of the user has no right for ${name}` }
}

function trace(message: string): Json {
  return {
    success: false,
    message,
    trace: '#0 /var/www/shop/engine/Shopware/Components/Api/Resource.php(512)',
  }
}

function send(reply: Reply, whole: Buffer, fault: FaultKind | undefined, response: ServerResponse): void {
  const { socket } = response
  if (!socket || fault === 'hangAfterSuccess') return
  if (fault === 'resetBefore') return void socket.resetAndDestroy()
  if (fault === 'cutAfterSuccess') return void socket.destroy()
  const half = fault === 'truncatedBody' || fault === 'wrongLength'
  const bytes = half ? whole.subarray(0, Math.floor(whole.length / 2)) : whole
  response.writeHead(reply.status, {
    'content-type': reply.type ?? 'text/html; charset=utf-8',
    'content-length': fault === 'wrongLength' ? whole.length : bytes.length,
    ...reply.headers,
  })
  if (fault === 'wrongLength') response.write(bytes, () => socket.end())
  else response.end(bytes)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** What is no part of the interface: an image, or nothing. */
function file({ files }: ShopState, path: string, response: ServerResponse): void {
  const bytes = files.get(path)
  if (bytes) return void response.writeHead(200, { 'content-type': 'image/png' }).end(bytes)
  response
    .writeHead(404, { 'content-type': 'text/html; charset=utf-8' })
    .end('<!DOCTYPE html><html><head><title>Shopware 5</title></head><body>404</body></html>')
}
