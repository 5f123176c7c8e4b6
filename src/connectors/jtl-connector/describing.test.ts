// Manufacturers, characteristics and images on their way to a simulated shop.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { Generation, Quirks } from '../../../testkit/jtlConnector/quirks.ts'
import type { ShopOptions } from '../../../testkit/jtlConnector/state.ts'
import { Rejected } from '../../port/errors.ts'
import type { Outgoing } from '../../port/outgoing.ts'
import { emptyShop, item, required, words } from './fixtures/pushing.ts'
import { lacking } from './handshake.ts'

const both = [5, 3] as const

function manufacturer(no: number, name: string): Outgoing<'manufacturer'> {
  const texts = { de: { name, description: '<p>seit 1900</p>', path: 'werk', metaTitle: 'W' } }
  return { ref: { no, theirs: '' }, place: '', state: { name, url: 'https://werk.example', texts } }
}

function characteristic(no: number, name: string, values: Readonly<Record<number, string>>) {
  return {
    ref: { no, theirs: '' },
    place: '',
    state: {
      sort: 4,
      texts: { de: { name } },
      values: Object.entries(values).map(([valueNo, value], sort) => ({
        ref: { no: Number(valueNo), theirs: '' },
        texts: { de: { name: value } },
        sort,
      })),
    },
  } satisfies Outgoing<'characteristic'>
}

/** A shop whose sessions can be given the bytes of these texts. */
async function imageShop(
  t: TestContext,
  generation: Generation = 5,
  quirks: Partial<Quirks> = {},
  options: Partial<ShopOptions> = {},
) {
  const contents = new Map<string, Uint8Array>()
  const given = await emptyShop(t, generation, quirks, options, undefined, async hash => {
    const content = contents.get(hash)
    if (!content) throw new Rejected('BLOB_LOST', '', hash)
    return content
  })
  const session = await given.open()
  await required(given.sends.item).send(session, [item(11, 'T-1'), item(12, 'T-2')])
  const image = (no: number, content: string | Uint8Array, sort = 1, of = 11): Outgoing<'image'> => {
    const bytes = Buffer.from(content)
    const hash = createHash('sha256').update(bytes).digest('hex')
    contents.set(hash, bytes)
    return {
      ref: { no, theirs: '' },
      place: '',
      state: {
        of: { no: of, theirs: '' },
        ofKind: 'item',
        sort,
        hash,
        mediaType: 'image/jpeg',
        alt: { de: 'Tasse' },
      },
    }
  }
  const shown = (sku: string) =>
    given.shop
      .images()
      .filter(one => one.ownerId === given.shop.item(sku)?.id)
      .sort((a, b) => a.sort - b.sort)
      .map(one => one.sha256)
  return { ...given, session, image, shown, send: required(given.sends.image) }
}

