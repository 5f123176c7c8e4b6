-- The inbox: what shops sent and nobody has taken over yet. No order, no number, no movement exists for it.
-- A staged row has the id of its ledger row, so an external record is staged at most once.

create table web_order (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel_id uuid not null,
  state text not null default 'staged' check (state in ('staged', 'taken_over', 'cancelled')),
  pending boolean not null default false,   -- its marketplace has not released it
  external_number text collate "C" not null,
  placed_at timestamptz not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  total_gross numeric,                      -- what the shop says that the customer paid; null only while pending
  total_minor bigint,                       -- the same in minor units: lists filter by it
  lines_gross numeric,                      -- what its lines add up to; null where a line has no gross price
  customer_external_id text collate "C",    -- null: a guest
  customer_name text not null,
  country char(2) check (country ~ '^[A-Z]{2}$'),
  payment_state text not null,
  remote_state text not null,
  fulfilled_by text check (fulfilled_by in ('channel')), -- null: we do; channel: nothing to deliver, no stock of ours
  open_checks text[] not null default '{}',
  check_data jsonb,
  record jsonb not null,                    -- the rest of the neutral record: addresses, payment, shipping, notes
  version integer not null default 1,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references ledger (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create index web_order_inbox on web_order (tenant_id, placed_at desc, id desc) where state = 'staged';

create table web_order_line (
  tenant_id uuid not null,
  web_order_id uuid not null,
  line_no integer not null check (line_no > 0),
  kind text not null check (kind in ('item', 'shipping', 'payment', 'discount', 'voucher', 'surcharge', 'custom')),
  item_id uuid,
  sku text,
  name text not null,
  quantity numeric not null,
  unit_net numeric,                         -- one of both follows from the other and the rate
  unit_gross numeric,
  tax_rate numeric,                         -- null: the channel names none; it follows from the item and the country
  tax_by text check (tax_by in ('marketplace')), -- who pays this tax; null: we do
  external_id text collate "C",
  detail jsonb,                             -- variations, notes, grouping: only where there is something
  primary key (tenant_id, web_order_id, line_no),
  foreign key (tenant_id, web_order_id) references web_order (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  check (kind <> 'item' or (item_id is not null and quantity > 0))
);
create index web_order_line_item on web_order_line (tenant_id, item_id) where item_id is not null;

create table web_customer (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  external_id text collate "C" not null,
  name text not null,
  email text,
  customer_id uuid,                         -- set when it became or was matched with a customer
  open_checks text[] not null default '{}',
  record jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references ledger (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index web_customer_customer on web_customer (tenant_id, customer_id) where customer_id is not null;

-- A payment that the shop reports apart from its order. Booked when the order is taken over, once.
create table web_payment (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  order_external_id text collate "C" not null,
  web_order_id uuid,                        -- null: waits for its order
  amount numeric not null,
  currency char(3) references currency,
  method text not null,
  transaction_id text collate "C",
  paid_at timestamptz,
  record jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references ledger (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  foreign key (tenant_id, web_order_id) references web_order (tenant_id, id)
);
create unique index web_payment_transaction on web_payment (tenant_id, connection_id, order_external_id, transaction_id)
  where transaction_id is not null;
create index web_payment_order on web_payment (tenant_id, connection_id, order_external_id);
create index web_payment_waiting on web_payment (tenant_id, connection_id) where web_order_id is null;
create index web_payment_web_order on web_payment (tenant_id, web_order_id) where web_order_id is not null;

select kontor_protect('web_order', 'web_order_line', 'web_customer', 'web_payment');
grant select, insert, update on web_order, web_order_line, web_customer, web_payment to kontor_app;
grant delete on web_order_line to kontor_app;
