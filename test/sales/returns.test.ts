import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeReturns } from '../../src/sales/changeReturns.ts'
import { exchangeReturns } from '../../src/sales/exchangeReturns.ts'
import type { NewOrder } from '../../src/sales/makeOrders.ts'
import { restockReturns } from '../../src/sales/restockReturns.ts'
import { listReturns } from '../../src/sales/returnList.ts'
import {
  isDecided,
  type ReturnLineState,
  returnLineStates,
  returnState,
} from '../../src/sales/returnState.ts'
import { returnsForChannel } from '../../src/sales/returnsForChannel.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type Story, tell } from './scenarios/story.ts'

const { db } = await testDatabase({ after })

test('where a return stands follows from its lines, in all combinations', () => {
  const seen = new Map<string, number>()
  for (let mask = 1; mask < 2 ** returnLineStates.length; mask++) {
    const lines = returnLineStates.filter((_, at) => mask & (2 ** at))
    const state = returnState(lines)
    seen.set(state, (seen.get(state) ?? 0) + 1)
    assert.equal(returnState([...lines].reverse()), state, 'the order does not matter')
    assert.equal(returnState([...lines, ...lines]), state, 'the number does not matter')
    const has = (one: ReturnLineState) => lines.includes(one)
    assert.equal(['announced', 'partly_received', 'received'].includes(state), !isDecided(lines))
    assert.equal(['announced', 'partly_received'].includes(state), has('announced'))
    if (isDecided(lines)) {
      assert.equal(['accepted', 'partly_accepted'].includes(state), has('accepted'))
      assert.equal(['refused', 'partly_accepted'].includes(state), has('refused'))
    }
  }
  assert.deepEqual(Object.fromEntries(seen), {
    announced: 4,
    partly_received: 12,
    received: 8,
    accepted: 2,
    partly_accepted: 2,
    refused: 2,
    missing: 1,
  })
  assert.throws(() => returnState([]), RangeError)
})

test('goods that are received are booked once, and lie in stock for who waits', async t => {
  const story = await tell(db, t, [{ id: '1', lines: [['ART-1', 3]] }, { id: '2' }], { 'ART-1': 3 })
  assert.equal(await story.delivers('1', { 1: 3 }), 'delivered')
  assert.equal(await story.announces('1', { 1: 4 }), 'NOT_DELIVERED')
  assert.equal(await story.announces('1', { 1: 2 }, 'wrong_size'), 'noted')
  assert.equal(await story.announces('1', { 1: 2 }), 'NOT_DELIVERED', 'two are announced already')
  assert.deepEqual(await story.returnsOf('1'), ['announced'])
  assert.equal(await story.onHand('ART-1'), '0')
  assert.equal((await story.stands('2'))?.aside, '0')

  assert.equal(await story.decides('1', true), 'RETURN_NOT_RECEIVED')
  assert.equal(await story.receives('1', { 1: 4 }), 'NOT_DELIVERED')
  assert.equal(await story.receives('1', { 1: 3 }), 'done', 'one more came than was announced')
  assert.equal(await story.receives('1', { 1: 3 }), 'already')
  assert.equal(await story.receives('1', { 1: 2 }), 'RETURN_LINE_RECEIVED')
  assert.deepEqual(await story.returnsOf('1'), ['received'])
  assert.equal(await story.onHand('ART-1'), '3')
  assert.equal((await story.stands('2'))?.aside, '1', 'the next order has it at once')
  assert.equal(await story.announces('1', { 1: 1 }), 'NOT_DELIVERED', 'all of it is back')
  assert.equal(await story.closes('1'), 'RETURN_UNDECIDED')

  assert.equal(await story.decides('1', false), 'RETURN_RESTOCKED')
  assert.equal(await story.decides('1', true), 'done')
  assert.equal(await story.decides('1', true), 'already')
  assert.equal(await story.closes('1'), 'done')
  assert.equal(await story.closes('1'), 'already')
  assert.equal(await story.decides('1', false), 'RETURN_CLOSED')
  await story.allIsWell()
})

