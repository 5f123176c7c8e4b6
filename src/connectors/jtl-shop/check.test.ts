import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FaultKind } from '../../../testkit/jtlShop/faults.ts'
import { type PortError, Refused, Unreachable } from '../../port/errors.ts'
import { failureOf, fakeShop, fixture, packed } from './fixtures/fakeShop.ts'
import { shopOf } from './fixtures/simulatedShop.ts'
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

test('the check says in plain words why a shop cannot be reached, whatever its version', async t => {
  const { shop, run } = await shopOf(t, '5.6', { taxClasses: '1=7', customerGroups: '2=Händler' })
  const told = async (what: FaultKind | 'maintenance on' | 'newer ERP', given = run): Promise<PortError> => {
    if (what === 'maintenance on') shop.setMaintenance(true)
    else if (what === 'newer ERP') shop.setHabits({ leastWawi: 200_000 })
    else shop.setFaults({ seed: 1, rate: 1, kinds: [what] })
    const error = await failureOf(connector.check(given))
    shop.setFaults(null)
    shop.setMaintenance(false)
    shop.setHabits({ leastWawi: 100_000 })
    return error
  }
  const fresh = { ...run, facts: {} }
  const refused = [
    ['notFound', fresh, 'URL_WRONG', /HTTP 404.*404 Not Found/],
    ['redirect', run, 'URL_WRONG', /redirects to www\.example\.com.*enter the final address/],
    ['wrongLogin', run, 'AUTH_EXPIRED', /the shop refuses user or password/],
    ['newer ERP', run, 'PROTOCOL_UNKNOWN', /mindestens JTL-Wawi Version 200000/],
  ] as const
  for (const [what, given, code, words] of refused) {
    const error = await told(what, given)
    assert.ok(error instanceof Refused && error.code === code, `${what}: ${error.message}`)
    assert.match(error.detail, words)
  }
  const outages = [
    ['emptyBody', /no answer of a JTL-Shop \(HTTP 200\): an empty body/],
    ['htmlBody', /no answer of a JTL-Shop .*Wir sind gleich wieder da/],
    ['maintenance on', /the shop is being maintained/],
  ] as const
  for (const [what, words] of outages) {
    const error = await told(what)
    assert.ok(error instanceof Unreachable, `${what}: ${error.message}`)
    assert.match(error.detail, words)
  }
  shop.placeOrder({ lines: [{ sku: 'X', quantity: '1', taxRate: '19' }] })
  const lacking = (await connector.check(run)).lines.filter(line => !line.ok).map(line => line.text.de)
  assert.match(
    lacking.join(' '),
    /Kundengruppen, die in den Einstellungen fehlen: 1\..*Steuersätze, die in den Einstellungen fehlen: 19 %/,
  )
})
