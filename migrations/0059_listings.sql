-- Offers in the words of a system: its categories and attributes, what of ours they are, what is said of single items, the rows of
-- its reports, and when a quantity was accepted.

-- A named thing of theirs may belong to a part of their side ('category/<id>', 'seller/<place>'; '' : to all of it). What a set that
-- replaces does not name any more is gone, and stays, because mappings and orders may still name it.
alter table web_term
  add column scope text collate "C" not null default '',
  add column attribute jsonb,
  add column is_closed boolean not null default false,
  add column gone_at timestamptz,
  drop constraint web_term_pkey,
  add constraint web_term_pkey primary key (tenant_id, connection_id, list, scope, their_id);
create index web_term_parent on web_term (tenant_id, connection_id, list, parent);

-- `ours` of an attribute says where its value comes from ('attribute/Farbe', 'fixed/neu'), of a price type whose price it is.
alter table channel_map
  drop constraint channel_map_list_check,
  add constraint channel_map_list_check check (list in ('payment_method', 'shipping_method', 'attribute', 'price_type'));

-- The other way: what of ours is what of theirs; many of ours may be one of theirs.
create table channel_place (
  tenant_id uuid not null,
  channel_id uuid not null,
  list text collate "C" not null check (list in ('category', 'carrier')),
  ours text collate "C" not null check (ours <> ''),   -- the id of a category, the code of a carrier
  their_id text collate "C" not null check (their_id <> ''),
  mapped_at timestamptz not null,
  mapped_by text not null,
  primary key (tenant_id, channel_id, list, ours),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);

-- What is said of one item at one channel alone, before every mapping.
create table item_listing (
  tenant_id uuid not null,
  item_id uuid not null,
  channel_id uuid not null,
  their_category text collate "C" check (their_category <> ''),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (tenant_id, channel_id, item_id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create table item_listing_value (
  tenant_id uuid not null,
  item_id uuid not null,
  channel_id uuid not null,
  attribute text collate "C" not null check (attribute <> ''),
  row_group text collate "C" not null default '',      -- ties the values of one row of a section that repeats
  place integer not null,
  value text not null check (value <> ''),
  primary key (tenant_id, channel_id, item_id, attribute, row_group, place),
  foreign key (tenant_id, channel_id, item_id) references item_listing (tenant_id, channel_id, item_id) on delete cascade
);

-- Rows of a report that a person asked for (`place_ask`), under their names.
create table reported_row (
  tenant_id uuid not null,
  connection_id uuid not null,
  ask_id uuid not null,
  their_id text collate "C" not null,
  no integer,
  number text,
  gtin text,
  name text not null,
  quantity text,
  primary key (tenant_id, connection_id, ask_id, their_id),
  foreign key (tenant_id, connection_id, ask_id) references place_ask (tenant_id, connection_id, id)
);

-- When a channel accepted another quantity than before, by the clock.
alter table channel_object add column stock_at timestamptz;
update channel_object set stock_at = accepted_at where kind = 'item' and stock_hash is not null;
create index channel_object_stock on channel_object (tenant_id, channel_id, stock_at) where stock_at is not null;

-- Nothing that is written with the time of the clock commits later with an earlier time than this. Called before what is read by time.
-- A transaction that has written is counted from its beginning; the second is for one that writes just now. Where the sessions of others
-- may not be seen (a role without pg_read_all_stats), ten minutes are taken off: none of ours lasts as long.
create function kontor_settled_until() returns timestamptz
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select least(clock_timestamp(), min(xact_start) filter (where backend_xid is not null))
    - case when bool_or(query = '<insufficient privilege>') then interval '10 minutes' else interval '1 second' end
  from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
$$;
revoke all on function kontor_settled_until() from public;
grant execute on function kontor_settled_until() to kontor_app;

select kontor_protect('channel_place', 'item_listing', 'item_listing_value', 'reported_row');
grant select, insert, update, delete on channel_place, item_listing, item_listing_value, reported_row to kontor_app;
