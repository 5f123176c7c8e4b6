-- Documents of orders: invoices and credit notes. Ours belong to an order; what a channel made names the order as it calls it, and may
-- come before it. Issued, a document never changes.

create table order_document (
  tenant_id uuid not null,
  id uuid not null,
  origin text not null check (origin in ('here', 'channel')),
  order_id uuid,
  connection_id uuid,
  order_external_id text collate "C",
  kind text not null check (kind in ('invoice', 'credit_note')),
  number text not null check (number <> ''),
  name text not null check (name <> ''),
  media_type text not null,
  hash bytea not null,
  size bigint not null check (size > 0),
  issued_at timestamptz not null,
  stored_at timestamptz not null,
  stored_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  foreign key (tenant_id, hash) references blob (tenant_id, hash),
  check ((origin = 'here') = (order_id is not null)),
  check ((origin = 'channel') = (connection_id is not null)),
  check ((origin = 'channel') = (order_external_id is not null))
);
create unique index order_document_here on order_document (tenant_id, order_id, kind, number) where origin = 'here';
create unique index order_document_channel on order_document (tenant_id, connection_id, order_external_id, kind, number)
  where origin = 'channel';
create index order_document_hash on order_document (tenant_id, hash);

alter table due drop constraint due_kind_check, add constraint due_kind_check check (kind in ('category', 'manufacturer',
  'characteristic', 'item', 'price', 'stock', 'image', 'cross_selling', 'customer', 'order_status', 'delivery', 'payment', 'refund', 'cancellation',
  'cancellation_answer', 'return', 'confirmation', 'document'));
alter table channel_object drop constraint channel_object_kind_check, add constraint channel_object_kind_check check (kind in ('category',
  'manufacturer', 'characteristic', 'item', 'image', 'cross_selling', 'customer', 'order', 'delivery', 'payment', 'refund', 'cancellation',
  'cancellation_answer', 'return', 'confirmation', 'document'));

select kontor_protect('order_document');
grant select, insert on order_document to kontor_app;
-- Blobs that a document refers to are kept; it goes with the order whose time is over.
create policy retention on order_document to kontor_retention using (true);
grant select (tenant_id, id, hash, order_id, connection_id, order_external_id), delete on order_document to kontor_retention;
