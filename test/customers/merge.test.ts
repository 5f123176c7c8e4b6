import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { mergeCustomers } from '../../src/customers/mergeCustomers.ts'
import { movedTables, otherTables } from '../../src/customers/mergedTables.ts'
import { previewMerge } from '../../src/customers/mergePreview.ts'
import { undoMerge } from '../../src/customers/undoMerge.ts'
import { readSchema } from '../../testkit/database/readSchema.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openSales, person, type SalesWorld } from '../sales/salesWorld.ts'
import { ask, eva } from './customerWorld.ts'

const { db } = await testDatabase({ after })

test('every table that refers to customers is merged, or says why not', async () => {
  const { tables } = await readSchema(db.pool)
  const referring = tables
    .filter(table => table.constraints.some(one => one.kind === 'foreign' && one.target === 'customer'))
    .map(table => table.name)
  const known = [...movedTables.map(one => one.table), ...Object.keys(otherTables)]
  assert.deepEqual(referring.sort(), known.sort())
})

test('merging moves all that belongs to the customers and none of what stands in orders; undoing puts back each row', async t => {
  const world = await threeCustomers(t)
  const [a = '', b = '', c = ''] = await customerIds(world)
  await ask(world, 'customer.change', { customer: b, debtorNumber: '70002', phone: '030 5551', note: 'B' })
  await ask(world, 'customer.change', { customer: c, blocked: true, blockReason: 'Betrug' })
  await ask(world, 'customer.note-add', { customer: b, text: 'nur per Mail' })
  await ask(world, 'customer.address-add', { customer: b, street: 'Weg 2', city: 'Ulm', country: 'DE' })
  await ask(world, 'inbox.assign', { ids: await world.inbox(), customerId: b })
  const before = await everything(world)
  const documents = await snapshots(world)

  const preview = await world.tx(tx => previewMerge(tx, world.tenant, { into: a, from: [b, c] }))
  const field = (name: string) => preview.fields.find(one => one.field === name)
  assert.deepEqual([field('debtorNumber')?.value, field('debtorNumber')?.from], ['70002', b])
  assert.deepEqual([field('lastName')?.value, field('lastName')?.conflict], ['Nachname1', true])
  assert.deepEqual([field('blocked')?.value, field('blockReason')?.value], [true, 'Betrug'])
  assert.deepEqual(preview.conflicts, ['BLOCKED_AND_NOT', 'NAMES_DIFFER'])
  assert.deepEqual(
    preview.moved.map(one => [one.orders, one.webOrders, one.notes, one.addresses, one.sameAddresses]),
    [
      [1, 2, 1, 2, 0],
      [1, 0, 0, 1, 0],
    ],
  )
  assert.deepEqual(await everything(world), before, 'a preview changes nothing')

  const done = await world.tx(tx =>
    mergeCustomers(tx, world.tenant, [{ into: a, from: [b, c], fields: { email: b } }], eva),
  )
  const [merged] = done.results
  assert.deepEqual(merged?.moved, {
    customer: 2,
    web_order: 2,
    web_customer: 0,
    customer_key: 4,
    customer_note: 1,
    quotation: 0,
    sales_order: 2,
    customer_address: 3,
  })
  assert.deepEqual(await snapshots(world), documents, 'names and addresses in orders stay')
  const shown = await ask(world, 'customer.show', { customer: b })
  assert.deepEqual(
    [shown['id'], shown['email'], shown['blocked'], shown['debtorNumber'], shown['orders'], shown['phone']],
    [a, 'person-2@example.com', true, '70002', 3, '030 5551'],
  )
  const numbers = (
    await world.query<{ n: string }>(`select customer_number as n from customer order by id`)
  ).map(row => row.n)
  assert.deepEqual(shown['merged'], numbers.slice(1))
  const list = await ask<{ items: { number: string }[]; count: number }>(world, 'customer.list', {})
  assert.deepEqual([list.count, list.items[0]?.number], [1, numbers[0]])
  for (const search of ['nachname2', 'ulm', numbers[2], '70002'])
    assert.equal((await ask<{ count: number }>(world, 'customer.list', { search })).count, 1, search)
  await assert.rejects(ask(world, 'customer.merge', { into: b, from: [c] }), { code: 'MERGE_INTO_MERGED' })
  await assert.rejects(ask(world, 'customer.merge', { into: a, from: [a] }), { code: 'MERGE_SAME' })
  assert.deepEqual(await world.broken(), [])

  const { result: undone } = await world.tx(tx => undoMerge(tx, world.tenant, merged?.mergeId ?? '', eva))
  assert.deepEqual(undone.left, [])
  assert.deepEqual(await everything(world), before)
  await assert.rejects(ask(world, 'customer.undo-merge', { merge: merged?.mergeId }), {
    code: 'MERGE_UNDONE',
  })
  const history = await ask<{ items: { event: string }[] }>(world, 'customer.history', { customer: a })
  assert.deepEqual(
    history.items.map(one => one.event),
    ['merge_undone', 'merged'],
  )
  assert.deepEqual(await world.broken(), [])
})

