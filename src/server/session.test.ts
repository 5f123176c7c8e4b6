import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedAdministrator, serverScratch } from './serverScratch.ts'

const server = await serverScratch({ after }, await testDatabase())
const { tenant, user, password } = await seedAdministrator(server, 'muster')
await seedAdministrator(server, 'other', { email: 'admin@muster.example' })
const credentials = { tenant: 'muster', email: user.email, password }

async function signedIn(more: Partial<typeof credentials> = {}) {
  const browser = server.client()
  const answer = await browser.call('POST', '/api/v1/session', { body: { ...credentials, ...more } })
  assert.equal(answer.status, 200, answer.text)
  return { browser, answer }
}

test('a sign-in answers who one is, and the token is in a cookie that scripts cannot read', async () => {
  const { browser, answer } = await signedIn()
  assert.equal(answer.body.tenant.slug, 'muster')
  assert.equal(answer.body.user.email, user.email)
  assert.ok(answer.body.rights.includes('users.manage'))
  const cookie = answer.headers.get('set-cookie') ?? ''
  assert.match(
    cookie,
    /^kontor_session=ks_[0-9a-f]{32}_[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  assert.ok(!answer.text.includes('ks_'), 'not in the answer')
  const me = await browser.call('GET', '/api/v1/session')
  assert.equal(me.body.user.id, user.id)
  assert.equal(me.body.apiKey, null)
  assert.equal(me.headers.get('cache-control'), 'no-store')
})

test('without a session nobody is known', async () => {
  const answer = await server.client().call('GET', '/api/v1/session')
  assert.equal(answer.status, 401)
  assert.equal(answer.body.code, 'NOT_SIGNED_IN')
  assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
})

test('signing out ends the session at once, also for whoever kept the cookie', async () => {
  const { browser } = await signedIn()
  const { cookie } = browser
  assert.equal((await browser.call('DELETE', '/api/v1/session')).status, 200)
  assert.match(browser.cookie ?? '', /^kontor_session=$/)
  browser.cookie = cookie
  assert.equal((await browser.call('GET', '/api/v1/session')).status, 401)
})

test('a disabled user is out with the next request', async () => {
  const admin = (await signedIn()).browser
  const body = { email: 'gone@muster.example', name: 'Gone', password }
  const made = await admin.call('POST', '/api/v1/users', { body })
  assert.equal(made.status, 201)
  const { browser } = await signedIn({ email: body.email })
  assert.equal((await browser.call('GET', '/api/v1/session')).status, 200)
  assert.equal((await admin.call('POST', `/api/v1/users/${made.body.id}/disable`)).status, 200)
  assert.equal((await browser.call('GET', '/api/v1/session')).status, 401)
  assert.equal(
    (await browser.call('POST', '/api/v1/session', { body: { ...credentials, email: body.email } })).status,
    401,
  )
})

test('a new password of one’s own needs the old one and ends all other sessions', async () => {
  const admin = (await signedIn()).browser
  const body = { email: 'me@muster.example', name: 'Me', password }
  assert.equal((await admin.call('POST', '/api/v1/users', { body })).status, 201)
  const [{ browser: here }, { browser: there }] = [
    await signedIn({ email: body.email }),
    await signedIn({ email: body.email }),
  ]
  const wrong = { current: 'not my password', password: 'a new password' }
  assert.equal(
    (await here.call('PUT', '/api/v1/session/password', { body: wrong })).body.code,
    'SIGN_IN_FAILED',
  )
  const right = { current: password, password: 'a new password' }
  assert.equal((await here.call('PUT', '/api/v1/session/password', { body: right })).status, 200)
  assert.equal((await here.call('GET', '/api/v1/session')).status, 200, 'this browser goes on')
  assert.equal((await there.call('GET', '/api/v1/session')).status, 401)
  await signedIn({ email: body.email, password: 'a new password' })
})

test('too many failed sign-ins are told when to come back', async () => {
  const browser = server.client()
  const body = { ...credentials, email: 'victim@muster.example', password: 'wrong' }
  const codes = []
  for (let at = 0; at < 6; at++)
    codes.push((await browser.call('POST', '/api/v1/session', { body })).body.code)
  assert.deepEqual(codes, [...Array(5).fill('SIGN_IN_FAILED'), 'TOO_MANY_SIGN_INS'])
  const answer = await browser.call('POST', '/api/v1/session', { body })
  assert.equal(answer.status, 429)
  assert.equal(answer.headers.get('retry-after'), '1')
})

test('with several tenants a sign-in has to say which', async () => {
  const { email } = credentials
  const answer = await server.client().call('POST', '/api/v1/session', { body: { email, password } })
  assert.equal(answer.body.code, 'TENANT_NEEDED')
})

test('an API key does what its scopes say, and nothing once it is revoked', async () => {
  const { browser } = await signedIn()
  const made = await browser.call('POST', '/api/v1/api-keys', {
    body: { name: 'reader', scope: ['audit.read'] },
  })
  assert.equal(made.status, 201)
  assert.match(made.body.key, new RegExp(`^kt_${tenant.replaceAll('-', '')}_[\\w-]{43}$`))
  const program = server.client({ key: made.body.key })
  assert.equal((await program.call('GET', '/api/v1/session')).body.apiKey.name, 'reader')
  assert.equal((await program.call('GET', '/api/v1/audit')).status, 200)
  const refused = await program.call('GET', '/api/v1/users')
  assert.equal(refused.status, 403)
  assert.deepEqual([refused.body.code, /users\.manage/.test(refused.body.detail)], ['RIGHT_MISSING', true])
  assert.equal((await program.call('DELETE', '/api/v1/session')).body.code, 'USER_NEEDED')
  assert.equal((await browser.call('POST', '/api/v1/api-keys/reader/revoke')).status, 200)
  assert.equal((await program.call('GET', '/api/v1/audit')).status, 401)
  const list = await browser.call('GET', '/api/v1/api-keys')
  assert.ok(!/kt_|hash/.test(list.text), 'no list ever shows a secret')
})

test('nobody hands out a scope that they lack', async () => {
  const { browser } = await signedIn()
  const made = await browser.call('POST', '/api/v1/api-keys', {
    body: { name: 'maker', scope: ['keys.manage'] },
  })
  const program = server.client({ key: made.body.key })
  const answer = await program.call('POST', '/api/v1/api-keys', {
    body: { name: 'more', scope: ['users.manage'] },
  })
  assert.equal(answer.body.code, 'RIGHT_MISSING')
})

test('a session token is no API key and an API key is no cookie', async () => {
  const { browser } = await signedIn()
  const token = browser.cookie?.split('=')[1] ?? ''
  assert.equal((await server.client({ key: token }).call('GET', '/api/v1/session')).status, 401)
  const made = await browser.call('POST', '/api/v1/api-keys', {
    body: { name: 'as cookie', scope: ['audit.read'] },
  })
  const cheat = server.client()
  cheat.cookie = `kontor_session=${made.body.key}`
  assert.equal((await cheat.call('GET', '/api/v1/session')).status, 401)
})

test('what was done is in the log, with who did it', async () => {
  const { browser } = await signedIn()
  const { body } = await browser.call('GET', '/api/v1/audit?limit=200')
  const actions = body.items.map((row: { action: string }) => row.action)
  for (const action of [
    'session.open',
    'session.end',
    'session.password',
    'user.add',
    'user.disable',
    'apikey.add',
    'apikey.revoke',
  ])
    assert.ok(actions.includes(action), action)
  const added = body.items.find((row: { action: string }) => row.action === 'user.add')
  assert.deepEqual([added.actorKind, added.actorId, added.objectKind], ['user', user.id, 'user'])
  assert.ok(!/correct horse|a new password|kt_|ks_/.test(JSON.stringify(body)), 'no secret')
})

test('lists are read page by page', async () => {
  const { browser } = await signedIn()
  const first = (await browser.call('GET', '/api/v1/audit?limit=2')).body
  assert.equal(first.items.length, 2)
  assert.ok(first.count > 4 && !first.countCapped)
  const second = (await browser.call('GET', `/api/v1/audit?limit=2&after=${first.next}`)).body
  const ids = [...first.items, ...second.items].map((row: { id: string }) => row.id)
  assert.equal(new Set(ids).size, 4)
  assert.deepEqual(ids, [...ids].sort().reverse(), 'newest first')
})
