import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { serverScratch } from './serverScratch.ts'

const folder = await mkdtemp(join(tmpdir(), 'kontor-web-'))
await mkdir(join(folder, 'assets'))
await writeFile(join(folder, 'index.html'), '<title>Kontor</title>')
await writeFile(join(folder, 'assets/app-1a2b.js'), 'void 0')
await writeFile(join(folder, 'assets/app-1a2b.js.gz'), 'squeezed')
const server = await serverScratch({ after }, await testDatabase(), { backOffice: folder })
after(() => rm(folder, { recursive: true }))

test('every address of a page is answered with the one page, which is asked for again each time', async () => {
  for (const path of ['/', '/orders', '/orders/0192?tab=lines', '/sync-runs/7']) {
    const answer = await server.client().call('GET', path)
    assert.deepEqual([answer.status, answer.text], [200, '<title>Kontor</title>'], path)
    assert.equal(answer.headers.get('cache-control'), 'no-cache')
  }
})

test('files named by their contents are kept for ever, and sent compressed to who understands it', async () => {
  const path = '/assets/app-1a2b.js'
  const plain = await server.client().call('GET', path, { headers: { 'accept-encoding': 'identity' } })
  assert.deepEqual([plain.status, plain.text], [200, 'void 0'])
  assert.equal(plain.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  const [squeezed] = await once(
    get(server.url + path, { headers: { 'accept-encoding': 'gzip' } }),
    'response',
  )
  assert.equal(squeezed.headers['content-encoding'], 'gzip')
  assert.equal(await text(squeezed), 'squeezed')
})

test('what is missing below /api or /assets is missing, and no page', async () => {
  for (const path of ['/api/v1/nothing', '/api/v2', '/assets/gone.js', '/hooks/nobody']) {
    const answer = await server.client().call('GET', path)
    assert.deepEqual([answer.status, answer.body?.code], [404, 'ROUTE_UNKNOWN'], path)
  }
})

test('no script but ours runs in a page, and no frame shows it', async () => {
  const policy = (await server.client().call('GET', '/')).headers.get('content-security-policy') ?? ''
  assert.match(policy, /script-src 'self'(;|$)/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.match(policy, /style-src 'self' 'unsafe-inline'/)
})
