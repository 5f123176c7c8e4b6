import { type PortError, Refused, Rejected, Unreachable } from '../../port/errors.ts'
import { parseExact } from '../../port/exactJson.ts'
import { isModel, textOf } from './payloads.ts'

/** The JSON-RPC dialect of the endpoints: what an answer holds, and what its error codes mean here. Pure. */
export interface Reply {
  readonly result: unknown
  readonly error?: RpcError
  /** Absent before 5.3.0. */
  readonly warnings?: readonly string[]
}

export interface RpcError {
  readonly code: number
  readonly message: string
}

/** How the text of an `Unreachable` starts where something answers, but no JSON. */
export const noJson = 'the endpoint answered no JSON'

/** Where the JSON starts in the bytes: notices and HTML of shop plug-ins may stand before it; -1 where there is none. */
export function startOfJson(body: Uint8Array): number {
  const bytes = asBuffer(body)
  let at = 0
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at++
  return bytes[at] === 0x7b ? at : startOfPacket(bytes)
}

function startOfPacket(bytes: Buffer): number {
  const name = bytes.indexOf(rpcName)
  return name < 0 ? -1 : bytes.lastIndexOf(0x7b, name)
}

/** Whether the bytes are an answer of this protocol and not any JSON. */
export function namesProtocol(body: Uint8Array): boolean {
  return asBuffer(body).includes(rpcName)
}

/** Reads an answer. Throws `Unreachable` where it is none. */
export function readReply(body: Uint8Array): Reply {
  const reply = tryReply(body)
  if (!reply) throw new Unreachable(`${noJson}: it breaks off or is another program's`)
  return reply
}

/** Reads an answer; undefined where it is none. */
export function tryReply(body: Uint8Array): Reply | undefined {
  const start = startOfJson(body)
  if (start < 0) return undefined
  const packet = startOfPacket(asBuffer(body))
  // What stands before it may be JSON too, such as the log line of a plug-in.
  const reply = replyFrom(body, start) ?? (packet > start ? replyFrom(body, packet) : undefined)
  if (!reply) return undefined
  return {
    result: reply.result,
    ...(isModel(reply.error)
      ? { error: { code: codeOf(reply.error.code), message: textOf(reply.error.message) } }
      : {}),
    ...(Array.isArray(reply.warnings) ? { warnings: reply.warnings.map(textOf) } : {}),
  }
}

function replyFrom(body: Uint8Array, start: number): Readonly<Record<string, unknown>> | undefined {
  const text = asBuffer(body).toString('utf8', start)
  const reply = parsed(text) ?? parsed(text.slice(0, text.lastIndexOf('}') + 1))
  return isModel(reply) && ('result' in reply || 'error' in reply) ? reply : undefined
}

/**
 * Whether these bytes may hold an error, so that a large page is not read twice: `"error":{` cannot stand inside of a
 * JSON text, where the quotes would be escaped.
 */
export function mayHoldError(body: Uint8Array): boolean {
  const bytes = asBuffer(body)
  return bytes.length < 4096 || bytes.includes('"error":{') || bytes.includes('"error": {')
}

/** The session is unknown, over or was never begun: 789 (5.x), 0 "No session" (3.x), -32000, -32001 (3.x). */
export function isSessionLost(error: RpcError): boolean {
  if (error.code === 789 || error.code === -32001) return true
  if (error.code === -32000) return !isMissing(error)
  return error.code === 0 && /no session/i.test(error.message)
}

/**
 * The endpoint does not have this method: 33000, 33001 (5.x), -32601 (3.x), or what PHP says where the class or its action
 * is missing. Any other undefined method is a fault of a plug-in, which must not look like a kind that there is not.
 */
export function isMissing({ code, message }: RpcError): boolean {
  if (code === 33000 || code === 33001 || code === -32601) return true
  if (code === -32000) return /could not be handled/i.test(message)
  return (
    code === 0 &&
    /controller class .* does not exist|call to undefined method .*::(pull|push|delete|ack|finish)\b/i.test(
      message,
    )
  )
}

/** What an error means, by consequence. `writing`: it concerns what was sent, so repeating it in smaller parts may help. */
export function portErrorOf(error: RpcError, text: string, writing: boolean): PortError {
  const detail = `code ${error.code}: ${text}`
  if (error.code === 790) return new Refused('AUTH_EXPIRED', detail)
  if (isMissing(error)) return new Rejected('REMOTE_VALIDATION', '', detail)
  if (isSessionLost(error))
    return new Unreachable(`the shop does not keep its session; ${detail}`, { mayHaveWorked: false })
  if (!writing || unreachableCodes.has(error.code)) return new Unreachable(detail)
  return new Rejected('REMOTE_VALIDATION', '', detail)
}

// PHP's fatal errors (time and memory run out), the server's own, and packets that the endpoint could not read.
const unreachableCodes = new Set([1, 4, 16, 64, 256, 4096, 500, -32600, -32603, -32700, -32701])

const rpcName = Buffer.from('"jtlrpc"')

function asBuffer(body: Uint8Array): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

// Codes of PHP exceptions may be texts ("HY000"): those say nothing here.
function codeOf(value: unknown): number {
  const code = Number(value)
  return Number.isInteger(code) ? code : 0
}

function parsed(text: string): unknown {
  try {
    return parseExact(text)
  } catch (error) {
    // Nested without end, an answer with long numbers breaks off too.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}
