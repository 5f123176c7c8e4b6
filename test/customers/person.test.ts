import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { liveCustomer } from '../../src/customers/liveCustomer.ts'
import { keepPosted } from '../../src/documents/postedDocuments.ts'
import { importBatch } from '../../src/sync/importBatch.ts'
import { forgetPersons } from '../../src/sync/person/forgetRest.ts'
import { holdNothing, personTables } from '../../src/sync/person/personTables.ts'
import { prepareRecords } from '../../src/sync/prepareRecords.ts'
import { asDelivered } from '../../src/sync/storedRecords.ts'
import { readSchema, type Schema } from '../../testkit/database/readSchema.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openSales, person, type SalesWorld } from '../sales/salesWorld.ts'
import { ask } from './customerWorld.ts'

const { db } = await testDatabase({ after })
const schema = await readSchema(db.pool)

/** What only this person has; the search for traces looks for each of it. */
const traces = [
  'zwiebelfisch',
  'kunigunde',
  'sternschnuppenweg',
  'hinterposemuckel',
  '9988776',
  'DE136695976',
  'klingeln',
]
const she = {
  firstName: 'Kunigunde',
  lastName: 'Zwiebelfisch',
  street: 'Sternschnuppenweg 77',
  zipCode: '98765',
  city: 'Hinterposemuckel',
  country: 'DE',
  email: 'kunigunde@zwiebelfisch.example',
  phone: '0170 9988776',
}
const oneLine = [['ART-1', 1]] as const

test('an export leaves out no table that customers, their orders and records of shops reach', () => {
  const reached = reachedFrom(schema, ['customer', 'sales_order', 'ledger'])
  const known = [...new Set(personTables.map(one => one.table)), ...Object.keys(holdNothing)]
  // What was told to a channel names orders and accounts without a foreign key.
  assert.deepEqual([...reached, 'journal', 'channel_object'].sort(), known.sort())
})

test('an export holds everything of a person, her merged self included, and nothing of anybody else', async t => {
  const { world, customer } = await livedLife(t)
  const invoice = (order: string) => ({
    order,
    kind: 'invoice' as const,
    number: `R-${order}`,
    at: '2026-03-01T10:00:00Z',
    name: `R-${order}.pdf`,
    bytes: Buffer.from('%PDF-'),
  })
  const from = { tenant: world.tenant, connectionId: world.opened.id, now: new Date(), by: 'Markt' }
  await world.tx(tx =>
    keepPosted(tx, from, [invoice('7'), invoice('1')], { kind: 'database', folder: '/nowhere' }),
  )
  const output = await ask<{ customer: object; orders: object[]; records: Record<string, unknown[]>[] }>(
    world,
    'customer.export-person',
    { customer },
  )
  const text = JSON.stringify(output).toLowerCase()
  for (const trace of traces) assert.ok(text.includes(trace.toLowerCase()), trace)
  assert.ok(!text.includes('nachname1'), 'of another customer')
  assert.deepEqual(Object.keys(output.customer).sort(), [
    'customer',
    'customer_address',
    'customer_history',
    'customer_history_value',
    'customer_key',
    'customer_merge',
    'customer_merge_row',
    'customer_note',
  ])
  assert.equal(output.orders.length, 3)
  assert.deepEqual(Object.keys(output.orders[0] ?? {}).sort(), [
    'delivery',
    'delivery_line',
    'delivery_package',
    'payment',
    'sales_order',
    'sales_order_history',
    'sales_order_line',
  ])
  const tables = new Set(output.records.flatMap(record => Object.keys(record)))
  for (const table of ['ledger', 'web_order', 'web_order_line', 'payload'])
    assert.ok(tables.has(table), table)
  const documents = output.records.flatMap(record => record['order_document'] ?? [])
  assert.deepEqual(
    documents.map(one => (one as { number: string }).number),
    ['R-7'],
    'what the channel posted for her order',
  )
  const [audited] = await world.query<{ data: object }>(
    `select data from audit where action = 'customer.export-person'`,
  )
  assert.deepEqual(audited?.data, { orders: 3, records: output.records.length })
})

