import { type FormFile, formBody } from '../../base/formBody.ts'
import type { Run } from '../../port/connector.ts'
import { type PortError, RateLimited, Refused, Unreachable } from '../../port/errors.ts'
import { redirectText, retryAfter } from '../../port/httpAnswers.ts'
import type { HttpAnswer } from '../../port/httpClient.ts'
import { isModel, textOf } from './payloads.ts'
import {
  isSessionLost,
  mayHoldError,
  namesProtocol,
  noJson,
  portErrorOf,
  type Reply,
  type RpcError,
  readReply,
  startOfJson,
  tryReply,
} from './rpc.ts'

/** The endpoint of one shop: one call at a time, in one session, which is begun again once where it was lost. */
export interface Api {
  /** Begins the session. Throws `Refused` AUTH_EXPIRED for a wrong token, URL_WRONG where no endpoint answers. */
  login(): Promise<void>
  /** One call. The error of the endpoint is part of the reply, except those of the session. */
  ask(method: string, params?: unknown): Promise<Reply>
  /** One page, unread; or the error of the endpoint. */
  pull(controller: string, limit: number): Promise<Uint8Array | RpcError>
  /** Sends models, each as `encodeModel` made it, with the one file that holds their bytes. */
  push(controller: string, models: readonly string[], file?: FormFile): Promise<Reply>
  /** Tells our numbers: pairs of their id and ours, per ack key. The reply's warnings tell what was not stored. */
  ack(key: string, pairs: readonly (readonly [string, number])[]): Promise<Reply>
  /** Ends the session; not repeated in a new one, which would have nothing to finish. Nothing where there is none. */
  finish(): Promise<Reply | undefined>
  /** Whether an endpoint answers under that address. Sends neither token nor session. */
  probe(url: string): Promise<boolean>
  /** The error of a reply as one of the port; `writing` where it concerns what was sent. */
  errorOf(error: RpcError, writing?: boolean): PortError
  /** True once a reply had `warnings`, which are new in 5.3.0. */
  readonly hasWarnings: () => boolean
}

/** `workedBefore`: this address has been an endpoint once, so that an odd answer is an outage, not a wrong address. */
export function createApi(run: Run, workedBefore: boolean): Api {
  const { url = '', token = '', methodCase = 'snake' } = run.settings
  let session: string | undefined
  let packets = 0
  let warned = false

  // A server that fails may show what it was sent: the token must be found in that form too.
  run.http.hide(JSON.stringify(token).slice(1, -1))

  const send = async (address: string, packet?: string, auth?: string, file?: FormFile) => {
    const form = [packet && `jtlrpc=${packet}`, auth && `jtlauth=${encodeURIComponent(auth)}`]
    const { type, body } = file
      ? await formBody({ jtlrpc: decodeURIComponent(packet ?? ''), jtlauth: auth ?? '' }, file)
      : { type: 'application/x-www-form-urlencoded', body: form.filter(Boolean).join('&') }
    return run.http.call({
      method: 'POST',
      url: address,
      headers: { ...answerHeaders, 'content-type': type },
      body,
    })
  }

  const exchange = async (
    name: string,
    params: Encoded | undefined,
    auth: string | undefined,
    file?: FormFile,
  ): Promise<Exchange> => {
    const method = methodCase === 'camel' ? inCamelCase(name) : name
    const head = JSON.stringify({ jtlrpc: '2.0', id: String(++packets), method }).slice(0, -1)
    // 3.x crashes where a pull has no params; calls without any leave the key out.
    const given = params === undefined ? '' : `${comma}${paramsKey}${params}`
    const answer = await send(url, `${encodeURIComponent(head)}${given}${closing}`, auth, file)
    assertEndpoint(answer, run, url, workedBefore)
    const reply = mayHoldError(answer.body) ? tryReply(answer.body) : undefined
    if (!reply) return { body: answer.body }
    warned ||= reply.warnings !== undefined
    for (const warning of reply.warnings ?? [])
      run.log('warn', run.http.redact(`the shop warns: ${warning}`, 300), { method })
    return { body: answer.body, reply }
  }

  const login = async () => {
    session = undefined
    const { body, reply = readReply(body) } = await exchange(
      'core.connector.auth',
      encodeModel({ token }),
      undefined,
    )
    const sessionId = isModel(reply.result) ? textOf(reply.result.sessionId) : ''
    if (reply.error) throw loginError(reply.error, run, workedBefore)
    if (sessionId === '') throw new Unreachable('the endpoint gave no session')
    run.http.hide(sessionId)
    session = sessionId
  }

  const inSession = async (method: string, params: Encoded | undefined, file?: FormFile) => {
    if (session === undefined) await login()
    const first = await exchange(method, params, session, file)
    if (!first.reply?.error || !isSessionLost(first.reply.error)) return first
    run.log('info', 'the session was lost; logged in again', { method, code: first.reply.error.code })
    await login()
    const second = await exchange(method, params, session, file)
    if (second.reply?.error && isSessionLost(second.reply.error)) throw errorOf(second.reply.error)
    return second
  }

  const ask = async (method: string, params?: unknown): Promise<Reply> => {
    const encoded = params === undefined ? undefined : encodeModel(params)
    const { body, reply = readReply(body) } = await inSession(method, encoded)
    return reply
  }

  const errorOf = (error: RpcError, writing = false) =>
    portErrorOf(error, run.http.redact(error.message, 300), writing)

  return {
    login,
    ask,
    pull: async (controller, limit) => {
      const { body, reply } = await inSession(`${controller}.pull`, encodeModel({ limit, filters: {} }))
      return reply?.error ?? body
    },
    push: async (controller, models, file) => {
      const list = `${opening}${models.join(comma)}${closed}`
      const { body, reply = readReply(body) } = await inSession(`${controller}.push`, list, file)
      return reply
    },
    ack: (key, pairs) => ask('core.connector.ack', { identities: { [key]: pairs }, checksums: [] }),
    finish: async () => {
      if (session === undefined) return undefined
      const { body, reply = readReply(body) } = await exchange('connector.finish', undefined, session)
      return reply
    },
    probe: async address => {
      const { status, body } = await send(address)
      return status === 200 && namesProtocol(body)
    },
    errorOf,
    hasWarnings: () => warned,
  }
}

