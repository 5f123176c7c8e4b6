import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PortError, RateLimited, Refused, Rejected, Unreachable } from '../../port/errors.ts'
import { baseOf, createApi, ShopFailed } from './api.ts'
import { fakeShop, problem } from './fixtures/fakeShop.ts'
import { simulatedShop } from './fixtures/simulatedShop.ts'
import { filterBy, sortBy } from './query.ts'

const trace =
  "[Semantical Error] line 0, col 95 near 'orderStatusId': Error: Class Order has no field in /var/www/shop/vendor/doctrine/QueryException.php:63\nStack trace:\n#0 /var/www/shop/vendor/doctrine/Parser.php(483): geheimer-Schluessel-0815"

async function failure(promise: Promise<unknown>): Promise<PortError> {
  try {
    await promise
  } catch (error) {
    assert.ok(error instanceof PortError, String(error))
    return error
  }
  assert.fail('this should have failed')
}

test('quirk: the nonce is asked for once, and used again with rising counts', async t => {
  const { shop, session } = await simulatedShop(t, { quirks: { risingCounts: true } })
  for (let n = 0; n < 3; n++) await session.api.get('version')
  assert.deepEqual(
    shop.log.calls.map(call => call.status),
    [401, 200, 200, 200],
  )
})

test('quirk: sessions side by side share a nonce, and none is refused', async t => {
  const { run, session } = await simulatedShop(t, { quirks: { risingCounts: true } })
  const other = createApi(run, true)
  for (let n = 0; n < 4; n++)
    for (const api of [session.api, other]) assert.equal((await api.get('version')).status, 200)
})

test('quirk: a nonce that is too old is renewed', async t => {
  const { clock, session } = await simulatedShop(t, { quirks: { digestOnly: true } })
  for (let n = 0; n < 3; n++) {
    await session.api.get('version')
    clock.at = new Date(clock.at.getTime() + 600_000)
  }
})

test('quirk: filters and sorting reach the shop as they are meant', async t => {
  const { run, calls } = await fakeShop(t)
  const filters = filterBy(
    { property: 'status', value: ['0', '1'] },
    { property: 'changed', expression: '>=', value: '2026-11-21 17:33:00' },
  )
  await createApi(run, true).get('orders', { ...filters, ...sortBy('id'), limit: '3' })
  assert.deepEqual(
    [...(calls[0]?.query ?? [])],
    [
      ['filter[0][property]', 'status'],
      ['filter[0][value][0]', '0'],
      ['filter[0][value][1]', '1'],
      ['filter[1][property]', 'changed'],
      ['filter[1][expression]', '>='],
      ['filter[1][value]', '2026-11-21 17:33:00'],
      ['sort[0][property]', 'id'],
      ['sort[0][direction]', 'ASC'],
      ['limit', '3'],
    ],
  )
})

test('encodes the segments of a path, and leaves the interface by none', async t => {
  const { run, paths } = await fakeShop(t)
  const api = createApi(run, true)
  await api.get('variants/KT 1?ä')
  assert.deepEqual(paths(), ['GET /api/variants/KT%201%3F%C3%A4'])
  for (const path of ['orders/..', 'orders/.', 'orders//1', '../backend'])
    assert.ok((await failure(api.get(path))) instanceof Rejected, path)
  assert.equal(paths().length, 1)
})

