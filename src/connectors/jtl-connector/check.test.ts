import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused, Unreachable } from '../../port/errors.ts'
import { endpoint, failureOf, Raw, RpcFailure } from './fixtures/fakeEndpoint.ts'
import { connector } from './index.ts'

test('the check reads the global data and writes nothing', async t => {
  const globals = [
    {
      taxRates: [{ rate: 19 }],
      currencies: [{ iso: 'EUR' }],
      languages: [{ languageISO: 'ger' }],
      customerGroups: [],
    },
  ]
  const { run, calls, remembered } = await endpoint(t, call =>
    call.method === 'global_data.pull' ? globals : undefined,
  )
  const report = await connector.check(run)
  assert.equal(report.system, 'WooCommerce 9.1')
  assert.deepEqual(report.reports, {
    taxRates: [{ rate: '19' }],
    currencies: ['EUR'],
    languages: ['de'],
    terms: [],
  })
  assert.deepEqual(
    report.lines.filter(line => !line.ok).map(line => line.code),
    ['CUSTOMER_GROUPS_MISSING'],
  )
  assert.match(report.lines[0]?.text.de ?? '', /Verbunden mit WooCommerce 9\.1, Endpunkt 2\.4\.1/)
  assert.deepEqual(remembered, report.facts)
  assert.deepEqual(
    calls.map(call => call.method),
    [
      'core.connector.auth',
      'core.connector.init',
      'connector.identify',
      'core.connector.features',
      'global_data.pull',
    ],
  )
})

test('the check of a wrong address says where an endpoint answers, without sending the token there', async t => {
  const { run, calls } = await endpoint(
    t,
    call => {
      if (call.path === '/index.php/jtlconnector/') return new RpcFailure(-32600, 'Invalid request')
      return new Raw(404, '<h1>Not Found</h1>')
    },
    { path: '/shop/jtlconnector' },
  )
  const error = await failureOf(connector.check(run))
  assert.ok(error instanceof Refused && error.code === 'URL_WRONG')
  assert.match(error.detail, /an endpoint answers at \/index\.php\/jtlconnector\//)
  assert.ok(calls.slice(1).every(call => call.method === '' && call.auth === null))
})

test('a check of a shop in maintenance says so, whatever status its page has', async t => {
  for (const page of [
    new Raw(503, '<h1>Gleich wieder da</h1>'),
    new Raw(200, '<!doctype html><title>Wartungsmodus</title><p>Wir bauen um.</p>'),
    new Raw(200, '<html>Briefly unavailable for scheduled maintenance. Check back in a minute.</html>'),
  ]) {
    const { run, calls } = await endpoint(t, () => page)
    const error = await failureOf(connector.check(run))
    assert.ok(error instanceof Unreachable)
    assert.match(error.detail, /^the shop is in maintenance or overloaded \(HTTP \d+\): </)
    assert.equal(calls.length, 1, 'no other place is tried')
  }
})

test('a check of an endpoint of before 2.1 names its version and the one that is needed', async t => {
  const identity = {
    endpointVersion: '1.9',
    platformName: 'OldShop',
    platformVersion: '4',
    protocolVersion: 6,
  }
  const { run } = await endpoint(t, ({ method }) => (method === 'connector.identify' ? identity : undefined))
  const error = await failureOf(connector.check(run))
  assert.ok(error instanceof Refused)
  assert.deepEqual([error.code, error.detail], ['PROTOCOL_UNKNOWN', 'version 6; 7 is needed'])
})

test('a check says what PHP of the shop takes, where that is too little, and nothing where it is not known', async t => {
  const lines = async (serverInfo: unknown) => {
    const identity = { platformName: 'X', protocolVersion: 7, serverInfo }
    const { run } = await endpoint(t, ({ method }) =>
      method === 'connector.identify' ? identity : undefined,
    )
    const { lines } = await connector.check(run)
    return lines.filter(one => one.code.startsWith('LIMITS')).map(one => [one.code, one.ok, one.text.en])
  }
  assert.deepEqual(await lines(null), [])
  assert.deepEqual(await lines({ postMaxSize: 64, uploadMaxFilesize: 64 }), [])
  assert.deepEqual(await lines({ postMaxSize: -1, uploadMaxFilesize: -1 }), [], '-1 is no limit')
  const [low] = await lines({ postMaxSize: 8, uploadMaxFilesize: 2 })
  assert.deepEqual(low?.slice(0, 2), ['LIMITS_LOW', true])
  assert.match(String(low?.[2]), /images of up to 1024 kB.*upload_max_filesize/)
  const [none] = await lines({ postMaxSize: 1, uploadMaxFilesize: 1 })
  assert.deepEqual(none?.slice(0, 2), ['LIMITS_TOO_LOW', false])
  assert.match(String(none?.[2]), /only 1024 kB at once.*at least 8M/)
})

test('a check names what the shop lacks of customer groups, tax rates, languages and currencies', async t => {
  const { run } = await endpoint(t, ({ method }) =>
    method === 'global_data.pull'
      ? [{ taxRates: [], customerGroups: null, languages: [{ languageISO: '' }] }]
      : undefined,
  )
  const { lines } = await connector.check(run)
  const lacking = lines.filter(line => !line.ok)
  assert.deepEqual(
    lacking.map(line => line.code),
    ['LANGUAGES_MISSING', 'CURRENCIES_MISSING', 'TAX_RATES_MISSING', 'CUSTOMER_GROUPS_MISSING'],
  )
  for (const { text } of lacking)
    assert.match(`${text.de} ${text.en}`, /bitte dort .* anlegen.*please create/)
})
