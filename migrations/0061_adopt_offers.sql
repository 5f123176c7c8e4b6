-- Existing offers of a channel are taken over at any time, not in the first run alone.

-- Where links lie per channel, so does what was found: `scope` is the id of the channel, '' for what is linked per connection.
-- `seen_at`: by which reading it was listed last. `our_no`: our number, where the list says it.
alter table adoption
  add column scope text collate "C" not null default '',
  add column seen_at timestamptz not null default clock_timestamp(),
  add column our_no integer,
  drop constraint adoption_tenant_id_connection_id_kind_their_id_key,
  add constraint adoption_theirs unique (tenant_id, connection_id, kind, scope, their_id);
alter table adoption_reading
  add column scope text collate "C" not null default '',
  drop constraint adoption_reading_pkey,
  add constraint adoption_reading_pkey primary key (tenant_id, connection_id, kind, scope);

-- Connections that link per channel could be looked at where they have one channel alone.
update adoption a set scope = h.id::text from connection c join channel h on h.tenant_id = c.tenant_id and h.connection_id = c.id
  where c.tenant_id = a.tenant_id and c.id = a.connection_id and c.system = 'scx'
    and not exists (select from channel o where o.tenant_id = h.tenant_id and o.connection_id = h.connection_id and o.id <> h.id);
update adoption_reading a set scope = h.id::text from connection c join channel h on h.tenant_id = c.tenant_id and h.connection_id = c.id
  where c.tenant_id = a.tenant_id and c.id = a.connection_id and c.system = 'scx'
    and not exists (select from channel o where o.tenant_id = h.tenant_id and o.connection_id = h.connection_id and o.id <> h.id);

-- A report that is here whole, also one without a row.
alter table place_ask add column reported_at timestamptz;
update place_ask a set reported_at = a.answered_at where a.answered_at is not null and exists (select from reported_row r
  where r.tenant_id = a.tenant_id and r.connection_id = a.connection_id and r.ask_id = a.id);

-- That a person wants the offers of a channel that exist already, and how far that is.
create table offer_adoption (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel_id uuid not null,
  ask_id uuid,                -- the report that is awaited; null: the system is read
  leads text collate "C" not null check (leads in ('kontor', 'shop')),
  state text collate "C" not null check (state in ('asked', 'reading', 'linking', 'done', 'failed')),
  asked_at timestamptz not null,
  asked_by text not null,
  began_at timestamptz,
  ended_at timestamptz,
  linked integer not null default 0,
  refused_code text,          -- why it cannot be read
  refused_data jsonb,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, connection_id, ask_id) references place_ask (tenant_id, connection_id, id),
  check ((state not in ('done', 'failed')) = (ended_at is null)),
  check ((state = 'failed') = (refused_code is not null))
);
create unique index offer_adoption_open on offer_adoption (tenant_id, channel_id) where ended_at is null;
create index offer_adoption_work on offer_adoption (tenant_id, connection_id) where ended_at is null;
create index offer_adoption_newest on offer_adoption (tenant_id, channel_id, asked_at desc);

select kontor_protect('offer_adoption');
grant select, insert, update on offer_adoption to kontor_app;
grant delete on adoption to kontor_app;
