// Payments that were booked here, on their way to shops behind a JTL-Connector and back: never twice on either side.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { releaseRefused } from '../../src/channels/refusedStore.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Generation } from '../../testkit/jtlConnector/quirks.ts'
import { createWorld, type OpenShop } from '../import/world.ts'

const { db } = await testDatabase({ after })
const by = { name: 'tester', now: new Date('2026-05-04T10:00:00Z') }

/** A shop with one order of 23.80 that is taken over here, and nothing paid. */
async function withOrder(t: TestContext, generation: Generation, options: OpenShop = {}) {
  const world = await createWorld(db, t)
  const { tenant } = world
  const { shop, id: connectionId } = await world.openShop({ generation, catalog: [], ...options })
  await world.makeItems('T-1')
  const { id: theirs } = shop.placeOrder({
    lines: [{ sku: 'T-1', name: 'Tasse', quantity: '2', priceNet: '10', priceGross: '11.9', vat: '19' }],
  })
  const lane = async (kind: 'orders' | 'feedback') => {
    await world.query('update due set not_before = null where tenant_id = $1', tenant)
    await world.query('update sync_lane set not_before = null where tenant_id = $1', tenant)
    return world.sync({ lanes: [kind] })
  }
  await lane('orders')
  const [web] = await world.query<{ id: string }>('select id from web_order where tenant_id = $1', tenant)
  const [taken] = await takeOver(world.parts, {
    tenant,
    ids: [web?.id ?? ''],
    by: 'tester',
    actorKind: 'user',
  })
  assert.equal(taken?.did, 'taken_over', JSON.stringify(taken))
  const [order] = await world.query<{ id: string }>('select id from sales_order where tenant_id = $1', tenant)
  const book = (payment: { amount: string; transactionId?: string }) =>
    world.tx(async tx => {
      const { changed } = await bookPayments(
        tx,
        tenant,
        [{ orderId: order?.id ?? '', method: 'Überweisung', ...payment }],
        by,
      )
      await markDue(tx, tenant, changed, 'tester')
    })
  /** What is paid here, and what of it the shop holds. */
  const money = async () => {
    const [row] = await world.query<{ paid: string; count: number }>(
      `select trim_scale(o.paid)::text as paid, (select count(*)::int from payment p where p.tenant_id = $1) as count
       from sales_order o where o.tenant_id = $1`,
      tenant,
    )
    return { paid: row?.paid, booked: row?.count, shown: shop.payments().map(one => one.amount) }
  }
  return { world, tenant, shop, connectionId, theirs, lane, book, money }
}

for (const generation of [5, 3] as const) {
  test(`a payment is told once, and is known again when all links are lost (core ${generation})`, async t => {
    const { world, shop, theirs, lane, book, money } = await withOrder(t, generation)
    await book({ amount: '20' })
    await book({ amount: '3.8', transactionId: 'TX-1' })
    assert.equal((await lane('feedback')).state, 'done')
    const [first, second] = shop.payments()
    assert.deepEqual(
      [first?.orderId, first?.module, first?.createdAt, second?.transactionId],
      [theirs, 'Überweisung', '2026-05-04T10:00:00Z', 'TX-1'],
    )
    assert.match(first?.transactionId ?? '', /^kontor-[0-9a-f-]{36}$/)
    const told = { paid: '23.8', booked: 2, shown: ['20', '3.8'] }
    assert.deepEqual(await money(), told)
    shop.forget('payment')
    await lane('orders')
    await lane('feedback')
    assert.deepEqual(shop.remaining('payment'), [], 'acknowledged under a number of its own')
    assert.deepEqual(await money(), told)
    const [mine] = await world.query<{ method: string; transaction: string | null }>(
      `select method, transaction_id as transaction from payment where tenant_id = $1 and amount = 20`,
      world.tenant,
    )
    assert.deepEqual(mine, { method: 'Überweisung', transaction: null }, 'what it was here it stays')
    assert.deepEqual(await world.broken(), [])
  })

  test(`a payment whose answer was lost is not sent twice, linked there or not (core ${generation})`, async t => {
    for (const linked of [true, false]) {
      const { shop, lane, book, money } = await withOrder(t, generation)
      await book({ amount: '23.8' })
      const lose = () =>
        shop.setFaults({ seed: 1, rate: 1, kinds: ['cutAfterSuccess'], most: 2, methods: ['payment.push'] })
      if (!linked)
        shop.setHooks({ afterCall: method => void (method === 'payment.push' && shop.forget('payment')) })
      lose()
      await lane('feedback')
      shop.setFaults(null)
      await lane('feedback')
      await lane('orders')
      const all = { paid: '23.8', booked: 1, shown: ['23.8'] }
      assert.deepEqual(await money(), all, `linked: ${linked}`)
    }
  })

  test(`a payment that was stored before it failed is neither booked nor sent again (core ${generation})`, async t => {
    const quirks = { storesBeforeFailing: true }
    const { world, tenant, connectionId, shop, lane, book, money } = await withOrder(t, generation, {
      quirks,
    })
    shop.setRefusals(method => (method === 'payment.push' ? 'The shop fails afterwards' : undefined))
    await book({ amount: '23.8' })
    await lane('feedback')
    shop.setRefusals()
    const refused = () =>
      world.query<{ code: string }>(
        `select rejected_code as code from channel_object where tenant_id = $1 and kind = 'payment' and rejected_code is not null`,
        tenant,
      )
    assert.deepEqual(await refused(), [{ code: 'REMOTE_VALIDATION' }])
    const [row] = await world.query<{ id: string; channel: string }>(
      `select object_id as id, channel_id as channel from channel_object where tenant_id = $1 and kind = 'payment'`,
      tenant,
    )
    // A person sends it again: what is there is looked for first.
    await world.tx(async tx => {
      const of = { tenant, connectionId, channelId: row?.channel ?? '', object: 'payment' as const }
      await releaseRefused(tx, of, [row?.id ?? ''])
      await markDue(tx, tenant, { payment: [row?.id ?? ''] }, 'tester')
    })
    await lane('feedback')
    await lane('orders')
    assert.deepEqual(await money(), { paid: '23.8', booked: 1, shown: ['23.8'] })
    assert.deepEqual(await refused(), [])
  })
}

test('where payments do not come in, one in doubt is left to a person', async t => {
  const { world, tenant, shop, lane, book } = await withOrder(t, 5)
  await world.query(
    `insert into channel_event (tenant_id, channel_id, kind, enabled) select $1, id, 'payment', false from channel where tenant_id = $1`,
    tenant,
  )
  await book({ amount: '23.8' })
  shop.setFaults({ seed: 1, rate: 1, kinds: ['cutAfterSuccess'], methods: ['payment.push'] })
  await lane('feedback')
  const found = await world.query<{ code: string }>(
    `select rejected_code as code from channel_object where tenant_id = $1 and kind = 'payment'`,
    tenant,
  )
  assert.deepEqual(found, [{ code: 'LOOKUP_NOT_OFFERED' }])
  assert.equal(shop.payments().length, 1)
})
