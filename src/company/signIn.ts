import { type Database, type Tx, transact } from '../base/database.ts'
import { hasCode } from '../base/errors.ts'
import { writeAudit } from './auditStore.ts'
import { verifyPassword } from './password.ts'
import { companyProblem } from './problems.ts'
import { openSession } from './sessionStore.ts'
import { countTry, forgiveTry, type SignInSubject } from './signInFailureStore.ts'
import { findTenant, type Tenant } from './tenantStore.ts'
import { emailKey, findUser, readPasswordHash, type User } from './userStore.ts'
import { userActor } from './users.ts'

export interface SignInWish {
  /** The slug; without it the only tenant is meant. */
  readonly tenant: string | undefined
  readonly email: string
  readonly password: string
  /** Address of the network that the try comes from. */
  readonly address: string
}

/**
 * Checks e-mail address and password and opens a session. Whether user or password is wrong, or the user is disabled,
 * takes as long and says the same; so does a tenant that does not exist. Errors: SIGN_IN_FAILED, TOO_MANY_SIGN_INS (with `seconds`), SIGN_IN_BUSY,
 * TENANT_NEEDED.
 */
export async function signIn(
  db: Database,
  wish: SignInWish,
  now: Date,
): Promise<{ readonly token: string; readonly tenant: Tenant; readonly user: User }> {
  const tenant = await findTenant(db, wish.tenant).catch(error => {
    if (hasCode(error, 'TENANT_UNKNOWN') || hasCode(error, 'TENANT_MISSING')) return undefined
    throw error
  })
  const found =
    tenant && (await transact(db, { tenant: tenant.id }, tx => countAndFind(tx, tenant.id, wish, now)))
  const right = await verifyPassword(wish.password, found?.hash)
  if (!tenant || !found?.user || !right) throw companyProblem('SIGN_IN_FAILED')
  const { user } = found
  const token = await transact(db, { tenant: tenant.id }, tx =>
    succeed(tx, tenant.id, wish, user, found.hash, now),
  )
  return { token, tenant, user }
}

/**
 * Checks the password of a user who is signed in, as slowly as a sign-in. Errors: SIGN_IN_FAILED, TOO_MANY_SIGN_INS.
 */
export async function confirmPassword(
  db: Database,
  tenant: string,
  user: User,
  password: string,
  now: Date,
): Promise<void> {
  const account: SignInSubject = { kind: 'account', value: emailKey(user.email) }
  const hash = await transact(db, { tenant }, async tx => {
    refuseIfEarly(await countTry(tx, tenant, account, now))
    return readPasswordHash(tx, tenant, user.id)
  })
  if (!(await verifyPassword(password, hash))) throw companyProblem('SIGN_IN_FAILED')
}

async function countAndFind(tx: Tx, tenant: string, wish: SignInWish, now: Date) {
  for (const subject of subjectsOf(wish)) refuseIfEarly(await countTry(tx, tenant, subject, now))
  const user = await findUser(tx, tenant, wish.email)
  const hash = await readPasswordHash(tx, tenant, user?.id ?? noId)
  return { user, hash: user?.disabledAt ? undefined : hash }
}

async function succeed(
  tx: Tx,
  tenant: string,
  wish: SignInWish,
  user: User,
  hash: string | undefined,
  now: Date,
) {
  // Between the check and now the user may have been disabled or given another password.
  const unchanged = (await readPasswordHash(tx, tenant, user.id, { hold: true })) === hash
  const still = await findUser(tx, tenant, user.id)
  if (!unchanged || !still || still.disabledAt) throw companyProblem('SIGN_IN_FAILED')
  await forgiveTry(tx, tenant, ...subjectsOf(wish))
  await writeAudit(
    tx,
    tenant,
    { actor: userActor(user), action: 'session.open', objectKind: 'user', objectId: user.id },
    now,
  )
  return openSession(tx, tenant, user.id, now)
}

const noId = '00000000-0000-0000-0000-000000000000'

function subjectsOf(wish: SignInWish): [SignInSubject, SignInSubject] {
  return [
    { kind: 'account', value: emailKey(wish.email) },
    { kind: 'address', value: wish.address },
  ]
}

function refuseIfEarly(seconds: number): void {
  if (seconds > 0) throw companyProblem('TOO_MANY_SIGN_INS', { seconds })
}
