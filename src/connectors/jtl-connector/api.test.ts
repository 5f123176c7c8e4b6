import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PortError, RateLimited, Refused, Unreachable } from '../../port/errors.ts'
import { endpoint, failureOf, Raw, RpcFailure } from './fixtures/fakeEndpoint.ts'
import { connector } from './index.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }

const start = { startedAt: new Date('2026-02-01T00:00:00Z') }
const { pull } = connector
assert.ok(pull)

test('begins a run: login without a session, then init, identify and features in it', async t => {
  const { run, calls, remembered } = await endpoint(t)
  const session = await connector.open(run)
  assert.deepEqual(
    calls.map(call => [call.method, call.auth]),
    [
      ['core.connector.auth', null],
      ['core.connector.init', 'session-one'],
      ['connector.identify', 'session-one'],
      ['core.connector.features', 'session-one'],
    ],
  )
  assert.deepEqual(calls[0]?.params, { token: 'kontor-demo-token' })
  assert.equal(remembered['platform'], 'WooCommerce')
  assert.equal(remembered['generation'], 5)
  await connector.close?.(session)
  assert.equal(calls.at(-1)?.method, 'connector.finish')
})

test('logs in again without the lost session and repeats the call once', async t => {
  const lost = [
    new RpcFailure(-32000, 'Session is invalid'),
    new RpcFailure(789, 'No session'),
    new RpcFailure(0, 'No session'),
    new RpcFailure(-32001, ''),
  ]
  for (const failure of lost) {
    const { run, calls } = await endpoint(t, (call, earlier) => {
      const pulls = earlier.filter(other => other.method === 'customer.pull').length
      return call.method === 'customer.pull' && pulls === 0 ? failure : undefined
    })
    const session = await connector.open(run)
    const page = pull.read('customer', await pull.fetch(session, 'customer', start, 10), context)
    assert.equal(page.last, true)
    assert.deepEqual(
      calls.slice(-3).map(call => [call.method, call.auth]),
      [
        ['customer.pull', 'session-one'],
        ['core.connector.auth', null],
        ['customer.pull', 'session-one'],
      ],
    )
  }
})

test('a shop that keeps no session is unreachable, not an endless login', async t => {
  const { run, calls } = await endpoint(t, call =>
    call.method === 'customer.pull' ? new RpcFailure(-32000, 'Session is invalid') : undefined,
  )
  const error = await failureOf(pull.fetch(await connector.open(run), 'customer', start, 10))
  assert.ok(error instanceof Unreachable)
  assert.equal(calls.filter(call => call.method === 'core.connector.auth').length, 2)
})

test('each failure of the login has its consequence', async t => {
  const html = '<!doctype html><title>My shop kontor-demo-token</title>'
  const cases: [unknown, new (...args: never[]) => PortError, string, RegExp][] = [
    [new RpcFailure(790, 'Authentication failed'), Refused, 'AUTH_EXPIRED', /failed/],
    [new RpcFailure(0, 'Could not authenticate access to the connector'), Refused, 'AUTH_EXPIRED', /access/],
    [new RpcFailure(-32600, 'Invalid request'), Refused, 'URL_WRONG', /no packet/],
    [
      new RpcFailure(1, 'Maximum execution time of 30 seconds exceeded'),
      Unreachable,
      'REMOTE_UNAVAILABLE',
      /code 1/,
    ],
    [
      new Raw(301, '', { location: 'https://www.shop.example/secret?x=1' }),
      Refused,
      'URL_WRONG',
      /to www\.shop\.example;/,
    ],
    [new Raw(302, '', { location: '/jtlconnector' }), Refused, 'URL_WRONG', /under another path/],
    [
      new Raw(200, html),
      Unreachable,
      'REMOTE_UNAVAILABLE',
      /^the endpoint answered no JSON \(HTTP 200\): <!doctype html>.*•••/,
    ],
    [new Raw(500), Unreachable, 'REMOTE_UNAVAILABLE', /HTTP 500\): an empty body/],
    [new Raw(200), Unreachable, 'REMOTE_UNAVAILABLE', /an empty body/],
    [new Raw(200, '{"status":"ok"}'), Unreachable, 'REMOTE_UNAVAILABLE', /no JSON/],
    [new Raw(404, '{"code":"rest_no_route"}'), Refused, 'URL_WRONG', /HTTP 404/],
    [new Raw(401, html), Refused, 'AUTH_FORBIDDEN', /HTTP 401/],
    [{ lifetime: 1440 }, Unreachable, 'REMOTE_UNAVAILABLE', /no session/],
  ]
  for (const [answer, type, code, detail] of cases) {
    const { run } = await endpoint(t, call => (call.method === 'core.connector.auth' ? answer : undefined))
    const error = await failureOf(connector.open(run))
    assert.ok(error instanceof type, `${error.name} ${error.detail}`)
    assert.equal(error.code, code)
    assert.match(error.detail, detail)
    assert.ok(!error.detail.includes('secret'))
  }
})

