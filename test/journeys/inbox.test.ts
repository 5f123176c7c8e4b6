// J10: imported orders wait in the inbox; no sales order exists and no stock has moved until they are taken over.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewOrder } from '../../testkit/jtlConnector/placeOrder.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { buyer, openTrade } from './trade.ts'

const thies = buyer('Annegret', 'Thies')

test('J10: a staged order is no sales order and moves no stock; taken over, it is one', async t => {
  const { kontor, connectShop } = await openTrade(t)
  const shop = await connectShop('Herzstück')
  await kontor`sync`
  const placed = buy(shop, { lines: [{ sku: 'TELLER', quantity: '3' }] })
  await kontor`sync`

  const before = await kontor`stock show TELLER`
  assert.deepEqual(figures(before), { onHand: 8, committed: 0, staged: 3, allocated: 0, available: 8 })
  assert.equal((await kontor`order list`).count, 0)
  const [waiting] = (await kontor`inbox list`).items
  assert.equal(waiting.externalNumber, placed.number)
  assert.deepEqual(waiting.openChecks, [])
  assert.equal(waiting.match, null, 'a new customer would be made of her')
  assert.equal((await kontor`customer list`).count, 0, 'but is not yet')

  const taken = await kontor`inbox take-over ${waiting.id}`
  assert.equal(taken.takenOver, 1)
  const order = await kontor`order show ${taken.items[0].orderId}`
  assert.equal(order.externalNumber, placed.number)
  assert.equal(order.deliverability, 'full')
  const after = await kontor`stock show TELLER`
  assert.deepEqual(figures(after), { onHand: 8, committed: 3, staged: 0, allocated: 3, available: 5 })
  assert.equal(after.movements.length, 1, 'nothing has left the warehouse: only its opening stands there')
  assert.equal((await kontor`customer list --search Thies`).count, 1)
  assert.equal((await kontor`inbox take-over ${waiting.id}`).already, 1, 'twice is once')
  assert.equal((await kontor`order list`).count, 1)
})

test('J10: the same buyer is recognised, another one is made, and a person decides where several fit', async t => {
  const { kontor, connectShop } = await openTrade(t)
  const shop = await connectShop('Herzstück')
  await kontor`sync`
  const one = await kontor`customer add --first-name Annegret --last-name Thies --email ${thies.email}`
  const two =
    await kontor`customer add --first-name Annegret --last-name Thies --street ${thies.street} --postcode ${thies.zipCode}`
  assert.deepEqual(two.alike, [], 'so far they are two: one known by her e-mail, one by her address')
  const known = buy(shop, { lines: [{ sku: 'TASSE', quantity: '1' }] })
  const fresh = buy(shop, {
    lines: [{ sku: 'TASSE', quantity: '1' }],
    billing: buyer('Jonas', 'Kühl'),
    shipping: buyer('Jonas', 'Kühl'),
  })
  await kontor`sync`

  const result = await kontor`inbox take-over --all`
  assert.deepEqual([result.takenOver, result.left], [1, 1])
  const left = result.items.find((item: { did: string }) => item.did === 'left')
  assert.equal(left.code, 'CUSTOMER_AMBIGUOUS')
  assert.ok(left.reason && left.remedy, 'it stays with its reason and what to do')
  assert.equal((await kontor`order list --process ${fresh.number}`).items[0].customer, 'Jonas Kühl')

  const [waiting] = (await kontor`inbox list --search ${known.number}`).items
  const { candidates } = await kontor`inbox show ${waiting.id}`
  assert.deepEqual(
    candidates.map((candidate: { number: string }) => candidate.number).sort(),
    [one.number, two.number].sort(),
  )
  await kontor`inbox assign ${waiting.id} --customer-id ${two.number}`
  assert.equal((await kontor`inbox take-over --all`).takenOver, 1)
  const [order] = (await kontor`order list --process ${known.number}`).items
  assert.equal((await kontor`order show ${order.id}`).customerNumber, two.number)
  assert.equal((await kontor`customer list`).count, 3)
})

test('J10: an order with an open check stays, the others are taken over; mended, it goes too', async t => {
  const { kontor, connectShop } = await openTrade(t)
  const shop = await connectShop('Herzstück')
  await kontor`sync`
  const good = buy(shop, { lines: [{ sku: 'TASSE', quantity: '1' }] })
  const unknown = buy(shop, {
    lines: [{ sku: 'GABEL', name: 'Gabel', quantity: '1', priceNet: '3', priceGross: '3.57', vat: '19' }],
  })
  await kontor`sync`
  const where = await kontor`order where ${unknown.number}`
  assert.equal(where.items[0].outcome, 'parked')
  assert.match(where.sentence, /GABEL/)
  assert.equal((await kontor`inbox take-over --all`).takenOver, 1)
  assert.equal((await kontor`order list`).items[0].externalNumber, good.number)

  await kontor`item add GABEL --name Gabel --net-price 3`
  await kontor`ledger retry-parked`
  assert.equal((await kontor`inbox take-over --all`).takenOver, 1)
  assert.equal((await kontor`order where ${unknown.number}`).items[0].outcome, 'taken_over')
})

test('J10: two hundred orders are taken over at once, and at no time there are pieces that do not exist', async t => {
  const { kontor, connectShop } = await openTrade(t)
  const shop = await connectShop('Herzstück')
  await kontor`sync`
  for (let at = 0; at < 200; at++) {
    const person = buyer('Käuferin', `Nummer${at % 50}`)
    buy(shop, { lines: [{ sku: 'TASSE', quantity: '1' }], billing: person, shipping: person })
  }
  await kontor`sync`
  assert.equal((await kontor`inbox take-over --all`).takenOver, 200)
  assert.equal((await kontor`order list --limit 1`).count, 200)
  assert.equal((await kontor`customer list --limit 1`).count, 50, 'fifty persons')
  assert.deepEqual(figures(await kontor`stock show TASSE`), {
    onHand: 50,
    committed: 200,
    staged: 0,
    allocated: 50,
    available: -150,
  })
  assert.equal((await kontor`order list --folder deliverable --limit 1`).count, 50)
  assert.equal((await kontor`order list --folder not_deliverable --limit 1`).count, 150)
  await kontor`sync`
  assert.equal(Number(shop.stock('TASSE')), 0, 'the shop offers no more')
  assert.equal((await kontor`verify`).ok, true)
})

function buy(shop: Shop, order: NewOrder) {
  return shop.placeOrder({ billing: thies, shipping: thies, ...order })
}

function figures(stock: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(
    ['onHand', 'committed', 'staged', 'allocated', 'available'].map(name => [name, Number(stock[name])]),
  )
}
