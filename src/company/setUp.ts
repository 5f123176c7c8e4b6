import { createHash, randomInt } from 'node:crypto'
import { type Database, transact } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { writeAudit } from './auditStore.ts'
import { createTenant } from './createTenant.ts'
import { companyProblem } from './problems.ts'
import { type Actor, rights } from './rights.ts'
import { openSession } from './sessionStore.ts'
import { becomeTenant, insertSetupCode, useSetupCode } from './setupStore.ts'
import { listTenants, type Tenant } from './tenantStore.ts'
import { hasUser, type User } from './userStore.ts'
import { addUser } from './users.ts'

export interface SetupWish {
  readonly code: string
  readonly tenant: { readonly slug: string; readonly name: string }
  readonly company: {
    readonly name: string
    readonly country?: string
    readonly currency?: string
    readonly timeZone?: string
  }
  readonly user: {
    readonly email: string
    readonly name: string
    readonly password: string
    readonly language: Language
  }
}

/**
 * Makes a one-time code for the first user while there is none; undefined once there is. It is good for a day; only its
 * hash is stored.
 */
export async function makeSetupCode(db: Database, now: Date): Promise<string | undefined> {
  if (await anyUser(db)) return undefined
  const code = Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => letters[randomInt(32)]).join(''),
  ).join('-')
  const expiresAt = new Date(now.getTime() + 24 * 3_600_000)
  await transact(db, { role: 'kontor_clock' }, tx => insertSetupCode(tx, hashCode(code), now, expiresAt))
  return code
}

/**
 * Makes tenant, company and first administrator in one transaction with the use of the code, and opens a session.
 * Errors: SETUP_CODE_WRONG, SETUP_DONE, TENANT_TAKEN, COUNTRY_UNKNOWN, CURRENCY_UNKNOWN, COMPANY_ZONE_UNKNOWN.
 */
export async function setUp(
  db: Database,
  wish: SetupWish,
  now: Date,
): Promise<{ readonly token: string; readonly tenant: Tenant; readonly user: User }> {
  if (await anyUser(db)) throw companyProblem('SETUP_DONE')
  const id = newId()
  return transact(db, { role: 'kontor_clock' }, async tx => {
    if (!(await useSetupCode(tx, hashCode(wish.code), now))) throw companyProblem('SETUP_CODE_WRONG')
    await becomeTenant(tx, id)
    const { name: companyName, ...company } = wish.company
    const tenant = await createTenant(tx, { id, ...wish.tenant, ...company, companyName }, now)
    const user = await addUser(
      tx,
      { tenant: id, actor: setup, now },
      { ...wish.user, roles: ['administrator'] },
    )
    await writeAudit(tx, id, { actor: setup, action: 'setup', objectKind: 'user', objectId: user.id }, now)
    return { token: await openSession(tx, id, user.id, now), tenant, user }
  })
}

const setup: Actor = { kind: 'setup', id: null, name: 'setup', rights: new Set(rights) }

// Crockford's alphabet: no I, L, O, U. 80 bits, so that a fast hash keeps it.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function hashCode(code: string): Buffer {
  const typed = code
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '')
  return createHash('sha256').update(`setup|${typed}`).digest()
}

/** Whether somebody can sign in: the first user is made by the one-time code, all others by whom has the right. */
export async function anyUser(db: Database): Promise<boolean> {
  const tenants = await transact(db, { role: 'kontor_clock' }, tx => listTenants(tx, 10_000))
  for (const tenant of tenants)
    if (await transact(db, { tenant: tenant.id }, tx => hasUser(tx, tenant.id))) return true
  return false
}
