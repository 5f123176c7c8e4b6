import { deliveryChecks } from './deliveryChecks.ts'
import { makingChecks } from './verifyMaking.ts'
import { returnChecks } from './verifyReturns.ts'

/** What the data of sales can show, as `verify` reads it: each lists what breaks the promise. */
export const salesChecks = {
  'a web order that was taken over is exactly one order, and an order of a shop comes from one': `
    select w.id::text from web_order w where w.tenant_id = $1 and w.state = 'taken_over'
      and (select count(*) from sales_order o where o.tenant_id = w.tenant_id and o.web_order_id = w.id) <> 1
    union all select o.id::text from sales_order o join web_order w on w.tenant_id = o.tenant_id and w.id = o.web_order_id
    where o.tenant_id = $1 and w.state <> 'taken_over'`,
  'the ledger knows what was taken over': `
    select l.id::text from ledger l left join web_order w on w.tenant_id = l.tenant_id and w.id = l.id
    where l.tenant_id = $1 and l.kind = 'order' and (l.outcome = 'taken_over') <> coalesce(w.state = 'taken_over', false)`,
  'only what is in the inbox counts as staged': `
    select w.id::text from web_order w where w.tenant_id = $1 and exists (
      select from web_order_line n where n.tenant_id = w.tenant_id and n.web_order_id = w.id and n.staged <> (w.state = 'staged' and w.fulfilled_by is null and w.remote_state <> 'cancelled'))`,
  'what a parked order takes counts as long as it is parked, and never beside the inbox': `
    select distinct n.ledger_id::text from parked_line n join ledger l on l.tenant_id = n.tenant_id and l.id = n.ledger_id
      left join web_order w on w.tenant_id = n.tenant_id and w.id = n.ledger_id and w.state = 'staged'
    where n.tenant_id = $1 and n.staged and (l.kind <> 'order' or l.outcome <> 'parked' or w.id is not null)`,
  'an order has the lines that were taken over, and they add up': `
    select o.id::text from sales_order o join currency c on c.code = o.currency
      left join sales_order_line n on n.tenant_id = o.tenant_id and n.order_id = o.id
    where o.tenant_id = $1 and o.web_order_id is not null and o.edited_at is null
    group by o.tenant_id, o.id, o.web_order_id, o.lines_gross, c.minor_digits
    having count(n.line_no) <> (select count(*) from web_order_line w where w.tenant_id = o.tenant_id and w.web_order_id = o.web_order_id)
      or o.lines_gross is distinct from case when count(n.unit_gross) = count(*) then round(sum(n.quantity * n.unit_gross), c.minor_digits) end`,
  'the sums of an order by tax rate follow from its lines, and its totals from them': `
    select o.id::text from sales_order o join currency c on c.code = o.currency
    where o.tenant_id = $1 and o.tax_sums is not null and (
      not exists (
        select from jsonb_to_recordset(o.tax_sums) as s (net numeric, gross numeric)
        having coalesce(sum(s.net), 0) = o.total_net and coalesce(sum(s.gross), 0) = o.total_gross)
      or exists (
        select from jsonb_to_recordset(o.tax_sums) as s (rate numeric, net numeric, tax numeric, gross numeric)
          full join (
            select n.tax_rate as rate, sum(n.net) as net, sum(n.gross) as gross from sales_order_line n
            where n.tenant_id = o.tenant_id and n.order_id = o.id group by n.tax_rate) as l on l.rate = s.rate
        where (l.net, l.gross) is distinct from (s.net, s.gross) or s.net + s.tax <> s.gross or s.tax <> round(
          case when o.prices_gross then s.gross * s.rate / (100 + s.rate) else s.net * s.rate / 100 end, c.minor_digits)))`,
  'an event that was applied has its order': `
    select e.id::text from web_event e where e.tenant_id = $1 and e.applied_at is not null and not exists (
      select from ledger l join web_order w on w.tenant_id = l.tenant_id and w.id = l.id
      where l.tenant_id = e.tenant_id and l.connection_id = e.connection_id and l.kind = 'order' and l.external_id = e.order_external_id)`,
  'an order is on hold as long as a reason for it holds': `
    select o.id::text from sales_order o where o.tenant_id = $1 and (o.hold_reason is null) = exists (
      select from order_hold h where h.tenant_id = o.tenant_id and h.order_id = o.id and h.released_at is null)`,
  'a task that is closed says what was decided, and holds nothing': `
    select t.id::text from task t where t.tenant_id = $1 and t.closed_at is not null and (t.decision is null or exists (
      select from order_hold h where h.tenant_id = t.tenant_id and h.task_id = t.id and h.released_at is null))`,
  'what is cancelled of a line is what its cancellations say': `
    select n.order_id || ' ' || n.line_no from sales_order_line n
      left join (select x.* from order_cancellation_line x
        join order_cancellation v on v.tenant_id = x.tenant_id and v.id = x.cancellation_id and v.undone_at is null) as c
        on c.tenant_id = n.tenant_id and c.order_id = n.order_id and c.line_no = n.line_no
    where n.tenant_id = $1 group by n.tenant_id, n.order_id, n.line_no, n.cancelled having n.cancelled <> coalesce(sum(c.quantity), 0)`,
  'what is paid is the sum of the payments': `
    select o.id::text from sales_order o left join payment p on p.tenant_id = o.tenant_id and p.order_id = o.id
    where o.tenant_id = $1 group by o.tenant_id, o.id, o.paid having o.paid <> coalesce(sum(p.amount), 0)`,
  'a reported payment of an order is booked': `
    select p.id::text from web_payment p join sales_order o on o.tenant_id = p.tenant_id and o.web_order_id = p.web_order_id
    where p.tenant_id = $1 and p.amount <> 0 and coalesce(p.currency, o.currency) = o.currency
      and not exists (select from payment x where x.tenant_id = p.tenant_id and x.web_payment_id = p.id)`,
  'a key of likeness leads to a customer who can be found': `
    select distinct k.customer_id::text from customer_match_key k
      left join customer c on c.tenant_id = k.tenant_id and c.id = k.customer_id and c.merged_into is null and c.anonymised_at is null
    where k.tenant_id = $1 and c.id is null`,
  'nobody waits for stock that is free': `
    select s.item_id::text from stock_level s join warehouse h on h.tenant_id = s.tenant_id and h.id = s.warehouse_id
      and h.active and not h.lock_shipment
    where s.tenant_id = $1 and s.on_hand > s.allocated and exists (
      select from (
          select tenant_id, order_id, item_id from sales_order_line where open_quantity > 0 and open_quantity > allocated
          union all select tenant_id, order_id, item_id from sales_order_part where open_quantity > 0 and open_quantity > allocated) as n
        join sales_order o on o.tenant_id = n.tenant_id and o.id = n.order_id and o.cancelled_at is null and o.delivery_state <> 'completed'
        join item i on i.tenant_id = n.tenant_id and i.id = n.item_id and i.stock_managed and i.kind <> 'kit'
      where n.tenant_id = s.tenant_id and n.item_id = s.item_id)`,
  'what was delivered is on delivery notes': `
    select n.order_id || ' ' || n.line_no from sales_order_line n
      left join (select x.* from delivery_line x join delivery v on v.tenant_id = x.tenant_id and v.id = x.delivery_id and v.reversed_at is null) as d
        on d.tenant_id = n.tenant_id and d.order_id = n.order_id and d.line_no = n.line_no
    where n.tenant_id = $1 group by n.tenant_id, n.order_id, n.line_no, n.delivered having n.delivered <> coalesce(sum(d.quantity), 0)`,
  'an order is found by the words that it keeps, and by no others': `
    select coalesce(w.order_id, t.order_id)::text from (
        select o.id as order_id, left(x.word, 2) as field, substr(x.word, 4) as term from sales_order o
          cross join string_to_table(trim(o.words), ' ') as x (word) where o.tenant_id = $1 and o.words <> '') as w
      full join (select order_id, field, term from order_term where tenant_id = $1) as t
        on t.order_id = w.order_id and t.field = w.field and t.term = w.term
    where w.order_id is null or t.order_id is null`,
  ...deliveryChecks,
  ...makingChecks,
  ...returnChecks,
} as const
