import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import type { Doing } from './orderStore.ts'
import { markedPayment } from './paymentMark.ts'
import { settlePayments } from './settlePayments.ts'
import { rememberOrders } from './takeOverStore.ts'
import { insertPayments, type PaymentToBook } from './webPayments.ts'

/** A payment that a shop reported, of an order that was taken over before it came. */
interface LatePayment {
  readonly id: string
  readonly orderId: string
  readonly amount: string
  readonly method: string
  readonly transactionId: string | null
  readonly paidAt: Date | null
  readonly currency: string
  readonly total: string
  /** A payment of this transaction that was booked by hand: the same money. */
  readonly bookedAs: string | null
  /** One of ours that the shop was told under a name of ours, and that it reports now: nothing that it says is news. */
  readonly told: boolean
}

/** What the shop only called "paid" until it reports the payments themselves. */
interface Implied {
  readonly id: string
  readonly orderId: string
  readonly amount: string
}

/**
 * Books reported payments whose orders are sales orders already; the others wait for their take-over. Each is booked once,
 * however often it is reported; it takes the place of what was booked because the shop only said "paid", and of a payment
 * of the same transaction that a person booked. Waits for a take-over of these orders that is on its way. Answers the ids
 * of the reported payments that are booked now.
 */
export async function bookReported(
  tx: Tx,
  tenant: string,
  webPaymentIds: readonly string[],
  by: { readonly name: string; readonly now: Date },
): Promise<string[]> {
  if (webPaymentIds.length === 0) return []
  const taken = await tx.query<{ state: string }>(
    `select w.state from web_order w where w.tenant_id = $1 and w.id = any(array(
       select web_order_id from web_payment where tenant_id = $1 and id = any($2::uuid[])))
     order by w.id for share`,
    [tenant, webPaymentIds],
  )
  if (!taken.some(one => one.state === 'taken_over')) return []
  const [late, implied] = await readLate(tx, tenant, webPaymentIds)
  const plan = planOf(late, implied, by.now)
  await writePlan(tx, tenant, plan)
  await insertPayments(tx, tenant, plan.fresh, by)
  const orderIds = [...new Set(late.map(one => one.orderId))]
  await sumUp(tx, tenant, orderIds, by)
  const events = late.map(one => ({
    orderId: one.orderId,
    event: 'payment_reported',
    data: { amount: one.amount, currency: one.currency },
  }))
  await rememberOrders(tx, tenant, events, by)
  return late.map(one => one.id)
}

async function readLate(tx: Tx, tenant: string, ids: readonly string[]): Promise<[LatePayment[], Implied[]]> {
  await tx.query(
    `select o.id from sales_order o where o.tenant_id = $1 and o.web_order_id = any(array(
       select web_order_id from web_payment where tenant_id = $1 and id = any($2::uuid[])))
     order by o.id for no key update`,
    [tenant, ids],
  )
  return Promise.all([
    tx.query<LatePayment>(
      `select p.id, o.id as "orderId", p.amount, p.method, p.transaction_id as "transactionId", p.paid_at as "paidAt", o.currency,
         o.total_gross as total, b.id as "bookedAs", p.transaction_id is distinct from b.transaction_id as told
       from unnest($2::uuid[]) as u (id)
         join web_payment p on p.tenant_id = $1 and p.id = u.id and p.amount <> 0
         join sales_order o on o.tenant_id = p.tenant_id and o.web_order_id = p.web_order_id and o.currency = coalesce(p.currency, o.currency)
         left join payment b on b.tenant_id = o.tenant_id and b.order_id = o.id and (b.amount < 0) = (p.amount < 0) and not b.implied
           and (b.transaction_id = p.transaction_id or b.id = ${markedPayment('p.transaction_id')})
       where not exists (select 1 from payment x where x.tenant_id = p.tenant_id and x.web_payment_id = p.id)
       order by p.id`,
      [tenant, ids],
    ),
    tx.query<Implied>(
      `select m.id, m.order_id as "orderId", m.amount from sales_order o
         join payment m on m.tenant_id = o.tenant_id and m.order_id = o.id and m.implied
       where o.tenant_id = $1 and o.web_order_id = any(array(
         select web_order_id from web_payment where tenant_id = $1 and id = any($2::uuid[])))`,
      [tenant, ids],
    ),
  ])
}

