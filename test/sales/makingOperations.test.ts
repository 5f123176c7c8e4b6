// Orders are made, edited, split, merged and made of quotations as screens and programs do it, over HTTP and from a terminal; and goods
// that came back are exchanged for others, from the announcement to the parcel.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { hearCommand } from '../../src/cli/hearCommand.ts'
import { program } from '../../src/main.ts'
import { verify } from '../../src/sync/verify.ts'
import { tradeServer } from '../trade/tradeServer.ts'
import { trying } from './lifeWorld.ts'

const { server, client, db, world, call } = await tradeServer(
  { after },
  { items: 3, channels: 1, onHand: '50' },
)
const ada = {
  firstName: 'Ada',
  lastName: 'Privat',
  street: 'Weg 1',
  postcode: '10115',
  city: 'Berlin',
  country: 'DE',
}

type Item = Readonly<Record<string, unknown>>
/** What became of each element: what was done, or the code that refused it. */
const did = (answer: { items: Item[] }) => answer.items.map(one => one['code'] ?? one['did'])
const lines = (sku: string, quantity: string) => [{ sku, quantity }]

async function order(customer: string, items: Readonly<Record<string, string>>): Promise<string> {
  const made = await call('POST', '/orders', { customer, items })
  assert.deepEqual(did(made), ['made'], JSON.stringify(made))
  return made.items[0].orderId
}
const customer = async () => (await call('POST', '/customers', ada)).number
const show = (id: string) => call('GET', `/orders/${id}`)

async function kontor(...words: string[]) {
  const open = async () => ({ kontor: server.kontor, migrated: [], close: async () => undefined })
  const argv = [...words, '--tenant', world.slug, '--json']
  const { status, out, err } = await hearCommand({ ...program, open }, argv, { LANG: 'de_DE.UTF-8' })
  assert.equal(status, 0, err)
  return JSON.parse(out)
}

test('an order and its customer are made together, once for each key, and cost what the preview said', async () => {
  const wish = { newCustomer: ada, items: { 'ART-1': '2' }, note: 'am Telefon' }
  const preview = await call('POST', '/orders/preview', wish)
  assert.deepEqual([preview.gross, preview.blockers, preview.lines[0].free], ['23.80', [], '50'])
  const headers = { 'idempotency-key': 'anruf-17' }
  const first = await client.call('POST', '/api/v1/orders', { body: wish, headers })
  const again = await client.call('POST', '/api/v1/orders', { body: wish, headers })
  assert.deepEqual(again.body, first.body)
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
  const [{ orderId, orderNumber, customerId }] = first.body.items
  const made = await show(orderId)
  assert.deepEqual(
    [made.totalGross, made.kind, made.note, made.customerId],
    ['23.80', 'api', 'am Telefon', customerId],
  )
  const { items: orders } = await call('GET', `/orders?customerId=${customerId}`)
  assert.deepEqual(
    orders.map((one: Item) => one['orderNumber']),
    [orderNumber],
  )
  const split = { lines: { 1: '1' } }
  const parts = await Promise.all(
    [1, 2].map(() =>
      client.call('POST', `/api/v1/orders/${orderId}/split`, {
        body: split,
        headers: { 'idempotency-key': 'teilen' },
      }),
    ),
  )
  assert.deepEqual(parts[0]?.body, parts[1]?.body, 'two clicks, one new order')
  assert.equal((await show(orderId)).lines[0].quantity, '1')
})

test('a bad one among good ones is refused with its reason, and the others are made', async () => {
  const number = await customer()
  const made = await call('POST', '/orders/bulk', {
    orders: [
      { customer: number, lines: lines('ART-1', '1'), externalNumber: 'F-1' },
      { customer: number, lines: lines('ART-99', '1') },
      { customer: 'K-nobody', lines: lines('ART-1', '1') },
      { customer: number, lines: lines('ART-1', 'viele') },
      { customer: number, lines: lines('ART-2', '1') },
      { customer: number, lines: lines('ART-1', '1'), externalNumber: 'F-1' },
    ],
  })
  assert.deepEqual(did(made), [
    'made',
    'ITEM_UNKNOWN',
    'CUSTOMER_UNKNOWN',
    'QUANTITY_INVALID',
    'made',
    'already',
  ])
  assert.equal(made.refused, 3)
  assert.match(made.items[2].reason, /K-nobody/)
  assert.equal(made.items[0].orderId, made.items[5].orderId)
  const edits = await call('POST', '/orders/change', {
    edits: [
      { order: made.items[0].orderNumber, version: 1, note: 'eilt' },
      { order: 'AU-nothing', version: 1, note: 'eilt' },
      { order: made.items[4].orderId, version: 1, remove: [9] },
    ],
  })
  assert.deepEqual(did(edits), ['changed', 'ORDER_UNKNOWN', 'LINE_UNKNOWN'])
})

