// What goes with the list: words that follow the orders, colours, saved views, the list as a file.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { timeOfId } from '../../src/base/ids.ts'
import { exportOrders } from '../../src/sales/exportOrders.ts'
import { refreshOrderTerms } from '../../src/sales/orderTerms.ts'
import { wordAllOrders } from '../../src/sync/wordOrders.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { openEntrances } from '../import/entrances.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })
const world = await createWorld(db, { after })
await world.openShop({
  ...generateShop({ orders: 12, items: 4, customers: 5, seed: 77 }),
  payments: [],
  name: 'Herzstück',
})
await world.sync()
const { http, terminal } = await openEntrances(world, { after })
const inbox = (await http('GET', '/inbox')).body['items'] as { id: string }[]
await http('POST', '/inbox/take-over', { ids: inbox.map(one => one.id) })

interface Row {
  readonly id: string
  readonly orderNumber: string
  readonly placedAt: string
  readonly customerId: string
  readonly customer: string
  readonly colour: { name: string } | null
}
const rows = async (query = '') => (await http('GET', `/orders?limit=200${query}`)).body['items'] as Row[]
const all = await rows()
const ids = all.map(row => row.id)
const [first] = all
assert.ok(first)

test('orders are listed by when they were placed, and their ids say so', async () => {
  assert.equal(all.length, inbox.length)
  const placed = all.map(row => Date.parse(row.placedAt))
  assert.deepEqual(
    placed,
    placed.toSorted((a, b) => b - a),
  )
  assert.deepEqual(ids.map(timeOfId), placed)
})

test('what taking over writes of words is what follows from the orders', async () => {
  const [{ words = 0 } = {}] = await world.query<{ words: number }>(
    `select count(*)::int as words from order_term`,
  )
  assert.ok(words > all.length * 5)
  assert.equal(await world.tx(tx => refreshOrderTerms(tx, world.tenant, ids)), 0)
})

test('an order is found by its own old address and by what its customer is called today', async () => {
  const [order] = await world.query<{ id: string; customer: string; postcode: string; last: string }>(
    `select id, customer_id as customer, billing ->> 'postcode' as postcode, billing ->> 'lastName' as last from sales_order where id = $1`,
    first.id,
  )
  assert.ok(order)
  const found = async (text: string, fields = '') =>
    (await rows(`&customer=${encodeURIComponent(text)}${fields}`)).some(row => row.id === order.id)
  assert.ok(await found(order.postcode))
  assert.ok(await found(order.last))
  assert.equal(await found('Umgezogen'), false)
  const changed = await http('PATCH', `/customers/${order.customer}`, {
    lastName: 'Umgezogen',
    debtorNumber: 'D-4711',
  })
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  assert.ok(await found('umgezogen'))
  assert.ok(await found(order.last), 'the order keeps its address')
  assert.ok(await found('d-4711', '&customerFields=debtor'))
  assert.equal(await found('d-4711'), false, 'the debtor number is asked for by itself')
  assert.equal(await found('umgezogen', '&customerFields=billing'), false, 'no address says so')
  assert.ok(await found(order.postcode, '&customerFields=billing&customerFields=shipping'))
})

test('orders of before there were words get theirs portion by portion, but who is anonymised none', async () => {
  const words = () =>
    world.query<{ order_id: string }>(
      `select order_id, field, term from order_term order by order_id, field, term`,
    )
  const before = await words()
  await db.pool.query(`update sales_order set words = ''`)
  await db.pool.query(`delete from order_term`)
  const found = `&customer=${encodeURIComponent(first.customer.split(' ')[0] ?? '')}`
  assert.equal((await rows(found)).length, 0)
  const [gone] = await world.query<{ id: string; orders: string[] }>(
    `update customer c set anonymised_at = now(), anonymised_by = 'test' where id <> $1 and id in (select customer_id from sales_order)
       and id = (select max(customer_id::text)::uuid from sales_order where customer_id <> $1)
     returning id, array(select o.id from sales_order o where o.customer_id = c.id) as orders`,
    first.customerId,
  )
  assert.ok(gone)
  const soon = () => new Date(Date.now() + 60_000)
  assert.equal(await wordAllOrders(db, new Date(0)), 0, 'its time is over')
  const portions = Math.ceil((all.length - gone.orders.length) / 5)
  assert.equal(await wordAllOrders(db, soon(), 5), portions)
  assert.ok((await rows(found)).length > 0)
  assert.deepEqual(
    await words(),
    before.filter(one => !gone.orders.includes(one.order_id)),
  )
  assert.equal(await wordAllOrders(db, soon()), 0, 'and none is left')
  await db.pool.query(`update customer set anonymised_at = null, anonymised_by = null`)
  await wordAllOrders(db, soon())
  assert.deepEqual(await words(), before)
})

