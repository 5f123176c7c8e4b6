import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ShopItem } from '../../../testkit/jtlConnector/shopData.ts'
import { Rejected } from '../../port/errors.ts'
import { category, emptyShop, item, required, words } from './fixtures/pushing.ts'

test('what the shop had before us under the same SKU is linked, not made once more', async t => {
  const { shop, sends, open, calls } = await emptyShop(
    t,
    5,
    {},
    { catalog: [own('77', 'T-1'), own('78', 'ANDERES')] },
  )
  const session = await open()
  const send = required(sends.item)
  const [first] = await send.send(session, [item(11, 'T-1'), item(12, 'T-2')])
  assert.deepEqual(first, { result: 'accepted', proof: 'stored', theirs: '77' })
  assert.deepEqual(
    shop
      .items()
      .map(one => one.sku)
      .sort(),
    ['ANDERES', 'T-1', 'T-2'],
  )
  assert.deepEqual(shop.remaining('product'), ['78'], 'what is not ours stays as it is')
  const before = calls('product.pull')
  await send.send(session, [item(13, 'T-3')])
  assert.equal(calls('product.pull'), before, 'a session looks once')
  await send.send(await open(), [{ ...item(11, 'T-1'), ref: { no: 11, theirs: '77' } }])
  assert.equal(calls('product.pull'), before, 'what is linked is not looked for')
})

test('categories of the shop are linked where name and parent are the same', async t => {
  const text = (name: string) => [{ language: 'de', name }]
  const { shop, sends, open } = await emptyShop(
    t,
    5,
    {},
    {
      categories: [
        { id: '5', parentId: null, texts: text('Kleidung'), active: true, sort: 1, level: 0 },
        { id: '6', parentId: '5', texts: text('Schuhe'), active: true, sort: 1, level: 1 },
      ],
    },
  )
  const list = [category(2, 'Schuhe', 1), category(1, 'Kleidung'), category(3, 'Schuhe')]
  const results = await required(sends.category).send(await open(), list)
  assert.deepEqual(
    results.map(result => result.result === 'accepted' && result.theirs),
    ['6', '5', shop.categories()[2]?.id],
  )
  assert.equal(shop.categories().length, 3)
})

test('what the shop had before us is not made once more where it says that it has linked it, and has not', async t => {
  const text = (name: string) => [{ language: 'de', name }]
  const categories = [
    { id: '5', parentId: null, texts: text('Kleidung'), active: true, sort: 1, level: 0 },
    { id: '6', parentId: '5', texts: text('Schuhe'), active: true, sort: 1, level: 1 },
  ]
  const { shop, sends, open } = await emptyShop(t, 5, {}, { categories, catalog: [own('77', 'T-1')] })
  const lost = () =>
    shop.setFaults({ script: [{ onCall: 1, method: 'core.connector.ack', fault: 'lostAck', times: 9 }] })
  lost()
  const session = await open()
  const list = [category(1, 'Kleidung'), category(2, 'Schuhe', 1)]
  await required(sends.category).send(session, list)
  await required(sends.item).send(session, [item(11, 'T-1')])
  assert.deepEqual(
    shop.categories().map(({ id, parentId }) => [id, parentId]),
    [
      ['5', null],
      ['6', '5'],
    ],
  )
  assert.equal(shop.items().length, 1)
  const again = await required(sends.category).send(await open(), list)
  assert.deepEqual(
    again.map(result => result.result === 'accepted' && result.theirs),
    ['5', '6'],
    'the push itself has linked them',
  )
})

test('after a failed call everything is looked through once, not once for each of its items', async t => {
  const { shop, sends, open, calls } = await emptyShop(t)
  const session = await open()
  const send = required(sends.item)
  const list = [...Array.from({ length: 20 }, (_, n) => item(20 + n, `OK-${n}`)), item(50, 'FAIL')]
  await assert.rejects(send.send(session, list), Rejected)
  const before = calls('product.pull')
  for (const one of list.slice(0, 20)) {
    const [theirs] = required(await send.find?.(session, [one]))
    assert.ok(theirs)
    assert.deepEqual(words(await send.send(session, [{ ...one, ref: { ...one.ref, theirs } }])), ['accepted'])
  }
  assert.ok(calls('product.pull') - before <= 2, `${calls('product.pull') - before} calls`)
  assert.equal(shop.items().length, 20)
})

test('looks through more unlinked products than one page holds', async t => {
  const { shop, sends, open } = await emptyShop(t, 5, { batchFailure: 'storedNotLinked' })
  for (let n = 0; n < 450; n++) shop.putItem(own(`own-${n}`, `OWN-${n}`))
  const session = await open()
  const send = required(sends.item)
  await assert.rejects(send.send(session, [item(11, 'OK-A'), item(12, 'FAIL')]), Rejected)
  assert.deepEqual(await send.find?.(session, [item(13, 'NIE'), item(11, 'OK-A')]), [
    undefined,
    shop.item('OK-A')?.id,
  ])
})

function own(id: string, sku: string): ShopItem {
  return { ...plain, id, sku }
}

const plain: ShopItem = {
  id: '',
  sku: '',
  texts: [],
  active: true,
  isMaster: false,
  masterId: null,
  variations: [],
  priceNet: '1',
  prices: [],
  vat: '19',
  stock: '1',
  considerStock: true,
  allowsOverselling: false,
}