interface Plan {
  readonly fresh: PaymentToBook[]
  /** Implied payments that are less now. */
  readonly less: Map<string, string>
  /** Payments that turn out to be a reported one. */
  readonly same: { readonly id: string; readonly from: LatePayment; readonly amount: string | null }[]
}

function planOf(late: readonly LatePayment[], implied: readonly Implied[], now: Date): Plan {
  const plan: Plan = { fresh: [], less: new Map(), same: [] }
  const rest = new Map(implied.map(one => [one.orderId, { id: one.id, amount: exact(one.amount) }]))
  for (const one of late) {
    const open = rest.get(one.orderId)
    if (one.bookedAs) plan.same.push({ id: one.bookedAs, from: one, amount: null })
    else if (open && exact(one.amount).greaterThanOrEqualTo(open.amount)) {
      plan.same.push({ id: open.id, from: one, amount: one.amount })
      plan.less.delete(open.id)
      rest.delete(one.orderId)
    } else {
      plan.fresh.push(asPayment(one, now))
      if (open && exact(one.amount).greaterThan(0)) {
        open.amount = open.amount.minus(one.amount)
        plan.less.set(open.id, open.amount.toFixed())
      }
    }
  }
  return plan
}

function asPayment(one: LatePayment, now: Date): PaymentToBook {
  const { orderId, amount, currency, method, transactionId } = one
  const rest = { webPaymentId: one.id, implied: false, paidAt: one.paidAt ?? now }
  return { id: newId(), orderId, amount, currency, method, transactionId, ...rest }
}

async function writePlan(tx: Tx, tenant: string, { fresh, less, same }: Plan): Promise<void> {
  const received = fresh.filter(one => !one.amount.startsWith('-'))
  if (less.size > 0)
    await tx.run(
      // Its number was that of the payment of the order: the one that was reported under it bears it.
      `update payment p set amount = u.amount,
         transaction_id = case when (p.order_id, p.transaction_id) in (select * from unnest($4::uuid[], $5::text[])) then null
           else p.transaction_id end
       from unnest($2::uuid[], $3::numeric[]) as u (id, amount) where p.tenant_id = $1 and p.id = u.id`,
      [
        tenant,
        [...less.keys()],
        [...less.values()],
        received.map(one => one.orderId),
        received.map(one => one.transactionId),
      ],
    )
  if (same.length > 0)
    await tx.run(
      // What was reported under no number is not the one that the order names: that may be reported still.
      `update payment p set amount = coalesce(r.amount, p.amount), method = coalesce(nullif(r.method, ''), p.method), implied = false,
         transaction_id = case when p.implied then r.transaction else coalesce(r.transaction, p.transaction_id) end, web_payment_id = r.web, paid_at = coalesce(r."paidAt", p.paid_at)
       from json_to_recordset($2) as r (id uuid, web uuid, amount numeric, method text, transaction text, "paidAt" timestamptz)
       where p.tenant_id = $1 and p.id = r.id`,
      [
        tenant,
        JSON.stringify(
          same.map(({ id, from, amount }) => ({
            id,
            web: from.id,
            amount,
            method: from.bookedAs && from.told ? '' : from.method,
            transaction: from.bookedAs && from.told ? null : from.transactionId,
            paidAt: from.bookedAs && from.told ? null : from.paidAt,
          })),
        ),
      ],
    )
}

/** Sums up what is paid of orders that are locked, with all that follows, and answers those whose payment state is another one now. */
export async function sumUp(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  by: Doing,
): Promise<string[]> {
  if (orderIds.length === 0) return []
  await tx.run(
    `update sales_order o set paid = coalesce((
         select sum(p.amount) from payment p where p.tenant_id = o.tenant_id and p.order_id = o.id), 0),
       version = o.version + 1, changed_at = $3
     where o.tenant_id = $1 and o.id = any($2::uuid[])`,
    [tenant, orderIds, by.now],
  )
  return settlePayments(tx, tenant, orderIds, by)
}
