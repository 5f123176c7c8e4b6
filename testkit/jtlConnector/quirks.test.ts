import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type QuirkName, quirkNames, quirksOf } from './quirks.ts'
import { sampleShop } from './sampleShop.ts'
import type { Shop } from './shop.ts'
import { startShop } from './startShop.ts'
import { createTestClient, get, post, type TestClient } from './testClient.ts'

/** What a caller sees of a switch: must differ between on and off. */
type Probe = (client: TestClient, shop: Shop) => Promise<unknown>

const model = (host: number, sku: string, more: object = {}) => ({ id: ['', host], sku, ...more })
const german = [{ languageISO: 'ger', name: 'x' }]
const linkOrder = (client: TestClient) => client.ack('customerOrder', [['601', 1]])

const pulled =
  (controller: string, ...path: (string | number)[]): Probe =>
  async client =>
    get(await client.pull(controller), ...path)

const codeOf =
  (method: string, params?: unknown): Probe =>
  async client =>
    (await client.call(method, params)).error?.code

const probes: Record<QuirkName, Probe> = {
  warningsKey: async client => Object.keys(await client.call('core.connector.init')),
  unknownIdOnError: async client => (await client.call('category.push')).id,
  malformedJsonIs500: async (_client, shop) => (await post(shop.url, { jtlrpc: '{' })).status,
  htmlBeforeJson: (_client, shop) => post(shop.url, {}).then(({ text }) => text.indexOf('{"jtlrpc"')),
  stringIds: pulled('customer', 0, 'id', 1),
  nullIds: pulled('category', 0, 'parentCategoryId'),
  extraUnknownFields: async client => Object.keys(Object((await client.pull('customer_order'))[0])).length,
  backReferences: pulled('category', 0, 'i18ns', 0, 'categoryId'),
  languageIsoBoth: pulled('customer', 0, 'languageIso'),
  datesWithoutColon: pulled('customer_order', 0, 'creationDate'),
  imagesByUrl: codeOf('image.push', [
    { id: ['', 31], relationType: 'product', foreignKey: ['401', 0], remoteUrl: 'http://shop.invalid/1.png' },
  ]),
  imageIdsWithRelation: pulled('image', 0, 'id', 0),
  async pricesAnswerProducts(client) {
    return Object.keys(Object(get(await client.ok('product_stock_level.push', [{ productId: ['', 1] }]), 0)))
  },
  finishResultObject: client => client.ok('connector.finish'),
  controllerNamePascal: async client => get(await client.ok('category.statistic', {}), 'controllerName'),
  serverInfoNull: async client => get(await client.ok('connector.identify'), 'serverInfo'),
  noSessionIs789: async client => {
    client.session = null
    return (await client.call('connector.identify')).error?.code
  },
  sessionSurvivesFinish: async client => {
    await client.call('connector.finish')
    return (await client.call('connector.identify')).error?.code
  },
  slowWrongToken: async (client, shop) => {
    client.session = null
    const start = performance.now()
    await client.call('core.connector.auth', { token: 'wrong' })
    // Without the habit the machine may be as slow.
    return performance.now() - start >= 1900 && shop.log.calls.at(-1)?.delayMs === 2000
  },
  needsFinish: async client => get(await client.ok('core.connector.features'), 'flags', 'needs_finish_call'),
  finishRejected: codeOf('connector.finish'),
  cachedUntilFinish: async (client, shop) => {
    await client.ack('product', [['404', 8]])
    await client.ok('product_stock_level.push', [{ productId: ['', 8], stockLevel: 3 }])
    const shown = shop.stock('HO-1')
    await client.ok('connector.finish')
    assert.equal(shop.stock('HO-1'), '3')
    return shown
  },
  unknownMethodCodes: codeOf('nonsense.pull', {}),
  camelCaseOnly: codeOf('customer_order.pull', {}),
  clearAlias: codeOf('core.connector.clear', {}),
  pullNeedsParams: codeOf('category.pull'),
  statisticsDisabled: codeOf('category.statistic', {}),
  paymentStatisticCountsUnlinked: async client => get(await client.ok('payment.statistic', {}), 'available'),
  strictAckTypes: async client => (await client.ack('customer', [['501', '77']])).error?.code,
  ackKeysUcfirst: async (client, shop) => {
    await client.ack('customer_order', [['601', 1]])
    return shop.ackedIds('customer_order')
  },
  ignoresAcks: async client => {
    await linkOrder(client)
    return client.ids('customer_order')
  },
  clearIgnoresParams: async (client, shop) => {
    await linkOrder(client)
    await client.ok('core.linker.clear', { identities: { customer: [['501', 0]] } })
    return shop.ackedIds('customer_order')
  },
  clearIgnoresType: async (client, shop) => {
    shop.setQuirks({ clearIgnoresParams: false })
    await linkOrder(client)
    await client.ok('core.linker.clear', { identities: { customer: [] } })
    return shop.ackedIds('customer_order')
  },
  consumesAtPull: async client => {
    await client.pull('customer_order', 1)
    return client.ids('customer_order')
  },
  statusAfterPull: async (client, shop) => {
    await client.pull('customer_order', 1)
    return shop.order('601')?.inProcess
  },
  totalsNet: pulled('customer_order', 0, 'totalSumGross'),
  emptyStatus: pulled('customer_order', 0, 'status'),
  customerIdUnknown: pulled('customer_order', 0, 'customerId', 0),
  creationDateNull: pulled('customer_order', 0, 'creationDate'),
  duplicatePayments: async client => {
    await linkOrder(client)
    return client.ids('payment')
  },
  duplicateTransactions: async client => {
    await linkOrder(client)
    await client.pull('payment')
    await client.ack('payment', [['701', 1]])
    return client.ids('payment')
  },
  imageFilterIgnored: async client => {
    return client.ok('image.pull', { limit: 9, filters: { relationType: 'category' } })
  },
  htmlEntities: pulled('category', 2, 'i18ns', 0, 'name'),
  languagesTwice: async client => Object(get((await client.pull('global_data'))[0], 'languages')).length,
  stockLevelMustBeObject: codeOf('product.push', [model(1, 'A', { stockLevel: 3 })]),
  skipsWithoutShopLanguage: async (client, shop) => {
    await client.ok('product.push', [model(1, 'A')])
    return shop.item('A')?.sku
  },
  adoptsSameSku: async (client, shop) => {
    await client.ok('product.push', [model(1, 'HO-1', { i18ns: german })])
    return shop.items().length
  },
  omitsSkipped: async client =>
    Object(await client.ok('product_stock_level.push', [{ productId: ['', 4711], stockLevel: 1 }])).length,
  stopsAtGuests: async client =>
    Object(
      await client.ok('customer.push', [
        { id: ['g_9', 1], hasCustomerAccount: false },
        { id: ['9', 2], hasCustomerAccount: true },
      ]),
    ).length,
  answersReversed: async client =>
    get(await client.ok('category.push', [model(1, ''), model(2, '')]), 0, 'id', 1),
  storesBeforeFailing: async (client, shop) => {
    await client.call('product.push', [model(1, 'FAIL', { i18ns: german })])
    return shop.item('FAIL') !== undefined
  },
  deliveryNoteWithoutId: async client => {
    await linkOrder(client)
    return get(await client.ok('delivery_note.push', [{ id: ['', 3], customerOrderId: ['', 1] }]), 0, 'id', 0)
  },
}