test('who is anonymised leaves no trace but in orders that the law keeps, and no trace at all once that is over', async t => {
  const { world, customer } = await livedLife(t)
  const [answer] = (await ask<{ items: object[] }>(world, 'customer.anonymise', { customers: [customer] }))
    .items
  assert.deepEqual(answer, {
    id: customer,
    did: 'anonymised',
    kept: 3,
    code: null,
    reason: null,
    remedy: null,
  })
  assert.deepEqual(await tracesIn(world), [
    'order_cancellation',
    'order_term',
    'sales_order',
    'sales_order_line',
  ])
  assert.deepEqual(await world.broken(), [])
  const shown = await ask(world, 'customer.show', { customer })
  assert.deepEqual([shown['name'], shown['anonymised'], shown['orders']], [shown['number'], true, 3])
  await assert.rejects(ask(world, 'customer.change', { customer, phone: '1' }), {
    code: 'CUSTOMER_ANONYMISED',
  })
  const again = (
    await ask<{ items: { did: string }[] }>(world, 'customer.anonymise', { customers: [customer] })
  ).items
  assert.equal(again[0]?.did, 'already')
  const live = await world.tx(tx => liveCustomer(tx, world.tenant, [customer]))
  assert.equal(live.size, 0, 'nothing refers to it anew')

  const figures = () =>
    world.query(`select order_number, total_gross, paid, country, delivery_state from sales_order order by 1`)
  const before = await figures()
  const year = new Date().getFullYear()
  const forgotten = () =>
    world.count(`select count(*) from customer where forgotten_at is not null and id = $1`, customer)
  // The one that was cancelled before goods or money is a letter; the others are vouchers.
  const named = () =>
    world.query(
      `select external_number as n from sales_order where billing is not null and customer_id = $1 order by 1`,
      customer,
    )
  await forgetPersons(db, new Date(Date.UTC(year + 6, 11, 30)))
  assert.deepEqual(await named(), [{ n: 'B-7' }, { n: 'B-8' }, { n: 'B-9' }])
  await forgetPersons(db, new Date(Date.UTC(year + 7, 0, 2)))
  assert.deepEqual(await named(), [{ n: 'B-7' }, { n: 'B-8' }])
  await forgetPersons(db, new Date(Date.UTC(year + 8, 11, 30)))
  assert.deepEqual([await named(), await forgotten()], [[{ n: 'B-7' }, { n: 'B-8' }], 0])
  await forgetPersons(db, new Date(Date.UTC(year + 9, 0, 2)))
  assert.deepEqual([await tracesIn(world), await forgotten()], [[], 1])
  assert.deepEqual(await figures(), before)
  assert.deepEqual(await world.broken(), [])
})

test('nothing that a shop says again brings a forgotten person back, and a later order makes a new customer', async t => {
  const { world, customer } = await livedLife(t)
  const stored = await world.query<{ id: string; externalId: string; body: string }>(
    `select l.id, l.external_id as "externalId", p.body from ledger l join payload p on p.ledger_id = l.id
     where l.kind = 'order' and l.external_id = '7'`,
  )
  const context = await world.context(world.opened.id)
  const say = (change: (body: string) => string) => {
    const raw = stored.map(({ body, ...one }) => ({
      ...one,
      kind: 'order' as const,
      externalNumber: 'B-7',
      place: null,
      body: change(body),
    }))
    const records = prepareRecords(context.connector, asDelivered(context, raw))
    return importBatch(context, 'order', records, { acked: 'none' })
  }
  await ask(world, 'customer.anonymise', { customers: [customer] })
  const before = await tracesIn(world)
  assert.equal((await say(body => body)).figures.unchanged, 1)
  assert.deepEqual(await tracesIn(world), before, 'the same again')
  const changed = await say(body =>
    body.replaceAll('Sternschnuppenweg 77', 'Sternschnuppenweg 78').replaceAll('klingeln', 'nicht klingeln'),
  )
  assert.equal(changed.figures.updated, 1)
  assert.deepEqual(await tracesIn(world), before, 'changed')
  assert.deepEqual(await world.query(`select outcome from ledger where external_id = '7'`), [
    { outcome: 'taken_over' },
  ])
  assert.deepEqual(await world.broken(), [])

  world.opened.shop.placeOrder({
    number: 'B-20',
    customerId: '70',
    billing: she,
    lines: [{ sku: 'ART-1', quantity: '1' }],
  })
  await world.sync()
  await world.takeOver()
  const [order] = await world.query<{ customer: string; how: string }>(
    `select customer_id as customer, customer_reason ->> 'how' as how from sales_order where external_number = 'B-20'`,
  )
  assert.equal(order?.how, 'new')
  assert.notEqual(order?.customer, customer)
  assert.deepEqual(await world.broken(), [])
})

