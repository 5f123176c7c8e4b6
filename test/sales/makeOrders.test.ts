// Orders that are made here: customer, prices, taxes, sums and stock in one transaction.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createItems } from '../../src/catalog/createItems.ts'
import { setKitParts } from '../../src/catalog/kits.ts'
import type { NewLine } from '../../src/sales/makeOrders.ts'
import { readOrder } from '../../src/sales/orderDetail.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { makingWorld } from './makingWorld.ts'

const { db } = await testDatabase({ after })

test('an instant order makes its customer with it, or nothing of both', async () => {
  const world = await makingWorld(db)
  const [item = '', other = ''] = world.items
  const make = {
    address: { firstName: 'Neu', lastName: 'Kunde', street: 'Gasse 2', city: 'Ulm', country: 'DE' },
  }
  const { results } = await world.make(
    {
      customer: { make },
      lines: [
        { kind: 'item', itemId: item, quantity: '2' },
        { kind: 'shipping', name: 'DHL', quantity: '1', unitGross: '4.90' },
      ],
    },
    {
      customer: { make: { address: { ...make.address, lastName: 'Zweite' } } },
      lines: [{ kind: 'item', sku: 'no such', quantity: '1' }],
    },
    {
      customer: { make: { address: { city: 'Ulm' } } },
      lines: [{ kind: 'item', itemId: other, quantity: '1' }],
    },
  )
  assert.deepEqual(
    results.map(one => [one.did, one.code]),
    [
      ['made', undefined],
      ['refused', 'ITEM_UNKNOWN'],
      ['refused', 'CUSTOMER_NAME_MISSING'],
    ],
  )
  const names = await world.query<{ name: string }>(`select name from customer where name ~ 'Kunde|Zweite'`)
  assert.deepEqual(names, [{ name: 'Neu Kunde' }])
  const order = await world.tx(tx => readOrder(tx, world.tenant, results[0]?.orderId ?? ''))
  assert.deepEqual(
    [
      order?.kind,
      order?.customer,
      order?.totalGross,
      order?.deliverability,
      order?.paymentState,
      order?.history[0]?.event,
    ],
    ['instant', 'Neu Kunde', '28.70', 'full', 'open', 'made'],
  )
  // 23.80 and 4.90 at 19 %: the tax of the sum, once.
  const [sums] = await world.query<object>(
    `select total_net as net, tax_sums as sums, tax_treatment as treatment, tax_country as country from sales_order where id = $1`,
    order?.id,
  )
  assert.deepEqual(sums, {
    net: '24.12',
    sums: [{ rate: '19', net: '24.12', tax: '4.58', gross: '28.70' }],
    treatment: 'domestic',
    country: 'DE',
  })
  assert.deepEqual(await world.broken(), [])
})

test('prices are those of the group and the quantity, taxes those of buyer and place', async () => {
  const world = await makingWorld(db)
  const [item = ''] = world.items
  const line = (quantity: string): NewLine => ({ kind: 'item', itemId: item, quantity })
  const { results } = await world.make(
    { customer: { id: world.austrian }, lines: [line('2'), line('10')] },
    {
      customer: { id: world.austrian },
      shipping: { lastName: 'Huber', street: 'Weg 1', city: 'Berlin', country: 'DE' },
      lines: [line('1')],
    },
    { shipping: { lastName: 'Privat', street: 'Weg', city: 'Zürich', country: 'CH' }, lines: [line('1')] },
  )
  const rows = await world.query<object>(
    `select o.total_gross as gross, o.total_net as net, o.tax_treatment as treatment, o.prices_gross as gross_prices,
       o.customer_vat_id as vat, array_agg(n.unit_net || ' ' || n.tax_rate order by n.line_no) as lines
     from sales_order o join sales_order_line n on n.order_id = o.id where o.id = any($1::uuid[])
     group by o.id, o.total_gross, o.total_net, o.tax_treatment, o.prices_gross, o.customer_vat_id, o.order_number order by o.order_number`,
    results.map(one => one.orderId),
  )
  assert.deepEqual(rows, [
    {
      gross: '98.00',
      net: '98.00',
      treatment: 'reverse_charge',
      gross_prices: false,
      vat: 'ATU13585627',
      lines: ['9 0', '8 0'],
    },
    {
      gross: '10.71',
      net: '9.00',
      treatment: 'domestic',
      gross_prices: false,
      vat: 'ATU13585627',
      lines: ['9 19'],
    },
    { gross: '10.00', net: '10.00', treatment: 'export', gross_prices: false, vat: null, lines: ['10 0'] },
  ])
})

