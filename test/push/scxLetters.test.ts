// Orders of an SCX channel: what the engine hands on is enough for its events, which name lines where others name the whole order.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { featuresOf } from '../../src/connectors/scx/features.ts'
import { requestId } from '../../src/connectors/scx/ids.ts'
import { sends } from '../../src/connectors/scx/sends.ts'
import type { Session } from '../../src/connectors/scx/session.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { Sends } from '../../src/port/send.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createOrderedWorld, everything, toldOnce } from './orderedWorld.ts'

const { db } = await testDatabase({ after })

/** The reference system, told as an SCX channel is. */
function asChannel(connector: Connector): Connector {
  const { payment, refund, cancellation, cancellation_answer, return: back } = sends
  const told: Sends<Session> = {
    payment,
    refund,
    cancellation,
    cancellation_answer,
    return: back,
  } as Sends<Session>
  return {
    ...connector,
    open: async run => ({ ...Object(await connector.open(run)), run, features: featuresOf({}) }),
    send: { ...connector.send, ...told } as NonNullable<Connector['send']>,
  }
}

test('money, a whole cancellation and a return of an SCX order name their lines, in letters of the queue', async t => {
  const push = await createOrderedWorld(db, t, {}, asChannel)
  await everything(push)
  await push.world.query(`update order_cancellation set whole = true where tenant_id = $1`, push.world.tenant)
  const end = await push.lane('feedback')
  assert.equal(end.state, 'done', JSON.stringify(end.error))
  const letters = await push.world.query<{
    kind: string
    type: string
    ticket: string | null
    no: number
    body: Record<string, unknown>
  }>(
    `select l.kind, l.type, l.ticket, k.key_no as no, l.body from letter l
       join link k on k.tenant_id = l.tenant_id and k.connection_id = l.connection_id and k.object_id = l.object_id
     where l.tenant_id = $1`,
    push.world.tenant,
  )
  const of = (kind: string) => letters.find(one => one.kind === kind) ?? assert.fail(kind)
  assert.deepEqual(letters.map(({ kind }) => kind).sort(), [...toldOnce].sort())
  const line = { orderItemId: `${push.theirs}/1`, quantity: '1.0' }
  assert.deepEqual(of('payment').body['paymentComplete'], false)
  const refund = of('refund')
  assert.deepEqual([refund.ticket, refund.body['refundId']], [`refund/${refund.no}`, String(refund.no)])
  // What came back is worth more than what went back for it.
  const share = { refund: '2.50', refundCurrency: 'EUR', reason: 'OTHER' }
  assert.deepEqual(refund.body['orderItem'], [{ ...line, ...share }])
  const cancellation = of('cancellation')
  assert.equal(cancellation.body['orderCancellationRequestId'], requestId(cancellation.no))
  assert.deepEqual(cancellation.body['orderItem'], [line])
  const answer = of('cancellation_answer')
  assert.deepEqual(
    [answer.type, answer.body['orderCancellationRequestId']],
    ['Seller:Order.Cancellation.Denied', push.request],
  )
  assert.deepEqual(of('return').ticket, `return/${of('return').no}`)
})
