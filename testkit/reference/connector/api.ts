/** The only file that knows HTTP: addresses, session, and which answer means which of the four errors. */

import type { Run } from '../../../src/port/connector.ts'
import { RateLimited, Refused, Unreachable } from '../../../src/port/errors.ts'
import type { HttpAnswer, HttpRequest } from '../../../src/port/httpClient.ts'
import { readAbout, readSession } from './payloads.ts'

export interface Session {
  readonly run: Run
  id: string
}

/** Signs in. Throws `Refused` (AUTH_EXPIRED) for a wrong token, `Unreachable` (URL_WRONG) where no such system answers. */
export async function signIn(run: Run): Promise<Session> {
  const answer = await once(run, 'POST', '/session', JSON.stringify({ token: run.settings['token'] }))
  // A page for people, or none: somebody else lives at this address.
  if (answer.status === 404 || (answer.status === 200 && !isJson(answer)))
    throw new Unreachable(`HTTP ${answer.status}`, { code: 'URL_WRONG', mayHaveWorked: false })
  const id = readSession(checked(run, answer, []).body)
  run.http.hide(id)
  return { run, id }
}

/** Signs out, so that the system need not wait for the session to expire. */
export async function signOut(session: Session): Promise<void> {
  await call(session, 'DELETE', '/session')
}

/** The system's own name, version and what it can. */
export async function about(session: Session) {
  return readAbout((await call(session, 'GET', '/about')).body)
}

/**
 * One call in the session. A session that was lost is opened again once. `expected` are statuses besides 2xx that
 * mean something to the caller; every other one becomes the error that it stands for.
 */
export async function call(
  session: Session,
  method: HttpRequest['method'],
  path: string,
  body?: unknown,
  expected: readonly number[] = [],
): Promise<HttpAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const answer = await once(session.run, method, path, text, session.id)
  if (!sessionLost(answer)) return checked(session.run, answer, expected)
  session.run.log('info', 'the session was lost and is opened again')
  session.id = (await signIn(session.run)).id
  const second = await once(session.run, method, path, text, session.id)
  if (sessionLost(second))
    throw new Unreachable('the session was lost twice in a row', { mayHaveWorked: false })
  return checked(session.run, second, expected)
}

function once(run: Run, method: HttpRequest['method'], path: string, body?: string, session?: string) {
  return run.http.call({
    method,
    url: `${(run.settings['url'] ?? '').replace(/\/+$/, '')}${path}`,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
    },
    ...(body === undefined ? {} : { body }),
  })
}

function sessionLost(answer: HttpAnswer): boolean {
  return answer.status === 401 && textOf(answer).includes('"session_expired"')
}

function checked(run: Run, answer: HttpAnswer, expected: readonly number[]): HttpAnswer {
  const { status } = answer
  if ((status >= 200 && status < 300) || expected.includes(status)) return answer
  // What the other side writes may show what we sent: nothing of it leaves without `redact`.
  const detail = `HTTP ${status} ${run.http.redact(textOf(answer), 200)}`
  if (status === 401) throw new Refused('AUTH_EXPIRED', detail)
  if (status === 403) throw new Refused('AUTH_FORBIDDEN', detail)
  if (status === 429) throw new RateLimited(detail, retryAfter(answer, run.now()))
  // It lives elsewhere now. A secret follows no redirect: a person has to say that the new address is right.
  if (status >= 300 && status < 400) throw new Refused('URL_WRONG', `HTTP ${status}`)
  throw new Unreachable(detail)
}

// RFC 9110, 10.2.3: seconds, or a date.
function retryAfter(answer: HttpAnswer, now: Date): Date | undefined {
  const text = answer.headers['retry-after'] ?? ''
  const time = /^\d+$/.test(text) ? now.getTime() + Number(text) * 1000 : Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time)
}

function isJson(answer: HttpAnswer): boolean {
  return (answer.headers['content-type'] ?? '').includes('json')
}

function textOf(answer: HttpAnswer): string {
  return Buffer.from(answer.body).toString()
}
