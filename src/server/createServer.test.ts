import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedAdministrator, serverScratch } from './serverScratch.ts'

const server = await serverScratch({ after }, await testDatabase(), { publicUrl: 'https://kontor.example/' })
const { user, password } = await seedAdministrator(server, 'muster')

test('the process says that it lives, and whether it is ready', async () => {
  const nobody = server.client()
  assert.deepEqual((await nobody.call('GET', '/health/live')).body, { status: 'ok' })
  assert.deepEqual((await nobody.call('GET', '/health/ready')).body, { status: 'ok' })
  await server.kontor.db.pool.query(`update migration set name = '0001_x.sql' where name = '0001_ground.sql'`)
  const notYet = await nobody.call('GET', '/health/ready')
  assert.deepEqual([notYet.status, notYet.body], [503, { status: 'not migrated' }])
  await server.kontor.db.pool.query(`update migration set name = '0001_ground.sql' where name = '0001_x.sql'`)
})

test('under https the cookie is for https only and browsers are told so', async () => {
  const browser = server.client()
  const answer = await browser.call('POST', '/api/v1/session', { body: { email: user.email, password } })
  assert.match(answer.headers.get('set-cookie') ?? '', /; Secure/)
  assert.match(answer.headers.get('strict-transport-security') ?? '', /max-age=\d+/)
})

test('a proxy’s origin is ours where the public address says so', async () => {
  const answer = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://kontor.example' },
    body: JSON.stringify({ email: user.email, password }),
  })
  assert.equal(answer.status, 200)
})

test('figures are for this machine and for keys with the right, and name no tenant', async () => {
  const here = await server.client().call('GET', '/metrics')
  assert.equal(here.status, 200)
  for (const name of [
    'process_cpu_seconds_total',
    'kontor_http_request_seconds_count',
    'kontor_sync_due_seconds',
    'kontor_sync_runs',
  ])
    assert.ok(here.text.includes(name), name)
  assert.match(
    here.text,
    /kontor_http_request_seconds_count\{method="POST",route="\/api\/v1\/session",status="200"\} \d+/,
  )
  assert.ok(!here.text.includes('muster'))
  const passedOn = await server
    .client()
    .call('GET', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.5' } })
  assert.deepEqual([passedOn.status, passedOn.body.code], [403, 'METRICS_CLOSED'])
  const browser = server.client()
  await browser.call('POST', '/api/v1/session', { body: { email: user.email, password } })
  const keys = await Promise.all(
    (['sync.read', 'audit.read'] as const).map(scope =>
      browser.call('POST', '/api/v1/api-keys', { body: { name: scope, scope: [scope] } }),
    ),
  )
  const statuses = await Promise.all(
    keys.map(key =>
      server
        .client({ key: key.body.key })
        .call('GET', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.5' } }),
    ),
  )
  assert.deepEqual(
    statuses.map(one => one.status),
    [200, 403],
  )
})
