/** The reference system as the one who calls: it pushes its records, and polls and deletes the events of a queue. */

import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { entryOf, type Objects } from './objects.ts'
import type { Records } from './records.ts'
import { encode, fieldsOf, listOf, textOf } from './wireJson.ts'

/** Most records of one push. */
const recordsPerPush = 5

export interface Pushes {
  /** From now on everything is pushed to this address, in the order of its arrival, until it is answered with 2xx. */
  to(url: string): void
  /** Says that there may be something new. */
  wake(): void
  /** Resolves once everything has been accepted. */
  settled(): Promise<void>
  /** Status of each push so far, 0 where there was no answer. */
  readonly answers: readonly number[]
  stop(): Promise<void>
}

/**
 * The push client. Each body is signed with the secret (hex HMAC-SHA256 of its bytes in `x-signature`); a push that is
 * not answered with 2xx is repeated after `retryMs`, for ever.
 */
export function createPushes(records: Records, secret: string, retryMs: number): Pushes {
  const answers: number[] = []
  const stopping = new AbortController()
  let address: string | undefined
  let running: Promise<void> | undefined
  const run = async () => {
    while (address && !stopping.signal.aborted) {
      const list = records.waiting().slice(0, recordsPerPush)
      if (list.length === 0) return
      const body = encode({ records: list.map(records.wire) })
      const { status } = await call('POST', `${address}/events`, body, signed(body, secret), stopping.signal)
      answers.push(status)
      if (status >= 200 && status < 300) for (const record of list) record.taken = true
      else await pause(retryMs, stopping.signal)
    }
  }
  const wake = () => {
    running ??= run().finally(() => {
      running = undefined
      if (address && !stopping.signal.aborted && records.waiting().length > 0) wake()
    })
  }
  return {
    answers,
    wake,
    to: url => {
      address = url
      wake()
    },
    settled: async () => {
      while (running) await running
    },
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/**
 * One round at an event queue of the other side: fetches `{ events: [{ id, kind, entry }] }`, does what they say, and
 * deletes them by id, both signed as a push is. Events that come again are done once. Returns how many were new. Throws an Error where the queue does not answer with 2xx.
 */
export async function pollQueue(
  url: string,
  objects: Objects,
  done: Set<string>,
  secret: string,
): Promise<number> {
  const asked = await call('GET', url, '', signed('', secret))
  if (asked.status !== 200) throw new Error(`the event queue answered ${asked.status}`)
  const events = listOf(fieldsOf(JSON.parse(asked.body))['events']).map(fieldsOf)
  const fresh = events.filter(event => !done.has(textOf(event['id'])))
  for (const event of fresh) {
    objects.put(textOf(event['kind']), entryOf(event['entry']))
    done.add(textOf(event['id']))
  }
  if (events.length === 0) return 0
  const ids = encode({ ids: events.map(event => textOf(event['id'])) })
  const deleted = await call('DELETE', url, ids, signed(ids, secret))
  if (deleted.status >= 300 || deleted.status === 0)
    throw new Error(`the event queue answered ${deleted.status} to a deletion`)
  return fresh.length
}

function signed(body: string, secret: string) {
  return { 'x-signature': createHmac('sha256', secret).update(body).digest('hex') }
}

function call(
  method: string,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
) {
  return new Promise<{ status: number; body: string }>(resolve => {
    const noAnswer = () => resolve({ status: 0, body: '' })
    const length = Buffer.byteLength(body)
    const outgoing = request(
      url,
      {
        method,
        agent: false,
        headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
        ...(signal ? { signal } : {}),
      },
      async answer => {
        try {
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(await answer.toArray()).toString() })
        } catch {
          noAnswer() // cut in the middle of the answer: as good as none
        }
      },
    )
    outgoing.on('error', noAnswer)
    outgoing.end(body)
  })
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
