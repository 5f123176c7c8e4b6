import type { Tx } from '../base/database.ts'
import { type TextOrNull, textColumns } from '../base/textArray.ts'
import { type CheckedOrder, takesStock } from './checkWebOrder.ts'
import { freeParked } from './parkedStore.ts'

export interface StagedOrder extends CheckedOrder {
  /** The id of its ledger row. */
  readonly id: string
  readonly channelId: string
}

/** The connection and moment that a batch is staged for. */
export interface StageOf {
  readonly tenant: string
  readonly connectionId: string
  readonly now: Date
}

/**
 * Stages web orders: new ones, and changed ones in the place of what was staged. One that was taken over meanwhile is
 * left as it is; answers the ids that are staged now.
 */
export async function stageOrders(
  tx: Tx,
  of: StageOf,
  orders: readonly StagedOrder[],
  known: ReadonlySet<string>,
): Promise<Set<string>> {
  if (orders.length === 0) return new Set()
  const inserted = tx.query<{ id: string }>(
    `insert into web_order (tenant_id, id, connection_id, channel_id, pending, external_number, placed_at, currency,
       total_gross, total_minor, lines_gross, customer_external_id, customer_name, country, payment_state, remote_state,
       fulfilled_by, wants_answer, answer_until, open_checks, check_data, record, changed_at)
     select $1, r.id::uuid, $2, r.channel::uuid, r.pending::boolean, r.number, r.placed::timestamptz, r.currency, r.total::numeric,
       r.minor::bigint, r.lines::numeric, r.customer, r.name, r.country, r.payment, r.remote, r.fulfilled, r.wants::boolean,
       r.until::timestamptz, case r.checks when '[]' then '{}' else array(select json_array_elements_text(r.checks::json)) end, r.data::jsonb,
       r.record::jsonb, $3
     from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
         $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[])
       as r (id, channel, pending, number, placed, currency, total, minor, lines, customer, name, country, payment, remote, fulfilled, wants,
         until, checks, data, record)
     on conflict (tenant_id, id) do update set channel_id = excluded.channel_id, pending = excluded.pending,
       external_number = excluded.external_number, placed_at = excluded.placed_at, currency = excluded.currency,
       total_gross = excluded.total_gross, total_minor = excluded.total_minor, lines_gross = excluded.lines_gross,
       customer_external_id = coalesce(excluded.customer_external_id, web_order.customer_external_id),
       customer_name = coalesce(nullif(excluded.customer_name, ''), web_order.customer_name),
       country = coalesce(excluded.country, web_order.country), payment_state = excluded.payment_state, remote_state = excluded.remote_state,
       fulfilled_by = excluded.fulfilled_by, wants_answer = excluded.wants_answer,
       answer_until = excluded.answer_until, open_checks = excluded.open_checks, check_data = excluded.check_data,
       record = web_order.record || excluded.record || (
         -- A field that fades at the shop does not erase what we have: the new part counts only if it says something new.
         select coalesce(jsonb_object_agg(part, web_order.record -> part), '{}')
         from unnest(array['billing', 'shipping', 'payment', 'delivery']) as part
         where (web_order.record -> part) @> (excluded.record -> part)),
       version = web_order.version + 1, changed_at = excluded.changed_at, state = 'staged'
     where web_order.state <> 'taken_over'
     returning id`,
    [of.tenant, of.connectionId, of.now, ...textColumns(orders.map(orderRow), orderColumns)],
  )
  // Orders that were never seen are staged for sure; of the others the statement says which it let in.
  const fresh = orders.filter(order => !known.has(order.id))
  const lines = insertLines(tx, of, fresh)
  const [rows] = await Promise.all([inserted, lines])
  const staged = new Set(rows.map(row => row.id))
  const replaced = orders.filter(order => known.has(order.id) && staged.has(order.id))
  if (replaced.length > 0) {
    await tx.run(`delete from web_order_line where tenant_id = $1 and web_order_id = any($2::uuid[])`, [
      of.tenant,
      replaced.map(order => order.id),
    ])
    await insertLines(tx, of, replaced)
  }
  return staged
}

