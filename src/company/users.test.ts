import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { createTenant } from './createTenant.ts'
import { verifyPassword } from './password.ts'
import { type Actor, operator } from './rights.ts'
import { openSession, useSession } from './sessionStore.ts'
import { readToken } from './token.ts'
import { findUser, readPasswordHash, type User } from './userStore.ts'
import { addUser, changePassword, changeRoles, disableUser, enableUser, userActor } from './users.ts'

const { db } = await testDatabase({ after })
const now = new Date('2026-03-02T09:00:00Z')
let tenant = ''

beforeEach(async () => {
  tenant = newId()
  const slug = `t-${tenant.slice(-12)}`
  await inTenant(tx => createTenant(tx, { id: tenant, slug, name: slug, companyName: 'Muster' }, now))
})

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const as = (actor: Actor) => ({ tenant, actor, now })
const root = operator('test')

function add(email: string, roles: readonly string[], actor = root): Promise<User> {
  const wish = { email, name: 'Name', password: 'correct horse', roles, language: 'de' as const }
  return inTenant(tx => addUser(tx, as(actor), wish))
}

/** A role that may manage users and nothing else. */
async function managerRole(): Promise<string> {
  await inTenant(tx =>
    tx.run(`insert into role (tenant_id, id, name, rights) values ($1, $2, 'user desk', '{users.manage}')`, [
      tenant,
      newId(),
    ]),
  )
  return 'user desk'
}

test('an e-mail address belongs to one user, however it is written', async () => {
  await add('Anna@Example.org', ['reader'])
  await assert.rejects(add(' anna@example.ORG ', ['reader']), { code: 'USER_TAKEN' })
  const found = await inTenant(tx => findUser(tx, tenant, 'ANNA@example.org'))
  assert.equal(found?.email, 'Anna@Example.org')
  assert.deepEqual(found?.roles, ['reader'])
})

test('a role that does not exist is named with those that do', async () => {
  await assert.rejects(add('a@b.de', ['king']), (error: { code: string; message: string }) => {
    assert.equal(error.code, 'ROLE_UNKNOWN')
    assert.match(error.message, /administrator, order desk, reader/)
    return true
  })
})

test('whoever manages users cannot rise above themselves', async () => {
  const boss = await add('boss@b.de', ['administrator'])
  const desk = userActor(await add('desk@b.de', [await managerRole()]))
  const missing = { code: 'RIGHT_MISSING' }
  await assert.rejects(add('friend@b.de', ['administrator'], desk), missing)
  await assert.rejects(
    inTenant(tx => changeRoles(tx, as(desk), 'desk@b.de', ['administrator'])),
    missing,
  )
  await assert.rejects(
    inTenant(tx => changePassword(tx, as(desk), boss.id, 'my own password')),
    missing,
  )
  await assert.rejects(
    inTenant(tx => disableUser(tx, as(desk), boss.id)),
    missing,
  )
  await assert.rejects(
    inTenant(tx => changeRoles(tx, as(desk), boss.id, ['user desk'])),
    missing,
  )
  assert.equal((await inTenant(tx => findUser(tx, tenant, 'friend@b.de'))) ?? 'nobody', 'nobody')
})

test('a new password ends every session at once', async () => {
  const user = await add('a@b.de', ['reader'])
  const token = readToken(await inTenant(tx => openSession(tx, tenant, user.id, now)))
  assert.ok(token)
  assert.equal(await inTenant(tx => useSession(tx, tenant, token.hash, now)), user.id)
  await inTenant(tx => changePassword(tx, as(root), user.id, 'another password'))
  assert.equal(await inTenant(tx => useSession(tx, tenant, token.hash, now)), undefined)
  const hash = await inTenant(tx => readPasswordHash(tx, tenant, user.id))
  assert.equal(await verifyPassword('another password', hash), true)
})

test('a disabled user is out at once and can be admitted again', async () => {
  await add('boss@b.de', ['administrator'])
  const user = await add('a@b.de', ['reader'])
  const token = readToken(await inTenant(tx => openSession(tx, tenant, user.id, now)))
  assert.ok(token)
  await inTenant(tx => disableUser(tx, as(root), 'a@b.de'))
  assert.equal(await inTenant(tx => useSession(tx, tenant, token.hash, now)), undefined)
  assert.deepEqual((await inTenant(tx => findUser(tx, tenant, user.id)))?.disabledAt, now)
  await inTenant(tx => enableUser(tx, as(root), user.id))
  assert.equal((await inTenant(tx => findUser(tx, tenant, user.id)))?.disabledAt, null)
})

test('someone who can manage users always remains, also when two shut each other out', async () => {
  const one = await add('one@b.de', ['administrator'])
  await assert.rejects(
    inTenant(tx => disableUser(tx, as(root), one.id)),
    { code: 'LAST_ADMINISTRATOR' },
  )
  await assert.rejects(
    inTenant(tx => changeRoles(tx, as(root), one.id, ['reader'])),
    { code: 'LAST_ADMINISTRATOR' },
  )
  const two = await add('two@b.de', ['administrator'])
  const both = await Promise.allSettled([
    inTenant(tx => disableUser(tx, as(userActor(one)), two.id)),
    inTenant(tx => disableUser(tx, as(userActor(two)), one.id)),
  ])
  assert.deepEqual(both.map(end => (end.status === 'fulfilled' ? 'done' : end.reason.code)).sort(), [
    'LAST_ADMINISTRATOR',
    'done',
  ])
})

test('roles are replaced, not added', async () => {
  await add('boss@b.de', ['administrator'])
  const user = await add('a@b.de', ['reader', 'order desk'])
  assert.ok(user.rights.has('sync.start'))
  const changed = await inTenant(tx => changeRoles(tx, as(root), user.id, ['reader']))
  assert.deepEqual(changed.roles, ['reader'])
  assert.ok(!changed.rights.has('sync.start'))
})
