import type { Tx } from '../base/database.ts'

/** A day (YYYY-MM-DD) in the company's zone. */
export interface DayFrame {
  readonly timeZone: string
  readonly now: Date
}

export interface SoldSum {
  readonly currency: string
  readonly orders: number
  /** Gross; what a marketplace has not released yet has no amount and counts as an order. */
  readonly gross: string
}

/** Orders and turnover by day and channel. */
export interface SoldByDay extends SoldSum {
  readonly day: string
  readonly channelId: string | null
}

// What was sold: orders that are not cancelled, and what waits in the inbox. A web order is in exactly one of both.
const sold = `(select o.placed_at, o.channel_id, o.currency, o.total_gross from sales_order o
    where o.tenant_id = $1 and o.cancelled_at is null and o.placed_at >= f.starts and o.placed_at < f.ends
  union all
  select w.placed_at, w.channel_id, w.currency, coalesce(w.total_gross, 0) from web_order w
    where w.tenant_id = $1 and w.state = 'staged' and w.placed_at >= f.starts and w.placed_at < f.ends)`

/**
 * Orders and turnover of the last `days` days with today, by day and channel, as far as the present time; `yearsBack` 1 is
 * the same days of last year, whole. Days without a sale are absent.
 */
export function soldByDay(
  tx: Tx,
  tenant: string,
  frame: DayFrame,
  span: { readonly days: number; readonly yearsBack: number },
): Promise<SoldByDay[]> {
  return tx.query<SoldByDay>(
    `with f as materialized (
       select ((d.today - ($4::int - 1)) - make_interval(years => $5::int)) at time zone $2 as starts,
         ((d.today + 1) - make_interval(years => $5::int)) at time zone $2 as ends
       from (select ($3::timestamptz at time zone $2)::date as today) as d)
     select to_char(s.placed_at at time zone $2, 'YYYY-MM-DD') as day, s.channel_id as "channelId", s.currency,
       count(*)::int as orders, sum(s.total_gross) as gross
     from f cross join lateral ${sold} as s
     group by 1, 2, 3 order by 1, 2, 3`,
    [tenant, frame.timeZone, frame.now, span.days, span.yearsBack],
  )
}

/** Orders and turnover of today until now, and of the same weekday a week before until the same time of day. */
export async function soldToday(
  tx: Tx,
  tenant: string,
  frame: DayFrame,
): Promise<{ readonly today: SoldSum[]; readonly before: SoldSum[] }> {
  const rows = await tx.query<SoldSum & { which: number }>(
    `with spans as materialized (
       select w.which, (d.today - 7 * w.which)::timestamp at time zone $2 as starts,
         (d.local - make_interval(days => 7 * w.which)) at time zone $2 as ends
       from (select ($3::timestamptz at time zone $2)::date as today, $3::timestamptz at time zone $2 as local) as d, (values (0), (1)) as w (which))
     select f.which, s.currency, count(*)::int as orders, sum(s.total_gross) as gross
     from spans as f cross join lateral ${sold} as s group by 1, 2 order by 1, 2`,
    [tenant, frame.timeZone, frame.now],
  )
  const of = (which: number) =>
    rows
      .filter(row => row.which === which)
      .map(({ currency, orders, gross }) => ({ currency, orders, gross }))
  return { today: of(0), before: of(1) }
}

export interface TradeCounts {
  readonly shippedToday: number
  /** Deliverable and not held: what could leave the house now. */
  readonly deliverable: number
  readonly oldestDeliverable: Date | null
  /** Open orders without a piece on the shelf for them. */
  readonly withoutStock: number
  readonly held: number
  readonly unpaidOld: number
}

/** What there is to do, counted up to `countTo`; each equals the folder or filter that it opens. */
export async function tradeCounts(
  tx: Tx,
  tenant: string,
  frame: DayFrame & { readonly unpaidBefore: string },
  countTo: number,
): Promise<TradeCounts> {
  const open = `o.tenant_id = $1 and o.list_state in ('open', 'in_progress')`
  const [row] = await tx.query<TradeCounts>(
    `select
       (select count(distinct d.order_id)::int from delivery d where d.tenant_id = $1 and d.reversed_at is null and d.shipped_at <= $3
         and d.shipped_at >= (($3::timestamptz at time zone $2)::date)::timestamp at time zone $2) as "shippedToday",
       (select count(*)::int from (select 1 from sales_order o where ${open} and o.hold_reason is null and o.deliverability = 'full' limit $5) c) as deliverable,
       (select o.placed_at from sales_order o where ${open} and o.hold_reason is null and o.deliverability = 'full'
         order by o.placed_at, o.id limit 1) as "oldestDeliverable",
       (select count(*)::int from (select 1 from sales_order o where ${open} and o.hold_reason is null and o.deliverability = 'none' limit $5) c) as "withoutStock",
       (select count(*)::int from (select 1 from sales_order o where ${open} and o.hold_reason is not null limit $5) c) as held,
       (select count(*)::int from (select 1 from sales_order o where o.tenant_id = $1 and o.payment_state in ('open', 'partly_paid')
         and o.cancelled_at is null and o.placed_at < ($4::date + 1)::timestamp at time zone $2 limit $5) c) as "unpaidOld"`,
    [tenant, frame.timeZone, frame.now, frame.unpaidBefore, countTo],
  )
  if (!row) throw new TypeError('a select without from has one row')
  return row
}

