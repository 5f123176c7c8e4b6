import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { addressList, readConfig } from './config.ts'
import { hasCode } from './errors.ts'

test('without any variable everything has its promised default', () => {
  const { allowAddresses, ...config } = readConfig({})
  assert.deepEqual(allowAddresses.rules, [])
  assert.deepEqual(config, {
    dataDir: resolve('.kontor'),
    databaseUrl: undefined,
    databaseDirectUrl: undefined,
    databasePooled: false,
    host: '127.0.0.1',
    port: 4200,
    publicUrl: undefined,
    secretKeyFile: resolve('.kontor/secret.keys'),
    connectors: [],
    smtpUrl: undefined,
    log: 'info',
    workers: 100,
    blobs: 'folder',
  })
})

test('every variable is read', () => {
  const config = readConfig({
    KONTOR_DATA: '/data',
    KONTOR_DATABASE_URL: 'postgres://db/kontor',
    KONTOR_DATABASE_DIRECT_URL: 'postgresql://direct/kontor',
    KONTOR_DATABASE_POOLED: '1',
    KONTOR_HOST: '0.0.0.0',
    KONTOR_PORT: '0',
    KONTOR_PUBLIC_URL: 'https://kontor.example',
    KONTOR_SECRET_KEY_FILE: '/keys/ring',
    KONTOR_ALLOW_ADDRESSES: '10.0.0.0/8, ::1',
    KONTOR_CONNECTORS: './mine, other',
    KONTOR_SMTP_URL: 'smtps://mail.example',
    KONTOR_LOG: 'debug',
    KONTOR_WORKERS: '7',
    KONTOR_BLOBS: 'folder',
  })
  assert.equal(config.dataDir, resolve('/data'))
  assert.equal(config.databaseUrl, 'postgres://db/kontor')
  assert.equal(config.databaseDirectUrl, 'postgresql://direct/kontor')
  assert.equal(config.databasePooled, true)
  assert.equal(config.blobs, 'folder')
  assert.equal(readConfig({ KONTOR_DATABASE_URL: 'postgres://db/kontor' }).blobs, 'database')
  assert.deepEqual([config.host, config.port], ['0.0.0.0', 0])
  assert.equal(config.publicUrl, 'https://kontor.example')
  assert.equal(config.secretKeyFile, resolve('/keys/ring'))
  assert.equal(config.allowAddresses.check('10.1.2.3'), true)
  assert.deepEqual(config.connectors, ['./mine', 'other'])
  assert.equal(config.smtpUrl, 'smtps://mail.example')
  assert.deepEqual([config.log, config.workers], ['debug', 7])
})

test('the key file lies in the data folder unless it is told otherwise', () => {
  assert.equal(readConfig({ KONTOR_DATA: '/data' }).secretKeyFile, resolve('/data/secret.keys'))
})

test('an empty variable is as good as none', () => {
  assert.equal(readConfig({ KONTOR_PORT: ' ', KONTOR_DATABASE_URL: '' }).port, 4200)
})

const wrong: Record<string, string> = {
  KONTOR_DATABASE_URL: 'mysql://kontor:geheim@db/kontor',
  KONTOR_DATABASE_DIRECT_URL: 'geheim',
  KONTOR_PUBLIC_URL: 'kontor.example',
  KONTOR_PORT: '65536',
  KONTOR_WORKERS: '0',
  KONTOR_ALLOW_ADDRESSES: '10.0.0.0/33',
  KONTOR_LOG: 'loud',
}

for (const [name, value] of Object.entries(wrong))
  test(`${name} that makes no sense stops the start in one sentence that names it`, () => {
    assert.throws(
      () => readConfig({ [name]: value }),
      error => {
        assert.ok(error instanceof Error && hasCode(error, 'CONFIG_INVALID'))
        assert.match(error.message, new RegExp(`^The environment variable ${name} is not valid: [^\\n]+\\.$`))
        assert.doesNotMatch(error.message, /geheim/, 'a value that may hold a secret is not repeated')
        return true
      },
    )
  })

test('a list of addresses covers its ranges and single addresses, and nothing else', () => {
  const list = addressList('10.0.0.0/8,192.168.1.5,fd00::/8')
  assert.equal(list.check('10.255.0.1'), true)
  assert.equal(list.check('192.168.1.5'), true)
  assert.equal(list.check('192.168.1.6'), false)
  assert.equal(list.check('fd12::1', 'ipv6'), true)
  assert.equal(list.check('2001:db8::1', 'ipv6'), false)
  assert.throws(
    () => addressList('localhost'),
    error => hasCode(error, 'CONFIG_INVALID'),
  )
})
