// The end of the bracket: `connector.finish`, whatever happened in the session.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoint, failureOf, Raw, RpcFailure } from './fixtures/fakeEndpoint.ts'
import { item, required } from './fixtures/pushing.ts'
import { connector } from './index.ts'

const failures = [
  new RpcFailure(0, 'SQLSTATE[HY000]'),
  new RpcFailure(1, 'Maximum execution time of 30 seconds exceeded'),
  new Raw(500, ''),
  new Raw(200, '<html>Fatal error</html>'),
]

test('a session is finished after whatever failed in it, under the session that it had', async t => {
  for (const failure of failures) {
    const { run, calls } = await endpoint(t, call =>
      call.method === 'customer_order.pull' || call.method === 'product.push' ? failure : undefined,
    )
    const session = await connector.open(run)
    await failureOf(
      Promise.resolve(required(connector.pull).fetch(session, 'order', { startedAt: new Date() }, 5)).then(
        answer =>
          required(connector.pull).read('order', answer, { timeZone: 'UTC', facts: {}, settings: {} }),
      ),
    )
    await required(connector.send?.item)
      .send(session, [item(1, 'A')])
      .catch(() => undefined)
    await connector.close?.(session)
    const last = calls.at(-1)
    assert.deepEqual([last?.method, last?.auth], ['connector.finish', 'session-one'])
  }
})

test('what the shop answers to the end changes nothing; without a session there is nothing to end', async t => {
  const answers = [
    new RpcFailure(0, 'data is not an array'),
    new RpcFailure(-32601, 'not found'),
    { result: true },
    null,
  ]
  for (const said of answers) {
    const { run } = await endpoint(t, call => (call.method === 'connector.finish' ? said : undefined))
    await connector.close?.(await connector.open(run))
  }
  // The session is lost, and no new one is given: the end is not called without one.
  let over = false
  const { run, calls } = await endpoint(t, call => {
    if (over && call.method === 'core.connector.auth') return new RpcFailure(790, 'Authentication failed')
    return over ? new RpcFailure(-32000, 'Session is invalid') : undefined
  })
  const session = await connector.open(run)
  over = true
  await failureOf(
    Promise.resolve(required(connector.pull).fetch(session, 'order', { startedAt: new Date() }, 5)),
  )
  await connector.close?.(session)
  assert.ok(!calls.some(call => call.method === 'connector.finish'))
})