test('of two who edit an order at a time the second one hears what the first one did', async () => {
  const id = await order(await customer(), { 'ART-1': '2' })
  const { version } = await show(id)
  const eva = await call('PATCH', `/orders/${id}`, { version, change: [{ line: 1, quantity: '3' }] })
  assert.deepEqual([did(eva), eva.items[0].version > version], [['changed'], true])
  const jonas = await call('PATCH', `/orders/${id}`, {
    version,
    change: [{ line: 1, quantity: '5' }],
    note: 'x',
  })
  assert.deepEqual(did(jonas), ['ORDER_CHANGED'])
  const [conflict] = jonas.items[0].conflicts
  assert.deepEqual(
    [conflict.field, conflict.was, conflict.theirs, conflict.yours],
    ['lines.1.quantity', '2', '3', '5'],
  )
  assert.deepEqual(
    [(await show(id)).lines[0].quantity, (await show(id)).note],
    ['3', ''],
    'nothing of it is saved',
  )
  const seen = { version: eva.items[0].version, change: [{ line: 1, quantity: '5' }] }
  assert.deepEqual(did(await call('PATCH', `/orders/${id}`, seen)), ['changed'])
  const stale = { version, lines: { 1: '1' } }
  assert.deepEqual(did(await call('POST', `/orders/${id}/split`, stale)), ['ORDER_CHANGED'])
})

test('orders are split and merged by their numbers, also from a terminal', async () => {
  const number = await customer()
  const made = await kontor('order', 'add', '--customer', number, '--items', 'ART-1=2', '--items', 'ART-2=1')
  const { orderNumber, orderId } = made.items[0]
  const parted = await kontor('order', 'split', orderNumber, '--lines', '2=1')
  assert.deepEqual(did(parted), ['split'])
  const { newOrderNumber, newOrderId } = parted.items[0]
  const [old, fresh] = [await show(orderId), await show(newOrderId)]
  assert.deepEqual(
    [old.totalGross, fresh.totalGross, fresh.related[0].orderNumber],
    ['23.80', '11.90', orderNumber],
  )
  assert.deepEqual(did(await kontor('order', 'merge', orderNumber, newOrderNumber)), ['merged'])
  const whole = await show(orderId)
  assert.deepEqual([whole.totalGross, whole.lines.length, whole.deliverability], ['35.70', 2, 'full'])
  const paid = await call('POST', `/orders/${newOrderNumber}/pay`, { amount: '11.90' })
  assert.deepEqual(did(paid), ['ORDER_MERGED'])
  assert.ok(paid.items[0].reason.includes(orderNumber), 'it says where the order went')
  assert.deepEqual(did(await call('POST', `/orders/${orderNumber}/pay`, { amount: '35.70' })), ['booked'])
})

test('a quotation is written anew by its version, and becomes one order whoever asks', async () => {
  const number = await customer()
  const made = await call('POST', '/quotations', {
    customer: number,
    items: { 'ART-3': '4' },
    validUntil: '2099-12-31',
  })
  const { quotationNumber } = made.items[0]
  const anew = { customer: number, items: { 'ART-3': '5' } }
  const put = (version: number) => call('PUT', `/quotations/${quotationNumber}`, { version, ...anew })
  assert.deepEqual([did(await put(1)), did(await put(1))], [['changed'], ['QUOTATION_CHANGED']])
  const [one, two] = await Promise.all([
    call('POST', '/quotations/order', { quotations: [quotationNumber, 'AN-nothing'] }),
    kontor('quotation', 'order', quotationNumber),
  ])
  assert.deepEqual([one.items[0].did, two.items[0].did].sort(), ['already', 'ordered'])
  assert.equal(one.items[0].orderNumber, two.items[0].orderNumber)
  assert.equal(one.items[1].code, 'QUOTATION_UNKNOWN')
  assert.equal((await show(one.items[0].orderId)).totalGross, '59.50')
  assert.deepEqual(did(await call('POST', '/quotations/decline', { quotations: [quotationNumber] })), [
    'QUOTATION_ORDERED',
  ])
})

