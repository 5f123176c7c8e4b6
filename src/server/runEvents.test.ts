import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { seedAdministrator, serverScratch } from './serverScratch.ts'

const server = await serverScratch({ after }, await testDatabase())
const { tenant, user, password } = await seedAdministrator(server, 'muster')
const browser = server.client()
await browser.call('POST', '/api/v1/session', { body: { tenant: 'muster', email: user.email, password } })

async function newRun(): Promise<string> {
  const id = newId()
  await change(
    `insert into sync_run (tenant_id, id, state, asked_by, asked_at, started_at) values ($1, $2, 'running', 'Anna', now(), now())`,
    id,
  )
  return id
}

const change = (sql: string, id: string) =>
  transact(server.kontor.db, { tenant }, tx => tx.run(sql, [tenant, id]))
const step = (id: string) =>
  change(`update sync_run set version = version + 1 where tenant_id = $1 and id = $2`, id)
const end = (id: string) =>
  change(
    `update sync_run set version = version + 1, state = 'done', ended_at = now() where tenant_id = $1 and id = $2`,
    id,
  )

async function open(id: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/api/v1/sync-runs/${id}/events`, {
    headers: { cookie: browser.cookie ?? '', ...headers },
  })
  const decoder = new TextDecoder()
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  let text = ''
  return {
    response,
    /** The next event, as its lines. */
    async next(): Promise<Record<string, string> | undefined> {
      while (!text.includes('\n\n')) {
        reader ??= response.body?.getReader()
        const part = await reader?.read()
        if (!part || part.done) return undefined
        text += decoder.decode(part.value, { stream: true })
      }
      const [block = '', ...rest] = text.split('\n\n')
      text = rest.join('\n\n')
      return Object.fromEntries(
        block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      )
    },
    cancel: () => reader?.cancel(),
  }
}

test('whoever watches a run hears of each change, and of its end', async () => {
  const id = await newRun()
  const stream = await open(id)
  assert.equal(stream.response.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  const first = await stream.next()
  assert.deepEqual(
    [first?.['event'], first?.['id'], JSON.parse(first?.['data'] ?? '').state],
    ['run', '0', 'running'],
  )
  await step(id)
  assert.equal((await stream.next())?.['id'], '1')
  await end(id)
  const last = await stream.next()
  assert.deepEqual([last?.['id'], JSON.parse(last?.['data'] ?? '').state], ['2', 'done'])
  assert.deepEqual((await stream.next())?.['event'], 'end')
  assert.equal(await stream.next(), undefined, 'and the stream is over')
})

test('who comes back hears only what is new, and after the end nothing more', async () => {
  const id = await newRun()
  await step(id)
  const stream = await open(id, { 'last-event-id': '1' })
  await step(id)
  assert.equal((await stream.next())?.['id'], '2')
  await stream.cancel()
  await end(id)
  const late = await open(id, { 'last-event-id': '3' })
  assert.equal(late.response.status, 204)
})

test('only whoever may read runs, and only their own tenant’s', async () => {
  const id = await newRun()
  const nobody = await fetch(`${server.url}/api/v1/sync-runs/${id}/events`)
  assert.equal(nobody.status, 401)
  const unknown = await open(newId())
  assert.deepEqual([unknown.response.status, /RUN_UNKNOWN/.test(await unknown.response.text())], [404, true])
  const other = await seedAdministrator(server, 'other')
  const stranger = server.client()
  await stranger.call('POST', '/api/v1/session', {
    body: { tenant: 'other', email: other.user.email, password },
  })
  assert.equal((await stranger.call('GET', `/api/v1/sync-runs/${id}/events`)).status, 404)
  assert.equal((await stranger.call('GET', '/api/v1/sync-runs/no-id/events')).status, 400)
})

test('closing the server ends the streams', async t => {
  const hooks: (() => Promise<void>)[] = []
  const own = await serverScratch({ after: hook => void hooks.push(hook) }, await testDatabase())
  const boss = await seedAdministrator(own, 'muster')
  const watcher = own.client()
  await watcher.call('POST', '/api/v1/session', { body: { email: boss.user.email, password } })
  const id = newId()
  await transact(own.kontor.db, { tenant: boss.tenant }, tx =>
    tx.run(
      `insert into sync_run (tenant_id, id, state, asked_by, asked_at) values ($1, $2, 'running', 'Anna', now())`,
      [boss.tenant, id],
    ),
  )
  const response = await fetch(`${own.url}/api/v1/sync-runs/${id}/events`, {
    headers: { cookie: watcher.cookie ?? '' },
  })
  const text = response.text()
  t.diagnostic('the stream is open')
  for (const hook of hooks) await hook()
  assert.match(await text, /event: run/)
})
