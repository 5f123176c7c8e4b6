// A line's amount in the price that leads; one that is only said the other way follows by the rate. Divided once, then rounded.
const amount = (head: string, line: string) => `round(case
    when ${head}.prices_gross and ${line}.unit_gross is not null then ${line}.unit_gross
    when ${head}.prices_gross then ${line}.unit_net * (100 + ${line}.tax_rate) / 100
    else coalesce(${line}.unit_net, ${line}.unit_gross) end * ${line}.quantity * (100 - coalesce(${line}.discount_percent, 0))
  / case when not ${head}.prices_gross and ${line}.unit_net is null then 100 + ${line}.tax_rate else 100 end, c.minor_digits)`

/** What the data of orders that are made, edited, split and merged can show, as `verify` reads it: each lists what breaks the promise. */
export const makingChecks = {
  'a line of an order costs its quantity at its price': `
    select n.order_id || ' ' || n.line_no from sales_order o join currency c on c.code = o.currency
      join sales_order_line n on n.tenant_id = o.tenant_id and n.order_id = o.id
    where o.tenant_id = $1 and o.tax_sums is not null
      and case when o.prices_gross then n.gross else n.net end is distinct from ${amount('o', 'n')}`,
  'a quotation costs what its lines cost, and each line its quantity at its price': `
    select q.id::text from quotation q join currency c on c.code = q.currency
      left join quotation_line n on n.tenant_id = q.tenant_id and n.quotation_id = q.id
    where q.tenant_id = $1 group by q.tenant_id, q.id
    having q.total_gross <> coalesce(sum(n.gross), 0) or q.total_net <> coalesce(sum(n.net), 0)
      or bool_or(n.line_no is not null and case when q.prices_gross then n.gross else n.net end is distinct from ${amount('q', 'n')})`,
  'what a split or a merge brought stands in the order, until somebody edits it': `
    select h.order_id || ' ' || r.line from (
        select distinct on (order_id) order_id, event, data from sales_order_history
        where tenant_id = $1 and event in ('edited', 'split', 'split_off', 'merged') order by order_id, id desc) as h
      cross join lateral jsonb_array_elements(h.data -> 'lines') with ordinality as e (brought, at)
      cross join lateral (select case h.event when 'merged' then (e.brought ->> 'line')::bigint else e.at end as line,
        (e.brought ->> 'quantity')::numeric as quantity) as r
      left join sales_order_line n on n.tenant_id = $1 and n.order_id = h.order_id and n.line_no = r.line
    where h.event in ('split_off', 'merged') and n.quantity is distinct from r.quantity`,
  'an order that was merged is over, and its money and its goods are with the one that goes on': `
    select o.id::text from sales_order o join sales_order i on i.tenant_id = o.tenant_id and i.id = o.merged_into
    where o.tenant_id = $1 and o.merged_into is not null and (o.cancelled_at is null or o.paid <> 0 or i.id = o.id
      or i.currency <> o.currency
      or exists (select from payment p where p.tenant_id = o.tenant_id and p.order_id = o.id)
      or exists (select from allocation a where a.tenant_id = o.tenant_id and a.order_id = o.id)
      or exists (select from sales_order_line n where n.tenant_id = o.tenant_id and n.order_id = o.id and n.open_quantity <> 0))`,
  'an order in exchange names the order whose goods came back': `
    select r.id::text from order_return r join sales_order o on o.tenant_id = r.tenant_id and o.id = r.exchange_order_id
    where r.tenant_id = $1 and o.exchange_for is distinct from r.order_id`,
} as const
