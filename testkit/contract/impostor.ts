import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { originOf } from './receiver.ts'

/** Something that is not the system, at its address. */
export interface Impostor {
  readonly origin: string
  /** Calls that it got, and calls that followed it to where it redirects. */
  readonly calls: number
  readonly followed: number
  stop(): Promise<void>
}

export const impostorKinds = [
  'html',
  'notFound',
  'redirect',
  'empty',
  'object',
  'list',
  'binary',
  'echo401',
  'echo500',
  'echo200',
] as const
export type ImpostorKind = (typeof impostorKinds)[number]

/** Starts one. The `echo` ones write back all that they were sent, as some systems do in their error pages. */
export async function startImpostor(kind: ImpostorKind): Promise<Impostor> {
  const seen = { calls: 0, followed: 0 }
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    if (request.url?.startsWith('/followed')) seen.followed++
    else seen.calls++
    answer(kind, request, response, body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: originOf(server),
    get calls() {
      return seen.calls
    },
    get followed() {
      return seen.followed
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

function answer(kind: ImpostorKind, request: IncomingMessage, response: ServerResponse, body: string): void {
  const echo = `${JSON.stringify(request.headers)} ${request.url} ${body}`
  const html = { 'content-type': 'text/html' }
  const json = { 'content-type': 'application/json' }
  switch (kind) {
    case 'html':
      return void response.writeHead(200, html).end('<!doctype html><title>Willkommen</title>')
    case 'notFound':
      return void response.writeHead(404, html).end('<h1>Not Found</h1>')
    case 'redirect':
      return void response.writeHead(302, { location: `http://${request.headers.host}/followed` }).end()
    case 'empty':
      return void response.writeHead(200).end()
    case 'object':
      return void response.writeHead(200, json).end('{"__proto__":{"a":1}}')
    case 'list':
      return void response.writeHead(200, json).end('[null,[],"x",1e999]')
    case 'binary':
      return void response.writeHead(200).end(Buffer.from([0x50, 0x4b, 0, 0xff, 0xfe, 0x80, 0]))
    case 'echo401':
      return void response.writeHead(401, html).end(echo)
    case 'echo500':
      return void response.writeHead(500, html).end(echo)
    case 'echo200':
      return void response.writeHead(200, html).end(echo)
  }
}
