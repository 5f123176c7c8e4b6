import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openEntrances } from '../import/entrances.ts'
import { createEventsWorld } from './eventsWorld.ts'

const { db } = await testDatabase({ after })

test('a person sees what has to be decided, decides it, holds, releases, cancels by the line and notes a return', async t => {
  const events = await createEventsWorld(db, t)
  const { http, terminal } = await openEntrances(events.world, t)
  const order = events.place('1', 3)
  await events.run()
  const [taken] = await events.takeOver()
  const number = taken?.orderNumber ?? ''
  events.tell('cancelRequest', order, 5, { reason: 'doppelt bestellt' })
  await events.run()

  const tasks = await http('GET', '/tasks')
  const [task] = tasks.body['items'] as Record<string, unknown>[]
  assert.deepEqual(
    [task?.['code'], task?.['orderNumber'], task?.['holds'], task?.['actions']],
    ['CANCELLATION_REQUESTED', number, true, ['accept', 'refuse']],
  )
  assert.match(String(task?.['sentence']), /asks for a cancellation\. “doppelt bestellt”/)
  const home = await http('GET', '/home')
  const todo = home.body['todo'] as { what: string; count: number; address: string }[]
  assert.deepEqual(
    todo.filter(one => one.what === 'tasks').map(({ count, address }) => ({ count, address })),
    [{ count: 1, address: '/tasks' }],
  )
  const shown = await http('GET', `/orders/${taken?.orderId}`)
  const actions = shown.body['actions'] as { action: string; blockers: { reason: string }[] }[]
  assert.match(
    actions.find(one => one.action === 'deliver')?.blockers[0]?.reason ?? '',
    /Cancellation requested/,
  )
  const refused = await http('POST', '/tasks/close', {
    ids: [task?.['id']],
    decision: 'refuse',
    note: 'schon gepackt',
  })
  assert.equal((refused.body['items'] as { did: string }[])[0]?.did, 'closed')
  assert.deepEqual((await http('GET', '/cancellation-requests')).body['items'], [])

  assert.equal((await terminal('order', 'hold', number, '--reason', 'Adresse prüfen')).status, 0)
  const again = await http('POST', '/orders/hold', { ids: [number], reason: 'Adresse prüfen' })
  assert.equal((again.body['items'] as { did: string }[])[0]?.did, 'already')
  assert.equal((await terminal('order', 'release', number)).status, 0)
  const none = await terminal('order', 'release', number)
  assert.match(none.out, /not on hold/)
  assert.equal(
    (await terminal('order', 'cancel', number, '--line', '1=2', '--reason', 'customer_request')).status,
    0,
  )
  assert.match(
    (await terminal('return', 'add', number, '--lines', '2=1')).out,
    /NOTHING_DELIVERED|[Nn]othing of the order/,
  )
  const delivered = await http('POST', `/orders/${number}/deliver`, { lines: { 2: '3' } })
  assert.equal(delivered.body['refused'], 0, delivered.text)
  const back = await http('POST', `/orders/${number}/returns`, {
    lines: { 2: '1' },
    reason: 'wrong_size',
    comment: 'zu klein',
  })
  assert.equal((back.body['items'] as { did: string }[])[0]?.did, 'noted', back.text)
  const listed = await http('GET', '/returns')
  assert.deepEqual(
    (listed.body['items'] as { fromShop: boolean; lines: object[] }[]).map(one => [
      one.fromShop,
      one.lines.length,
    ]),
    [[false, 1]],
  )
  const audited = await events.world.query<{ action: string }>(
    `select distinct action from audit where action ~ '^(order|task|return|cancellation)' order by 1`,
  )
  assert.deepEqual(
    audited.map(row => row.action),
    ['order.cancel', 'order.deliver', 'order.hold', 'order.release', 'return.add', 'task.close'],
  )
  assert.deepEqual(await events.world.broken(), [])
})

test('an answer that names its request alone finds the order by it, also before the request is here', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1', 3)
  await events.run()
  await events.takeOver()
  const answer = events.system.add('cancelRefused', { request: { id: 'r-1' } })
  await events.run()
  assert.equal(await events.outcome('cancellation_refused', answer), 'waiting PARENT_RECORD_MISSING')
  events.clock.advance(1)
  events.system.add('cancelRequest', { order }, '', 'r-1')
  await events.run()
  assert.equal(await events.outcome('cancellation_refused', answer), 'taken_over')
  const request = await events.one<{ answer: string }>('select answer from cancellation_request')
  assert.equal(request.answer, 'refused')
  assert.deepEqual(await events.world.query('select 1 from task where closed_at is null'), [])

  const stranger = events.system.add('cancelAccepted', { request: { no: 4711 } })
  const nothing = events.system.add('cancelAccepted', {})
  await events.run()
  assert.equal(await events.outcome('cancellation_accepted', stranger), 'parked REQUEST_UNKNOWN')
  assert.equal(await events.outcome('cancellation_accepted', nothing), 'parked PAYLOAD_INVALID')
  assert.deepEqual(await events.world.broken(), [])
})

test('a marketplace that refuses our cancellation is answered by a person, not by the order', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1', 3)
  await events.run()
  const [taken] = await events.takeOver()
  const { http } = await openEntrances(events.world, t)
  await http('POST', '/orders/cancel', { ids: [taken?.orderId], comment: 'nicht lieferbar' })
  events.tell('cancelRefused', order, 9, { reason: 'zu spät' })
  await events.run()
  const tasks = await events.world.query<{ code: string }>('select code from task where closed_at is null')
  assert.deepEqual(tasks, [{ code: 'CANCELLATION_REFUSED_AT_CHANNEL' }])
  assert.deepEqual(await events.world.broken(), [])
})
