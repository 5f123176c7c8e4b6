-- What lists, folders and searches read: the first page and a count cost what they show, not what there is.

create index sales_order_open on sales_order (tenant_id, placed_at desc, id desc)
  where list_state in ('open', 'in_progress');
create index sales_order_deliverability on sales_order (tenant_id, deliverability, placed_at desc, id desc)
  where list_state in ('open', 'in_progress') and hold_reason is null;
create index sales_order_held on sales_order (tenant_id, placed_at desc, id desc)
  where list_state in ('open', 'in_progress') and hold_reason is not null;
create index sales_order_unpaid on sales_order (tenant_id, placed_at desc, id desc) include (cancelled_at)
  where payment_state in ('open', 'partly_paid');
create index sales_order_channel on sales_order (tenant_id, channel_id, placed_at desc, id desc);
-- "Where is my order?" knows the amount and not the number.
create index sales_order_total on sales_order (tenant_id, total_minor, id);
create index web_order_total on web_order (tenant_id, total_minor, id) where state = 'staged';

-- Every term of an object is compared when a search has several words.
drop index search_term_object;
create index search_term_object on search_term (tenant_id, kind, object_id, term);

-- Shipped by day.
create index delivery_shipped on delivery (tenant_id, shipped_at);
