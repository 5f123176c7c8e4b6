// What the page of the protocol saw in a real shop, and what it asks of whoever speaks to it; the list stands in docs/channels/jtl-shop.md.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { picture, pictureOf } from '../../../testkit/contract/samples.ts'
import { startJtlShop } from '../../../testkit/jtlShop/startJtlShop.ts'
import type { Version } from '../../../testkit/jtlShop/version.ts'
import type { ItemState, Outgoing } from '../../port/outgoing.ts'
import type { OutgoingKind } from '../../port/records.ts'
import { fakeShop, runAt } from './fixtures/fakeShop.ts'
import { connector } from './index.ts'

const ref = (no: number) => ({ no, theirs: '' })
const texts = (name: string) => ({ de: { name }, en: { name: `${name} (en)` } })
const plain: ItemState = {
  itemNumber: 'TEE-1',
  active: true,
  texts: texts('Tee „5 €“'),
  taxRate: '19',
  currency: 'EUR',
  prices: [{ scales: [{ from: '1', net: '10', gross: '11.9' }] }],
  stock: { offered: '12', managed: true, oversell: false },
  categories: [],
}
const now = { startedAt: new Date('2026-02-01T12:00:00Z') }

test('quirk: 0 means that the zip was read, so nothing is said to be stored', async t => {
  const { shop, send } = await shopOf(t)
  shop.setFate(table => (table === 'tartikel' ? 'rejected' : 'stored'))
  assert.deepEqual(await send('item', [{ ref: ref(10), state: plain }]), [
    { result: 'accepted', theirs: '10', proof: 'received' },
  ])
  assert.equal(shop.item('TEE-1'), undefined)
})

test('quirk: UTF-8 comes only to JTL-Wawi/n.n, so no sign of an order is lost', async t => {
  const { shop, orders } = await shopOf(t)
  const billing = {
    firstName: 'Zoë',
    lastName: 'Ångström – „Ř“',
    street: 'Weg 1',
    postcode: '1',
    city: 'Ř',
    country: 'DE',
  }
  shop.placeOrder({ lines: [{ name: 'Tee', sku: 'T', gross: '1' }], billing, comment: 'für 5 €' })
  const [order] = await orders()
  assert.match(JSON.stringify(order?.raw), /Ångström – „Ř“.*/)
  assert.match(JSON.stringify(order?.raw), /für 5 €/)
})

test('quirk: every file declares its encoding', async t => {
  const { shop, send } = await shopOf(t)
  await send('item', [{ ref: ref(10), state: plain }])
  const files = shop.log.calls.flatMap(call => call.sent)
  assert.ok(files.length >= 2)
  for (const xml of files) assert.match(xml, /^<\?xml version="1.0" encoding="UTF-8"\?>/)
})

test('quirk: orders come again until they are acknowledged, a hundred at a time', async t => {
  const { shop, orders, ack } = await shopOf(t)
  for (let n = 0; n < 120; n++) shop.placeOrder({ lines: [{ name: 'Tee', sku: 'T', gross: '1' }] })
  const first = await orders()
  assert.deepEqual([first.length, (await orders()).length], [100, 100])
  await ack(first.map(one => one.externalId))
  const second = await orders()
  assert.equal(second.length, 20)
  await ack(second.map(one => one.externalId))
  assert.deepEqual(await orders(), [])
})

test('quirk: an acknowledged order is in progress there, and one that is paid stays paid', async t => {
  const { shop, ack } = await shopOf(t)
  const [open, paid] = ['1', '3'].map(
    status => shop.placeOrder({ lines: [{ name: 'T', gross: '1' }], status }).id,
  )
  await ack([open ?? '', paid ?? '', '4711'])
  assert.deepEqual(
    [open, paid].map(id => shop.row('tbestellung', id ?? '')?.['cStatus']),
    ['2', '3'],
  )
})

test('quirk: the version is the third part of what mytest says, and JTL4 stands before it whatever it is', async t => {
  for (const [version, system] of [
    ['4.06', 'JTL-Shop 4.06'],
    ['5.0', 'JTL-Shop 5.0'],
    ['5.6', 'JTL-Shop 5.6'],
  ] as const) {
    const shop = await startJtlShop({ version, userId: 'sync', password: 'geheim' })
    t.after(() => shop.stop())
    const { run } = runAt(t, { url: shop.url, user: 'sync', password: 'geheim' })
    assert.equal((await connector.check(run)).system, system)
  }
})