test('who has something open is not forgotten, and the answer says what it is', async t => {
  const world = await openSales(db, t, [
    { id: '7', person: she },
    { id: '8', person: she },
  ])
  await world.stock('ART-1', 5)
  const [first = '', second = ''] = await world.inbox()
  await world.takeOver([first])
  const [order] = await world.query<{ customer: string; number: string }>(
    `select customer_id as customer, order_number as number from sales_order`,
  )
  const refused = async () => {
    const { items } = await ask<{ items: { did: string; code: string; reason: string }[] }>(
      world,
      'customer.anonymise',
      { customers: [order?.customer] },
    )
    return [items[0]?.did, items[0]?.code, items[0]?.reason]
  }
  assert.deepEqual(await refused(), [
    'refused',
    'PERSON_ORDERS_OPEN',
    `Es sind noch Aufträge auszuliefern: ${order?.number}.`,
  ])
  await delivered(world, { order: order?.number })
  assert.deepEqual((await refused())[1], 'PERSON_ORDERS_WAITING')
  await ask(world, 'ledger.ignore', { ids: [second], why: 'doppelt' })
  assert.deepEqual((await refused())[1], 'PERSON_MONEY_OPEN')
  await ask(world, 'order.pay', { order: order?.number, amount: '11.90' })
  assert.deepEqual((await refused())[0], 'anonymised')
  assert.deepEqual(await tracesIn(world), ['order_term', 'sales_order'], 'what was ignored is forgotten, too')
})

/** A person with two accounts that were merged, three orders, and everything that can be said of her. */
async function livedLife(t: Parameters<typeof openSales>[1]) {
  const world = await openSales(db, t, [
    { id: '1', person: person(1) },
    {
      id: '7',
      person: she,
      account: '70',
      lines: oneLine,
      paid: true,
      shop: { customerNote: 'Bitte bei Zwiebelfisch klingeln' },
    },
    {
      id: '8',
      person: {
        ...she,
        firstName: 'Rosa',
        email: 'anders@example.com',
        phone: '0731 445566',
        street: 'Anderswo 3',
        city: 'Ulm',
      },
      paid: true,
    },
    { id: '9', person: she },
  ])
  await world.stock('ART-1', 9)
  await world.takeOver()
  const orders = await world.query<{ id: string; number: string; customer: string; external: string }>(
    `select id, order_number as number, customer_id as customer, external_number as external from sales_order where external_number <> 'B-1' order by external_number`,
  )
  const [seven, eight, nine] = orders
  const customer = seven?.customer ?? ''
  await ask(world, 'customer.change', {
    customer,
    vatId: 'DE136695976',
    mobile: she.phone,
    note: 'Zwiebelfisch!',
  })
  await ask(world, 'customer.change', { customer, firstName: 'Kunigunde Rosa' })
  await ask(world, 'customer.note-add', { customer, text: 'Frau Zwiebelfisch mag keine Anrufe' })
  for (const order of [seven, eight])
    await delivered(world, {
      order: order?.number,
      carrier: 'Bote',
      tracking: `W-${order?.external}`,
    })
  await done(world, 'order.cancel', 'cancelled', {
    ids: [nine?.number],
    reason: 'customer_request',
    comment: 'Frau Zwiebelfisch will nicht mehr',
  })
  await ask(world, 'customer.merge', { into: customer, from: [eight?.customer] })
  await world.query(
    `update sales_order_line set detail = '{"text": "Für Kunigunde"}' where order_id = $1 returning order_id`,
    seven?.id,
  )
  return { world, customer }
}

function delivered(world: SalesWorld, input: object): Promise<void> {
  return done(world, 'order.deliver', 'delivered', input)
}

async function done(world: SalesWorld, name: string, did: string, input: object): Promise<void> {
  const { items } = await ask<{ items: { did: string; reason: string }[] }>(world, name, input)
  assert.equal(items[0]?.did, did, items[0]?.reason)
}

/** Tables of the tenant in which something of the person stands. As the owner of the database, who sees every column. */
async function tracesIn(world: SalesWorld): Promise<string[]> {
  const found: string[] = []
  for (const { name, columns } of schema.tables) {
    if (!columns.some(column => column.name === 'tenant_id')) continue
    const { rows } = await db.pool.query(
      `select 1 from "${name}" t where tenant_id = $1 and exists (select from unnest($2::text[]) as u (trace)
         where position(lower(u.trace) in lower(t::text)) > 0) limit 1`,
      [world.tenant, traces],
    )
    if (rows.length > 0) found.push(name)
  }
  return found.sort()
}

/** The tables that foreign keys lead to from these, from the ones that they point at. */
function reachedFrom({ tables }: Schema, start: readonly string[]): Set<string> {
  const reached = new Set(start)
  for (let before = 0; before < reached.size; ) {
    before = reached.size
    for (const table of tables)
      if (table.constraints.some(one => one.kind === 'foreign' && reached.has(one.target ?? '')))
        reached.add(table.name)
  }
  return reached
}