test('stock is set aside in the order of the queue, for kits by their parts, and channels are told', async () => {
  const world = await makingWorld(db, { onHand: '5' })
  const [part = '', other = ''] = world.items
  const kit = await world.tx(async tx => {
    const { results } = await createItems(tx, world.tenant, [
      { itemNumber: 'KIT', name: 'Set', netPrice: '25' },
    ])
    const id = results[0]?.id ?? ''
    await setKitParts(tx, world.tenant, [
      {
        kitId: id,
        parts: [
          { itemId: part, quantity: '2' },
          { itemId: other, quantity: '1' },
        ],
      },
    ])
    return id
  })
  const { results, changed } = await world.make(
    { placedAt: new Date('2026-05-02'), lines: [{ kind: 'item', itemId: part, quantity: '3' }] },
    { placedAt: new Date('2026-05-01'), lines: [{ kind: 'item', itemId: kit, quantity: '2' }] },
  )
  const got = await world.query<object>(
    `select o.order_number = $1 as first, n.allocated, o.deliverability from sales_order_line n join sales_order o on o.id = n.order_id
     order by o.order_number`,
    results[0]?.orderNumber,
  )
  assert.deepEqual(got, [
    { first: true, allocated: '1', deliverability: 'part' },
    { first: false, allocated: '2', deliverability: 'full' },
  ])
  assert.deepEqual([...(changed.stock ?? [])].sort(), [part, other, kit].sort())
  assert.deepEqual(await world.broken(), [])
})

test('every line that cannot be is named, and only its order stays away', async () => {
  const world = await makingWorld(db)
  const [item = '', parent = '', blocked = ''] = world.items
  await world.query(`update item set kind = 'parent', rank = -1 where id = $1`, parent).catch(() => undefined)
  await world.query(`update item set blocked = true where id = $1`, blocked)
  const of = (...lines: NewLine[]) => ({ lines })
  const cases: readonly (readonly [string, object])[] = [
    ['LINES_MISSING', of()],
    ['ITEM_BLOCKED', of({ kind: 'item', itemId: blocked, quantity: '1' })],
    ['QUANTITY_INVALID', of({ kind: 'item', itemId: item, quantity: '0' })],
    ['QUANTITY_INVALID', of({ kind: 'item', itemId: item, quantity: '-1' })],
    ['AMOUNT_INVALID', of({ kind: 'item', itemId: item, quantity: '1', unitNet: '1,5' })],
    ['AMOUNT_INVALID', of({ kind: 'item', itemId: item, quantity: '1', discountPercent: '101' })],
    ['PRICE_MISSING', of({ kind: 'custom', name: 'Frei', quantity: '1' })],
    ['LINE_NAME_MISSING', of({ kind: 'custom', quantity: '1', unitNet: '1' })],
    [
      'CURRENCY_UNKNOWN',
      { currency: 'XXQ', ...of({ kind: 'custom', name: 'Frei', quantity: '1', unitNet: '1' }) },
    ],
    ['PRICE_MISSING', { currency: 'USD', ...of({ kind: 'item', itemId: item, quantity: '1' }) }],
    [
      'COUNTRY_UNKNOWN',
      { billing: { lastName: 'X', country: 'QQ' }, ...of({ kind: 'item', itemId: item, quantity: '1' }) },
    ],
    [
      'CUSTOMER_UNKNOWN',
      { customer: { id: world.tenant }, ...of({ kind: 'item', itemId: item, quantity: '1' }) },
    ],
    [
      'TAX_CLASS_UNKNOWN',
      of({ kind: 'custom', name: 'Frei', quantity: '1', unitNet: '1', taxClassId: world.tenant }),
    ],
  ]
  const { results } = await world.make(...cases.map(([, order]) => order))
  assert.deepEqual(
    results.map(one => one.code),
    cases.map(([code]) => code),
  )
  await world.query(`update customer set blocked = true where id = $1`, world.consumer)
  const { results: last } = await world.make(of({ kind: 'item', itemId: item, quantity: '1' }))
  assert.deepEqual(last, [{ did: 'refused', code: 'CUSTOMER_BLOCKED', data: { customer: 'K-1' } }])
})

