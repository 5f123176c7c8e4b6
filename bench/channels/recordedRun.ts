import { Agent, request } from 'undici'
import type { Run, Settings } from '../../src/port/connector.ts'
import type { HttpRequest } from '../../src/port/httpClient.ts'

/** A call that a connector made, and how long its answer was. */
export interface Recorded {
  readonly request: HttpRequest
  readonly answerBytes: number
}

/** What a connector is handed, as by the engine, with every call written down. What it learns it is told again. */
export function recordedRun(settings: Settings, http: Run['http'], calls: Recorded[]): Run {
  const facts: Record<string, unknown> = {}
  return {
    settings,
    http: {
      ...http,
      call: async wish => {
        const answer = await http.call(wish)
        calls.push({ request: wish, answerBytes: answer.body.length })
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

/** Milliseconds that the system needs for these calls, one after the other over one connection, when nothing is done with its answers. */
export async function replay(calls: readonly Recorded[]): Promise<number> {
  const agent = new Agent({ connections: 1, pipelining: 1 })
  const started = performance.now()
  for (const { request: wish } of calls) {
    const { method, headers = {}, body = null } = wish
    const answer = await request(wish.url, { dispatcher: agent, method, headers, body })
    await answer.body.arrayBuffer()
  }
  const ms = performance.now() - started
  await agent.close()
  return ms
}

/** Bytes of the bodies both ways. */
export function bytesOf(calls: readonly Recorded[]): number {
  return calls.reduce(
    (sum, { request: { body = '' }, answerBytes }) => sum + Buffer.byteLength(body) + answerBytes,
    0,
  )
}
