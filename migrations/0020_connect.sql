-- How a connection begins, what a channel is mapped to, and channels that are locked by themselves.

-- A person's connection begins as new: nothing is sent until its first run is finished. `leads`: of what is linked in the
-- first run, whose data counts until it is changed here.
alter table connection
  add column phase text not null default 'ready' check (phase in ('new', 'ready')),
  add column leads text not null default 'kontor' check (leads in ('kontor', 'shop')),
  add column lead_chosen_at timestamptz,
  add column checked_at timestamptz,
  add column check_ok boolean,
  add column reports jsonb not null default '{}'; -- what the last check that went well said of the system

-- `read_again`: what was stored while it was locked, or lacked a mapping, is imported by the next run.
alter table channel
  add column locked_at timestamptz,
  add column locked_by text,
  add column lock_reason text,
  add column read_again boolean not null default false;

-- The clock sees what may not be worked on.
grant select (phase) on connection to kontor_clock;
grant select (locked_at) on channel to kontor_clock;

-- What was stored of locked channels and waits for them.
create index ledger_kept on ledger (tenant_id, connection_id, channel_id, id) where code = 'CHANNEL_LOCKED';

-- Places of a system (marketplaces, sub-shops, sellers) as it names them; a channel is one that we sell at.
create table web_place (
  tenant_id uuid not null,
  connection_id uuid not null,
  place text collate "C" not null,
  name text not null,
  active boolean not null default true,
  seen_at timestamptz not null,
  primary key (tenant_id, connection_id, place),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

-- Named things of the other side that ours are mapped to.
create table web_term (
  tenant_id uuid not null,
  connection_id uuid not null,
  list text collate "C" not null,
  their_id text collate "C" not null,
  name text not null,
  code text,
  is_default boolean not null default false,
  parent text collate "C",
  seen_at timestamptz not null,
  primary key (tenant_id, connection_id, list, their_id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

create table payment_method (
  tenant_id uuid not null references tenant,
  id uuid not null,
  code text collate "C" not null check (code <> ''),
  name text not null check (name <> ''),
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
create table shipping_method (
  tenant_id uuid not null references tenant,
  id uuid not null,
  code text collate "C" not null check (code <> ''),
  name text not null check (name <> ''),
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);

-- What of theirs is what of ours, per channel; customer groups stand in channel_customer_group.
create table channel_map (
  tenant_id uuid not null,
  channel_id uuid not null,
  list text collate "C" not null check (list in ('payment_method', 'shipping_method')),
  their_id text collate "C" not null,
  ours text not null check (ours <> ''), -- id of the method
  mapped_at timestamptz not null,
  mapped_by text not null,
  primary key (tenant_id, channel_id, list, their_id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);

-- What is at the system before the first run, and what of ours it is.
create table adoption (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  kind text collate "C" not null check (kind in ('item', 'category')),
  their_id text collate "C" not null,
  name text not null,
  number text,
  gtin text,
  parent text collate "C",
  state text not null check (state in ('theirs_only', 'matched', 'ambiguous', 'adopted', 'left_alone')),
  matched_by text check (matched_by in ('number', 'gtin', 'name', 'person')),
  object_id uuid,
  told_at timestamptz, -- when the system heard our number
  based_at timestamptz, -- when what we had was taken for what it has (where the shop leads)
  decided_by text,
  primary key (tenant_id, id),
  unique (tenant_id, connection_id, kind, their_id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  check ((state in ('theirs_only', 'ambiguous', 'left_alone')) = (object_id is null))
);
create index adoption_state on adoption (tenant_id, connection_id, state, id);
create index adoption_object on adoption (tenant_id, connection_id, kind, object_id) where object_id is not null;
create index adoption_number on adoption (tenant_id, connection_id, kind, lower(btrim(number))) where number is not null;
create index adoption_gtin on adoption (tenant_id, connection_id, kind, gtin) where gtin is not null;
create index item_gtin on item (tenant_id, gtin) where gtin is not null;

-- How far the inventory of a kind was read.
create table adoption_reading (
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text collate "C" not null check (kind in ('item', 'category')),
  resume text,
  objects integer not null default 0,
  started_at timestamptz not null,
  done_at timestamptz,
  refused_code text, -- why it cannot be read
  refused_data jsonb,
  primary key (tenant_id, connection_id, kind),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

select kontor_protect('web_place', 'web_term', 'payment_method', 'shipping_method', 'channel_map', 'adoption', 'adoption_reading');
grant select, insert, update on web_place, web_term, payment_method, shipping_method, adoption, adoption_reading to kontor_app;
grant select, insert, update, delete on channel_map to kontor_app;
