import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { createFaults, type FaultKind, faultKinds, passingFaults } from './faults.ts'
import { sampleShop } from './sampleShop.ts'
import type { Shop } from './shop.ts'
import { startShop } from './startShop.ts'
import { createTestClient, get, post, type TestClient } from './testClient.ts'

describe('faults', () => {
  let shop: Shop
  let client: TestClient
  beforeEach(async () => {
    shop = await startShop({ generation: 5, token: 'geheim', ...sampleShop() })
    client = createTestClient(shop)
    await client.login()
  })
  afterEach(() => shop.close())

  const next = (fault: FaultKind, method?: string, delayMs?: number) =>
    shop.setFaults({
      script: [{ onCall: 1, fault, ...(method ? { method } : {}), ...(delayMs ? { delayMs } : {}) }],
    })
  const raw = (method: string, params: unknown) =>
    post(shop.url, {
      jtlrpc: JSON.stringify({ jtlrpc: '2.0', id: '1', method, params }),
      jtlauth: client.session ?? '',
    })
  const stopper = () => {
    const controller = new AbortController()
    return { signal: controller.signal, abort: () => controller.abort() }
  }
  const ackOrder = { identities: { customerOrder: [['601', 1]] }, checksums: [] }
  const twoProducts = [1, 2].map(host => ({ id: ['', host], sku: `P${host}` }))

  const proofs: Record<FaultKind, () => Promise<void>> = {
    http500: () => htmlWithoutEffect(500),
    http503: () => htmlWithoutEffect(503),
    htmlBody: () => htmlWithoutEffect(200),
    http429: () => htmlWithoutEffect(429),
    http429Bare: () => htmlWithoutEffect(429),
    http401: () => htmlWithoutEffect(401),
    http301: () => htmlWithoutEffect(301),
    async tokenRefused() {
      assert.equal((await client.call('core.connector.ack', ackOrder)).error?.code, 790)
      assert.deepEqual(shop.ackedIds('customer_order'), [])
    },
    async resetBefore() {
      await assert.rejects(raw('core.connector.ack', ackOrder))
      assert.deepEqual(shop.ackedIds('customer_order'), [])
    },
    async cutAfterSuccess() {
      await assert.rejects(raw('core.connector.ack', ackOrder))
      assert.deepEqual(shop.ackedIds('customer_order'), ['601'])
    },
    async hangAfterSuccess() {
      const body = new URLSearchParams({
        jtlrpc: JSON.stringify({ jtlrpc: '2.0', id: '1', method: 'core.connector.ack', params: ackOrder }),
        jtlauth: client.session ?? '',
      })
      // Given up when the shop has done it: a time may be over before the shop has even heard of it.
      const { signal, abort } = stopper()
      shop.setHooks({ afterCall: abort })
      await assert.rejects(fetch(shop.url, { method: 'POST', body, signal }))
      assert.deepEqual(shop.ackedIds('customer_order'), ['601'])
    },
    async http500AfterSuccess() {
      assert.equal((await raw('core.connector.ack', ackOrder)).status, 500)
      assert.deepEqual(shop.ackedIds('customer_order'), ['601'])
    },
    async truncatedBody() {
      const { status, text } = await raw('customer_order.pull', { limit: 5 })
      assert.equal(status, 200)
      assert.throws(() => JSON.parse(text), SyntaxError)
    },
    wrongLength: () => assert.rejects(raw('customer_order.pull', { limit: 5 })),
    async sessionExpired() {
      assert.equal((await client.call('customer_order.pull', {})).error?.code, -32000)
      await client.login()
      assert.equal((await client.call('customer_order.pull', {})).error, null)
    },
    async duplicatePage() {
      shop.setFaults({ script: [{ onCall: 2, method: 'customer_order.pull', fault: 'duplicatePage' }] })
      assert.deepEqual(await client.ids('customer_order', 1), ['601'])
      await client.ack('customerOrder', [['601', 1]])
      assert.deepEqual(await client.ids('customer_order', 1), ['601'])
      assert.deepEqual(await client.ids('customer_order', 1), ['602'])
    },
    async pageOverlap() {
      shop.setFaults({ script: [{ onCall: 2, method: 'customer_order.pull', fault: 'pageOverlap' }] })
      assert.deepEqual(await client.ids('customer_order', 1), ['601'])
      await client.ack('customerOrder', [['601', 1]])
      assert.deepEqual(await client.ids('customer_order', 1), ['601', '602'])
      assert.deepEqual(await client.ids('customer_order', 1), ['602'])
    },
    async changedBetweenPages() {
      const [order] = await client.pull('customer_order', 1)
      assert.equal(get(order, 'customerNote'), '(geändert)')
    },
    async lostAck() {
      assert.equal((await client.call('core.connector.ack', ackOrder)).result, true)
      assert.deepEqual(shop.ackedIds('customer_order'), [])
      assert.equal(shop.log.acked.at(-1)?.effect, 'lost')
    },
    async forgetsAcked() {
      shop.setFaults(null)
      await client.call('core.connector.ack', ackOrder)
      assert.deepEqual(await client.ids('customer_order'), ['602'])
      next('forgetsAcked')
      assert.deepEqual(await client.ids('customer_order'), ['601', '602'])
    },
    async executionTimeout() {
      const { error } = await client.call('product.push', twoProducts)
      assert.deepEqual([error?.code, error?.message], [1, 'Maximum execution time of 30 seconds exceeded'])
      assert.deepEqual(
        shop.log.pushed.map(push => push.effect),
        ['storedNotLinked', 'undone'],
      )
      assert.ok(shop.item('P1') && !shop.item('P2'))
    },
    async slow() {
      next('slow', undefined, 150)
      const start = performance.now()
      await client.ok('connector.identify')
      assert.ok(performance.now() - start >= 140)
    },
  }

  async function htmlWithoutEffect(expected: number): Promise<void> {
    const { status, type, text } = await raw('core.connector.ack', ackOrder)
    assert.deepEqual([status, type], [expected, 'text/html'])
    assert.match(text, /^<!DOCTYPE html>/)
    assert.deepEqual(shop.ackedIds('customer_order'), [])
  }

  for (const kind of faultKinds) {
    it(kind, async () => {
      next(kind)
      await proofs[kind]()
      assert.ok(shop.log.calls.some(call => call.fault === kind))
    })
  }

  it('counts calls of a method, and repeats a fault as often as planned', async () => {
    shop.setFaults({ script: [{ onCall: 2, method: 'category.pull', fault: 'http500', times: 2 }] })
    const statuses: number[] = []
    for (let call = 0; call < 4; call++) {
      await client.ok('connector.identify')
      statuses.push((await raw('category.pull', { limit: 1 })).status)
    }
    assert.deepEqual(statuses, [200, 500, 500, 200])
  })

  it('knows a method by its plain name, however it is spelled', async () => {
    next('http500', 'customer_order.pull')
    assert.equal((await raw('customerOrder.pull', { limit: 1 })).status, 500)
  })

  it('makes the same faults for the same seed, only such as fit, and no more than allowed', () => {
    const methods = ['customer_order.pull', 'core.connector.ack', 'product.push', 'core.connector.auth']
    const run = (seed: number, most?: number) => {
      const faults = createFaults({
        seed,
        rate: 0.3,
        kinds: passingFaults,
        ...(most === undefined ? {} : { most }),
      })
      return Array.from({ length: 400 }, (_, call) => faults.next(methods[call % 4] ?? '')?.kind ?? null)
    }
    assert.deepEqual(run(7), run(7))
    assert.notDeepEqual(run(7), run(8))
    const hits = run(7).filter(kind => kind !== null)
    assert.ok(hits.length > 80 && hits.length < 160, `seed 7: ${hits.length} faults`)
    assert.equal(run(7, 5).filter(kind => kind !== null).length, 5)
    for (const [call, kind] of run(7).entries()) {
      if (kind === 'lostAck') assert.equal(call % 4, 1)
      if (kind === 'executionTimeout') assert.equal(call % 4, 2)
    }
  })

  const seed = 4711
  it(`lets a stubborn caller fetch every order with one host id (seed ${seed})`, async () => {
    for (let count = 0; count < 60; count++) shop.placeOrder({ lines: [{ sku: 'HO-1', quantity: '1' }] })
    const kinds = passingFaults.filter(kind => kind !== 'hangAfterSuccess' && kind !== 'slow')
    shop.setFaults({ seed, rate: 0.4, kinds, most: 80 })
    const hosts = new Map<string, number>()
    const stubborn = async <T>(step: () => Promise<T>): Promise<T> => {
      for (;;) {
        try {
          return await step()
        } catch {
          // Whatever went wrong: a new session, the same step again.
          await client.login().catch(() => undefined)
        }
      }
    }
    while (shop.remaining('customer_order').length > 0) {
      const page = await stubborn(() => client.ids('customer_order', 7))
      const pairs = page.map((id): [string, number] => {
        const host = hosts.get(String(id)) ?? hosts.size + 1
        hosts.set(String(id), host)
        return [String(id), host]
      })
      await stubborn(() =>
        client.ok('core.connector.ack', { identities: { customerOrder: pairs }, checksums: [] }),
      )
    }
    assert.equal(hosts.size, 62)
    assert.deepEqual(new Map(shop.links('customer_order')), hosts)
    assert.ok(shop.log.acked.every(ack => ['stored', 'same', 'lost'].includes(ack.effect)))
    const happened = new Set(shop.log.calls.map(call => call.fault))
    assert.ok(happened.size > 10, `seed ${seed}: ${[...happened].join(', ')}`)
  })

  it('refuses a plan with a fault that it does not know', () => {
    assert.throws(() => shop.setFaults({ script: [{ onCall: 1, fault: 'fire' as FaultKind }] }), {
      code: 'SHOP_FAULT_UNKNOWN',
    })
  })

  it('is closed at once, whatever hangs or waits', async () => {
    shop.setFaults({ script: [{ onCall: 1, fault: 'slow', delayMs: 60_000 }] })
    const waiting = assert.rejects(raw('connector.identify', {}))
    while (shop.log.counts.calls < 2) await new Promise(setImmediate)
    await shop.close()
    await waiting
    shop = await startShop({ generation: 5, token: 'geheim' })
  })
})
