import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { laneParts } from '../../src/operations/syncParts.ts'
import { serverScratch } from '../../src/server/serverScratch.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { startReferenceSystem } from '../../testkit/reference/system.ts'
import { openAccount, token } from './account.ts'
import { calledConnector } from './calledConnector.ts'
import { allReady, layOut, layOutSlowly } from './layOut.ts'

const connector = calledConnector()
const server = await serverScratch({ after }, await testDatabase(), {
  connectors: new Map([[connector.name, connector]]),
  allowAddresses: '127.0.0.0/8',
})
const { db, keyring } = server.kontor
const account = (slug: string, system?: { readonly url: string; readonly pushSecret: string }) =>
  openAccount({ db, keyring }, connector, {
    url: () => server.url,
    slug,
    ...(system === undefined ? {} : { system: system.url, secret: system.pushSecret }),
  })

test('what was laid out while an older transaction was open is handed out, in order, and nothing that was dropped comes again', async () => {
  const one = await account('held')
  const first = await layOut(one, 'a')
  await allReady(one)
  assert.deepEqual(await one.take(), [first])
  const open = await layOutSlowly(db, one, 'b')
  const later = await layOut(one, 'c')
  assert.deepEqual(await one.take(), [], 'behind one that may still appear nothing is handed out')
  await one.drop([first])
  await open.commit()
  await allReady(one)
  assert.deepEqual(await one.take(), [open.id, later])
  await one.drop([open.id, later, 'nonsense'])
  await one.query('update letter set hidden_until = null')
  assert.deepEqual(await one.take(), [])
})

test('twenty polls at once hand out each letter once', async () => {
  const one = await account('crowd')
  const ids = new Set<string>()
  for (let no = 0; no < 150; no++) ids.add(await layOut(one, `stock/${no}`))
  await allReady(one)
  const taken = (await Promise.all(Array.from({ length: 20 }, () => one.take()))).flat()
  assert.equal(taken.length, new Set(taken).size)
  const rest = await one.take()
  assert.deepEqual(new Set([...taken, ...rest]), ids)
})

test('an item that is due is laid out by a run, taken by the system and shown there', async t => {
  const system = await startReferenceSystem({ way: 'pushed', keys: 'ours', outward: 'letters', token })
  t.after(() => system.stop())
  const one = await account('life', system)
  const [item] = await one.query<{ id: string }>('select id from item')
  await transact(db, { tenant: one.tenant }, async tx => {
    const sale = { itemId: item?.id ?? '', channelId: one.channelId, active: true }
    const { changed } = await sellOn(tx, one.tenant, [sale])
    await markDue(tx, one.tenant, changed, 'tester')
  })
  const parts = laneParts(server)
  const wish = { tenant: one.tenant, connectionId: one.connectionId, kind: 'catalogue' as const }
  const lane = await claimLane(db, { ...wish, holder: 'test', askedBy: 'test', lease: productLease })
  assert.ok('fence' in lane)
  const end = await runLane(parts, lane, { lease: productLease })
  assert.equal(end.state, 'done', JSON.stringify(end))
  const letters = await one.query('select type from letter')
  assert.deepEqual(letters, [{ type: 'item' }])
  await allReady(one)
  assert.equal(await system.pollQueue(`${server.url}/reference/${one.key}/queue`), 1)
  const shown = system.objects.of('item').map(item => item.fields['itemNumber'])
  assert.deepEqual(shown, ['A-1'])
  assert.deepEqual(await one.query('select key from letter'), [])
})
