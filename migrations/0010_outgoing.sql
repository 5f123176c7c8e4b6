-- What waits to be sent, what the other side last accepted, and who works.

-- A change that one channel has not been told yet. Written in the transaction of the change; goes when the version that
-- was read has been acknowledged.
create table due (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null check (kind in ('category', 'item', 'price', 'stock', 'order_status', 'delivery')),
  object_id uuid not null,
  connection_id uuid not null,
  version integer not null default 1,
  since_at timestamptz not null,
  not_before timestamptz,
  tries integer not null default 0,
  primary key (tenant_id, channel_id, kind, object_id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index due_lane on due (tenant_id, connection_id, kind, since_at);

-- A wide change, a new channel, a complete synchronisation: one row; all objects are walked in the order of their ids.
create table sweep (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null check (kind in ('category', 'item', 'price', 'stock', 'order_status')),
  connection_id uuid not null,
  complete boolean not null default false, -- also what is as it was accepted
  after_id uuid not null default '00000000-0000-0000-0000-000000000000',
  version integer not null default 1,      -- asked for again meanwhile: it starts again
  asked_at timestamptz not null,
  asked_by text not null,
  done bigint not null default 0,
  total bigint,
  primary key (tenant_id, channel_id, kind),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create index sweep_connection on sweep (tenant_id, connection_id);

-- Per channel and object what they accepted last: a hash per aspect, and the fields behind it.
create table channel_object (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null check (kind in ('category', 'item', 'order', 'delivery')),
  object_id uuid not null,
  data_hash uuid,
  price_hash uuid,
  stock_hash uuid,
  data_sent jsonb,
  price_sent jsonb,
  stock_sent jsonb,
  accepted_at timestamptz,
  in_flight_run uuid,          -- sent by this run, not answered yet: until the deadline nobody sends it again
  in_flight_kind text,
  in_flight_until timestamptz,
  ticket text,                 -- the answer comes later: while it is open nothing of the object is sent
  ticket_sent jsonb,           -- what was sent under it: hash and fields per aspect, accepted together with it
  rejected_kind text,          -- they refused it: not sent again until it changes or a person says so
  rejected_hash uuid,
  rejected_code text,
  rejected_field text,
  rejected_text text,
  rejected_at timestamptz,
  primary key (tenant_id, channel_id, kind, object_id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
) with (fillfactor = 80);
create index channel_object_flight on channel_object (tenant_id, channel_id) where in_flight_run is not null;
create index channel_object_rejected on channel_object (tenant_id, channel_id, rejected_at desc) where rejected_code is not null;

-- Processes that work, with a sign of life; of no tenant.
create table worker_process (
  holder text collate "C" primary key,
  roles text[] not null,
  version text not null,
  started_at timestamptz not null,
  beat_at timestamptz not null,
  running integer not null default 0,
  slots integer not null default 0,
  stopped_at timestamptz
);
grant select, insert, update, delete on worker_process to kontor_clock;
grant select on worker_process to kontor_app;

select kontor_protect('due', 'sweep', 'channel_object');
grant select, insert, update, delete on due, sweep to kontor_app;
grant select, insert, update on channel_object to kontor_app;
-- The clock sees that there is work, not what it is about.
create policy clock on due for select to kontor_clock using (true);
create policy clock on sweep for select to kontor_clock using (true);
grant select (tenant_id, connection_id, kind, since_at, not_before) on due to kontor_clock;
grant select (tenant_id, connection_id, kind, asked_at) on sweep to kontor_clock;
