import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ShopItem } from '../../../testkit/jtlConnector/shopData.ts'
import { Rejected } from '../../port/errors.ts'
import { category, emptyShop, item, price, pricesOf, required, stock, words } from './fixtures/pushing.ts'

const both = [5, 3] as const

for (const generation of both) {
  test(`a push is complete, because the shop forgets what is left out (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation)
    const session = await open()
    const send = required(sends.category)
    const [top] = await send.send(session, [category(7, 'Kleidung')])
    assert.deepEqual(top, { result: 'accepted', proof: 'stored', theirs: shop.categories()[0]?.id })
    const full = item(11, 'T-1', {
      gtin: '4006381333931',
      manufacturerNumber: 'MN/1',
      texts: { de: { name: 'Tee & "Tasse"', description: '<p>gut</p>', shortDescription: 'k', path: 'tee' } },
      taxRate: '7',
      prices: [
        {
          scales: [
            { from: '1', net: '9.3457943925', gross: '10' },
            { from: '2.5', net: '9', gross: '9.63' },
          ],
        },
      ],
      stock: { offered: '12345678901234.123456', managed: true, oversell: true },
      categories: [{ no: 7, theirs: '' }],
      attributes: { Material: 'Ton' },
      weight: '0.350',
    })
    const [result] = await required(sends.item).send(session, [full])
    const stored = required(shop.item('T-1'))
    assert.deepEqual(result, { result: 'accepted', proof: 'stored', theirs: stored.id })
    const { active, ean, manufacturerNumber, vat, priceNet, prices, categoryIds, weight, attributes } = stored
    assert.deepEqual(
      { active, ean, manufacturerNumber, vat, priceNet, prices, categoryIds, weight, attributes },
      {
        active: true,
        ean: '4006381333931',
        manufacturerNumber: 'MN/1',
        vat: '7',
        priceNet: '9.3457943925',
        prices: [{ customerGroupId: null, fromQuantity: 3, net: '9' }],
        categoryIds: [shop.categories()[0]?.id],
        weight: '0.35',
        attributes: [{ key: 'Material', value: 'Ton' }],
      },
    )
    assert.deepEqual(
      [stored.stock, stored.considerStock, stored.allowsOverselling],
      ['12345678901234.123456', true, true],
    )
    const [text] = stored.texts
    assert.deepEqual(
      [text?.language, text?.name, text?.description, text?.shortDescription, text?.urlPath],
      ['de', 'Tee & "Tasse"', '<p>gut</p>', 'k', 'tee'],
    )
    await required(sends.item).send(session, [item(11, 'T-1')])
    assert.deepEqual(required(shop.item('T-1')).categoryIds, [], 'what it is not in any more is gone')
  })

  test(`sends parents before their children in whatever order they are given (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation)
    const list = [category(3, 'Enkel', 2), category(2, 'Kind', 1), category(1, 'Oben')]
    const results = await required(sends.category).send(await open(), list)
    const idOf = (name: string) => shop.categories().find(one => one.texts[0]?.name === name)?.id
    assert.deepEqual(
      results.map(result => result.result === 'accepted' && result.theirs),
      [idOf('Enkel'), idOf('Kind'), idOf('Oben')],
    )
    const parents = new Map(shop.categories().map(one => [one.texts[0]?.name, one.parentId]))
    assert.deepEqual(
      [parents.get('Enkel'), parents.get('Kind'), parents.get('Oben')],
      [idOf('Kind'), idOf('Oben'), null],
    )
  })

  test(`the master of variations goes before its children, which name the value that they have (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation)
    const name = (text: string) => ({ de: { name: text } })
    const colour = {
      ref: { no: 50, theirs: '' },
      texts: name('Farbe'),
      values: [
        { ref: { no: 51, theirs: '' }, texts: name('rot'), sort: 1 },
        { ref: { no: 52, theirs: '' }, texts: name('blau'), sort: 2 },
      ],
    }
    const child = item(61, 'M-1', {
      parent: { no: 60, theirs: '' },
      chosen: [{ variation: colour.ref, value: { no: 52, theirs: '' } }],
    })
    const results = await required(sends.item).send(await open(), [
      child,
      item(60, 'M', { variations: [colour] }),
    ])
    assert.deepEqual(words(results), ['accepted', 'accepted'])
    const [master, one] = [required(shop.item('M')), required(shop.item('M-1'))]
    assert.deepEqual([master.isMaster, one.isMaster, one.masterId], [true, false, master.id])
    assert.deepEqual(
      one.variations?.[0]?.values.map(value => value.name),
      ['blau'],
    )
    assert.equal(one.variations?.[0]?.values[0]?.id, master.variations?.[0]?.values[1]?.id)
    const [first] = results
    assert.ok(first?.result === 'accepted')
    assert.deepEqual(
      first.nested?.map(ref => ref.no),
      [50, 52],
    )
  })

  test(`stock is absolute, and what the shop does not know is gone there (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation)
    const session = await open()
    await required(sends.item).send(session, [item(11, 'T-1'), item(12, 'T-2')])
    const results = await required(sends.stock).send(session, [
      stock(11, 'T-1', '3.5'),
      stock(4711, 'X', '1'),
      stock(12, 'T-2', '0'),
    ])
    assert.deepEqual([shop.stock('T-1'), shop.stock('T-2')], ['3.5', '0'])
    assert.deepEqual(words(results), ['accepted', 'REMOTE_DELETED', 'accepted'])
    assert.deepEqual(results[0], {
      result: 'accepted',
      proof: generation === 5 ? 'stored' : 'received',
      theirs: shop.item('T-1')?.id,
    })
  })

  test(`all prices of an item go in one call, those of groups under numbers that were told before (core ${generation})`, async t => {
    const { shop, sends, open, calls } = await emptyShop(t, generation)
    const session = await open()
    const dealer = { group: { no: 901, theirs: '2' }, scales: [{ from: '1', net: '8', gross: '9.52' }] }
    await required(sends.item).send(session, [item(11, 'T-1', { prices: [price('10'), dealer] })])
    const groupPrice = (net: string) => [{ customerGroupId: '2', fromQuantity: 0, net }]
    assert.deepEqual([shop.price('T-1'), shop.item('T-1')?.prices], ['10', groupPrice('8')])
    const cheaper = { ...dealer, scales: [{ from: '1', net: '7.5', gross: '8.93' }] }
    const results = await required(sends.price).send(session, [
      pricesOf(11, 'T-1', [price('9.99'), cheaper]),
      pricesOf(12, 'T-2', [price('1')]),
    ])
    assert.deepEqual(words(results), ['accepted', 'REMOTE_DELETED'])
    assert.deepEqual([shop.price('T-1'), shop.item('T-1')?.prices], ['9.99', groupPrice('7.5')])
    assert.equal(calls('core.connector.ack'), 1, 'a session tells a group once')
    assert.deepEqual(
      shop.log.acked.map(({ key, endpoint, host }) => [key, endpoint, host]),
      [['customerGroup', '2', 901]],
    )
  })
}

