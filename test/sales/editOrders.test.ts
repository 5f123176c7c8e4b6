// Orders are edited: sums, taxes and what is set aside follow, and of two who edit at a time none loses what the other did.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createItems } from '../../src/catalog/createItems.ts'
import { setKitParts } from '../../src/catalog/kits.ts'
import { numbersOf } from '../../src/company/numberRanges.ts'
import { cancelLines } from '../../src/sales/cancelOrders.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { editOrders, type OrderEdit } from '../../src/sales/editOrders.ts'
import { readOrder } from '../../src/sales/orderDetail.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type MakingWorld, makingWorld, now } from './makingWorld.ts'
import { openSales } from './salesWorld.ts'

const { db } = await testDatabase({ after })
const edit = (world: MakingWorld, ...edits: OrderEdit[]) =>
  world.act(tx => editOrders(tx, world.tenant, edits, world.by))
const lines = (world: MakingWorld, orderId: string) =>
  world.query<object>(
    `select line_no as line, name, quantity, allocated, tax_rate as rate, gross from sales_order_line where order_id = $1 order by line_no`,
    orderId,
  )

test('lines are added, changed and removed; sums follow to the cent and stock follows the lines', async () => {
  const world = await makingWorld(db, { onHand: '5' })
  const [first = '', second = '', third = ''] = world.items
  const orderId = await world.order(3, {
    lines: [
      { kind: 'item', itemId: first, quantity: '3' },
      { kind: 'item', itemId: second, quantity: '1' },
      { kind: 'shipping', name: 'Post', quantity: '1', unitGross: '4.90' },
    ],
  })
  const waiting = await world.order(4)
  const { results, changed } = await edit(world, {
    orderId,
    version: 1,
    add: [{ kind: 'item', itemId: third, quantity: '2', discountPercent: '10' }],
    change: [{ line: 1, quantity: '2', unitGross: '9.99', name: 'Sonderposten' }],
    remove: [2],
    note: 'eilig',
    priority: 3,
  })
  assert.deepEqual(
    results.map(one => [one.did, one.code]),
    [['changed', undefined]],
  )
  assert.deepEqual(await lines(world, orderId), [
    { line: 1, name: 'Sonderposten', quantity: '2', allocated: '2', rate: '19', gross: '19.98' },
    { line: 3, name: 'Post', quantity: '1', allocated: '0', rate: '19', gross: '4.90' },
    { line: 4, name: 'Artikel 3', quantity: '2', allocated: '2', rate: '19', gross: '21.42' },
  ])
  const order = await world.tx(tx => readOrder(tx, world.tenant, orderId, { withPersons: true }))
  assert.deepEqual(
    [order?.totalGross, order?.note, order?.version === results[0]?.version],
    ['46.30', 'eilig', true],
  )
  assert.deepEqual([...(changed.stock ?? [])].sort(), [first, second, third].sort())
  // The piece that came free went to who waits.
  assert.equal(((await lines(world, waiting)) as { allocated: string }[])[0]?.allocated, '3')
  const [event] = order?.history ?? []
  assert.equal(event?.event, 'edited')
  assert.deepEqual(Object.keys(event?.data['changes'] ?? {}).sort(), [
    'lines.1.name',
    'lines.1.quantity',
    'lines.1.unitGross',
    'lines.1.unitNet',
    'lines.2',
    'lines.4',
    'note',
    'priority',
    'totalGross',
  ])
  // What tells of a person stands apart from the history, where it may be forgotten.
  const noted = await world.query<object>(
    `select data -> 'changes' -> 'note' as note from sales_order_history where event = 'edited'`,
  )
  assert.deepEqual(noted, [{ note: {} }])
  const kept = await world.query<object>(`select field, before, after from sales_order_edit_value`)
  assert.deepEqual(kept, [{ field: 'note', before: '', after: 'eilig' }])
  // Who may see customers sees it where the history tells of the edit, and nobody else does.
  assert.deepEqual([event?.before['note'], event?.after['note']], [undefined, 'eilig'])
  assert.deepEqual([event?.before['lines.1.quantity'], event?.after['lines.1.quantity']], ['3', '2'])
  const withheld = await world.tx(tx => readOrder(tx, world.tenant, orderId))
  assert.equal(withheld?.history[0]?.after['note'], undefined)
  assert.equal(withheld?.history[0]?.after['lines.1.quantity'], '2')
  assert.deepEqual(await world.broken(), [])
})