test('an address that worked before is an outage when it answers 404', async t => {
  const { run } = await endpoint(t, () => new Raw(404, 'gone'), { facts: { protocolVersion: 7 } })
  assert.ok((await failureOf(connector.open(run))) instanceof Unreachable)
})

test('too many calls are told with the time to wait', async t => {
  const { run } = await endpoint(t, () => new Raw(429, '', { 'retry-after': '30' }))
  const error = await failureOf(connector.open(run))
  assert.ok(error instanceof RateLimited)
  assert.equal(error.after?.toISOString(), '2026-02-01T12:00:30.000Z')
})

test('another protocol is refused; init and features may be missing', async t => {
  const old = await endpoint(t, call =>
    call.method === 'connector.identify' ? { protocolVersion: 6 } : undefined,
  )
  const error = await failureOf(connector.open(old.run))
  assert.ok(error instanceof Refused && error.code === 'PROTOCOL_UNKNOWN')
  const bare = await endpoint(t, call =>
    /init|features/.test(call.method) ? new RpcFailure(-32601, 'Method not found') : undefined,
  )
  await pull.fetch(await connector.open(bare.run), 'order', start, 5)
  assert.equal(bare.calls.at(-1)?.method, 'customer_order.pull')
})

test('reads the answer behind notices and before what plug-ins append', async t => {
  const json = (result: string) =>
    `<br />\n<b>Notice</b>: {main} in <b>/var/www/x.php</b>\n{ "jtlrpc":"2.0","id":"1","result":${result},"error":null}\n<!-- 0.3 s -->`
  const { run } = await endpoint(t, call => {
    if (call.method === 'core.connector.auth') return new Raw(200, json('{"sessionId":"session-one"}'))
    return call.method === 'customer_order.pull' ? new Raw(200, json('[{"id":["1",0]}]')) : undefined
  })
  const page = pull.read('order', await pull.fetch(await connector.open(run), 'order', start, 5), context)
  assert.deepEqual(
    page.records.map(record => record.externalId),
    ['1'],
  )
})

test('ends the run where the shop wants it, whatever it says to that', async t => {
  const flagged = await endpoint(t, call =>
    call.method === 'core.connector.features'
      ? { entities: [], flags: { needs_finish_call: false } }
      : undefined,
  )
  await connector.close?.(await connector.open(flagged.run))
  assert.ok(!flagged.calls.some(call => call.method === 'connector.finish'))
  for (const failure of [
    new RpcFailure(0, 'data is not an array'),
    new RpcFailure(-32601),
    new RpcFailure(-32000, 'Session is invalid'),
  ]) {
    const { run, calls, logged } = await endpoint(t, call =>
      call.method === 'connector.finish' ? failure : undefined,
    )
    await connector.close?.(await connector.open(run))
    assert.equal(calls.at(-1)?.method, 'connector.finish', 'no new session for the end')
    assert.ok(logged.some(text => text.startsWith('debug')))
  }
})

test('no log and no fact holds a secret', async t => {
  const answer = new Raw(
    200,
    '{"jtlrpc":"2.0","id":"1","result":[],"error":null,"warnings":["token kontor-demo-token in session-one"]}',
  )
  const { run, logged, remembered } = await endpoint(t, call =>
    call.method === 'customer.pull' ? answer : undefined,
  )
  await pull.fetch(await connector.open(run), 'customer', start, 5)
  assert.ok(logged.some(text => text.includes('the shop warns')))
  assert.ok(!/kontor-demo-token|session-one/.test(JSON.stringify([logged, remembered])))
})
