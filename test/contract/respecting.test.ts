// The contract suite notices a connector that overwrites what somebody set at the shop.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connector } from '../../src/connectors/shopware5/index.ts'
import type { Session } from '../../src/connectors/shopware5/session.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { Outgoing, SendResult } from '../../src/port/outgoing.ts'
import { contractTopics, runCase } from '../../testkit/contract/contractSuite.ts'
import { contractSubject } from '../../testkit/shopware5/contractSubject.ts'

type State = Outgoing<'order_status'>

const mutants = [
  ['overwrites unasked', /overwritten unasked/, () => true],
  [
    'takes any words for the right ones',
    /insisted on something else/,
    ({ insists }: State) => insists !== undefined,
  ],
] as const

for (const [title, failure, isForced] of mutants)
  test(`a connector that ${title}`, async () => {
    const subject = { ...contractSubject, connector: forcing(isForced) }
    const cases = [...contractTopics(subject).values()].flat()
    const entry = cases.find(one => /leaves what somebody set there/.test(one.name))
    assert.ok(entry)
    await assert.rejects(runCase(subject, entry), failure)
  })

test('a connector that never sends over it', async () => {
  const { order_status } = connector.send ?? {}
  assert.ok(order_status)
  const send: typeof order_status.send = (session, list) =>
    order_status.send(
      session,
      list.map(({ insists: _, ...one }) => one),
    )
  const subject = { ...contractSubject, connector: withSend(send) }
  const entry = [...contractTopics(subject).values()]
    .flat()
    .find(one => /leaves what somebody/.test(one.name))
  assert.ok(entry)
  await assert.rejects(runCase(subject, entry))
})

// Sends with the very words of the refusal, where nobody said them.
function forcing(isForced: (element: State) => boolean): Connector<Session> {
  const { order_status } = connector.send ?? {}
  assert.ok(order_status)
  return withSend(async (session, list) => {
    const results: SendResult[] = []
    for (const element of list) {
      const [result] = await order_status.send(session, [element])
      const isRefused = result?.result === 'rejected' && result.code === 'ORDER_STATE_SET_THERE'
      const again = isRefused && isForced(element) ? { ...element, insists: result.text } : undefined
      const [forced] = again ? await order_status.send(session, [again]) : [result]
      results.push(forced ?? { result: 'unknown', text: '' })
    }
    return results
  })
}

function withSend(send: NonNullable<NonNullable<Connector<Session>['send']>['order_status']>['send']) {
  const { order_status } = connector.send ?? {}
  assert.ok(order_status)
  return { ...connector, send: { ...connector.send, order_status: { ...order_status, send } } }
}
