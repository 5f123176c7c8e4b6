-- A web order may wait for our yes or no: until when, and what was said. Said once, it stays.

alter table web_order
  add column wants_answer boolean not null default false,
  add column answer_until timestamptz;
create index web_order_wants_answer on web_order (tenant_id, connection_id, answer_until) where wants_answer and pending;

create table order_confirmation (
  tenant_id uuid not null,
  web_order_id uuid not null,
  accepted boolean not null,
  reason_id uuid,
  reason text not null default '',
  answered_at timestamptz not null,
  answered_by text not null,
  primary key (tenant_id, web_order_id),
  foreign key (tenant_id, web_order_id) references web_order (tenant_id, id),
  foreign key (tenant_id, reason_id) references cancellation_reason (tenant_id, id),
  check (not accepted or (reason_id is null and reason = ''))
);

alter table due drop constraint due_kind_check, add constraint due_kind_check check (kind in ('category', 'manufacturer',
  'characteristic', 'item', 'price', 'stock', 'image', 'cross_selling', 'customer', 'order_status', 'delivery', 'payment', 'refund', 'cancellation',
  'cancellation_answer', 'return', 'confirmation'));
alter table channel_object drop constraint channel_object_kind_check, add constraint channel_object_kind_check check (kind in ('category',
  'manufacturer', 'characteristic', 'item', 'image', 'cross_selling', 'customer', 'order', 'delivery', 'payment', 'refund', 'cancellation',
  'cancellation_answer', 'return', 'confirmation'));

select kontor_protect('order_confirmation');
grant select, insert on order_confirmation to kontor_app;
-- What people wrote goes with the order whose time is over.
create policy retention on order_confirmation to kontor_retention using (true);
grant select (tenant_id, web_order_id), update (reason) on order_confirmation to kontor_retention;
grant select (web_order_id) on sales_order to kontor_retention;
