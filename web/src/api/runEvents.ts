import { language } from '../words/i18n.ts'
import { addressOf } from './call.ts'
import type { Run } from './runs.ts'

export interface RunListener {
  onRun(run: Run): void
  /** True while the server cannot be heard; the run goes on meanwhile. */
  onInterrupted(interrupted: boolean): void
}

const pauses = [500, 1_000, 2_000, 4_000]

/**
 * Follows a run until it is over: each change as it comes. A broken line is taken up again where it broke, by the number
 * of the last event; the run itself does not notice. Ends when `signal` is aborted.
 */
export async function followRun(id: string, listener: RunListener, signal: AbortSignal): Promise<void> {
  let seen: string | undefined
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      const response = await fetch(addressOf(`/sync-runs/${id}/events`), {
        headers: {
          accept: 'text/event-stream',
          'accept-language': language(),
          ...(seen === undefined ? {} : { 'last-event-id': seen }),
        },
        signal,
      })
      if (response.status === 204 || (response.status >= 400 && response.status < 500)) return
      if (!response.ok || !response.body) throw new Error(`status ${response.status}`)
      failures = 0
      listener.onInterrupted(false)
      for await (const event of readEvents(response.body)) {
        seen = event.id ?? seen
        if (event.name === 'run') listener.onRun(JSON.parse(event.data) as Run)
        if (event.name === 'end') return
      }
    } catch {
      // Whatever broke the line, the answer is the same: say so, and ask again.
      if (signal.aborted) return
      listener.onInterrupted(true)
    }
    await pause(pauses[Math.min(failures, pauses.length - 1)] ?? 0, signal)
  }
}

interface ServerEvent {
  readonly id: string | undefined
  readonly name: string
  readonly data: string
}

/** The events of a stream, as they arrive. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      yield* blocks.map(parseEvent).filter(event => event.data !== '')
    }
  } finally {
    await reader.cancel()
  }
}

function parseEvent(block: string): ServerEvent {
  const lines = block.split('\n')
  const field = (name: string) =>
    lines.filter(line => line.startsWith(`${name}: `)).map(line => line.slice(name.length + 2))
  return { id: field('id')[0], name: field('event')[0] ?? 'message', data: field('data').join('\n') }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(done => {
    const timer = setTimeout(done, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        done()
      },
      { once: true },
    )
  })
}
