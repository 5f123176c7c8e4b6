import assert from 'node:assert/strict'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import { exact } from '../../src/base/decimal.ts'
import type { ScxHost, ScxMerchant } from './scxWorld.ts'

/** A sales order here, with the key that it has at its channel. */
export interface TakenOrder {
  readonly key: string
  readonly id: string
  readonly lines: readonly { readonly line: number; readonly quantity: string }[]
}

/** Sales orders of which everything can be sent, whole pieces only: the channel has no word for parts of them. */
export function takenOrders({ query }: ScxMerchant): Promise<TakenOrder[]> {
  return query<TakenOrder>(
    `select l.external_id as key, s.id, o.lines
     from sales_order s join ledger l on l.id = s.web_order_id
       cross join lateral (select json_agg(json_build_object('line', n.line_no, 'quantity', trim_scale(n.open_quantity)::text) order by n.line_no) as lines,
           bool_and(n.allocated = n.open_quantity and n.open_quantity = trunc(n.open_quantity)) as ready
         from sales_order_line n where n.order_id = s.id and n.open_quantity > 0) o
     where s.cancelled_at is null and not s.pending and s.delivery_state = 'open' and s.fulfilled_by is null and o.ready
     order by l.external_id`,
  )
}

type Act = (merchant: ScxMerchant, orders: readonly TakenOrder[], host: ScxHost) => Promise<void>

/** What becomes of orders, step by step; between two steps both sides hear of it. */
export type Course = readonly (Act | undefined)[]

const idsOf = (orders: readonly TakenOrder[]) => orders.map(order => order.id)

const whole: Act = async ({ act }, orders) => {
  if (orders.length === 0) return
  await done(
    act('order.deliver-many', {
      deliveries: orders.map(({ id }, at) => ({
        orderId: id,
        packages: [{ carrier: 'DHL', tracking: `0034043416${String(at).padStart(10, '0')}` }],
      })),
    }),
  )
}

const onePiece: Act = ({ act }, orders) =>
  done(
    act('order.deliver-many', {
      deliveries: orders.map(({ id, lines }) => ({
        orderId: id,
        lines: lines.slice(0, 1).map(({ line }) => ({ line, quantity: '1' })),
      })),
    }),
  )

/** What one piece was not all of. */
const rest: Act = async (merchant, orders, host) => {
  const open = await merchant.query<{ id: string }>(
    `select distinct order_id as id from sales_order_line where order_id = any($1) and open_quantity > 0`,
    idsOf(orders),
  )
  const ids = new Set(open.map(one => one.id))
  await whole(
    merchant,
    orders.filter(order => ids.has(order.id)),
    host,
  )
}

const cancel: Act = ({ act }, orders) =>
  done(act('order.cancel', { ids: idsOf(orders), comment: 'Nicht mehr da' }))

const askToCancel: Act = async ({ program }, orders) => {
  for (const { key } of orders) program.askToCancel(key)
}

const answer =
  (name: 'cancellation.accept' | 'cancellation.refuse'): Act =>
  async ({ act, query }, orders) => {
    const requests = await query<{ id: string }>(
      `select id from cancellation_request where order_id = any($1) and answer is null`,
      idsOf(orders),
    )
    assert.equal(requests.length, orders.length, 'what buyers asked for is here once')
    await done(act(name, { ids: requests.map(one => one.id), reason: 'So entschieden' }))
  }

const announce: Act = async ({ program }, orders) => {
  for (const { key } of orders) program.announceReturn(key)
}

const takeBack: Act = async ({ act }, orders) => {
  await done(
    act('return.add-many', {
      returns: orders.map(({ id, lines }) => ({
        orderId: id,
        lines: lines.map(line => ({ ...line, comment: 'zu klein' })),
      })),
    }),
  )
}

/** Goods come, and lie in stock again; what is not accepted stays here too. */
const receive =
  (decision: 'accept' | 'refuse'): Act =>
  async ({ act, query }, orders) => {
    const returns = await query<{ id: string; lines: { line: number }[] }>(
      `select r.id, (select json_agg(json_build_object('line', n.line_no)) from order_return_line n where n.return_id = r.id) as lines
       from order_return r where r.order_id = any($1)`,
      idsOf(orders),
    )
    assert.equal(returns.length, orders.length, 'each return is here once')
    await done(
      act('return.receive-many', {
        receipts: returns.map(({ id, lines }) => ({
          returnId: id,
          lines: lines.map(({ line }) => ({ line, condition: 'as_new', restock: decision === 'accept' })),
        })),
      }),
    )
    await done(act('return.decide', { ids: returns.map(one => one.id), decision, comment: 'So entschieden' }))
  }