test('a price of a group that the shop does not have is not sent, because it would be the price for everyone', async t => {
  const { shop, sends, open, calls } = await emptyShop(t)
  const session = await open()
  const nobody = { group: { no: 902, theirs: '77' }, scales: [{ from: '1', net: '1', gross: '1.19' }] }
  const results = await required(sends.item).send(session, [
    item(11, 'T-1', { prices: [price('10'), nobody] }),
    item(12, 'T-2'),
  ])
  assert.deepEqual(words(results), ['CUSTOMER_GROUP_UNKNOWN', 'accepted'])
  assert.equal(shop.item('T-1'), undefined)
  assert.equal(calls('global_data.pull'), 1)
})

test('global data is read once a day, and again for a group that is new', async t => {
  const { sends, open, calls, wait } = await emptyShop(t)
  const send = required(sends.item)
  for (let n = 0; n < 3; n++) await send.send(await open(), [item(11, 'T-1')])
  assert.equal(calls('global_data.pull'), 1)
  const dealer = { group: { no: 902, theirs: '77' }, scales: [{ from: '1', net: '1', gross: '1.19' }] }
  await send.send(await open(), [item(11, 'T-1', { prices: [dealer] })])
  assert.equal(calls('global_data.pull'), 2)
  wait(86_401)
  await send.send(await open(), [item(11, 'T-1')])
  assert.equal(calls('global_data.pull'), 3)
})

test('what has no text in a language of the shop is not sent; what the shop passes over is not taken for stored', async t => {
  const { sends, open, calls } = await emptyShop(t, 5, { skipsWithoutShopLanguage: true })
  const session = await open()
  const results = await required(sends.item).send(session, [
    item(11, 'T-1', { texts: { fr: { name: 'Thé' } } }),
    item(12, 'T-2', { texts: { en: { name: 'Tea' }, fr: { name: 'Thé' } } }),
    item(13, 'T-3'),
  ])
  assert.deepEqual(words(results), ['TEXT_MISSING', 'REMOTE_VALIDATION', 'accepted'])
  assert.deepEqual(
    words(
      await required(sends.category).send(session, [
        { ...category(1, 'x'), state: { ...category(1, 'x').state, texts: {} } },
      ]),
    ),
    ['TEXT_MISSING'],
  )
  assert.equal(calls('category.push'), 0)
})

test('answers are read by our number, whatever their order', async t => {
  const { shop, sends, open } = await emptyShop(t, 5, { answersReversed: true, stringIds: true })
  const results = await required(sends.item).send(await open(), [
    item(11, 'T-1'),
    item(12, 'T-2'),
    item(13, 'T-3'),
  ])
  assert.deepEqual(
    results.map(result => result.result === 'accepted' && result.theirs),
    ['T-1', 'T-2', 'T-3'].map(sku => shop.item(sku)?.id),
  )
})