test('says what an answer means, by consequence', async t => {
  const answers: [string, object | string, new (...args: never[]) => PortError, string][] = [
    ['GET', problem(401, 'Invalid or missing auth'), Refused, 'AUTH_EXPIRED'],
    ['GET', problem(403, 'Access denied'), Refused, 'AUTH_FORBIDDEN'],
    ['GET', { status: 403, body: '<html><title>Forbidden</title></html>' }, Refused, 'AUTH_FORBIDDEN'],
    [
      'GET',
      { status: 301, headers: { location: 'https://www.shop.example/api/orders' } },
      Refused,
      'URL_WRONG',
    ],
    ['GET', { status: 404, body: '<h1>Not Found</h1>' }, Refused, 'URL_WRONG'],
    ['GET', problem(500, trace), Unreachable, 'REMOTE_UNAVAILABLE'],
    ['GET', problem(503, 'Service Unavailable'), Unreachable, 'REMOTE_UNAVAILABLE'],
    ['GET', { status: 503, body: '<title>Wartungsmodus</title>' }, Unreachable, 'REMOTE_UNAVAILABLE'],
    ['GET', problem(400, 'Bad request'), Unreachable, 'REMOTE_UNAVAILABLE'],
    ['GET', '<!doctype html><title>Shop</title>', Unreachable, 'REMOTE_UNAVAILABLE'],
    ['GET', '', Unreachable, 'REMOTE_UNAVAILABLE'],
    ['GET', '{"success":tr', Unreachable, 'REMOTE_UNAVAILABLE'],
    ['GET', { status: 429, headers: { 'retry-after': '60' } }, RateLimited, 'RATE_LIMITED'],
    [
      'GET',
      { status: 401, body: JSON.stringify({ errors: [{ code: '9', status: '401' }] }) },
      Refused,
      'PROTOCOL_UNKNOWN',
    ],
    [
      'PUT',
      problem(400, 'Validation error', { errors: ['number: not valid'] }),
      Rejected,
      'REMOTE_VALIDATION',
    ],
    ['PUT', problem(409, 'not unique', { foundIds: [1, 2] }), Rejected, 'REMOTE_VALIDATION'],
    [
      'PUT',
      problem(405, 'This resource has no support for batch operations.'),
      Rejected,
      'REMOTE_VALIDATION',
    ],
    ['PUT', problem(404, 'Order by id 1 not found'), Rejected, 'REMOTE_DELETED'],
    ['PUT', problem(500, trace), ShopFailed, 'REMOTE_UNAVAILABLE'],
  ]
  let said: object | string = ''
  const { run } = await fakeShop(t, () => said)
  for (const [method, answer, kind, code] of answers) {
    said = answer
    const api = createApi(run, false)
    const error = await failure(method === 'GET' ? api.get('orders') : api.put('orders/1', {}))
    assert.ok(error instanceof kind, `${JSON.stringify(answer)}: ${error}`)
    assert.equal(error.code, code)
  }
  said = problem(404, 'Order by id 1 not found')
  assert.deepEqual(await createApi(run, true).get('orders/1'), { status: 404, data: undefined })
})

test('quirk: no stack trace, path of a file or key is in an error', async t => {
  let said: object | string = problem(500, trace)
  const { run } = await fakeShop(t, () => said)
  const api = createApi(run, true)
  const bad = (error: PortError) =>
    /Stack trace|#0|\/var\/www|geheimer/.test(`${error.message} ${error.stack}`)
  for (const answer of [
    problem(500, trace),
    problem(400, trace),
    problem(400, 'Validation error', { errors: [`mainDetail.number: ${trace}`] }),
    { status: 500, body: `<html><body><pre>${trace}</pre></body></html>` },
    { status: 502, body: 'Bad Gateway for geheimer-Schluessel-0815' },
  ]) {
    said = answer
    for (const call of [api.get('orders'), api.put('orders/1', {}), api.post('articles', {})]) {
      const error = await failure(call)
      assert.ok(!bad(error), error.message)
    }
  }
  said = problem(500, trace)
  assert.match((await failure(api.get('orders'))).message, /Semantical Error/, 'what is wrong stays')
})

test('names the field that a validation is about', async t => {
  const { run } = await fakeShop(t, () =>
    problem(400, 'Validation error', { errors: ['mainDetail.number: This value is not valid.'] }),
  )
  const error = await failure(createApi(run, true).post('articles', {}))
  assert.ok(error instanceof Rejected)
  assert.equal(error.path, 'mainDetail.number')
  assert.equal(error.detail, 'HTTP 400: Validation error; mainDetail.number: This value is not valid.')
})

test('remembers what a role may not do, so that it is not sent again', async t => {
  const { run, facts } = await fakeShop(t, () => problem(403, 'Access denied'))
  const api = createApi(run, true)
  const error = await failure(api.put('articles/1', {}))
  assert.ok(error instanceof Rejected && error.code === 'NOT_SUPPORTED', String(error))
  await failure(api.post('media', {}))
  assert.deepEqual(facts['forbidden'], ['articles', 'media'])
})

test('reads an answer behind notices of PHP, numbers digit by digit, and the clock of the shop', async t => {
  const date = 'Sun, 01 Feb 2026 12:00:07 GMT'
  const { run } = await fakeShop(t, () => ({
    status: 200,
    headers: { date },
    body: '<br /><b>Notice</b>: Undefined index: {x}<br />{"data":[{"id":12345678901234567890}],"total":1,"success":true}',
  }))
  assert.deepEqual(await createApi(run, true).get('orders'), {
    status: 200,
    data: [{ id: '12345678901234567890' }],
    total: 1,
    at: '2026-02-01T12:00:07.000Z',
  })
})

test('finds the folder of the shop in what people take for its address', () => {
  const folders: [string, string][] = [
    ['https://shop.example', 'https://shop.example/'],
    ['https://shop.example/api', 'https://shop.example/'],
    ['https://shop.example/api/v1/orders?x=1', 'https://shop.example/'],
    ['https://shop.example/sw5/backend/', 'https://shop.example/sw5/'],
    ['https://shop.example/sw5/shopware.php', 'https://shop.example/sw5/'],
    ['https://shop.example/apipark/', 'https://shop.example/apipark/'],
  ]
  for (const [given, folder] of folders) assert.equal(baseOf(given), folder)
})
