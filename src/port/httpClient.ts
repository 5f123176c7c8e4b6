import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Agent, Dispatcher } from 'undici'
import { Refused, Unreachable } from './errors.ts'

/** The only way out for a connector. Follows no redirect, sends no cookie, decompresses nothing. */
export interface HttpClient {
  /**
   * One call. Any HTTP status is an answer; no answer is `Unreachable`. Addresses that may not be reached, plain
   * http to a public address, and a body above the limit are errors too.
   */
  call(request: HttpRequest): Promise<HttpAnswer>
  /** Adds a secret learned in the session (such as its id): it is taken out of every text from now on. */
  hide(secret: string): void
  /** The text without the secrets of this connection, at most `length` characters. */
  redact(text: string, length?: number): string
  /** What was called so far: for the run's log and figures. */
  readonly calls: { count: number; ms: number; bytesIn: number; bytesOut: number }
  close(): Promise<void>
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Overrides the limit of the connector for this call. */
  readonly timeoutMs?: number
  /** The bucket that it takes from besides that of every call. An empty one throws `RateLimited`; nothing was sent. */
  readonly operation?: string
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly ms: number
}

export interface HttpClientOptions {
  readonly timeoutMs: number
  readonly answerBytes: number
  readonly concurrent: number
  /** Private addresses that may be reached all the same. */
  readonly allow: BlockList
  readonly secrets: readonly string[]
  readonly signal?: AbortSignal
  /** What every call waits for; it hands over a signal that ends the call earlier than its time-out. Absent: nothing. */
  readonly gate?: <T>(call: (deadline?: AbortSignal) => Promise<T>) => Promise<T>
  /** Asked before every call and told its answer: buckets of the connection. Absent: no limit. */
  readonly buckets?: {
    take(operation: string | undefined): Promise<void>
    heard(operation: string | undefined, status: number, headers: HttpAnswer['headers']): Promise<void>
  }
}

/** Makes the client of one session. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const hidden = new Set(options.secrets.flatMap(formsOf))
  let agent: Promise<Agent> | undefined
  let closed = false
  const calls = { count: 0, ms: 0, bytesIn: 0, bytesOut: 0 }
  const redact = (text: string, length = 500) => {
    let clean = text
    // Longest first: a secret that begins another must not leave its tail.
    for (const secret of [...hidden].sort((a, b) => b.length - a.length))
      clean = clean.replaceAll(secret, '•••')
    return clean.length > length ? `${clean.slice(0, length)}…` : clean
  }
  return {
    calls,
    redact,
    hide: secret => {
      for (const form of formsOf(secret)) hidden.add(form)
    },
    close: async () => {
      closed = true
      await (await agent)?.close()
    },
    call: async wish => {
      const url = checkedUrl(wish.url, options.allow)
      const gate = options.gate ?? (call => call())
      await options.buckets?.take(wish.operation)
      const answer = await gate(async deadline => {
        const started = performance.now()
        calls.count++
        calls.bytesOut +=
          typeof wish.body === 'string' ? Buffer.byteLength(wish.body) : (wish.body?.length ?? 0)
        try {
          if (closed) throw new Unreachable('the session is closed', { mayHaveWorked: false })
          agent ??= openAgent(options)
          const answer = await send(await agent, url, wish, options, deadline)
          calls.bytesIn += answer.body.length
          return { ...answer, ms: performance.now() - started }
        } catch (error) {
          throw asPortError(error, redact)
        } finally {
          calls.ms += performance.now() - started
        }
      })
      await options.buckets?.heard(wish.operation, answer.status, answer.headers)
      return answer
    },
  }
}

// Loaded with the first call: most commands of the terminal make none, and it is a tenth of their start.
async function openAgent(options: HttpClientOptions): Promise<Agent> {
  const { Agent } = await import('undici')
  return new Agent({
    connections: options.concurrent,
    pipelining: 1,
    connect: { timeout: Math.min(options.timeoutMs, 15_000), lookup: guardedLookup(options.allow) },
  })
}

async function send(
  agent: Agent,
  url: URL,
  wish: HttpRequest,
  options: HttpClientOptions,
  deadline: AbortSignal | undefined,
) {
  const timeout = AbortSignal.timeout(wish.timeoutMs ?? options.timeoutMs)
  const { request } = await import('undici')
  const answer = await request(url, {
    dispatcher: agent,
    method: wish.method,
    headers: { 'user-agent': 'Kontor/0.1', ...wish.headers },
    body: (wish.body ?? null) as string | Buffer | null,
    headersTimeout: wish.timeoutMs ?? options.timeoutMs,
    bodyTimeout: wish.timeoutMs ?? options.timeoutMs,
    signal: AbortSignal.any([timeout, options.signal, deadline].filter(signal => signal !== undefined)),
  })
  return {
    status: answer.statusCode,
    headers: flat(answer.headers),
    body: await bounded(answer, options.answerBytes),
  }
}

async function bounded(answer: Dispatcher.ResponseData, limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer.body) {
    length += chunk.length
    if (length > limit)
      throw new Unreachable(`the answer is larger than ${Math.round(limit / 1024)} kB`, {
        code: 'ANSWER_TOO_LARGE',
      })
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

// --- Where a call may go -----------------------------------------------------------------------------------------

/** Throws `Refused` for a URL that must not be called: not http(s), credentials in it, a private address, plain http to a public one. */
export function checkedUrl(text: string, allow: BlockList): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Refused('URL_INVALID', 'the address must start with https://')
  if (url.username || url.password)
    throw new Refused('URL_INVALID', 'the address must not hold a user or password')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const literal = isIP(host)
    ? host
    : host === 'localhost' || host.endsWith('.localhost')
      ? '127.0.0.1'
      : undefined
  if (literal && !mayReach(literal, allow)) throw new Refused('ADDRESS_NOT_ALLOWED', host)
  if (url.protocol === 'http:' && !(literal && isPrivate(literal)) && !allowsPlain(host))
    throw new Refused('URL_INSECURE', 'passwords are only sent over https://')
  return url
}

