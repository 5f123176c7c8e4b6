// What a system says of an object after it was answered, and refusals of what is told once.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { noHash, onceKinds, quarantine } from '../../src/channels/sentStore.ts'
import type { SendResult } from '../../src/port/outgoing.ts'
import { feedbackTasks } from '../../src/sync/pushFeedback.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act } from '../connect/connectWorld.ts'
import { createOrderedWorld, everything } from './orderedWorld.ts'
import { calledFor, posted } from './postedFixture.ts'
import { createPushWorld, everyLetterMayBeTaken, type PushWorld, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const accepted = (theirs: string): SendResult => ({ result: 'accepted', theirs, proof: 'stored' })
const rejected: SendResult = {
  result: 'rejected',
  code: 'REMOTE_VALIDATION',
  field: 'brand',
  text: 'no brand',
}

test('an offer that was listed and fails later is held until it changes, with the words of the channel', async t => {
  const { push, id, say } = await listed(t)
  await say(rejected)
  assert.deepEqual(await refused(push), [{ code: 'REMOTE_VALIDATION', field: 'brand', text: 'no brand' }])
  await push.change(async () => ({ changed: { item: [id] } }))
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), {}, 'the same is not sent again')
  assert.deepEqual(await refused(push), [{ code: 'REMOTE_VALIDATION', field: 'brand', text: 'no brand' }])
  await act(push.world, 'outbox.send-again', { ids: [id] })
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 1, pending: 1 })
  await say(accepted('theirs-2'), { late: false })
  assert.deepEqual(await refused(push), [])
  assert.deepEqual(await theirs(push), ['theirs-2'])
})

test('an offer that is listed anew bears the new name, and what was refused meanwhile is told anew', async t => {
  const { push, say } = await listed(t)
  await say(accepted('theirs-2'))
  assert.deepEqual(await theirs(push), ['theirs-2'])
  assert.deepEqual(await push.due('item'), [])
  await say(rejected)
  await say(accepted('theirs-3'))
  assert.deepEqual([await theirs(push), await refused(push)], [['theirs-3'], []])
  assert.equal((await push.due('item')).length, 1)
})

test('an offer that failed at first and is listed after all is there: it bears its name and is told anew', async t => {
  const { push, say } = await offered(t)
  await say(rejected, { late: false })
  assert.deepEqual(await push.due('item'), [])
  await say(rejected)
  await say(accepted('theirs-1'))
  assert.deepEqual([await theirs(push), await refused(push)], [['theirs-1'], []])
  assert.equal((await push.due('item')).length, 1)
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 1, pending: 1 })
})

test('an offer that failed, is sent again, and is listed after all before that bears its name, and is told as what is there', async t => {
  const { push, id, say } = await offered(t)
  await say(rejected, { late: false })
  await act(push.world, 'outbox.send-again', { ids: [id] })
  await say(accepted('theirs-1'))
  assert.deepEqual([await theirs(push), await refused(push)], [['theirs-1'], []])
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 1, pending: 1 })
})

test('what was never accepted, or is nothing of ours, is passed over', async t => {
  const { push, say, no } = await listed(t)
  await posted(push, {
    results: [{ ticket: 'item/9', result: rejected, late: { kind: 'item', no: no + 1000 } }],
  })
  await posted(push, { results: [{ ticket: 'item/9', result: rejected, late: { kind: 'category', no } }] })
  await say(rejected, { late: false })
  assert.deepEqual(await refused(push), [])
})

for (const kind of ['refund', 'return'] as const)
  test(`a ${kind} that its marketplace refuses is a task with its words; sent again, or dropped, it is settled`, async t => {
    const push = await createOrderedWorld(db, t, {}, calledFor(['refund', 'return']))
    await everything(push)
    await push.lane('feedback')
    const ticket = async () => {
      const [row] = await push.world.query<{ ticket: string }>(
        `select ticket from channel_object where tenant_id = $1 and kind = $2 and ticket is not null`,
        push.world.tenant,
        kind,
      )
      return row?.ticket ?? ''
    }
    const say = async (result: SendResult) => posted(push, { results: [{ ticket: await ticket(), result }] })
    await say({ result: 'rejected', code: 'REMOTE_VALIDATION', text: 'already paid back' })
    const tasks = () =>
      push.world.query<{ code: string; detail: string; order: string; open: boolean }>(
        `select code, data ->> 'detail' as detail, order_id as "order", closed_at is null as open from task where tenant_id = $1
           and code = $2`,
        push.world.tenant,
        `${kind.toUpperCase()}_REFUSED_AT_CHANNEL`,
      )
    const task = {
      code: `${kind.toUpperCase()}_REFUSED_AT_CHANNEL`,
      detail: 'already paid back',
      order: push.orderId,
    }
    assert.deepEqual(await tasks(), [{ ...task, open: true }])
    const { items } = await act<{ items: { id: string; kind: string; name: string }[] }>(
      push.world,
      'outbox.refused',
    )
    const [one] = items.filter(item => item.kind === kind)
    assert.ok(one && one.name !== '', 'it is named by its order or number')
    await push.again(kind)
    assert.deepEqual(sent(await push.lane('feedback'), kind), {}, 'not by itself')
    await act(push.world, 'outbox.send-again', { ids: [one.id] })
    assert.deepEqual(sent(await push.lane('feedback'), kind), { sent: 1, pending: 1 })
    assert.deepEqual(await tasks(), [{ ...task, open: true }], 'until they answer')
    await say({ result: 'accepted', proof: 'stored' })
    assert.deepEqual(await tasks(), [{ ...task, open: false }])
    await push.again(kind)
    assert.deepEqual(sent(await push.lane('feedback'), kind), {}, 'told once')
  })

