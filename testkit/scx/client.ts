/** The client of the Channel API as the real one behaves: its token, its bodies, and what it makes of answers. */
import { Agent } from 'node:http'
import { gzipSync } from 'node:zlib'
import { exchange, type WireAnswer, type WireRequest } from './exchange.ts'
import type { Faults } from './faults.ts'
import { type CallName, type Operation, type OperationName, operations } from './operations.ts'
import { type HostError, ScxClientBroke, ScxRequestFailed } from './programErrors.ts'
import type { Quirks } from './quirks.ts'
import { encodeJson, type Json, multipart, type Part } from './wire.ts'

export interface ApiCall {
  readonly operation: OperationName
  /** Fills `{id}` of the path. */
  readonly id?: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Json
  /** A body of several parts instead. */
  readonly parts?: readonly Part[]
  /** The JSON is packed. */
  readonly packed?: boolean
}

export interface ApiAnswer {
  readonly status: number
  readonly body: Buffer
  readonly type: string
  /** Of a JSON object; else empty. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Of a success in part. */
  readonly errors: readonly HostError[]
}

/** What a hook is told of a call. */
export interface CallSeen {
  readonly call: CallName
  readonly wire: WireRequest
}

export interface Hooks {
  /** Before it leaves. Whatever it throws ends the step. */
  beforeCall?(seen: CallSeen): void | Promise<void>
  /** After it was answered, before the program has looked at it. */
  afterCall?(seen: CallSeen, answer: WireAnswer): void | Promise<void>
}

export interface ClientOptions {
  readonly refreshToken: () => string
  readonly url: () => string
  readonly now: () => Date
  readonly quirks: () => Quirks
  readonly faults: () => Faults
  readonly hooks: () => Hooks
  /** Is told of each answer, and of what is wrong with it. */
  readonly heard: (call: CallName, answer: WireAnswer, wrong: string | undefined) => void
}

export interface Client {
  /** Whether the next call needs to sign in first. */
  readonly hasToken: boolean
  authenticate(): Promise<void>
  /** Throws ScxRequestFailed, ScxClientBroke, ScxNoAnswer, ScxCrash. */
  call(call: ApiCall): Promise<ApiAnswer>
  /** A new process knows no token. */
  forget(): void
  stop(): void
}

/** A client without a token. */
export function createClient(options: ClientOptions): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  let token: { readonly value: string; readonly until: number } | undefined
  let first: string | undefined
  const { quirks, now } = options

  const made = async (call: CallName, wire: WireRequest): Promise<WireAnswer> => {
    await options.hooks().beforeCall?.({ call, wire })
    const fault = options.faults()(call)
    const answer = await exchange(agent, disguised(wire, fault, first), fault)
    await options.hooks().afterCall?.({ call, wire }, answer)
    options.heard(call, answer, wrongIn(call, answer, quirks()))
    return answer
  }

  const authenticate = async () => {
    const form = quirks().multipartAuth
      ? multipart([{ name: 'refreshToken', content: options.refreshToken() }])
      : {
          body: Buffer.from(new URLSearchParams({ refreshToken: options.refreshToken() }).toString()),
          type: 'application/x-www-form-urlencoded',
        }
    const answer = await made('auth', {
      method: 'POST',
      url: `${baseOf(options)}/v1/auth`,
      headers: { ...greeting, 'content-type': form.type },
      body: form.body,
    })
    const fields = judged('auth', answer, quirks()).fields
    const { scope, authToken, expiresIn } = fields
    if (quirks().strictScope && scope !== undefined && !['SELLER', 'CHAN', 'ADM'].includes(String(scope)))
      throw new ScxClientBroke(`the scope ${String(scope)} is none of SELLER, CHAN, ADM`)
    if (typeof authToken !== 'string' || authToken === '' || !(Number(expiresIn) > 0))
      throw new ScxClientBroke('the answer to signing in has no authToken or expiresIn')
    first ??= authToken
    token = { value: authToken, until: now().getTime() + (Number(expiresIn) - 2) * 1000 }
  }
  const isGood = () => token !== undefined && (quirks().forgetsExpiry || token.until > now().getTime())

  return {
    get hasToken() {
      return isGood()
    },
    authenticate,
    call: async call => {
      if (!isGood()) await authenticate()
      const wire = () => wireOf(call, options, token?.value ?? '')
      let answer = await made(call.operation, wire())
      if (answer.status === 401 && quirks().repeatsAfter401) {
        await authenticate()
        answer = await made(call.operation, wire())
      }
      return judged(call.operation, answer, quirks())
    },
    forget: () => {
      token = undefined
    },
    stop: () => agent.destroy(),
  }
}

