import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { operator } from '../../src/company/rights.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import { perform } from '../../src/operations/perform.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openSales, person, type SalesWorld } from './salesWorld.ts'

const { db } = await testDatabase({ after })

test('a person assigns, takes over, delivers, books and cancels; the shops are told of what concerns them', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: person(1) },
    { id: '2', person: person(2) },
    { id: '3', person: person(3), shop: { totalGross: '99.00' } },
  ])
  await world.stock('ART-1', 1)
  const [first = '', second = '', third = ''] = await world.inbox()
  const made = await ask(world, 'customer.add', {
    lastName: 'Vorhanden',
    company: 'Alt & Söhne',
    country: 'de',
    city: 'Ulm',
  })
  assert.match(String(made['number']), /^K-\d+$/)

  const assigned = await ask(world, 'inbox.assign', {
    ids: [second, world.tenant],
    customerId: made['number'],
  })
  assert.deepEqual(assigned.items, [
    { id: second, did: 'assigned' },
    { id: world.tenant, did: 'left' },
  ])
  const taken = await ask(world, 'inbox.take-over', { ids: [third, first, world.tenant] })
  assert.deepEqual(
    taken.items.map(one => [one['did'], one['code']]),
    [
      ['left', 'TOTAL_MISMATCH'],
      ['taken_over', null],
      ['left', 'WEB_ORDER_UNKNOWN'],
    ],
  )
  assert.match(taken.items[0]?.['reason'] ?? '', /Der Shop nennt 99/)
  const all = await ask(world, 'inbox.take-over', { all: true })
  assert.deepEqual([all['takenOver'], all['left'], all['already']], [1, 0, 0])

  const numbers = [taken.items[1]?.['orderNumber'], all.items[0]?.['orderNumber']]
  const paid = await ask(world, 'order.pay', { order: numbers[0], amount: '11.90', transactionId: 'T1' })
  assert.equal(paid.items[0]?.['did'], 'booked')
  const shipped = await ask(world, 'order.deliver-many', {
    deliveries: numbers.map(orderId => ({ orderId, packages: [{ carrier: 'DHL', tracking: '00340' }] })),
  })
  assert.deepEqual(
    shipped.items.map(one => [one['did'], one['code']]),
    [
      ['delivered', null],
      ['refused', 'OUT_OF_STOCK'],
    ],
  )
  assert.match(shipped.items[0]?.['deliveryNumber'] ?? '', /^LS-\d+$/)
  const cancelled = await ask(world, 'order.cancel', { ids: [...numbers, 'AU-0'], comment: 'Kundenwunsch' })
  assert.deepEqual(
    cancelled.items.map(one => one['code'] ?? one['did']),
    ['HAS_DELIVERY_NOTE', 'cancelled', 'ORDER_UNKNOWN'],
  )
  assert.deepEqual(await world.query(`select kind, count(*)::int from due group by kind order by kind`), [
    { kind: 'cancellation', count: 1 },
    { kind: 'delivery', count: 1 },
    { kind: 'order_status', count: 2 },
    { kind: 'payment', count: 1 },
  ])
  const reasons = await world.query<{ how: string }>(
    `select customer_reason ->> 'how' as how from sales_order order by placed_at`,
  )
  assert.deepEqual(
    reasons.map(row => row.how),
    ['new', 'person'],
  )
  assert.equal(
    await world.count(
      `select count(*) from audit where action in ('inbox.assign', 'inbox.take-over', 'order.pay', 'order.deliver-many', 'order.cancel', 'customer.add')`,
    ),
    7,
  )
  assert.deepEqual(await world.broken(), [])
})

test('customers are searched, shown, changed, blocked and unblocked', async t => {
  const world = await openSales(db, t, [
    { id: '1', person: person(1) },
    { id: '2', person: person(1) },
  ])
  const [first = '', second = ''] = await world.inbox()
  await ask(world, 'inbox.take-over', { ids: [first] })
  await ask(world, 'customer.add', {
    firstName: 'Jörg',
    lastName: 'Großmann',
    postcode: '50667',
    city: 'Köln',
    email: 'j@example.com',
  })
  for (const search of ['grossm', 'GROSSMANN jör', 'j@exam', '50667', 'köl', 'K-10002'])
    assert.deepEqual(await namesOf({ search }), ['Jörg Großmann'], search)
  assert.deepEqual(await namesOf({ search: 'jörg nachname1' }), [])
  assert.deepEqual(await namesOf({}), ['Jörg Großmann', 'Vorname1 Nachname1'])
  const again = await ask(world, 'customer.add', {
    firstName: 'Joerg',
    lastName: 'GROSSMANN',
    email: 'J@example.com',
  })
  assert.deepEqual(
    (again['alike'] as { number: string }[]).map(one => one.number),
    ['K-10002'],
  )

  const number = String(
    (
      await world.query<{ n: string }>(
        `select customer_number as n from customer where last_name = 'Nachname1'`,
      )
    )[0]?.n,
  )
  await ask(world, 'customer.change', { customer: number, blocked: true, lastName: 'Neuname' })
  assert.deepEqual(await namesOf({ search: 'neuname' }), ['Vorname1 Neuname'])
  const left = await ask(world, 'inbox.take-over', { ids: [second] })
  assert.equal(left.items[0]?.['code'], 'CUSTOMER_BLOCKED')
  await assert.rejects(ask(world, 'customer.change', { customer: number, version: 1, note: 'x' }), {
    code: 'CUSTOMER_CHANGED',
  })
  await ask(world, 'customer.change', { customer: number, blocked: false })
  assert.deepEqual(await world.query(`select open_checks, check_data from web_order where id = $1`, second), [
    { open_checks: [], check_data: null },
  ])
  const shown = await ask(world, 'customer.show', { customer: number })
  assert.deepEqual([shown['lastName'], shown.addresses.length, shown['version']], ['Neuname', 1, 3])
  assert.equal((await ask(world, 'inbox.take-over', { ids: [second] }))['takenOver'], 1)
  assert.deepEqual(await world.broken(), [])

  async function namesOf(input: object): Promise<unknown[]> {
    const page = await ask(world, 'customer.list', input)
    assert.equal(page['count'], page.items.length)
    return page.items.map(one => one['name'])
  }
})

/** Answers are checked against their shapes by `perform`; here they are looked at as a program would. */
interface Answer {
  readonly [field: string]: unknown
  readonly items: readonly Readonly<Record<string, string | null>>[]
  readonly addresses: readonly object[]
}

async function ask(world: SalesWorld, name: string, input: object): Promise<Answer> {
  const operation = allOperations.find(one => one.name === name)
  assert.ok(operation, name)
  const call = { kontor: world.kontor, tenant: world.tenant, actor: operator('Eva'), language: 'de' as const }
  const { output } = await perform(call, operation, { ...input })
  return output as Answer
}
