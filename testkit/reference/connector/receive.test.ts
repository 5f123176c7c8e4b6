import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { Rejected } from '../../../src/port/errors.ts'
import { type ForeignRequest, knowsNothing } from '../../../src/port/receive.ts'
import { receive } from './receive.ts'

const settings = { pushSecret: 'signing-key' }

function call(path: string, text: string, secret = settings.pushSecret) {
  const body = Buffer.from(text)
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const route = receive.routes.find(entry => entry.path === path)
  assert.ok(route)
  const request: ForeignRequest = {
    url: `https://kontor.example/reference/k7${path}`,
    method: 'POST',
    path,
    query: {},
    headers: { 'x-signature': signature },
    body,
    parts: {},
    connectionKey: 'k7',
    settings,
    facts: {},
    places: [''],
    seats: [],
    account: 1,
    now: new Date(),
  }
  return { route, request, read: () => route.read(request, knowsNothing) }
}

test('takes a hint for a wish to be fetched from, not for records', () => {
  const { route, request, read } = call('/hint', '{}')
  assert.deepEqual(read(), { wake: true })
  assert.equal(route.answer({ outcomes: [], letters: [] }, request).status, 204)
})

test('takes neither from a stranger', () => {
  for (const path of ['/hint', '/events'])
    assert.deepEqual(call(path, '{"records":[]}', 'guessed').read(), { status: 401, body: '' })
})

test('rejects a signed call that cannot be read, and names what was stored of one that can', () => {
  for (const text of ['', 'no json', '{"records":1}']) assert.throws(call('/events', text).read, Rejected)
  const { route, request, read } = call('/events', '{"records":[{"type":"payment","id":7,"place":"at"}]}')
  const taken = read()
  assert.ok(!('status' in taken))
  const [record] = taken.records ?? []
  assert.deepEqual([record?.kind, record?.externalId, record?.place], ['payment', '7', 'at'])
  const outcomes = [{ externalId: '7', did: 'new' as const }]
  assert.equal(route.answer({ outcomes, letters: [] }, request).body, '{"stored":["7"]}')
})
