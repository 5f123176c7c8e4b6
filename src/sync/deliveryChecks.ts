import { needsStock } from '../sales/kitLines.ts'

/** What the data of deliveries can show, as `verify` reads it. No sequence of acts on orders may ever break one of these. */
export const deliveryChecks = {
  'an order stands where its lines and delivery notes say': `
    select o.id::text from sales_order o
      left join lateral (select sum(n.open_quantity) as open, sum(n.delivered) as delivered from sales_order_line n
        where n.tenant_id = o.tenant_id and n.order_id = o.id and n.kind = 'item') as l on true
      left join lateral (select bool_or(d.shipped_at is not null) as shipped, bool_or(d.shipped_at is null) as waiting from delivery d
        where d.tenant_id = o.tenant_id and d.order_id = o.id and d.reversed_at is null) as d on true
    where o.tenant_id = $1 and o.delivery_state <> 'completed' and o.delivery_state <> case
      when coalesce(l.delivered, 0) = 0 then 'open'
      when not coalesce(d.shipped, false) then case when l.open = 0 then 'delivered' else 'partly_delivered' end
      when l.open = 0 and not d.waiting then 'shipped' else 'partly_shipped' end`,
  'a package leads to its order as long as its delivery note stands': `
    select k.delivery_id || ' ' || k.package_no from delivery_package k
      join delivery d on d.tenant_id = k.tenant_id and d.id = k.delivery_id
    where k.tenant_id = $1 and k.order_id is distinct from case when d.reversed_at is null then d.order_id end`,
  'an order is as deliverable as what is set aside for it says': `
    select o.id::text from sales_order o
      left join lateral (
        select sum(n.open_quantity) as open, sum(case when n.shipping_lock or i.kind = 'parent' then 0
          when ${needsStock('n', 'i')} then n.allocated else n.open_quantity end) as ready
        from sales_order_line n join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
        where n.tenant_id = o.tenant_id and n.order_id = o.id and n.kind = 'item') as l on true
    where o.tenant_id = $1 and o.deliverability <> case
      when o.cancelled_at is not null or o.delivery_state = 'completed' or coalesce(l.open, 0) = 0 then 'done'
      when o.pending then 'none' when l.ready = l.open then 'full' when l.ready > 0 then 'part' else 'none' end`,
  'what is cancelled or completed has nothing set aside, and nothing of what is cancelled was delivered': `
    select o.id::text from sales_order o where o.tenant_id = $1 and (
      (o.cancelled_at is not null or o.delivery_state = 'completed') and exists (
        select from allocation a where a.tenant_id = o.tenant_id and a.order_id = o.id)
      or o.cancelled_at is not null and (exists (
          select from delivery d where d.tenant_id = o.tenant_id and d.order_id = o.id and d.reversed_at is null)
        or exists (select from sales_order_line n where n.tenant_id = o.tenant_id and n.order_id = o.id and n.open_quantity > 0)))`,
  'an order that is pending, or that its marketplace delivers, was not delivered from here': `
    select o.id::text from sales_order o where o.tenant_id = $1 and (o.pending or o.fulfilled_by = 'channel') and exists (
      select from delivery d where d.tenant_id = o.tenant_id and d.order_id = o.id and d.reversed_at is null)`,
  'an order that was completed here waits for no delivery note to be shipped': `
    select o.id::text from sales_order o where o.tenant_id = $1 and o.completed_at is not null and exists (
      select from delivery d where d.tenant_id = o.tenant_id and d.order_id = o.id and d.reversed_at is null and d.shipped_at is null)`,
  'a delivery moved the pieces of its lines, and none once it was taken back': `
    select d.id::text from delivery d join stock_movement m on m.tenant_id = d.tenant_id and m.cause_kind = 'delivery' and m.cause_id = d.id
    where d.tenant_id = $1 group by d.tenant_id, d.id, d.reversed_at having case when d.reversed_at is null then sum(m.quantity) >= 0
      else sum(m.quantity) <> 0 end`,
} as const
