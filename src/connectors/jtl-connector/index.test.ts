import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Unreachable } from '../../port/errors.ts'
import { all, type Call, endpoint, failureOf, Raw, RpcFailure } from './fixtures/fakeEndpoint.ts'
import { connector } from './index.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }

const start = { startedAt: new Date('2026-02-01T00:00:00Z') }
const { pull } = connector
assert.ok(pull && connector.ack)
const { ack } = connector

test('asks for pages with limit and filters, in the spelling of the setting', async t => {
  for (const [methodCase, method] of [
    ['snake', 'customer_order.pull'],
    ['camel', 'customerOrder.pull'],
  ] as const) {
    const { run, calls } = await endpoint(
      t,
      call => (call.method.endsWith('.pull') ? [{ id: ['601', 0], orderNumber: 'B-601' }] : undefined),
      { settings: { methodCase } },
    )
    const answer = await pull.fetch(await connector.open(run), 'order', start, 37)
    assert.deepEqual([calls.at(-1)?.method, calls.at(-1)?.params], [method, { limit: 37, filters: {} }])
    assert.deepEqual(pull.read('order', answer, context), {
      records: [
        {
          kind: 'order',
          externalId: '601',
          externalNumber: 'B-601',
          place: '',
          raw: { id: ['601', 0], orderNumber: 'B-601' },
        },
      ],
      last: false,
    })
  }
})

test('only an empty page is the last one; lists with gaps and odd records are read', async t => {
  const { run } = await endpoint(t)
  assert.deepEqual(
    pull.read('order', await pull.fetch(await connector.open(run), 'order', start, 50), context),
    {
      records: [],
      last: true,
    },
  )
  const body = (result: string) => ({
    body: Buffer.from(`{"jtlrpc":"2.0","id":"1","result":${result},"error":null}`),
  })
  assert.deepEqual(
    pull
      .read('payment', body('{"0":{"id":[12345678901234567890,0]},"2":{"id":"7"}}'), context)
      .records.map(record => record.externalId),
    ['12345678901234567890', '7'],
  )
  assert.deepEqual(
    pull.read('payment', body('["text",{"id":null}]'), context).records.map(record => record.externalId),
    ['', ''],
  )
  assert.throws(() => pull.read('order', body('null'), context), Unreachable)
  assert.throws(() => pull.read('order', body('{"id":["1",0]}'), context), Unreachable)
})

test('hands over a page that breaks off, so that its bytes are kept, and says so when reading it', async t => {
  const { run } = await endpoint(t, call =>
    call.method === 'customer_order.pull'
      ? new Raw(200, '{"jtlrpc":"2.0","id":"5","result":[{"id":["1",')
      : undefined,
  )
  const answer = await pull.fetch(await connector.open(run), 'order', start, 5)
  assert.throws(() => pull.read('order', answer, context), Unreachable)
})

test('a failing pull is unreachable, so that the page is made smaller', async t => {
  for (const code of [1, 4, 16, 64, 256, 4096, 500, 0, -32600, -32603, -32700]) {
    const { run } = await endpoint(t, call =>
      call.method === 'customer_order.pull'
        ? new RpcFailure(code, 'Allowed memory size exhausted')
        : undefined,
    )
    const error = await failureOf(pull.fetch(await connector.open(run), 'order', start, 250))
    assert.ok(error instanceof Unreachable, String(code))
    assert.match(error.detail, /Allowed memory/)
  }
  const broken = new RpcFailure(0, 'Call to undefined method WC_Order::get_magic()')
  const plugin = await endpoint(t, call => (call.method === 'customer_order.pull' ? broken : undefined))
  const fault = await failureOf(pull.fetch(await connector.open(plugin.run), 'order', start, 250))
  assert.ok(fault instanceof Unreachable, 'a broken plug-in is no missing kind')
  const long = new RpcFailure(0, 'x'.repeat(10_000))
  const { run } = await endpoint(t, call => (call.method === 'customer_order.pull' ? long : undefined))
  assert.ok((await failureOf(pull.fetch(await connector.open(run), 'order', start, 250))).detail.length < 400)
})

test('a kind that the shop does not have is an empty last page, asked for once a day', async t => {
  const missing = [
    new RpcFailure(33000),
    new RpcFailure(33001),
    new RpcFailure(-32601),
    new RpcFailure(-32000, 'Method could not be handled'),
    new RpcFailure(0, 'Controller class Jtl\\Payment does not exist'),
    new RpcFailure(0, 'Call to undefined method Jtl\\Controller\\PaymentController::pull()'),
  ]
  for (const failure of missing) {
    const { run, calls, remembered } = await endpoint(t, call =>
      call.method === 'payment.pull' ? failure : undefined,
    )
    const session = await connector.open(run)
    for (let round = 0; round < 2; round++)
      assert.deepEqual(pull.read('payment', await pull.fetch(session, 'payment', start, 5), context), {
        records: [],
        last: true,
      })
    assert.equal(calls.filter(call => call.method === 'payment.pull').length, 1)
    const asked = calls.length
    const later = { ...run, facts: remembered }
    await pull.fetch(await connector.open(later), 'payment', start, 5)
    assert.equal(calls.length, asked + 4, 'the next run does not ask')
    const tomorrow = { ...later, now: () => new Date('2026-02-02T13:00:00Z') }
    await pull.fetch(await connector.open(tomorrow), 'payment', start, 5)
    assert.ok(calls.length > asked + 8, 'a day later it asks again')
  }
})

