import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { OrderStatusState } from '../../port/outgoing.ts'
import { type Shown, shownOf, stepOf } from './orderSteps.ts'
import { statusMappingOf } from './statusMapping.ts'

const standard = statusMappingOf({})
const order = { no: 7, theirs: '15' }
const nothing = { order, delivery: 'open', payment: 'open', packages: [] } as const

type Told = Parameters<typeof stepOf>[3]

function step(state: Partial<OrderStatusState>, shown: Partial<Shown>, told: Told = {}, mapping = standard) {
  const there: Shown = {
    order: '1',
    payment: '17',
    names: { order: '', payment: '' },
    tracking: '',
    isCleared: false,
    details: [],
    ...shown,
  }
  return stepOf(mapping, { ...nothing, ...state }, there, told)
}

const set = (fields: Readonly<Record<string, unknown>>) => ({ fields })

describe('what is written into an order', () => {
  it('is nothing where the shop shows it already, or where nothing has to be said', () => {
    assert.deepEqual(step({}, { order: '0' }), set({}))
    assert.deepEqual(step({}, { order: '8', payment: '21' }), set({}))
    assert.deepEqual(step({ delivery: 'shipped' }, { order: '7' }), set({}))
    assert.deepEqual(step({ payment: 'paid' }, { payment: '12' }), set({}))
  })

  it('follows the order from open to its end', () => {
    for (const from of ['0', '1', '5'])
      assert.deepEqual(step({ delivery: 'partly_shipped' }, { order: from }), set({ orderStatusId: 6 }), from)
    assert.deepEqual(step({ delivery: 'shipped' }, { order: '6' }), set({ orderStatusId: 7 }))
    assert.deepEqual(step({ delivery: 'completed' }, { order: '6' }), set({ orderStatusId: 2 }))
    assert.deepEqual(
      step({ delivery: 'shipped', payment: 'paid' }, { order: '7' }),
      set({ orderStatusId: 2, paymentStatusId: 12 }),
    )
  })

  it('says how far it is paid, whatever reminder stands there', () => {
    for (const from of ['9', '10', '13', '16', '17', '18', '19', '30', '35'])
      assert.deepEqual(
        step({ payment: 'partly_paid' }, { payment: from }),
        set({ paymentStatusId: 11 }),
        from,
      )
    assert.deepEqual(step({ payment: 'paid' }, { payment: '11' }), set({ paymentStatusId: 12 }))
    assert.deepEqual(step({ payment: 'refunded' }, { payment: '12' }), set({ paymentStatusId: 20 }))
  })

  it('leaves what somebody set there, and says what it is', () => {
    for (const shows of ['2', '3', '4', '8', '40'])
      assert.deepEqual(
        step({ delivery: 'shipped' }, { order: shows }),
        { fields: {}, conflict: { field: 'orderStatusId', text: shows } },
        shows,
      )
    assert.deepEqual(
      step({ delivery: 'shipped' }, { order: '8', names: { order: 'Klärung notwendig', payment: '' } })
        .conflict,
      { field: 'orderStatusId', text: '8 Klärung notwendig' },
    )
    assert.deepEqual(step({ payment: 'partly_paid' }, { payment: '12' }).conflict, {
      field: 'paymentStatusId',
      text: '12',
    })
    assert.deepEqual(step({ payment: 'paid' }, { payment: '21' }).conflict?.text, '21')
  })

  it('cancels what has not left, and leaves what the shop shows as shipped', () => {
    for (const from of ['0', '1', '5', '6'])
      assert.deepEqual(step({ delivery: 'cancelled' }, { order: from }), set({ orderStatusId: 4 }), from)
    for (const from of ['7', '2', '8'])
      assert.equal(step({ delivery: 'cancelled' }, { order: from }).conflict?.text, from)
    assert.deepEqual(step({ delivery: 'cancelled' }, { order: '4' }), set({}))
  })

  it('goes on from what we told ourselves, also back', () => {
    const told = { told: { delivery: 'cancelled', payment: 'open' } } as const
    assert.deepEqual(step({ delivery: 'open' }, { order: '4' }, told), set({ orderStatusId: 1 }))
    assert.deepEqual(step({ delivery: 'partly_shipped' }, { order: '4' }, told), set({ orderStatusId: 6 }))
    // Cancelled there by somebody, not by us.
    assert.deepEqual(step({ delivery: 'open' }, { order: '4' }), set({}))
    assert.equal(step({ delivery: 'shipped' }, { order: '4' }).conflict?.text, '4')
    // Opened again there before we came to it.
    assert.deepEqual(step({ delivery: 'open' }, { order: '0' }, told), set({}))
  })

  it('opens an order again as the settings say', () => {
    const told = { told: { delivery: 'cancelled', payment: 'open' } } as const
    const own = statusMappingOf({ inProcessState: '-', importStates: '40', orderStates: '40=new' })
    assert.deepEqual(step({}, { order: '4' }, told, own), set({ orderStatusId: 40 }))
  })

  it('sends over what is there what a person insists on, and over nothing else', () => {
    const shown = { order: '8', payment: '21', names: { order: 'Klärung', payment: '' } }
    const state = { delivery: 'shipped', payment: 'paid' } as const
    const text = '8 Klärung; 21'
    assert.deepEqual(step(state, shown).conflict?.text, text)
    assert.deepEqual(step(state, shown, { insists: text }), set({ orderStatusId: 2, paymentStatusId: 12 }))
    assert.deepEqual(step(state, { ...shown, order: '3' }, { insists: text }).fields, {})
    assert.deepEqual(step(state, shown, { insists: '8 Klärung' }).fields, {})
  })

  it('tells what it can of one axis where the other one is left', () => {
    assert.deepEqual(step({ delivery: 'shipped', payment: 'paid' }, { order: '8' }), {
      fields: { paymentStatusId: 12 },
      conflict: { field: 'orderStatusId', text: '8' },
    })
  })

  it('names the parcels and what has left of each position, and no other position', () => {
    const parcel = (tracking: string, no: number) => ({
      ref: { no, theirs: '' },
      carrier: 'DHL',
      tracking,
    })
    const state = {
      packages: [parcel('A1', 1), parcel('', 2), parcel('A1', 3), parcel('B2', 4)],
      lines: [
        { theirLine: '501', shipped: '2' },
        { theirLine: '502', shipped: '1.5' },
        { theirLine: '503', shipped: '1' },
        { theirLine: '999', shipped: '1' },
      ],
    }
    const details = ['501', '502', '503', '504'].map(id => ({ id, shipped: id === '503' ? '3' : '0' }))
    assert.deepEqual(step(state, { details }), {
      fields: {
        trackingCode: 'A1, B2',
        details: [
          { id: 501, shipped: 2 },
          { id: 502, shipped: 1 },
        ],
        __options_details: { replace: false },
      },
    })
    const there = [
      { id: '501', shipped: '2' },
      { id: '502', shipped: '1' },
      { id: '503', shipped: '3' },
    ]
    assert.deepEqual(step(state, { details: there, tracking: 'A1, B2' }), set({}))
    assert.deepEqual(step({}, { tracking: 'of the shop' }), set({}))
  })

  it('says when it was paid, once, and never of what is in doubt', () => {
    const clearedAt = '2026-11-21T17:33:12+01:00'
    const paid = { delivery: 'open', payment: 'paid' } as const
    assert.deepEqual(step(paid, {}, { clearedAt }), set({ paymentStatusId: 12, clearedDate: clearedAt }))
    assert.deepEqual(step(paid, { isCleared: true }, { clearedAt }), set({ paymentStatusId: 12 }))
    assert.deepEqual(step({ payment: 'partly_paid' }, {}, { clearedAt }), set({ paymentStatusId: 11 }))
    assert.deepEqual(step(paid, { payment: '21' }, { clearedAt }).fields, {})
  })

  it('says nothing of what the settings leave to the shop', () => {
    const own = statusMappingOf({ statusShipped: '-', statusPaid: '-' })
    assert.deepEqual(step({ delivery: 'shipped', payment: 'open' }, {}, {}, own), set({}))
    assert.deepEqual(step({ payment: 'paid' }, {}, {}, own), set({}))
  })
})

