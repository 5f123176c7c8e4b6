import type { FastifyRequest } from 'fastify'
import { transact } from '../base/database.ts'
import { apiKeyActor, findApiKey } from '../company/apiKeyStore.ts'
import { companyProblem } from '../company/problems.ts'
import type { Actor } from '../company/rights.ts'
import { useSession } from '../company/sessionStore.ts'
import { readToken, type Token } from '../company/token.ts'
import { findUser } from '../company/userStore.ts'
import { userActor } from '../company/users.ts'
import type { Kontor } from '../operations/operation.ts'
import { sessionCookie } from './sessionCookie.ts'

/** Who sent a request. */
export interface Caller {
  readonly tenant: string
  readonly actor: Actor
  /** True where the browser sent it by itself. */
  readonly byCookie: boolean
}

/**
 * Who sent the request: the key in its Authorization header, else the session in its cookie; undefined if it carries
 * neither, or a session that is over. Error: NOT_SIGNED_IN for a key that does not count.
 */
export async function authenticate(kontor: Kontor, request: FastifyRequest): Promise<Caller | undefined> {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = readToken(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '')
    const actor = token?.kind === 'apiKey' ? await keyHolder(kontor, token) : undefined
    if (!token || !actor) throw companyProblem('NOT_SIGNED_IN')
    return { tenant: token.tenant, actor, byCookie: false }
  }
  const token = readToken(sessionCookie(request) ?? '')
  const actor = token?.kind === 'session' ? await sessionHolder(kontor, token) : undefined
  return token && actor ? { tenant: token.tenant, actor, byCookie: true } : undefined
}

function keyHolder(kontor: Kontor, token: Token): Promise<Actor | undefined> {
  return transact(kontor.db, { tenant: token.tenant }, async tx => {
    const key = await findApiKey(tx, token.tenant, token.hash)
    return key && apiKeyActor(key)
  })
}

function sessionHolder(kontor: Kontor, token: Token): Promise<Actor | undefined> {
  return transact(kontor.db, { tenant: token.tenant }, async tx => {
    const userId = await useSession(tx, token.tenant, token.hash, kontor.now())
    const user = userId === undefined ? undefined : await findUser(tx, token.tenant, userId)
    return user && !user.disabledAt ? userActor(user) : undefined
  })
}
