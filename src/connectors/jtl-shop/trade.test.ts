import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pictureOf } from '../../../testkit/contract/samples.ts'
import type { ItemState } from '../../port/outgoing.ts'
import { dealers, ref, scales, shopOf, tee, texts } from './fixtures/simulatedShop.ts'
import { connector } from './index.ts'

const parent: ItemState = {
  ...tee,
  itemNumber: 'HEMD',
  prices: [{ scales: scales(['1', '20']) }],
  stock: { offered: '3', managed: true, oversell: false },
  variations: [
    {
      ref: ref(50),
      texts: texts('Farbe'),
      values: [
        { ref: ref(51), texts: texts('rot'), sort: 1 },
        { ref: ref(52), texts: texts('blau'), sort: 2 },
      ],
    },
  ],
}
const { variations: _none, ...plain } = parent
const child = (itemNumber: string, value: number, offered: string): ItemState => ({
  ...plain,
  itemNumber,
  parent: ref(11),
  chosen: [{ variation: ref(50), value: ref(value) }],
  stock: { offered, managed: true, oversell: false },
})

for (const version of ['4.06', '5.0', '5.4', '5.6'] as const)
  test(`a whole catalogue is stored by a shop ${version} without a row that it does not take`, async t => {
    const { shop, send, session } = await shopOf(t, version)
    await send('category', [
      { ref: ref(21), state: { parent: ref(20), active: false, sort: 2, texts: texts('Sencha') } },
      { ref: ref(20), state: { active: true, sort: 1, texts: texts('Tee') } },
    ])
    await send('manufacturer', [
      { ref: ref(30), state: { name: 'Teehaus', url: 'https://tee.example', texts: texts('Teehaus') } },
    ])
    await send('characteristic', [
      {
        ref: ref(40),
        state: { sort: 1, texts: texts('Sorte'), values: [{ ref: ref(41), texts: texts('grün'), sort: 1 }] },
      },
    ])
    await send('item', [
      { ref: ref(12), state: child('HEMD-ROT', 51, '1') },
      { ref: ref(13), state: child('HEMD-BLAU', 52, '2') },
      { ref: ref(11), state: parent },
      { ref: ref(10), state: tee },
    ])
    assert.deepEqual(shop.log.rowErrors, [])
    const item = shop.item('TEE-1')
    assert.equal(item?.['kArtikel'], '10')
    assert.equal(item?.['kSteuerklasse'], '2')
    assert.equal(item?.['kHersteller'], '30')
    // A latin1 shop loses what it has no sign for.
    if (version !== '4.06') assert.equal(item?.['cName'], 'Grüner Tee „Sencha“ 🍵')
    assert.equal(item?.['cBeschreibung'], '<p>Größe &amp; Gewicht</p>')
    assert.deepEqual(
      ['1', '2'].flatMap(group => ['0', '10', '5'].map(from => shop.price('TEE-1', { group, from }))),
      ['9.3457943925234', '8.4', undefined, '6', undefined, '5'],
    )
    assert.deepEqual(
      shop.rows('tsonderpreise').map(row => [row['kKundengruppe'], row['fNettoPreis']]),
      [
        ['1', '7.5'],
        ['2', '7.5'],
      ],
    )
    assert.deepEqual(
      shop.rows('tartikelsonderpreis').map(row => [row['dStart'], row['dEnde']]),
      [['2026-01-01', '2026-02-28']],
    )
    assert.deepEqual(
      shop
        .rows('tkategorieartikel')
        .filter(row => row['kArtikel'] === '10')
        .map(row => row['kKategorie']),
      ['20', '21'],
    )
    assert.deepEqual(
      shop.rows('tkategoriesichtbarkeit').map(row => [row['kKategorie'], row['kKundengruppe']]),
      [
        ['21', '1'],
        ['21', '2'],
      ],
    )
    assert.equal(shop.item('HEMD-ROT')?.['kVaterArtikel'], '11')
    assert.deepEqual(
      shop.rows('teigenschaftkombiwert').map(row => Object.values(row).join('-')),
      ['12-50-51', '13-50-52'],
    )
    assert.deepEqual(
      shop
        .rows('txsell')
        .filter(row => row['kArtikel'] === '10')
        .map(row => `${row['kXSellGruppe']} ${row['kXSellArtikel']}`),
      ['61 13', '61 11', '60 11'],
    )
    assert.deepEqual(
      shop.rows('txsellgruppe').map(row => `${row['kXSellGruppe']} ${row['kSprache']} ${row['cName']}`),
      ['61 1 Passt dazu', '61 2 Passt dazu', '60 1 Zubehör', '60 2 Zubehör (en)'],
    )
    assert.equal(shop.stock('HEMD'), '3')
    await connector.close?.(session)
    const scripts = shop.log.calls.map(call => call.script)
    assert.deepEqual(scripts, [
      'mytest',
      'Globals_xml',
      'Kategorien_xml',
      'Hersteller_xml',
      'Merkmal_xml',
      'Globals_xml',
      'Artikel_xml',
      'lastjobs',
    ])
  })