for (const generation of both) {
  test(`an item names its manufacturer and the values that it has (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation)
    const session = await open()
    assert.deepEqual(
      words(await required(sends.manufacturer).send(session, [manufacturer(21, 'Werk & Söhne')])),
      ['accepted'],
    )
    const [colour] = await required(sends.characteristic).send(session, [
      characteristic(31, 'Farbe', { 41: 'rot', 42: 'blau' }),
    ])
    assert.ok(colour?.result === 'accepted')
    assert.deepEqual(
      colour.nested?.map(ref => ref.no),
      [41, 42],
    )
    const described = item(11, 'T-1', {
      manufacturer: { ref: { no: 21, theirs: '' } },
      characteristics: [{ characteristic: { no: 31, theirs: '' }, value: { no: 42, theirs: '' } }],
    })
    assert.deepEqual(words(await required(sends.item).send(session, [described])), ['accepted'])
    const [maker] = shop.manufacturers()
    assert.deepEqual(
      [maker?.name, maker?.website, maker?.urlPath, maker?.texts?.[0]?.description],
      ['Werk & Söhne', 'https://werk.example', 'werk', '<p>seit 1900</p>'],
    )
    const [specific] = shop.specifics()
    assert.deepEqual(
      [specific?.name, specific?.sort, specific?.values.map(one => one.value)],
      ['Farbe', 4, ['rot', 'blau']],
    )
    const stored = required(shop.item('T-1'))
    assert.equal(stored.manufacturerId, maker?.id)
    assert.deepEqual(stored.specifics, [{ specificId: specific?.id, valueId: specific?.values[1]?.id }])
  })

  test(`images go as one archive and show their bytes; taken away, no other goes (core ${generation})`, async t => {
    const { send, session, image, shown, calls } = await imageShop(t, generation)
    const [front, back, other] = [image(51, 'front'), image(52, 'back', 2), image(53, 'other', 1, 12)]
    const list = [front, back, other]
    assert.deepEqual(words(await send.send(session, list)), ['accepted', 'accepted', 'accepted'])
    assert.equal(calls('image.push'), 1)
    assert.deepEqual(shown('T-1'), [front.state.hash, back.state.hash])
    assert.deepEqual(shown('T-2'), [other.state.hash])
    const swapped = [image(51, 'front', 2), image(52, 'another back', 1)]
    await send.send(session, swapped)
    assert.deepEqual(shown('T-1'), [swapped[1]?.state.hash, front.state.hash])
    const gone = { ref: { no: 51, theirs: '' }, place: '', of: { no: 11, theirs: '' } }
    assert.deepEqual(words(required(await send.remove?.(session, [gone]))), ['accepted'])
    assert.deepEqual(shown('T-1'), [swapped[1]?.state.hash])
  })
}

test('what the shop had under the same name is linked, with its values, and shown once', async t => {
  const { shop, sends, open } = await emptyShop(
    t,
    5,
    {},
    {
      manufacturers: [{ id: '201', name: 'Werk' }],
      specifics: [{ id: '301', name: 'Farbe', values: [{ id: '302', value: 'rot' }] }],
    },
  )
  const session = await open()
  const [made] = await required(sends.manufacturer).send(session, [manufacturer(21, 'Werk')])
  const [known] = await required(sends.characteristic).send(session, [
    characteristic(31, 'Farbe', { 41: 'rot', 42: 'blau' }),
  ])
  assert.equal(made?.result === 'accepted' && made.theirs, '201')
  assert.equal(known?.result === 'accepted' && known.theirs, '301')
  assert.deepEqual([shop.manufacturers().length, shop.specifics().length], [1, 1])
  assert.equal(shop.specifics()[0]?.values[0]?.id, '302', 'its value too')
})

test('a characteristic with a value that has no text of the shop is refused before it is passed over', async t => {
  const { sends, open } = await emptyShop(t)
  const colour = characteristic(31, 'Farbe', { 41: 'rot' })
  const french = { ref: { no: 42, theirs: '' }, texts: { fr: { name: 'bleu' } }, sort: 2 }
  const mixed = { ...colour, state: { ...colour.state, values: [...colour.state.values, french] } }
  assert.deepEqual(words(await required(sends.characteristic).send(await open(), [mixed])), ['TEXT_MISSING'])
})

test('more images than PHP takes in a file go in several calls; one that is larger by itself is refused', async t => {
  const { send, session, image, shown, calls } = await imageShop(t, 5, {}, { postMaxMebibytes: 2 })
  const big = (no: number) => image(no, Buffer.alloc(400_000, no), no)
  const list = [big(1), big(2), big(3), image(4, Buffer.alloc(1_200_000, 4), 4)]
  assert.deepEqual(words(await send.send(session, list)), [
    'accepted',
    'accepted',
    'accepted',
    'IMAGE_FILE_TOO_LARGE',
  ])
  assert.equal(calls('image.push'), 2)
  assert.equal(shown('T-1').length, 3)
})

test('an image that was stored and not linked is found by its content, and linked under the id that the shop gave', async t => {
  const { send, session, image, shown, shop } = await imageShop(t)
  const front = image(51, 'front')
  await send.send(session, [front])
  shop.forget('image')
  const [theirs] = required(await send.find?.(session, [front]))
  assert.match(String(theirs), /^product#=#/)
  await send.send(session, [front])
  assert.deepEqual(shown('T-1'), [front.state.hash])
})

test('what a shop declares not to take is not offered', async t => {
  const { open, facts, sends, calls } = await emptyShop(
    t,
    5,
    {},
    { without: ['manufacturer', 'specific', 'image'] },
  )
  const session = await open()
  assert.deepEqual(lacking(facts()), ['manufacturer', 'characteristic', 'image'])
  const list = [manufacturer(21, 'Werk')]
  assert.deepEqual(words(await required(sends.manufacturer).send(session, list)), ['NOT_SUPPORTED'])
  assert.equal(calls('manufacturer.push'), 0)
  const entities = { Image: { pull: true, push: true, delete: true }, Product: { push: true } }
  assert.ok(lacking({ entities, flags: { product_images_supported: false } }).includes('image'))
  assert.ok(!lacking({ entities, flags: {} }).includes('image'))
})