/** JSON as it stands in the form field. */
type Encoded = string

/** A model as it stands in the form field: its length is that of the body that it needs, in bytes. */
export function encodeModel(model: unknown): Encoded {
  return encodeURIComponent(JSON.stringify(model))
}

const comma = encodeURIComponent(',')
const opening = encodeURIComponent('[')
const closed = encodeURIComponent(']')
const closing = encodeURIComponent('}')
const paramsKey = encodeURIComponent('"params":')

const answerHeaders = {
  accept: 'application/json',
  'accept-encoding': 'identity', // the client unpacks nothing
}

interface Exchange {
  readonly body: Uint8Array
  /** What it says, where it is short or may be an error; else it is unread. */
  readonly reply?: Reply
}

// snake_case is the only spelling that all PHP generations take; some third-party endpoints know camelCase only.
function inCamelCase(method: string): string {
  return method.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** Throws where the answer is not that of an endpoint. The endpoint's own errors come with HTTP 200 (or 500 with JSON). */
function assertEndpoint(answer: HttpAnswer, run: Run, url: string, workedBefore: boolean): void {
  const { status, headers, body } = answer
  if (status >= 300 && status < 400)
    throw new Refused('URL_WRONG', redirectText(url, headers['location'] ?? ''))
  if (status === 429) throw new RateLimited('HTTP 429', retryAfter(headers['retry-after'], run.now()))
  if (namesProtocol(body) || (status === 200 && startOfJson(body) >= 0)) return
  const text = Buffer.from(body.subarray(0, 4000)).toString('utf8').replace(/\s+/g, ' ').trim()
  const start = run.http.redact(text, 500)
  const words = start || 'an empty body'
  const detail = `${noJson} (HTTP ${status}): ${words}`
  if (status === 401) throw new Refused('AUTH_FORBIDDEN', detail)
  if (!workedBefore && [403, 404, 405, 410].includes(status)) throw new Refused('URL_WRONG', detail)
  if (status === 503 || isMaintenance(text))
    throw new Unreachable(`the shop is in maintenance or overloaded (HTTP ${status}): ${words}`)
  throw new Unreachable(detail, { mayHaveWorked: status === 200 || status >= 500 })
}

// What shop systems put before their pages while they are updated, in the languages of this product.
function isMaintenance(page: string): boolean {
  return /wartung(smodus|sarbeiten)|maintenance[ _-]?mode|(in|for|under(going)?) (scheduled )?maintenance/i.test(
    page,
  )
}

// Before the token was looked at: a packet that did not arrive means a redirect or a filter took the form fields.
function loginError(error: RpcError, run: Run, workedBefore: boolean): PortError {
  const text = run.http.redact(error.message, 300)
  if (error.code === -32600 && !workedBefore)
    return new Refused('URL_WRONG', `the endpoint received no packet: ${text}`)
  if (/authenticat/i.test(error.message)) return new Refused('AUTH_EXPIRED', text)
  return portErrorOf(error, text, false)
}