test('a failing item makes the call fail; what it left behind unlinked is found, linked, and there once', async t => {
  const { shop, sends, open } = await emptyShop(t, 5, { batchFailure: 'storedNotLinked' })
  const session = await open()
  const send = required(sends.item)
  const list = [item(11, 'OK-A'), item(12, 'FAIL'), item(13, 'OK-B')]
  await assert.rejects(send.send(session, list), (error: unknown) => {
    assert.ok(error instanceof Rejected)
    assert.equal(error.detail, 'code 0: Demo shop refuses this product')
    return true
  })
  const left = required(shop.item('OK-A')).id
  assert.deepEqual(shop.links('product'), [])
  assert.deepEqual(await send.find?.(session, list), [left, undefined, undefined])
  assert.deepEqual(shop.links('product'), [[left, 11]])
  const again = await Promise.all(list.map(one => send.send(session, [one])))
  assert.deepEqual(words(again.flat()), ['accepted', 'REMOTE_VALIDATION', 'accepted'])
  const failed = again[1]?.[0]
  assert.ok(failed?.result === 'rejected')
  assert.equal(failed.text, 'code 0: Demo shop refuses this product')
  assert.deepEqual(skus(shop.items()), ['OK-A', 'OK-B'])
})

test('categories left behind are found by name and parent, and not those of the same name elsewhere', async t => {
  const { shop, sends, open } = await emptyShop(t, 5, { batchFailure: 'storedNotLinked' })
  const session = await open()
  const send = required(sends.category)
  await send.send(session, [category(1, 'Herren'), category(2, 'Damen')])
  shop.setRefusals((_method, model) => (JSON.stringify(model).includes('Kaputt') ? 'no' : undefined))
  const list = [
    category(10, 'Neu', 2),
    category(11, 'Schuhe', 10),
    category(12, 'Schuhe', 1),
    category(13, 'Kaputt', 1),
  ]
  await assert.rejects(send.send(session, list), Rejected)
  const found = required(await send.find?.(session, [...list].reverse())).toReversed()
  assert.ok(found[0] && found[1] && found[2] && !found[3])
  const byId = new Map(shop.categories().map(one => [one.id, one]))
  assert.deepEqual(
    found.slice(0, 3).map(id => byId.get(byId.get(id ?? '')?.parentId ?? '')?.texts[0]?.name),
    ['Damen', 'Neu', 'Herren'],
  )
  assert.deepEqual(words(await send.send(session, list.slice(0, 3))), ['accepted', 'accepted', 'accepted'])
  assert.equal(shop.categories().length, 5)
})

test('an item that was stored before it failed is linked at once, so that the next attempt makes it no second time', async t => {
  const { shop, sends, open } = await emptyShop(t, 5, { storesBeforeFailing: true })
  const session = await open()
  const send = required(sends.item)
  assert.deepEqual(words(await send.send(session, [item(12, 'FAIL')])), ['REMOTE_VALIDATION'])
  shop.setRefusals()
  assert.deepEqual(words(await send.send(session, [item(12, 'FAIL')])), ['accepted'])
  assert.deepEqual(skus(shop.items()), ['FAIL'])
})

test('more than PHP takes in one body goes in several calls, and one that is larger by itself is refused', async t => {
  const { shop, sends, open, calls } = await emptyShop(t, 5, {}, { postMaxMebibytes: 1 })
  const long = (length: number) => ({ texts: { de: { name: 'x', description: 'ä'.repeat(length) } } })
  const list = [1, 2, 3, 4].map(n => item(n, `L-${n}`, long(70_000)))
  const results = await required(sends.item).send(await open(), [...list, item(5, 'L-5', long(200_000))])
  assert.deepEqual(words(results), ['accepted', 'accepted', 'accepted', 'accepted', 'PAYLOAD_TOO_LARGE'])
  assert.equal(shop.items().length, 4)
  assert.equal(calls('product.push'), 2)
})

test('takes categories and items away, also what is not there', async t => {
  const { shop, sends, open } = await emptyShop(t)
  const session = await open()
  await required(sends.item).send(session, [item(11, 'T-1'), item(12, 'T-2')])
  const list = [
    { ref: { no: 11, theirs: '' }, place: '' },
    { ref: { no: 99, theirs: '4711' }, place: '' },
  ]
  assert.deepEqual(words(required(await sends.item?.remove?.(session, list))), ['accepted', 'accepted'])
  assert.deepEqual(skus(shop.items()), ['T-2'])
})

function skus(items: readonly ShopItem[]): readonly string[] {
  return items.map(one => one.sku).sort()
}
