/** The HTTP side: one address for each script, form fields, and the faults of the way. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { answerCall, bytesOf, type Call, entriesOf, isKnownAgent, type Reply } from './call.ts'
import type { ActiveFault, FaultKind } from './faults.ts'
import { shopPage } from './page.ts'
import type { ShopState } from './state.ts'
import { readForm } from './wire/readForm.ts'

export interface HttpSide {
  readonly port: number
  /** Ends everything at once: open answers are cut, waiting ones are given up. */
  close(): Promise<void>
}

/** Listens on the loopback interface. Rejects if the port is taken. */
export async function listen(state: ShopState, port: number, folder: string): Promise<HttpSide> {
  const closing = new AbortController()
  const place: Place = { state, folder, closing: closing.signal, open: { calls: 0 } }
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
  return { port: portOf(server), close: () => close(server, closing) }
}

interface Place {
  readonly state: ShopState
  readonly folder: string
  readonly closing: AbortSignal
  readonly open: { calls: number }
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

async function respond(place: Place, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { state } = place
  const begun = performance.now()
  place.open.calls++
  response.once('close', () => void place.open.calls--)
  const url = new URL(request.url ?? '/', 'http://shop.invalid')
  const body = await readBody(request)
  const script = scriptOf(url, place.folder)
  if (script === undefined) return page(place, url, response)
  const form = readForm(request.headers['content-type'] ?? '', request.method === 'POST' ? body : nothing)
  const agent = request.headers['user-agent'] ?? ''
  const call: Call = { script, form, agent, entries: entriesOf(form) }
  const names = Array.isArray(call.entries) ? call.entries.map(entry => `${script}/${entry.name}`) : []
  const fault = state.faults.next([script, ...names])
  const mark = state.tmpEmptied
  state.log.waits(1)
  if (fault?.kind === 'slow')
    await (state.hooks.lasts?.(script) ?? wait(fault.delayMs, undefined, { signal: place.closing }))
  state.log.waits(-1)
  // Whoever ends a run while another uploads takes the upload out of its hands.
  const lost = state.tmpEmptied !== mark && form.files.size > 0
  const reply = lost ? { status: 500, body: '2' } : reach(state, call, fault, body)
  const bytes =
    typeof reply.body === 'string' && reply.raw
      ? Buffer.from(reply.body)
      : bytesOf(reply.body, isKnownAgent(state, agent))
  state.log.call({
    at: state.clock(),
    script,
    ...(state.log.keeps ? sentIn(call) : { files: [], sent: [] }),
    fields: state.log.keeps ? fieldsOf(call) : {},
    agent,
    status: reply.status,
    answer:
      bytes[0] === 0x50 && bytes[1] === 0x4b ? 'PK' : (bytes.toString('latin1', 0, 200).split('\n')[0] ?? ''),
    fault: fault?.kind ?? null,
    bytesIn: body.length,
    bytesOut: bytes.length,
    atOnce: place.open.calls,
    milliseconds: performance.now() - begun,
  })
  send(reply, bytes, fault?.kind, response)
}

type Sent = Reply & { readonly raw?: true; readonly headers?: Readonly<Record<string, string>> }

// What is answered before PHP is asked, or what PHP says.
function reach(state: ShopState, call: Call, fault: ActiveFault | null, body: Buffer): Sent {
  const html = (status: number, text: string): Sent => ({
    status,
    raw: true,
    body: `<!DOCTYPE html><html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`,
  })
  switch (fault?.kind) {
    case 'http500':
      return { status: 500, body: '' }
    case 'http502':
      return html(502, `502 Bad Gateway</h1><pre>${body.toString('latin1', 0, 4000)}</pre><h1>`)
    case 'htmlBody':
      return html(200, 'Wir sind gleich wieder da')
    case 'emptyBody':
      return { status: 200, body: '' }
    case 'maintenance':
      return { status: 200, body: 'Maintenance' }
    case 'notFound':
      return html(404, '404 Not Found')
    case 'redirect':
      return {
        ...html(301, 'Moved Permanently'),
        headers: { location: `https://www.example.com/dbeS/${call.script}.php` },
      }
    case 'resetBefore':
      return { status: 200, body: '' }
  }
  state.hooks.beforeCall?.(call.script)
  const reply = answerCall(state, call, fault)
  state.hooks.afterCall?.(call.script)
  return fault?.kind === 'http500AfterSuccess' ? { status: 500, body: '' } : reply
}

function send(reply: Sent, whole: Buffer, fault: FaultKind | undefined, response: ServerResponse): void {
  const { socket } = response
  if (!socket || fault === 'hangAfterSuccess') return
  if (fault === 'resetBefore') return void socket.resetAndDestroy()
  if (fault === 'cutAfterSuccess') return void socket.destroy()
  const half = fault === 'truncatedBody' || fault === 'wrongLength'
  const bytes = half
    ? whole.subarray(0, Math.floor(whole.length / 2))
    : fault === 'warningBefore'
      ? Buffer.concat([
          Buffer.from('<br />\n<b>Warning</b>: Undefined array key in <b>/shop</b><br />\n'),
          whole,
        ])
      : whole
  response.writeHead(reply.status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': fault === 'wrongLength' ? whole.length : bytes.length,
    ...reply.headers,
  })
  if (fault === 'wrongLength') response.write(bytes, () => socket.end())
  else response.end(bytes)
}

const nothing = Buffer.alloc(0)

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return chunks.length === 1 ? (chunks[0] ?? nothing) : Buffer.concat(chunks)
}

/** The script of an address, with or without the rewriting of the server. */
function scriptOf(url: URL, folder: string): string | undefined {
  const inside = url.pathname.startsWith(`${folder}dbeS/`) ? url.pathname.slice(folder.length + 5) : ''
  if (inside === 'index.php') return url.searchParams.get('id') ?? ''
  return /^(\w+)\.php$/.exec(inside)?.[1]
}

/** What is no script: the shop for people, a forbidden folder, or nothing. */
function page({ state, folder }: Place, url: URL, response: ServerResponse): void {
  const picture = state.storage.get(url.pathname.slice(folder.length))
  if (picture) return void response.writeHead(200, { 'content-type': 'image/png' }).end(picture)
  const inside = url.pathname.startsWith(folder) ? url.pathname.slice(folder.length) : undefined
  const status = inside === '' ? 200 : inside?.startsWith('dbeS/') ? 403 : 404
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
    .end(
      status === 200
        ? shopPage(state)
        : `<!DOCTYPE html><html><head><title>JTL-Shop</title></head><body>${status}</body></html>`,
    )
}

function sentIn({ entries }: Call): { readonly files: readonly string[]; readonly sent: readonly string[] } {
  const list = Array.isArray(entries) ? entries : []
  return {
    files: list.map(entry => entry.name),
    sent: list.filter(entry => entry.name.endsWith('.xml')).map(entry => entry.content.toString('utf8')),
  }
}

const secret = new Set(['userID', 'userPWD', 'uID', 'uPWD', 'uid', 'upwd'])

function fieldsOf({ form }: Call): Readonly<Record<string, string>> {
  return Object.fromEntries([...form.fields].filter(([name]) => !secret.has(name)))
}
