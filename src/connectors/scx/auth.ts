import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { CallHere, ForeignAnswer, ForeignRequest, ReceiveRoute } from '../../port/receive.ts'
import { failure, notValid, ok, refuse } from './answers.ts'
import { formOf } from './form.ts'
import { limits } from './limits.ts'

/**
 * Signing in (`POST /v1/auth`): the refresh token that Kontor made for the connection against a token for an hour. The access token is
 * `<key>.<expiry, unix seconds>.<HMAC-SHA256 of both by the refresh token>`: nothing is stored, every process can check it, and a new
 * refresh token voids it at once.
 */

const lifeSeconds = 3600

/** The key of the connection: both tokens begin with it, up to their first dot. */
export function keyOf(request: CallHere): string | undefined {
  const token = isSignIn(request) ? refreshTokenIn(request) : bearerOf(request)
  const key = token?.split('.', 1)[0]
  return key !== undefined && /^\w{1,200}$/.test(key) ? key : undefined
}

/** True for a call with an access token of this connection that still holds. */
export function isSignedIn(request: ForeignRequest): boolean {
  const { connectionKey, settings, now } = request
  const token = bearerOf(request) ?? ''
  const [key = '', expiry = '', ...rest] = token.split('.')
  if (key !== connectionKey || rest.length !== 1 || !/^[1-9]\d{0,11}$/.test(expiry)) return false
  const until = Number(expiry) * 1000
  const refreshToken = settings['refreshToken'] ?? ''
  if (refreshToken === '' || until <= now.getTime()) return false
  return isSame(token, tokenOf(connectionKey, expiry, refreshToken))
}

/** The answer to a call without a token that holds: the client signs in again, once, and repeats it [V]. */
export function signedOut(request: ForeignRequest): ForeignAnswer {
  return refuse('unknownConnection', request)
}

/** `POST /v1/auth`, as a form or as multipart. Wrong: 401; without a token: 400. */
export const signInRoute: ReceiveRoute = {
  method: 'POST',
  path: '/v1/auth',
  limit: limits.auth,
  counts: 'auth',
  bodyBytes: 64 * 1024,
  read: request => {
    const given = refreshTokenIn(request)
    if (given === undefined) return noToken(request)
    const refreshToken = request.settings['refreshToken'] ?? ''
    if (refreshToken === '' || !isSame(given, refreshToken)) return signedOut(request)
    const until = Math.floor(request.now.getTime() / 1000) + lifeSeconds
    return ok(200, {
      // Anything but SELLER, CHAN or ADM stops the real client [V].
      scope: 'CHAN',
      authToken: tokenOf(request.connectionKey, String(until), refreshToken),
      tokenExpireAt: new Date(until * 1000).toISOString().replace('.000Z', '+00:00'),
      expiresIn: lifeSeconds,
    })
  },
  answer: () => ok(200),
}

/** True for a call that brings a refresh token and not an access token. */
export function isSignIn({ path }: Pick<CallHere, 'path'>): boolean {
  return path.replace(/\/+$/, '') === signInRoute.path
}

/** The answer to a sign-in that brings no token at all. */
export function noToken(request: CallHere): ForeignAnswer {
  return failure(
    request,
    400,
    notValid({ de: 'refreshToken: Pflichtfeld fehlt', en: 'refreshToken: is required' }),
  )
}

/** The refresh token that a sign-in brings; undefined for none. */
export function refreshTokenIn(request: CallHere): string | undefined {
  const token = formOf(request)?.text('refreshToken')?.trim()
  return token === undefined || token === '' || token.length > 500 ? undefined : token
}

function bearerOf({ headers }: CallHere): string | undefined {
  return /^bearer +([\w.~+/=-]{1,500}) *$/i.exec(headers['authorization'] ?? '')?.[1]
}

function tokenOf(key: string, expiry: string, refreshToken: string): string {
  const said = `${key}.${expiry}`
  return `${said}.${createHmac('sha256', refreshToken).update(said).digest('base64url')}`
}

// In constant time, whatever their lengths are.
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
