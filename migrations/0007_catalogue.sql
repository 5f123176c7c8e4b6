-- What is sold: items with texts, prices and categories, and on which channels.

-- Which of a country's rates a company charges itself: of a class the latest that has begun. The others are only accepted
-- from shops.
alter table tax_rate add column charged boolean not null default true;

alter table item
  add column active boolean not null default true,
  add column net_price numeric check (net_price >= 0),   -- base price for everyone; null: has none yet
  add column manufacturer_number text,
  add column weight numeric check (weight >= 0),         -- kg
  add column stock_managed boolean not null default true,
  add column oversell boolean not null default false,    -- may be sold without stock
  add column buffer numeric not null default 0 check (buffer >= 0), -- kept back from every channel
  add column version integer not null default 1,
  add column changed_at timestamptz not null default now();

-- Texts per language; the item's own name stands where a language has none.
create table item_text (
  tenant_id uuid not null,
  item_id uuid not null,
  language text collate "C" not null check (language <> ''),
  name text not null check (name <> ''),
  description text not null default '',
  short_description text not null default '',
  primary key (tenant_id, item_id, language),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);

create table category (
  tenant_id uuid not null references tenant,
  id uuid not null,
  parent_id uuid check (parent_id <> id),
  name text not null check (name <> ''),
  sort integer not null default 0 check (sort between 0 and 65536),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, parent_id, name),
  foreign key (tenant_id, parent_id) references category (tenant_id, id)
);

create table category_text (
  tenant_id uuid not null,
  category_id uuid not null,
  language text collate "C" not null check (language <> ''),
  name text not null check (name <> ''),
  description text not null default '',
  primary key (tenant_id, category_id, language),
  foreign key (tenant_id, category_id) references category (tenant_id, id)
);

create table item_category (
  tenant_id uuid not null,
  item_id uuid not null,
  category_id uuid not null,
  primary key (tenant_id, item_id, category_id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, category_id) references category (tenant_id, id)
);
create index item_category_category on item_category (tenant_id, category_id);

create table customer_group (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  is_default boolean not null default false,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
create unique index customer_group_default on customer_group (tenant_id) where is_default;

-- Prices of a customer group, from a quantity on; without a row the item's base price holds.
create table item_price (
  tenant_id uuid not null,
  item_id uuid not null,
  customer_group_id uuid not null,
  from_quantity numeric not null default 0 check (from_quantity >= 0),
  net numeric not null check (net >= 0),
  primary key (tenant_id, item_id, customer_group_id, from_quantity),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, customer_group_id) references customer_group (tenant_id, id)
);
create index item_price_group on item_price (tenant_id, customer_group_id);

-- Which channels sell an item. Not active: sold there once, to be taken out of the offer.
create table item_channel (
  tenant_id uuid not null,
  channel_id uuid not null,
  item_id uuid not null,
  active boolean not null default true,
  reserve numeric not null default 0 check (reserve >= 0), -- not offered at this channel
  cap numeric check (cap >= 0),                            -- never offers more
  primary key (tenant_id, channel_id, item_id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);
create index item_channel_item on item_channel (tenant_id, item_id);

alter table channel
  add column root_category_id uuid, -- only what lies below it is sent; null: all
  add column share numeric not null default 1 check (share between 0 and 1), -- of what is available
  add foreign key (tenant_id, root_category_id) references category (tenant_id, id);

-- Customer groups of the other side and ours, one to one.
create table channel_customer_group (
  tenant_id uuid not null,
  channel_id uuid not null,
  their_id text collate "C" not null,
  customer_group_id uuid not null,
  primary key (tenant_id, channel_id, their_id),
  unique (tenant_id, channel_id, customer_group_id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, customer_group_id) references customer_group (tenant_id, id)
);
create index channel_customer_group_ours on channel_customer_group (tenant_id, customer_group_id);

-- What lists are searched by: normalised words, found exactly or by their beginning (docs/data: only such operators use
-- an index under row-level security).
create table search_term (
  tenant_id uuid not null references tenant,
  kind text collate "C" not null check (kind in ('item', 'customer')),
  term text collate "C" not null check (term <> ''),
  object_id uuid not null,
  primary key (tenant_id, kind, term, object_id)
);
create index search_term_object on search_term (tenant_id, kind, object_id);

select kontor_protect('item_text', 'category', 'category_text', 'item_category', 'customer_group', 'item_price', 'item_channel',
  'channel_customer_group', 'search_term');
grant select, insert, update on item_text, category, category_text, item_category, customer_group, item_price, item_channel,
  channel_customer_group, search_term to kontor_app;
grant delete on item_text, category_text, item_category, item_price, item_channel, channel_customer_group, search_term to kontor_app;