test('orders are marked with colours that mean something, found by them, and lose those that are removed', async () => {
  assert.equal((await http('PUT', '/order-colours', { name: 'Rückruf', colour: '#d97706' })).status, 200)
  const marked = await http('POST', '/orders/colour', { ids: [ids[0], ids[1], 'AU-0'], colour: 'Rückruf' })
  assert.deepEqual(
    (marked.body['items'] as { did: string; code: string | null }[]).map(one => [one.did, one.code]),
    [
      ['coloured', null],
      ['coloured', null],
      ['refused', 'ORDER_UNKNOWN'],
    ],
  )
  assert.deepEqual(
    (await rows('&colours=R%C3%BCckruf')).map(row => row.id),
    ids.slice(0, 2),
  )
  assert.equal((await http('GET', '/orders?colours=nix')).status, 404)
  await http('POST', '/order-colours/remove', { colours: ['Rückruf'] })
  assert.deepEqual(
    (await rows()).map(row => row.colour),
    all.map(() => null),
  )
})

test('a view is kept with its filter, counted, seen by others where it is shared, and changed by its owner alone', async () => {
  const content = {
    filter: { folder: 'open', customer: first.customer.split(' ')[0] },
    columns: [{ id: 'orderNumber' }],
    sort: 'total',
  }
  const saved = await http('PUT', '/views', { list: 'orders', name: 'Meine', shared: true, content })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  const [view] = (await http('GET', '/views?list=orders&counts=true')).body['items'] as {
    count: number
    content: unknown
    own: boolean
  }[]
  assert.deepEqual(view?.content, content)
  assert.equal(view?.count, (await rows(`&folder=open&customer=${content.filter.customer}`)).length)
  // The terminal is somebody else.
  const others = JSON.parse((await terminal('view', 'list', 'orders', '--json')).out) as {
    items: { id: string; own: boolean }[]
  }
  assert.deepEqual(
    others.items.map(one => one.own),
    [false],
  )
  await terminal('view', 'remove', String(saved.body['id']))
  assert.equal(((await http('GET', '/views?list=orders')).body['items'] as unknown[]).length, 1)
  const unknown = await http('PUT', '/views', { list: 'orders', name: 'X', content: { filter: { nix: 1 } } })
  assert.equal(unknown.body['code'], 'VIEW_FILTER_UNKNOWN')
  const columns = [{ id: 'customer', width: 200 }]
  await http('PUT', '/views/columns/orders', { columns })
  assert.deepEqual((await http('GET', '/views/columns/orders')).body['columns'], columns)
})

test('the file of a list has its rows, in its order, whatever their number', async () => {
  const pieces: string[] = []
  const filter = { timeZone: 'Europe/Berlin', folder: 'open' } as const
  for await (const piece of exportOrders(db, world.tenant, {
    filter,
    language: 'de',
    columns: ['orderNumber', 'totalGross'],
  }))
    pieces.push(piece.toString())
  const lines = pieces.join('').trim().split('\r\n')
  assert.equal(lines[0]?.replace('\uFEFF', ''), 'Auftrag;Summe')
  assert.deepEqual(
    lines.slice(1).map(line => line.split(';')[0]),
    (await rows('&folder=open')).map(row => row.orderNumber),
  )
  assert.match(lines[1] ?? '', /^AU-\d+;\d+(,\d+)?$/)
})

test('customers are listed by country and by whether an order of theirs is open', async () => {
  const list = async (query: string) =>
    ((await http('GET', `/customers?limit=200${query}`)).body['items'] as { id: string }[])
      .map(one => one.id)
      .sort()
  const expected = (which: string) =>
    world
      .query<{ id: string }>(`select c.id from customer c where ${which} order by c.id`)
      .then(found => found.map(one => one.id))
  const open = `exists (select from sales_order o where o.customer_id = c.id and o.list_state in ('open', 'in_progress'))`
  await world.tx(tx =>
    tx.run(`update sales_order set delivery_state = 'shipped' where tenant_id = $1 and customer_id = $2`, [
      world.tenant,
      first.customerId,
    ]),
  )
  assert.ok((await expected(open)).length > 0)
  assert.deepEqual(await list('&openOrders=true'), await expected(open))
  assert.deepEqual(await list('&openOrders=false'), await expected(`not ${open}`))
  for (const country of ['DE', 'AT', 'MT'])
    assert.deepEqual(
      await list(`&country=${country}`),
      await expected(
        `exists (select from customer_address x where x.customer_id = c.id and x.country = '${country}')`,
      ),
    )
})
