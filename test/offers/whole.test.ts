import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import { changedTogether } from '../../src/base/changed.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { combineChildren } from '../../src/catalog/children.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { addImages, removeImages } from '../../src/catalog/images.ts'
import { prepareImages } from '../../src/catalog/prepareImages.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { attribute, createOfferWorld, type OfferWorld } from './offerWorld.ts'

const { db } = await testDatabase({ after })
const place = blobPlace({ dataDir: '/nowhere', blobs: 'database' })
const publicUrl = 'https://kontor.example'

test('images go within the item under addresses that hold for a week, and only what they show counts as a change', async context => {
  const offers = await createOfferWorld(db, context, publicUrl)
  const [id = ''] = await offers.sell(['T-1'])
  const red = await picture(offers, 'red')
  const { results } = await offers.change(tx =>
    addImages(tx, offers.world.tenant, [{ itemId: id, hash: red }]),
  )
  await offers.tell()
  const urls = () => offers.told.get('T-1')?.images?.map(image => new URL(image.url)) ?? []
  const [url] = urls()
  assert.equal(url?.origin, publicUrl)
  assert.match(url?.pathname ?? '', new RegExp(`/${red}\\.png$`))
  const days =
    (Number(url?.searchParams.get('until')) * 1000 - offers.world.parts.now().getTime()) / 86_400_000
  assert.ok(days > 7 && days < 16, `${days} days`)
  const calls = offers.calls()
  await offers.sweep('item')
  const clock = offers.world.parts.now
  const later = () => new Date(clock().getTime() + 3 * 86_400_000)
  const end = await offers.lane('catalogue', { parts: { publicUrl, now: later } })
  assert.equal(end.state, 'done')
  assert.equal(offers.calls(), calls, 'another address of the same image is no change')
  const blue = await picture(offers, 'blue')
  await offers.change(tx => addImages(tx, offers.world.tenant, [{ itemId: id, hash: blue }]))
  await offers.tell()
  assert.equal(urls().length, 2)
  const [first] = results
  assert.ok(first && 'id' in first)
  await offers.change(tx => removeImages(tx, offers.world.tenant, [first.id]))
  await offers.tell()
  assert.deepEqual(
    urls().map(one => one.pathname.includes(blue)),
    [true],
  )
})

test('without a public address items go without images, and the run says so once', async context => {
  const offers = await createOfferWorld(db, context)
  const [id = ''] = await offers.sell(['T-1', 'T-2'])
  const red = await picture(offers, 'red')
  await offers.change(tx => addImages(tx, offers.world.tenant, [{ itemId: id, hash: red }]))
  await offers.tell()
  assert.equal(offers.told.get('T-1')?.images, undefined)
  const rows = await offers.world.query<{ notes: string }>(
    `select notes::text from sync_run where tenant_id = $1 and notes::text like '%PUBLIC_URL_MISSING%'`,
    offers.world.tenant,
  )
  assert.ok(rows.length >= 1)
  assert.equal(rows[0]?.notes.split('PUBLIC_URL_MISSING').length, 2)
})

test('a parent tells its children whole, and anew when a child changes', async context => {
  const offers = await createOfferWorld(db, context, publicUrl)
  const { world, channelId } = offers
  const { tenant } = world
  const { parent, children } = await offers.change(async tx => {
    const created = await createItems(tx, tenant, [{ itemNumber: 'P', name: 'Tasse', netPrice: '10' }])
    const parent = created.results[0]?.id ?? ''
    const variations = [{ name: 'Farbe', values: [{ name: 'Rot' }, { name: 'Blau' }] }]
    const varied = await setVariations(tx, tenant, [{ itemId: parent, variations }])
    const made = await combineChildren(tx, tenant, parent)
    const changed = changedTogether(created.changed, varied.changed, made.changed)
    return { parent, children: made.results.map(one => one.id), changed }
  })
  const [red = '', blue = ''] = children
  await offers.change(tx =>
    sellOn(
      tx,
      tenant,
      [parent, red, blue].map(itemId => ({ itemId, channelId, active: true })),
    ),
  )
  await offers.move(red, '4')
  await offers.tell()
  const shown = () =>
    Object.fromEntries(
      offers.told
        .get('P')
        ?.children?.map(({ item }) => [
          item?.itemNumber,
          [item?.stock.offered, item?.prices[0]?.scales[0]?.net, item?.gtin ?? '', item?.images?.length ?? 0],
        ]) ?? [],
    )
  assert.deepEqual(shown(), { 'P-Rot': ['4', '10', '', 0], 'P-Blau': ['0', '10', '', 0] })
  await offers.change(tx => changeItems(tx, tenant, [{ id: red, gtin: '4006381333931' }]))
  await offers.tell()
  assert.deepEqual(shown()['P-Rot'], ['4', '10', '4006381333931', 0])
  await offers.change(tx => changeItems(tx, tenant, [{ id: blue, netPrice: '12' }]))
  await offers.tell()
  assert.deepEqual(shown()['P-Blau'], ['0', '12', '', 0])
  const hash = await picture(offers, 'blue')
  await offers.change(tx => addImages(tx, tenant, [{ itemId: blue, hash }]))
  await offers.tell()
  assert.deepEqual(shown()['P-Blau'], ['0', '12', '', 1])

  // In their words: by which attribute children differ, and what else is said of one alone.
  const said = () =>
    offers.told.get('P')?.children?.map(({ item }) => [item?.itemNumber, item?.listing?.attributes ?? []])
  assert.deepEqual(said(), [
    ['P-Rot', []],
    ['P-Blau', []],
  ])
  const values = [
    { value: 'r', display: 'Rot', sort: 1 },
    { value: 'b', display: 'Blau', sort: 2 },
  ]
  await offers.post({
    list: 'attribute',
    replaces: true,
    entries: [
      attribute('colour', 'Farbe', { type: 'enum', isVariation: true, isRequired: true, values }),
      attribute('brand', 'Marke'),
      attribute('hint', 'Hinweis'),
    ],
  })
  const map = { colour: 'variation/Farbe', brand: 'fixed/Hausmarke' }
  await offers.act('channel.set-maps', { channel: channelId, list: 'attribute', map })
  await offers.act('item.set-listing', {
    item: blue,
    channel: channelId,
    attributes: { hint: [{ value: 'Blaut' }] },
  })
  await offers.tell()
  assert.deepEqual(said(), [
    ['P-Rot', [{ attribute: 'colour', value: 'r', variation: 'Farbe' }]],
    [
      'P-Blau',
      [
        { attribute: 'colour', value: 'b', variation: 'Farbe' },
        { attribute: 'hint', value: 'Blaut' },
      ],
    ],
  ])
  assert.deepEqual(offers.told.get('P')?.listing?.attributes, [{ attribute: 'brand', value: 'Hausmarke' }])
})

async function picture({ world: { tenant, tx } }: OfferWorld, colour: string): Promise<string> {
  const content = await sharp({ create: { width: 4, height: 4, channels: 3, background: colour } })
    .png()
    .toBuffer()
  const { hash } = await tx(one => putBlob(one, tenant, content, 'image/png', place))
  await prepareImages(db, tenant, [hash], place)
  return hash
}