test('the second of two who edit sees field by field what the first has done; what only moved on hinders nobody', async () => {
  const world = await makingWorld(db)
  const orderId = await world.order(2)
  const both = await Promise.all([
    edit(world, { orderId, version: 1, change: [{ line: 1, quantity: '3' }] }),
    edit(world, { orderId, version: 1, change: [{ line: 1, quantity: '5' }], note: 'meine' }),
  ])
  const outcomes = both.flatMap(one => one.results)
  const lost = outcomes.find(one => one.did === 'refused')
  const won = outcomes.find(one => one.did === 'changed')
  assert.deepEqual([lost?.code, won?.did], ['ORDER_CHANGED', 'changed'])
  const [row] = await world.query<{ quantity: string; note: string }>(
    `select n.quantity, o.note from sales_order_line n join sales_order o on o.id = n.order_id where o.id = $1`,
    orderId,
  )
  const quantity = lost?.conflicts?.find(one => one.field === 'lines.1.quantity')
  assert.deepEqual([quantity?.was, quantity?.theirs, quantity?.by], ['2', row?.quantity, 'Eva'])
  assert.equal(quantity?.yours, row?.quantity === '3' ? '5' : '3')
  // Money, goods and allocations are no edits.
  const other = await world.order(1)
  await world.query(`update sales_order set version = version + 3 where id = $1`, other)
  const { results } = await edit(world, { orderId: other, version: 1, note: 'x' })
  assert.equal(results[0]?.did, 'changed')
  const again = await edit(world, { orderId: other, version: results[0]?.version ?? 0, note: 'x' })
  assert.deepEqual(again.results[0], { orderId: other, did: 'unchanged', version: results[0]?.version })
})

test('what was delivered or cancelled stays in the order', async () => {
  const world = await makingWorld(db)
  const orderId = await world.order(5, {
    lines: [
      { kind: 'item', itemId: world.items[0] ?? '', quantity: '5' },
      { kind: 'item', itemId: world.items[1] ?? '', quantity: '1' },
    ],
  })
  const numbers = await numbersOf(db, world.tenant).reserve('delivery', 1)
  await world.act(tx =>
    deliver(
      tx,
      world.tenant,
      [{ orderId, lines: [{ line: 1, quantity: '2' }], packages: [] }],
      world.by,
      numbers.numberOf,
    ),
  )
  await world.act(tx =>
    cancelLines(tx, world.tenant, [{ orderId, lines: [{ line: 1, quantity: '1' }] }], world.by),
  )
  const { version = 0 } = (await world.tx(tx => readOrder(tx, world.tenant, orderId))) ?? {}
  const tries: readonly (readonly [string | undefined, Partial<OrderEdit>])[] = [
    ['QUANTITY_BELOW_DELIVERED', { change: [{ line: 1, quantity: '2' }] }],
    ['LINE_HAS_DOCUMENTS', { remove: [1] }],
    ['LINE_UNKNOWN', { remove: [7] }],
    ['LINE_UNKNOWN', { remove: [2], change: [{ line: 2, quantity: '1' }] }],
    ['QUANTITY_INVALID', { change: [{ line: 2, quantity: '0' }] }],
    ['CUSTOMER_UNKNOWN', { customerId: world.tenant }],
    ['ITEM_UNKNOWN', { add: [{ kind: 'item', sku: 'nix', quantity: '1' }] }],
    [undefined, { change: [{ line: 1, quantity: '3' }] }],
  ]
  for (const [code, wish] of tries)
    assert.equal((await edit(world, { orderId, version, ...wish })).results[0]?.code, code)
  const [state] = await world.query<object>(
    `select delivery_state as delivery, deliverability from sales_order where id = $1`,
    orderId,
  )
  assert.deepEqual(state, { delivery: 'partly_shipped', deliverability: 'full' })
  assert.deepEqual(await world.broken(), [])
})

