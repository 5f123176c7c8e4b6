-- What is too much to be sent before a person has seen it, and what a shop changed by itself.

-- Thresholds, how many objects are looked at per run, and who leads in which field; absent: the usual (src/channels/guardSettings.ts).
alter table channel add column guard jsonb not null default '{}';
-- Has rows in guard_item or conflict that say something of what is sent.
alter table channel_object add column watched boolean not null default false;

-- How many objects fell under a rule when they were sent, by the hour. What a person released is not counted.
create table guard_count (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null check (kind in ('category', 'item')),
  rule text collate "C" not null check (rule in ('vanish', 'price', 'stock')),
  hour timestamptz not null,
  count integer not null,
  primary key (tenant_id, channel_id, kind, rule, hour),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);

-- A list of objects that were not sent. Open at most once per channel, kind and rule: what falls under it later joins.
create table guard_stop (
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null check (kind in ('category', 'item')),
  rule text collate "C" not null check (rule in ('vanish', 'price', 'stock')),
  run_id uuid,
  started_at timestamptz not null,
  percent numeric not null, -- the threshold that was exceeded
  counted integer not null, -- sent under this rule within 24 hours before
  extent integer not null,  -- known to fall under it when it was stopped; at the threshold counting ends
  total integer not null,   -- objects that the channel had
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create unique index guard_stop_open on guard_stop (tenant_id, channel_id, kind, rule) where ended_at is null;
create index guard_stop_started on guard_stop (tenant_id, started_at desc);

create table guard_item (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  object_id uuid not null,
  rule text collate "C" not null check (rule in ('vanish', 'price', 'stock')),
  stop_id uuid not null,
  due_kinds text[] not null, -- what is due again when it is released
  old_value text not null,   -- as the channel accepted it
  new_value text not null,   -- as it would be sent
  depth numeric,             -- of a price: by how many percent it falls
  state text collate "C" not null default 'held' check (state in ('held', 'released', 'dropped', 'sent')),
  held_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  primary key (tenant_id, channel_id, kind, object_id, rule),
  foreign key (tenant_id, stop_id) references guard_stop (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create index guard_item_stop on guard_item (tenant_id, stop_id, object_id);

-- A field that a shop shows otherwise than it was told. As long as it is kept, that field is not sent to the channel.
create table conflict (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null check (kind in ('item', 'category')),
  object_id uuid not null,
  field text collate "C" not null, -- name.de, price, price/GROUP/FROM
  id uuid not null,
  last_sent jsonb,
  theirs jsonb,
  ours jsonb,
  lead text collate "C" not null check (lead in ('ours', 'theirs', 'ask')), -- the rule when it was seen
  state text collate "C" not null check (state in ('open', 'kept', 'overwritten', 'decided')),
  kept boolean not null,
  seen_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  primary key (tenant_id, channel_id, kind, object_id, field),
  unique (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create index conflict_open on conflict (tenant_id, id) where state = 'open';
-- How far the slow look over all objects has come.
alter table channel add column looked_id uuid not null default '00000000-0000-0000-0000-000000000000';

select kontor_protect('guard_count', 'guard_stop', 'guard_item', 'conflict');
grant select, insert, update, delete on guard_count, guard_item, conflict to kontor_app;
grant select, insert, update on guard_stop to kontor_app;
