import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { ShopLine } from '../../testkit/jtlConnector/shopData.ts'
import { meddle } from './meddler.ts'
import { counted, counts, createWorld, ledgerOf, type World } from './world.ts'

const { db } = await testDatabase({ after })

test('an order that changed at the shop replaces the staged one, and its history is kept', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(oneOrder(31))
  await world.sync()
  const before = await inboxOf(world)
  const order = shop.order('100001')
  const lines: readonly ShopLine[] = (order?.lines ?? []).slice(1)
  const total = lines.reduce((sum, line) => sum + Number(line.priceGross) * Number(line.quantity), 0)
  shop.changeOrder('100001', { lines, totalGross: total.toFixed(2), customerNote: 'Ohne den ersten Artikel' })
  shop.forget('customer_order')

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ updated: 1 }))
  const now = await inboxOf(world)
  assert.equal(now.lines, before.lines - 1)
  assert.equal(now.version, before.version + 1)
  assert.equal(now.total, total.toFixed(2))
  assert.equal(now.record['customerNote'], 'Ohne den ersten Artikel')
  const row = (await ledgerOf(world)).get('100001')
  assert.deepEqual([row?.outcome, row?.payloads], ['staged', 2])
  const history = await world.query<{ outcome: string; body: string }>(
    `select h.outcome, p.body from ledger_history h join payload p on p.ledger_id = h.ledger_id and p.stored_at = h.payload_at`,
  )
  assert.equal(history.length, 1)
  assert.equal(history[0]?.outcome, 'staged')
  assert.equal(JSON.parse(history[0]?.body ?? '{}').items.length, before.lines)
  assert.deepEqual(await world.broken(), [])
})

test('fields that a shop stops to send do not erase what was known of the order', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(oneOrder(32))
  await world.sync()
  const before = await inboxOf(world)
  assert.ok(before.name && before.country && before.record['billing'])
  shop.changeOrder('100001', { billing: null, shipping: null, customerNote: 'anonymisiert' })
  shop.forget('customer_order')

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ updated: 1 }))
  const now = await inboxOf(world)
  assert.deepEqual(now.record['billing'], before.record['billing'])
  assert.deepEqual(now.record['shipping'], before.record['shipping'])
  assert.deepEqual([now.name, now.country], [before.name, before.country], 'lists show them as before')
})

test('an order whose address faded at the shop is not blocked for want of the address that is known here', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(oneOrder(32))
  await world.sync()
  shop.changeOrder('100001', { billing: null, shipping: null, customerNote: 'anonymisiert' })
  shop.forget('customer_order')

  await world.sync()

  assert.deepEqual((await inboxOf(world)).open, [])
  assert.equal((await ledgerOf(world)).get('100001')?.code, null)
})

test('a part of an address that fades does not erase it, a part that changes replaces it', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(oneOrder(33))
  await world.sync()
  const order = shop.order('100001')
  assert.ok(order?.billing)
  const { phone: _phone, email: _email, ...rest } = order.billing
  shop.changeOrder('100001', {
    billing: rest,
    shipping: { ...rest, street: 'Neue Straße 7', email: order.billing.email ?? '' },
  })
  shop.forget('customer_order')

  await world.sync()

  const { record } = await inboxOf(world)
  const [billing, shipping] = [record['billing'], record['shipping']] as Record<string, string>[]
  assert.equal(billing?.['phone'], order.billing.phone)
  assert.equal(billing?.['email'], order.billing.email)
  assert.equal(shipping?.['street'], 'Neue Straße 7')
})

test('a customer whose data fades at the shop keeps it here', async t => {
  const world = await createWorld(db, t)
  let faded = false
  const { shop } = await world.openShop({
    ...oneOrder(34),
    through: meddle(t, ({ method, text }) => {
      if (!faded || method !== 'customer.pull') return text
      const reply = JSON.parse(text)
      for (const customer of reply.result)
        for (const field of [
          'firstName',
          'lastName',
          'company',
          'street',
          'city',
          'zipCode',
          'eMail',
          'phone',
        ])
          customer[field] = ''
      return JSON.stringify(reply)
    }),
  })
  await world.sync()
  const before = await customerOf(world)
  assert.ok(before.name && before.email)
  faded = true
  shop.forget('customer')

  const run = await world.sync()

  assert.deepEqual(counts(run, 'customer'), counted({ updated: 1 }))
  assert.deepEqual(await customerOf(world), before)
})

test('an order that becomes invalid after it was staged is blocked in the inbox and parked in the ledger', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(oneOrder(35))
  await world.sync()
  const before = await inboxOf(world)
  const lines = shop.order('100001')?.lines ?? []
  shop.changeOrder('100001', {
    lines: lines.map((line, index) => (index === 0 ? { ...line, itemId: null, sku: 'GIBT-ES-NICHT' } : line)),
  })
  shop.forget('customer_order')

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ parked: 1 }))
  const row = (await ledgerOf(world)).get('100001')
  assert.deepEqual([row?.outcome, row?.code, row?.data?.['sku']], ['parked', 'ITEM_UNKNOWN', 'GIBT-ES-NICHT'])
  const blocked = await inboxOf(world)
  assert.deepEqual([blocked.state, blocked.lines, blocked.total], ['staged', before.lines, before.total])
  assert.deepEqual(blocked.open, ['ITEM_UNKNOWN'])
  assert.deepEqual(await world.broken(), [])

  shop.changeOrder('100001', { lines })
  shop.forget('customer_order')
  assert.deepEqual(counts(await world.sync()), counted({ updated: 1 }))
  assert.deepEqual((await inboxOf(world)).open, [], 'mended at the shop, it is free again')
})

test('an order that was cancelled at the shop shows it', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(oneOrder(36))
  await world.sync()
  shop.cancelOrder('100001')
  shop.forget('customer_order')

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ updated: 1 }))
  const [row] = await world.query<{ remote: string }>(`select remote_state as remote from web_order`)
  assert.equal(row?.remote, 'cancelled')
})

test('an order that was taken over is not touched by a change, which is shown', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(oneOrder(37))
  await world.sync()
  await world.query(`update ledger set outcome = 'taken_over' where kind = 'order'`)
  await world.query(`update web_order set state = 'taken_over'`)
  const before = await inboxOf(world)
  shop.changeOrder('100001', { customerNote: 'zu spät' })
  shop.forget('customer_order')

  await world.sync()

  assert.deepEqual(await inboxOf(world), before)
  const row = (await ledgerOf(world)).get('100001')
  assert.deepEqual([row?.outcome, row?.code, row?.payloads], ['taken_over', 'CHANGED_AT_CHANNEL', 2])
})

function oneOrder(seed: number) {
  return generateShop({ orders: 1, items: 5, customers: 1, lines: 3, seed })
}

interface Staged {
  readonly state: string
  readonly version: number
  readonly total: string
  readonly name: string
  readonly country: string | null
  readonly open: readonly string[]
  readonly record: Readonly<Record<string, unknown>>
  readonly lines: number
}

async function inboxOf(world: World): Promise<Staged> {
  const [row] = await world.query<Staged>(
    `select state, version, total_gross as total, customer_name as name, country, open_checks as open, record,
       (select count(*)::int from web_order_line n where n.web_order_id = w.id) as lines from web_order w`,
  )
  assert.ok(row, 'there is an order in the inbox')
  return row
}

async function customerOf(world: World) {
  const [row] = await world.query<{ name: string; email: string | null; address: unknown }>(
    `select name, email, record->'address' as address from web_customer order by external_id`,
  )
  assert.ok(row, 'there is a customer')
  return row
}
