import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { takeOver } from '../../src/sync/takeOver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openSales, person, type SalesWorld } from './salesWorld.ts'

const { db } = await testDatabase({ after })

test('the same person is one customer however the address is written, and the order says why', async t => {
  const world = await openSales(db, t, [
    { id: '1', account: '7', person: person(1) },
    { id: '2', account: '7', person: person(1, { street: 'Neuer Weg 9', zipCode: '20000' }) },
    {
      id: '3',
      person: person(1, { lastName: 'NACHNAME1 ', email: 'Person-1@Example.com', street: 'Woanders 3' }),
    },
    { id: '4', person: person(1, { street: 'MUSTERSTR. 1', email: 'andere@example.com' }) },
  ])
  for (const id of await world.inbox()) await world.takeOver([id])

  assert.equal(await world.count(`select count(*) from customer`), 1)
  assert.deepEqual(await hows(world), ['new', 'link', 'email_name', 'name_address'])
  assert.equal(await world.count(`select count(*) from customer_address`), 4 - 1, 'each address once')
})

test('orders of one take-over find each other as if they had come one after the other', async t => {
  const world = await openSales(db, t, [
    { id: '1', account: '7', person: person(1) },
    { id: '2', account: '7', person: person(2) },
    { id: '3', person: person(2, { email: 'x@example.com' }) },
  ])
  await world.takeOver()
  assert.equal(await world.count(`select count(*) from customer`), 1)
})

test('an e-mail alone never makes two people one, nor does a shared address', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: person(1, { email: 'familie@example.com' }) },
    { id: '2', person: person(2, { email: 'familie@example.com' }) },
    { id: '3', person: person(1, { firstName: 'Erika', email: 'erika@example.com' }) },
  ])
  await world.takeOver()
  assert.equal(await world.count(`select count(*) from customer`), 3)
})

test('guests without an account become customers, and with nothing to be recognised by, each one new', async t => {
  const bare = { firstName: '', lastName: 'Gast', street: 'Weg 1', zipCode: '', city: 'Ulm', country: 'DE' }
  const world = await openSales(db, t, [
    { id: '1', person: person(1) },
    { id: '2', person: bare },
    { id: '3', person: bare },
  ])
  const results = await world.takeOver()
  assert.deepEqual(
    results.map(one => one.did),
    Array(3).fill('taken_over'),
  )
  assert.equal(await world.count(`select count(*) from customer`), 3)
  assert.deepEqual(await world.broken(), [])
})

test('an order whose keys point to two customers stays in the inbox until a person assigns one, for good', async t => {
  const world = await ambiguous()
  const [third] = await world.inbox()
  const [left] = await world.takeOver([third ?? ''])
  assert.deepEqual([left?.did, left?.code], ['left', 'CUSTOMER_AMBIGUOUS'])
  assert.deepEqual(await world.query(`select open_checks from web_order where id = $1`, third), [
    { open_checks: ['CUSTOMER_AMBIGUOUS'] },
  ])
  assert.deepEqual(await world.query(`select outcome, code from ledger where id = $1`, third), [
    { outcome: 'staged', code: 'CUSTOMER_AMBIGUOUS' },
  ])
  const [first] = await world.query<{ customer_id: string }>(
    `select customer_id from sales_order where external_number = 'B-1'`,
  )

  const wish = { customers: new Map([[third ?? '', first?.customer_id ?? '']]), by: 'Eva' }
  const [taken] = await world.takeOver([third ?? ''], wish)

  assert.equal(taken?.did, 'taken_over')
  const [order] = await world.query<{ customer_id: string; customer_reason: Record<string, unknown> }>(
    `select customer_id, customer_reason from sales_order where external_number = 'B-3'`,
  )
  assert.equal(order?.customer_id, first?.customer_id)
  assert.deepEqual([order?.customer_reason['how'], order?.customer_reason['by']], ['person', 'Eva'])
  assert.equal(
    await world.count(`select count(distinct customer_id) from customer_key where key like 'link|%'`),
    1,
  )
  assert.deepEqual(await world.broken(), [])

  async function ambiguous(): Promise<SalesWorld> {
    const made = await openSales(db, t, [
      { id: '1', account: '7', person: person(1) },
      { id: '2', person: person(2) },
      { id: '3', account: '7', person: person(2) },
    ])
    await made.takeOver((await made.inbox()).slice(0, 2))
    return made
  }
})

test('who a person assigned wins against what the order looks like', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: person(1) },
    { id: '2', person: person(2) },
    { id: '3', person: person(1) },
  ])
  await world.takeOver((await world.inbox()).slice(0, 2))
  const [two] = await world.query<{ customer_id: string }>(
    `select customer_id from sales_order where external_number = 'B-2'`,
  )
  const [third] = await world.inbox()
  await world.query(
    `update web_order set assigned_customer_id = $2, assigned_by = 'Eva' where id = $1 returning id`,
    third,
    two?.customer_id,
  )
  await world.takeOver()
  const [order] = await world.query<{ customer_id: string; customer_reason: unknown }>(
    `select customer_id, customer_reason from sales_order where external_number = 'B-3'`,
  )
  assert.equal(order?.customer_id, two?.customer_id)
  const owner = await world.count(
    `select count(*) from customer_key where customer_id = $1`,
    two?.customer_id,
  )
  assert.equal(owner, 2, 'one order assigned against its only match teaches nothing')
})

test('an order of a blocked customer stays in the inbox', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: person(1) },
    { id: '2', person: person(1) },
  ])
  const [first, second] = await world.inbox()
  await world.takeOver([first ?? ''])
  await world.query(`update customer set blocked = true returning id`)
  const [left] = await world.takeOver([second ?? ''])
  assert.deepEqual([left?.did, left?.code], ['left', 'CUSTOMER_BLOCKED'])
  await world.query(`update customer set blocked = false returning id`)
  const [taken] = await takeOver(world.parts, {
    tenant: world.tenant,
    ids: [second ?? ''],
    by: 'Eva',
    actorKind: 'user',
  })
  assert.equal(taken?.did, 'taken_over')
  assert.deepEqual(await world.broken(), [])
})

test('customers are found by number, name, e-mail address and postcode', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: person(1, { lastName: 'Großmann', city: 'Köln' }) },
  ])
  await world.takeOver()
  const terms = await world.query<{ term: string }>(
    `select term from search_term where kind = 'customer' order by term`,
  )
  assert.deepEqual(
    terms.map(row => row.term),
    ['10001', 'grossmann', 'k-10001', 'koeln', 'person-1@example.com', 'vorname1'],
  )
})

async function hows(world: SalesWorld): Promise<string[]> {
  const rows = await world.query<{ how: string }>(
    `select customer_reason ->> 'how' as how from sales_order order by placed_at`,
  )
  return rows.map(row => row.how)
}
