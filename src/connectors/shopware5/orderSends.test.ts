import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Rejected, Unreachable } from '../../port/errors.ts'
import type { Outgoing } from '../../port/outgoing.ts'
import { orderSends, shopTime } from './orderSends.ts'
import type { Session } from './session.ts'
import { settingsOf } from './settings.ts'

const send = orderSends.order_status
const parcel = { ref: { no: 1, theirs: '' }, carrier: 'DHL', tracking: 'A1' }

/** A shop with these orders, and what was called of it. */
function shopWith(
  orders: Record<string, Record<string, unknown>>,
  failing?: (path: string) => Error | undefined,
) {
  const calls: string[] = []
  const written: unknown[] = []
  const session = {
    settings: settingsOf({}),
    run: { timeZone: 'Europe/Berlin' },
    api: {
      async get(path: string) {
        calls.push(`GET ${path}`)
        const order = orders[path.replace('orders/', '')]
        return order ? { status: 200, data: order } : { status: 404, data: undefined }
      },
      async put(path: string, body: unknown) {
        calls.push(`PUT ${path}`)
        const error = failing?.(path)
        if (error) throw error
        written.push(body)
        return { status: 200, data: {} }
      },
    },
  } as unknown as Session
  return { session, calls, written }
}

const told = (
  theirs: string,
  more: Partial<Outgoing<'order_status'>['state']> = {},
): Outgoing<'order_status'> => ({
  ref: { no: 1, theirs },
  place: '',
  state: { order: { no: 1, theirs }, delivery: 'shipped', payment: 'open', packages: [], ...more },
})

describe('states of orders told to the shop', () => {
  it('compares before it writes: one reading call where nothing differs', async () => {
    const { session, calls } = shopWith({ 15: { orderStatusId: 7, paymentStatusId: 17 } })
    assert.deepEqual(await send?.send(session, [told('15')]), [
      { result: 'accepted', theirs: '15', proof: 'stored' },
    ])
    assert.deepEqual(calls, ['GET orders/15'])
  })

  it('writes all that differs in one call, positions with the option that keeps the others', async () => {
    const details = [
      { id: 501, shipped: 0 },
      { id: 502, shipped: 0 },
    ]
    const { session, calls, written } = shopWith({
      15: { orderStatusId: 1, paymentStatusId: 17, details, clearedDate: null, trackingCode: '' },
    })
    const state = {
      payment: 'paid',
      paidAt: '2026-11-21T16:33:12.000Z',
      packages: [parcel],
      lines: [{ theirLine: '501', shipped: '2' }],
    } as const
    await send?.send(session, [told('15', state)])
    assert.deepEqual(calls, ['GET orders/15', 'PUT orders/15'])
    assert.deepEqual(written, [
      {
        orderStatusId: 2,
        paymentStatusId: 12,
        clearedDate: '2026-11-21T17:33:12+01:00',
        trackingCode: 'A1',
        details: [{ id: 501, shipped: 2 }],
        __options_details: { replace: false },
      },
    ])
  })

  it('answers each order by itself: gone, set there by hand, not valid, and told', async () => {
    const { session, written } = shopWith(
      {
        16: { orderStatusId: 8, paymentStatusId: 17, trackingCode: '' },
        17: { orderStatusId: 1, paymentStatusId: 17 },
        18: { orderStatusId: 1, paymentStatusId: 17 },
      },
      path =>
        path === 'orders/17' ? new Rejected('REMOTE_DELETED', '', 'HTTP 404: OrderStatus') : undefined,
    )
    const list = [told('15'), told('16', { packages: [parcel] }), told('17'), told('18')]
    assert.deepEqual(await send?.send(session, list), [
      { result: 'rejected', code: 'REMOTE_DELETED', text: 'the shop does not have this order' },
      { result: 'rejected', code: 'ORDER_STATE_SET_THERE', field: 'orderStatusId', text: '8' },
      { result: 'rejected', code: 'REMOTE_VALIDATION', text: 'HTTP 404: OrderStatus' },
      { result: 'accepted', theirs: '18', proof: 'stored' },
    ])
    assert.deepEqual(written, [{ trackingCode: 'A1' }, { orderStatusId: 7 }])
  })

  it('leaves unknown what was on its way when the shop stopped answering, and throws where nothing got through', async () => {
    const shown = { orderStatusId: 1, paymentStatusId: 17 }
    const orders = { 15: shown, 16: shown, 17: shown }
    const dead = new Unreachable('no answer')
    const { session } = shopWith(orders, path => (path === 'orders/16' ? dead : undefined))
    const results = await send?.send(session, [told('15'), told('16'), told('17')])
    assert.deepEqual(
      results?.map(one => one.result),
      ['accepted', 'unknown', 'unknown'],
    )
    await assert.rejects(async () => send?.send(session, [told('16'), told('17')]), dead)
  })

  it('takes an answer that is no order for none, and writes nothing', async () => {
    const { session, calls } = shopWith({ 15: [] as unknown as Record<string, unknown> })
    await assert.rejects(async () => send?.send(session, [told('15')]), Unreachable)
    assert.deepEqual(calls, ['GET orders/15'])
  })
})

describe('a time as the shop is told it', () => {
  it('shows the hour of the shop on both sides of both changes of clocks', () => {
    const times = [
      ['2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
      ['2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
      ['2026-10-25T00:59:59Z', '2026-10-25T02:59:59'],
      ['2026-10-25T01:00:00Z', '2026-10-25T02:00:00'],
      ['2026-10-25T02:00:00Z', '2026-10-25T03:00:00+01:00'],
      ['2026-11-21T23:30:00.000Z', '2026-11-22T00:30:00+01:00'],
    ] as const
    for (const [instant, shown] of times)
      assert.ok(
        shopTime(instant, 'Europe/Berlin')?.startsWith(shown),
        `${instant}: ${shopTime(instant, 'Europe/Berlin')}`,
      )
    assert.equal(shopTime('yesterday', 'Europe/Berlin'), undefined)
  })
})
