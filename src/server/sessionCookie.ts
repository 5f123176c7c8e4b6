import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionLongestMs } from '../company/sessionStore.ts'
import type { Browser } from '../operations/browser.ts'

const name = 'kontor_session'

/** The session token that the browser sent. */
export function sessionCookie(request: FastifyRequest): string | undefined {
  return request.cookies[name]
}

/** The browser of a request, as operations that open and end sessions see it. */
export function browserOf(
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string | undefined,
): Browser {
  const options: CookieSerializeOptions = {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl?.startsWith('https:') === true || request.protocol === 'https',
  }
  return {
    address: request.ip,
    session: sessionCookie(request),
    openSession: token => reply.setCookie(name, token, { ...options, maxAge: sessionLongestMs / 1000 }),
    endSession: () => reply.clearCookie(name, options),
  }
}
