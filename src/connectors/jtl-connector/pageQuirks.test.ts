// Habits of all endpoints that were seen at the real cores, and what is done about each: those that no other test of this folder is named after.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { all, endpoint } from './fixtures/fakeEndpoint.ts'
import { category, emptyShop, item, required, stock } from './fixtures/pushing.ts'
import { connector } from './index.ts'

test('each packet goes alone, and a push is a list even of one object', async t => {
  const entities = { Product: all, ProductStockLevel: all, Category: all }
  const { run, calls } = await endpoint(t, ({ method }) =>
    method === 'core.connector.features'
      ? { entities, flags: {} }
      : method.endsWith('.push')
        ? []
        : undefined,
  )
  const session = await connector.open(run)
  await required(connector.send?.stock).send(session, [stock(8, 'A', '3')])
  await required(connector.send?.category).send(session, [category(4, 'Hemden')])
  const pushes = calls.filter(call => call.method.endsWith('.push'))
  assert.deepEqual(
    pushes.map(({ params }) => Array.isArray(params) && params.length),
    [1, 1],
  )
  // A list of packets would have no method.
  assert.ok(calls.every(call => call.method !== ''))
})

test('nothing to send makes no call', async t => {
  const { sends, open, shop } = await emptyShop(t)
  const session = await open()
  const before = shop.log.calls.length
  for (const send of Object.values(sends)) assert.deepEqual(await send?.send(session, []), [])
  assert.equal(shop.log.calls.length, before)
})

for (const generation of [5, 3] as const) {
  test(`a push names its objects by our number alone, because both ids link anew without looking (core ${generation})`, async t => {
    const { sends, open, shop } = await emptyShop(t, generation)
    const session = await open()
    const [first] = await required(sends.item).send(session, [item(11, 'A')])
    assert.ok(first?.result === 'accepted' && first.theirs)
    const again = { ...item(11, 'A'), ref: { no: 11, theirs: first.theirs } }
    await required(sends.item).send(session, [again])
    assert.deepEqual(
      shop.log.pushed.map(push => push.model['id']),
      [
        ['', 11],
        ['', 11],
      ],
    )
    assert.equal(shop.items().length, 1)
  })

  test(`the stock of an item goes as an object, which every generation takes (core ${generation})`, async t => {
    const { sends, open, shop } = await emptyShop(t, generation)
    await required(sends.item).send(await open(), [item(11, 'A')])
    assert.deepEqual(shop.log.pushed[0]?.model['stockLevel'], { productId: ['', 11], stockLevel: 5 })
    assert.equal(shop.stock('A'), '5')
  })

  test(`what is pushed is linked by the push, and not acknowledged once more (core ${generation})`, async t => {
    const { sends, open, shop } = await emptyShop(t, generation)
    await required(sends.item).send(await open(), [item(11, 'A')])
    assert.deepEqual(shop.log.acked, [])
    assert.deepEqual(shop.remaining('product'), [])
  })

  test(`the generations are told apart by what they answer to a method that nobody has (core ${generation})`, async t => {
    const { shop, open, facts } = await emptyShop(t, generation, { warningsKey: false })
    const session = await open()
    assert.equal(facts()['generation'], undefined, 'without warnings both look alike')
    const report = await connector.check(session.run)
    assert.equal(report.facts['generation'], generation)
    assert.equal(
      report.lines.some(line => line.code === 'GENERATION_OLD'),
      generation === 3,
    )
    assert.ok(shop.log.calls.some(call => call.outcome === 'error'))
  })
}

test('customers are read before orders and payments last, because each names what was acknowledged before', () => {
  assert.deepEqual(
    connector.pull?.kinds.map(entry => [entry.kind, entry.acked]),
    [
      ['customer', 'records'],
      ['order', 'records'],
      ['payment', 'records'],
    ],
  )
})

test('one call at a time, and time enough for a wrong token and for PHP to give up by itself', () => {
  assert.equal(connector.limits.concurrent, 1)
  assert.ok(connector.limits.timeoutMs >= 4 * 30_000)
})

test('statistics, the alias of clear and the keys of attributes are never used', async t => {
  const { sends, open, shop } = await emptyShop(t)
  const session = await open()
  await connector.check(session.run)
  await required(sends.item).send(session, [item(11, 'A', { attributes: { Pflege: 'keine' } })])
  await connector.close?.(session)
  const called = shop.log.calls.map(call => call.method)
  assert.deepEqual(
    called.filter(method => /statistic$|connector\.clear$/.test(method)),
    [],
  )
  assert.deepEqual(
    shop.log.acked.filter(ack => /attr/i.test(ack.key)),
    [],
  )
})
