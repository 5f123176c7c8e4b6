import type { Run } from '../../port/connector.ts'
import { RateLimited, Refused, Rejected, Unreachable } from '../../port/errors.ts'
import { redirectText, retryAfter } from '../../port/httpAnswers.ts'
import type { HttpAnswer, HttpRequest } from '../../port/httpClient.ts'
import { type Auth, basicHeader, createAuth } from './auth.ts'
import { type Envelope, readEnvelope, wordsOf } from './envelope.ts'
import type { Query } from './query.ts'
import { forbiddenIn } from './rights.ts'

/**
 * The REST API of one shop. A path is segments with `/` between (`orders/12`); what no segment may be is `Rejected`. 404 of a reading
 * call is an answer, of a writing one `Rejected` REMOTE_DELETED; 400, 405 and 409 of a writing one are `Rejected` REMOTE_VALIDATION
 * in the shop's words, 403 is `Rejected` NOT_SUPPORTED with the resource in its path.
 */
export interface Api {
  get(path: string, query?: Query): Promise<ApiAnswer>
  put(path: string, body: unknown, query?: Query): Promise<ApiAnswer>
  post(path: string, body: unknown, query?: Query): Promise<ApiAnswer>
  del(path: string, body?: unknown): Promise<ApiAnswer>
  /** Whether an API of a shop answers under that address. Sends neither user nor key. */
  probe(url: string): Promise<boolean>
}

export interface ApiAnswer {
  readonly status: number
  /** What stands under `data`: a list, one record, or what was written. Undefined with 404. */
  readonly data: unknown
  /** How many there are of a list, whatever `limit` said. */
  readonly total?: number
  /** The shop's clock when it answered (`Date`), ISO 8601. */
  readonly at?: string
}

/** The shop says that it failed (HTTP 500) at what it was told: of a single element, this may be the element's fault. */
export class ShopFailed extends Unreachable {}

/** `workedBefore`: this address has been a shop once, so that an odd answer is an outage, not a wrong address. */
export function createApi(run: Run, workedBefore: boolean): Api {
  const { url = '', user = '', apiKey = '' } = run.settings
  const base = `${baseOf(url)}api/`
  const auth = createAuth(user, apiKey, base.startsWith('https:'))
  // A server that fails may show what it was sent.
  run.http.hide(basicHeader(user, apiKey).slice('Basic '.length))

  const ask = async (method: HttpRequest['method'], path: string, query: Query = {}, body?: unknown) => {
    const address = new URL(`${base}${encodePath(path)}`)
    address.search = new URLSearchParams(query).toString()
    const answer = await withLogin(run, auth, method, address, body)
    return answerOf(answer, { run, method, path, url: address.href, workedBefore })
  }

  return {
    get: (path, query) => ask('GET', path, query),
    put: (path, body, query) => ask('PUT', path, query, body),
    post: (path, body, query) => ask('POST', path, query, body),
    del: (path, body) => ask('DELETE', path, {}, body),
    probe: async other => {
      const { status, body } = await run.http.call({
        method: 'GET',
        url: `${baseOf(other)}api/version`,
        headers: answerHeaders,
      })
      return (status === 200 || status === 401) && readEnvelope(body)?.success !== undefined
    },
  }
}

