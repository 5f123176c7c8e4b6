import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '../../port/errors.ts'
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
