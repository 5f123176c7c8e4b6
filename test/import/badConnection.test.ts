import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addressList } from '../../src/base/config.ts'
import { changeSettings } from '../../src/channels/addConnection.ts'
import type { Settings } from '../../src/port/connector.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { openEntrances } from './entrances.ts'
import { type Instead, meddle, type Passing } from './meddler.ts'
import { createWorld, jtl } from './world.ts'

const { db } = await testDatabase({ after })

interface BadConnection {
  readonly settings?: (shop: Shop) => Settings
  readonly answer?: (passing: Passing) => Instead
  /** Nothing private may be reached. */
  readonly onlyPublic?: boolean
  readonly code: string
  /** What the sentence has to hold. */
  readonly says: RegExp
  /** Whether the next run would try again by itself. */
  readonly stops: boolean
}

const html = '<!doctype html><title>Willkommen</title><p>Mein Laden</p>'

const cases: Readonly<Record<string, BadConnection>> = {
  'a page that does not exist': {
    settings: shop => ({ url: new URL('/gibt-es-nicht/', shop.url).href, token: shop.token }),
    code: 'URL_WRONG',
    says: /Not Found.*Check the address/s,
    stops: true,
  },
  'an address that redirects': {
    settings: shop => ({ url: shop.url.replace(/\/$/, ''), token: shop.token }),
    code: 'URL_WRONG',
    says: /redirects to .*enter the final address.*Check the address/s,
    stops: true,
  },
  'a wrong token': {
    settings: shop => ({ url: shop.url, token: 'wrong-token' }),
    code: 'AUTH_EXPIRED',
    says: /Access refused.*Enter the credentials/s,
    stops: true,
  },
  'a page for people instead of an endpoint': {
    answer: () => ({ status: 200, body: html }),
    code: 'REMOTE_UNAVAILABLE',
    says: /no JSON.*check the shop/s,
    stops: false,
  },
  'a private address': {
    onlyPublic: true,
    code: 'ADDRESS_NOT_ALLOWED',
    says: /127\.0\.0\.1.*KONTOR_ALLOW_ADDRESSES/s,
    stops: true,
  },
  'plain http to a public address': {
    settings: shop => ({ url: 'http://8.8.8.8/jtlconnector/', token: shop.token }),
    code: 'URL_INSECURE',
    says: /only sent over https/,
    stops: true,
  },
  'an error text with NUL in it': {
    answer: () => ({ status: 503, body: 'kaputt \0\0 ganz kaputt' }),
    code: 'REMOTE_UNAVAILABLE',
    says: /kaputt/,
    stops: false,
  },
  'an error text with an emoji at the place where it is cut': {
    answer: () => ({ status: 503, body: `x${'🙈'.repeat(2000)}` }),
    code: 'REMOTE_UNAVAILABLE',
    says: /🙈/,
    stops: false,
  },
  'a shop in maintenance': {
    answer: () => ({ status: 503, body: '<h1>Wartungsarbeiten</h1>' }),
    code: 'REMOTE_UNAVAILABLE',
    says: /in maintenance or overloaded.*check the shop/s,
    stops: false,
  },
  'another protocol': {
    answer: ({ method, text }) =>
      method === 'connector.identify' ? text.replace('"protocolVersion":7', '"protocolVersion":9') : text,
    code: 'PROTOCOL_UNKNOWN',
    says: /version 9; 7 is needed.*Update the connector/s,
    stops: true,
  },
  'a web server that wants a password of its own': {
    answer: () => ({ status: 401, body: 'Authorization required' }),
    code: 'AUTH_FORBIDDEN',
    says: /refus|allowed/i,
    stops: true,
  },
}