/** The folder that a shop lies in, with a slash at its end, of what people take for its address. */
export function baseOf(url: string): string {
  const [plain = ''] = url.split(/[?#]/)
  const folder = plain
    .replace(/\/(api|backend)(\/.*)?$/i, '/')
    .replace(/\/(shopware|index)\.php(\/.*)?$/i, '/')
  return folder.endsWith('/') ? folder : `${folder}/`
}

/** Begins the detail of what is no answer of a shop. */
export const noAnswer = 'no answer of the API of Shopware 5'

const answerHeaders = {
  accept: 'application/json',
  'accept-encoding': 'identity', // the client unpacks nothing
}

// A nonce that is asked for, and one that is too old meanwhile: at most three calls for one.
async function withLogin(
  run: Run,
  auth: Auth,
  method: HttpRequest['method'],
  address: URL,
  body: unknown,
): Promise<HttpAnswer> {
  const call = () => {
    const login = auth.header(method, `${address.pathname}${address.search}`)
    return run.http.call({
      method,
      url: address.href,
      headers: {
        ...answerHeaders,
        ...(login === undefined ? {} : { authorization: login }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
  let answer = await call()
  for (let more = 2; more > 0 && answer.status === 401; more--) {
    if (!auth.refused(answer.headers['www-authenticate'] ?? '')) break
    answer = await call()
  }
  return answer
}

// `..` would lead out of the API, and an empty segment to the list.
function encodePath(path: string): string {
  const segments = path.split('/')
  if (segments.some(one => /^\.{0,2}$/.test(one))) throw new Rejected('PAYLOAD_INVALID', 'id', 'no key')
  return segments.map(encodeURIComponent).join('/')
}

interface Asked {
  readonly run: Run
  readonly method: HttpRequest['method']
  readonly path: string
  readonly url: string
  readonly workedBefore: boolean
}

function answerOf(answer: HttpAnswer, asked: Asked): ApiAnswer {
  const { status, headers, body } = answer
  const { run, url } = asked
  if (status >= 300 && status < 400)
    throw new Refused('URL_WRONG', redirectText(url, headers['location'] ?? ''))
  if (status === 429) throw new RateLimited('HTTP 429', retryAfter(headers['retry-after'], run.now()))
  const envelope = readEnvelope(body)
  if (!envelope) throw noShop(answer, asked)
  if (status >= 200 && status < 300 && envelope.success !== false) {
    const { data, total } = envelope
    const at = Date.parse(headers['date'] ?? '')
    return {
      status,
      data,
      ...(total === undefined ? {} : { total }),
      ...(Number.isNaN(at) ? {} : { at: new Date(at).toISOString() }),
    }
  }
  return errorOf(status, envelope, asked)
}

function errorOf(status: number, envelope: Envelope, asked: Asked): ApiAnswer {
  const { run, method, path, workedBefore } = asked
  const words = run.http.redact(wordsOf(envelope), 300)
  const detail = `HTTP ${status}: ${words || 'without a word'}`
  const [resource = ''] = path.split('/')
  if (envelope.isOther)
    throw new Refused('PROTOCOL_UNKNOWN', 'Shopware 6 answers there; this is for Shopware 5')
  if (status === 401) throw new Refused('AUTH_EXPIRED', detail)
  if (status === 403) {
    if (resource === 'orders' || resource === 'version') throw new Refused('AUTH_FORBIDDEN', detail)
    const forbidden = new Set([...forbiddenIn(run.facts), resource])
    run.remember({ forbidden: [...forbidden].sort() })
    throw new Rejected('NOT_SUPPORTED', resource, detail)
  }
  if (status === 404 && method === 'GET') return { status, data: undefined }
  if (status === 404) throw new Rejected('REMOTE_DELETED', '', detail)
  if (status === 503)
    throw new Unreachable(`the shop is being maintained; ${detail}`, { mayHaveWorked: false })
  if (status >= 500) throw new ShopFailed(detail)
  if (method !== 'GET' && status >= 400)
    throw new Rejected('REMOTE_VALIDATION', envelope.errors[0]?.path ?? '', detail)
  if (!workedBefore && status === 410) throw new Refused('URL_WRONG', detail)
  throw new Unreachable(detail)
}

function noShop({ status, body }: HttpAnswer, { run, workedBefore }: Asked): Error {
  const text = Buffer.from(body.subarray(0, 4000))
    .toString('utf8')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  const title = /<title[^>]*>([^<]*)</i.exec(text)?.[1]?.trim() ?? ''
  // A page may be a stack trace, with what was sent and where the shop lies: its title has to do.
  const words = title || (text.startsWith('<') ? 'a page for people' : text)
  const detail = `${noAnswer} (HTTP ${status}): ${run.http.redact(words, 200) || 'an empty body'}`
  if (status === 401) return new Refused('AUTH_EXPIRED', detail)
  if (status === 403) return new Refused('AUTH_FORBIDDEN', detail)
  if (!workedBefore && [404, 405, 410].includes(status)) return new Refused('URL_WRONG', detail)
  if (status === 503)
    return new Unreachable(`the shop is being maintained; ${detail}`, { mayHaveWorked: false })
  return status === 500 ? new ShopFailed(detail) : new Unreachable(detail)
}
