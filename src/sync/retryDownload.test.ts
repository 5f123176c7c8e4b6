import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { bytesOf, pullOf, type Scripted, scripted, scriptedConnector } from './fixtures/scripted.ts'
import { productLease } from './lanes.ts'
import { retryDownload } from './ledgerActions.ts'

const { db } = await testDatabase({ after })

test('download again fetches single records where the system has them', async () => {
  const asked: (readonly string[])[] = []
  let note = 'first'
  const world = await scripted(
    db,
    scriptedConnector({
      again: facts => (facts['generation'] === 5 ? 'single' : 'none'),
      pull: pullOf(
        {},
        {
          fetch: async () => ({ body: bytesOf([{ id: '1' }, { id: '2' }]) }),
          fetchSingle: async (_session, _kind, theirs) => {
            asked.push(theirs)
            return { body: bytesOf([{ id: '1', customerNote: note }]) }
          },
        },
      ),
    }),
  )
  await world.run()
  const rows = await world.query<{ id: string }>(`select id from ledger order by external_id`)
  note = 'mended'
  await retryDownload(world.parts, { ...wish(world), ids: rows.map(row => row.id) })
  assert.deepEqual(asked, [['1', '2']])
  const orders = await world.query(
    `select record ->> 'customerNote' as note from web_order order by external_number`,
  )
  assert.deepEqual(orders, [{ note: 'mended' }, { note: null }])
})

test('download again is refused where the facts say that the system cannot, before it is called', async () => {
  let opened = 0
  const world = await scripted(
    db,
    scriptedConnector({
      open: async () => {
        opened++
        return {}
      },
      again: facts => (facts['generation'] === 5 ? 'single' : 'none'),
      requestAgain: async () => {},
      pull: pullOf({}, { fetch: async () => ({ body: bytesOf([{ id: '1' }]) }) }),
    }),
  )
  await world.run()
  const [row] = await world.query<{ id: string }>(`select id from ledger`)
  await assert.rejects(retryDownload(world.parts, wish(world, row?.id)), { code: 'AGAIN_NOT_OFFERED' })
  assert.equal(opened, 1)
  await world.query(`update connection set facts = '{"generation": 5}'`)
  await retryDownload(world.parts, wish(world, row?.id))
  assert.equal(opened, 2)
})

function wish(world: Scripted, id?: string) {
  return { tenant: world.tenant, ids: id ? [id] : [], by: 'Eva', holder: 'test', lease: productLease }
}