for (const [what, bad] of Object.entries(cases))
  test(`${what} is ${bad.code} for check, run, terminal and API, in one sentence that says what to do`, async t => {
    t.mock.method(Math, 'random', () => 0) // no pauses between the tries
    const world = await createWorld(db, t)
    const { shop, id } = await world.openShop({ through: meddle(t, bad.answer ?? (passing => passing.text)) })
    const { settings } = bad
    if (settings)
      await world.tx(tx => changeSettings(tx, world.parts.keyring, world.tenant, jtl, id, settings(shop)))
    if (bad.onlyPublic) Object.assign(world.kontor.config, { allowAddresses: addressList('') })
    const allowAddresses = world.kontor.config.allowAddresses
    const { http, terminal } = await openEntrances(world, t)

    const checked = await http('POST', `/connections/${id}/check`, {})
    assert.equal(checked.status, 200)
    assert.deepEqual([checked.body['ok'], checked.body['code']], [false, bad.code], checked.text)
    const [line] = checked.body['lines'] as { text: string }[]
    assert.match(line?.text ?? '', bad.says)

    const typed = await terminal('connection', 'check', id, '--json')
    assert.equal(typed.status, 1, 'a check that fails is no success')
    assert.equal(JSON.parse(typed.out).code, bad.code)

    const run = await world.sync({ parts: { allowAddresses } })
    assert.deepEqual([run.state, run.error?.code], ['failed', bad.code])
    const shown = await http('GET', `/sync-runs/${run.id}`)
    assert.equal(shown.body['code'], bad.code)
    assert.match(`${shown.body['reason']} ${shown.body['remedy']}`, bad.says)

    const lane = await world.query<{ holder: string | null }>(
      `select holder from sync_lane where kind = 'orders'`,
    )
    assert.deepEqual(lane, [{ holder: null }], 'the lane was given back')
    const connection = await http('GET', `/connections/${id}`)
    assert.equal(connection.body['state'], bad.stops ? 'refused' : 'ok')

    const synced = await terminal('sync', '--json')
    assert.equal(synced.status, 1)
    assert.equal(JSON.parse(synced.out).code, bad.code, synced.err)
  })

test('an answer that is larger than any page is said to be so, in a whole sentence', async t => {
  t.mock.method(Math, 'random', () => 0)
  const world = await createWorld(db, t)
  await world.openShop({ customers: [], orders: generateShop({ orders: 1, seed: 1 }).orders })
  const small = { ...jtl, limits: { ...jtl.limits, answerBytes: 1000 } }
  const { http } = await openEntrances(world, t)

  const run = await world.sync({ parts: { connectors: new Map([[jtl.name, small]]) } })

  assert.deepEqual([run.state, run.error?.code], ['failed', 'ANSWER_TOO_LARGE'])
  const { body } = await http('GET', `/sync-runs/${run.id}`)
  assert.doesNotMatch(String(body['reason']), /[{}]/)
  assert.match(String(body['reason']), /too large/)
})

test('a shop that reports rates and currencies that nobody knows is told so by the check', async t => {
  const world = await createWorld(db, t)
  const { id } = await world.openShop({
    globals: {
      taxRates: [
        { id: '1', rate: '19', country: 'DE' },
        { id: '2', rate: '17.50', country: 'DE' },
      ],
      currencies: [
        { id: '1', iso: 'EUR', name: 'Euro', nameHtml: '€', factor: '1', isDefault: true },
        { id: '2', iso: 'QQQ', name: 'Taler', nameHtml: 'T', factor: '2', isDefault: false },
      ],
    },
  })
  const { http } = await openEntrances(world, t)

  const { body } = await http('POST', `/connections/${id}/check`, {})

  const wrong = (body['lines'] as { ok: boolean; code: string; text: string }[]).filter(line => !line.ok)
  assert.deepEqual(
    wrong.map(line => line.code),
    ['TAX_UNKNOWN', 'CURRENCY_UNKNOWN'],
  )
  assert.match(wrong[0]?.text ?? '', /17\.5 %.*Add them or correct them/)
  assert.match(wrong[1]?.text ?? '', /QQQ/)
})

test('a shop that shows none of the languages in which we write is told so by the check', async t => {
  const world = await createWorld(db, t)
  const french = {
    id: '1',
    language: 'fr',
    isDefault: true,
    nameGerman: 'Französisch',
    nameEnglish: 'French',
  }
  const { id } = await world.openShop({ globals: { languages: [french] } })
  const { http } = await openEntrances(world, t)
  const wrong = async () => {
    const { body } = await http('POST', `/connections/${id}/check`, {})
    return (body['lines'] as { ok: boolean; code: string; text: string }[]).filter(line => !line.ok)
  }
  const [line, ...others] = await wrong()
  assert.equal(line?.code, 'LANGUAGE_NOT_COMMON')
  assert.match(line.text, /shows fr; texts are sent in de/)
  assert.deepEqual(others, [])
  await world.query(`update channel set languages = '{fr}' where tenant_id = $1`, world.tenant)
  assert.deepEqual(await wrong(), [])
})

test('a check of a good connection writes nothing at the shop and consumes nothing', async t => {
  const world = await createWorld(db, t)
  const { shop, id } = await world.openShop()
  shop.placeOrder({ lines: [] })
  const { http } = await openEntrances(world, t)

  const { body } = await http('POST', `/connections/${id}/check`, {})

  assert.deepEqual([body['ok'], body['code']], [true, null])
  assert.deepEqual([shop.log.acked, shop.log.pushed], [[], []])
  assert.equal(shop.remaining('customer_order').length, 1)
})
