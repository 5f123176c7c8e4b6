import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { Refused, Rejected } from '../../../src/port/errors.ts'
import { receive } from './receive.ts'

const settings = { pushSecret: 'signing-key' }

function call(path: string, text: string, secret = settings.pushSecret) {
  const body = Buffer.from(text)
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const route = receive.routes.find(entry => entry.path === path)
  assert.ok(route)
  return { route, read: () => route.read({ path, headers: { 'x-signature': signature }, body, settings }) }
}

test('takes a hint for a wish to be fetched from, not for records', () => {
  const { route, read } = call('/hint', '{}')
  assert.deepEqual(read(), { records: [], wake: true })
  assert.equal(route.answer([]).status, 204)
})

test('takes neither from a stranger', () => {
  for (const path of ['/hint', '/events'])
    assert.throws(call(path, '{"records":[]}', 'guessed').read, Refused)
})

test('rejects a signed call that cannot be read, and names what was stored of one that can', () => {
  for (const text of ['', 'no json', '{"records":1}']) assert.throws(call('/events', text).read, Rejected)
  const { route, read } = call('/events', '{"records":[{"type":"payment","id":7,"place":"at"}]}')
  const [record] = read().records
  assert.deepEqual([record?.kind, record?.externalId, record?.place], ['payment', '7', 'at'])
  assert.equal(route.answer([{ externalId: '7', did: 'new' }]).body, '{"stored":["7"]}')
})
