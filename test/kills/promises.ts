import { type Tx, transact } from '../../src/base/database.ts'
import { verify } from '../../src/sync/verify.ts'
import { canonical } from '../../testkit/jtlConnector/decimals.ts'
import type { AckRecord } from '../../testkit/jtlConnector/log.ts'
import type { ShopOrder } from '../../testkit/jtlConnector/shopData.ts'
import type { Lane } from './lane.ts'
import { grossOf } from './shopLife.ts'
import { doubledAtShop, tradeDifferences } from './tradePromises.ts'

const kindOf: Readonly<Record<string, string>> = {
  CustomerOrder: 'order',
  Customer: 'customer',
  Payment: 'payment',
  Category: 'category',
  Product: 'item',
}

/**
 * What must hold at every moment, whatever was killed: what the shop was told to be stored is in the database, under the
 * number that it was told; nothing is there twice; every promise that data can show. Returns what is wrong.
 */
export async function brokenPromises(lane: Lane): Promise<string[]> {
  const acked = [...lane.shop.log.acked] // first the log, then the database: what is told later may be stored later
  const doubled = doubledAtShop(lane.shop)
  return await transact(lane.world.db(), { tenant: lane.tenant }, async tx => [
    ...doubled,
    ...(await untrueAcks(tx, acked)),
    ...(await twice(tx)),
    ...(await verify(tx, lane.tenant))
      .filter(finding => !finding.ok)
      .map(
        finding =>
          `verify: ${finding.promise}: ${finding.count}, such as ${finding.wrong.slice(0, 3).join('; ')}`,
      ),
  ])
}

async function untrueAcks(tx: Tx, acked: readonly AckRecord[]): Promise<string[]> {
  const stored = await tx.query<{ key: string }>(
    `select l.kind || ' ' || l.external_id || ' ' || k.key_no as key
     from ledger l join link k on k.tenant_id = l.tenant_id and k.connection_id = l.connection_id
       and k.kind = l.kind and k.object_id = l.id and k.their_id = l.external_id
     union all
     -- What the shop had already is given our number before the answer to the call that follows says so.
     select k.kind || ' ' || a.endpoint || ' ' || k.key_no from unnest($1::text[], $2::int[]) as a (endpoint, host)
     join link k on k.key_no = a.host and k.kind in ('category', 'item') and coalesce(k.their_id, a.endpoint) = a.endpoint`,
    [acked.map(one => one.endpoint), acked.map(one => one.host)],
  )
  const known = new Set(stored.map(row => row.key))
  const good = new Set(['stored', 'same', 'lost'])
  return acked.flatMap(({ key, type, endpoint, host, effect }) => {
    const told = `${kindOf[type ?? ''] ?? key} ${endpoint} ${host}`
    if (!known.has(told)) return [`the shop was told that ${told} is stored, and it is not`]
    return good.has(effect) ? [] : [`the acknowledgement of ${told} did harm at the shop: ${effect}`]
  })
}

/** By the shop's own numbers, which the unique keys of the database know nothing of. */
async function twice(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ what: string }>(
    `select 'order ' || external_number as what from web_order group by external_number having count(*) > 1
     union all
     select 'sales order ' || external_number from sales_order group by external_number having count(*) > 1
     union all
     select 'customer ' || external_id from web_customer group by external_id having count(*) > 1
     union all
     select 'transaction ' || transaction_id from web_payment group by transaction_id having count(*) > 1`,
  )
  return rows.map(row => `${row.what} is there twice`)
}

/** The shop's ids of the records of a kind that are in the database. */
export async function storedIds(lane: Lane, kind: string): Promise<ReadonlySet<string>> {
  const rows = await transact(lane.world.db(), { tenant: lane.tenant }, tx =>
    tx.query<{ id: string }>('select external_id as id from ledger where kind = $1', [kind]),
  )
  return new Set(rows.map(row => row.id))
}

interface StoredOrder {
  readonly id: string
  readonly number: string
  readonly outcome: string
  /** Changed at the shop after it was taken over: it stays as it was. */
  readonly changed: boolean
  readonly total: string
  readonly sum: string
  readonly note: string | null
  readonly lines: readonly (readonly [sku: string, quantity: string, gross: string, rate: string])[]
}