/** True where that address is not public, or is in the list of allowed ones. */
export function mayReach(address: string, allow: BlockList): boolean {
  return !isPrivate(address) || inList(allow, address)
}

function isPrivate(address: string): boolean {
  return inList(privateAddresses, address)
}

// A bare name without a dot (docker, Kubernetes, hosts file) resolves inside the own network, or the guard refuses it.
function allowsPlain(host: string): boolean {
  return !isIP(host) && !host.includes('.')
}

function inList(list: BlockList, address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return list.check(mapped, 'ipv4')
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

// IANA special-purpose registries (RFC 6890 and followers): loopback, private, link-local, shared, test nets, multicast.
const privateAddresses = new BlockList()
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]) {
  const [net = '', bits] = range.split('/')
  privateAddresses.addSubnet(net, Number(bits), 'ipv4')
}
for (const range of [
  '::/127',
  '64:ff9b::/96',
  '100::/64',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]) {
  const [net = '', bits] = range.split('/')
  privateAddresses.addSubnet(net, Number(bits), 'ipv6')
}

// The address that is connected to is the one that was checked: a name cannot change between the two.
function guardedLookup(allow: BlockList): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const reachable = addresses.filter(entry => mayReach(entry.address, allow))
      if (reachable.length === 0) return callback(new AddressNotAllowed(hostname), [])
      if (options.all) return callback(null, reachable)
      const first = reachable[0]
      callback(null, first?.address ?? '', first?.family)
    })
  }
}

class AddressNotAllowed extends Error {
  readonly code = 'ADDRESS_NOT_ALLOWED'
  readonly hostname: string
  constructor(hostname: string) {
    super(`private address behind ${hostname}`)
    this.hostname = hostname
  }
}

// --- Failures ----------------------------------------------------------------------------------------------------

function asPortError(error: unknown, redact: (text: string) => string): Error {
  if (error instanceof Refused || error instanceof Unreachable) return error
  const cause = rootOf(error)
  if (cause instanceof AddressNotAllowed) return new Refused('ADDRESS_NOT_ALLOWED', cause.hostname)
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const message = cause instanceof Error ? cause.message : String(cause)
  // Before the connection stands nothing can have happened at the other side.
  const never =
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT|TLS/i.test(code)
  return new Unreachable(redact(code ? `${code}: ${message}` : message), {
    cause: undefined,
    mayHaveWorked: !never,
  })
}

function rootOf(error: unknown): unknown {
  let root = error
  while (root instanceof Error && root.cause instanceof Error) root = root.cause
  if (root instanceof AggregateError && root.errors.length > 0) return root.errors[0]
  return root
}

function formsOf(secret: string): string[] {
  if (secret.length < 4) return []
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)].filter(
    (form, i, all) => all.indexOf(form) === i,
  )
}
