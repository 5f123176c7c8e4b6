import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { multiply, round, sum } from './decimals.ts'
import { generateShop } from './generate.ts'
import { sampleShop } from './sampleShop.ts'
import type { Shop } from './shop.ts'
import { berlinTime } from './shopTime.ts'
import { startShop } from './startShop.ts'
import { createTestClient, get, type TestClient } from './testClient.ts'

describe('the shop itself', () => {
  let shop: Shop
  let client: TestClient
  let now = new Date('2024-07-01T10:00:00Z')
  beforeEach(async () => {
    now = new Date('2024-07-01T10:00:00Z')
    shop = await startShop({
      generation: 5,
      token: 'geheim',
      clock: () => now,
      sessionLifetimeSeconds: 100,
      ...sampleShop(),
    })
    client = createTestClient(shop)
    await client.login()
  })
  afterEach(() => shop.close())

  it('numbers placed orders without collision and takes their pieces from the stock', async () => {
    const first = shop.placeOrder({ id: '1001', number: 'B-10001', lines: [{ sku: 'HO-1', quantity: '2' }] })
    const second = shop.placeOrder({ lines: [{ itemId: '404', quantity: '1' }], customerId: '501' })
    assert.deepEqual([second.id, second.number], ['1002', 'B-10002'])
    assert.equal(second.createdAt, '2024-07-01T12:00:00+02:00')
    assert.equal(second.billing?.firstName, 'Käthe')
    assert.equal(shop.stock('HO-1'), '4')
    assert.throws(() => shop.placeOrder({ id: '1001', lines: [] }), { code: 'SHOP_ORDER_EXISTS' })
    const many = Array.from({ length: 500 }, () => shop.placeOrder({ lines: [] }))
    assert.equal(new Set(shop.orders().map(order => order.id)).size, 504)
    assert.equal(new Set(shop.orders().map(order => order.number)).size, 504)
    assert.equal(many.length, 500)
    const [delivered] = (await client.pull('customer_order')).slice(2)
    assert.equal(get(delivered, 'totalSumGross'), 23.8)
    assert.deepEqual(get(delivered, 'customerId'), ['', 0])
    shop.cancelOrder(first.id, { restock: true })
    assert.equal(shop.stock('HO-1'), '6')
    assert.equal(shop.order(first.id)?.status, 'cancelled')
    assert.throws(() => shop.cancelOrder('4711'), { code: 'SHOP_OBJECT_UNKNOWN' })
  })

  it('delivers changes before the ack and never after it', async () => {
    await client.pull('customer_order')
    shop.changeOrder('601', { customerNote: 'Eilt!' })
    assert.equal(get((await client.pull('customer_order'))[0], 'customerNote'), 'Eilt!')
    await client.ack('customerOrder', [['601', 1]])
    shop.changeOrder('601', { customerNote: 'Doch nicht' })
    assert.deepEqual(await client.ids('customer_order'), ['602'])
    assert.equal(shop.deliveries('customer_order', '601'), 2)
  })

  it('delivers again what it is told to forget', async () => {
    await client.ack('customerOrder', [
      ['601', 1],
      ['602', 2],
    ])
    assert.deepEqual(await client.ids('customer_order'), [])
    shop.forget('customer_order', ['601'])
    assert.deepEqual(await client.ids('customer_order'), ['601'])
    shop.forget('customer_order')
    assert.deepEqual(shop.remaining('customer_order'), ['601', '602'])
    await client.ack('category', [['101', 1]])
    shop.forgetAll()
    assert.deepEqual(shop.ackedIds('category'), [])
  })

  it('lets sessions slide and loses them at a restart', async () => {
    now = new Date(now.getTime() + 99_000)
    assert.equal((await client.call('connector.identify')).error, null)
    now = new Date(now.getTime() + 99_000)
    assert.equal((await client.call('connector.identify')).error, null)
    now = new Date(now.getTime() + 100_000)
    assert.equal((await client.call('connector.identify')).error?.code, -32000)
    await client.login()
    shop.restart()
    assert.equal((await client.call('connector.identify')).error?.code, -32000)
  })

  it('keeps a log without secrets', async () => {
    await client.pull('customer_order', 50)
    await client.ack('customerOrder', [['601', 1]])
    const calls = shop.log.calls.map(({ n, method, params, session, outcome, models }) => [
      n,
      method,
      params,
      session,
      outcome,
      models,
    ])
    assert.deepEqual(calls, [
      [1, 'core.connector.auth', 'token', '-', 'ok', 0],
      [2, 'customer_order.pull', 'limit=50', 's1', 'ok', 2],
      [3, 'core.connector.ack', 'customerOrder×1', 's1', 'ok', 0],
    ])
    assert.equal(shop.log.acked[0]?.call, 3)
    assert.ok(!JSON.stringify(shop.log).includes(client.session ?? ''))
    assert.deepEqual(shop.log.counts, { calls: 3, acked: 1, pushed: 0, delivered: 2 })
  })

  it('does not offer entities that it was started without', async () => {
    const small = await startShop({ generation: 5, token: 'geheim', without: ['delivery_note'] })
    const caller = createTestClient(small)
    await caller.login()
    const { error } = await caller.call('delivery_note.push', [])
    assert.deepEqual(
      [error?.code, /^Controller class .* does not exist$/.test(error?.message ?? '')],
      [0, true],
    )
    const features = await caller.ok('core.connector.features')
    assert.equal(get(features, 'entities', 'DeliveryNote', 'push'), false)
    await small.close()
  })

  it('knows the time in Germany', () => {
    assert.equal(berlinTime(new Date('2024-03-31T00:59:59Z')), '2024-03-31T01:59:59+01:00')
    assert.equal(berlinTime(new Date('2024-03-31T01:00:00Z')), '2024-03-31T03:00:00+02:00')
    assert.equal(berlinTime(new Date('2024-10-27T01:00:00Z')), '2024-10-27T02:00:00+01:00')
  })
})

