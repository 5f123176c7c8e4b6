// Images on their way to a shop that takes them as objects of their own.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import { transact } from '../../src/base/database.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { addImages, changeImages, removeImages, sortImages } from '../../src/catalog/images.ts'
import { prepareImages } from '../../src/catalog/prepareImages.ts'
import type { Connector, Run } from '../../src/port/connector.ts'
import type { Outgoing } from '../../src/port/outgoing.ts'
import type { Send } from '../../src/port/send.ts'
import { forgetGoneImages } from '../../src/sync/goneImages.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, type PushWorld } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const place = blobPlace({ dataDir: '/nowhere', blobs: 'database' })

/** What the shop has, by our number: the item, the place and the bytes. */
type Shelf = Map<number, { readonly item: string; readonly sort: number; readonly bytes: string }>

function takesImages(shelf: Shelf, calls: string[]): (connector: Connector) => Connector {
  return connector => {
    let blob: Run['blob']
    const image = {
      repeat: 'safe',
      atomic: false,
      linkedBy: 'connection',
      batch: 10,
      send: async (_session: unknown, list: readonly Outgoing<'image'>[]) => {
        calls.push(`send ${list.length}`)
        const results = []
        for (const { ref, state } of list) {
          const bytes = Buffer.from((await blob?.(state.hash)) ?? [])
          shelf.set(ref.no, { item: state.of.theirs, sort: state.sort, bytes: bytes.toString('base64') })
          results.push({ result: 'accepted', theirs: `image ${ref.no}`, proof: 'stored' })
        }
        return results
      },
      remove: async (
        _session: unknown,
        list: Parameters<NonNullable<Send<unknown, 'image'>['remove']>>[1],
      ) => {
        calls.push(`remove ${list.length} of ${list.map(one => one.of?.theirs)}`)
        for (const { ref } of list) shelf.delete(ref.no)
        return list.map(() => ({ result: 'accepted', proof: 'received' }))
      },
    }
    const open = (run: Run) => {
      blob = run.blob
      return connector.open(run)
    }
    return { ...connector, open, send: { ...connector.send, image } } as unknown as Connector
  }
}

async function picture(push: PushWorld, colour: string): Promise<{ hash: string; bytes: string }> {
  const { tenant } = push.world
  const content = await sharp({ create: { width: 4, height: 4, channels: 3, background: colour } })
    .png()
    .toBuffer()
  const { hash } = await transact(db, { tenant }, tx => putBlob(tx, tenant, content, 'image/png', place))
  await prepareImages(db, tenant, [hash], place)
  return { hash, bytes: content.toString('base64') }
}

test('images follow their item with their bytes, in the order of the channel; a change sends no item', async context => {
  const shelf: Shelf = new Map()
  const calls: string[] = []
  const push = await createPushWorld(db, context, {}, takesImages(shelf, calls))
  const { tenant } = push.world
  const [itemId = ''] = await push.sell(['T-1'])
  const [red, blue] = [await picture(push, 'red'), await picture(push, 'blue')]
  const { results } = await push.change(tx =>
    addImages(
      tx,
      tenant,
      [red, blue].map(({ hash }) => ({ itemId, hash })),
    ),
  )
  const [first = '', second = ''] = results.map(result => result.id)
  const run = () => push.lane('catalogue', { parts: { blobs: place } })
  const shown = () => [...shelf.values()].sort((a, b) => a.sort - b.sort).map(one => one.bytes)
  const end = await run()
  assert.equal(end.figures['image']?.accepted, 2)
  assert.deepEqual(shown(), [red.bytes, blue.bytes])
  assert.notEqual([...shelf.values()][0]?.item, '', 'the item was there first')
  assert.deepEqual(await push.due('image'), [])

  // Only the place of the two changed: two images are sent, no item.
  await push.change(tx => sortImages(tx, tenant, [{ itemId, ids: [second, first] }]))
  const sorted = await run()
  assert.deepEqual(shown(), [blue.bytes, red.bytes])
  assert.deepEqual([sorted.figures['image']?.accepted, sorted.figures['item']?.accepted ?? 0], [2, 0])

  // Not for this channel any more: taken away, and the other moves up.
  const [other] = await push.world.query<{ id: string }>(
    `insert into channel (tenant_id, id, connection_id, name, place)
     select tenant_id, gen_random_uuid(), connection_id, 'Other', 'other' from channel where tenant_id = $1 returning id`,
    tenant,
  )
  await push.change(tx => changeImages(tx, tenant, [{ id: second, channelIds: [other?.id ?? ''] }]))
  calls.length = 0
  await run()
  assert.deepEqual(shown(), [red.bytes])
  const shownItem = [...shelf.values()][0]?.item
  assert.deepEqual(calls.sort(), [`remove 1 of ${shownItem}`, 'send 1'], 'with the item that it showed')

  // Taken away altogether, and forgotten once no channel has it.
  await push.change(tx => removeImages(tx, tenant, [first]))
  await run()
  assert.deepEqual(shown(), [])
  const later = new Date(Date.now() + 60_000)
  assert.equal(await transact(db, { tenant }, tx => forgetGoneImages(tx, tenant, later)), 1)
  calls.length = 0
  await run()
  assert.deepEqual(calls, [], 'nothing is left to tell')
})

test('an item that comes back brings its images again', async context => {
  const shelf: Shelf = new Map()
  const push = await createPushWorld(db, context, {}, takesImages(shelf, []))
  const { tenant } = push.world
  const [id = ''] = await push.sell(['T-2'])
  const red = await picture(push, 'red')
  await push.change(tx => addImages(tx, tenant, [{ itemId: id, hash: red.hash }]))
  const run = () => push.lane('catalogue', { parts: { blobs: place } })
  await run()
  assert.equal(shelf.size, 1)
  await push.change(tx => changeItems(tx, tenant, [{ id, active: false }]))
  await run()
  shelf.clear() // it went with its item
  await push.change(tx => changeItems(tx, tenant, [{ id, active: true }]))
  await run()
  assert.equal(shelf.size, 1)
})

test('a complete synchronisation of images sends all of them once more', async context => {
  const shelf: Shelf = new Map()
  const calls: string[] = []
  const push = await createPushWorld(db, context, {}, takesImages(shelf, calls))
  const { tenant } = push.world
  const [itemId = ''] = await push.sell(['T-3'])
  const red = await picture(push, 'red')
  await push.change(tx => addImages(tx, tenant, [{ itemId, hash: red.hash }]))
  await push.lane('catalogue', { parts: { blobs: place } })
  calls.length = 0
  await push.sweep('image')
  await push.lane('catalogue', { parts: { blobs: place } })
  assert.deepEqual(calls, [])
  await push.sweep('image', true)
  await push.lane('catalogue', { parts: { blobs: place } })
  assert.deepEqual(calls, ['send 1'])
})
