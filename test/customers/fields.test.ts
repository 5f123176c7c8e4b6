import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openSales, person } from '../sales/salesWorld.ts'
import { ask } from './customerWorld.ts'

const { db } = await testDatabase({ after })

interface Named {
  readonly items: readonly { readonly name: string }[]
  readonly count: number
}

test('all that is said of a customer is kept, found, changed and told field by field in its history', async t => {
  const world = await openSales(db, t, [])
  const group = await ask<{ items: { id: string }[] }>(world, 'customer-group.add', { names: ['Handel'] })
  const made = await ask<{ id: string; number: string }>(world, 'customer.add', {
    company: 'Käse & Söhne GmbH',
    salutation: 'Frau',
    title: 'Dr.',
    firstName: 'Änne',
    lastName: 'Groß',
    street: 'Am Markt 1',
    postcode: '50667',
    city: 'Köln',
    country: 'de',
    email: 'kaese@example.com',
    phone: '+49 221 555-0123',
    mobile: '0171 5550123',
    fax: '0221 5550124',
    website: 'https://kaese.example',
    birthday: '1970-02-28',
    vatId: 'de 136 695 976',
    taxNumber: '215/5555/0815',
    debtorNumber: '70001',
    customerSince: '2019-05-01',
    group: 'Handel',
    language: 'de',
  })
  const shown = await ask(world, 'customer.show', { customer: made.number })
  assert.deepEqual(
    [
      shown['name'],
      shown['vatId'],
      shown['business'],
      shown['groupId'],
      shown['birthday'],
      shown['customerSince'],
    ],
    ['Käse & Söhne GmbH', 'DE136695976', true, group.items[0]?.id, '1970-02-28', '2019-05-01'],
  )
  const finds = async (search: string) => {
    const page = await ask<Named>(world, 'customer.list', { search })
    assert.equal(page.count, page.items.length, search)
    return page.items.length
  }
  for (const search of [
    '70001',
    'DE136695976',
    'aenne gross',
    '+49 221 5550123',
    '0221-5550123',
    '01715550',
    '50667 käse',
    made.number,
  ])
    assert.equal(await finds(search), 1, search)
  for (const search of ['70002', '0221 99', 'köln essen']) assert.equal(await finds(search), 0, search)

  const changed = await ask<{ version: number }>(world, 'customer.change', {
    customer: made.number,
    version: 1,
    lastName: 'Klein',
    company: '',
    debtorNumber: '70009',
    birthday: '',
    group: '',
    blocked: true,
    blockReason: 'zahlt nicht',
  })
  assert.equal(changed.version, 2)
  assert.deepEqual(
    [await finds('70001'), await finds('käse'), await finds('70009 klein')],
    [0, 1, 1],
    'its address still says Käse',
  )
  const history = await ask<{ items: { event: string; changes: object[] }[] }>(world, 'customer.history', {
    customer: made.id,
  })
  assert.deepEqual(history.items[0]?.changes, [
    { field: 'birthday', before: '1970-02-28', after: null },
    { field: 'blockReason', before: null, after: 'zahlt nicht' },
    { field: 'blocked', before: 'false', after: 'true' },
    { field: 'company', before: 'Käse & Söhne GmbH', after: null },
    { field: 'debtorNumber', before: '70001', after: '70009' },
    { field: 'groupId', before: group.items[0]?.id, after: null },
    { field: 'lastName', before: 'Groß', after: 'Klein' },
  ])
  const kept = await world.query<{ data: object }>(`select data from customer_history`)
  assert.ok(!JSON.stringify(kept).includes('Klein'), 'the history itself names fields only')
  const [free] = (
    await ask<{ items: { version: number }[] }>(world, 'customer.change-many', {
      customers: [made.number],
      blocked: false,
    })
  ).items
  assert.equal(free?.version, 3)
  assert.equal((await ask(world, 'customer.show', { customer: made.id }))['blockReason'], '')
  assert.deepEqual(await world.broken(), [])
})

