import { formBody } from '../../base/formBody.ts'
import { type ZipFile, zipOf } from '../../base/zipFiles.ts'
import type { Run } from '../../port/connector.ts'
import { type PortError, RateLimited, Refused, Rejected, Unreachable } from '../../port/errors.ts'
import { redirectText, retryAfter } from '../../port/httpAnswers.ts'
import type { HttpAnswer } from '../../port/httpClient.ts'
import { decodeText, isArchive, isMaintenance, type Reply, readReply } from './reply.ts'

/** One shop: a URL per function, the login in every call. */
export interface Api {
  /**
   * Asks who answers. `known`: the highest ids of the shop that we know; it raises its counters to them. Throws `Refused`
   * AUTH_EXPIRED for a wrong login, PROTOCOL_UNKNOWN where the shop wants another version of its ERP.
   */
  test(known: Readonly<Record<string, string>>): Promise<{ readonly version: number }>
  /** What a script of the shop has to give: an archive, or the text 0 where it has nothing. Unread. */
  get(script: string): Promise<Uint8Array>
  /**
   * Uploads files in one archive; the reply has the code 0, which says that the archive was read and nothing of its records.
   * `Unreachable` after HTTP 500 tells `died`.
   */
  upload(script: string, files: readonly ZipFile[]): Promise<Reply>
  /** Ends the run at the shop: it rebuilds and empties what uploads have left for later. */
  finish(): Promise<void>
  /** True once something was uploaded. */
  readonly hasWritten: () => boolean
  /** Whether a shop answers at that address. Sends neither user nor password. */
  probe(url: string): Promise<boolean>
}

/** PHP died of the call. Of the scripts that work in one transaction nothing is stored then. */
export class Died extends Unreachable {}

/** Our version in the words of the interface: what is older is refused, and shops before 5 then ignore prices. */
const asWawi = { 'user-agent': 'Kontor/0.1 JTL-Wawi/1.9.6.0' }
const vers = '109600'

/** `workedBefore`: this address has been a shop once, so that an odd answer is an outage, not a wrong address. */
export function createApi(run: Run, workedBefore: boolean): Api {
  const { user = '', password = '' } = run.settings
  const base = baseOf(run.settings['url'] ?? '')
  // Old shops take the first pair everywhere but in mytest, newer ones both.
  const login = { userID: user, userPWD: password, uID: user, uPWD: password, vers }
  let written = false
  // A server that fails may show what it was sent, in a page.
  run.http.hide(
    password.replace(/[&<>"]/g, sign => `&${{ '&': 'amp', '<': 'lt', '>': 'gt' }[sign] ?? 'quot'};`),
  )

  const call = async (url: string, fields: Readonly<Record<string, string>>, content?: Uint8Array) => {
    const file = content && { field: 'data', name: 'data.zip', type: 'application/zip', content }
    const { type, body } = await formBody(fields, file)
    const headers = { ...asWawi, 'content-type': type, 'accept-encoding': 'identity' }
    return run.http.call({ method: 'POST', url, headers, body })
  }

  const ask = async (
    script: string,
    more: Readonly<Record<string, string>> = {},
    files?: readonly ZipFile[],
  ) => {
    const url = `${base}dbeS/${script}.php`
    const answer = await call(url, { ...login, ...more }, files && zipOf(files))
    assertShop(answer, run, url, workedBefore)
    return answer.body
  }

  const said = (body: Uint8Array): Reply => {
    const reply = readReply(body)
    if (!reply) throw noShop(200, body, run)
    if (reply.code !== 0) throw errorOf(reply, run)
    return reply
  }

  return {
    test: async known => {
      const { text } = said(await ask('mytest', { wawiversion: vers, ...known }))
      const version = /^JTL4;(\d{3});/.exec(text)?.[1]
      if (version === undefined)
        throw new Refused('PROTOCOL_UNKNOWN', run.http.redact(`it does not say its version: ${text}`, 100))
      return { version: Number(version) }
    },
    get: async script => {
      const body = await ask(script)
      if (!isArchive(body)) said(body)
      return body
    },
    upload: async (script, files) => {
      written = true
      return said(await ask(script, {}, files))
    },
    finish: async () => void said(await ask('lastjobs')),
    hasWritten: () => written,
    probe: async address => {
      const { status, body } = await call(`${baseOf(address)}dbeS/mytest.php`, {})
      const reply = status === 200 ? readReply(body) : undefined
      return reply?.code === 3 || reply?.text.startsWith('JTL4;') === true
    },
  }
}

/** The folder that a shop lies in, with a slash at its end, of what people take for its address. */
export function baseOf(url: string): string {
  const [plain = ''] = url.split(/[?#]/)
  const folder = plain.replace(/\/dbeS(\/.*)?$/i, '/').replace(/\/[\w-]+\.php$/i, '/')
  return folder.endsWith('/') ? folder : `${folder}/`
}

// Errors of the shop itself come with status 200 and a number.
function assertShop(answer: HttpAnswer, run: Run, url: string, workedBefore: boolean): void {
  const { status, headers, body } = answer
  if (status >= 300 && status < 400)
    throw new Refused('URL_WRONG', redirectText(url, headers['location'] ?? ''))
  if (status === 429) throw new RateLimited('HTTP 429', retryAfter(headers['retry-after'], run.now()))
  if (isMaintenance(answer)) throw new Unreachable('the shop is being maintained', { mayHaveWorked: false })
  if (status === 200) return
  const error = noShop(status, body, run)
  if (status === 401 || status === 403) throw new Refused('AUTH_FORBIDDEN', error.detail)
  if (!workedBefore && [404, 405, 410].includes(status)) throw new Refused('URL_WRONG', error.detail)
  throw error
}

/** Begins the detail of what is no answer of a shop. */
export const noAnswer = 'no answer of a JTL-Shop'

function noShop(status: number, body: Uint8Array, run: Run): Unreachable {
  const text = decodeText(body.subarray(0, 4000))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  const detail = `${noAnswer} (HTTP ${status}): ${run.http.redact(text, 500) || 'an empty body'}`
  return status === 500 ? new Died(detail) : new Unreachable(detail)
}

function errorOf({ code, text }: Reply, run: Run): PortError {
  const words = run.http.redact(text.replace(/\s+/g, ' '), 300)
  const detail = words ? `${code}: ${words}` : `code ${code}`
  if (code === 3) return new Refused('AUTH_EXPIRED', `${code}: the shop refuses user or password`)
  if (code === 5) return new Rejected('REMOTE_VALIDATION', '', detail)
  if (code === 8 && /JTL-Wawi/i.test(text)) return new Refused('PROTOCOL_UNKNOWN', detail)
  return new Unreachable(detail)
}
