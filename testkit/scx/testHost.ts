/** A host as small as the tests of the program need it: it takes what it is told, and has a queue of events. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenCall {
  readonly method: string
  /** As it came, with its query. */
  readonly target: string
  readonly headers: IncomingMessage['headers']
  readonly bytes: Buffer
  readonly text: string
}

export interface TestHost {
  readonly url: string
  readonly seen: SeenCall[]
  /** Those of a path, without its query. */
  of(method: string, path: string): readonly SeenCall[]
  /** Puts an event into the queue. Its id. */
  push(type: string, event: unknown, more?: Readonly<Record<string, unknown>>): string
  /** What the next calls of that path are answered with, one after the other, instead of what is usual. */
  answer(path: string, ...answers: readonly TestAnswer[]): void
  readonly queue: { id: string; entry: unknown; hiddenUntil: number }[]
  /** Events are given out again at once. */
  keepsGiving: boolean
  token: string
  /** What signing in answers besides. */
  signedIn: Readonly<Record<string, unknown>>
  stop(): Promise<void>
}

export interface TestAnswer {
  readonly status: number
  readonly body?: unknown
}

/** Answers with what the documentation demands of each call. */
export async function startTestHost(now: () => Date): Promise<TestHost> {
  const answers = new Map<string, TestAnswer[]>()
  let number = 0
  const server = createServer(async (request, response) => {
    let bytes: Buffer
    try {
      bytes = Buffer.concat(await request.toArray())
    } catch {
      return // cut in the middle: nothing was said
    }
    const { method = '', url: target = '', headers } = request
    host.seen.push({ method, target, headers, bytes, text: bytes.toString() })
    const [path = ''] = target.replace(/^\/+/, '/').split('?')
    const { status, body } = answers.get(path)?.shift() ?? usual(method, path, headers.authorization, bytes)
    response.writeHead(status, { 'content-type': 'application/json', ...limits })
    response.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))
  })

  const usual = (
    method: string,
    path: string,
    authorization: string | undefined,
    bytes: Buffer,
  ): TestAnswer => {
    if (path === '/v1/auth') {
      const token = `t${++number}`
      host.token = token
      return {
        status: 200,
        body: {
          scope: 'CHAN',
          authToken: token,
          expiresIn: 3600,
          tokenExpireAt: '2026-11-02T09:00:00+00:00',
          ...host.signedIn,
        },
      }
    }
    if (authorization !== `Bearer ${host.token}`) return refusal(401, 'GEN401')
    if (path.startsWith('/v1/channel/event')) return method === 'GET' ? takePage() : drop(bytes)
    if (path.endsWith('/update-session')) return { status: 200, body: { sellerId: 'laden' } }
    if (path.endsWith('/signup-session')) return { status: 200, body: { jtlAccountId: 7 } }
    if (path.includes('/order/invoice/')) return { status: 200, body: '%PDF-1.7 Rechnung' }
    if (path.endsWith('/categories')) return { status: 201, body: { categoryTreeVersion: 'v1' } }
    if (path.includes('stock-updates'))
      return { status: 200, body: { stockUpdateList: [], lastUpdatedAt: '2026-11-02T08:00:00+00:00' } }
    return { status: method === 'DELETE' ? 204 : method === 'GET' ? 200 : 201 }
  }
  const takePage = (): TestAnswer => {
    const page = host.queue.filter(one => one.hiddenUntil <= now().getTime()).slice(0, 100)
    if (!host.keepsGiving) for (const one of page) one.hiddenUntil = now().getTime() + 300_000
    return { status: 200, body: { eventList: page.map(({ entry }) => entry) } }
  }
  const drop = (bytes: Buffer): TestAnswer => {
    const { eventIdList } = JSON.parse(bytes.toString()) as { eventIdList: readonly string[] }
    for (const id of eventIdList) {
      const at = host.queue.findIndex(one => one.id === id)
      if (at !== -1 && !host.keepsGiving) host.queue.splice(at, 1)
    }
    return { status: 204 }
  }

  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const host: TestHost = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    queue: [],
    keepsGiving: false,
    token: '',
    signedIn: {},
    of: (method, path) =>
      host.seen.filter(
        call => call.method === method && call.target.replace(/^\/+/, '/').split('?')[0] === path,
      ),
    push: (type, event, more = {}) => {
      const id = (++number).toString(16).padStart(24, '0')
      const createdAt = `${now().toISOString().slice(0, 19)}+00:00`
      host.queue.push({ id, entry: { id, createdAt, type, event, ...more }, hiddenUntil: 0 })
      return id
    },
    answer: (path, ...list) => {
      answers.set(path, [...(answers.get(path) ?? []), ...list])
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>(done => server.close(() => done()))
    },
  }
  return host
}

const limits = {
  'x-ratelimit-limit': '60',
  'x-ratelimit-interval-length-seconds': '60',
  'x-ratelimit-remaining': '59',
}

/** An error as the documentation writes it. */
export function refusal(
  status: number,
  code: string,
  severity = 'error',
  hint: string | null = null,
): TestAnswer {
  return { status, body: { errorList: [{ code, message: `${code} here`, severity, hint }] } }
}