test('another place and another buyer decide the taxes anew; what was paid counts against the new total', async () => {
  const world = await makingWorld(db)
  const orderId = await world.order(2, {
    lines: [
      { kind: 'item', itemId: world.items[0] ?? '', quantity: '2' },
      { kind: 'custom', name: 'Fest', quantity: '1', unitGross: '1.07', taxRate: '7' },
    ],
  })
  const swiss = { lastName: 'Privat', street: 'Weg', city: 'Zürich', country: 'CH' }
  const first = await edit(world, { orderId, version: 1, shipping: swiss })
  const head = () =>
    world.query<object>(
      `select tax_treatment as treatment, total_gross as gross, total_net as net, country, payment_state as payment from sales_order where id = $1`,
      orderId,
    )
  // Prices with tax stay what they are; a rate that somebody said stays, too.
  assert.deepEqual(await head(), [
    { treatment: 'export', gross: '24.87', net: '24.80', country: 'CH', payment: 'open' },
  ])
  await edit(world, {
    orderId,
    version: first.results[0]?.version ?? 0,
    shipping: null,
    customerId: world.austrian,
    change: [{ line: 1, unitGross: '0' }],
    remove: [2],
  })
  assert.deepEqual(await head(), [
    { treatment: 'domestic', gross: '0.00', net: '0.00', country: 'DE', payment: 'paid' },
  ])
  assert.deepEqual(await world.broken(), [])
})

test('kits grow and shrink with their parts', async () => {
  const world = await makingWorld(db, { onHand: '6' })
  const [part = ''] = world.items
  const kit = await world.tx(async tx => {
    const { results } = await createItems(tx, world.tenant, [
      { itemNumber: 'KIT', name: 'Set', netPrice: '25' },
    ])
    await setKitParts(tx, world.tenant, [
      { kitId: results[0]?.id ?? '', parts: [{ itemId: part, quantity: '2' }] },
    ])
    return results[0]?.id ?? ''
  })
  const orderId = await world.order(1, { lines: [{ kind: 'item', itemId: kit, quantity: '3' }] })
  const waiting = await world.order(1)
  await edit(world, {
    orderId,
    version: 1,
    change: [{ line: 1, quantity: '2' }],
    add: [{ kind: 'item', itemId: kit, quantity: '1' }],
  })
  const parts = await world.query<object>(
    `select line_no as line, open_quantity as open, allocated from sales_order_part order by line_no`,
  )
  // Two of the six came free; the older order's new line stands before the one that waits.
  assert.deepEqual(parts, [
    { line: 1, open: '4', allocated: '4' },
    { line: 2, open: '2', allocated: '2' },
  ])
  await edit(world, { orderId, version: 9, remove: [2] })
  const [piece] = await world.query<{ allocated: string }>(
    `select allocated from sales_order_line where order_id = $1`,
    waiting,
  )
  assert.equal(piece?.allocated, '1')
  assert.deepEqual(await world.broken(), [])
})

test('what a shop has sold is changed only knowingly, and the shop’s own total stays', async t => {
  const world = await openSales(db, t, [{ id: '1', lines: [['ART-1', 2]] }])
  await world.takeOver()
  const [order] = await world.query<{ id: string; version: number }>(`select id, version from sales_order`)
  const { id: orderId = '', version = 0 } = order ?? {}
  const by = { name: 'Eva', now }
  const change = (more: Partial<OrderEdit>) =>
    world.tx(tx =>
      editOrders(tx, world.tenant, [{ orderId, version, change: [{ line: 1, quantity: '1' }], ...more }], by),
    )
  assert.equal((await change({})).results[0]?.code, 'SOLD_AT_SHOP')
  const { results, changed } = await change({ knowingly: true })
  assert.deepEqual([results[0]?.did, changed.order_status], ['changed', [orderId]])
  const [totals] = await world.query<object>(
    `select o.total_gross as ours, w.total_gross as theirs from sales_order o join web_order w on w.id = o.web_order_id`,
  )
  assert.deepEqual(totals, { ours: '11.90', theirs: '23.8' })
  assert.deepEqual(await world.broken(), [])
})
