import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })

test('beyond what a system takes of one object a day, the newest state waits for the next day', async context => {
  const push = await createPushWorld(db, context, {}, connector => ({
    ...connector,
    limits: { ...connector.limits, perObjectPerDay: 2 },
  }))
  const [id = '', other = ''] = await push.sell(['T-1', 'T-2'])
  const rename = (item: string, name: string) =>
    push.change(tx => changeItems(tx, push.world.tenant, [{ id: item, name }]))
  assert.equal(sent(await push.lane('catalogue'), 'item').accepted, 2)
  await rename(id, 'Zwei')
  assert.equal(sent(await push.lane('catalogue'), 'item').accepted, 1)
  await rename(id, 'Drei')
  await rename(id, 'Vier')
  await rename(other, 'Anderer')
  const run = await push.lane('catalogue')
  assert.equal(sent(run, 'item').accepted, 1, 'the other one')
  const [waits] = await push.world.query<{ later: boolean }>(
    `select not_before > clock_timestamp() as later from due where kind = 'item' and object_id = $1`,
    id,
  )
  assert.equal(waits?.later, true)
  const [note] = await push.world.query<{ found: boolean }>(
    `select bool_or(notes::text like '%OBJECT_LIMIT%') as found from sync_run`,
  )
  assert.equal(note?.found, true, 'and the log says so')

  await push.world.query(`update object_day set day = day - 1`)
  await push.world.query(`update due set not_before = null where kind = 'item'`)
  assert.equal(sent(await push.lane('catalogue'), 'item').accepted, 1)
  const names = push.system.objects.of('item').map(item => item.fields['names'])
  assert.deepEqual(names, [{ de: 'Vier' }, { de: 'Anderer' }])
})
