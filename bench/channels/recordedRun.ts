import { Agent, request } from 'undici'
import type { Run, Settings } from '../../src/port/connector.ts'
import type { HttpAnswer, HttpRequest } from '../../src/port/httpClient.ts'

/** A call that a connector made, and what was answered. */
export interface Recorded {
  readonly request: HttpRequest
  readonly answer: HttpAnswer
}

/** An answer as `tape.ts` is told of it. */
export interface Taped {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Base64. */
  readonly body: string
}

/**
 * What a connector is handed, as by the engine, with every call written down; `to` says where a call goes. What the connector learns it is
 * told again.
 */
export function recordedRun(
  settings: Settings,
  http: Run['http'],
  calls: Recorded[],
  to: (url: string) => string,
): Run {
  const facts: Record<string, unknown> = {}
  return {
    settings,
    http: {
      ...http,
      call: async wish => {
        const request = { ...wish, url: to(wish.url) }
        const answer = await http.call(request)
        calls.push({ request, answer })
        return answer
      },
    },
    now: () => new Date(),
    timeZone: 'Europe/Berlin',
    log: () => {},
    signal: new AbortController().signal,
    facts: facts as Run['facts'],
    places: [''],
    secret: () => Promise.reject(new TypeError('no secret')),
    drop: async () => {},
    remember: learned => void Object.assign(facts, learned),
  }
}

/** Milliseconds that the system needs for these calls, one after the other over one connection, when nothing is done with its answers. `login`
 * stands for the one that the calls were made with, where that grows old. Throws where it answers much less than it answered the connector. */
export async function replay(calls: readonly Recorded[], login?: string): Promise<number> {
  const agent = new Agent({ connections: 1, pipelining: 1 })
  let [expected, answered] = [0, 0]
  const started = performance.now()
  for (const { request: wish, answer: before } of calls) {
    const { method, body = null } = wish
    const headers = { ...wish.headers, ...(login === undefined ? {} : { authorization: login }) }
    const answer = await request(wish.url, { dispatcher: agent, method, headers, body })
    answered += (await answer.body.arrayBuffer()).byteLength
    expected += before.body.length
  }
  const ms = performance.now() - started
  await agent.close()
  // The same work, or it is no ceiling: a refusal is short.
  if (answered < expected * 0.9) throw new Error(`${answered} bytes were answered instead of ${expected}`)
  return ms
}

/** Bytes of the bodies both ways. */
export function bytesOf(calls: readonly Recorded[]): number {
  return calls.reduce(
    (sum, { request: { body = '' }, answer }) => sum + Buffer.byteLength(body) + answer.body.length,
    0,
  )
}

/** The answers as one line of JSON. */
export function tapeOf(calls: readonly Recorded[]): string {
  const tape = calls.map(({ answer: { status, headers, body } }): Taped => {
    const { 'content-type': type = '' } = headers
    return { status, headers: { 'content-type': type }, body: Buffer.from(body).toString('base64') }
  })
  return JSON.stringify(tape)
}
