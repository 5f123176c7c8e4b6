/** What the data of returns, cancellations and payments can show, as `verify` reads it: each lists what breaks the promise. */
export const returnChecks = {
  'no more comes back than was delivered': `
    select n.order_id || ' ' || n.line_no from order_return_line r
      join sales_order_line n on n.tenant_id = r.tenant_id and n.order_id = r.order_id and n.line_no = r.line_no
    where r.tenant_id = $1 and r.received is not null and r.state <> 'refused'
    group by n.tenant_id, n.order_id, n.line_no, n.delivered having sum(r.received) > n.delivered`,
  'a return stands where its lines stand': `
    select r.id::text from order_return r join (
      select tenant_id, return_id, bool_or(state = 'announced') as announced, bool_or(state = 'received') as received,
        bool_or(state = 'accepted') as accepted, bool_or(state = 'refused') as refused
      from order_return_line where tenant_id = $1 group by tenant_id, return_id) as n on n.tenant_id = r.tenant_id and n.return_id = r.id
    where r.tenant_id = $1 and (r.state <> case when n.announced then case when n.received or n.accepted then 'partly_received' else 'announced' end
        when n.received then 'received' when n.accepted then case when n.refused then 'partly_accepted' else 'accepted' end
        when n.refused then 'refused' else 'missing' end
      or (r.decided_at is null) <> (n.announced or n.received) or (r.closed_at is not null and (n.announced or n.received)))`,
  'what came back into stock are movements': `
    with back as (
      select r.return_id as id, x.item_id, sum(r.restocked * x.per) as quantity
      from order_return_line r
        join sales_order_line n on n.tenant_id = r.tenant_id and n.order_id = r.order_id and n.line_no = r.line_no
        cross join lateral (
          select p.item_id, p.per_kit as per from sales_order_part p
          where p.tenant_id = n.tenant_id and p.order_id = n.order_id and p.line_no = n.line_no
          union all select n.item_id, 1 where not exists (select from sales_order_part p
            where p.tenant_id = n.tenant_id and p.order_id = n.order_id and p.line_no = n.line_no)) as x
      where r.tenant_id = $1 and r.restocked > 0 group by 1, 2
    ), moved as (
      select cause_id as id, item_id, sum(quantity) as quantity from stock_movement
      where tenant_id = $1 and reason = 'return' and cause_kind = 'return' group by 1, 2
    )
    select coalesce(b.id, m.id) || ' ' || coalesce(b.item_id, m.item_id) from back b full join moved m on m.id = b.id and m.item_id = b.item_id
    where b.id is null or m.quantity <> b.quantity or (m.id is null and not exists (select from moved o where o.id = b.id))`,
  'a counter entry goes against a booking, and takes no more than it brought': `
    select p.id::text from payment p join payment c on c.tenant_id = p.tenant_id and c.against_id = p.id and c.order_id = p.order_id
      and c.entry in ('reversal', 'move')
    where p.tenant_id = $1 group by p.tenant_id, p.id, p.amount
    having sign(sum(c.amount)) = sign(p.amount) or abs(sum(c.amount)) > abs(p.amount)`,
  'what was moved to an order left another': `
    select c.id::text from payment c where c.tenant_id = $1 and c.entry = 'move' and c.amount > 0 and not exists (
      select from payment o join payment p on p.tenant_id = o.tenant_id and p.id = o.against_id and p.order_id = o.order_id
      where o.tenant_id = c.tenant_id and o.against_id = c.against_id and o.entry = 'move' and o.amount = - c.amount and o.order_id <> c.order_id)`,
} as const