async function insertLines(tx: Tx, of: StageOf, orders: readonly StagedOrder[]): Promise<void> {
  if (orders.length === 0) return
  await tx.run(
    `insert into web_order_line (tenant_id, web_order_id, line_no, kind, item_id, sku, name, quantity, unit_net, unit_gross,
       tax_rate, tax_by, external_id, detail, staged)
     select $1, r.o::uuid, r.n::int, r.k, r.i::uuid, r.s, r.t, r.q::numeric, r.p::numeric, r.g::numeric, r.x::numeric, r.b, r.e,
       r.d::jsonb, r.c::boolean
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
       $12::text[], $13::text[], $14::text[], $15::text[]) as r (o, n, k, i, s, t, q, p, g, x, b, e, d, c)`,
    [of.tenant, ...textColumns(orders.flatMap(lineRows), lineColumns)],
  )
}

/**
 * Staged orders whose changed version cannot be staged: what was staged stays visible and counted, and is not to be taken
 * over until the new version is dealt with.
 */
export async function blockStaged(
  tx: Tx,
  of: StageOf,
  blocks: readonly (readonly [id: string, code: string])[],
): Promise<void> {
  if (blocks.length === 0) return
  await tx.run(
    `update web_order w set open_checks = w.open_checks || u.code, version = w.version + 1, changed_at = $4
     from unnest($2::uuid[], $3::text[]) as u (id, code)
     where w.tenant_id = $1 and w.id = u.id and w.state = 'staged' and not w.open_checks @> array[u.code]`,
    [of.tenant, blocks.map(block => block[0]), blocks.map(block => block[1]), of.now],
  )
}

/**
 * Takes staged orders out of the inbox (state cancelled: not listed, not counted) and payments from their orders; what
 * parked ones took counts no more. Importing again brings them back.
 */
export async function dropStaged(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  await tx.run(
    `with gone as (
       update web_order set state = 'cancelled', version = version + 1 where tenant_id = $1 and id = any($2::uuid[]) and state = 'staged'
       returning id)
     update web_order_line n set staged = false from gone g where n.tenant_id = $1 and n.web_order_id = g.id`,
    [tenant, ids],
  )
  await freeParked(tx, tenant, ids)
  await tx.run(
    `update web_payment set web_order_id = null, version = version + 1 where tenant_id = $1 and id = any($2::uuid[]) and web_order_id is not null`,
    [tenant, ids],
  )
}

export interface StagedCustomer {
  readonly id: string
  readonly externalId: string
  readonly name: string
  readonly email: string | null
  readonly record: object
}

/** Stages customers that came as records of their own: web customers, not yet customers. */
export async function stageCustomers(
  tx: Tx,
  of: StageOf,
  customers: readonly StagedCustomer[],
): Promise<void> {
  if (customers.length === 0) return
  await tx.run(
    `insert into web_customer (tenant_id, id, connection_id, external_id, name, email, record, changed_at)
     select $1, r.id, $2, r."externalId", r.name, r.email, r.record, $3
     from json_to_recordset($4) as r (id uuid, "externalId" text, name text, email text, record jsonb)
     on conflict (tenant_id, id) do update set name = coalesce(nullif(excluded.name, ''), web_customer.name),
       email = coalesce(excluded.email, web_customer.email), record = web_customer.record || excluded.record
         || jsonb_build_object('address', coalesce(web_customer.record -> 'address', '{}') || coalesce(excluded.record -> 'address', '{}')),
       version = web_customer.version + 1, changed_at = excluded.changed_at`,
    [of.tenant, of.connectionId, of.now, JSON.stringify(customers)],
  )
}

export interface StagedPayment {
  readonly id: string
  readonly orderExternalId: string
  readonly amount: string
  /** Null: that of its order. */
  readonly currency: string | null
  readonly method: string
  readonly transactionId: string | null
  readonly paidAt: string | null
  readonly record: object
}