describe('every state here over every state there', () => {
  const deliveries = ['open', 'partly_shipped', 'shipped', 'completed', 'cancelled'] as const
  const payments = ['open', 'partly_paid', 'paid', 'refunded'] as const
  const orderIds = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '40']
  const paymentIds = ['9', '11', '12', '13', '17', '18', '20', '21', '30', '35', '50']
  const tolds = [
    {},
    ...deliveries.flatMap(delivery => payments.map(payment => ({ told: { delivery, payment } }))),
  ]
  // As a merchant would write them down: nothing beyond may be moved, and nothing moves back.
  const ladder = ['0', '1', '5', '6', '7', '2']

  it('ends where one more look finds nothing to write, and moves no state of a person', () => {
    let tried = 0
    for (const delivery of deliveries)
      for (const payment of payments)
        for (const shows of orderIds)
          for (const pays of paymentIds)
            for (const told of tolds) {
              tried++
              const state = { delivery, payment }
              const first = step(state, { order: shows, payment: pays }, told)
              const order = String(first.fields['orderStatusId'] ?? shows)
              const paid = String(first.fields['paymentStatusId'] ?? pays)
              const name = JSON.stringify({ ...state, shows, pays, ...told, ...first })
              const again = step(state, { order, payment: paid }, told)
              assert.deepEqual(again.fields, {}, name)
              assert.deepEqual(again.conflict, first.conflict, name)
              if (first.conflict) {
                const over = step(
                  state,
                  { order: shows, payment: pays },
                  { ...told, insists: first.conflict.text },
                )
                assert.equal(over.conflict, undefined, name)
                assert.notDeepEqual(over.fields, first.fields, name)
              }
              if ('told' in told || order === shows) continue
              assert.ok(ladder.includes(shows), name)
              assert.ok(order === '4' || ladder.indexOf(order) > ladder.indexOf(shows), name)
            }
    assert.equal(
      tried,
      deliveries.length * payments.length * orderIds.length * paymentIds.length * tolds.length,
    )
  })
})

describe('what an order shows', () => {
  it('is read of any form that its fields may have', () => {
    assert.deepEqual(
      shownOf({
        orderStatusId: 7,
        paymentStatusId: '12',
        orderStatus: { id: 7, name: 'completely_delivered', description: 'Komplett ausgeliefert' },
        paymentStatus: { id: 12, name: 'completely_paid' },
        trackingCode: null,
        clearedDate: '2026-11-21T17:33:12+0100',
        details: [{ id: 501, shipped: 2 }, { id: '502' }, null, { shipped: 1 }],
      }),
      {
        order: '7',
        payment: '12',
        names: { order: 'Komplett ausgeliefert', payment: 'completely_paid' },
        tracking: '',
        isCleared: true,
        details: [
          { id: '501', shipped: '2' },
          { id: '502', shipped: '0' },
        ],
      },
    )
    for (const clearedDate of [null, '', '0000-00-00T00:00:00+0100', '-0001-11-30T00:00:00+0053'])
      assert.equal(shownOf({ clearedDate }).isCleared, false, String(clearedDate))
  })
})