test('quirk: lastjobs numbers the tree of categories, so it ends each run that sent something', async t => {
  const { shop, send, session } = await shopOf(t)
  await send('category', [
    { ref: ref(20), state: { active: true, sort: 1, texts: texts('Tee') } },
    { ref: ref(21), state: { parent: ref(20), active: true, sort: 1, texts: texts('Sencha') } },
  ])
  const tree = () => shop.rows('tkategorie').map(row => row['nLevel'])
  const before = tree()
  await connector.close?.(session)
  assert.notDeepEqual(tree(), before)
  assert.equal(shop.log.calls.at(-1)?.script, 'lastjobs')
})

test('quirk: a shop that was set back gives no number twice to whoever tells it the highest', async t => {
  const { shop, run, ack } = await shopOf(t)
  const putBack = shop.backUp()
  const { id } = shop.placeOrder({ lines: [{ name: 'T', gross: '1' }] })
  await ack([id])
  putBack()
  await connector.open(run)
  const fresh = shop.placeOrder({ lines: [{ name: 'T', gross: '1' }] })
  assert.ok(Number(fresh.id) > Number(id), `${fresh.id} was given again`)
})

test('quirk: values stand beside their characteristic, not in it', async t => {
  const { shop, send } = await shopOf(t)
  const values = [{ ref: ref(41), texts: texts('grün'), sort: 1 }]
  await send('characteristic', [{ ref: ref(40), state: { sort: 1, texts: texts('Sorte'), values } }])
  assert.equal(shop.rows('tmerkmalwert').length, 1)
  const xml = shop.log.calls.flatMap(call => call.sent).find(one => one.includes('tmerkmalwert')) ?? ''
  assert.ok(xml.indexOf('</tmerkmal>') < xml.indexOf('<tmerkmalwert '), xml)
})

test('quirk: the default language stands in the row itself, and only the others beside it', async t => {
  const { shop, send } = await shopOf(t)
  await send('category', [{ ref: ref(20), state: { active: true, sort: 1, texts: texts('Tee') } }])
  await send('item', [{ ref: ref(10), state: plain }])
  for (const table of ['tkategoriesprache', 'tartikelsprache'] as const)
    assert.deepEqual(
      shop.rows(table).map(row => row['kSprache']),
      ['2'],
    )
})

test('quirk: keys of an item that the shop reads as children are children', async t => {
  const { shop, send } = await shopOf(t)
  await family(send)
  assert.deepEqual(
    ['HEMD', 'HEMD-ROT'].map(sku => [shop.item(sku)?.['kVaterArtikel'], shop.item(sku)?.['kVersandklasse']]),
    [
      ['0', '1'],
      ['11', '1'],
    ],
  )
})

test('quirk: combinations come by lines of SQL, made of whole numbers only', async t => {
  const { shop, send } = await shopOf(t)
  await family(send)
  assert.deepEqual(
    shop.rows('teigenschaftkombiwert').map(row => Object.values(row).join()),
    ['12,50,51'],
  )
  const lines = shop.log.calls.flatMap(call =>
    call.sent.flatMap(xml => xml.match(/<SQL(DEL)?>.*?<\/SQL(DEL)?>/g) ?? []),
  )
  assert.equal(lines.length, 2)
  for (const line of lines)
    assert.match(line, /^<SQL(DEL)?>(DELETE FROM|INSERT INTO) teigenschaftkombiwert [\w(), =]+<\/SQL(DEL)?>$/)
})

test('quirk: an item that is sent again is built anew, and keeps its images', async t => {
  const { shop, send } = await shopOf(t)
  await send('item', [{ ref: ref(10), state: { ...plain, categories: [ref(20)], attributes: { A: '1' } } }])
  const image = {
    of: ref(10),
    ofKind: 'item',
    sort: 1,
    hash: pictureOf('cup'),
    mediaType: 'image/png',
    alt: {},
  }
  await send('image', [{ ref: ref(60), state: image }])
  await send('item', [{ ref: ref(10), state: plain }])
  assert.deepEqual(
    [shop.rows('tattribut').length, shop.rows('tkategorieartikel').length, shop.rows('tartikelpict').length],
    [0, 0, 1],
  )
})

test('a price that begins at one piece takes the place of the one from 0 on', async t => {
  const { shop, send } = await shopOf(t)
  const scales = [
    { from: '0', net: '10', gross: '11.9' },
    { from: '1', net: '9', gross: '10.71' },
  ]
  await send('item', [{ ref: ref(10), state: { ...plain, prices: [{ scales }] } }])
  const sent = shop.log.calls.flatMap(call => call.sent).join('')
  assert.deepEqual([shop.price('TEE-1'), sent.match(/<nAnzahlAb>0</g)?.length], ['9', 1])
  assert.match(sent, /<fStandardpreisNetto>9</)
})

