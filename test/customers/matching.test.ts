// Whose an order is, where it is not written down: likeness, asking, guests, and customers who are said to be two.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { keyAllCustomers } from '../../src/sync/keyCustomers.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openSales, person, type SalesWorld } from '../sales/salesWorld.ts'
import { ask } from './customerWorld.ts'

const { db } = await testDatabase({ after })
const erna = person(7, {
  firstName: 'Erna',
  lastName: 'Klöckner',
  street: 'Rosenweg 12',
  email: 'erna@klo.example',
})

test('a typing error, a swapped name, another way to write the street: one customer, and the order says why', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: erna },
    { id: '2', person: { ...erna, firstName: 'Klöckner', lastName: 'Erna', street: 'Rosen-Weg 12' } },
    { id: '3', person: { ...erna, lastName: 'Kloeckmer' } },
  ])
  for (const id of await world.inbox()) await world.takeOver([id])
  assert.equal(await world.count(`select count(*) from customer`), 1)
  const reasons = await world.query<{ how: string; score: string; codes: string[] }>(
    `select customer_reason ->> 'how' as how, customer_reason ->> 'score' as score,
       array(select jsonb_array_elements(customer_reason -> 'because') ->> 'code') as codes from sales_order order by placed_at`,
  )
  assert.deepEqual(reasons.slice(1), [
    { how: 'likeness', score: '100', codes: ['NAME_SWAPPED', 'EMAIL_SAME', 'HOUSE_SAME'] },
    { how: 'likeness', score: '100', codes: ['NAME_TYPO', 'EMAIL_SAME', 'HOUSE_SAME'] },
  ])
  assert.deepEqual(await world.broken(), [])
})

test('who shares mailbox, last name and house is another person, who is recognised from then on', async t => {
  const otto = { ...erna, firstName: 'Otto' }
  const world = await openSales(db, t, [
    { id: '1', person: erna },
    { id: '2', person: otto },
    { id: '3', person: otto },
    { id: '4', person: erna },
  ])
  await world.takeOver()
  assert.deepEqual(await customersOf(world), ['a', 'b', 'b', 'a'])
})

test('who is called by a word that is no name is known again by the same e-mail address', async t => {
  const called = (firstName: string, lastName: string) => ({ ...erna, firstName, lastName })
  const moved = { street: 'Am Hang 3', postcode: '80331', city: 'München' }
  const world = await openSales(db, t, [
    { id: '1', person: called('Gerd', 'Gast') },
    { id: '2', person: { ...called('Gerd', 'Gast'), ...moved } },
    { id: '3', person: { ...called('Gerd', 'Gast'), email: 'other@klo.example' } },
    { id: '4', person: called('Kunde', '17') },
    { id: '5', person: called('Kunde', '17') },
    { id: '6', person: called('Kunde', '18') },
  ])
  for (const id of await world.inbox()) await world.takeOver([id])
  assert.deepEqual(await customersOf(world), ['a', 'a', 'b', 'c', 'c', 'd'])
})

test('where a channel asks, who is likely waits for a person, who assigns one, or says that it is a new one and is not asked again', async t => {
  const moved = { ...erna, lastName: 'Vogt', email: 'erna@vogt.example', phone: '0171 3920011' }
  const world = await openSales(db, t, [
    { id: '1', person: { ...erna, phone: '0171-3920011' } },
    { id: '2', person: moved },
    { id: '3', person: moved },
  ])
  await ask(world, 'channel.set', { channel: await channelOf(world), unsure: 'ask' })
  const [first = '', second = '', third = ''] = await world.inbox()
  await world.takeOver([first])
  const left = await world.takeOver([second, third])
  assert.deepEqual(
    left.map(one => one.code),
    ['CUSTOMER_UNSURE', 'CUSTOMER_UNSURE'],
  )
  const shown = await ask<{ checks: { code: string; reason: string }[]; candidates: Shown[] }>(
    world,
    'inbox.show',
    {
      id: second,
    },
  )
  assert.match(shown.checks[0]?.reason ?? '', /kann von einem bekannten Kunden sein.*K-10001 \(65\)/)
  assert.deepEqual(
    shown.candidates[0]?.because.map(one => `${one.points} ${one.reason}`),
    ['-10 Vorname gleich, anderer Nachname', '35 gleiche Telefonnummer', '40 gleiche Anschrift'],
  )
  await ask(world, 'inbox.assign', { ids: [second], newCustomer: true })
  await world.takeOver([second])
  // The one that was made is recognised by all that the order says.
  await world.takeOver([third])
  assert.deepEqual(await customersOf(world), ['a', 'b', 'b'])
  const { items } = await ask<{ items: unknown[] }>(world, 'customer.duplicates', {})
  assert.deepEqual(items, [], 'a person has said that they are two')
  assert.deepEqual(await world.broken(), [])
})

