import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '../../port/errors.ts'
import { failureOf, fakeShop, fixture, packed } from './fixtures/fakeShop.ts'
import { connector } from './index.ts'

test('the check signs in, looks at what waits, and writes nothing', async t => {
  const { run, scripts } = await fakeShop(t)
  const report = await connector.check(run)
  assert.equal(report.system, 'JTL-Shop 5.4')
  assert.ok(report.lines.every(line => line.ok))
  assert.deepEqual(report.reports, {
    taxRates: [{ rate: '19' }, { rate: '7' }],
    currencies: ['EUR'],
    languages: ['de'],
    terms: [{ list: 'customer_group', theirs: '1', name: 'Endkunden', isDefault: true }],
  })
  assert.deepEqual(scripts(), ['mytest', 'GetKunden_xml', 'GetBestellungen_xml'])
})

test('the check names customer groups and tax rates that the settings lack, and settings that cannot be read', async t => {
  const { run } = await fakeShop(
    t,
    ({ script }) =>
      script === 'GetKunden_xml'
        ? packed(fixture('customers'))
        : script === 'GetBestellungen_xml'
          ? packed(fixture('orders'))
          : undefined,
    { settings: { taxClasses: '1=7%', customerGroups: '1=Endkunden, Händler' } },
  )
  const { lines } = await connector.check(run)
  assert.deepEqual(
    lines.filter(line => !line.ok).map(line => line.code),
    ['SETTING_UNREADABLE', 'CUSTOMER_GROUPS_MISSING', 'TAX_CLASSES_MISSING'],
  )
  assert.match(lines.find(line => line.code === 'TAX_CLASSES_MISSING')?.text.de ?? '', /: 19 %/)
  assert.match(lines.find(line => line.code === 'CUSTOMER_GROUPS_MISSING')?.text.en ?? '', /: 2\./)
})

test('the check of a wrong path says where the shop answers, without sending the login there', async t => {
  const { run, calls } = await fakeShop(
    t,
    ({ path }) =>
      path === '/shop/dbeS/mytest.php' ? '3\n5.4.0' : { status: 404, body: '<h1>Not Found</h1>' },
    { path: '/blog/' },
  )
  const error = await failureOf(connector.check(run))
  assert.ok(error instanceof Refused && error.code === 'URL_WRONG')
  assert.match(error.detail, /a shop answers at http:\/\/127\.0\.0\.1:\d+\/shop\//)
  assert.ok(calls.slice(1).every(call => Object.keys(call.fields).length === 0))
})

test('the check of an address that redirects names the new host', async t => {
  const { run, scripts } = await fakeShop(t, () => ({
    status: 301,
    headers: { location: 'https://www.shop.example/' },
  }))
  const error = await failureOf(connector.check(run))
  assert.ok(error instanceof Refused && error.code === 'URL_WRONG')
  assert.match(error.detail, /www\.shop\.example/)
  assert.equal(scripts()[0], 'mytest')
})
