/** One exchange with the host, and what can go wrong on the way. */
import { type Agent, type ClientRequest, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { FaultKind } from './faults.ts'
import { ScxCrash, ScxNoAnswer } from './programErrors.ts'

export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

const pieceBytes = 64

/** Makes the call with that fault. Throws ScxCrash, or ScxNoAnswer where nothing (or half) came back. */
export async function exchange(
  agent: Agent | undefined,
  wire: WireRequest,
  fault: FaultKind | undefined,
): Promise<WireAnswer> {
  switch (fault) {
    case 'crashBefore':
      throw new ScxCrash(`died before ${wire.method} ${wire.url}`)
    case 'crashAfter':
      await call(agent, wire)
      throw new ScxCrash(`died after ${wire.method} ${wire.url}`)
    case 'cutBefore':
      throw new ScxNoAnswer(`cut before ${wire.method} ${wire.url}`)
    case 'cutRequest':
      return call(agent, wire, outgoing => {
        outgoing.write(wire.body.subarray(0, wire.body.length / 2), () => outgoing.destroy())
      })
    case 'lostAnswer':
      await call(agent, wire)
      throw new ScxNoAnswer(`no answer to ${wire.method} ${wire.url}`)
    case 'doubled':
      await call(agent, wire)
      return call(agent, wire)
    case 'parallel': {
      const [answer] = await Promise.all([call(agent, wire), call(agent, wire)])
      return answer
    }
    case 'slow':
      return call(agent, wire, outgoing => void inPieces(outgoing, wire.body))
    default:
      return call(agent, wire)
  }
}

async function inPieces(outgoing: ClientRequest, body: Uint8Array): Promise<void> {
  for (let from = 0; from < body.length && !outgoing.destroyed; from += pieceBytes)
    await new Promise<void>(resolve =>
      outgoing.write(body.subarray(from, from + pieceBytes), () => resolve()),
    )
  outgoing.end()
}

function call(
  agent: Agent | undefined,
  { method, url, headers, body }: WireRequest,
  send: (outgoing: ClientRequest) => void = outgoing => void outgoing.end(body),
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    let isAnswered = false
    const isSecure = url.startsWith('https:')
    const noAnswer = (cause?: unknown) => reject(new ScxNoAnswer(`no answer to ${method} ${url}`, { cause }))
    const options = {
      method,
      headers: {
        ...headers,
        ...(method === 'GET' && body.length === 0 ? {} : { 'content-length': body.length }),
      },
      ...(agent && !isSecure ? { agent } : {}),
    }
    const outgoing = (isSecure ? secureRequest : plainRequest)(url, options, async incoming => {
      isAnswered = true
      try {
        const answer = Buffer.concat(await incoming.toArray())
        if (!incoming.complete) return noAnswer()
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: answer })
      } catch (error) {
        noAnswer(error)
      }
    })
    outgoing.on('error', noAnswer)
    // Destroyed by ourselves before anything came: there is no error to tell.
    outgoing.on('close', () => {
      if (!isAnswered) noAnswer()
    })
    send(outgoing)
  })
}
