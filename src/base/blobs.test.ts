import assert from 'node:assert/strict'
import { mkdtemp, readdir, rename, rm, unlink, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { type BlobPlace, takeIn } from './blobFiles.ts'
import { blobPlace, deleteUnusedBlobs, getBlob, putBlob, putIncoming, readBlob, useBlobs } from './blobs.ts'
import { type Tx, transact } from './database.ts'
import { hasCode } from './errors.ts'

const { db } = await testDatabase({ after })
const { tenant, items } = await tradeWorld(db, { items: 1 })
const dataDir = await mkdtemp(join(tmpdir(), 'kontor-blobs-'))
after(() => rm(dataDir, { recursive: true }))
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const later = () => new Date(Date.now() + 60_000)
const places: readonly BlobPlace[] = [
  blobPlace({ dataDir, blobs: 'folder' }),
  blobPlace({ dataDir: join(dataDir, 'other'), blobs: 'database' }),
]
const folder = join(dataDir, 'blobs', tenant)

for (const place of places) {
  const put = (text: string) => inTenant(tx => putBlob(tx, tenant, Buffer.from(text), 'text/plain', place))
  const get = (hash: string) => inTenant(tx => getBlob(tx, tenant, hash, place)).then(String)
  const kind = place.kind

  test(`${kind}: bytes come back as they were put, and the same ones lie there once`, async () => {
    const one = await put(`abc ${kind}`)
    assert.deepEqual([one.fresh, one.size, one.hash.length], [true, 4 + kind.length, 64])
    assert.deepEqual(await put(`abc ${kind}`), { ...one, fresh: false })
    assert.equal(await get(one.hash), `abc ${kind}`)
    const part = await inTenant(tx => readBlob(tx, tenant, one.hash, place, 1, 2))
    assert.equal(String(part), 'bc')
    assert.equal(String(await inTenant(tx => readBlob(tx, tenant, one.hash, place, 4, 99))), kind)
    assert.equal(String(await inTenant(tx => readBlob(tx, tenant, one.hash, place, 99, 9))), '')
  })

  test(`${kind}: a file that came in by pieces is kept as a whole, or not at all`, async () => {
    const pieces = ['one ', 'two ', kind].map(text => Buffer.from(text))
    const file = await takeIn(place, tenant, pieces)
    const kept = await inTenant(tx => putIncoming(tx, tenant, file, 'text/plain', place))
    await file.drop()
    assert.equal(await get(kept.hash), `one two ${kind}`)
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('the line broke')
    }
    const half = takeIn(place, tenant, broken() as unknown as Iterable<Buffer>)
    await assert.rejects(half, /the line broke/)
    assert.deepEqual(await readdir(join(place.folder, tenant, 'incoming')), [])
  })

  test(`${kind}: what nothing refers to goes when it is old, what is used stays`, async () => {
    const [used, unused, again] = [
      await put(`used ${kind}`),
      await put(`unused ${kind}`),
      await put(`x ${kind}`),
    ]
    await inTenant(tx =>
      tx.run(`insert into item_image (tenant_id, id, item_id, hash) values ($1, gen_random_uuid(), $2, $3)`, [
        tenant,
        items[0],
        Buffer.from(used.hash, 'hex'),
      ]),
    )
    assert.equal(await deleteUnusedBlobs(db, tenant, new Date(Date.now() - 60_000), place), 0)
    assert.ok((await deleteUnusedBlobs(db, tenant, later(), place)) >= 2)
    assert.equal(await get(used.hash), `used ${kind}`)
    for (const { hash } of [unused, again])
      await assert.rejects(get(hash), error => hasCode(error, 'BLOB_UNKNOWN'))
    assert.equal((await put(`x ${kind}`)).fresh, true)
    assert.equal(await get(again.hash), `x ${kind}`)
  })

  test(`${kind}: what somebody begins to use while it is removed stays`, async () => {
    const { hash } = await put(`in use ${kind}`)
    const old = new Date(Date.now() - 3_600_000)
    await inTenant(tx =>
      tx.run(`update blob set used_at = now() - interval '2 hours' where tenant_id = $1`, [tenant]),
    )
    let removal: Promise<number> | undefined
    await inTenant(async tx => {
      assert.deepEqual([...(await useBlobs(tx, tenant, [hash])).keys()], [hash])
      removal = deleteUnusedBlobs(db, tenant, old, place)
      // Asked outside of this transaction, which sees the activity of its first look again and again.
      for (let waiting: number | null = 0; waiting === 0; )
        waiting = (
          await db.pool.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).rowCount
      await tx.run(
        `insert into item_image (tenant_id, id, item_id, hash) values ($1, gen_random_uuid(), $2, $3)`,
        [tenant, items[0], Buffer.from(hash, 'hex')],
      )
    })
    await removal
    assert.equal(await get(hash), `in use ${kind}`)
  })

  test(`${kind}: what is not there is said with a code`, async () => {
    for (const hash of ['ab'.repeat(32), '../../secret.keys', ''])
      await assert.rejects(get(hash), error => hasCode(error, 'BLOB_UNKNOWN'))
  })
}

test('of a removal that was killed midway nothing is lost, and nothing is left over', async () => {
  const place = places[0] as BlobPlace
  const put = (text: string) => inTenant(tx => putBlob(tx, tenant, Buffer.from(text), 'text/plain', place))
  const { hash } = await put('killed before the commit')
  // Aside is where the killed one has put it; its row is there, because nothing was committed.
  await rename(join(folder, hash), join(folder, 'aside', hash))
  assert.equal(String(await inTenant(tx => getBlob(tx, tenant, hash, place))), 'killed before the commit')
  const stray = await takeIn(place, tenant, [Buffer.from('never kept')])
  await utimes(stray.path, new Date(0), new Date(0))
  await deleteUnusedBlobs(db, tenant, new Date(Date.now() - 60_000), place)
  assert.ok((await readdir(folder)).includes(hash))
  assert.deepEqual(await readdir(join(folder, 'aside')), [])
  assert.deepEqual(await readdir(join(folder, 'incoming')), [])
})

test('bytes that were lost are said to be, and come back by putting them again', async () => {
  const place = places[0] as BlobPlace
  const put = () => inTenant(tx => putBlob(tx, tenant, Buffer.from('lost'), 'text/plain', place))
  const { hash } = await put()
  await unlink(join(folder, hash))
  const get = () => inTenant(tx => getBlob(tx, tenant, hash, place))
  await assert.rejects(get(), error => hasCode(error, 'BLOB_LOST'))
  assert.equal((await put()).fresh, false)
  assert.equal(String(await get()), 'lost')
})

test('another place finds what was put in the first', async () => {
  const [inFolder, inDatabase] = places as [BlobPlace, BlobPlace]
  const put = (text: string, place: BlobPlace) =>
    inTenant(tx => putBlob(tx, tenant, Buffer.from(text), 'text/plain', place))
  const one = await put('in the folder', inFolder)
  const two = await put('in the database', inDatabase)
  const swapped = { ...inDatabase, folder: inFolder.folder }
  assert.equal(String(await inTenant(tx => getBlob(tx, tenant, one.hash, swapped))), 'in the folder')
  assert.equal(String(await inTenant(tx => getBlob(tx, tenant, two.hash, inFolder))), 'in the database')
})