test('who looks like a customer is named with points and reasons, and is not made where that was asked for', async t => {
  const world = await openSales(db, t, [])
  const place = { street: 'Hafenstr. 3', postcode: '18055', city: 'Rostock', country: 'DE' }
  const mia = { firstName: 'Mia', lastName: 'Lüders', email: 'mia@example.com', ...place }
  const first = await ask<Made>(world, 'customer.add', mia)
  assert.deepEqual([first.did, first.alike], ['made', []])
  const typed = {
    ...mia,
    firstName: 'Mia',
    lastName: 'Lueders',
    street: 'Hafenstraße 3',
    email: 'mia.l@example.com',
  }
  const asked = await ask<Made>(world, 'customer.add', { ...typed, ifAlike: 'ask' })
  assert.deepEqual(
    [asked.did, asked.number, asked.alike.map(one => one.number)],
    ['alike', null, [first.number]],
  )
  const [like] = asked.alike
  assert.ok(
    like && like.score >= 80 && like.because.length > 0 && like.because.every(one => one.reason !== ''),
  )
  assert.equal(await world.count(`select count(*) from customer`), 1)

  // Of a list each has its own answer, and those before it in the list count as well.
  const { items } = await ask<{ items: Made[] }>(world, 'customer.add-many', {
    customers: [typed, { lastName: 'Ganz', firstName: 'Anders' }, typed],
  })
  assert.deepEqual(
    items.map(one => [one.did, one.alike.map(other => other.number).sort()]),
    [
      ['made', [first.number]],
      ['made', []],
      ['made', [first.number, items[0]?.number].sort()],
    ],
  )
  const some = await ask<{ items: Made[] }>(world, 'customer.add-many', {
    customers: [typed, { lastName: 'Neu', firstName: 'Ganz' }],
    ifAlike: 'ask',
  })
  assert.deepEqual(
    some.items.map(one => [one.did, one.alike.length]),
    [
      ['alike', 3],
      ['made', 0],
    ],
  )
  assert.deepEqual(await world.broken(), [])
})

interface Made {
  readonly did: string
  readonly number: string
  readonly alike: readonly {
    readonly number: string
    readonly score: number
    readonly because: readonly { readonly reason: string }[]
  }[]
}

test('what cannot be is refused: a wrong VAT id, a debtor number of somebody else, no name, an unknown country', async t => {
  const world = await openSales(db, t, [])
  await ask(world, 'customer.add', { lastName: 'Eins', debtorNumber: '70001' })
  const two = await ask<{ number: string }>(world, 'customer.add', { lastName: 'Zwei' })
  const refused = (name: string, input: object, code: string) =>
    assert.rejects(ask(world, name, input), { code })
  await refused('customer.add', { lastName: 'X', debtorNumber: '70001' }, 'DEBTOR_NUMBER_TAKEN')
  await refused('customer.change', { customer: two.number, debtorNumber: '70001' }, 'DEBTOR_NUMBER_TAKEN')
  await refused('customer.change', { customer: two.number, vatId: 'DE136695977' }, 'VAT_ID_INVALID')
  await refused('customer.change', { customer: two.number, vatId: 'ATU12345678' }, 'VAT_ID_INVALID')
  await refused('customer.change', { customer: two.number, lastName: '' }, 'CUSTOMER_NAME_MISSING')
  await refused(
    'customer.address-add',
    { customer: two.number, street: 'Weg 1', country: 'XX' },
    'COUNTRY_UNKNOWN',
  )
  await refused('customer.address-add', { customer: two.number, country: 'DE' }, 'ADDRESS_EMPTY')
  for (const vatId of [
    'ATU13585627',
    'EL094259216',
    'NL004495445B01',
    'FR40303265045',
    'IT00743110157',
    'CHE-123.456.788',
  ])
    await ask(world, 'customer.change', { customer: two.number, vatId })
})