/** The staged orders of these external ids: payments and events find their order by it. */
export async function findStagedOrders(
  tx: Tx,
  of: StageOf,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map()
  const rows = await tx.query<{ external_id: string; id: string }>(
    `select l.external_id, w.id from unnest($3::text[]) as u (external_id)
       join ledger l on l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'order' and l.external_id = u.external_id
       join web_order w on w.tenant_id = l.tenant_id and w.id = l.id`,
    [of.tenant, of.connectionId, externalIds],
  )
  return new Map(rows.map(row => [row.external_id, row.id]))
}

/**
 * Names a transaction within its connection; a refund may carry that of its payment. No text of a payload holds NUL, so no
 * two orders share a name.
 */
export function transactionKey(orderExternalId: string, transactionId: string, amount: string): string {
  return `${orderExternalId}\0${transactionId}\0${amount.startsWith('-') ? 'back' : ''}`
}

/** Transactions that are here already, by their key: the same money reported under two ids counts once. */
export async function findTransactions(
  tx: Tx,
  of: StageOf,
  payments: readonly StagedPayment[],
): Promise<Map<string, string>> {
  const named = payments.filter(payment => payment.transactionId !== null)
  if (named.length === 0) return new Map()
  const rows = await tx.query<{ order: string; transaction: string; amount: string; id: string }>(
    `select order_external_id as order, transaction_id as transaction, amount, id from web_payment
     where tenant_id = $1 and connection_id = $2 and order_external_id = any($3::text[]) and transaction_id = any($4::text[])`,
    [
      of.tenant,
      of.connectionId,
      named.map(payment => payment.orderExternalId),
      named.map(payment => payment.transactionId),
    ],
  )
  return new Map(rows.map(row => [transactionKey(row.order, row.transaction, row.amount), row.id]))
}

/** Stages payments; one whose order is not here yet waits for it. */
export async function stagePayments(
  tx: Tx,
  of: StageOf,
  payments: readonly StagedPayment[],
  orders: ReadonlyMap<string, string>,
): Promise<void> {
  if (payments.length === 0) return
  const rows = payments.map(payment => ({ ...payment, order: orders.get(payment.orderExternalId) ?? null }))
  await tx.run(
    `insert into web_payment (tenant_id, id, connection_id, order_external_id, web_order_id, amount, currency, method,
       transaction_id, paid_at, record, changed_at)
     select $1, r.id, $2, r."orderExternalId", r."order", r.amount, coalesce(r.currency, w.currency), r.method, r."transactionId", r."paidAt", r.record, $3
     from json_to_recordset($4) as r (id uuid, "orderExternalId" text, "order" uuid, amount numeric, currency text, method text,
       "transactionId" text, "paidAt" timestamptz, record jsonb)
       left join web_order w on w.tenant_id = $1 and w.id = r."order"
     on conflict (tenant_id, id) do update set amount = excluded.amount, method = excluded.method, paid_at = excluded.paid_at,
       web_order_id = coalesce(excluded.web_order_id, web_payment.web_order_id), record = web_payment.record || excluded.record,
       version = web_payment.version + 1, changed_at = excluded.changed_at`,
    [of.tenant, of.connectionId, of.now, JSON.stringify(rows)],
  )
}

/** Staged orders that payments of this connection still wait for, by external id: each came while the other did. */
export async function awaitedOrders(tx: Tx, of: StageOf): Promise<Map<string, string>> {
  const rows = await tx.query<{ external_id: string; id: string }>(
    `select distinct o.external_id, o.id from web_payment p
       join ledger l on l.tenant_id = p.tenant_id and l.id = p.id and l.outcome = 'waiting'
       join ledger o on o.tenant_id = p.tenant_id and o.connection_id = p.connection_id and o.kind = 'order'
         and o.external_id = p.order_external_id
       join web_order w on w.tenant_id = o.tenant_id and w.id = o.id
     where p.tenant_id = $1 and p.connection_id = $2 and p.web_order_id is null`,
    [of.tenant, of.connectionId],
  )
  return new Map(rows.map(row => [row.external_id, row.id]))
}