const greeting = { 'user-agent': 'GuzzleHttp/7', accept: '*/*' }

function baseOf({ url, quirks }: ClientOptions): string {
  const base = url().replace(/\/+$/, '')
  return quirks().trailingSlash ? `${base}/` : base
}

function wireOf(call: ApiCall, options: ClientOptions, token: string): WireRequest {
  const quirks = options.quirks()
  const { method, path } = operations[call.operation] as Operation
  const isPosted = quirks.postsAttributes && method === 'PUT' && path.startsWith('/v1/channel/attribute')
  const form = call.parts && multipart(call.parts)
  const json = call.body === undefined ? undefined : Buffer.from(encodeJson(call.body, quirks))
  const packed = json && call.packed === true && quirks.gzipReports
  const body = form?.body ?? (packed ? gzipSync(json) : json) ?? Buffer.alloc(0)
  const isTyped = json !== undefined || (quirks.typeWithoutBody && !form)
  const query = new URLSearchParams(call.query).toString()
  const shown = path.replace('{id}', encodeURIComponent(call.id ?? ''))
  const plural = quirks.pluralEvents && path === '/v1/channel/event'
  return {
    method: isPosted ? 'POST' : method,
    url: `${baseOf(options)}${plural ? `${shown}s` : shown}${query ? `?${query}` : ''}`,
    headers: {
      ...greeting,
      authorization: `Bearer ${token}`,
      ...(form ? { 'content-type': form.type } : isTyped ? { 'content-type': 'application/json' } : {}),
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
      ...(quirks.acceptLanguage ? { 'accept-language': 'en' } : {}),
    },
    body,
  }
}

function disguised(wire: WireRequest, fault: string | undefined, first: string | undefined): WireRequest {
  const { authorization } = wire.headers
  if (authorization === undefined || (fault !== 'wrongToken' && fault !== 'oldToken')) return wire
  const other = fault === 'wrongToken' ? `${authorization}x` : `Bearer ${first ?? ''}`
  return { ...wire, headers: { ...wire.headers, authorization: other } }
}

// --- What it makes of an answer ------------------------------------------------------------------------------------

function judged(call: CallName, answer: WireAnswer, quirks: Quirks): ApiAnswer {
  const fields = fieldsOf(answer.body)
  const errors = errorsOf(fields)
  if (answer.status >= 400) {
    const odd = errors.find(({ severity }) => !['error', 'warning', 'notice'].includes(severity))
    if (odd && quirks.strictSeverity)
      throw new ScxClientBroke(`an error of ${call} has the severity ${odd.severity}`)
    throw new ScxRequestFailed(call, answer.status, errors, answer.body.toString())
  }
  if (answer.status < 200 || answer.status >= 300)
    throw new ScxRequestFailed(call, answer.status, [], answer.body.toString())
  return {
    status: answer.status,
    body: answer.body,
    type: String(answer.headers['content-type'] ?? ''),
    fields,
    errors,
  }
}

// What the real client would not take for a success, and what the documentation promises of every answer.
function wrongIn(call: CallName, { status, headers }: WireAnswer, quirks: Quirks): string | undefined {
  const { ok } = call === 'auth' ? { ok: [200] } : (operations[call] as Operation)
  if (quirks.strictStatus && status >= 200 && status < 300 && ok && !ok.includes(status))
    return `${call} was answered with ${status} instead of ${ok.join(' or ')}`
  if (status >= 500) return undefined
  for (const name of ['limit', 'interval-length-seconds', 'remaining'])
    if (!/^\d+$/.test(String(headers[`x-ratelimit-${name}`] ?? '')) && status !== 401 && status !== 404)
      return `the answer to ${call} (${status}) has no X-RateLimit-${name}`
  return undefined
}

function fieldsOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {} // a page for people is no error of the client: it has no list of errors then
  }
}

function errorsOf(fields: Readonly<Record<string, unknown>>): readonly HostError[] {
  const list = Array.isArray(fields['errorList']) ? fields['errorList'] : []
  return list.map((entry: unknown) => {
    const { code, message, severity, hint }: Record<string, unknown> = { ...(entry as object) }
    return {
      code: String(code ?? ''),
      message: String(message ?? ''),
      severity: String(severity ?? 'error'),
      hint: hint === undefined || hint === null ? null : String(hint),
    }
  })
}