test('an external number is made once: in a list, later, and by two at a time', async () => {
  const world = await makingWorld(db)
  const [channel] = world.channels
  const order = {
    externalNumber: 'EX-1',
    lines: [{ kind: 'item', itemId: world.items[0] ?? '', quantity: '1' } as const],
  }
  const { results } = await world.make(order, order, { ...order, channelId: channel?.channel ?? '' })
  assert.deepEqual(
    results.map(one => one.did),
    ['made', 'already', 'made'],
  )
  assert.equal(results[0]?.orderNumber, results[1]?.orderNumber)
  const again = await world.make(order)
  assert.deepEqual([again.results[0]?.did, again.results[0]?.orderId], ['already', results[0]?.orderId])
  const twice = { ...order, externalNumber: 'EX-2' }
  const both = await Promise.all([world.make(twice), world.make(twice)])
  assert.deepEqual(both.map(one => one.results[0]?.did).sort(), ['already', 'made'])
})

test('a total that differs is a line of its own, or a task that holds the order', async () => {
  const world = await makingWorld(db)
  const [item = ''] = world.items
  const lines: NewLine[] = [
    { kind: 'item', itemId: item, quantity: '3', unitGross: '3.33', discountPercent: '5' },
  ]
  // 3 × 3.33 less 5 % = 9.4905
  const { results } = await world.make(
    { lines, expectedGross: '9.48' },
    { lines, expectedGross: '9.49' },
    { lines, expectedGross: '12' },
  )
  const orders = await Promise.all(
    results.map(one => world.tx(tx => readOrder(tx, world.tenant, one.orderId ?? ''))),
  )
  assert.deepEqual(
    orders.map(order => [order?.totalGross, order?.lines.at(-1)?.kind, order?.hold]),
    [
      ['9.48', 'difference', null],
      ['9.49', 'item', null],
      ['9.49', 'item', 'TOTAL_MISMATCH'],
    ],
  )
  const tasks = await world.query<object>(`select code, data from task where closed_at is null`)
  assert.deepEqual(tasks, [{ code: 'TOTAL_MISMATCH', data: { expected: '9.49', got: '12' } }])
  assert.deepEqual(await world.broken(), [])
})

test('costs bear the tax of what is sold: the main rate, or each by its share, to the cent', async () => {
  const world = await makingWorld(db)
  const [full = '', low = ''] = world.items
  await world.query(`update item set tax_class_id = $2 where id = $1`, low, world.taxClasses.reduced)
  const lines: NewLine[] = [
    { kind: 'item', itemId: full, quantity: '1', unitGross: '11.90' },
    { kind: 'item', itemId: low, quantity: '2', unitGross: '10.70' },
    { kind: 'shipping', name: 'Post', quantity: '1', unitGross: '4.99' },
    { kind: 'discount', name: 'Rabatt', quantity: '1', unitGross: '-1.00' },
  ]
  const { results: main } = await world.make({ lines })
  await world.query(
    `insert into company_tax (tenant_id, company_id, valid_from, shipping_tax) values ($1, $2, '2020-01-01', 'proportional')`,
    world.tenant,
    world.company,
  )
  const { results: parts } = await world.make({ lines })
  const read = (id: string | undefined) =>
    world.query<object>(
      `select kind, tax_rate as rate, unit_gross as gross from sales_order_line where order_id = $1 order by line_no offset 2`,
      id,
    )
  assert.deepEqual(await read(main[0]?.orderId), [
    { kind: 'shipping', rate: '7', gross: '4.99' },
    { kind: 'discount', rate: '7', gross: '-1' },
  ])
  assert.deepEqual(await read(parts[0]?.orderId), [
    { kind: 'shipping', rate: '19', gross: '1.66' },
    { kind: 'shipping', rate: '7', gross: '3.33' },
    { kind: 'discount', rate: '19', gross: '-0.33' },
    { kind: 'discount', rate: '7', gross: '-0.67' },
  ])
  const totals = await world.query<{ total: string }>(`select distinct total_gross as total from sales_order`)
  assert.deepEqual(totals, [{ total: '37.29' }])
  assert.deepEqual(await world.broken(), [])
})