test('master data is sent once for each content, and not at all where the shop keeps its own', async t => {
  const { shop, run, send } = await shopOf(t, '5.4')
  const { crossSelling, ...alone } = tee
  const item = { ref: ref(10), state: alone }
  await send('item', [item])
  await send('item', [item])
  const again = await connector.open(run)
  await connector.send?.item?.send(again, [{ ...item, place: '' }])
  const sent = () => shop.log.calls.filter(call => call.script === 'Globals_xml').length
  assert.equal(sent(), 1)
  assert.deepEqual(
    shop.rows('tkundengruppe').map(row => [row['kKundengruppe'], row['cName'], row['cStandard']]),
    [
      ['1', 'Endkunden', 'Y'],
      ['2', 'Händler', 'N'],
    ],
  )
  assert.deepEqual(
    shop.rows('tsteuersatz').map(row => [row['kSteuerklasse'], row['fSteuersatz']]),
    [
      ['1', '19'],
      ['2', '7'],
    ],
  )
  const keeps = await shopOf(t, '5.4', { globals: 'keep', customerGroups: '1=Endkunden' })
  const plainly = { ...alone, prices: [{ scales: scales(['1', '2']) }] }
  const globals = () => keeps.shop.log.calls.filter(call => call.script === 'Globals_xml').length
  await keeps.send('item', [{ ref: ref(10), state: plainly }])
  assert.equal(globals(), 0)
  // Groups of cross-selling are nobody's but ours: alone, and once for each content.
  const beside = { ...crossSelling, groups: crossSelling?.groups ?? [], all: crossSelling?.all ?? [] }
  for (const all of [beside.all, beside.all, beside.all.slice(1)])
    await keeps.send('item', [{ ref: ref(10), state: { ...plainly, crossSelling: { ...beside, all } } }])
  assert.equal(globals(), 2)
  assert.deepEqual(new Set(keeps.shop.rows('txsellgruppe').map(row => row['kXSellGruppe'])), new Set(['60']))
})

test('quirk: a quantity goes with the full price set, because the shop resets what it is not told', async t => {
  const { shop, send } = await shopOf(t, '5.4')
  await send('item', [{ ref: ref(10), state: tee }])
  const { prices, taxRate, currency, itemNumber } = tee
  const price = { item: ref(10), itemNumber, taxRate, currency, prices }
  const stock = { item: ref(10), itemNumber, stock: { offered: '4', managed: true, oversell: false } }
  await send('stock', [{ ref: ref(10), state: stock, with: { price } }])
  assert.equal(shop.stock('TEE-1'), '4')
  assert.equal(shop.price('TEE-1', { group: '2', from: '5' }), '5')
  assert.equal(shop.price('TEE-1', { from: '10' }), '8.4')
  const cheaper = { ...price, prices: [{ scales: scales(['1', '1.5']) }] }
  await send('price', [{ ref: ref(10), state: cheaper, with: { stock } }])
  assert.deepEqual([shop.price('TEE-1'), shop.price('TEE-1', { group: '2' })], ['1.5', '1.5'])
  assert.equal(shop.price('TEE-1', { group: '2', from: '5' }), undefined)
  assert.equal(shop.stock('TEE-1'), '4')
  const bare = await send('stock', [{ ref: ref(10), state: stock }], 'rejected')
  assert.equal(bare[0]?.result === 'rejected' && bare[0].code, 'PRICE_MISSING')
})

test('what the shop cannot take is refused before it is sent', async t => {
  const { send, shop } = await shopOf(t, '5.4')
  const priced = (group: string) => [{ group: { no: 71, theirs: group }, scales: scales(['1', '1']) }]
  const special = (until: string) => ({
    scales: scales(['1', '2']),
    special: { net: '1', gross: '1', until },
  })
  const bad: readonly [string, ItemState][] = [
    ['TAX_CLASS_UNKNOWN', { ...tee, taxRate: '5.5' }],
    ['TEXT_MISSING', { ...tee, texts: { fr: { name: 'Thé' } } }],
    ['CUSTOMER_GROUP_UNKNOWN', { ...tee, prices: priced('9') }],
    [
      'SPECIAL_PRICES_DIFFER',
      {
        ...tee,
        prices: [special('2026-05-01T00:00:00Z'), { ...dealers, ...special('2026-06-01T00:00:00Z') }],
      },
    ],
    ['PAYLOAD_TOO_LARGE', { ...tee, categories: Array.from({ length: 129 }, (_, at) => ref(at + 1)) }],
  ]
  const results = await send(
    'item',
    bad.map(([, state], at) => ({ ref: ref(at + 1), state })),
    'rejected',
  )
  assert.deepEqual(
    results.map(result => result.result === 'rejected' && result.code),
    bad.map(([code]) => code),
  )
  assert.ok(shop.log.calls.every(call => call.script !== 'Artikel_xml'))
})