test('does not ask for what the features exclude', async t => {
  const features = { entities: { customer: { pull: false }, CustomerOrder: all }, flags: [] }
  const { run, calls } = await endpoint(t, call =>
    call.method === 'core.connector.features' ? features : undefined,
  )
  const session = await connector.open(run)
  for (const kind of ['customer', 'order', 'payment'] as const)
    assert.equal(pull.read(kind, await pull.fetch(session, kind, start, 5), context).last, true)
  assert.deepEqual(
    calls.filter(call => call.method.endsWith('.pull')).map(call => call.method),
    ['customer_order.pull'],
  )
})

test('acknowledges with camelCase keys, texts and integers; never without an id', async t => {
  const { run, calls } = await endpoint(t)
  const session = await connector.open(run)
  const result = await ack(session, 'order', [
    { theirs: '601', no: 5012 },
    { theirs: '', no: 5013 },
  ])
  assert.deepEqual(result, ['accepted', { refused: 'it has no id' }])
  assert.deepEqual(calls.at(-1)?.params, { identities: { customerOrder: [['601', 5012]] }, checksums: [] })
  for (const [kind, key] of [
    ['customer', 'customer'],
    ['payment', 'payment'],
  ] as const) {
    await ack(session, kind, [{ theirs: '1', no: 1 }])
    assert.deepEqual(calls.at(-1)?.params, { identities: { [key]: [['1', 1]] }, checksums: [] })
  }
  const asked = calls.length
  await ack(session, 'order', [{ theirs: '', no: 1 }])
  assert.equal(calls.length, asked)
})

test('an acknowledgement counts only where the shop says that it stored it', async t => {
  const body = (rest: string) => new Raw(200, `{"jtlrpc":"2.0","id":"1",${rest}}`)
  const one = [{ theirs: '601', no: 5012 }]
  const answers: [unknown, RegExp | 'accepted'][] = [
    [{ result: true }, 'accepted'],
    [body('"result":true,"error":null,"warnings":["Something else"]'), 'accepted'],
    [
      body(
        `"result":true,"error":null,"warnings":["ACK: Unknown core entity (X)! Skipping related ack's..."]`,
      ),
      /does not know/,
    ],
    [false, /did not say/],
  ]
  for (const [answer, expected] of answers) {
    const { run } = await endpoint(t, call => (call.method === 'core.connector.ack' ? answer : undefined))
    const [result] = await ack(await connector.open(run), 'order', one)
    if (expected === 'accepted') assert.equal(result, 'accepted')
    else assert.match(typeof result === 'object' ? result.refused : '', expected)
  }
})

test('halves a list that the shop cannot store, so that only the bad pair stays', async t => {
  const says = ({ params }: Call) => {
    const sent = JSON.stringify(params)
    return sent.includes('"bad"') ? new RpcFailure(0, 'SQLSTATE[HY000]') : undefined
  }
  const { run, calls } = await endpoint(t, call =>
    call.method === 'core.connector.ack' ? says(call) : undefined,
  )
  const list = ['1', '2', '3', 'bad', '5'].map((theirs, index) => ({ theirs, no: index + 1 }))
  const results = await ack(await connector.open(run), 'order', list)
  assert.deepEqual(
    results.map(result => result === 'accepted'),
    [true, true, true, false, true],
  )
  assert.match(JSON.stringify(results[3]), /SQLSTATE/)
  assert.ok(calls.filter(call => call.method === 'core.connector.ack').length <= 7)
})

test('an acknowledgement without an answer to rely on is unreachable; one that nobody takes is refused', async t => {
  const one = [{ theirs: '601', no: 5012 }]
  const timeout = await endpoint(t, call =>
    call.method === 'core.connector.ack' ? new RpcFailure(1, 'Maximum execution time') : undefined,
  )
  assert.ok((await failureOf(ack(await connector.open(timeout.run), 'order', one))) instanceof Unreachable)
  const without = await endpoint(t, call =>
    call.method === 'core.connector.ack' ? new RpcFailure(33001, 'Unknown action') : undefined,
  )
  assert.deepEqual(await ack(await connector.open(without.run), 'order', one), [
    { refused: 'code 33001: Unknown action' },
  ])
})
