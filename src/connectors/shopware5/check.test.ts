import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '../../port/errors.ts'
import { fakeShop, problem } from './fixtures/fakeShop.ts'
import { simulatedShop } from './fixtures/simulatedShop.ts'
import { connector } from './index.ts'

const version = (text: string) => ({ data: { version: text, revision: '1' }, success: true })

test('says what the shop is made of: sub shops, languages, currencies, groups, methods and rates', async t => {
  const { shop, run } = await simulatedShop(t)
  shop.placeOrder({
    lines: [
      { sku: 'A', price: '10', taxRate: '7' },
      { sku: 'B', price: '10', taxRate: '19' },
    ],
    currency: 'CHF',
  })
  const { system, lines, reports, facts } = await connector.check(run)
  assert.match(system, /^Shopware 5\./)
  assert.ok(
    lines.every(line => line.ok),
    JSON.stringify(lines),
  )
  assert.deepEqual(
    reports.places?.map(one => one.place),
    ['1'],
  )
  assert.deepEqual(reports.taxRates, [{ rate: '19' }, { rate: '7' }])
  assert.ok(reports.languages.includes('de') && reports.currencies.includes('EUR'))
  assert.ok(reports.currencies.includes('CHF'))
  const terms = (list: string) => reports.terms?.filter(one => one.list === list).map(one => one.theirs)
  assert.ok(terms('customer_group')?.includes('EK') && terms('customer_group')?.includes('H'))
  assert.ok((terms('payment_method') ?? []).length > 0)
  assert.deepEqual(terms('shipping_method'), ['9'])
  assert.equal(reports.terms?.find(one => one.isDefault)?.theirs, 'EK')
  assert.deepEqual(facts['forbidden'], [])
})

test('names the rights that a role lacks, and leaves the kinds out that need them', async t => {
  const { shop, run } = await simulatedShop(t)
  for (const resource of ['customers', 'shops', 'media']) shop.setDenied(resource, true)
  const { lines, facts, reports } = await connector.check(run)
  const missing = lines.find(line => line.code === 'RIGHTS_MISSING')
  assert.equal(missing?.ok, false)
  assert.match(missing?.text.de ?? '', /customers, media, shops/)
  assert.deepEqual(reports.places, [])
  const kinds = connector.without?.(facts) ?? []
  assert.ok(kinds.includes('customer') && kinds.includes('image') && !kinds.includes('item'))
  assert.deepEqual(connector.without?.({}), [])
})

test('is refused where orders may not be read', async t => {
  const { shop, run } = await simulatedShop(t)
  shop.setDenied('orders', true)
  await assert.rejects(
    connector.check(run),
    (error: unknown) => error instanceof Refused && error.code === 'AUTH_FORBIDDEN',
  )
})

test('says of a wrong key, and of a header that the web server takes away, what it may be', async t => {
  const { shop, run } = await simulatedShop(t)
  const wrong = (error: unknown) => {
    assert.ok(error instanceof Refused && error.code === 'AUTH_EXPIRED', String(error))
    assert.match(error.detail, /API key is wrong.*API access.*header Authorization/)
    return true
  }
  shop.setApiKey('another')
  await assert.rejects(connector.check(run), wrong)
  shop.setApiKey(run.settings['apiKey'] ?? '')
  shop.setQuirks({ headerStripped: true })
  await assert.rejects(connector.check(run), wrong)
})

test('finds the folder in which the shop lies', async t => {
  const { run, origin, calls } = await fakeShop(
    t,
    ({ path, headers }) => {
      if (!path.startsWith('/shop/api/')) return { status: 404, body: '<h1>Not Found</h1>' }
      return headers.authorization ? version('5.7.19') : problem(401, 'Invalid or missing auth')
    },
    { path: '/laden/' },
  )
  await assert.rejects(
    connector.check(run),
    (error: unknown) =>
      error instanceof Refused && error.code === 'URL_WRONG' && error.detail.includes(`${origin}/shop/`),
  )
  for (const call of calls.filter(one => one.path.startsWith('/shop/')))
    assert.equal(call.headers.authorization, undefined, 'no key goes to another address')
})

test('says of a shop that is too old, too new or another program that it is none', async t => {
  let said: object | string = ''
  const { run } = await fakeShop(t, ({ path }) => (path === '/api/version' ? said : undefined))
  for (const [answer, code] of [
    [version('5.1.6'), 'PROTOCOL_UNKNOWN'],
    [version('4.3.0'), 'PROTOCOL_UNKNOWN'],
    [version('6.6.7.1'), 'PROTOCOL_UNKNOWN'],
    [{ status: 401, body: JSON.stringify({ errors: [{ code: '9', status: '401' }] }) }, 'PROTOCOL_UNKNOWN'],
    [{ status: 404, body: '<h1>404</h1>' }, 'URL_WRONG'],
    [{ success: true, data: [] }, 'URL_WRONG'],
  ] as const) {
    said = answer
    await assert.rejects(
      connector.check(run),
      (error: unknown) => error instanceof Refused && error.code === code,
      JSON.stringify(answer),
    )
  }
  for (const good of ['5.2.0', '5.7.19', '___VERSION___']) {
    said = version(good)
    assert.equal((await connector.check(run)).system, `Shopware ${good}`)
  }
})

test('names settings that cannot be read, and a shop without groups or languages', async t => {
  const { run } = await fakeShop(t, ({ path }) => (path === '/api/version' ? version('5.6.0') : undefined), {
    settings: { importStates: 'offen' },
  })
  const { lines } = await connector.check(run)
  const bad = lines.filter(line => !line.ok).map(line => line.code)
  assert.deepEqual(bad, [
    'SETTING_UNREADABLE',
    'SHOPS_MISSING',
    'LANGUAGES_MISSING',
    'CURRENCIES_MISSING',
    'CUSTOMER_GROUPS_MISSING',
  ])
  for (const { text } of lines) assert.ok(text.de && text.en && !/\{\w+\}/.test(`${text.de}${text.en}`))
})
