import type { Tx } from '../base/database.ts'
import { findObjects } from './findObjects.ts'

/** What somebody on the telephone knows of an order. */
export interface AskedOrder {
  /** A number as typed and in capitals. */
  readonly numbers: readonly string[]
  /** Name, mail: all words of it. */
  readonly text: string
  /** An amount in minor units; null where the text is none. */
  readonly minor: string | null
}

/**
 * Web orders, staged or taken over, that fit: first by number (ours, the shop's, of a parcel), then by amount, then by
 * name or mail; the newest of each first, `limit` of each at most.
 */
export async function findWebOrders(
  tx: Tx,
  tenant: string,
  asked: AskedOrder,
  limit: number,
): Promise<string[]> {
  const customers = await findObjects(tx, tenant, 'customer', asked.text, true)
  const words = asked.text.toLowerCase().split(/\s+/).filter(Boolean)
  const rows = await tx.query<{ id: string }>(
    `select f.id from (
       select 1 as rank, o.web_order_id as id, o.placed_at from sales_order o
         where o.tenant_id = $1 and o.order_number = any($2::text[])
       union all select 1, o.web_order_id, o.placed_at from sales_order o
         where o.tenant_id = $1 and o.external_number is not null and o.external_number = any($2::text[])
       union all select 1, o.web_order_id, o.placed_at from delivery_package p
         join delivery d on d.tenant_id = p.tenant_id and d.id = p.delivery_id
         join sales_order o on o.tenant_id = d.tenant_id and o.id = d.order_id
         where p.tenant_id = $1 and p.tracking <> '' and p.tracking = any($2::text[]) and d.reversed_at is null
       union all (select 2, o.web_order_id, o.placed_at from sales_order o
         where o.tenant_id = $1 and o.total_minor = $3 order by o.id desc limit $6)
       union all (select 2, w.id, w.placed_at from web_order w
         where w.tenant_id = $1 and w.state = 'staged' and w.total_minor = $3 order by w.id desc limit $6)
       union all (select 3, o.web_order_id, o.placed_at from sales_order o
         where o.tenant_id = $1 and o.customer_id = any($4::uuid[]) order by o.id desc limit $6)
       union all (select 3, w.id, w.placed_at from web_order w where w.tenant_id = $1 and w.state = 'staged'
         and not exists (select 1 from unnest($5::text[]) as u (word) where position(u.word in lower(
           concat_ws(' ', w.customer_name, w.record -> 'billing' ->> 'email', w.record -> 'shipping' ->> 'email'))) = 0)
         order by w.placed_at desc limit $6)) as f
     where f.id is not null group by f.id order by min(f.rank), max(f.placed_at) desc limit $6`,
    [tenant, asked.numbers, asked.minor, customers?.ids ?? [], words, limit],
  )
  return rows.map(row => row.id)
}

/** What became of a web order on our side, by its id. */
export interface OrderStations {
  readonly webOrderId: string
  readonly state: 'staged' | 'taken_over' | 'cancelled'
  readonly customer: string
  readonly place: string
  readonly placedAt: Date
  readonly currency: string
  readonly totalGross: string | null
  readonly openChecks: readonly string[]
  readonly checkData: readonly { code: string; data: Readonly<Record<string, string | number>> }[] | null
  readonly orderId: string | null
  readonly orderNumber: string | null
  readonly takenOverAt: Date | null
  readonly cancelledAt: Date | null
  readonly paid: boolean
  readonly deliveryState: string | null
  readonly shippedAt: Date | null
  readonly tracking: readonly string[]
}

/** The stations of these web orders, in no order; ids that are none are absent. */
export function orderStations(tx: Tx, tenant: string, ids: readonly string[]): Promise<OrderStations[]> {
  return tx.query<OrderStations>(
    `select w.id as "webOrderId", w.state, w.customer_name as customer,
       trim(concat_ws(' ', coalesce(w.record -> 'shipping', w.record -> 'billing') ->> 'postcode',
         coalesce(w.record -> 'shipping', w.record -> 'billing') ->> 'city')) as place,
       w.placed_at as "placedAt", w.currency, w.total_gross as "totalGross", w.open_checks as "openChecks", w.check_data as "checkData",
       o.id as "orderId", o.order_number as "orderNumber", o.taken_over_at as "takenOverAt", o.cancelled_at as "cancelledAt",
       coalesce(o.payment_state, w.payment_state) = 'paid' as paid, o.delivery_state as "deliveryState",
       (select max(d.shipped_at) from delivery d where d.tenant_id = $1 and d.order_id = o.id and d.reversed_at is null) as "shippedAt",
       array(select p.tracking from delivery d join delivery_package p on p.tenant_id = d.tenant_id and p.delivery_id = d.id
         where d.tenant_id = $1 and d.order_id = o.id and d.reversed_at is null and p.tracking <> '' order by d.shipped_at, p.package_no) as tracking
     from unnest($2::uuid[]) as u (id) join web_order w on w.tenant_id = $1 and w.id = u.id
       left join sales_order o on o.tenant_id = $1 and o.web_order_id = w.id`,
    [tenant, ids],
  )
}
