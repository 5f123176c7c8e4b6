import type { NetConnectOpts, Socket } from 'node:net'
import { cutFrames, statementText } from './cutFrames.ts'
import type { Gate } from './moment.ts'
import { openProxy, type TcpProxy } from './openProxy.ts'
import { statementNames } from './statementNames.ts'

/**
 * Opens a door to PostgreSQL on 127.0.0.1 through which every statement and every answer passes whole, one at a time, so that the gate
 * can decide before a statement reaches the server and before its answer reaches the process. What is held stays held,
 * until the process is dead.
 */
export function openDatabaseProxy(target: NetConnectOpts, gate: Gate): Promise<TcpProxy> {
  return openProxy(target, (client, upstream) => relay(client, upstream, gate))
}

/** A statement with the messages that belong to it, as the process sent them. */
interface Sent {
  readonly what: string
  readonly frames: Buffer[]
}

function relay(client: Socket, upstream: Socket, gate: Gate): void {
  const nameOf = statementNames()
  // The process does not always wait for an answer before it goes on. Here each statement does, so that "before the
  // commit" is a moment at which everything else of the transaction is done.
  const waiting: Sent[] = []
  let asked: Sent | undefined
  let answer: Buffer[] = []
  let held = false
  const ask = () => {
    asked = held ? undefined : waiting.shift()
    if (!asked) return
    held = gate({ what: asked.what, when: 'before' }) === 'hold'
    if (!held) for (const frame of asked.frames) upstream.write(frame)
  }
  const hears = cutFrames('client', (type, frame) => {
    const text = statementText(type, frame)
    if (text !== undefined) {
      waiting.push({ what: nameOf(text), frames: [frame] })
      if (!asked) ask()
      return
    }
    const last = waiting.at(-1)
    if (last) last.frames.push(frame)
    else if (!held) upstream.write(frame)
  })
  const answers = cutFrames('server', (type, frame) => {
    if (held) return
    answer.push(frame)
    // Until the first statement there is a login to talk about; from then on an answer ends with ReadyForQuery.
    if (asked && type !== 'Z') return
    held = asked !== undefined && gate({ what: asked.what, when: 'after' }) === 'hold'
    if (held) return
    client.write(Buffer.concat(answer))
    answer = []
    ask()
  })
  client.on('data', chunk => corked(upstream, () => hears(chunk)))
  upstream.on('data', chunk => corked(client, () => answers(chunk)))
  // One side that is gone ends the other; a reset is as good an end as any.
  client.on('error', () => undefined)
  client.once('close', () => upstream.destroy())
  upstream.on('error', () => undefined)
  upstream.once('close', () => {
    if (held) return client.destroy()
    client.end(Buffer.concat(answer)) // the last words of a server that was stopped
  })
}

function corked(socket: Socket, work: () => void): void {
  socket.cork()
  work()
  socket.uncork()
}
