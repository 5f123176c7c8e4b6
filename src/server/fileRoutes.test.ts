import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { blobPlace, putBlob } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { signedBlobUrl } from '../base/signedBlob.ts'
import { insertApiKey } from '../company/apiKeyStore.ts'
import type { Right } from '../company/rights.ts'
import { seedAdministrator, serverScratch } from './serverScratch.ts'

const server = await serverScratch({ after }, await testDatabase())
const { kontor, url } = server
const { tenant } = await seedAdministrator(server, 'files')
const keyWith = async (...scopes: Right[]) => {
  const made = await transact(kontor.db, { tenant }, tx =>
    insertApiKey(tx, tenant, { name: scopes.join(' '), scopes, createdBy: null, now: kontor.now() }),
  )
  return made?.secret ?? ''
}
const writer = await keyWith('items.write', 'items.read')
const send = (path: string, key: string | undefined, body?: Buffer | ReadableStream) =>
  fetch(url + path, {
    method: body ? 'PUT' : 'GET',
    headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), 'content-type': 'text/html' },
    ...(body ? { body, duplex: 'half' } : {}),
  } as RequestInit)
const gif = Buffer.from('GIF89a and the rest of it')

test('a file goes up as bytes and comes back by its hash, typed by what it holds', async () => {
  const answer = await send('/api/v1/files', writer, gif)
  assert.equal(answer.status, 200)
  const put = (await answer.json()) as { hash: string; size: number; mediaType: string }
  assert.deepEqual([put.size, put.mediaType], [gif.length, 'image/gif'])
  const back = await send(`/api/v1/files/${put.hash}`, writer)
  assert.equal(back.headers.get('content-type'), 'image/gif')
  assert.equal(back.headers.get('content-disposition'), null)
  assert.deepEqual(Buffer.from(await back.arrayBuffer()), gif)
  const page = Buffer.from('<script>alert(1)</script>')
  const { hash } = (await (await send('/api/v1/files', writer, page)).json()) as { hash: string }
  const script = await send(`/api/v1/files/${hash}`, writer)
  assert.equal(script.headers.get('content-type'), 'application/octet-stream')
  assert.match(script.headers.get('content-disposition') ?? '', /^attachment/)
  assert.match(script.headers.get('content-security-policy') ?? '', /default-src 'none'/)
})

test('nobody uploads without a right, and nothing empty', async () => {
  assert.equal((await send('/api/v1/files', undefined, gif)).status, 401)
  assert.equal((await send('/api/v1/files', await keyWith('items.read'), gif)).status, 403)
  assert.equal((await send('/api/v1/files', await keyWith('stock.write'), gif)).status, 200)
  const empty = await fetch(`${url}/api/v1/files`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${writer}` },
  })
  assert.equal(empty.status, 422)
})

test('a large file comes back whole, piece by piece', async () => {
  const large = Buffer.alloc(3_500_000, 'kontor ')
  const { hash } = (await (await send('/api/v1/files', writer, large)).json()) as { hash: string }
  const back = await send(`/api/v1/files/${hash}`, writer)
  assert.ok(Buffer.from(await back.arrayBuffer()).equals(large))
})

test('a signed address opens one file of one tenant for a time, and nothing else', async () => {
  const place = blobPlace(kontor.config)
  const [one, other] = await transact(kontor.db, { tenant }, async tx => [
    await putBlob(tx, tenant, gif, 'image/gif', place),
    await putBlob(tx, tenant, Buffer.from('GIF87a other'), 'image/gif', place),
  ])
  const until = new Date(kontor.now().getTime() + 60_000)
  const blob = { hash: one.hash, mediaType: 'image/gif' }
  const address = signedBlobUrl(`${url}/`, kontor.keyring, tenant, blob, until)
  const open = async (text: string) => (await fetch(text)).status
  const answer = await fetch(address)
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'image/gif'])
  const heads = ['x-content-type-options', 'content-security-policy', 'set-cookie', 'content-disposition']
  assert.deepEqual(
    heads.map(name => answer.headers.get(name)),
    ['nosniff', "default-src 'none'; sandbox", null, null],
  )
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), gif)
  const seconds = Math.floor(until.getTime() / 1000)
  assert.equal(await open(address.replace(one.hash, other.hash)), 404)
  assert.equal(await open(address.replace(`until=${seconds}`, `until=${seconds + 1}`)), 404)
  assert.equal(await open(address.replace(tenant, '00000000-0000-7000-8000-000000000000')), 404)
  assert.equal(await open(address.replace(/sig=.*/, 'sig=x')), 404)
  assert.equal(await open(`${url}/blobs/${tenant}/..%2F..%2Fsecret.keys?until=1&sig=x`), 404)
  assert.equal(await open(address.replace(`/${tenant}/`, `/${tenant}/../${tenant}%2F`)), 404)
  // Whatever its name says: a page is only ever saved.
  const page = await transact(kontor.db, { tenant }, tx =>
    putBlob(tx, tenant, Buffer.from('<script>alert(1)</script>'), 'text/html', place),
  )
  const named = signedBlobUrl(url, kontor.keyring, tenant, { ...blob, hash: page.hash }, until)
  assert.match(named, /\.gif\?/)
  const saved = await fetch(named)
  assert.deepEqual(
    [saved.headers.get('content-type'), saved.headers.get('content-disposition')?.split(';')[0]],
    ['application/octet-stream', 'attachment'],
  )
  await saved.body?.cancel()
  server.clock.now = new Date(until.getTime() + 1)
  assert.equal(await open(address), 404)
})
