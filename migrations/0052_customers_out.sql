-- Customers who came from a shop and are changed here are told to it, where the channel says so.

alter table channel add column sends_customers boolean not null default false;

-- What our customer said and what the shop had, when both last agreed; null: nothing was changed here since they belong together.
alter table web_customer add column stood jsonb;
create index web_customer_stood on web_customer (tenant_id, connection_id, id) where stood is not null;

alter table due drop constraint due_kind_check, add constraint due_kind_check check (kind in ('category', 'manufacturer',
  'characteristic', 'item', 'price', 'stock', 'image', 'cross_selling', 'customer', 'order_status', 'delivery', 'payment', 'refund', 'cancellation',
  'cancellation_answer', 'return'));
alter table sweep drop constraint sweep_kind_check, add constraint sweep_kind_check check (kind in ('category', 'manufacturer',
  'characteristic', 'item', 'price', 'stock', 'image', 'cross_selling', 'customer', 'order_status'));
alter table channel_object drop constraint channel_object_kind_check, add constraint channel_object_kind_check check (kind in ('category',
  'manufacturer', 'characteristic', 'item', 'image', 'cross_selling', 'customer', 'order', 'delivery', 'payment', 'refund', 'cancellation',
  'cancellation_answer', 'return'));

-- What was told of persons who are forgotten goes.
grant delete on channel_object to kontor_app;
