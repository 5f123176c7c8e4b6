import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { sumUp } from './bookReported.ts'
import type { ComparedLine, OrderDifference } from './orderDifferences.ts'
import type { DeliveryState } from './orderList.ts'
import type { Doing } from './orderStore.ts'
import { refreshOrderTerms } from './orderTerms.ts'
import { paymentNumber } from './paymentNumber.ts'
import type { WebAddress } from './webOrder.ts'
import { insertPayments } from './webPayments.ts'

/** A sales order as what its shop reports is compared with. It is locked. */
export interface ReportedOrder {
  readonly id: string
  readonly cancelled: boolean
  readonly fulfilledBy: 'channel' | null
  /** Its marketplace has not released it. */
  readonly pending: boolean
  readonly deliveryState: DeliveryState
  readonly paymentState: string
  readonly currency: string
  readonly totalGross: string
  readonly paymentMethod: string
  readonly hasDelivery: boolean
  readonly ownCancellation: boolean
  readonly billing: WebAddress | null
  readonly shipping: WebAddress | null
  /** What came as payments, without what went back. */
  readonly received: string
  readonly lines: readonly (ComparedLine & { readonly kind: string })[]
  /** The differences that a person decided about last. */
  readonly decided: readonly OrderDifference[]
}

/** Reads orders that are locked, by id. */
export async function readReported(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, ReportedOrder>> {
  const [orders, lines] = await Promise.all([
    tx.query<Omit<ReportedOrder, 'lines'>>(
      `select o.id, o.cancelled_at is not null as cancelled, o.fulfilled_by as "fulfilledBy", o.delivery_state as "deliveryState",
         o.payment_state as "paymentState", o.currency, o.total_gross as "totalGross", o.payment_method as "paymentMethod",
         o.billing, o.shipping,
         o.pending,
         exists (select from delivery d where d.tenant_id = o.tenant_id and d.order_id = o.id and d.reversed_at is null) as "hasDelivery",
         exists (select from order_cancellation c where c.tenant_id = o.tenant_id and c.order_id = o.id and c.from_ledger_id is null
           and c.undone_at is null) as "ownCancellation",
         (select coalesce(sum(p.amount), 0) from payment p where p.tenant_id = o.tenant_id and p.order_id = o.id and p.entry <> 'refund') as received,
         coalesce((select t.data -> 'differences' from task t where t.tenant_id = o.tenant_id and t.order_id = o.id
           and t.code = 'CHANGED_AT_CHANNEL' and t.decision in ('accepted', 'refused') order by t.closed_at desc, t.id desc limit 1), '[]') as decided
       from sales_order o where o.tenant_id = $1 and o.id = any($2::uuid[])`,
      [tenant, ids],
    ),
    tx.query<ComparedLine & { kind: string; orderId: string }>(
      `select order_id as "orderId", line_no as line, coalesce(external_id, '') as theirs, kind, name, sku, quantity, cancelled,
         unit_net as "unitNet", unit_gross as "unitGross"
       from sales_order_line where tenant_id = $1 and order_id = any($2::uuid[]) and kind <> 'difference' order by order_id, line_no`,
      [tenant, ids],
    ),
  ])
  const linesOf = Map.groupBy(lines, line => line.orderId)
  return new Map(orders.map(order => [order.id, { ...order, lines: linesOf.get(order.id) ?? [] }]))
}

/** Keeps where web orders stand at their shop, also those that were taken over. */
export async function storeStates(
  tx: Tx,
  tenant: string,
  states: readonly { readonly id: string; readonly remoteState: string; readonly paymentState: string }[],
  now: Date,
): Promise<void> {
  if (states.length === 0) return
  await tx.run(
    `update web_order w set remote_state = r."remoteState", payment_state = r."paymentState", version = w.version + 1, changed_at = $3
     from json_to_recordset($2) as r (id uuid, "remoteState" text, "paymentState" text)
     where w.tenant_id = $1 and w.id = r.id and (w.remote_state, w.payment_state) is distinct from (r."remoteState", r."paymentState")`,
    [tenant, JSON.stringify(states), now],
  )
}

/** Gives orders the addresses that their shops reported. */
export async function storeAddresses(
  tx: Tx,
  tenant: string,
  changes: readonly {
    readonly id: string
    readonly billing?: WebAddress | undefined
    readonly shipping?: WebAddress | undefined
  }[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return
  await tx.run(
    `update sales_order o set billing = coalesce(r.billing, o.billing), shipping = coalesce(r.shipping, o.shipping),
       country = coalesce(coalesce(r.shipping, o.shipping) ->> 'country', coalesce(r.billing, o.billing) ->> 'country', o.country),
       version = o.version + 1, changed_at = $3
     from json_to_recordset($2) as r (id uuid, billing jsonb, shipping jsonb) where o.tenant_id = $1 and o.id = r.id`,
    [tenant, JSON.stringify(changes), now],
  )
  await refreshOrderTerms(
    tx,
    tenant,
    changes.map(change => change.id),
  )
}

/**
 * Books what is missing to the total of orders of which the shop only says "paid", under the number that it has for the payment of the
 * order (where no booking bears it); what it reports later takes its place.
 */
export async function bookImplied(
  tx: Tx,
  tenant: string,
  rests: readonly {
    readonly orderId: string
    readonly amount: string
    readonly currency: string
    readonly method: string
    readonly paidAt: Date
  }[],
  by: Doing,
): Promise<void> {
  if (rests.length === 0) return
  const numbers = await paymentNumbers(
    tx,
    tenant,
    rests.map(one => one.orderId),
  )
  const payments = rests.map(one => ({
    ...one,
    id: newId(),
    transactionId: numbers.get(one.orderId) ?? null,
    webPaymentId: null,
    implied: true,
  }))
  await insertPayments(tx, tenant, payments, by)
  await sumUp(
    tx,
    tenant,
    rests.map(one => one.orderId),
    by,
  )
}

async function paymentNumbers(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; reference: string; taken: string[] }>(
    `select o.id, w.record -> 'payment' ->> 'reference' as reference,
       array(select p.transaction_id from payment p where p.tenant_id = $1 and p.order_id = o.id and p.transaction_id is not null) as taken
     from sales_order o join web_order w on w.tenant_id = $1 and w.id = o.web_order_id
     where o.tenant_id = $1 and o.id = any($2::uuid[]) and w.record -> 'payment' ? 'reference'`,
    [tenant, orderIds],
  )
  return new Map(
    rows.flatMap(({ id, reference, taken }) => {
      const number = paymentNumber(reference)
      return number === null || taken.includes(number) ? [] : [[id, number] as const]
    }),
  )
}