describe('the generated shop', () => {
  it('is the same for the same seed, and its totals are the sums of its lines', () => {
    const made = generateShop({ items: 50, orders: 200, lines: 4, seed: 11 })
    assert.deepEqual(made, generateShop({ items: 50, orders: 200, lines: 4, seed: 11 }))
    assert.notDeepEqual(made.orders, generateShop({ items: 50, orders: 200, lines: 4, seed: 12 }).orders)
    for (const order of made.orders) {
      const gross = order.lines.map(line => multiply(line.priceGross, line.quantity))
      const net = order.lines.map(line => multiply(line.priceNet, line.quantity))
      assert.equal(sum(gross), sum([order.totalGross ?? '']), order.id)
      assert.equal(round(sum(net), 2), sum([order.totalNet ?? '']), order.id)
      assert.equal(order.lines.length, 5)
    }
    assert.equal(new Set(made.customers.map(customer => customer.id)).size, made.customers.length)
    assert.ok(made.orders.some(order => order.customerId?.startsWith('g_')))
    assert.ok(made.catalog.some(item => item.vat === '7') && made.catalog.some(item => item.vat === '19'))
  })

  it('runs in a process of its own and obeys its input; prints its speed', async t => {
    const main = fileURLToPath(new URL('./main.ts', import.meta.url))
    const flags = ['--orders', '5000', '--lines', '3', '--generation', '5', '--port', '0', '--prepare']
    const child = spawn(process.execPath, [main, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const told = async (line?: string) => {
      if (line !== undefined) child.stdin.write(`${line}\n`)
      return JSON.parse(String((await lines.next()).value))
    }
    const client = createTestClient(await told())
    await client.login()
    const start = performance.now()
    let served = 0
    for (
      let page = await client.ids('customer_order', 50);
      page.length > 0;
      page = await client.ids('customer_order', 50)
    ) {
      await client.ack(
        'customerOrder',
        page.map((id, index) => [id, served + index + 1] as const),
      )
      served += page.length
    }
    const seconds = (performance.now() - start) / 1000
    t.diagnostic(
      `served ${served} orders of 3 lines in ${seconds.toFixed(2)} s, reading included: ${Math.round(served / seconds)}/s`,
    )
    assert.equal(served, 5000)
    assert.equal((await told('stats')).linked.customer_order, 5000)
    await told('forget customer_order')
    await told('place 2')
    assert.equal((await told('stats')).remaining.customer_order, 5002)
    assert.match((await told('dance')).error, /unknown command/)
    await told('quirk ignoresAcks on')
    await told('faults {"script":[{"onCall":1,"fault":"sessionExpired"}]}')
    assert.equal((await client.call('connector.identify')).error?.code, -32000)
    child.stdin.write('quit\n')
    const [code] = await once(child, 'exit')
    assert.equal(code, 0)
  })
})
