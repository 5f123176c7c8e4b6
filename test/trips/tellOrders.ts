import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exact } from '../../src/base/decimal.ts'
import { act } from '../connect/connectWorld.ts'
import type { World } from '../import/world.ts'
import type { PlacedOrder, TripSubject } from './subject.ts'
import type { Trip } from './tellTrip.ts'

/** The second half of a trip: orders of every kind, once and to the cent, and what becomes of them, back at the shop. */
export function tellOrders(subject: TripSubject, under: () => Trip): void {
  let placed: readonly PlacedOrder[] = []

  test(`${subject.name}: ${subject.orders} orders of every kind are here once, to the cent`, async () => {
    const { shop, world, lanes, catalogue } = under()
    const sold = catalogue.filter(item => item.variations === undefined).map(item => item.itemNumber)
    placed = shop.placeOrders(subject.orders, sold)
    assert.equal(new Set(placed.map(order => order.id)).size, subject.orders)
    await lanes('orders')
    assert.deepEqual(await orders(world), expected(placed))
    assert.deepEqual(await parked(world), waiting(placed))
    assert.deepEqual(await world.broken(), [])
  })

  test(`${subject.name}: orders that the shop offers once more change nothing`, async () => {
    const { shop, world, lanes } = under()
    shop.offerAgain()
    await lanes('orders')
    assert.deepEqual(await orders(world), expected(placed))
    assert.deepEqual(await world.broken(), [])
  })

  test(`${subject.name}: deliveries with their tracking, payments and cancellations are told, each to its order`, async () => {
    const { shop, world, lanes } = under()
    await act(world, 'inbox.take-over', { all: true })
    const ids = await salesOrders(world)
    // Some kinds wait in the inbox for what a person has to say of them.
    const taken = placed.filter(order => ids.has(order.id))
    assert.ok(taken.length > placed.length / 2, `${taken.length} were taken over`)
    const [ship, part, pay, cancel] = [...Map.groupBy(taken, order => order.kind).values()].flatMap(
      ([first]) => first ?? [],
    )
    assert.ok(ship && part && pay && cancel)
    const idOf = (order: PlacedOrder) => ids.get(order.id)
    const tracking = '00340434161094042557'
    await act(world, 'order.deliver', { order: idOf(ship), carrier: 'DHL', tracking })
    await act(world, 'order.deliver', {
      order: idOf(part),
      lines: { 1: '1' },
      carrier: 'DHL',
      tracking: '00340434161094042564',
    })
    await act(world, 'order.pay', { order: idOf(pay), amount: pay.total, method: 'cash' })
    await act(world, 'order.cancel', { ids: [idOf(cancel)], comment: 'Doch nicht' })
    await lanes('feedback')
    const shown = shop.orderShown
    if (subject.hears.includes('shipped')) assert.equal(shown(ship.id).delivery, 'shipped')
    if (subject.hears.includes('partlyShipped')) assert.equal(shown(part.id).delivery, 'partlyShipped')
    if (subject.hears.includes('tracking')) assert.deepEqual(shown(ship.id).tracking, [tracking])
    if (subject.hears.includes('paid')) assert.ok(shown(pay.id).paid && !shown(ship.id).paid)
    if (subject.hears.includes('cancelled')) assert.equal(shown(cancel.id).delivery, 'cancelled')
    assert.deepEqual(shop.complaints(), [])
    assert.deepEqual(await world.broken(), [])
  })

  if (!subject.tellsPayments) return
  test(`${subject.name}: what a customer pays there is booked here, once`, async () => {
    const { shop, world, lanes } = under()
    const order = placed.at(-1) ?? assert.fail('no order')
    const transaction = shop.pay(order, '1.23')
    await lanes('orders')
    shop.offerAgain()
    await lanes('orders')
    const booked = await world.query<{ amount: string }>(
      `select trim_scale(amount)::text as amount from web_payment where tenant_id = $1 and transaction_id = $2`,
      world.tenant,
      transaction,
    )
    assert.deepEqual(booked, [{ amount: '1.23' }])
    assert.deepEqual(await world.broken(), [])
  })
}

type Known = readonly [id: string, number: string, total: string]

function waiting(placed: readonly PlacedOrder[]): readonly (readonly [id: string, code: string])[] {
  return placed.flatMap(({ id, parked }) => (parked ? [[id, parked] as const] : [])).sort(byId)
}

function expected(placed: readonly PlacedOrder[]): readonly Known[] {
  return placed
    .filter(order => !order.parked)
    .map(({ id, number, total }): Known => [id, number, exact(total).toFixed(2)])
    .sort(byId)
}

async function orders(world: World): Promise<readonly Known[]> {
  const rows = await world.query<{ id: string; number: string; total: string }>(
    `select l.external_id as id, w.external_number as number, w.total_gross::text as total
     from ledger l join web_order w on w.tenant_id = l.tenant_id and w.id = l.id where l.tenant_id = $1 and l.kind = 'order'`,
    world.tenant,
  )
  return rows.map(({ id, number, total }): Known => [id, number, exact(total).toFixed(2)]).sort(byId)
}

function byId([one]: readonly [string, ...string[]], [other]: readonly [string, ...string[]]): number {
  return one < other ? -1 : 1
}

async function parked(world: World) {
  const rows = await world.query<{ id: string; code: string }>(
    `select external_id as id, code from ledger where tenant_id = $1 and kind = 'order' and outcome = 'parked'`,
    world.tenant,
  )
  return rows.map(({ id, code }) => [id, code] as const).sort(byId)
}

async function salesOrders(world: World): Promise<ReadonlyMap<string, string>> {
  const rows = await world.query<{ theirs: string; id: string }>(
    `select l.external_id as theirs, s.id from sales_order s join ledger l on l.tenant_id = s.tenant_id and l.id = s.web_order_id
     where s.tenant_id = $1`,
    world.tenant,
  )
  return new Map(rows.map(row => [row.theirs, row.id]))
}
