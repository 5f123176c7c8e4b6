-- Customers and sales orders.

alter table customer
  add column group_id uuid,
  add column company text not null default '',
  add column first_name text not null default '',
  add column last_name text not null default '',
  add column email text not null default '',
  add column phone text not null default '',
  add column language text,
  add column vat_id text,
  add column note text not null default '',
  add column version integer not null default 1,
  add column made_by text not null default 'operator',
  add foreign key (tenant_id, group_id) references customer_group (tenant_id, id);

create table customer_address (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  address_hash uuid not null, -- of the normalised fields: the same address is kept once
  is_billing boolean not null default false,  -- the one that new orders take
  is_shipping boolean not null default false,
  salutation text not null default '',
  title text not null default '',
  first_name text not null default '',
  last_name text not null default '',
  company text not null default '',
  street text not null default '',
  extra text not null default '',
  postcode text not null default '',
  city text not null default '',
  state text not null default '',
  country char(2) references country,
  phone text not null default '',
  email text not null default '',
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, customer_id, address_hash),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);

-- Numbers people read. Given in blocks, in a transaction of its own: unique, ascending, never given again; gaps are welcome.
create table number_range (
  tenant_id uuid not null references tenant,
  kind text not null check (kind in ('order', 'delivery', 'customer')),
  prefix text not null default '',
  suffix text not null default '',
  next_no bigint not null default 1 check (next_no > 0),
  primary key (tenant_id, kind)
);

create table sales_order (
  tenant_id uuid not null,
  id uuid not null,
  order_number text collate "C" not null check (order_number <> ''),
  kind text not null check (kind in ('shop', 'instant', 'customer')),
  company_id uuid not null,
  connection_id uuid,
  channel_id uuid,
  web_order_id uuid,
  external_number text collate "C",
  customer_id uuid not null,
  customer_reason jsonb not null,         -- why it is this customer: how, score, by whom
  customer_name text not null,
  placed_at timestamptz not null,
  taken_over_at timestamptz not null default now(),
  taken_over_by text not null,
  currency char(3) not null references currency,
  total_gross numeric not null,           -- what the shop says: what the customer pays
  total_minor bigint not null,            -- the same in minor units: lists filter by it
  lines_gross numeric,
  paid numeric not null default 0,
  country char(2),
  billing jsonb,                          -- snapshots: an order keeps its addresses
  shipping jsonb,
  payment_method text not null default '',
  shipping_method text not null default '',
  language text,
  customer_note text not null default '',
  note text not null default '',
  fulfilled_by text check (fulfilled_by in ('channel')),
  payment_state text not null default 'open' check (payment_state in ('open', 'partly_paid', 'paid', 'refunded')),
  delivery_state text not null default 'open' check (delivery_state in ('open', 'partly_shipped', 'shipped', 'completed')),
  deliverability text not null default 'none' check (deliverability in ('none', 'part', 'full', 'done')),
  hold_reason text,
  cancelled_at timestamptz,
  cancelled_by text,
  cancel_reason text,
  list_state text not null generated always as (case when cancelled_at is not null then 'cancelled'
    when delivery_state in ('shipped', 'completed') then 'shipped' when delivery_state = 'partly_shipped' then 'in_progress'
    else 'open' end) stored,
  version integer not null default 1,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, order_number),
  foreign key (tenant_id, company_id) references company (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, web_order_id) references web_order (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create unique index sales_order_web_order on sales_order (tenant_id, web_order_id) where web_order_id is not null;
create index sales_order_placed on sales_order (tenant_id, placed_at desc, id desc);
create index sales_order_state on sales_order (tenant_id, list_state, placed_at desc, id desc);
create index sales_order_customer on sales_order (tenant_id, customer_id, placed_at desc);
create index sales_order_external on sales_order (tenant_id, external_number) where external_number is not null;

create table sales_order_line (
  tenant_id uuid not null,
  order_id uuid not null,
  line_no integer not null check (line_no > 0),
  kind text not null check (kind in ('item', 'shipping', 'payment', 'discount', 'voucher', 'surcharge', 'custom')),
  item_id uuid,
  sku text,
  name text not null,
  quantity numeric not null,
  delivered numeric not null default 0 check (delivered >= 0),
  cancelled numeric not null default 0 check (cancelled >= 0),
  allocated numeric not null default 0 check (allocated >= 0),
  open_quantity numeric not null generated always as (case when kind = 'item' then quantity - delivered - cancelled else 0 end) stored,
  unit_net numeric,
  unit_gross numeric,
  tax_rate numeric,
  tax_by text check (tax_by in ('marketplace')),
  external_id text collate "C",
  detail jsonb,
  primary key (tenant_id, order_id, line_no),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  check (kind <> 'item' or (item_id is not null and quantity > 0)),
  check (kind <> 'item' or delivered + cancelled <= quantity),
  check (kind <> 'item' or allocated <= quantity - delivered - cancelled)
);
create index sales_order_line_item on sales_order_line (tenant_id, item_id) where item_id is not null;
-- What is committed, and who waits for stock.
create index sales_order_line_open on sales_order_line (tenant_id, item_id) include (open_quantity, allocated)
  where open_quantity > 0;

-- Pieces set aside for a line, by warehouse. Their sum is stock_level.allocated and the line's allocated.
create table allocation (
  tenant_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  item_id uuid not null,
  warehouse_id uuid not null,
  quantity numeric not null check (quantity > 0),
  primary key (tenant_id, order_id, line_no, warehouse_id),
  foreign key (tenant_id, order_id, line_no) references sales_order_line (tenant_id, order_id, line_no),
  foreign key (tenant_id, item_id, warehouse_id) references stock_level (tenant_id, item_id, warehouse_id)
);
create index allocation_item on allocation (tenant_id, item_id, warehouse_id);

create table payment (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  amount numeric not null check (amount <> 0), -- negative: paid back
  currency char(3) not null references currency,
  method text not null default '',
  transaction_id text collate "C",
  web_payment_id uuid,
  implied boolean not null default false, -- the shop says "paid" and named no payment: what it reports later takes its place
  paid_at timestamptz not null,
  booked_at timestamptz not null default now(),
  booked_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, web_payment_id) references web_payment (tenant_id, id)
);
create index payment_order on payment (tenant_id, order_id);
-- The same payment is booked once, however often it is reported.
create unique index payment_transaction on payment (tenant_id, order_id, transaction_id) where transaction_id is not null;
create unique index payment_web_payment on payment (tenant_id, web_payment_id) where web_payment_id is not null;

