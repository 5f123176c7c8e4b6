import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { makeSetupCode } from '../company/setUp.ts'
import { serverScratch } from './serverScratch.ts'

const server = await serverScratch({ after }, await testDatabase())

test('the one-time code makes the first administrator, who is signed in; it works once', async () => {
  const code = await makeSetupCode(server.kontor.db, server.kontor.now())
  const body = { code, company: 'Muster GmbH', email: 'anna@b.de', name: 'Anna', password: 'correct horse' }
  const browser = server.client()
  assert.deepEqual((await browser.call('GET', '/api/v1/setup')).body, { open: true })
  const wrong = await browser.call('POST', '/api/v1/setup', {
    body: { ...body, code: '0000-0000-0000-0000' },
  })
  assert.deepEqual([wrong.status, wrong.body.code], [403, 'SETUP_CODE_WRONG'])
  const short = await browser.call('POST', '/api/v1/setup', { body: { ...body, password: 'short' } })
  assert.deepEqual([short.status, short.body.errors[0].field], [400, 'password'])
  const done = await browser.call('POST', '/api/v1/setup', { body })
  assert.equal(done.status, 200, done.text)
  assert.deepEqual(done.body.user.roles, ['administrator'])
  assert.equal((await browser.call('GET', '/api/v1/session')).body.user.email, 'anna@b.de')
  assert.deepEqual((await server.client().call('GET', '/api/v1/setup')).body, { open: false })
  const again = await server.client().call('POST', '/api/v1/setup', { body: { ...body, tenant: 'second' } })
  assert.deepEqual([again.status, again.body.code], [409, 'SETUP_DONE'])
  assert.ok(!done.text.includes('ks_') && !done.text.includes('correct horse'))
  const login = await server
    .client()
    .call('POST', '/api/v1/session', { body: { email: 'anna@b.de', password: 'correct horse' } })
  assert.equal(login.status, 200, 'the only tenant need not be named')
})
