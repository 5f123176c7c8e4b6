// Goods that come back, as the channel of the order is told: how they came, and which announcement of theirs it was.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deliver } from '../../src/sales/deliver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act } from '../connect/connectWorld.ts'
import { createOrderedWorld, type OrderedWorld } from './orderedWorld.ts'
import { sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })

test('a return that the channel announced is told once it is decided, with its id and the condition of each line', async t => {
  const push = await delivered(t)
  const { world, system, theirs } = push
  const line = `${theirs}/1`
  const id = system.add('return', {
    order: theirs,
    at: new Date().toISOString(),
    lines: [{ id: line, quantity: '1', reason: 'too small' }],
  })
  await push.lane('orders')
  const [goods] = await world.query<{ id: string }>(
    `select id from order_return where tenant_id = $1`,
    world.tenant,
  )
  assert.deepEqual(sent(await push.lane('feedback'), 'return'), {}, 'not before it is decided')
  await act(world, 'return.receive', { return: goods?.id, condition: 'damaged', conditionNote: 'a crack' })
  await act(world, 'return.decide', { ids: [goods?.id], decision: 'accept' })
  assert.deepEqual(sent(await push.lane('feedback'), 'return'), { sent: 1, accepted: 1 })
  const [told] = system.objects.of('return')
  assert.deepEqual(told?.fields, {
    order: theirs,
    announced: id,
    lines: [
      {
        theirLine: line,
        quantity: '1',
        reason: 'too small',
        accepted: true,
        condition: 'damaged',
        note: 'a crack',
      },
    ],
  })
  await push.again('return')
  assert.deepEqual(sent(await push.lane('feedback'), 'return'), {})
})

test('what is refused at once has no condition: nothing comes back', async t => {
  const push = await delivered(t)
  const { world, system, theirs, orderId } = push
  await act(world, 'return.add', { order: orderId, lines: { 1: '1' }, comment: 'too late', refused: true })
  assert.deepEqual(sent(await push.lane('feedback'), 'return'), { sent: 1, accepted: 1 })
  assert.deepEqual(system.objects.of('return')[0]?.fields, {
    order: theirs,
    lines: [{ theirLine: `${theirs}/1`, quantity: '1', reason: 'too late', accepted: false }],
  })
})

async function delivered(t: Parameters<typeof createOrderedWorld>[1]): Promise<OrderedWorld> {
  const push = await createOrderedWorld(db, t)
  const { world, orderId } = push
  const by = { name: 'Eva', now: new Date() }
  const { results } = await push.change(tx =>
    deliver(tx, world.tenant, [{ orderId, packages: [] }], by, () => 'LS-1'),
  )
  assert.equal(results[0]?.did, 'delivered', JSON.stringify(results))
  return push
}