const refund: Act = ({ act }, orders) =>
  done(
    act('payment.refund-many', {
      refunds: orders.map(({ id }) => ({
        orderId: id,
        amount: '0.50',
        method: 'cash',
        reason: 'Kratzer',
        force: true,
      })),
    }),
  )

const ourInvoice: Act = async ({ act, tx, tenant }, orders, host) => {
  for (const { id } of orders.slice(0, mostDocuments)) {
    const bytes = Buffer.from(`%PDF-1.4\nRechnung ${id}`)
    const place = blobPlace(host.kontor.config)
    const { hash } = await tx(inside => putBlob(inside, tenant, bytes, 'application/pdf', place))
    await act('order.attach-document', { order: id, file: hash, number: `RE-${id}` })
  }
}

const theirInvoice: Act = async ({ program }, orders) => {
  for (const { key } of orders.slice(0, mostDocuments))
    program.writeInvoice(key, Buffer.from(`%PDF-1.4\n${key}`))
}

/** Documents go one by one. */
const mostDocuments = 10

/** By name; `…Denied`: the channel refuses it. */
export const courses = {
  delivered: [whole],
  inParts: [onePiece, rest],
  ourCancel: [cancel],
  ourCancelDenied: [cancel],
  buyerCancels: [askToCancel, answer('cancellation.accept')],
  buyerCancelsLate: [askToCancel, answer('cancellation.refuse'), whole],
  returned: [whole, announce, receive('accept'), refund],
  returnedUnasked: [whole, takeBack, receive('accept')],
  returnRefused: [whole, announce, receive('refuse')],
  returnDenied: [whole, takeBack, receive('accept')],
  refunded: [refund, whole],
  refundDenied: [whole, refund],
  ourInvoice: [ourInvoice, whole],
  theirInvoice: [theirInvoice, whole],
} as const satisfies Readonly<Record<string, Course>>

export type CourseName = keyof typeof courses

async function done(acting: Promise<object>): Promise<void> {
  const said = await acting
  assert.equal((said as { refused?: number }).refused, 0, JSON.stringify(said).slice(0, 2000))
}

/** What lines have become, as far as the channel has a word for it. */
export interface Become {
  readonly shipped: string
  readonly cancelled: string
  readonly returned: string
}

/** Lines of these orders here, by their order's key and their id at the channel. */
export async function linesHere(
  { query }: ScxMerchant,
  orders: readonly TakenOrder[],
): Promise<Map<string, Become>> {
  const rows = await query<Become & { theirs: string }>(
    `select l.external_id || ' ' || n.external_id as theirs, trim_scale(n.delivered)::text as shipped, trim_scale(n.cancelled)::text as cancelled,
       trim_scale(coalesce((select sum(r.quantity) from order_return_line r where r.order_id = n.order_id and r.line_no = n.line_no
         and r.state = 'accepted'), 0))::text as returned
     from sales_order_line n join sales_order s on s.id = n.order_id join ledger l on l.id = s.web_order_id
     where n.kind = 'item' and s.id = any($1) order by 1`,
    idsOf(orders),
  )
  return new Map(rows.map(({ theirs, ...row }) => [theirs, row]))
}

/** The same at the channel. */
export function linesThere({ program }: ScxMerchant, orders: readonly TakenOrder[]): Map<string, Become> {
  const lines = orders.flatMap(({ key }) =>
    (program.state.orders[key]?.lines ?? []).map((line): [string, Become] => [
      `${key} ${line.orderItemId}`,
      {
        shipped: exact(line.shipped).toFixed(),
        cancelled: exact(line.cancelled).toFixed(),
        returned: exact(line.returned).toFixed(),
      },
    ]),
  )
  return new Map(lines.sort(([one], [other]) => (one < other ? -1 : 1)))
}
