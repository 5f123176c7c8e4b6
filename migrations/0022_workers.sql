-- What many workers share: how a connection does, what it may still be called, and what a person is told when it does badly.

-- Failures in a row over all lanes of a connection. From a number on it is open: nobody calls until `next_try_at`, then one
-- lane tries for all. Beside it what a probe found of the credentials.
create table connection_health (
  tenant_id uuid not null,
  connection_id uuid not null,
  failures integer not null default 0,
  failed_at timestamptz,
  opened_at timestamptz,
  next_try_at timestamptz,
  code text,
  probed_at timestamptz,
  probe_code text,
  credentials_until timestamptz,
  primary key (tenant_id, connection_id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

-- When the calls of a connection that were made so far are paid for (`paid_until`: a bucket as one instant), and what was
-- used of a day. `operation` is '' for every call.
create table call_bucket (
  tenant_id uuid not null,
  connection_id uuid not null,
  operation text collate "C" not null,
  paid_until timestamptz not null,
  day date not null,
  used integer not null default 0,
  blocked_until timestamptz,
  per_second numeric check (per_second > 0), -- as the system said of itself
  primary key (tenant_id, connection_id, operation),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

-- How often an object was sent on a day of its system, where the system takes only so many changes of one.
create table object_day (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text not null,
  object_id uuid not null,
  day date not null,
  sent integer not null default 0,
  primary key (tenant_id, channel_id, kind, object_id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);

-- A disturbance from its first sign on: suspected, opened (then people are told, once), cleared for a while, closed.
create table incident (
  tenant_id uuid not null references tenant,
  id uuid not null,
  connection_id uuid,
  rule text collate "C" not null,
  severity text not null check (severity in ('yellow', 'red')),
  step integer not null default 0, -- of a rule that warns several times
  data jsonb not null default '{}',
  seen_at timestamptz not null,
  opened_at timestamptz,
  cleared_at timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);
create unique index incident_open on incident (tenant_id, rule, connection_id) nulls not distinct where closed_at is null;
create index incident_connection on incident (tenant_id, connection_id) where connection_id is not null;

-- Who is told, and how. The secret signs what a web-hook gets.
create table alert_route (
  tenant_id uuid not null references tenant,
  id uuid not null,
  kind text not null check (kind in ('mail', 'web-hook')),
  target text not null check (target <> ''),
  language text not null check (language in ('de', 'en')),
  sealed_secret bytea,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index alert_route_target on alert_route (tenant_id, kind, target) where removed_at is null;

-- One row per message: its unique key makes one mail of an incident, whoever notices it.
create table alert_message (
  tenant_id uuid not null,
  incident_id uuid not null,
  route_id uuid not null,
  event text not null check (event in ('opened', 'reminded', 'closed')),
  step integer not null default 0,
  id uuid not null,
  made_at timestamptz not null,
  taken_at timestamptz,
  sent_at timestamptz,
  tries integer not null default 0,
  error text,
  primary key (tenant_id, id),
  unique (tenant_id, incident_id, route_id, event, step),
  foreign key (tenant_id, incident_id) references incident (tenant_id, id),
  foreign key (tenant_id, route_id) references alert_route (tenant_id, id)
);
create index alert_message_open on alert_message (tenant_id, made_at) where sent_at is null;
create index alert_message_route on alert_message (tenant_id, route_id);

select kontor_protect('connection_health', 'call_bucket', 'object_day', 'incident', 'alert_route', 'alert_message');
grant select, insert, update on connection_health, call_bucket, object_day, alert_route, alert_message to kontor_app;
grant select, insert, update, delete on incident to kontor_app;

-- The clock passes over connections that are open.
create policy clock on connection_health for select to kontor_clock using (true);
grant select (tenant_id, connection_id, next_try_at, opened_at) on connection_health to kontor_clock;
create policy clock on incident for select to kontor_clock using (true);
grant select (tenant_id, rule, opened_at, closed_at) on incident to kontor_clock;

-- When a lane last ended well, and the windows of a week instead of one of every day.
alter table sync_lane add column good_at timestamptz;
update sync_lane l set good_at = (select max(r.ended_at) from sync_run r
  where r.tenant_id = l.tenant_id and r.connection_id = l.connection_id and r.lane = l.kind and r.state = 'done');
alter table sync_lane rename column "window" to windows;
update sync_lane set windows = jsonb_build_array(windows) where jsonb_typeof(windows) = 'object';
