import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { createTenant } from './createTenant.ts'
import { operator } from './rights.ts'
import { sessionIdleMs, sessionLongestMs, useSession } from './sessionStore.ts'
import { type SignInWish, signIn } from './signIn.ts'
import { readToken } from './token.ts'
import { addUser, changePassword, disableUser } from './users.ts'

const { db } = await testDatabase({ after })
const start = new Date('2026-03-02T09:00:00Z')
const password = 'correct horse'
let slug = ''
let tenant = ''

beforeEach(async () => {
  ;({ tenant, slug } = await tenantWith('anna@b.de', 'boss@b.de'))
})

async function tenantWith(...emails: string[]) {
  const id = newId()
  const name = `t-${id.slice(-12)}`
  await transact(db, { tenant: id }, async tx => {
    await createTenant(tx, { id, slug: name, name, companyName: 'Muster' }, start)
    for (const email of emails) {
      const doing = { tenant: id, actor: operator('test'), now: start }
      await addUser(tx, doing, { email, name: email, password, roles: ['administrator'], language: 'de' })
    }
  })
  return { tenant: id, slug: name }
}

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)

function tryAs(email: string, given: string, now = start, more: Partial<SignInWish> = {}) {
  return signIn(db, { tenant: slug, email, password: given, address: '192.0.2.1', ...more }, now)
}

const outcome = (end: PromiseSettledResult<unknown>) => (end.status === 'fulfilled' ? 'in' : end.reason.code)

test('the right password opens a session that slides, and ends for good after a week', async () => {
  const { token, user } = await tryAs(' ANNA@b.de', password)
  const hash = readToken(token)?.hash
  assert.ok(hash)
  const use = (at: number) => inTenant(tx => useSession(tx, tenant, hash, new Date(start.getTime() + at)))
  assert.equal(await use(sessionIdleMs - 1000), user.id, 'within twelve hours')
  assert.equal(await use(sessionIdleMs + 60_000), user.id, 'and on, because it was used')
  assert.equal(await use(2 * sessionIdleMs + 120_000), undefined, 'not after twelve hours of silence')
  const second = readToken((await tryAs('anna@b.de', password)).token)?.hash
  assert.ok(second)
  const step = sessionIdleMs - 60_000
  for (let at = step; at < sessionLongestMs; at += step)
    assert.equal(
      await inTenant(tx => useSession(tx, tenant, second, new Date(start.getTime() + at))),
      user.id,
    )
  assert.equal(
    await inTenant(tx => useSession(tx, tenant, second, new Date(start.getTime() + sessionLongestMs))),
    undefined,
  )
})

test('unknown tenant, unknown user, wrong password and disabled user say the same', async () => {
  await inTenant(tx => disableUser(tx, { tenant, actor: operator('test'), now: start }, 'boss@b.de'))
  const tries = [
    tryAs('anna@b.de', password, start, { tenant: 'no-such-tenant' }),
    tryAs('nobody@b.de', password),
    tryAs('anna@b.de', 'wrong password'),
    tryAs('boss@b.de', password),
  ]
  const ends = await Promise.allSettled(tries)
  assert.deepEqual(ends.map(outcome), Array(4).fill('SIGN_IN_FAILED'))
  assert.equal(new Set(ends.map(end => end.status === 'rejected' && end.reason.message)).size, 1)
})

test('an unknown user takes as long as a wrong password', async () => {
  // In processor time, of all threads: what others do on this machine counts for neither.
  const spent = () => {
    const { user, system } = process.cpuUsage()
    return user + system
  }
  const times = { unknown: [] as number[], wrong: [] as number[] }
  for (let round = 0; round < 5; round++) {
    for (const [kind, email] of [
      ['unknown', `nobody${round}@b.de`],
      ['wrong', 'anna@b.de'],
    ] as const) {
      const began = spent()
      await assert.rejects(
        tryAs(email, 'wrong password', later(round * 400), { address: `192.0.2.${round + 10}` }),
      )
      times[kind].push(spent() - began)
    }
  }
  const median = (list: number[]) => list.sort((a, b) => a - b)[2] ?? 0
  const ratio = median(times.unknown) / median(times.wrong)
  assert.ok(ratio > 0.4 && ratio < 2.5, `ratio ${ratio.toFixed(2)}`)
})

test('guessing gets slower and slower, however many try at once, and time heals', async () => {
  const flood = await Promise.allSettled(
    Array.from({ length: 12 }, (_, at) =>
      tryAs('anna@b.de', `guess ${at} guess`, start, { address: `198.51.100.${at}` }),
    ),
  )
  const counts = flood.map(outcome)
  assert.equal(counts.filter(one => one === 'SIGN_IN_FAILED').length, 5, 'five tries are free')
  assert.equal(counts.filter(one => one === 'TOO_MANY_SIGN_INS').length, 7)
  await assert.rejects(tryAs('anna@b.de', password), { code: 'TOO_MANY_SIGN_INS', data: { seconds: 1 } })
  await assert.rejects(tryAs('anna@b.de', 'guess', later(1)), { code: 'SIGN_IN_FAILED' })
  await assert.rejects(tryAs('anna@b.de', password, later(1)), {
    code: 'TOO_MANY_SIGN_INS',
    data: { seconds: 2 },
  })
  await assert.rejects(tryAs('anna@b.de', 'guess', later(3)), { code: 'SIGN_IN_FAILED' })
  await assert.rejects(tryAs('anna@b.de', password, later(3)), {
    code: 'TOO_MANY_SIGN_INS',
    data: { seconds: 4 },
  })
  assert.ok(await tryAs('anna@b.de', password, later(7)), 'and the right one opens')
  await assert.rejects(
    tryAs('anna@b.de', 'guess', later(7)),
    { code: 'SIGN_IN_FAILED' },
    'the past is forgiven',
  )
  assert.ok(await tryAs('anna@b.de', password, later(7)))
})

test('one address that tries many accounts is slowed down, and only there', async () => {
  for (let at = 0; at < 20; at++)
    await assert.rejects(tryAs(`user${at}@b.de`, 'guess'), { code: 'SIGN_IN_FAILED' })
  await assert.rejects(tryAs('anna@b.de', password), { code: 'TOO_MANY_SIGN_INS' })
  assert.ok(await tryAs('anna@b.de', password, start, { address: '203.0.113.9' }))
  const other = await tenantWith('anna@b.de')
  assert.ok(
    await tryAs('anna@b.de', password, start, { tenant: other.slug }),
    'another tenant does not feel it',
  )
})

test('signing in to an account of one’s own does not pay for guesses at others', async () => {
  for (let at = 0; at < 19; at++)
    await assert.rejects(tryAs(`user${at}@b.de`, 'guess'), { code: 'SIGN_IN_FAILED' })
  assert.ok(await tryAs('boss@b.de', password))
  await assert.rejects(tryAs('user99@b.de', 'guess'), { code: 'SIGN_IN_FAILED' })
  await assert.rejects(tryAs('boss@b.de', password), { code: 'TOO_MANY_SIGN_INS' })
})

test('a sign-in with the old password that crosses its change opens nothing', async () => {
  const doing = { tenant, actor: operator('test'), now: start }
  const [signedIn] = await Promise.allSettled([
    tryAs('anna@b.de', password),
    inTenant(tx => changePassword(tx, doing, 'anna@b.de', 'another password')),
  ])
  const token = signedIn.status === 'fulfilled' ? readToken(signedIn.value.token) : undefined
  if (token) assert.equal(await inTenant(tx => useSession(tx, tenant, token.hash, start)), undefined)
})
