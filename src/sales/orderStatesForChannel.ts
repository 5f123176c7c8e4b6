import type { Tx } from '../base/database.ts'

/** The state of an order as its shop is told it. */
export interface OrderStateForChannel {
  readonly id: string
  readonly channelId: string
  /** Their id of the order. */
  readonly theirOrderId: string
  /** The key number of its link. */
  readonly keyNo: number
  readonly delivery: 'open' | 'partly_shipped' | 'shipped' | 'cancelled' | 'completed'
  readonly payment: 'open' | 'partly_paid' | 'paid' | 'refunded'
  readonly paymentMethod: string
  /** Of the last payment; null while nothing was paid. */
  readonly paidAt: Date | null
  /** How much of each line of theirs has left so far, in the order of the lines. */
  readonly lines: readonly { readonly theirLine: string; readonly shipped: string }[]
  /** Of the last delivery. */
  readonly shippedAt: Date | null
  readonly packages: readonly PackageForChannel[]
}

/** A package; the lines of its delivery stand with the first one, so that no quantity counts twice. */
export interface PackageForChannel {
  readonly deliveryId: string
  readonly no: number
  readonly carrier: string
  readonly tracking: string
  readonly url?: string
  readonly lines: readonly { readonly theirLine: string | null; readonly quantity: string }[]
}

/**
 * The states of orders for the shops that they came from, in the order of the ids; undefined for one that came from no shop.
 * Two statements.
 */
export async function orderStatesForChannel(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
): Promise<(OrderStateForChannel | undefined)[]> {
  if (orderIds.length === 0) return []
  const [rows, packages] = await Promise.all([
    tx.query<Omit<OrderStateForChannel, 'packages'>>(
      `select o.id, o.channel_id as "channelId", l.external_id as "theirOrderId", l.key_no as "keyNo",
         case when o.cancelled_at is not null then 'cancelled' when o.delivery_state in ('partly_delivered', 'delivered') then 'open'
           else o.delivery_state end as delivery, o.payment_state as payment,
         o.payment_method as "paymentMethod",
         (select max(p.paid_at) from payment p where p.tenant_id = o.tenant_id and p.order_id = o.id and p.amount > 0
           and p.entry <> 'reversal' and not exists (select from payment x where x.tenant_id = p.tenant_id and x.against_id = p.id
             and x.entry <> 'refund' and x.amount < 0)) as "paidAt",
         coalesce((select jsonb_agg(jsonb_build_object('theirLine', g.theirs, 'shipped', g.shipped::text) order by g.line_no)
           from (select n.external_id as theirs, min(n.line_no) as line_no, sum(x.quantity) as shipped from delivery d
               join delivery_line x on x.tenant_id = d.tenant_id and x.delivery_id = d.id
               join sales_order_line n on n.tenant_id = x.tenant_id and n.order_id = x.order_id and n.line_no = x.line_no
             where d.tenant_id = o.tenant_id and d.order_id = o.id and d.shipped_at is not null and d.reversed_at is null
               and n.external_id is not null group by 1) as g), '[]') as lines,
         (select max(d.shipped_at) from delivery d where d.tenant_id = o.tenant_id and d.order_id = o.id and d.reversed_at is null) as "shippedAt"
       from unnest($2::uuid[]) as u (id)
         join sales_order o on o.tenant_id = $1 and o.id = u.id and o.channel_id is not null
         join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id`,
      [tenant, orderIds],
    ),
    tx.query<PackageForChannel & { orderId: string }>(
      `select d.order_id as "orderId", d.id as "deliveryId", k.package_no as no, k.carrier, k.tracking, k.url,
         case when k.package_no = (select min(f.package_no) from delivery_package f
           where f.tenant_id = k.tenant_id and f.delivery_id = k.delivery_id) then (
           select jsonb_agg(jsonb_build_object('theirLine', n.external_id, 'quantity', x.quantity::text) order by x.line_no)
           from delivery_line x join sales_order_line n on n.tenant_id = x.tenant_id and n.order_id = x.order_id and n.line_no = x.line_no
           where x.tenant_id = d.tenant_id and x.delivery_id = d.id) else '[]' end as lines
       from delivery d join delivery_package k on k.tenant_id = d.tenant_id and k.delivery_id = d.id
       where d.tenant_id = $1 and d.order_id = any($2::uuid[]) and d.shipped_at is not null and d.reversed_at is null
       order by d.id, k.package_no`,
      [tenant, orderIds],
    ),
  ])
  const byOrder = Map.groupBy(packages, one => one.orderId)
  const states = new Map(
    rows.map(row => [row.id, { ...row, packages: (byOrder.get(row.id) ?? []).map(tidy) }]),
  )
  return orderIds.map(id => states.get(id))
}

function tidy({ orderId: _, url, ...rest }: PackageForChannel & { orderId: string }): PackageForChannel {
  return { ...rest, ...(url ? { url } : {}) }
}