test('what came after a merge stays with the survivor, what moved on since is left and named', async t => {
  const world = await threeCustomers(t)
  const [a = '', b = '', c = ''] = await customerIds(world)
  await ask(world, 'customer.note-add', { customer: b, text: 'alt' })
  const gone = await ask<{ id: string }>(world, 'customer.note-add', { customer: b, text: 'wird entfernt' })
  const merged = await ask<{ mergeId: string }>(world, 'customer.merge', { into: a, from: [b] })
  // An order with the keys of the merged one is the survivor's, and a field that somebody changes is his.
  const [staged = ''] = await world.inbox()
  await world.takeOver([staged])
  await ask(world, 'customer.note-remove', { note: gone.id })
  await ask(world, 'customer.note-add', { customer: b, text: 'neu' })
  await ask(world, 'customer.change', { customer: b, phone: '1234567' })
  const moved = await world.query<{ id: string }>(
    `update sales_order set customer_id = $1 where external_number = 'B-2' returning id`,
    c,
  )

  const undone = await ask<{ left: object[]; back: Record<string, number> }>(world, 'customer.undo-merge', {
    merge: merged.mergeId,
  })

  assert.deepEqual(undone.left, [
    { table: 'customer_note', key: gone.id },
    { table: 'sales_order', key: moved[0]?.id },
  ])
  const owners = await world.query<{ n: string; customer: string }>(
    `select external_number as n, customer_id as customer from sales_order order by 1`,
  )
  assert.deepEqual(
    owners.map(row => [row.n, row.customer]),
    [
      ['B-1', a],
      ['B-2', c],
      ['B-3', c],
      ['B-4', a],
    ],
  )
  const notes = async (customer: string) =>
    (await ask<{ items: { text: string }[] }>(world, 'customer.notes', { customer })).items.map(
      one => one.text,
    )
  assert.deepEqual([await notes(a), await notes(b)], [['neu'], ['alt']])
  assert.deepEqual(await world.broken(), [])
})

test('who was merged on is taken apart from the last merge backwards, and nobody becomes a part of a part', async t => {
  const world = await threeCustomers(t)
  const [a = '', b = '', c = ''] = await customerIds(world)
  const before = await everything(world)
  const first = await ask<{ mergeId: string }>(world, 'customer.merge', { into: a, from: [b] })
  const between = await everything(world)
  const second = await ask<{ mergeId: string }>(world, 'customer.merge', { into: c, from: [a] })
  const parts = () => world.query(`select id, merged_into as into from customer order by id`)
  assert.deepEqual(await parts(), [
    { id: a, into: c },
    { id: b, into: c },
    { id: c, into: null },
  ])
  await assert.rejects(ask(world, 'customer.undo-merge', { merge: first.mergeId }), {
    code: 'MERGE_NOT_LAST',
  })
  await ask(world, 'customer.undo-merge', { merge: second.mergeId })
  assert.deepEqual(await everything(world), between)
  await ask(world, 'customer.undo-merge', { merge: first.mergeId })
  assert.deepEqual(await everything(world), before)
  assert.deepEqual(await world.broken(), [])
})

