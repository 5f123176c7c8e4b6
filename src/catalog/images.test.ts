import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { blobPlace, deleteUnusedBlobs, getBlob, putBlob } from '../base/blobs.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { readImageFiles, readImages } from './imageStore.ts'
import { addImages, changeImages, removeImages, sortImages } from './images.ts'
import { prepareImages } from './prepareImages.ts'

const { db } = await testDatabase({ after })
const world = await tradeWorld(db, { items: 3 })
const { tenant } = world
const [one = '', two = '', three = ''] = world.items
const dataDir = await mkdtemp(join(tmpdir(), 'kontor-images-'))
after(() => rm(dataDir, { recursive: true }))
const place = blobPlace({ dataDir, blobs: 'folder' })
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const put = async (content: Buffer) =>
  (await inTenant(tx => putBlob(tx, tenant, content, 'application/octet-stream', place))).hash
const picture = (width: number, height: number, colour: string) =>
  sharp({ create: { width, height, channels: 3, background: colour } })
const codes = (list: readonly object[]) =>
  list.map(each => ('code' in each ? each.code : 'did' in each && each.did))
const add = async (...list: Parameters<typeof addImages>[2]) => {
  const faults = await prepareImages(
    db,
    tenant,
    list.map(image => image.hash),
    place,
  )
  return inTenant(tx => addImages(tx, tenant, list, faults))
}
const shown = async (itemId: string) =>
  (await inTenant(tx => readImages(tx, tenant, [itemId]))).map(row => row.id)

test('an image is looked at once: upright, smaller, and without what the camera knew', async () => {
  const content = await picture(1000, 500, 'red')
    .withExif({ IFD0: { Copyright: 'secret place' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const hash = await put(content)
  const { results, changed } = await add({ itemId: one, hash, alt: { de: 'Rot' } })
  assert.deepEqual(codes(results), ['new'])
  assert.deepEqual(changed, { item: [one], image: [results[0]?.id] })
  const file = (await inTenant(tx => readImageFiles(tx, tenant, [hash]))).get(hash)
  assert.deepEqual([file?.width, file?.height, file?.mediaType], [500, 1000, 'image/jpeg'])
  assert.deepEqual(Object.keys(file?.smaller ?? {}), ['96', '480', '1200'])
  const small = await inTenant(tx => getBlob(tx, tenant, file?.smaller['480'] ?? '', place))
  const { width, height, exif } = await sharp(small).metadata()
  assert.deepEqual([width, height, exif], [240, 480, undefined])
  assert.deepEqual(
    await inTenant(tx => getBlob(tx, tenant, hash, place)),
    content,
    'the original stays as it is',
  )
  assert.deepEqual(codes((await add({ itemId: one, hash })).results), ['exists'])
})

test('what is no image, too large, moving, drawn or broken is refused, one by one', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  const frame = await picture(4, 4, 'red').gif().toBuffer()
  const moving = await sharp([frame, await picture(4, 4, 'blue').gif().toBuffer()], {
    join: { animated: true },
  })
    .gif()
    .toBuffer()
  const whole = await picture(300, 300, 'green').png({ compressionLevel: 0 }).toBuffer()
  const huge = await picture(8000, 6300, 'white').png().toBuffer()
  const good = await put(await picture(3, 3, 'blue').webp().toBuffer())
  const hashes = [svg, moving, whole.subarray(0, 90_000), Buffer.from('text'), huge]
  const bad = []
  for (const content of hashes) bad.push(await put(content))
  const { results } = await add(
    ...bad.map(hash => ({ itemId: two, hash })),
    { itemId: two, hash: 'ab'.repeat(32) },
    { itemId: newId(), hash: good },
    { itemId: two, hash: good, channelIds: [newId()] },
    { itemId: two, hash: good },
  )
  assert.deepEqual(codes(results), [
    'IMAGE_INVALID',
    'IMAGE_INVALID',
    'IMAGE_INVALID',
    'IMAGE_INVALID',
    'IMAGE_TOO_LARGE',
    'IMAGE_FILE_UNKNOWN',
    'ITEM_UNKNOWN',
    'CHANNEL_UNKNOWN',
    'new',
  ])
})

test('images are sorted, changed and taken away, and all that move are told', async () => {
  const hashes = []
  for (const colour of ['red', 'green', 'blue'])
    hashes.push(await put(await picture(9, 9, colour).png().toBuffer()))
  const { results } = await add(...hashes.map(hash => ({ itemId: three, hash })))
  const [a = '', b = '', c = ''] = results.map(result => result.id)
  assert.deepEqual(await shown(three), [a, b, c])
  const sorted = await inTenant(tx => sortImages(tx, tenant, [{ itemId: three, ids: [c] }]))
  assert.deepEqual(await shown(three), [c, a, b])
  assert.deepEqual(sorted.changed, { item: [three], image: [a, b, c].sort() })
  const again = await inTenant(tx => sortImages(tx, tenant, [{ itemId: three, ids: [c, a] }]))
  assert.deepEqual([codes(again.results), again.changed], [['unchanged'], {}])
  const channelIds = [world.channels[0]?.channel ?? '']
  const changed = await inTenant(tx =>
    changeImages(tx, tenant, [
      { id: a, alt: { de: 'Grün' }, channelIds },
      { id: a, channelIds },
      { id: newId() },
    ]),
  )
  assert.deepEqual(codes(changed.results), ['changed', 'unchanged', 'IMAGE_UNKNOWN'])
  const row = (await inTenant(tx => readImages(tx, tenant, [three]))).find(image => image.id === a)
  assert.deepEqual([row?.alt, row?.channelIds], [{ de: 'Grün' }, channelIds])
  const removed = await inTenant(tx => removeImages(tx, tenant, [c, newId()]))
  assert.deepEqual(codes(removed.results), ['changed', 'IMAGE_UNKNOWN'])
  assert.deepEqual(removed.changed.image, [a, b, c].sort(), 'the others move up')
  const stray = await inTenant(tx => sortImages(tx, tenant, [{ itemId: three, ids: [c] }]))
  assert.deepEqual(codes(stray.results), ['IMAGE_UNKNOWN'])
})

test('files of images that are gone go with their smaller ones; the others stay', async () => {
  const later = new Date(Date.now() + 60_000)
  await deleteUnusedBlobs(db, tenant, later, place)
  const count = async () => {
    const [row] = await inTenant(tx =>
      tx.query<{ blobs: string }>('select count(*) as blobs from blob where tenant_id = $1', [tenant]),
    )
    return Number(row?.blobs)
  }
  const before = await count()
  const hash = await put(await picture(700, 700, 'pink').png().toBuffer())
  const { results } = await add({ itemId: two, hash })
  await inTenant(tx => removeImages(tx, tenant, [results[0]?.id ?? '']))
  assert.ok((await count()) > before + 1)
  await deleteUnusedBlobs(db, tenant, later, place)
  await deleteUnusedBlobs(db, tenant, later, place)
  assert.equal(await count(), before)
})
