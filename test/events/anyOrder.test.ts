// The promise of events: whatever order they come in, however often, and wherever a batch ends, an order ends the same.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import type { RecordType } from '../../testkit/reference/records.ts'
import type { WireObject } from '../../testkit/reference/wireJson.ts'
import { createEventsWorld, type EventsWorld, minuteAt, quantityOf } from './eventsWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const sets = 6
const ways = 3
const steps = 4

for (const mode of ['in the inbox', 'taken over'] as const)
  test(`events of an order ${mode} end the same in any order (seed ${seed})`, async t => {
    const chance = createChance(seed)
    const some = <T>(list: readonly T[]): T => list[between(chance, 0, list.length - 1)] as T
    const events = await createEventsWorld(db, t)
    const plans = Array.from({ length: sets }, () =>
      Array.from({ length: between(chance, 2, 7) }, () => oneEvent(some, mode)),
    )
    const orders = plans.flatMap((plan, set) =>
      Array.from({ length: ways }, (_, way) => ({ set, plan, id: `o-${set}x${way}` })),
    )
    if (mode === 'taken over') {
      for (const { id } of orders) events.place(id.slice(2), 3)
      await events.run()
      await events.takeOver()
    }
    // Each order gets the same events, shuffled and cut anew; in the inbox the order itself comes somewhere among them.
    const tales = orders.map(({ id, plan }) => {
      const told = plan.map((event, at) => () => tell(events, id, at, event))
      const all = mode === 'taken over' ? told : [...told, () => void events.place(id.slice(2), 3)]
      return all.map(act => ({ act, place: chance() })).sort((a, b) => a.place - b.place)
    })
    for (let step = 0; step < steps; step++) {
      for (const tale of tales) {
        const many = step === steps - 1 ? tale.length : between(chance, 0, 3)
        for (const { act } of tale.splice(0, many)) act()
      }
      for (const record of events.system.records.all)
        if (chance() < 0.3) events.system.records.change(record.id, {}) // told once more, as it was
      await events.run()
    }

    const ends = await endsOf(events)
    for (const { id, set, plan } of orders)
      assert.deepEqual(ends.get(id), ends.get(`o-${set}x0`), `${id}: ${JSON.stringify(plan)}`)
    assert.deepEqual(await events.world.broken(), [])
  })

interface Planned {
  readonly type: RecordType
  readonly minute: number
  fields(order: string): WireObject
}

function oneEvent(some: <T>(list: readonly T[]) => T, mode: 'in the inbox' | 'taken over'): Planned {
  const minute = some([1, 2, 3, 4, 5, 6, 7, 8, 9])
  const money = ['open', 'partlyPaid', 'paid', 'failed', ...(mode === 'in the inbox' ? ['refunded'] : [])]
  const line = some([1, 2])
  const quantity = some(['1', '2', '3'])
  const street = some(['Weg 1', 'Weg 2', 'Weg 3'])
  const state = some(['new', 'processing', 'partlyShipped', 'shipped', 'done', 'cancelled'])
  const paymentState = some(money)
  const part = some(['billTo', 'shipTo'])
  const lineState = some(['open', 'shipped', 'cancelled'])
  const kind = some([
    'state',
    'payment',
    'lineState',
    'address',
    'request',
    'accepted',
    'partAccepted',
    'refused',
    'return',
    'money',
    'refund',
  ])
  const of = (type: RecordType, fields: Planned['fields']): Planned => ({ type, minute, fields })
  const lines = (order: string) => [{ id: `${order}/${line}`, quantity: quantityOf(quantity) }]
  const person = {
    firstName: 'Eva',
    lastName: 'Muster',
    street,
    postcode: '10115',
    city: 'Berlin',
    country: 'DE',
  }
  switch (kind) {
    case 'state':
      return of('status', () => ({ state }))
    case 'payment':
      return of('status', () => ({ paymentState }))
    case 'lineState':
      return of('status', order => ({ lines: [{ id: `${order}/${line}`, state: lineState }] }))
    case 'address':
      return of('address', () => ({ [part]: person }))
    case 'request':
      return of('cancelRequest', () => ({ reason: 'x' }))
    case 'accepted':
      return of('cancelAccepted', () => ({}))
    case 'partAccepted':
      return of('cancelAccepted', order => ({ lines: lines(order) }))
    case 'refused':
      return of('cancelRefused', () => ({}))
    case 'return':
      return of('return', order => ({ lines: lines(order) }))
    case 'money':
      return of('payment', () => ({ amount: quantityOf('20'), currency: 'EUR', method: 'x' }))
    default:
      return of('refund', () => ({ amount: quantityOf('5'), currency: 'EUR', method: 'x' }))
  }
}

function tell({ system, clock }: EventsWorld, order: string, at: number, { type, minute, fields }: Planned) {
  clock.advance(1)
  const time = type === 'payment' || type === 'refund' ? {} : { at: minuteAt(minute) }
  system.add(type, { order, ...time, ...fields(order) }, '', `${order}:${at}`)
}

/** All that can be seen of each order, by their id. */
async function endsOf({ world }: EventsWorld): Promise<Map<string, unknown>> {
  const rows = await world.query<{ order: string; end: unknown }>(
    `select l.external_id as order, jsonb_build_object('outcome', l.outcome, 'state', w.state, 'remote', w.remote_state,
         'payment', w.payment_state, 'staged', (select count(*) from web_order_line n where n.web_order_id = w.id and n.staged),
         'checks', (select jsonb_agg(code order by code) from unnest(w.open_checks) as code),
         'addresses', case when o.id is null and w.state = 'staged' then jsonb_build_array(w.record -> 'billing' -> 'street', w.record -> 'shipping' -> 'street') end,
         'order', case when o.id is not null then jsonb_build_object('cancelled', o.cancelled_at is not null, 'hold', o.hold_reason,
           'paid', trim_scale(o.paid), 'payment', o.payment_state, 'deliverability', o.deliverability,
           'addresses', jsonb_build_array(o.billing -> 'street', o.shipping -> 'street'),
           'lines', (select jsonb_agg(jsonb_build_array(n.open_quantity, n.cancelled) order by n.line_no) from sales_order_line n where n.order_id = o.id),
           'tasks', (select jsonb_agg(t.code order by t.code) from task t where t.order_id = o.id and t.closed_at is null),
           'requests', (select jsonb_agg(coalesce(q.answer, 'open') order by q.asked_at, q.answer) from cancellation_request q where q.order_id = o.id),
           'returns', (select jsonb_agg(jsonb_build_array(r.line_no, r.quantity) order by r.line_no, r.quantity) from order_return_line r where r.order_id = o.id)
         ) end,
         'events', (select jsonb_agg(jsonb_build_array(split_part(e.external_id, ':', 2), e.outcome, e.code) order by split_part(e.external_id, ':', 2))
           from ledger e where e.external_id like l.external_id || ':%')) as end
     from ledger l join web_order w on w.id = l.id left join sales_order o on o.web_order_id = w.id where l.kind = 'order'`,
  )
  return new Map(rows.map(row => [row.order, row.end]))
}
