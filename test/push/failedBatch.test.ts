// A call that fails in the middle, whose answer is lost, or after which we die: in the end the shop has everything once.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { BatchFailure, Generation, Quirks } from '../../testkit/jtlConnector/quirks.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { type DescribedTrade, goods, openDescribedTrade } from './describedTrade.ts'

const { db } = await testDatabase({ after })
const described = ['manufacturer.push', 'category.push', 'specific.push', 'product.push', 'image.push']

const batchFailures: Readonly<Record<Generation, readonly BatchFailure[]>> = {
  5: ['storedNotLinked', 'linkedUntilFailing'],
  3: ['lastErrorOnly', 'rollback', 'storedNotLinked'],
}

for (const generation of [5, 3] as const) {
  for (const batchFailure of batchFailures[generation])
    test(`a batch that fails in the middle on a ${generation}.x endpoint leaves no duplicate: ${batchFailure}`, async t => {
      const { shop, images, ...trade } = await open(t, generation, { batchFailure })
      shop.setRefusals((_method, model) => (/FAIL/.test(JSON.stringify(model)) ? 'not valid' : undefined))
      await trade.tellAll()
      assert.deepEqual(shown(shop), { ...everything(images, isGood) })
      shop.setRefusals()
      await trade.sweepAll()
      await trade.tellAll()
      assert.deepEqual(shown(shop), everything(images))
      assert.deepEqual(await trade.world.broken(), [])
    })

  for (const fault of ['executionTimeout', 'cutAfterSuccess', 'http500AfterSuccess'] as const)
    test(`calls that end in ${fault} on a ${generation}.x endpoint leave no duplicate`, async t => {
      const { shop, images, ...trade } = await open(t, generation)
      shop.setFaults({ script: described.map(method => ({ onCall: 1, method, fault })) })
      await trade.tellAll()
      assert.deepEqual(shown(shop), everything(images))
      const { id } = shop.placeOrder({
        lines: [
          { sku: 'A-1', quantity: '1' },
          { sku: 'A-2', quantity: '2' },
        ],
      })
      await trade.deliverAll()
      shop.setFaults({
        script: ['delivery_note.push', 'status_change.push'].map(method => ({ onCall: 1, method, fault })),
      })
      await trade.tellAll()
      assert.deepEqual(
        shop.deliveryNotes().map(note => note.orderId),
        [id],
      )
      assert.equal(shop.statusOf(id)?.status, 'shipped')
      assert.deepEqual(await trade.world.broken(), [])
    })

  test(`names that a ${generation}.x shop has tidied are found again after a call that fails in the middle`, async t => {
    const { shop, images, ...trade } = await open(t, generation, { batchFailure: 'storedNotLinked' })
    shop.setHooks({ afterCall: () => tidy(shop) })
    shop.setFaults({
      script: described.map(method => ({ onCall: 1, method, fault: 'executionTimeout' as const })),
    })
    await trade.tellAll()
    const count = ({
      items,
      categories,
      manufacturers,
      characteristics,
      values,
      ...rest
    }: ReturnType<typeof shown>) =>
      [items, categories, manufacturers, characteristics, values, rest.images].map(list => list.length)
    assert.deepEqual(count(shown(shop)), count(everything(images)))
    assert.deepEqual(await trade.world.broken(), [])
  })

  test(`dying between a call to a ${generation}.x endpoint and its settling leaves no duplicate`, async t => {
    const { shop, images, ...trade } = await open(t, generation, { batchFailure: 'storedNotLinked' })
    // Every other one dies of a call that has failed in the middle.
    shop.setFaults({
      script: ['category.push', 'specific.push', 'image.push'].map(method => ({
        onCall: 1,
        method,
        fault: 'executionTimeout' as const,
      })),
    })
    await trade.dieAfter('catalogue', ['category', 'manufacturer', 'characteristic', 'item', 'image'])
    await trade.tellAll()
    assert.deepEqual(shown(shop), everything(images))
    const { id } = shop.placeOrder({ lines: [{ sku: 'A-1', quantity: '1' }] })
    await trade.deliverAll()
    await trade.dieAfter('feedback', ['delivery'])
    await trade.tellAll()
    assert.deepEqual(
      shop.deliveryNotes().map(note => note.orderId),
      [id],
    )
    assert.deepEqual(await trade.world.broken(), [])
  })
}

/** What a shop makes of names: capitals, markup, space that is none, letters in two parts. */
function tidy(shop: Shop): void {
  const tidied = (name: string) =>
    ` ${name.toUpperCase().normalize('NFD').replaceAll('&', '&amp;').replaceAll(' ', '\u00a0 ')}<br/>`
  const isRaw = (name: string) => !name.endsWith('<br/>')
  const texts = <T extends { readonly name: string }>(list: readonly T[] = []) =>
    list.map(text => ({ ...text, name: tidied(text.name) }))
  for (const one of shop.categories())
    if (isRaw(nameOf(one))) shop.putCategory({ ...one, texts: texts(one.texts) })
  for (const one of shop.manufacturers())
    if (isRaw(one.name)) shop.putManufacturer({ ...one, name: tidied(one.name) })
  for (const one of shop.specifics())
    if (isRaw(one.name))
      shop.putSpecific({
        ...one,
        name: tidied(one.name),
        texts: texts(one.texts),
        values: one.values.map(value => ({
          ...value,
          value: tidied(value.value),
          texts: texts(value.texts),
        })),
      })
}

const isGood = (name: string) => !name.includes('FAIL')

function open(t: TestContext, generation: Generation, quirks: Partial<Quirks> = {}): Promise<DescribedTrade> {
  return openDescribedTrade(db, t, generation, quirks)
}

/** What the shop has, in order, whatever is there twice twice. */
function shown(shop: Shop) {
  const main = shop.item('A-1')?.id
  return {
    items: shop
      .items()
      .map(item => item.sku)
      .sort(),
    categories: shop.categories().map(nameOf).sort(),
    manufacturers: shop
      .manufacturers()
      .map(one => one.name)
      .sort(),
    characteristics: shop
      .specifics()
      .map(one => one.name)
      .sort(),
    values: shop
      .specifics()
      .flatMap(one => one.values.map(value => value.value))
      .sort(),
    images: shop
      .images()
      .sort((a, b) => a.sort - b.sort)
      .map(image => [image.ownerId === main, image.sha256]),
  }
}

function nameOf({ texts }: { readonly texts: readonly { readonly name: string }[] }): string {
  return texts[0]?.name ?? ''
}

function everything(images: readonly string[], isThere: (name: string) => boolean = () => true) {
  const characteristics = goods.characteristics.filter(isThere)
  return {
    items: goods.items.filter(isThere).sort(),
    categories: goods.categories.filter(isThere).sort(),
    manufacturers: goods.manufacturers.filter(isThere).sort(),
    characteristics: characteristics.toSorted(),
    values: characteristics.flatMap(name => [`${name} eins`, `${name} zwei`]).sort(),
    images: images.map(hash => [true, hash]),
  }
}