describe('each switch can be seen from outside', () => {
  for (const name of quirkNames) {
    it(name, async () => {
      const seen: unknown[] = []
      for (const on of [false, true]) {
        const shop = await startShop({
          generation: 5,
          token: 'geheim',
          ...sampleShop(),
          quirks: { [name]: on },
        })
        const client = createTestClient(shop)
        try {
          if (name === 'htmlBeforeJson') client.session = null
          else await client.login()
          seen.push(await probes[name](client, shop))
        } finally {
          await shop.close()
        }
      }
      assert.notDeepEqual(seen[0], seen[1])
    })
  }

  it('takes effect while the shop runs, and drops prepared texts', async () => {
    const shop = await startShop({ generation: 5, token: 'geheim', ...sampleShop() })
    shop.prepare()
    const before = shop.wireText('customer_order', '601')
    shop.setQuirks({ datesWithoutColon: true })
    assert.notEqual(shop.wireText('customer_order', '601'), before)
    shop.setQuirks({ datesWithoutColon: false })
    assert.equal(shop.wireText('customer_order', '601'), before)
    await shop.close()
  })

  it('refuses names that it does not know', async () => {
    const unknown = { htmlBeforJson: true } as object
    await assert.rejects(startShop({ generation: 5, token: 'geheim', quirks: unknown }), {
      code: 'SHOP_QUIRK_UNKNOWN',
    })
  })

  it('differs between the generations only by the table', () => {
    const differing = quirkNames.filter(name => quirksOf(5)[name] !== quirksOf(3)[name])
    assert.ok(differing.length > 15)
    assert.ok(!quirksOf(5).slowWrongToken && !quirksOf(3).slowWrongToken)
  })
})