test('without another word they go to the warehouse for returns of their channel, while that is in use', async t => {
  const lines = ['ART-1', 'ART-2', 'ART-3'].map(sku => [sku, 1] as const)
  const stock = { 'ART-1': 1, 'ART-2': 1, 'ART-3': 1 }
  const story = await tell(db, t, [{ id: '1', lines }], stock)
  await story.world.stock('ART-1', 1, { warehouse: 'Retouren' })
  await story.query(
    `update channel set return_warehouse_id = (select id from warehouse where tenant_id = $1 and code = 'Retouren')
     where tenant_id = $1`,
    story.tenant,
  )
  const lies = async () => {
    const rows = await story.query<{ at: string }>(
      `select w.code || ' ' || i.item_number || ' ' || trim_scale(l.on_hand) as at from stock_level l join warehouse w on w.id = l.warehouse_id
         join item i on i.id = l.item_id where l.tenant_id = $1 and l.on_hand > 0 order by 1`,
      story.tenant,
    )
    return rows.map(row => row.at)
  }
  assert.equal(await story.delivers('1'), 'delivered')
  assert.deepEqual(await lies(), ['Retouren ART-1 1'])
  await story.announces('1', { 1: 1 })
  await story.receives('1', { 1: 1 })
  assert.deepEqual(await lies(), ['Retouren ART-1 2'])
  await story.decides('1', true)
  await story.closes('1')

  // What was expected there before stays so; from then on goods go back to where they were sent from.
  await story.announces('1', { 2: 1 })
  await story.query(
    `update warehouse set active = false where tenant_id = $1 and code = 'Retouren'`,
    story.tenant,
  )
  await story.receives('1', { 2: 1 })
  await story.decides('1', true)
  await story.closes('1')
  await story.announces('1', { 3: 1 })
  await story.receives('1', { 3: 1 })
  assert.deepEqual(await lies(), ['Haupt ART-3 1', 'Retouren ART-1 2', 'Retouren ART-2 1'])
  await story.allIsWell()
})

test('goods received by many at a time are booked once', async t => {
  const story = await tell(db, t, [{ id: '1', lines: [['ART-1', 2]] }], { 'ART-1': 2 })
  await story.delivers('1')
  await story.announces('1', { 1: 2 })
  const done = await Promise.all(Array.from({ length: 8 }, () => story.receives('1', { 1: 2 })))
  assert.deepEqual(done.sort(), [
    'already',
    'already',
    'already',
    'already',
    'already',
    'already',
    'already',
    'done',
  ])
  assert.equal(await story.onHand('ART-1'), '2')
  await story.allIsWell()
})

test('lines go their own ways: put back later, refused, never come', async t => {
  const lines = [
    ['ART-1', 2],
    ['ART-2', 1],
    ['ART-3', 1],
  ] as const
  const story = await tell(db, t, [{ id: '1', lines }], { 'ART-1': 2, 'ART-2': 1, 'ART-3': 1 })
  await story.delivers('1')
  assert.equal(await story.announces('1', { 1: 2, 2: 1, 3: 1 }, 'nonsense'), 'REASON_NOT_IN_LIST')
  assert.equal(await story.announces('1', { 1: 2, 2: 1, 3: 1 }, 'other'), 'COMMENT_REQUIRED')
  assert.equal(await story.announces('1', { 1: 2, 2: 1, 3: 1 }, 'other', 'x'.repeat(101)), 'COMMENT_TOO_LONG')
  assert.equal(await story.announces('1', { 1: 2, 2: 1, 3: 1 }, 'other', 'Farbe'), 'noted')
  const id = await onlyReturn(story)
  await change(story, id, { lines: [{ line: 3, reason: 'late', credit: false }], pickup: { city: 'Köln' } })
  assert.equal(await story.receives('1', { 1: 2, 2: 1 }, { condition: 'damaged', restock: false }), 'done')
  assert.deepEqual(await story.returnsOf('1'), ['partly_received'])
  assert.equal(await story.onHand('ART-1'), '0')
  const restock = (upTo: string) =>
    story.act(tx =>
      restockReturns(tx, story.tenant, [{ returnId: id, lines: [{ line: 1, upTo }] }], story.by),
    )
  assert.equal((await restock('1')).did, 'done')
  assert.equal((await restock('1')).did, 'already')
  assert.equal((await restock('3')).code, 'QUANTITY_INVALID')
  assert.equal(await story.onHand('ART-1'), '1')
  assert.equal(await story.decides('1', true, [1]), 'done')
  assert.equal(await story.decides('1', false, [2]), 'done')
  assert.equal(await story.decides('1', true, [2]), 'RETURN_DECIDED')
  assert.deepEqual(await told(story, id), [undefined], 'the shop hears nothing before all is decided')
  assert.equal(await story.closes('1'), 'done')
  assert.deepEqual(await story.returnsOf('1'), ['partly_accepted'])
  const [said] = await told(story, id)
  assert.deepEqual(
    said?.lines.map(({ quantity, reason, accepted }) => [quantity, reason, accepted]),
    [
      ['2', 'Farbe', true],
      ['1', 'Farbe', false],
    ],
    'what never came is not told',
  )
  assert.equal(
    await story.announces('1', { 2: 1, 3: 1 }),
    'noted',
    'what was refused, or never came, may come again',
  )
  await story.allIsWell()
})

