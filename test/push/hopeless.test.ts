import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createCategories } from '../../src/catalog/categories.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import type { Connector } from '../../src/port/connector.ts'
import { Unreachable } from '../../src/port/errors.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, type PushWorld, shown } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const numbers = (count: number) =>
  Array.from({ length: count }, (_, n) => `T-${String(n + 1).padStart(4, '0')}`)
/** The program of the shop dies of this item, whatever is sent with it. */
const deadly = 'T-0003'

function dyingOf(itemNumber: string) {
  return (connector: Connector): Connector => {
    const { item } = connector.send ?? {}
    assert.ok(item)
    const send: typeof item.send = async (session, list) => {
      if (list.some(({ state }) => state.itemNumber === itemNumber))
        throw new Unreachable('HTTP 500', { mayHaveWorked: true })
      return item.send(session, list)
    }
    return { ...connector, send: { ...connector.send, item: { ...item, send } } }
  }
}

// As if time passed: what was put off may be told again.
async function later({ world }: PushWorld): Promise<void> {
  await world.query(`update due set not_before = null where tenant_id = $1 returning 1`, world.tenant)
}

test('an item of which the shop dies does not keep the others from being sent', async context => {
  const push = await createPushWorld(db, context, {}, dyingOf(deadly))
  await push.sell(numbers(40))
  for (let run = 0; run < 3; run++) {
    await push.lane('catalogue')
    await later(push)
  }
  assert.deepEqual(
    Object.keys(shown(push.system)),
    numbers(40).filter(number => number !== deadly),
  )
  assert.equal((await push.due('item')).length, 1, 'it stays due')
})

test('an item of which the shop dies does not keep a sweep from going on', async context => {
  const push = await createPushWorld(db, context, {}, dyingOf(deadly))
  await push.sell(numbers(600), '0')
  await push.world.query(`delete from due where tenant_id = $1 returning 1`, push.world.tenant)
  await push.sweep('item')
  for (let run = 0; run < 4; run++) {
    await push.lane('catalogue')
    if (run === 1) await later(push)
  }
  assert.equal(Object.keys(shown(push.system)).length, 599)
  assert.deepEqual(await push.world.query(`select 1 from sweep where tenant_id = $1`, push.world.tenant), [])
})

test('what waits for a category that is refused for good is looked at ever more rarely', async context => {
  const push = await createPushWorld(db, context, {}, connector => {
    const { category } = connector.send ?? {}
    assert.ok(category)
    const send: typeof category.send = async (_, list) =>
      list.map(() => ({ result: 'rejected', code: 'REMOTE_VALIDATION', text: 'no' }))
    return { ...connector, send: { ...connector.send, category: { ...category, send } } }
  })
  const { world } = push
  const [id = ''] = await push.sell(['T-1'])
  const made = await push.change(tx => createCategories(tx, world.tenant, [{ name: 'Tassen' }]))
  const categoryIds = made.results.map(one => one.id)
  await push.change(tx => setItemCategories(tx, world.tenant, [{ itemId: id, categoryIds }]))
  const pauses: number[] = []
  for (let run = 0; run < 3; run++) {
    await push.lane('catalogue')
    const [row] = await world.query<{ seconds: number }>(
      `select extract(epoch from not_before - clock_timestamp())::float8 as seconds from due where tenant_id = $1 and kind = 'item'`,
      world.tenant,
    )
    pauses.push(row?.seconds ?? 0)
    await world.query(
      `update due set not_before = clock_timestamp() where tenant_id = $1 and kind = 'item' returning 1`,
      world.tenant,
    )
  }
  const [first = 0, second = 0, third = 0] = pauses
  assert.ok(second > first * 1.5 && third > second * 1.5, pauses.join(' '))
})

test('a lane of a system that this installation does not have pauses like any that fails', async context => {
  const push = await createPushWorld(db, context)
  await push.sell(['T-1'])
  const end = await push.lane('catalogue', { parts: { connectors: new Map() } })
  assert.equal(end.error?.code, 'SYSTEM_UNKNOWN')
  const [lane] = await push.world.query<{ paused: boolean }>(
    `select coalesce(not_before > clock_timestamp(), false) as paused from sync_lane where tenant_id = $1 and kind = 'catalogue'`,
    push.world.tenant,
  )
  assert.ok(lane?.paused)
})