for (const kind of ['refund', 'return'] as const)
  test(`a ${kind} that its marketplace accepts after it had refused it is settled, and never told again`, async t => {
    const push = await createOrderedWorld(db, t, {}, calledFor(['refund', 'return']))
    await everything(push)
    await push.lane('feedback')
    const [told] = await push.world.query<{ ticket: string; id: string; no: number }>(
      `select o.ticket, o.object_id as id, k.key_no as no from channel_object o
         join link k on k.tenant_id = o.tenant_id and k.kind = o.kind and k.object_id = o.object_id
       where o.tenant_id = $1 and o.kind = $2 and o.ticket is not null`,
      push.world.tenant,
      kind,
    )
    assert.ok(told)
    const { ticket, id, no } = told
    const open = () =>
      push.world.query(
        `select code from task where tenant_id = $1 and subject = $2 and closed_at is null`,
        push.world.tenant,
        id,
      )
    const say = (result: SendResult) => posted(push, { results: [{ ticket, result, late: { kind, no } }] })
    const others = (await open()).length
    await posted(push, { results: [{ ticket, result: { ...rejected, text: 'not now' } }] })
    assert.equal((await open()).length, others + 1)
    for (const _ of ['once', 'and again']) await say({ result: 'accepted', proof: 'stored' })
    assert.equal((await open()).length, others)
    assert.deepEqual(await refused(push), [])
    await push.again(kind)
    assert.deepEqual(sent(await push.lane('feedback'), kind), {}, 'it is not told a second time')
  })

const windows = {
  'before the worker comes to it': async () => undefined,
  'while the worker tells it': async () => undefined,
  'before its letter is taken': async (push: PushWorld) => void (await push.lane('feedback')),
  'while something here holds it': async ({ world }: PushWorld, kind: 'refund' | 'return', id: string) => {
    const [row] = await world.query<{ id: string }>(
      `select channel_id as id from channel_object where tenant_id = $1 and object_id = $2`,
      world.tenant,
      id,
    )
    const of = { tenant: world.tenant, channelId: row?.id ?? '', object: kind }
    const held = { objectId: id, kind, hash: noHash, code: 'REFUND_LINES_MISSING', field: null, text: 'R-1' }
    await world.tx(tx => quarantine(tx, of, [held], false))
  },
}
for (const kind of ['refund', 'return'] as const)
  for (const [when, begin] of Object.entries(windows))
    test(`a ${kind} that a person sends again, and that is accepted ${when}, is not told a second time`, async t => {
      let meanwhile: (() => Promise<void>) | undefined
      const first = async () => meanwhile?.()
      const push = await createOrderedWorld(db, t, {}, calledFor(['refund', 'return'], first))
      await everything(push)
      await push.lane('feedback')
      const letters = async () => {
        await everyLetterMayBeTaken(push)
        const { letters } = await posted(push, { take: { most: 99, hiddenSeconds: 1 } })
        await posted(push, { drop: letters.map(one => one.id) })
        return letters.filter(one => one.type === kind).map(one => one.key)
      }
      const [ticket = ''] = await letters()
      const no = Number(ticket.split('/')[1])
      await posted(push, { results: [{ ticket, result: rejected }] })
      const [{ id } = { id: '' }] = (
        await act<{ items: { id: string; kind: string }[] }>(push.world, 'outbox.refused')
      ).items.filter(one => one.kind === kind)
      await act(push.world, 'outbox.send-again', { ids: [id] })
      const accept = async () => {
        const result = { result: 'accepted', proof: 'stored' } as const
        await posted(push, { results: [{ ticket, result, late: { kind, no } }] })
      }
      await begin(push, kind, id)
      if (when === 'while the worker tells it') meanwhile = accept
      else await accept()
      await push.lane('feedback')
      meanwhile = undefined
      await push.again(kind)
      await push.lane('feedback')
      assert.deepEqual(await letters(), [])
      const open = await push.world.query(
        `select code from task where tenant_id = $1 and subject = $2 and code like '%REFUSED_AT_CHANNEL' and closed_at is null`,
        push.world.tenant,
        id,
      )
      assert.deepEqual(open, [], 'nobody has to decide any more')
    })

test('what is told once is what no acceptance makes due again', () => {
  const once = feedbackTasks.flatMap(task => (task.once ? [task.object] : []))
  assert.deepEqual(new Set(once), onceKinds)
})

