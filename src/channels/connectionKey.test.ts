import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../base/ids.ts'
import type { Receive } from '../port/receive.ts'
import { accountNo } from './accountNo.ts'
import { callUrl } from './callUrl.ts'
import { connectionKey, readConnectionKey } from './connectionKey.ts'

test('a key names its tenant and connection, and nothing but a key does', () => {
  const [tenant, connectionId] = [newId(), newId()]
  const key = connectionKey(tenant, connectionId)
  assert.match(key, /^kt_[0-9a-f]{32}_[0-9a-f]{32}$/)
  assert.deepEqual(readConnectionKey(key), { tenant, connectionId })
  for (const other of [
    '',
    'kt_',
    key.slice(1),
    key.slice(0, -1),
    `${key}0`,
    `${key}\n`,
    ` ${key}`,
    key.toUpperCase(),
    `${key}.x`,
  ])
    assert.equal(readConnectionKey(other), undefined, other)
})

test('the number of a tenant is positive, fits 32 bits and stays', () => {
  for (let round = 0; round < 1000; round++) {
    const tenant = newId()
    const no = accountNo(tenant)
    assert.ok(Number.isInteger(no) && no > 0 && no <= 0x7fffffff, `${tenant}: ${no}`)
    assert.equal(accountNo(tenant), no)
  }
  assert.equal(accountNo('01999999-0000-7000-8000-000000000000'), 1)
  assert.equal(accountNo('01999999-0000-7000-8000-0000ffffffff'), 0x7fffffff)
})

test('a call address is the public address, the prefix, and the key where the system does not bring it', () => {
  const receive: Receive = { prefix: '/scx', routes: [], refuse: () => ({ status: 404, body: '' }) }
  const of = { tenant: newId(), connectionId: newId() }
  const key = connectionKey(of.tenant, of.connectionId)
  assert.equal(callUrl('https://kontor.example/', receive, of), `https://kontor.example/scx/${key}`)
  const named = { ...receive, keyOf: () => undefined }
  assert.equal(callUrl('https://kontor.example', named, of), 'https://kontor.example/scx')
  assert.equal(callUrl(undefined, receive, of), undefined)
  assert.equal(callUrl('https://kontor.example', undefined, of), undefined)
})
