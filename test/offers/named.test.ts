import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { NamedSet } from '../../src/port/posted.ts'
import { storeNamed } from '../../src/sync/storeNamed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, type PushWorld } from '../push/pushWorld.ts'

const { db } = await testDatabase({ after })

test('what a set that replaces does not name any more is gone and stays; what is as it was is not written', async context => {
  const push = await createPushWorld(db, context)
  const tree = (...entries: NamedSet['entries'][number][]) =>
    post(push, { list: 'category', replaces: true, entries })
  await tree(
    { theirs: 'a', name: 'Möbel' },
    { theirs: 'b', name: 'Tische', parent: 'a' },
    { theirs: 'c', name: 'Stühle', parent: 'a', isClosed: true },
  )
  assert.deepEqual(await terms(push), ['a Möbel', 'b Tische < a', 'c Stühle < a closed'])
  const before = await versions(push)
  await tree(
    { theirs: 'a', name: 'Möbel' },
    { theirs: 'c', name: 'Stühle', parent: 'a', isClosed: true },
    { theirs: 'b', name: 'Tische', parent: 'a' },
  )
  assert.deepEqual(await versions(push), before, 'nothing is written')
  await tree({ theirs: 'a', name: 'Möbel & mehr' }, { theirs: 'c', name: 'Stühle', parent: 'a' })
  assert.deepEqual(await terms(push), ['a Möbel & mehr', 'b Tische < a gone', 'c Stühle < a'])
  await tree({ theirs: 'a', name: 'Möbel & mehr' }, { theirs: 'b', name: 'Tische', parent: 'a' })
  assert.deepEqual(await terms(push), ['a Möbel & mehr', 'b Tische < a', 'c Stühle < a gone'])
})

test('sets of one list stand beside each other, and one that does not replace adds and takes away', async context => {
  const push = await createPushWorld(db, context)
  const attribute = (of: string | undefined, ...names: string[]) => ({
    list: 'attribute' as const,
    ...(of === undefined ? {} : { of }),
    replaces: true,
    entries: names.map(name => ({ theirs: name, name })),
  })
  await post(push, attribute(undefined, 'brand'), attribute('category/7.1', 'size', 'brand'))
  await post(push, attribute('category/7.1', 'size'))
  await post(push, {
    list: 'attribute',
    replaces: false,
    entries: [{ theirs: 'odd \u0000 name', name: '\ud800' }],
    gone: ['brand', 'nobody knows it'],
  })
  assert.deepEqual(await terms(push), [
    'brand brand gone',
    'odd � name �',
    'category/7.1: brand brand gone',
    'category/7.1: size size',
  ])
})

test('50,000 categories are stored in one call, and again without writing', async context => {
  const push = await createPushWorld(db, context)
  const entries = Array.from({ length: 50_000 }, (_, n) => ({
    theirs: `c-${n}`,
    name: `Category ${n}`,
    parent: n === 0 ? '0' : `c-${Math.floor((n - 1) / 8)}`,
  }))
  const took = async (list: typeof entries) => {
    const started = performance.now()
    await post(push, { list: 'category', replaces: true, entries: list })
    return performance.now() - started
  }
  const times = [await took(entries), await took(entries.toReversed()), await took(entries.slice(0, 100))]
  context.diagnostic(`new, same, all but 100 gone: ${times.map(ms => `${Math.round(ms)} ms`).join(', ')}`)
  const [row] = await push.world.query<{ all: number; gone: number }>(
    `select count(*)::int as all, count(gone_at)::int as gone from web_term where tenant_id = $1`,
    push.world.tenant,
  )
  assert.deepEqual(row, { all: 50_000, gone: 49_900 })
})

function post({ world, connectionId }: PushWorld, ...sets: NamedSet[]): Promise<void> {
  return world.tx(tx => storeNamed(tx, world.tenant, connectionId, sets, new Date()))
}

async function terms({ world }: PushWorld): Promise<string[]> {
  const rows = await world.query<{ text: string }>(
    `select concat(case scope when '' then '' else scope || ': ' end, their_id, ' ', name, ' < ' || parent,
       case when is_closed then ' closed' end, case when gone_at is not null then ' gone' end) as text
     from web_term where tenant_id = $1 and list in ('category', 'attribute') order by list, scope, their_id`,
    world.tenant,
  )
  return rows.map(row => row.text)
}

async function versions({ world }: PushWorld): Promise<string[]> {
  const rows = await world.query<{ id: string }>(
    `select concat(their_id, ctid, xmin) as id from web_term where tenant_id = $1 order by their_id`,
    world.tenant,
  )
  return rows.map(row => row.id)
}
