import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TestScope, testDatabase } from '../../testkit/database/testDatabase.ts'
import { transact } from '../base/database.ts'
import { makeSetupCode, type SetupWish, setUp } from './setUp.ts'
import { listTenants } from './tenantStore.ts'

const now = new Date('2026-03-02T09:00:00Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

function wishFor(code: string, slug = 'main'): SetupWish {
  return {
    code,
    tenant: { slug, name: 'Muster' },
    company: { name: 'Muster GmbH' },
    user: { email: 'anna@b.de', name: 'Anna', password: 'correct horse', language: 'de' },
  }
}

async function fresh(scope: TestScope) {
  const { db } = await testDatabase(scope)
  const code = await makeSetupCode(db, now)
  assert.ok(code)
  return { db, code }
}

test('the code makes tenant, company and administrator, once', async t => {
  const { db, code } = await fresh(t)
  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
  const { user, tenant, token } = await setUp(db, wishFor(code.toLowerCase().replaceAll('-', ' ')), now)
  assert.deepEqual([user.roles, tenant.slug], [['administrator'], 'main'])
  assert.match(token, /^ks_/)
  await assert.rejects(setUp(db, wishFor(code, 'other'), now), { code: 'SETUP_DONE' })
  assert.equal(await makeSetupCode(db, now), undefined, 'there is a user: no code is made any more')
})

test('only the hash of the code is stored', async t => {
  const { db, code } = await fresh(t)
  const [row] = await transact(db, { role: 'kontor_clock' }, tx => tx.query('select * from setup_code'))
  assert.ok(!JSON.stringify(row).includes(code) && !JSON.stringify(row).includes(code.replaceAll('-', '')))
})

test('a wrong code and one older than a day open nothing', async t => {
  const { db, code } = await fresh(t)
  await assert.rejects(setUp(db, wishFor('0000-0000-0000-0000'), now), { code: 'SETUP_CODE_WRONG' })
  await assert.rejects(setUp(db, wishFor(code), later(24)), { code: 'SETUP_CODE_WRONG' })
  assert.deepEqual(await transact(db, { role: 'kontor_clock' }, tx => listTenants(tx)), [])
  assert.ok(await setUp(db, wishFor(code), later(23)))
})

test('a set-up that fails leaves its code usable and nothing behind', async t => {
  const { db, code } = await fresh(t)
  const wish = wishFor(code)
  await assert.rejects(setUp(db, { ...wish, company: { name: 'X', country: 'XX' } }, now), {
    code: 'COUNTRY_UNKNOWN',
  })
  assert.deepEqual(await transact(db, { role: 'kontor_clock' }, tx => listTenants(tx)), [])
  assert.ok(await setUp(db, wish, now))
})

test('of two at once with two codes one succeeds', async t => {
  const { db, code } = await fresh(t)
  const second = await makeSetupCode(db, now)
  assert.ok(second)
  const ends = await Promise.allSettled([
    setUp(db, wishFor(code, 'one'), now),
    setUp(db, wishFor(code, 'two'), now),
    setUp(db, wishFor(second, 'three'), now),
  ])
  assert.equal(ends.filter(end => end.status === 'fulfilled').length, 1)
  assert.equal((await transact(db, { role: 'kontor_clock' }, tx => listTenants(tx))).length, 1)
})