test('addresses come, change and go; the defaults move; orders keep what they were placed with', async t => {
  const world = await openSales(db, t, [{ id: '1', person: person(1) }])
  await world.takeOver()
  const [order] = await world.query<{ customer: string; billing: object; shipping: object; name: string }>(
    `select customer_id as customer, billing, shipping, customer_name as name from sales_order`,
  )
  const customer = order?.customer ?? ''
  const book = async () =>
    (
      await ask<{ addresses: { id: string; billing: boolean; shipping: boolean; street: string }[] }>(
        world,
        'customer.show',
        { customer },
      )
    ).addresses
  const [first] = await book()
  assert.deepEqual([first?.billing, first?.shipping], [true, true])
  const added = await ask<{ id: string }>(world, 'customer.address-add', {
    customer,
    lastName: 'Nachname1',
    street: 'Neuer Weg 9',
    postcode: '20095',
    city: 'Hamburg',
    country: 'de',
    shipping: true,
  })
  const again = await ask<{ id: string; did: string }>(world, 'customer.address-add', {
    customer,
    lastName: 'NACHNAME1',
    street: 'neuer weg 9',
    postcode: '20095',
    city: 'Hamburg',
    country: 'DE',
  })
  assert.deepEqual([again.id, again.did], [added.id, 'exists'])
  assert.deepEqual(
    (await book()).map(one => [one.street, one.billing, one.shipping]),
    [
      ['Musterstraße 1', true, false],
      ['Neuer Weg 9', false, true],
    ],
  )
  await ask(world, 'customer.address-change', {
    address: first?.id,
    street: 'Musterstraße 1b',
    city: 'Bernau',
  })
  await assert.rejects(
    ask(world, 'customer.address-change', {
      address: first?.id,
      firstName: '',
      lastName: 'Nachname1',
      street: 'Neuer Weg 9',
      postcode: '20095',
      city: 'Hamburg',
    }),
    { code: 'ADDRESS_EXISTS' },
  )
  const finds = async (search: string) => (await ask<Named>(world, 'customer.list', { search })).count
  assert.deepEqual([await finds('bernau'), await finds('hamburg'), await finds('berlin')], [1, 1, 0])
  await ask(world, 'customer.address-remove', { address: added.id })
  assert.deepEqual([await finds('hamburg'), (await book()).length], [0, 1])
  await ask(world, 'customer.change', { customer, lastName: 'Neuname' })
  assert.deepEqual(
    await world.query(
      `select customer_id as customer, billing, shipping, customer_name as name from sales_order`,
    ),
    [order],
  )
  assert.deepEqual(await world.broken(), [])
})

test('notes are a list with author and time; what they said before is in the history', async t => {
  const world = await openSales(db, t, [])
  const { number } = await ask<{ number: string }>(world, 'customer.add', { lastName: 'Eins' })
  const first = await ask<{ id: string }>(world, 'customer.note-add', {
    customer: number,
    text: 'ruft gern an',
  })
  await ask(world, 'customer.note-add', { customer: number, text: 'nur vormittags' })
  await ask(world, 'customer.note-change', { note: first.id, text: 'ruft ungern an' })
  const notes = await ask<{ items: { text: string; author: string; changedBy: string | null }[] }>(
    world,
    'customer.notes',
    { customer: number },
  )
  assert.deepEqual(
    notes.items.map(one => [one.text, one.author, one.changedBy]),
    [
      ['nur vormittags', 'Eva', null],
      ['ruft ungern an', 'Eva', 'Eva'],
    ],
  )
  await ask(world, 'customer.note-remove', { note: first.id })
  const history = await ask<{ items: { event: string; changes: { before: string | null }[] }[] }>(
    world,
    'customer.history',
    { customer: number },
  )
  assert.deepEqual(
    history.items.map(one => [one.event, one.changes[0]?.before ?? null]),
    [
      ['note_removed', 'ruft ungern an'],
      ['note_changed', 'ruft gern an'],
      ['note_added', null],
      ['note_added', null],
    ],
  )
})
