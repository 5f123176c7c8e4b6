-- Prices that hold for a time and for some: price lists and special prices; changes that the clock makes; letters that a
-- system takes from us.

-- Net prices of their own, or the base price times a factor. Without channels: everywhere; without groups: for everyone.
create table price_list (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  factor numeric check (factor >= 0),
  valid_from timestamptz,
  valid_to timestamptz,
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  check (valid_to > valid_from)
);
create table price_list_channel (
  tenant_id uuid not null,
  price_list_id uuid not null,
  channel_id uuid not null,
  primary key (tenant_id, price_list_id, channel_id),
  foreign key (tenant_id, price_list_id) references price_list (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create index price_list_channel_channel on price_list_channel (tenant_id, channel_id);
create table price_list_group (
  tenant_id uuid not null,
  price_list_id uuid not null,
  customer_group_id uuid not null,
  primary key (tenant_id, price_list_id, customer_group_id),
  foreign key (tenant_id, price_list_id) references price_list (tenant_id, id),
  foreign key (tenant_id, customer_group_id) references customer_group (tenant_id, id)
);
create index price_list_group_group on price_list_group (tenant_id, customer_group_id);
create table price_list_item (
  tenant_id uuid not null,
  price_list_id uuid not null,
  item_id uuid not null,
  net numeric not null check (net >= 0),
  primary key (tenant_id, price_list_id, item_id),
  foreign key (tenant_id, price_list_id) references price_list (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);
create index price_list_item_item on price_list_item (tenant_id, item_id);

-- A lower price of one item for a time: at one channel or all, for one customer group or everyone.
create table special_price (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  channel_id uuid,
  customer_group_id uuid,
  net numeric not null check (net >= 0),
  valid_from timestamptz not null,
  valid_to timestamptz,
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, item_id, channel_id, customer_group_id, valid_from),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, customer_group_id) references customer_group (tenant_id, id),
  check (valid_to > valid_from)
);
create index special_price_channel on special_price (tenant_id, channel_id) where channel_id is not null;
create index special_price_group on special_price (tenant_id, customer_group_id) where customer_group_id is not null;

-- What changes by itself at a time, written when the rule is saved. Without an object: everything of the kind; without a
-- channel: every channel. It becomes work for the channels when its time has come, and its row goes.
create table timed_change (
  tenant_id uuid not null references tenant,
  at timestamptz not null,
  id uuid not null,
  kind text not null check (kind in ('category', 'item', 'price', 'stock')),
  channel_id uuid,
  object_id uuid,
  primary key (tenant_id, at, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create index timed_change_channel on timed_change (tenant_id, channel_id) where channel_id is not null;

-- What waits to be taken by a system that calls us. `xid`: readers skip what a transaction that is still open may precede.
-- `taken`: how often it was handed out; `hidden_until`: not handed out again before.
create table letter (
  tenant_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  kind text not null,
  object_kind text not null,
  object_id uuid not null,
  key text collate "C" not null check (key <> ''),
  place text collate "C" not null,
  type text not null,
  body jsonb not null,
  ticket text,
  sent jsonb not null,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null,
  hidden_until timestamptz,
  taken integer not null default 0,
  primary key (tenant_id, connection_id, id),
  unique (tenant_id, connection_id, key),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create index letter_channel on letter (tenant_id, channel_id, object_kind, object_id);

select kontor_protect('price_list', 'price_list_channel', 'price_list_group', 'price_list_item', 'special_price', 'timed_change', 'letter');
create policy clock on timed_change for select to kontor_clock using (true);
grant select (tenant_id, at) on timed_change to kontor_clock;
grant select, insert, update on price_list to kontor_app;
grant select, insert, delete on price_list_channel, price_list_group to kontor_app;
grant select, insert, update, delete on price_list_item, special_price, letter to kontor_app;
grant select, insert, update, delete on timed_change to kontor_app; -- update: locks the rows that it takes