/**
 * What must hold in the end, after a run that was left alone: exactly the shop's orders, each once, with its newest
 * content, and taken over; its customers and payments; nothing left to tell the shop, which shows what we have; no lane held. Returns what is wrong.
 */
export async function differences(lane: Lane): Promise<string[]> {
  const { shop } = lane
  return await transact(lane.world.db(), { tenant: lane.tenant }, async tx => {
    const stored = await storedOrders(tx)
    const [rest] = await tx.query<
      Record<'customers' | 'payments' | 'acks' | 'pages' | 'lanes' | 'runs', number>
    >(
      `select (select count(*)::int from web_customer) as customers,
         (select count(*)::int from web_payment where web_order_id is not null) as payments,
         (select count(*)::int from ack_outbox) as acks,
         (select count(*)::int from inbound_page where state = 'received') as pages,
         (select count(*)::int from sync_lane where holder is not null) as lanes,
         (select count(*)::int from sync_run where lane is not null and state = 'running') as runs`,
    )
    return [
      ...sameSet(
        'orders',
        stored.map(order => order.id),
        shop.orders().map(order => order.id),
      ),
      ...stored.flatMap(order => differs(order, shop.order(order.id))),
      ...equal('customers', rest?.customers, shop.ackedIds('customer').length),
      ...equal('payments of orders', rest?.payments, shop.payments().length),
      ...equal('acknowledgements in the outbox', rest?.acks, 0),
      ...equal('kept pages that nobody imported', rest?.pages, 0),
      ...equal('lanes held', rest?.lanes, 0),
      ...equal('runs of a lane that never ended', rest?.runs, 0),
      ...equal('orders that the shop still waits to deliver', shop.remaining('customer_order').length, 0),
      ...equal('payments that the shop still waits to deliver', shop.remaining('payment').length, 0),
      ...(lane.lanes === 1 ? [] : await tradeDifferences(tx, lane)),
    ]
  })
}

function storedOrders(tx: Tx): Promise<StoredOrder[]> {
  return tx.query<StoredOrder>(
    `select l.external_id as id, w.external_number as number, l.outcome, l.code is not distinct from 'CHANGED_AT_CHANNEL' as changed, w.total_gross::text as total,
       w.lines_gross::text as sum, w.record ->> 'customerNote' as note,
       (select jsonb_agg(jsonb_build_array(coalesce(n.sku, ''), n.quantity::text, n.unit_gross::text, n.tax_rate::text)
          order by n.line_no) from web_order_line n where n.tenant_id = w.tenant_id and n.web_order_id = w.id) as lines
     from ledger l left join web_order w on w.tenant_id = l.tenant_id and w.id = l.id
     where l.kind = 'order'`,
  )
}

function differs(stored: StoredOrder, order: ShopOrder | undefined): string[] {
  if (!order) return [] // said by the sets
  const at = `order ${stored.id}: `
  if (stored.outcome !== 'taken_over') return [`${at}${stored.outcome} instead of taken over`]
  if (stored.changed) return equal(`${at}number`, stored.number, order.number)
  const lines = order.lines.map(line =>
    [line.sku, line.quantity, line.priceGross, line.vat].map(exact).join(' '),
  )
  const total = exact(order.totalGross ?? grossOf(order))
  return [
    ...equal('number', stored.number, order.number),
    ...equal('note', stored.note ?? '', order.customerNote ?? ''),
    ...equal('total', exact(stored.total), total),
    ...equal('sum of lines', exact(stored.sum), exact(grossOf(order))),
    ...equal('lines', stored.lines.map(line => line.map(exact).join(' ')).join(' | '), lines.join(' | ')),
  ].map(text => at + text)
}

/** Decimal texts in one form; other texts as they are. */
function exact(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? canonical(text) : text
}

function equal(what: string, got: unknown, expected: unknown): string[] {
  return got === expected ? [] : [`${what}: ${String(got)} instead of ${String(expected)}`]
}

function sameSet(what: string, got: readonly string[], expected: readonly string[]): string[] {
  const have = new Set(got)
  const want = new Set(expected)
  const doubled = got.length - have.size
  return [
    ...[...want.difference(have)].map(id => `${what}: ${id} is lost`),
    ...[...have.difference(want)].map(id => `${what}: ${id} is not the shop's`),
    ...(doubled > 0 ? [`${what}: ${doubled} twice`] : []),
  ]
}
