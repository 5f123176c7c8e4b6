// The simulated shop against the protocol page, where images and what items name are concerned: with plain calls, not the connector.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sampleShop } from '../../../testkit/jtlConnector/sampleShop.ts'
import { startShop } from '../../../testkit/jtlConnector/startShop.ts'
import { createTestClient, get } from '../../../testkit/jtlConnector/testClient.ts'
import { zipOf } from '../../base/zipFiles.ts'

const png = Buffer.from('89504e470d0a1a0a00', 'hex')

async function openShop(t: TestContext, generation: 5 | 3 = 5) {
  const shop = await startShop({ generation, token: 'kontor-demo-token', ...sampleShop() })
  t.after(() => shop.close())
  const client = createTestClient(shop)
  await client.login()
  await client.ack('product', [['401', 9501]])
  await client.ack('category', [['101', 9601]])
  /** `files`: what lies in the archive; null: no file goes along. */
  const push = async (models: readonly object[], files: readonly string[] | Uint8Array | null) => {
    const form = new FormData()
    form.set('jtlrpc', JSON.stringify({ jtlrpc: '2.0', id: '1', method: 'image.push', params: models }))
    form.set('jtlauth', client.session ?? '')
    if (files) {
      const bytes = files instanceof Uint8Array ? files : zipOf(files.map(name => ({ name, content: png })))
      form.set('file', new Blob([new Uint8Array(bytes)]), 'images.zip')
    }
    const reply = JSON.parse(await (await fetch(shop.url, { method: 'POST', body: form })).text())
    return { code: reply.error?.code, result: reply.result }
  }
  return { shop, client, push }
}

const image = (host: number, relationType: string, owner: number, more: object = {}) => ({
  id: ['', host],
  relationType,
  foreignKey: ['', owner],
  sort: 1,
  ...more,
})

test('finds each image in the archive by host id and relation, and answers ids that name the relation', async t => {
  const { shop, push } = await openShop(t)
  const models = [image(32, 'product', 9501), image(33, 'category', 9601)]
  const { result } = await push(models, ['32_Product.jpg', '33_category_more.png'])
  assert.match(String(get(result, 0, 'id', 0)), /^product#=#\d+$/)
  assert.match(String(get(result, 1, 'id', 0)), /^category#=#\d+$/)
  assert.deepEqual(get(result, 0, 'foreignKey'), ['401', 9501])
  assert.equal(get(result, 0, 'filename'), '32_Product.png', 'the ending follows what the file is')
  const again = await push([image(32, 'product', 9501, { sort: 7 })], ['32_product.png'])
  assert.deepEqual(get(again.result, 0, 'id'), get(result, 0, 'id'))
  assert.equal(shop.images().filter(one => one.sha256 && one.ownerId === '401').length, 1)
})

test('refuses images as the core does: no file, not in it, too many, no archive, no relation', async t => {
  const { push } = await openShop(t)
  const one = [image(34, 'product', 9501)]
  const many = Array.from({ length: 101 }, (_, n) => `${n}_product.png`)
  const codes = [
    await push(one, null),
    await push(one, ['35_product.png']),
    await push(one, many),
    await push(one, Buffer.from('no archive')),
    await push([image(34, 'banner', 9501)], ['34_banner.png']),
  ].map(({ code }) => code)
  assert.deepEqual(codes, [400, 20, 500, 500, 0])
})

test('passes over the image of a product that it does not know; takes addresses instead of files in core 3', async t => {
  const five = await openShop(t)
  const { result } = await five.push([image(36, 'product', 4711)], ['36_product.png'])
  assert.deepEqual(get(result, 0, 'id'), ['', 36])
  const three = await openShop(t, 3)
  const byUrl = image(37, 'product', 9501, { remoteUrl: 'https://shop.invalid/37.png' })
  assert.equal((await three.push([byUrl], null)).code, undefined)
  assert.equal((await five.push([byUrl], null)).code, 400)
})

test('takes images away with their relation, also those that it does not know', async t => {
  const { shop, client, push } = await openShop(t)
  await push([image(32, 'product', 9501)], ['32_product.png'])
  assert.equal((await client.call('image.delete', [{ id: ['', 32] }])).error?.code, 0)
  const gone = await client.ok('image.delete', [image(32, 'product', 9501), image(99, 'product', 9501)])
  assert.deepEqual(get(gone, 1, 'id'), ['', 99])
  assert.deepEqual(
    shop.images().filter(one => one.sha256),
    [],
  )
})

test('gives specifics and their values ids of their own, keeps them, and shows them with the product', async t => {
  const { shop, client } = await openShop(t)
  const value = (host: number, name: string) => ({
    id: ['', host],
    i18ns: [{ languageISO: 'ger', value: name }],
  })
  const specific = {
    id: ['', 51],
    i18ns: [{ languageISO: 'ger', name: 'Größe' }],
    values: [value(61, 'S'), value(62, 'M')],
  }
  const first = await client.ok('specific.push', [specific])
  const again = await client.ok('specific.push', [specific])
  assert.deepEqual(again, first)
  assert.notEqual(get(first, 0, 'values', 0, 'id', 0), get(first, 0, 'values', 1, 'id', 0))
  await client.ok('manufacturer.push', [{ id: ['', 71], name: 'Werk' }])
  await client.ok('product.push', [
    {
      id: ['', 81],
      sku: 'S-1',
      manufacturerId: ['', 71],
      specifics: [{ id: ['', 51], specificValueId: ['', 62] }],
    },
  ])
  const item = shop.item('S-1')
  assert.equal(item?.manufacturerId, shop.manufacturers().find(one => one.name === 'Werk')?.id)
  assert.deepEqual(item?.specifics, [
    { specificId: get(first, 0, 'id', 0), valueId: get(first, 0, 'values', 1, 'id', 0) },
  ])
  for (const [controller, host] of [
    ['specific', 51],
    ['manufacturer', 71],
  ] as const)
    await client.ok(`${controller}.delete`, [{ id: ['', host] }])
  assert.equal(
    shop.specifics().some(one => one.name === 'Größe'),
    false,
  )
  assert.equal(
    shop.manufacturers().some(one => one.name === 'Werk'),
    false,
  )
})