create table delivery (
  tenant_id uuid not null,
  id uuid not null,
  delivery_number text collate "C" not null,
  order_id uuid not null,
  warehouse_id uuid not null,
  shipped_at timestamptz not null,
  made_by text not null,
  made_at timestamptz not null default now(),
  note text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, delivery_number),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, warehouse_id) references warehouse (tenant_id, id)
);
create index delivery_order on delivery (tenant_id, order_id);

create table delivery_line (
  tenant_id uuid not null,
  delivery_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  quantity numeric not null check (quantity > 0),
  primary key (tenant_id, delivery_id, line_no),
  foreign key (tenant_id, delivery_id) references delivery (tenant_id, id),
  foreign key (tenant_id, order_id, line_no) references sales_order_line (tenant_id, order_id, line_no)
);

create table delivery_package (
  tenant_id uuid not null,
  delivery_id uuid not null,
  package_no integer not null check (package_no > 0),
  carrier text not null default '',
  tracking text collate "C" not null default '',
  url text,
  primary key (tenant_id, delivery_id, package_no),
  foreign key (tenant_id, delivery_id) references delivery (tenant_id, id)
);
create index delivery_package_tracking on delivery_package (tenant_id, tracking) where tracking <> '';

-- What happened to an order and who did it. Ids and figures only, no personal field.
create table sales_order_history (
  tenant_id uuid not null,
  order_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  actor text not null,
  event text not null,
  data jsonb not null default '{}',
  primary key (tenant_id, order_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id)
);

-- Which customer a person chose for a web order before it is taken over.
alter table web_order
  add column assigned_customer_id uuid,
  add column assigned_by text,
  add foreign key (tenant_id, assigned_customer_id) references customer (tenant_id, id);
-- What the worker may take over by itself.
create index web_order_ready on web_order (tenant_id, connection_id, id) where state = 'staged' and open_checks = '{}';

select kontor_protect('customer_address', 'number_range', 'sales_order', 'sales_order_line', 'allocation', 'payment',
  'delivery', 'delivery_line', 'delivery_package', 'sales_order_history');
grant select, insert, update on customer_address, number_range, sales_order, sales_order_line, allocation to kontor_app;
grant select, insert on delivery, delivery_line, delivery_package, sales_order_history to kontor_app;
grant select, insert, update on payment to kontor_app;
grant delete on allocation to kontor_app;