export interface SoldItem {
  readonly itemId: string
  readonly itemNumber: string
  readonly name: string
  readonly quantity: string
}

/** What was ordered most since `since`, in pieces, whether taken over or in the inbox; cancelled orders do not count. */
export function bestSellers(tx: Tx, tenant: string, since: Date, limit: number): Promise<SoldItem[]> {
  return tx.query<SoldItem>(
    `select i.id as "itemId", i.item_number as "itemNumber", i.name, s.quantity from (
       select n.item_id, sum(n.quantity) as quantity from (
         select l.item_id, l.quantity - l.cancelled as quantity from sales_order o
           join sales_order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.item_id is not null
           where o.tenant_id = $1 and o.placed_at >= $2 and o.cancelled_at is null
         union all
         select l.item_id, l.quantity from web_order w
           join web_order_line l on l.tenant_id = w.tenant_id and l.web_order_id = w.id and l.item_id is not null
           where w.tenant_id = $1 and w.state = 'staged' and w.placed_at >= $2) as n
       group by n.item_id order by 2 desc, 1 limit $3) as s
     join item i on i.tenant_id = $1 and i.id = s.item_id order by s.quantity desc, i.item_number`,
    [tenant, since, limit],
  )
}

export interface LowItem extends SoldItem {
  /** On the shelf less what is in orders. */
  readonly available: string
  /** How many days it lasts at the pace of the last 14; null: nothing was sold. */
  readonly daysLeft: number | null
}

/**
 * Items that will run out first, in kits or by themselves: those sold in the last 14 days that last for less than `withinDays` more at that pace.
 * `quantity` is what was ordered in those days.
 */
export function runningLow(
  tx: Tx,
  tenant: string,
  wish: { readonly since: Date; readonly days: number; readonly withinDays: number; readonly limit: number },
): Promise<LowItem[]> {
  return tx.query<LowItem>(
    `select i.id as "itemId", i.item_number as "itemNumber", i.name, s.quantity, a.available,
       greatest(0, floor(a.available * $3::int / s.quantity))::int as "daysLeft"
     from (select n.item_id, sum(n.quantity) as quantity from (
         select l.item_id, l.quantity - l.cancelled as quantity from sales_order o
           join sales_order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.item_id is not null
           where o.tenant_id = $1 and o.placed_at >= $2 and o.cancelled_at is null
         union all
         select p.item_id, (l.quantity - l.cancelled) * p.per_kit from sales_order o
           join sales_order_part p on p.tenant_id = o.tenant_id and p.order_id = o.id
           join sales_order_line l on l.tenant_id = p.tenant_id and l.order_id = p.order_id and l.line_no = p.line_no
           where o.tenant_id = $1 and o.placed_at >= $2 and o.cancelled_at is null) as n
         group by n.item_id) as s
       join item i on i.tenant_id = $1 and i.id = s.item_id and i.stock_managed and i.kind <> 'kit'
       cross join lateral (select
         coalesce((select sum(v.on_hand) from stock_level v join warehouse w on w.tenant_id = v.tenant_id and w.id = v.warehouse_id
           where v.tenant_id = $1 and v.item_id = s.item_id and w.active and not w.lock_availability), 0)
         - coalesce((select sum(l.open_quantity) from (
             select order_id, open_quantity from sales_order_line where tenant_id = $1 and item_id = s.item_id and open_quantity > 0
             union all
             select order_id, open_quantity from sales_order_part where tenant_id = $1 and item_id = s.item_id and open_quantity > 0) as l
           join sales_order o on o.tenant_id = $1 and o.id = l.order_id and o.cancelled_at is null
             and o.delivery_state <> 'completed'), 0) as available) as a
     where s.quantity > 0 and a.available * $3::int < s.quantity * $4::int
     order by 6, s.quantity desc, i.item_number limit $5`,
    [tenant, wish.since, wish.days, wish.withinDays, wish.limit],
  )
}