test('a refund that is dropped is no task any more, and not sent again', async t => {
  const push = await createOrderedWorld(db, t, {}, connector => {
    const { refund } = connector.send ?? {}
    assert.ok(refund)
    const send: typeof refund.send = async (_, list) => list.map(() => rejected)
    return { ...connector, send: { ...connector.send, refund: { ...refund, send } } }
  })
  await everything(push)
  await push.lane('feedback')
  const open = () =>
    push.world.query<{ subject: string }>(
      `select subject from task where tenant_id = $1 and code = 'REFUND_REFUSED_AT_CHANNEL' and closed_at is null`,
      push.world.tenant,
    )
  const [task] = await open()
  assert.ok(task, 'a refusal at once is a task too')
  await act(push.world, 'outbox.drop', { ids: [task.subject] })
  assert.deepEqual(await open(), [])
  await push.again('refund')
  await push.lane('feedback')
  assert.deepEqual(await open(), [])
})

test('an offer that was refused and dropped, and is listed after all, is shown as accepted, bears its name and is told its quantity alone', async t => {
  const { push, id, say } = await offered(t)
  await say(rejected, { late: false })
  await act(push.world, 'outbox.drop', { ids: [id] })
  const shown = async () => {
    const { channels } = await act<{ channels: { shop: { about: string; state: string }[] }[] }>(
      push.world,
      'item.show',
      { item: id },
    )
    return channels[0]?.shop.find(one => one.about === 'item')?.state
  }
  assert.equal(await shown(), 'nothing')
  for (const _ of ['once', 'and again']) await say(accepted('theirs-1'))
  assert.deepEqual([await theirs(push), await shown()], [['theirs-1'], 'accepted'])
  assert.deepEqual(await push.due('item'), [])
  const due = await push.due('stock')
  assert.deepEqual([due.length, due[0]?.objectId], [1, id], 'it is sold there now')
  await push.change(async () => ({ changed: { item: [id] } }))
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), {}, 'it is left as it is')
})

for (const kind of ['refund', 'return'] as const)
  test(`a ${kind} that was refused and dropped, and that its marketplace accepts later, is shown as accepted and never told again`, async t => {
    const push = await createOrderedWorld(db, t, {}, calledFor(['refund', 'return']))
    await everything(push)
    await push.lane('feedback')
    const [told] = await push.world.query<{ ticket: string; id: string; no: number }>(
      `select o.ticket, o.object_id as id, k.key_no as no from channel_object o
         join link k on k.tenant_id = o.tenant_id and k.kind = o.kind and k.object_id = o.object_id
       where o.tenant_id = $1 and o.kind = $2 and o.ticket is not null`,
      push.world.tenant,
      kind,
    )
    assert.ok(told)
    const { ticket, id, no } = told
    await posted(push, { results: [{ ticket, result: rejected }] })
    await act(push.world, 'outbox.drop', { ids: [id] })
    const result = { result: 'accepted', proof: 'stored' } as const
    const history = async () => {
      const said = await act<{ history: { event: string }[] }>(push.world, 'order.show', {
        id: push.orderId,
      })
      return said.history.filter(one => one.event.endsWith('accepted_after_all')).map(one => one.event)
    }
    assert.deepEqual(await history(), [])
    for (const _ of ['once', 'and again'])
      await posted(push, { results: [{ ticket, result, late: { kind, no } }] })
    assert.deepEqual(await history(), [`${kind}_accepted_after_all`])
    const [row] = await push.world.query<{ accepted: boolean; refused: boolean }>(
      `select accepted_at is not null as accepted, rejected_hash is not null as refused from channel_object where object_id = $1`,
      id,
    )
    assert.deepEqual(row, { accepted: true, refused: false })
    await push.again(kind)
    assert.deepEqual(sent(await push.lane('feedback'), kind), {}, 'it is not told a second time')
  })

// An item that is accepted as "theirs-1".
async function listed(t: TestContext) {
  const world = await offered(t)
  await world.say(accepted('theirs-1'), { late: false })
  return world
}

// An item that was sent, and is not answered yet.
async function offered(t: TestContext) {
  const push = await createPushWorld(db, t, { keys: 'ours' }, calledFor(['item', 'stock']))
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  const [link] = await push.world.query<{ no: number }>(
    `select key_no as no from link where tenant_id = $1 and kind = 'item'`,
    push.world.tenant,
  )
  const no = link?.no ?? 0
  const ticket = `item/${no}`
  const say = async (result: SendResult, { late = true } = {}) => {
    await posted(push, { results: [{ ticket, result, ...(late ? { late: { kind: 'item', no } } : {}) }] })
  }
  return { push, id, no, say }
}

function refused({ world }: PushWorld) {
  return world.query(
    `select rejected_code as code, rejected_field as field, rejected_text as text from channel_object
     where tenant_id = $1 and rejected_code is not null`,
    world.tenant,
  )
}

async function theirs({ world }: PushWorld) {
  const rows = await world.query<{ theirs: string }>(
    `select their_id as theirs from link where tenant_id = $1 and kind = 'item'`,
    world.tenant,
  )
  return rows.map(row => row.theirs)
}
