// Files that lie beside the database are in the backup, and come back where the restored one keeps its files.
import assert from 'node:assert/strict'
import { readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { blobPlace, deleteUnusedBlobs, getBlob, putBlob } from '../../src/base/blobs.ts'
import { type Database, type Tx, transact } from '../../src/base/database.ts'
import { hasCode } from '../../src/base/errors.ts'
import { verify } from '../../src/sync/verify.ts'
import { verifyBlobs } from '../../src/sync/verifyBlobs.ts'
import { removeUnusedFiles } from '../../src/worker/chores.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { backUp, emptyDatabase, openRestored, restore, scratchFolder } from './restoreWorld.ts'

const { db } = await testDatabase({ after })
const { tenant, items } = await tradeWorld(db, { items: 2 })
const folder = await scratchFolder({ after })
const place = blobPlace({ dataDir: folder, blobs: 'folder' })
const inDatabase = blobPlace({ dataDir: join(folder, 'unused'), blobs: 'database' })
const inTenant = <T>(of: Database, work: (tx: Tx) => Promise<T>) => transact(of, { tenant }, work)
const put = async (content: Buffer, where = place) =>
  (await inTenant(db, tx => putBlob(tx, tenant, content, 'image/png', where))).hash
const large = Buffer.alloc(17_000_000, 'a large file ')
const [small, big, row] = [
  await put(Buffer.from('small')),
  await put(large),
  await put(Buffer.from('row'), inDatabase),
]
await inTenant(db, tx =>
  tx.run(
    `insert into item_image (tenant_id, id, item_id, hash)
     select $1, gen_random_uuid(), $2, decode(u.hash, 'hex') from unnest($3::text[]) as u (hash)`,
    [tenant, items[0], [small, big, row]],
  ),
)
const file = join(folder, 'kontor.backup')
const { manifest } = await backUp(db, file, place)
const nothing = async () => undefined

test('what was in files is in files again', async t => {
  assert.deepEqual(manifest.blobs, { count: 2, bytes: large.length + 5, lost: [] })
  const { url } = await emptyDatabase(t)
  const there = blobPlace({ dataDir: join(folder, 'there'), blobs: 'folder' })
  await restore(url, file, nothing, { blobs: there })
  const restored = openRestored(url, t)
  assert.ok(large.equals(await inTenant(restored, tx => getBlob(tx, tenant, big, there))))
  assert.equal(String(await inTenant(restored, tx => getBlob(tx, tenant, row, there))), 'row')
  assert.deepEqual(await inTenant(restored, tx => verifyBlobs(tx, tenant, there)), {
    promise: 'an image or a document has the bytes that were uploaded',
    ok: true,
    count: 0,
    wrong: [],
  })
  const broken = (await inTenant(restored, tx => verify(tx, tenant))).filter(finding => !finding.ok)
  assert.deepEqual(broken, [])
  await writeFile(join(there.folder, tenant, small), 'smell')
  const { wrong } = await inTenant(restored, tx => verifyBlobs(tx, tenant, there))
  assert.deepEqual(wrong, [small])
})

test('restored for several machines, they lie in the database', async t => {
  const { url } = await emptyDatabase(t)
  await restore(url, file, nothing, { blobs: inDatabase })
  const restored = openRestored(url, t)
  assert.equal(String(await inTenant(restored, tx => getBlob(tx, tenant, small, inDatabase))), 'small')
})

test('a file that was changed in the backup, or lost before it, is said to be', async t => {
  const bytes = await readFile(file)
  const at = bytes.indexOf('a large file a large file')
  bytes.write('A', at)
  const { url } = await emptyDatabase(t)
  await assert.rejects(restore(url, bytes, nothing, { blobs: place }), error =>
    hasCode(error, 'BACKUP_BROKEN'),
  )
  const gone = await put(Buffer.from('gone'))
  await unlink(join(place.folder, tenant, gone))
  const again = await backUp(db, join(folder, 'again.backup'), place)
  assert.deepEqual(again.manifest.blobs?.lost, [`${tenant}/${gone}`])
})

test('a day later what nothing refers to is gone, and the rest is there', async () => {
  const unused = await put(Buffer.from('unused'))
  await removeUnusedFiles(db, place, new Date())
  assert.equal(String(await inTenant(db, tx => getBlob(tx, tenant, unused, place))), 'unused')
  await removeUnusedFiles(db, place, new Date(Date.now() + 86_500_000))
  await assert.rejects(
    inTenant(db, tx => getBlob(tx, tenant, unused, place)),
    error => hasCode(error, 'BLOB_UNKNOWN'),
  )
  assert.equal(await deleteUnusedBlobs(db, tenant, new Date(Date.now() + 86_500_000), place), 0)
  assert.equal(String(await inTenant(db, tx => getBlob(tx, tenant, small, place))), 'small')
})
