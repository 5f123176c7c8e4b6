/** The HTTP side: one address, form fields, always status 200 unless a switch or a fault says otherwise. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Endpoint } from './pull.ts'
import { type Answer, answerCall, type CallForm } from './rpc.ts'

export interface HttpSide {
  readonly port: number
  /** Ends everything at once: open answers are cut, waiting ones are given up. */
  close(): Promise<void>
}

/** The path of the connector; without the slash at the end the server redirects, as Apache does. */
export const connectorPath = '/jtlconnector/'

/** Listens on the loopback interface. Rejects if the port is taken. */
export async function listen(endpoint: Endpoint, port: number): Promise<HttpSide> {
  const closing = new AbortController()
  const server = createServer((request, response) => {
    respond(endpoint, request, response, closing.signal).catch((error: unknown) => {
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
  return { port: portOf(server), close: () => close(server, closing) }
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new TypeError('the server has no port')
  return address.port
}

async function close(server: Server, closing: AbortController): Promise<void> {
  closing.abort()
  const closed = new Promise<void>(done => server.close(() => done()))
  server.closeAllConnections()
  await closed
}

async function respond(
  endpoint: Endpoint,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://shop.invalid')
  const body = await readBody(request, endpoint.state.postMaxMebibytes * 1_048_576)
  if (url.pathname === connectorPath) {
    const form = await readForm(request, url, body, endpoint.state.generation === 5)
    const answer = answerCall(endpoint, form)
    if (answer.delayMs > 0) await wait(answer.delayMs, undefined, { signal: closing })
    return send(answer, response)
  }
  if (url.pathname === connectorPath.slice(0, -1)) {
    response.writeHead(301, { location: `${connectorPath}${url.search}` }).end()
  } else if (url.pathname.startsWith('/media/')) {
    // Each image has content of its own: what follows the end of a PNG is none of the picture.
    const name = Buffer.from(url.pathname)
    response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.concat([onePixel, name]))
  } else {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>')
  }
}

/** The body; null if it is larger than PHP takes: it is dropped without a word. */
async function readBody(request: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= most) chunks.push(chunk)
  }
  if (size > most) return null
  return chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)
}

/** The two fields and the file beside them; JSON bodies are not understood, and only the newer core looks into the query as well (V5). */
async function readForm(
  request: IncomingMessage,
  url: URL,
  body: Buffer | null,
  readsQuery: boolean,
): Promise<CallForm> {
  const type = request.headers['content-type'] ?? ''
  const { fields, file } =
    body === null || request.method !== 'POST'
      ? nothingSent()
      : type.startsWith('application/x-www-form-urlencoded')
        ? { fields: new URLSearchParams(body.toString('utf8')), file: null }
        : type.startsWith('multipart/form-data')
          ? await readMultipart(type, body)
          : nothingSent()
  const field = (name: string): string | null => {
    const value = fields.get(name)
    return value === null && readsQuery ? url.searchParams.get(name) : value
  }
  return { jtlrpc: field('jtlrpc'), jtlauth: field('jtlauth'), file }
}

interface Sent {
  readonly fields: URLSearchParams
  readonly file: Buffer | null
}

function nothingSent(): Sent {
  return { fields: new URLSearchParams(), file: null }
}

/** The text fields of a multipart body, and the file in the field `file`. One without an ending in its name is none. */
async function readMultipart(type: string, body: Buffer): Promise<Sent> {
  const fields = new URLSearchParams()
  let file: Buffer | null = null
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.set(name, value)
    else if (name === 'file' && /\.\w+$/.test(value.name)) file = Buffer.from(await value.arrayBuffer())
  }
  return { fields, file }
}

function send(answer: Answer, response: ServerResponse): void {
  const socket: Socket | null = response.socket
  if (!socket || answer.delivery === 'hang') return
  if (answer.delivery === 'reset') return void socket.resetAndDestroy()
  if (answer.delivery === 'cut') return void socket.destroy()
  // The text is ASCII: a byte per character.
  const whole = answer.body.length
  const body = answer.delivery === 'whole' ? answer.body : answer.body.slice(0, Math.floor(whole / 2))
  const length = answer.delivery === 'wrongLength' ? whole : body.length
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': length,
    ...answer.headers,
  })
  if (answer.delivery === 'wrongLength') response.write(body, 'latin1', () => socket.end())
  else response.end(body, 'latin1')
}

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
