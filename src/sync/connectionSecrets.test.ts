import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { newId } from '../base/ids.ts'
import { changeSettings } from '../channels/addConnection.ts'
import { claimRenewal } from '../channels/connectionSecretStore.ts'
import { openSecrets } from '../channels/connectionStore.ts'
import { connectionSecrets, type SecretParts } from './connectionSecrets.ts'
import { type Scripted, scripted, scriptedConnector } from './fixtures/scripted.ts'

const { db } = await testDatabase({ after })
const connector = scriptedConnector()

const inAnHour = () => new Date(Date.now() + 3_600_000)

function process(world: Scripted, more: Partial<SecretParts> = {}) {
  const hidden: string[] = []
  const secrets = connectionSecrets({
    db,
    keyring: world.parts.keyring,
    tenant: world.tenant,
    connectionId: world.connectionId,
    now: () => new Date(),
    signal: new AbortController().signal,
    hide: value => void hidden.push(value),
    readSettingsAgain: async () => {},
    ...more,
  })
  return { ...secrets, hidden }
}

test('ten callers at once, from as many processes: one renews, all get its result', async () => {
  const world = await scripted(db, connector)
  let renewals = 0
  const renew = async () => {
    renewals++
    await new Promise(resolve => setImmediate(resolve))
    return { value: `token-${renewals}`, until: inAnHour() }
  }

  const values = await Promise.all(Array.from({ length: 10 }, () => process(world).secret('access', renew)))

  assert.deepEqual(new Set(values), new Set(['token-1']))
  assert.equal(renewals, 1)
})

test('a kept secret is given while it holds for another minute; then it is renewed with what was kept', async () => {
  const world = await scripted(db, connector)
  const now = new Date()
  const first = { value: 'first', until: new Date(now.getTime() + 61_000) }
  const one = process(world, { now: () => now })
  assert.equal(await one.secret('access', async () => first), 'first')
  assert.equal(await one.secret('access', async () => assert.fail()), 'first')

  const later = process(world, { now: () => new Date(now.getTime() + 2_000) })
  const value = await later.secret('access', async kept => {
    assert.deepEqual(kept, first)
    return { value: 'second', until: inAnHour() }
  })

  assert.equal(value, 'second')
  assert.deepEqual(later.hidden, ['second'])
})

test('secrets lie sealed, and what rotates with one is stored in the same commit', async () => {
  const world = await scripted(db, connector)
  const settings: string[] = []
  const one = process(world, {
    readSettingsAgain: async () => {
      const now = await world.tx(tx => openSecrets(tx, world.parts.keyring, world.tenant, world.connectionId))
      settings.push(now['refresh'] ?? '')
    },
  })

  await one.secret('access', async () => {
    assert.deepEqual(settings, ['refresh-0'], 'read before it is renewed')
    return { value: 'plain-token', until: inAnHour(), settings: { refresh: 'refresh-1' } }
  })

  assert.deepEqual(settings, ['refresh-0', 'refresh-1'])
  assert.deepEqual(one.hidden, ['plain-token', 'refresh-1'])
  const [row] = await world.query<{ sealed: Buffer }>(`select sealed from connection_secret`)
  assert.ok(row && !row.sealed.includes('plain-token'))
})

test('one that failed to renew gives the right to do it back at once', async () => {
  const world = await scripted(db, connector)
  const one = process(world)
  await assert.rejects(
    one.secret('access', async () => {
      throw new TypeError('no')
    }),
    /no/,
  )
  assert.equal(await one.secret('access', async () => ({ value: 'now', until: inAnHour() })), 'now')
})

test('the lease of a renewer that died runs out', async () => {
  const world = await scripted(db, connector)
  const key = { tenant: world.tenant, connectionId: world.connectionId, name: 'access' }
  await world.tx(tx => claimRenewal(tx, world.parts.keyring, key, newId(), 0.3))
  const [dead] = await world.query<{ until: Date }>(`select renewing_until as until from connection_secret`)
  let begun: Date | undefined

  const value = await process(world).secret('access', async () => {
    // By the database's clock, as the lease is: this process may have stood still for as long.
    begun = (await world.query<{ at: Date }>(`select clock_timestamp() as at`))[0]?.at
    return { value: 'mine', until: inAnHour() }
  })

  assert.equal(value, 'mine')
  assert.ok(dead && begun && begun >= dead.until, 'while the lease held it waited')
})

test('a renewer that takes longer than its lease keeps it alive', async () => {
  const world = await scripted(db, connector)
  let others = 0
  const slow = process(world, { renewalMs: 150 }).secret('access', async () => {
    // Long enough for five leases, counted in what the database says of the time.
    await world.query(`select pg_sleep(0.75)`)
    return { value: 'slow', until: inAnHour() }
  })
  const other = process(world, { renewalMs: 150 }).secret('access', async () => {
    others++
    return { value: 'other', until: inAnHour() }
  })

  const values = await Promise.all([slow, other])

  assert.equal(new Set(values).size, 1)
  assert.ok(values[0] === 'slow' ? others === 0 : others === 1)
})

test('one that was taken for dead and comes back overwrites nothing, and takes what is there', async () => {
  const world = await scripted(db, connector)
  const value = await process(world).secret('access', async () => {
    await world.query(`update connection_secret set renewing_until = now() - interval '1 second'`)
    await process(world).secret('access', async () => ({ value: 'theirs', until: inAnHour() }))
    return { value: 'late', until: inAnHour() }
  })
  assert.equal(value, 'theirs')
})

test('a dropped value is renewed; a drop of an older value changes nothing', async () => {
  const world = await scripted(db, connector)
  const one = process(world)
  await one.secret('access', async () => ({ value: 'first', until: inAnHour() }))
  await one.drop('access', 'first')
  assert.equal(
    await one.secret('access', async kept => {
      assert.equal(kept, undefined)
      return { value: 'second', until: inAnHour() }
    }),
    'second',
  )
  await one.drop('access', 'first')
  assert.equal(await one.secret('access', async () => assert.fail()), 'second')
})

test('new credentials end what was made with the old ones, also what is being made at that moment', async () => {
  const world = await scripted(db, connector)
  const one = process(world)
  let renewals = 0
  const change = () =>
    world.tx(tx =>
      changeSettings(tx, world.parts.keyring, world.tenant, connector, 'Shop', { refresh: 'other' }),
    )

  const value = await one.secret('access', async () => {
    if (++renewals === 1) await change()
    return { value: `token-${renewals}`, until: inAnHour() }
  })

  assert.equal(value, 'token-2')
  await change()
  assert.equal(await one.secret('access', async () => ({ value: 'fresh', until: inAnHour() })), 'fresh')
})

test('names do not see each other', async () => {
  const world = await scripted(db, connector)
  const one = process(world)
  await one.secret('access', async () => ({ value: 'a', until: inAnHour() }))
  assert.equal(await one.secret('signingKey', async () => ({ value: 'b', until: inAnHour() })), 'b')
})
