import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'

/** One call on its way through: the method of its packet, the packet itself, and what the shop answered. */
export interface Passing {
  readonly method: string
  readonly packet: Readonly<Record<string, unknown>>
  /** The session that the caller named; '' before the login. */
  readonly session: string
  readonly text: string
}

/** What goes back instead of the answer: another text, or another answer altogether. */
export type Instead =
  | string
  | Uint8Array
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string | Uint8Array
    }

/**
 * For `through`: stands between a shop and its caller and lets a test change each answer, so that it can hold what no
 * simulated shop would write. Ends with the test.
 */
export function meddle(
  scope: TestScope,
  change: (passing: Passing) => Instead,
): (shop: Pick<Shop, 'url'>) => Promise<string> {
  return async shop => {
    const server = createServer((request, response) => {
      pass(shop.url, request, response, change).catch(error => {
        if (!request.errored) response.destroy(error)
      })
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    scope.after(async () => {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
    })
    const inner = new URL(shop.url)
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}${inner.pathname}${inner.search}`
  }
}

async function pass(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  change: (passing: Passing) => Instead,
): Promise<void> {
  const body = Buffer.concat(await request.toArray()).toString()
  const type = request.headers['content-type'] ?? ''
  const answer = await fetch(new URL(request.url ?? '/', target), {
    method: request.method ?? 'GET',
    redirect: 'manual',
    ...(body === '' ? {} : { body, headers: { 'content-type': type } }),
  })
  const form = new URLSearchParams(body)
  const packet = JSON.parse(form.get('jtlrpc') ?? '{}')
  const session = form.get('jtlauth') ?? ''
  const instead = change({ method: String(packet.method ?? ''), packet, session, text: await answer.text() })
  const whole =
    typeof instead === 'string' || instead instanceof Uint8Array
      ? { status: answer.status, body: instead }
      : instead
  const headers = { 'content-type': answer.headers.get('content-type') ?? 'text/html' }
  response.writeHead(whole.status, { ...headers, ...('headers' in whole ? whole.headers : {}) })
  response.end(whole.body)
}