test('who is likely is a new customer at first, and both are found as duplicates until a person parts them', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: { ...erna, phone: '0171 3920011' } },
    { id: '2', person: { ...erna, lastName: 'Vogt', email: 'x@vogt.example', phone: '0171 3920011' } },
  ])
  await world.takeOver()
  assert.deepEqual(await customersOf(world), ['a', 'b'])
  const found = await ask<{
    items: { score: number; customers: { number: string }[] }[]
    next: string | null
  }>(world, 'customer.duplicates', {})
  assert.deepEqual(
    found.items.map(one => [one.score, ...one.customers.map(customer => customer.number)]),
    [[65, 'K-10002', 'K-10001']],
  )
  assert.equal(found.next, null)
  const typed = {
    firstName: 'Erna',
    lastName: 'Vogt',
    street: 'Rosenweg 12',
    postcode: erna.zipCode,
    city: erna.city,
  }
  const alike = await ask<{ items: (Shown & { number: string; score: number })[] }>(
    world,
    'customer.alike',
    typed,
  )
  assert.equal(alike.items[0]?.number, 'K-10002', 'who is being typed is there already')
  assert.ok(alike.items[0]?.because.some(one => one.reason === 'gleiche Anschrift'))
  assert.deepEqual(
    (await ask<{ items: unknown[] }>(world, 'customer.alike', { lastName: 'Quintus' })).items,
    [],
  )
  const parted = { customer: 'K-10001', others: ['K-10002'] }
  await ask(world, 'customer.not-same', parted)
  assert.deepEqual((await ask<{ items: unknown[] }>(world, 'customer.duplicates', {})).items, [])
  await ask(world, 'customer.not-same', { ...parted, undo: true })
  assert.equal((await ask<{ items: unknown[] }>(world, 'customer.duplicates', {})).items.length, 1)
  assert.equal((await ask<{ items: unknown[] }>(world, 'customer.duplicates', { from: 66 })).items.length, 0)
})

test('who is like one who is known twice waits where the channel asks; else the older one has the order', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: erna },
    { id: '2', person: erna },
    { id: '3', person: { ...erna, lastName: 'Kloeckmer' } },
  ])
  await ask(world, 'channel.set', { channel: await channelOf(world), unsure: 'ask' })
  const [first = '', second = '', third = ''] = await world.inbox()
  await world.takeOver([first])
  await ask(world, 'inbox.assign', { ids: [second], newCustomer: true })
  await world.takeOver([second])
  const [left] = await world.takeOver([third])
  assert.equal(left?.code, 'CUSTOMER_AMBIGUOUS')
  await ask(world, 'channel.set', { channel: await channelOf(world), unsure: 'new' })
  await world.takeOver([third])
  assert.deepEqual(await customersOf(world), ['a', 'b', 'a'])
})

