import type { Tx } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { isId } from '../base/ids.ts'
import { type Right, rightsFrom } from './rights.ts'

/** A person with access, without the password hash. */
export interface User {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly language: Language
  readonly disabledAt: Date | null
  readonly createdAt: Date
  /** Names, sorted. */
  readonly roles: readonly string[]
  readonly rights: ReadonlySet<Right>
}

export interface Role {
  readonly id: string
  readonly name: string
  readonly rights: ReadonlySet<Right>
}

/** How an e-mail address is compared: signs and case do not count. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}

/** The user of that id or e-mail address. */
export async function findUser(tx: Tx, tenant: string, idOrEmail: string): Promise<User | undefined> {
  const rows = isId(idOrEmail)
    ? await tx.query<UserRow>(`${selectUser} where u.tenant_id = $1 and u.id = $2`, [tenant, idOrEmail])
    : await tx.query<UserRow>(`${selectUser} where u.tenant_id = $1 and u.email_key = $2`, [
        tenant,
        emailKey(idOrEmail),
      ])
  return rows.map(userOf)[0]
}

/** A page of users in the order of their making, after the one with id `after`. */
export async function listUsers(
  tx: Tx,
  tenant: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<User[]> {
  const rows = await tx.query<UserRow>(
    `${selectUser} where u.tenant_id = $1 and ($2::uuid is null or u.id > $2) order by u.id limit $3`,
    [tenant, page.after ?? null, page.limit],
  )
  return rows.map(userOf)
}

/** How many users there are, counted up to `most`. */
export async function countUsers(tx: Tx, tenant: string, most: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from app_user where tenant_id = $1 limit $2) counted`,
    [tenant, most],
  )
  return row?.count ?? 0
}

/**
 * The stored hash, for the one who checks a password. With `hold` the user cannot be changed until the transaction
 * ends, so that what is opened now is seen, and ended, by whoever changes the password after it.
 */
export async function readPasswordHash(
  tx: Tx,
  tenant: string,
  userId: string,
  options: { readonly hold?: boolean } = {},
): Promise<string | undefined> {
  const [row] = await tx.query<{ password_hash: string }>(
    `select password_hash from app_user where tenant_id = $1 and id = $2 ${options.hold ? 'for share' : ''}`,
    [tenant, userId],
  )
  return row?.password_hash
}

/** Inserts a user without roles; false if the e-mail address is taken. */
export async function insertUser(
  tx: Tx,
  tenant: string,
  user: Pick<User, 'id' | 'email' | 'name' | 'language' | 'createdAt'> & { readonly passwordHash: string },
): Promise<boolean> {
  const inserted = await tx.run(
    `insert into app_user (tenant_id, id, email, email_key, name, password_hash, language, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      tenant,
      user.id,
      user.email.trim(),
      emailKey(user.email),
      user.name,
      user.passwordHash,
      user.language,
      user.createdAt,
    ],
  )
  return inserted === 1
}

/** Stores another password hash. */
export async function storePassword(tx: Tx, tenant: string, userId: string, hash: string): Promise<void> {
  await tx.run(`update app_user set password_hash = $3 where tenant_id = $1 and id = $2`, [
    tenant,
    userId,
    hash,
  ])
}

/** Disables the user, or with null admits them again. */
export async function storeDisabled(tx: Tx, tenant: string, userId: string, at: Date | null): Promise<void> {
  await tx.run(`update app_user set disabled_at = $3 where tenant_id = $1 and id = $2`, [tenant, userId, at])
}

/** All roles of the tenant by name. */
export async function listRoles(tx: Tx, tenant: string): Promise<Role[]> {
  const rows = await tx.query<{ id: string; name: string; rights: string[] }>(
    `select id, name, rights from role where tenant_id = $1 order by name`,
    [tenant],
  )
  return rows.map(row => ({ ...row, rights: rightsFrom(row.rights) }))
}

/** Gives the user these roles and no others. */
export async function replaceRoles(
  tx: Tx,
  tenant: string,
  userId: string,
  roleIds: readonly string[],
): Promise<void> {
  await tx.run(`delete from user_role where tenant_id = $1 and user_id = $2 and role_id <> all ($3)`, [
    tenant,
    userId,
    roleIds,
  ])
  await tx.run(
    `insert into user_role (tenant_id, user_id, role_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing`,
    [tenant, userId, roleIds],
  )
}

/**
 * Locks the roles that may manage users, so that two changes at once cannot leave nobody, and counts the enabled users
 * who have one of them.
 */
export async function countUserManagers(tx: Tx, tenant: string): Promise<number> {
  await tx.run(
    `select from role where tenant_id = $1 and rights && array['users.manage', '*'] order by id for update`,
    [tenant],
  )
  const [row] = await tx.query<{ count: number }>(
    `select count(distinct u.id)::int as count from app_user u
     join user_role ur on ur.tenant_id = u.tenant_id and ur.user_id = u.id
     join role r on r.tenant_id = ur.tenant_id and r.id = ur.role_id
     where u.tenant_id = $1 and u.disabled_at is null and r.rights && array['users.manage', '*']`,
    [tenant],
  )
  return row?.count ?? 0
}

/** True if the tenant has any user. */
export async function hasUser(tx: Tx, tenant: string): Promise<boolean> {
  return (await tx.query(`select from app_user where tenant_id = $1 limit 1`, [tenant])).length > 0
}

interface UserRow extends Omit<User, 'rights'> {
  readonly rights: readonly string[]
}

const selectUser = `select u.id, u.email, u.name, u.language, u.disabled_at as "disabledAt", u.created_at as "createdAt",
  coalesce(g.roles, '{}') as roles, coalesce(g.rights, '{}') as rights
  from app_user u left join lateral (
    select array_agg(distinct r.name order by r.name) as roles, array_agg(distinct one) as rights
    from user_role ur join role r on r.tenant_id = ur.tenant_id and r.id = ur.role_id
    left join lateral unnest(r.rights) one on true
    where ur.tenant_id = u.tenant_id and ur.user_id = u.id) g on true`

function userOf(row: UserRow): User {
  return { ...row, rights: rightsFrom(row.rights) }
}
