import assert from 'node:assert/strict'
import type { Database } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import type { Connector } from '../../src/port/connector.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import { createPushWorld, type PushWorld } from './pushWorld.ts'

const by = { name: 'tester', now: new Date('2026-05-04T10:00:00Z') }
/** Kinds that are told once and never again, in the order in which they are told. */
export const toldOnce = ['payment', 'refund', 'cancellation', 'cancellation_answer', 'return'] as const

/** A world that sends, with an order of the system that was taken over and a request for its cancellation. */
export interface OrderedWorld extends PushWorld {
  readonly orderId: string
  readonly theirs: string
  readonly requestId: string
  /** Their id of the request for a cancellation. */
  readonly request: string
  /** Due rows of the feedback lane. */
  feedbackDue(): ReturnType<PushWorld['due']>
  /** Marks everything of a kind as due once more, as a verb that is called again would. */
  again(kind: (typeof toldOnce)[number]): Promise<void>
}

/** Starts it; `change` makes another connector of the usual one. */
export async function createOrderedWorld(
  db: Database,
  t: TestScope,
  shape: Partial<Shape> = {},
  change?: (connector: Connector) => Connector,
): Promise<OrderedWorld> {
  const push = await createPushWorld(db, t, shape, change)
  const { world, system } = push
  await push.sell(['T-1'])
  const theirs = system.placeOrder({
    id: 'o-1',
    number: 'B-1',
    placedAt: '2026-05-04T08:00:00Z',
    currency: 'EUR',
    total: '23.80',
    paid: false,
    method: 'invoice',
    language: 'de',
    buyer: {
      email: 'a@example.com',
      firstName: 'A',
      lastName: 'B',
      street: 'Weg 1',
      postcode: '10115',
      city: 'Berlin',
      country: 'DE',
    },
    lines: [{ sku: 'T-1', name: 'Tasse', quantity: '2', net: '10', gross: '11.90', vat: '19' }],
  })
  const imported = await push.lane('orders')
  assert.equal(imported.state, 'done', JSON.stringify(imported.error))
  const [web] = await world.query<{ id: string }>(
    `select id from web_order where tenant_id = $1`,
    world.tenant,
  )
  const [taken] = await takeOver(world.parts, {
    tenant: world.tenant,
    ids: [web?.id ?? ''],
    by: 'tester',
    actorKind: 'user',
  })
  assert.equal(taken?.did, 'taken_over', JSON.stringify(taken))
  const [order] = await world.query<{ id: string }>(
    `select id from sales_order where tenant_id = $1`,
    world.tenant,
  )
  await push.lane('feedback')
  const requestId = newId()
  await world.query(
    `insert into ledger (tenant_id, id, connection_id, kind, external_id, key_no, outcome, first_seen_at, changed_at)
     select $1, $2, $3, 'cancellation_request', 'r-1', 9001, 'staged', now(), now()`,
    world.tenant,
    requestId,
    push.connectionId,
  )
  return {
    ...push,
    orderId: order?.id ?? '',
    theirs,
    requestId,
    request: 'r-1',
    feedbackDue: async () =>
      (await push.due()).filter(row => !['item', 'price', 'stock', 'category'].includes(row.kind)),
    again: async kind => {
      await push.change(async tx => {
        const rows = await tx.query<{ id: string }>(
          kind === 'payment' || kind === 'refund'
            ? `select id from payment where tenant_id = $1`
            : `select id from ${tables[kind]} where tenant_id = $1`,
          [world.tenant],
        )
        return { changed: { [kind]: rows.map(row => row.id) } }
      })
    },
  }
}

const tables = {
  cancellation: 'order_cancellation',
  cancellation_answer: 'cancellation_request',
  return: 'order_return',
} as const

/** One of each kind that is told once, and a new state on top. */
export async function everything({ world, change, orderId, requestId }: OrderedWorld): Promise<void> {
  const { tenant } = world
  await change(tx =>
    bookPayments(
      tx,
      tenant,
      [
        { orderId, amount: '5.00', method: 'cash', transactionId: 'tx-1' },
        { orderId, amount: '-2.50', method: 'cash' },
      ],
      by,
    ),
  )
  const [cancellation, goods] = [newId(), newId()]
  await change(async tx => {
    await tx.run(
      `insert into order_cancellation (tenant_id, id, order_id, reason, whole, made_at, made_by)
       values ($1, $2, $3, 'sold out', false, now(), 'tester')`,
      [tenant, cancellation, orderId],
    )
    await tx.run(
      `insert into order_cancellation_line (tenant_id, cancellation_id, order_id, line_no, quantity) values ($1, $2, $3, 1, 1.0)`,
      [tenant, cancellation, orderId],
    )
    await tx.run(
      `insert into cancellation_request (tenant_id, id, order_id, whole, asked_at, answer, answered_at, answered_by, answer_reason)
       values ($1, $2, $3, true, now(), 'refused', now(), 'tester', 'sent already')`,
      [tenant, requestId, orderId],
    )
    await tx.run(
      `insert into order_return (tenant_id, id, return_number, order_id, state, decided_at, made_at, made_by)
       values ($1, $2, 'RT-1', $3, 'accepted', now(), now(), 'tester')`,
      [tenant, goods, orderId],
    )
    await tx.run(
      `insert into order_return_line (tenant_id, return_id, order_id, line_no, quantity, comment, state, received, received_at, received_by)
       values ($1, $2, $3, 1, 1.0, 'broken', 'accepted', 1.0, now(), 'tester')`,
      [tenant, goods, orderId],
    )
    return {
      changed: { cancellation: [cancellation], cancellation_answer: [requestId], return: [goods] },
    }
  })
}