test('goods that came back are exchanged: announced, received, accepted, and another parcel leaves', async () => {
  const sold = await order(await customer(), { 'ART-1': '2', 'ART-2': '1' })
  await call('POST', `/orders/${sold}/pay`, { amount: '35.70' })
  assert.deepEqual(did(await call('POST', `/orders/${sold}/deliver`, { carrier: 'DHL' })), ['delivered'])
  // The price of then holds for the exchange.
  const item = world.items[0] ?? ''
  await call('PATCH', `/items/${item}`, { netPrice: '99' })

  const announced = await call('POST', `/orders/${sold}/returns`, { lines: { 1: '2' }, reason: 'wrong_size' })
  const { returnNumber } = announced.items[0]
  const exchange = (more = {}) => call('POST', `/returns/${returnNumber}/exchange`, more)
  assert.equal((await exchange()).code, 'RETURN_NOT_ACCEPTED')
  await call('POST', `/returns/${returnNumber}/receive`, {
    lines: { 1: '1' },
    condition: 'as_new',
    restock: true,
  })
  assert.equal((await exchange()).code, 'RETURN_NOT_ACCEPTED', 'it came, and nobody has looked at it')
  assert.deepEqual(did(await call('POST', '/returns/decide', { ids: [returnNumber], decision: 'accept' })), [
    'done',
  ])

  const wrong = await exchange({ lines: lines('ART-99', '1') })
  assert.deepEqual([wrong.did, wrong.code], ['refused', 'ITEM_UNKNOWN'])
  const [one, two] = await Promise.all([exchange(), exchange()])
  assert.deepEqual([one.did, two.did].sort(), ['already', 'done'])
  assert.equal(one.exchangeOrderId, two.exchangeOrderId)
  const fresh = await show(one.exchangeOrderId)
  const [line] = fresh.lines
  assert.deepEqual(
    [fresh.kind, line.itemId, line.quantity, fresh.totalGross],
    ['exchange', item, '1', '11.90'],
  )
  assert.deepEqual(
    [fresh.deliverability, fresh.paymentState, fresh.customerId],
    ['full', 'open', (await show(sold)).customerId],
  )
  assert.deepEqual(fresh.related, [
    { relation: 'exchange_for', id: sold, orderNumber: (await show(sold)).orderNumber },
  ])
  assert.equal((await call('GET', `/returns/${returnNumber}`)).exchangeOrderId, fresh.id)

  const sent = await call('POST', `/orders/${fresh.id}/deliver`, {
    carrier: 'DHL',
    tracking: '00340434161094042557',
  })
  assert.deepEqual([did(sent), (await show(fresh.id)).deliveryState], [['delivered'], 'shipped'])
  const undone = await call('POST', '/deliveries/reverse', {
    deliveries: [sent.items[0].deliveryNumber],
    reason: 'x',
  })
  assert.deepEqual(did(undone), ['reversed'], 'it is an order like any other')
})

test('after all of that verify finds nothing, and it finds whatever of it is broken', async () => {
  const { tenant } = world
  const wrong = async (harm: string) =>
    trying(db, tenant, async tx => {
      const { length } = harm === '' ? [1] : await tx.query(`${harm} returning 1`)
      assert.ok(length > 0, harm)
      return (await verify(tx, tenant)).flatMap(one => (one.ok ? [] : [one.promise]))
    })
  assert.deepEqual(await wrong(''), [])
  const oldOne = `(select id from sales_order where merged_into is not null limit 1)`
  const newOne = `(select o.id from sales_order o where split_from is not null and merged_into is null limit 1)`
  const target = `(select merged_into from sales_order where merged_into is not null limit 1)`
  for (const [harm, promise] of [
    [
      `update sales_order_line set quantity = quantity + 1, cancelled = cancelled + 1 where order_id = ${newOne}`,
      'a line of an order costs its quantity at its price',
    ],
    [
      `update sales_order_line set quantity = quantity * 2, unit_gross = unit_gross / 2 where order_id = ${newOne}`,
      'what a split or a merge brought stands in the order, until somebody edits it',
    ],
    [
      `update sales_order_line set quantity = quantity + 1 where line_no = 2 and order_id = ${target}`,
      'what a split or a merge brought stands in the order, until somebody edits it',
    ],
    [
      `delete from allocation where order_id = ${target}`,
      'an order line has allocated what is set aside for it, and so has each part of a kit',
    ],
    [
      `update payment set order_id = ${oldOne} where order_id = ${target}`,
      'an order that was merged is over, and its money and its goods are with the one that goes on',
    ],
    [
      `update sales_order_line set cancelled = 0 where order_id = ${oldOne}`,
      'an order that was merged is over, and its money and its goods are with the one that goes on',
    ],
    [
      `update sales_order set total_gross = total_gross + 0.01 where id = ${target}`,
      'the sums of an order by tax rate follow from its lines, and its totals from them',
    ],
    [
      `update quotation_line set quantity = 4`,
      'a quotation costs what its lines cost, and each line its quantity at its price',
    ],
    [
      `update sales_order set exchange_for = null where kind = 'exchange'`,
      'an order in exchange names the order whose goods came back',
    ],
  ] as const) {
    const found: readonly string[] = await wrong(harm)
    assert.ok(found.includes(promise), `${harm}: ${found.join(', ')}`)
  }
})