/** Payments that waited for these orders belong to them from now on; answers their ids. */
export async function attachPayments(
  tx: Tx,
  of: StageOf,
  orders: ReadonlyMap<string, string>,
): Promise<string[]> {
  if (orders.size === 0) return []
  const rows = await tx.query<{ id: string }>(
    `update web_payment p set web_order_id = u.id, currency = coalesce(p.currency, w.currency)
     from unnest($3::text[], $4::uuid[]) as u (external_id, id) join web_order w on w.tenant_id = $1 and w.id = u.id, ledger l
     where p.tenant_id = $1 and p.connection_id = $2 and p.order_external_id = u.external_id and p.web_order_id is null
       and l.tenant_id = $1 and l.id = p.id and l.outcome = 'waiting'
     returning p.id`,
    [of.tenant, of.connectionId, [...orders.keys()], [...orders.values()]],
  )
  return rows.map(row => row.id)
}

// In the order of the statement.
const orderColumns = [
  'id',
  'channel',
  'pending',
  'number',
  'placed',
  'currency',
  'total',
  'minor',
  'lines',
  'customer',
  'name',
  'country',
  'payment',
  'remote',
  'fulfilled',
  'wants',
  'until',
  'checks',
  'data',
  'record',
] as const
const lineColumns = ['o', 'n', 'k', 'i', 's', 't', 'q', 'p', 'g', 'x', 'b', 'e', 'd', 'c'] as const
type Row<C extends readonly string[]> = Readonly<Record<C[number], TextOrNull>>

function orderRow(staged: StagedOrder): Row<typeof orderColumns> {
  const { order } = staged
  return {
    id: staged.id,
    channel: staged.channelId,
    pending: String(order.pending ?? false),
    number: order.externalNumber,
    placed: order.placedAt,
    currency: order.currency,
    total: order.totalGross,
    minor: staged.totalMinor,
    lines: staged.linesGross,
    customer: order.customer?.theirs ?? null,
    name: staged.customerName,
    country: staged.country,
    payment: order.paymentState,
    remote: order.remoteState,
    fulfilled: order.fulfilledBy,
    wants: String(order.wantsConfirmation !== undefined),
    until: instantOf(order.wantsConfirmation?.until),
    checks: JSON.stringify(staged.open.map(finding => finding.code)),
    data: staged.open.length > 0 ? JSON.stringify(staged.open) : null,
    record: JSON.stringify({
      billing: order.billing,
      shipping: order.shipping,
      payment: order.payment,
      delivery: order.delivery,
      language: order.language,
      customerNote: order.customerNote,
      attributes: order.attributes,
    }),
  }
}

// A time that is none is not worth losing the order for: it waits without one.
function instantOf(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) || Math.abs(time) > 8e12 ? undefined : new Date(time).toISOString()
}

function lineRows(staged: StagedOrder): Row<typeof lineColumns>[] {
  const takes = String(takesStock(staged.order))
  return staged.order.lines.map((line, index) => ({
    o: staged.id,
    n: String(index + 1),
    k: line.kind,
    i: staged.itemIds[index],
    s: line.item?.sku,
    t: line.name,
    q: line.quantity,
    p: staged.prices[index]?.net,
    g: staged.prices[index]?.gross,
    x: line.taxRate,
    b: line.taxBy,
    e: line.ref.theirs || undefined,
    d: line.detail && JSON.stringify(line.detail),
    c: takes,
  }))
}

/** The items that these web orders take from the offer, as they stand in the inbox or are parked, each once. */
export async function stagedItems(tx: Tx, tenant: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ item_id: string }>(
    `select n.item_id from unnest($2::uuid[]) as u (id)
       join web_order_line n on n.tenant_id = $1 and n.web_order_id = u.id and n.item_id is not null and n.staged
     union select p.item_id from unnest($2::uuid[]) as u (id)
       join parked_line p on p.tenant_id = $1 and p.ledger_id = u.id and p.staged
     order by item_id`,
    [tenant, ids],
  )
  return rows.map(row => row.item_id)
}
