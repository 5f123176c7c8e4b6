import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connectionKey } from '../../src/channels/connectionKey.ts'
import { seedAdministrator, serverScratch } from '../../src/server/serverScratch.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { calledConnector } from './calledConnector.ts'

const connector = calledConnector()
const server = await serverScratch({ after }, await testDatabase(), {
  publicUrl: 'https://kontor.example/',
  connectors: new Map([[connector.name, connector]]),
})
const { user, password, tenant } = await seedAdministrator(server, 'muster')
const person = server.client()
await person.call('POST', '/api/v1/session', { body: { email: user.email, password } })

test('a secret that Kontor makes is shown in the answer that made it, and nowhere else', async () => {
  const body = { system: 'reference', name: 'Markt', set: { url: 'https://reference.example/', token: 'x' } }
  const headers = { 'idempotency-key': 'once-1' }
  const added = await person.call('POST', '/api/v1/connections', { body, headers })
  assert.equal(added.status, 201, added.text)
  const { id, callUrl, hint, madeSecrets } = added.body
  const key = connectionKey(tenant, id)
  assert.match(madeSecrets.pushSecret, new RegExp(`^${key}\\.[\\w-]{43}$`))
  assert.match(hint, /shown this once/)
  assert.equal(callUrl, `https://kontor.example/reference/${key}`)
  const again = await person.call('POST', '/api/v1/connections', { body, headers })
  assert.deepEqual(again.body.madeSecrets, madeSecrets, 'the same wish again has the same answer')
  const shown = await person.call('GET', '/api/v1/connections/Markt')
  assert.deepEqual([shown.body.callUrl, shown.body.madeSecrets], [callUrl, undefined])

  const renewed = await person.call('POST', '/api/v1/connections/Markt/secrets/pushSecret', { body: {} })
  assert.notEqual(renewed.body.madeSecrets.pushSecret, madeSecrets.pushSecret)
  const refused = await person.call('POST', '/api/v1/connections/Markt/secrets/token', { body: {} })
  assert.deepEqual([refused.status, refused.body.code], [422, 'SECRET_NOT_OURS'])

  const moved = await person.call('PATCH', '/api/v1/connections/Markt', {
    body: { set: { url: 'https://other.example/' } },
  })
  assert.deepEqual(moved.body.clearedSecrets, ['token'], 'what Kontor made goes to no address')
  assert.deepEqual(Object.keys(moved.body.secrets), ['pushSecret'])

  const { rows } = await server.kontor.db.pool.query<{ text: string }>(
    `select row_to_json(a)::text as text from audit a`,
  )
  const audited = rows.map(row => row.text).join('\n')
  assert.match(audited, /connection.renew-secret/)
  for (const secret of [madeSecrets.pushSecret, renewed.body.madeSecrets.pushSecret])
    assert.ok(!`${audited} ${JSON.stringify(server.logged)}`.includes(secret.slice(key.length + 1)))
})