test('quirk: a shipped order is 4, one in part 5 by its delivery note, a cancelled one has a way of its own', async t => {
  const { shop, send } = await shopOf(t, '5.4')
  const orders = ['a', 'b', 'c', 'd'].map(() => {
    const { id } = shop.placeOrder({ lines: [{ sku: 'X', quantity: '2' }] })
    shop.change('tbestellung', id, { cAbgeholt: 'Y', cStatus: '2' })
    return { no: 600 + Number(id), theirs: id }
  })
  const [whole, partly, paid, cancelled] = orders
  assert.ok(whole && partly && paid && cancelled)
  const theirLine = shop.rows('twarenkorbpos').at(-1)?.['kWarenkorbPos'] ?? ''
  const parcel = { ref: ref(80), carrier: 'DHL', tracking: '00340434', url: 'https://dhl.example/00340434' }
  await send('delivery', [
    {
      ref: ref(90),
      state: {
        order: partly,
        shippedAt: '2026-01-31T23:30:00Z',
        complete: false,
        lines: [{ ref: ref(91), theirLine, quantity: '1' }],
        packages: [parcel],
      },
    },
  ])
  const state = (order: typeof whole, more: object) => ({
    ref: order,
    state: { order, delivery: 'open', payment: 'open', packages: [], ...more } as const,
  })
  const states = [
    state(whole, {
      delivery: 'shipped',
      payment: 'paid',
      shippedAt: '2026-01-31T23:30:00Z',
      packages: [parcel],
    }),
    state(partly, { delivery: 'partly_shipped', packages: [parcel] }),
    state(paid, { payment: 'paid', paidAt: '2026-01-30T10:00:00Z', paymentMethod: 'PayPal' }),
    state(cancelled, { delivery: 'cancelled' }),
  ]
  await send('order_status', states)
  const shown = () =>
    orders.map(({ theirs }) => {
      const row = shop.row('tbestellung', theirs)
      return [row?.['cStatus'], row?.['dVersandDatum'] ?? '', row?.['cTracking'] ?? '']
    })
  const expected = [
    ['4', '2026-02-01', '00340434'],
    ['5', '', '00340434'],
    ['3', '', ''],
    ['-1', '', ''],
  ]
  assert.deepEqual(shown(), expected)
  await send('order_status', states)
  assert.deepEqual(shown(), expected)
  assert.deepEqual(shop.log.rowErrors, [])
  assert.deepEqual(
    shop.rows('tversand').map(row => [row['kVersand'], row['cIdentCode']]),
    [['80', '00340434']],
  )
})

test('images come in three steps, move with their place, and leave by it', async t => {
  const { shop, send, session } = await shopOf(t, '5.4')
  await send('item', [{ ref: ref(10), state: tee }])
  const image = (no: number, words: string, sort: number, theirs = '') => ({
    ref: { no, theirs },
    state: { of: ref(10), ofKind: 'item', sort, hash: pictureOf(words), mediaType: 'image/png', alt: {} },
  })
  await send('image', [image(100, 'one', 1), image(101, 'two', 2), image(102, 'three', 3)])
  const scripts = () => shop.log.calls.map(call => call.script).filter(script => script.startsWith('img_'))
  assert.deepEqual(scripts(), ['img_check', 'img_upload', 'img_link'])
  const shown = () =>
    shop
      .rows('tartikelpict')
      .map(row => `${row['nNr']}:${row['kBild']}`)
      .sort()
  assert.deepEqual(shown(), ['1:100', '2:101', '3:102'])
  // The first leaves, the others move up. What this run has given to another image is not taken from it.
  await send('image', [image(101, 'two', 1, '101'), image(102, 'three', 2, '102')])
  await connector.send?.image?.remove?.(session, [
    { ref: { no: 100, theirs: '100' }, place: '', of: ref(10), sort: 1 },
  ])
  assert.deepEqual(shown(), ['1:101', '2:102'])
  await connector.send?.image?.remove?.(session, [
    { ref: { no: 102, theirs: '102' }, place: '', of: ref(10), sort: 2 },
  ])
  assert.deepEqual(shown(), ['1:101'])
  assert.deepEqual(shop.log.rowErrors, [])
})