test('a return is found by what people have in hand', async t => {
  const story = await tell(db, t, [{ id: '1' }, { id: '2', lines: [['ART-2', 1]] }], {
    'ART-1': 1,
    'ART-2': 1,
  })
  await story.delivers('1')
  await story.delivers('2')
  await story.announces('1', { 1: 1 })
  await story.announces('2', { 1: 1 })
  const [first] = await story.query<{ number: string; order: string; delivery: string }>(
    `select r.return_number as number, o.order_number as order, d.delivery_number as delivery from order_return r
       join sales_order o on o.id = r.order_id join delivery d on d.order_id = o.id order by r.id limit 1`,
  )
  assert.match(first?.number ?? '', /^RT-\d+$/)
  const found = async (filter: Parameters<typeof listReturns>[2]) => {
    const page = { after: undefined, limit: 10, countTo: 10 }
    const { rows, count } = await story.tx(tx => listReturns(tx, story.tenant, filter, page))
    assert.equal(count, rows.length)
    return rows.map(row => row.returnNumber)
  }
  for (const search of [first?.number, first?.order, first?.delivery, 'art-1'])
    assert.deepEqual(await found({ search }), [first?.number], search)
  assert.equal((await found({ search: 'nachname1' })).length, 2)
  assert.deepEqual(await found({ search: 'nobody' }), [])
  assert.equal((await found({ state: 'announced', closed: false })).length, 2)
  assert.deepEqual(await found({ state: 'received' }), [])
  assert.deepEqual(await found({ orderId: story.orderOf('1') }), [first?.number])
})

test('goods are exchanged once, for the same at the same price, by an order of its own', async t => {
  const story = await tell(db, t, [{ id: '1' }], { 'ART-1': 2 })
  await story.delivers('1')
  await story.announces('1', { 1: 1 })
  const id = await onlyReturn(story)
  const asked: NewOrder[] = []
  const exchange = () =>
    story.act(tx =>
      exchangeReturns(tx, story.tenant, [{ returnId: id }], story.by, async orders => {
        asked.push(...orders)
        return { results: [{ did: 'made', orderId: story.orderOf('1'), orderNumber: 'AU-X' }], changed: {} }
      }),
    )
  assert.equal((await exchange()).code, 'RETURN_NOT_ACCEPTED')
  await story.receives('1', { 1: 1 })
  await story.decides('1', true)
  assert.deepEqual(
    { ...(await exchange()), returnId: '', orderId: '' },
    {
      returnId: '',
      orderId: '',
      did: 'done',
      exchangeOrderId: story.orderOf('1'),
      orderNumber: 'AU-X',
    },
  )
  assert.equal((await exchange()).did, 'already')
  const [order] = asked
  assert.equal(order?.kind, 'exchange')
  assert.equal(order?.exchangeFor, story.orderOf('1'))
  assert.deepEqual(
    order?.lines.map(({ kind, quantity, unitGross }) => [kind, quantity, unitGross]),
    [['item', '1', '11.9']],
  )
})

async function onlyReturn(story: Story): Promise<string> {
  const [row] = await story.query<{ id: string }>(`select id from order_return order by id limit 1`)
  return row?.id ?? ''
}

async function change(
  story: Story,
  returnId: string,
  what: Omit<Parameters<typeof changeReturns>[2][number], 'returnId'>,
) {
  const [row] = await story.query<{ version: number }>(
    `select version from order_return where id = $1`,
    returnId,
  )
  const version = row?.version ?? 0
  const wish = { ...what, returnId, version }
  assert.equal((await story.act(tx => changeReturns(tx, story.tenant, [wish], story.by))).did, 'done')
  const late = await story.act(tx => changeReturns(tx, story.tenant, [wish], story.by))
  assert.equal(late.code, 'RETURN_CHANGED')
}

function told(story: Story, id: string) {
  return story.tx(tx => returnsForChannel(tx, story.tenant, [id]))
}
