import type { Tx } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { hashPassword } from './password.ts'
import { companyProblem } from './problems.ts'
import type { Actor, Right } from './rights.ts'
import { endSessionsOf } from './sessionStore.ts'
import {
  countUserManagers,
  findUser,
  insertUser,
  listRoles,
  type Role,
  replaceRoles,
  storeDisabled,
  storePassword,
  type User,
} from './userStore.ts'

export interface UserWish {
  readonly email: string
  readonly name: string
  readonly password: string
  /** Names of roles. */
  readonly roles: readonly string[]
  readonly language: Language
}

/** What the verbs here work with: whose tenant, who acts, and when. */
export interface Doing {
  readonly tenant: string
  readonly actor: Actor
  readonly now: Date
}

/**
 * Makes a user. Nobody hands out more than they may do themselves. Errors: ROLE_UNKNOWN, RIGHT_MISSING, USER_TAKEN.
 */
export async function addUser(tx: Tx, doing: Doing, wish: UserWish): Promise<User> {
  const roles = await rolesOf(tx, doing.tenant, wish.roles)
  for (const role of roles) requireRights(doing.actor, role.rights)
  const id = newId()
  const inserted = await insertUser(tx, doing.tenant, {
    id,
    email: wish.email,
    name: wish.name,
    language: wish.language,
    createdAt: doing.now,
    passwordHash: await hashPassword(wish.password),
  })
  if (!inserted) throw companyProblem('USER_TAKEN')
  await replaceRoles(
    tx,
    doing.tenant,
    id,
    roles.map(role => role.id),
  )
  return requireUser(tx, doing.tenant, id)
}

/**
 * Gives a user another password and ends all their sessions at once. Only for whoever may do all that the user may.
 * Errors: USER_UNKNOWN, RIGHT_MISSING.
 */
export async function changePassword(
  tx: Tx,
  doing: Doing,
  idOrEmail: string,
  password: string,
): Promise<User> {
  const user = await requireUser(tx, doing.tenant, idOrEmail)
  requireRights(doing.actor, user.rights)
  await storePassword(tx, doing.tenant, user.id, await hashPassword(password))
  await endSessionsOf(tx, doing.tenant, user.id, doing.now)
  return user
}

/** Shuts a user out at once. Errors: USER_UNKNOWN, RIGHT_MISSING, LAST_ADMINISTRATOR. */
export async function disableUser(tx: Tx, doing: Doing, idOrEmail: string): Promise<User> {
  const user = await requireUser(tx, doing.tenant, idOrEmail)
  requireRights(doing.actor, user.rights)
  if (user.disabledAt) return user
  await keepAUserManager(tx, doing.tenant, () => storeDisabled(tx, doing.tenant, user.id, doing.now))
  await endSessionsOf(tx, doing.tenant, user.id, doing.now)
  return { ...user, disabledAt: doing.now }
}

/** Admits a disabled user again. Errors: USER_UNKNOWN, RIGHT_MISSING. */
export async function enableUser(tx: Tx, doing: Doing, idOrEmail: string): Promise<User> {
  const user = await requireUser(tx, doing.tenant, idOrEmail)
  requireRights(doing.actor, user.rights)
  await storeDisabled(tx, doing.tenant, user.id, null)
  return { ...user, disabledAt: null }
}

/**
 * Gives a user these roles instead of the ones they have. Nobody gives or takes rights that they lack themselves.
 * Errors: USER_UNKNOWN, ROLE_UNKNOWN, RIGHT_MISSING, LAST_ADMINISTRATOR.
 */
export async function changeRoles(
  tx: Tx,
  doing: Doing,
  idOrEmail: string,
  names: readonly string[],
): Promise<User> {
  const user = await requireUser(tx, doing.tenant, idOrEmail)
  requireRights(doing.actor, user.rights)
  const roles = await rolesOf(tx, doing.tenant, names)
  for (const role of roles) requireRights(doing.actor, role.rights)
  await keepAUserManager(tx, doing.tenant, () =>
    replaceRoles(
      tx,
      doing.tenant,
      user.id,
      roles.map(role => role.id),
    ),
  )
  return requireUser(tx, doing.tenant, user.id)
}

/** The user of that id or e-mail address. Error: USER_UNKNOWN. */
export async function requireUser(tx: Tx, tenant: string, idOrEmail: string): Promise<User> {
  const user = await findUser(tx, tenant, idOrEmail)
  if (!user) throw companyProblem('USER_UNKNOWN', { user: idOrEmail })
  return user
}

/** Throws RIGHT_MISSING for the first right that the actor lacks. */
export function requireRights(actor: Actor, wanted: Iterable<Right>): void {
  for (const right of wanted) if (!actor.rights.has(right)) throw companyProblem('RIGHT_MISSING', { right })
}

/** The user as the one who acts. */
export function userActor(user: User): Actor {
  return { kind: 'user', id: user.id, name: user.name, rights: user.rights }
}

async function rolesOf(tx: Tx, tenant: string, names: readonly string[]): Promise<Role[]> {
  const known = await listRoles(tx, tenant)
  return [...new Set(names)].map(name => {
    const role = known.find(one => one.name === name)
    if (!role) throw companyProblem('ROLE_UNKNOWN', { role: name, known: known.map(one => one.name) })
    return role
  })
}

async function keepAUserManager(tx: Tx, tenant: string, change: () => Promise<void>): Promise<void> {
  const before = await countUserManagers(tx, tenant)
  await change()
  if (before > 0 && (await countUserManagers(tx, tenant)) === 0) throw companyProblem('LAST_ADMINISTRATOR')
}
