// What a shop answers besides the usual: an id twice, an object that it will not show, a look that breaks off.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { storeGuard } from '../../src/channels/guardLists.ts'
import { Rejected, Unreachable } from '../../src/port/errors.ts'
import type { Send } from '../../src/port/send.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { createPushWorld, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })

test('a ticket that ends with an id which something else has is refused, and stands so in the journal', async t => {
  const push = await createPushWorld(db, t, { outward: 'tickets', keys: 'theirs' }, connector => ({
    ...connector,
    results: async (session, tickets) => {
      const answers = (await connector.results?.(session, tickets)) ?? []
      return answers.map(one => (one.result === 'accepted' ? { ...one, theirs: 'the-same' } : one))
    },
  }))
  await push.sell(['T-1', 'T-2'])
  await push.lane('catalogue')
  push.system.settle()
  await push.lane('catalogue')
  const journal = await push.world.query<{ result: string; code: string | null }>(
    `select result, code from journal where tenant_id = $1 and operation = 'results' order by code nulls first`,
    push.world.tenant,
  )
  assert.deepEqual(
    journal.map(({ result, code }) => [result, code]),
    [
      ['accepted', null],
      ['rejected', 'THEIRS_TAKEN'],
    ],
  )
})

test('an object that its shop will not show is refused alone, and the others are sent', async t => {
  const hidden = new Set<string>()
  const push = await looking(t, list => {
    if (list.some(one => hidden.has(one.ref.theirs)))
      throw new Rejected('REMOTE_VALIDATION', 'id', 'not yours')
  })
  const ids = await push.sell(['T-1', 'T-2', 'T-3'])
  await push.lane('catalogue')
  const [link] = await push.world.query<{ theirs: string }>(
    `select their_id as theirs from link where tenant_id = $1 and object_id = $2`,
    push.world.tenant,
    ids[1],
  )
  hidden.add(link?.theirs ?? '')
  await push.change(tx =>
    changeItems(
      tx,
      push.world.tenant,
      ids.map(id => ({ id, name: 'Becher' })),
    ),
  )
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 3, accepted: 2, rejected: 1 })
  const refused = await push.world.query(
    `select object_id as id, rejected_code as code from channel_object where tenant_id = $1 and rejected_code is not null`,
    push.world.tenant,
  )
  assert.deepEqual(refused, [{ id: ids[1], code: 'REMOTE_VALIDATION' }])
  await push.world.tx(tx => storeGuard(tx, push.world.tenant, push.channelId, { look: 10 }))
  assert.equal((await push.lane('catalogue')).state, 'done', 'nor does it end the slow look')
})

test('orders that came in while items were sent are fetched also where the look behind it breaks off', async t => {
  const push = await looking(t, () => {
    throw new Unreachable('down', { mayHaveWorked: false })
  })
  await push.world.tx(tx => storeGuard(tx, push.world.tenant, push.channelId, { look: 10 }))
  await push.sell(['T-1'])
  push.system.placeOrder({ ...orderOf('B-1'), id: 'o-before' })
  push.onSend(() => void push.system.placeOrder({ ...orderOf('B-2'), id: 'o-meanwhile' }))
  assert.equal((await push.lane('catalogue')).state, 'failed')
  const orders = await push.world.query<{ id: string }>(
    `select external_id as id from ledger where tenant_id = $1 and kind = 'order' order by id`,
    push.world.tenant,
  )
  assert.deepEqual(
    orders.map(one => one.id),
    ['o-before', 'o-meanwhile'],
  )
})

type Reading = Parameters<NonNullable<Send<unknown, 'item'>['read']>>[1]

/** A push world whose connector looks first what `look` says of it. */
async function looking(t: TestContext, look: (list: Reading) => void) {
  let heard = () => {}
  const push = await createPushWorld(db, t, {}, connector => {
    const { item } = connector.send ?? {}
    assert.ok(item?.read)
    const { read } = item
    return {
      ...connector,
      send: {
        ...connector.send,
        item: {
          ...item,
          send: (session, list) => {
            heard()
            return item.send(session, list)
          },
          read: async (session, list) => {
            look(list)
            return read(session, list)
          },
        },
      },
    }
  })
  const onSend = (then: () => void) => {
    heard = () => {
      heard = () => {}
      then()
    }
  }
  return { ...push, onSend }
}