test('guests of a channel are matched, or each is new, or all are one whose book stays empty', async t => {
  const plans = [
    { id: '1', person: erna },
    { id: '2', person: erna },
    { id: '3', person: person(9) },
    { id: '4', account: '77', person: erna },
  ]
  const expected = { match: ['a', 'a', 'b', 'a'], new: ['a', 'b', 'c', 'd'], collect: ['a', 'a', 'a', 'b'] }
  for (const [guests, customers] of Object.entries(expected)) {
    const world = await openSales(db, t, plans)
    await ask(world, 'channel.set', { channel: await channelOf(world), guests })
    const [first, ...others] = await world.inbox()
    await world.takeOver([first ?? ''])
    await world.takeOver(others)
    assert.deepEqual(await customersOf(world), customers, guests)
    const book = await world.count(
      `select count(*) from customer_address a join customer_key k on k.customer_id = a.customer_id where k.key like 'collect|%'`,
    )
    assert.equal(book, 0)
    assert.deepEqual(await world.broken(), [])
  }
})

test('guests of two take-overs at once are of one collecting customer', async t => {
  const world = await openSales(
    db,
    t,
    Array.from({ length: 8 }, (_, at) => ({ id: `${at}`, person: person(at) })),
  )
  await ask(world, 'channel.set', { channel: await channelOf(world), guests: 'collect' })
  const ids = await world.inbox()
  await Promise.all([0, 1, 2, 3].map(at => world.takeOver(ids.slice(at * 2, at * 2 + 2))))
  assert.equal(await world.count(`select count(distinct customer_id) from sales_order`), 1)
})

test('the limits decide what is automatic; one for asking above the other is refused', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: erna },
    { id: '2', person: { ...erna, email: '' } },
  ])
  await ask(world, 'channel.set', { channel: await channelOf(world), unsure: 'ask' })
  const refused = ask(world, 'match-rule.set', { automaticFrom: 40 })
  await assert.rejects(refused, { code: 'MATCH_RULE_INVALID' })
  await ask(world, 'match-rule.set', { automaticFrom: 101 })
  assert.deepEqual(await ask(world, 'match-rule.show', {}), { automaticFrom: 101, askFrom: 55 })
  const [first = '', second = ''] = await world.inbox()
  await world.takeOver([first])
  const [left] = await world.takeOver([second])
  assert.equal(left?.code, 'CUSTOMER_UNSURE')
})

test('a mailbox that everybody shares leads to nobody, and takes no longer', async t => {
  const everybody = (at: number) => ({
    id: `${at}`,
    person: person(at, { email: 'noreply@marktplatz.example' }),
  })
  const world = await openSales(
    db,
    t,
    Array.from({ length: 60 }, (_, at) => everybody(at)),
  )
  await world.takeOver()
  assert.equal(await world.count(`select count(*) from customer`), 60)
})

test('customers from before there were keys get them, and are recognised like all others', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: erna },
    { id: '2', person: { ...erna, firstName: 'Ernna' } },
  ])
  const [first = '', second = ''] = await world.inbox()
  await world.takeOver([first])
  const keys = `select count(*) from customer_match_key`
  const before = await world.count(keys)
  await transact(db, { tenant: world.tenant }, async tx => {
    await tx.run(`delete from customer_match_key`)
    await tx.run(`update customer set match_keyed = false`)
  })
  assert.ok((await keyAllCustomers(db, new Date(Date.now() + 60_000))) >= 1)
  assert.equal(await world.count(keys), before)
  await world.takeOver([second])
  assert.equal(await world.count(`select count(*) from customer`), 1)
  assert.equal(await keyAllCustomers(db, new Date(Date.now() + 60_000)), 0)
})

interface Shown {
  readonly because: readonly { readonly points: number; readonly reason: string }[]
}

async function channelOf(world: SalesWorld): Promise<string> {
  const [row] = await world.query<{ id: string }>(`select id from channel`)
  return row?.id ?? ''
}

/** Whose each order is, in the order in which they were placed: a letter for each customer. */
async function customersOf(world: SalesWorld): Promise<string[]> {
  const rows = await world.query<{ id: string }>(
    `select customer_id as id from sales_order order by placed_at`,
  )
  const ids = [...new Set(rows.map(row => row.id))]
  return rows.map(row => 'abcdefgh'[ids.indexOf(row.id)] ?? '')
}