test('quirk: QuickSync never goes below 0', async t => {
  const { shop, send } = await shopOf(t)
  await send('item', [{ ref: ref(10), state: plain }])
  const { itemNumber, taxRate, currency, prices } = plain
  const price = { item: ref(10), itemNumber, taxRate, currency, prices }
  const stock = { offered: '-3', managed: true, oversell: true }
  await send('stock', [{ ref: ref(10), state: { item: ref(10), itemNumber, stock }, with: { price } }])
  assert.equal(shop.stock('TEE-1'), '0')
})

test('quirk: what is gone there can be taken away once more', async t => {
  const { shop, send, session } = await shopOf(t)
  await send('item', [{ ref: ref(10), state: plain }])
  const gone = [{ ref: { no: 10, theirs: '10' }, place: '' }]
  for (let time = 0; time < 2; time++)
    assert.equal((await connector.send?.item?.remove?.(session, gone))?.[0]?.result, 'accepted')
  assert.deepEqual(shop.rows('tartikel'), [])
})

test('quirk: a payment may come before its order', async t => {
  const { shop, session } = await shopOf(t)
  const { id } = shop.placeOrder({ lines: [{ name: 'T', gross: '1' }] })
  shop.addPayment({ order: id, amount: '1.00', note: 'TX-1' })
  const answer = await connector.pull?.fetch(session, 'payment', now, 100)
  const [payment] = (answer && connector.pull?.read('payment', answer, context).records) ?? []
  assert.equal(connector.map.payment?.(payment?.raw, context).order.theirs, id)
})

test('quirk: a status replaces everything, so it is told whole each time', async t => {
  const { shop, send, ack } = await shopOf(t)
  const { id } = shop.placeOrder({ lines: [{ name: 'T', gross: '1' }] })
  await ack([id])
  const order = { no: 9, theirs: id }
  const packages = [{ ref: ref(90), carrier: 'DHL', tracking: 'T-1' }]
  const shipped = {
    order,
    delivery: 'shipped',
    payment: 'open',
    shippedAt: '2026-02-01T10:00:00Z',
    packages,
  } as const
  await send('order_status', [{ ref: ref(9), state: shipped }])
  await send('order_status', [
    { ref: ref(9), state: { ...shipped, payment: 'paid', paidAt: '2026-02-02T10:00:00Z' } },
  ])
  const row = shop.row('tbestellung', id)
  assert.deepEqual(
    [row?.['cStatus'], row?.['cTracking'], row?.['dBezahltDatum']?.slice(0, 10)],
    ['4', 'T-1', '2026-02-02'],
  )
})

test('quirk: an 8 carries the words of the shop', async t => {
  const { run } = await fakeShop(t, ({ script }) =>
    script === 'Artikel_xml'
      ? Buffer.from('8\nOrdner dbeS/tmp nicht beschreibbar: Größe', 'latin1')
      : undefined,
  )
  const session = await connector.open(run)
  const list = [{ ref: ref(10), place: '', state: plain }]
  const failed = await Promise.resolve(connector.send?.item?.send(session, list)).catch(String)
  assert.match(JSON.stringify(failed), /Ordner dbeS\/tmp nicht beschreibbar: Größe/)
})

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }

type Given<K extends OutgoingKind> = Omit<Outgoing<K>, 'place'>

async function shopOf(t: TestContext, version: Version = '5.4') {
  const shop = await startJtlShop({ version, userId: 'sync', password: 'geheim' })
  t.after(() => shop.stop())
  const settings = {
    url: shop.url,
    user: 'sync',
    password: 'geheim',
    languages: '1=de, 2=en',
    globals: 'replace',
  }
  const { run } = runAt(t, settings, { blob: async hash => picture(hash) })
  const session = await connector.open(run)
  return {
    shop,
    run,
    session,
    orders: async () => {
      const answer = await connector.pull?.fetch(session, 'order', now, 100)
      return answer ? (connector.pull?.read('order', answer, context).records ?? []) : []
    },
    ack: (ids: readonly string[]) =>
      connector.ack?.(
        session,
        'order',
        ids.map((theirs, at) => ({ theirs, no: at + 1 })),
      ),
    send: <K extends OutgoingKind>(kind: K, list: readonly Given<K>[]) => {
      const elements = list.map(one => ({ place: '', ...one })) as readonly Outgoing<K>[]
      return connector.send?.[kind]?.send(session, elements)
    },
  }
}

async function family(send: Awaited<ReturnType<typeof shopOf>>['send']): Promise<void> {
  const values = [{ ref: ref(51), texts: texts('rot'), sort: 1 }]
  const variations = [{ ref: ref(50), texts: texts('Farbe'), values }]
  const chosen = [{ variation: ref(50), value: ref(51) }]
  await send('item', [
    { ref: ref(12), state: { ...plain, itemNumber: 'HEMD-ROT', parent: ref(11), chosen } },
    { ref: ref(11), state: { ...plain, itemNumber: 'HEMD', variations } },
  ])
}