test('a take-over that found a customer before it was merged, or while, gives its orders to the survivor', async t => {
  const world = await threeCustomers(t)
  const [a = '', b = ''] = await customerIds(world)
  const [first = '', second = ''] = await world.inbox()
  const owned = (id: string) => world.count(`select count(*) from sales_order where customer_id = $1`, id)

  // The take-over has written its order and not committed it: merging waits, and moves it.
  const taken = halfway(wait =>
    world.takeOver([first], {
      write: work =>
        transact(db, { tenant: world.tenant, bulk: true }, async tx => {
          const results = await work(tx)
          await wait()
          return results
        }),
    }),
  )
  await taken.halfDone
  const merging = ask<Merge>(world, 'customer.merge', { into: a, from: [b] })
  await somebodyWaits()
  taken.goOn()
  await taken.over
  const merged = await merging
  assert.deepEqual([merged.moved['sales_order'], await owned(b)], [2, 0])

  // Merging has moved all and not committed it: the take-over of one of its keys waits, and finds the survivor.
  await ask(world, 'customer.undo-merge', { merge: merged.mergeId })
  assert.equal(await owned(b), 2)
  const half = halfway(wait =>
    world.tx(async tx => {
      await mergeCustomers(tx, world.tenant, [{ into: a, from: [b] }], eva)
      await wait()
    }),
  )
  await half.halfDone
  const taking = world.takeOver([second])
  await somebodyWaits()
  half.goOn()
  await half.over
  assert.equal((await taking)[0]?.did, 'taken_over')
  assert.deepEqual([await owned(a), await owned(b)], [4, 0])
  assert.deepEqual(await world.broken(), [])
})

interface Merge {
  readonly mergeId: string
  readonly moved: Readonly<Record<string, number>>
}

/** Work that has written everything, and commits when it is told to go on. */
function halfway<T>(work: (wait: () => Promise<void>) => Promise<T>) {
  const half = Promise.withResolvers<void>()
  const rest = Promise.withResolvers<void>()
  const over = work(async () => {
    half.resolve()
    await rest.promise
  })
  return { halfDone: half.promise, goOn: rest.resolve, over }
}

async function somebodyWaits(): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  for (;;) if ((await db.pool.query(waiting)).rowCount) return
}

/** Three customers with an order each, and two more web orders of the second in the inbox. */
async function threeCustomers(t: Parameters<typeof openSales>[1]): Promise<SalesWorld> {
  const world = await openSales(db, t, [
    { id: '1', person: person(1) },
    { id: '2', person: person(2) },
    { id: '3', person: person(3) },
    { id: '4', person: person(2) },
    { id: '5', person: person(2, { street: 'Woanders 7' }) },
  ])
  await world.takeOver((await world.inbox()).slice(0, 3))
  return world
}

async function customerIds(world: SalesWorld): Promise<string[]> {
  const rows = await world.query<{ id: string }>(
    `select customer_id as id from sales_order order by external_number`,
  )
  return rows.map(row => row.id)
}

/** Everything that belongs to a customer, but for what only says that something happened. */
async function everything(world: SalesWorld): Promise<Record<string, object[]>> {
  const tables = {
    customer: `(to_jsonb(t) - 'version')`,
    customer_address: 'to_jsonb(t)',
    customer_note: 'to_jsonb(t)',
    customer_key: 'to_jsonb(t)',
    search_term: 'to_jsonb(t)',
    sales_order: 'to_jsonb(t)',
    web_order: 'to_jsonb(t)',
    web_customer: 'to_jsonb(t)',
  }
  const found: Record<string, object[]> = {}
  for (const [table, row] of Object.entries(tables))
    found[table] = await world.query<object>(`select ${row} as row from ${table} t order by t::text`)
  return found
}

function snapshots(world: SalesWorld): Promise<object[]> {
  return world.query<object>(
    `select order_number, billing, shipping, customer_name from sales_order order by 1`,
  )
}
