-- Connections and sales channels, the links of our objects to theirs, what came in and what became of it.

create table connection (
  tenant_id uuid not null references tenant,
  id uuid not null,
  company_id uuid not null,
  system text not null,
  name text not null check (name <> ''),
  settings jsonb not null default '{}', -- never a secret: those are in sealed_credential
  time_zone text not null,              -- of foreign times that carry no zone
  created_at timestamptz not null default now(),
  archived_at timestamptz,              -- archived, not deleted: links and ledger stay
  locked_at timestamptz,
  locked_by text,
  lock_reason text,
  refused_code text,                    -- credentials or licence refused: nothing is called until a person acts
  refused_data jsonb,
  refused_at timestamptz,
  facts jsonb not null default '{}',    -- what the system said of itself at the last check (version, features)
  primary key (tenant_id, id),
  unique (tenant_id, name),
  foreign key (tenant_id, company_id) references company (tenant_id, id)
);

create table sealed_credential (
  tenant_id uuid not null,
  connection_id uuid not null,
  field text not null,
  sealed bytea not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, connection_id, field),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

-- Secrets with a life of their own (access tokens, signing keys): shared by all processes, renewed by one at a time.
create table connection_secret (
  tenant_id uuid not null,
  connection_id uuid not null,
  name text collate "C" not null,
  sealed bytea,                  -- null: none yet, or the other side does not take it any more
  until_at timestamptz,
  version integer not null default 0, -- counts what was stored or forgotten: a renewer whose lease ran out overwrites nothing
  renewing_by uuid,
  renewing_until timestamptz,    -- short lease of who renews; it runs out with a process that died
  primary key (tenant_id, connection_id, name),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

create table channel (
  tenant_id uuid not null references tenant,
  id uuid not null,
  connection_id uuid not null,
  name text not null check (name <> ''),
  place text collate "C" not null default '', -- the system's own name of it (marketplace, sub-shop); '' where it has but one
  active boolean not null default true,
  take_over_by_itself boolean not null default false,
  settings jsonb not null default '{}',
  primary key (tenant_id, id),
  unique (tenant_id, name),
  unique (tenant_id, connection_id, place),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

-- Which kinds of events a channel imports, and from when on (tab Import, column Ab).
create table channel_event (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text not null,
  enabled boolean not null default true,
  from_at timestamptz,
  primary key (tenant_id, channel_id, kind),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);

-- `link.key_no` is given from here, in blocks, in a transaction of its own; never goes back.
create table key_counter (
  tenant_id uuid not null,
  connection_id uuid not null,
  next_no integer not null default 1 check (next_no > 0),
  primary key (tenant_id, connection_id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

-- Our object ↔ theirs. A deleted link keeps its row (ended_at), so that its key is never given again.
create table link (
  tenant_id uuid not null,
  connection_id uuid not null,
  key_no integer not null check (key_no > 0),
  channel_id uuid,          -- set where the connector links this kind per channel
  kind text not null,
  object_id uuid not null,
  their_id text collate "C",
  primary key (tenant_id, connection_id, key_no),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create unique index link_object on link (tenant_id, connection_id, kind, object_id, channel_id) nulls not distinct;
create unique index link_theirs on link (tenant_id, connection_id, kind, their_id, channel_id) nulls not distinct
  where their_id is not null;

-- Import ledger: one row and one current outcome per external record that was ever seen. Foreign keys of what comes in by
-- the thousand are those that guard something: connections and channels are never deleted, so a row names them through
-- one parent only (a check costs 5 µs of the 0.3 ms that an order has).
create table ledger (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel_id uuid,
  kind text not null,
  key_no integer not null check (key_no > 0), -- of its link: what it is acknowledged with
  external_id text collate "C" not null check (external_id <> ''),
  external_number text collate "C",
  outcome text not null check (outcome in ('staged', 'taken_over', 'waiting', 'ignored', 'parked')),
  code text check (code ~ '^[A-Z][A-Z_]+$'),
  data jsonb,
  reference text,             -- of an INTERNAL_ERROR: the same in the log
  payload_hash uuid,          -- first 128 bits of the SHA-256 of the scrubbed payload that made this outcome
  payload_at timestamptz,
  occurred_at timestamptz,    -- when it happened at the shop
  first_seen_at timestamptz not null,
  changed_at timestamptz not null,
  run_id uuid,
  primary key (tenant_id, id),
  unique (tenant_id, connection_id, kind, external_id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  check (outcome not in ('parked', 'waiting', 'ignored') or code is not null)
);
create index ledger_number on ledger (tenant_id, external_number) where external_number is not null;
create index ledger_open on ledger (tenant_id, outcome, changed_at desc, id desc) where outcome in ('parked', 'waiting', 'ignored');

-- Gives tables that grew out of nothing their statistics at once instead of within autovacuum's minute. Until then the
-- planner takes any index that starts with tenant_id, also for foreign-key checks, and an import gets 4 to 20 times
-- slower the more it has imported. Called after the first pages of a run; does nothing where statistics are in order.
create function kontor_fresh_statistics(variadic tables text[]) returns void
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '20ms' as $$
declare t text;
begin
  foreach t in array tables loop
    begin
      if (select reltuples < 1000 and pg_relation_size(oid) > 8192 * greatest(2 * relpages, 1)
          from pg_class where oid = t::regclass) then
        execute format('analyze %I', t);
      end if;
    exception when lock_not_available then null; -- autovacuum is at it
    end;
  end loop;
end $$;
revoke execute on function kontor_fresh_statistics from public;
grant execute on function kontor_fresh_statistics to kontor_app;

-- What a ledger row was before it changed; the row itself is the present.
create table ledger_history (
  tenant_id uuid not null,
  ledger_id uuid not null,
  id uuid not null,
  until_at timestamptz not null,
  outcome text not null,
  code text,
  data jsonb,
  reference text,
  payload_at timestamptz,
  changed_by text not null,
  primary key (tenant_id, ledger_id, id),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id)
);

-- Scrubbed payloads, one per version seen. By month: dropped by the retention job, never deleted by the application.
create table payload (
  tenant_id uuid not null,
  ledger_id uuid not null,
  stored_at timestamptz not null,
  body text not null,
  primary key (tenant_id, ledger_id, stored_at),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id)
) partition by range (stored_at);

-- Bytes of answers that a system may not give again, and bodies that were posted to us: sealed and committed before
-- they are parsed. `sealed` is emptied once its records are in the ledger.
create table inbound_page (
  tenant_id uuid not null,
  id uuid not null,
  stored_at timestamptz not null,
  connection_id uuid not null,
  kind text not null,
  state text not null default 'received' check (state in ('received', 'settled', 'parked')),
  sealed bytea,
  body_hash bytea not null,
  code text,
  reference text,
  run_id uuid,
  primary key (tenant_id, id, stored_at),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
) partition by range (stored_at);
create index inbound_page_open on inbound_page (tenant_id, connection_id, state) where state <> 'settled';

-- Makes the monthly partitions from last month to `ahead` months on; called at each start and by a chore. The
-- default partition catches what no month holds, so that an import never fails for a missing one.
create function kontor_make_partitions(ahead integer default 14) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  parent text;
  from_month timestamptz;
  name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('kontor_make_partitions'));
  foreach parent in array array['payload', 'inbound_page'] loop
    for i in -1..ahead loop
      from_month := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i)) at time zone 'UTC';
      name := parent || '_' || to_char(from_month at time zone 'UTC', 'YYYYMM');
      if to_regclass(name) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent,
          from_month, ((from_month at time zone 'UTC') + interval '1 month') at time zone 'UTC');
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;
revoke execute on function kontor_make_partitions from public;
grant execute on function kontor_make_partitions to kontor_app, kontor_clock;
create table payload_other partition of payload default;
create table inbound_page_other partition of inbound_page default;
select kontor_make_partitions();

-- Acknowledgements that the shop has not accepted yet. Accepted: the row goes. The record is unknown there: kept as gone.
create table ack_outbox (
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  external_id text collate "C" not null,
  key_no integer not null,
  queued_at timestamptz not null,
  tries integer not null default 0,
  gone_at timestamptz,
  note text,
  primary key (tenant_id, connection_id, kind, external_id)
);

-- Where reading goes on: `watermark` after a complete read, `resume` inside one.
create table sync_cursor (
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  watermark text,
  resume text,
  started_at timestamptz,
  changed_at timestamptz not null,
  primary key (tenant_id, connection_id, kind),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

-- One row per connection and kind of work: schedule, request counter, lease and fence in one (docs/runs.md).
create table sync_lane (
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text not null check (kind in ('orders', 'stock', 'catalogue', 'feedback')),
  wanted bigint not null default 0,
  served bigint not null default 0,
  fence bigint not null default 0,
  run_id uuid,
  holder text,
  beat_at timestamptz,
  next_at timestamptz,
  every interval,
  "window" jsonb,
  not_before timestamptz,
  priority smallint not null default 0,
  failures integer not null default 0,
  last_ms integer,
  primary key (tenant_id, connection_id, kind),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

-- One execution. What a person starts is a run without a lane: parent of the lane runs that it started or joined.
create table sync_run (
  tenant_id uuid not null references tenant,
  id uuid not null,
  connection_id uuid,
  lane text,
  fence bigint,
  holder text,
  state text not null check (state in ('wanted', 'running', 'done', 'failed', 'cancelled', 'lost')),
  asked_by text not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  cancel_asked_at timestamptz,
  version integer not null default 0, -- counts the changes: what a live display waits for
  figures jsonb not null default '{}',
  progress jsonb not null default '{}',
  notes jsonb not null default '[]',
  error jsonb,
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);
create index sync_run_connection on sync_run (tenant_id, connection_id, id desc);
create index sync_run_open on sync_run (tenant_id, state) where ended_at is null;

create table sync_run_part (
  tenant_id uuid not null,
  parent_id uuid not null,
  run_id uuid not null,
  primary key (tenant_id, parent_id, run_id),
  foreign key (tenant_id, parent_id) references sync_run (tenant_id, id),
  foreign key (tenant_id, run_id) references sync_run (tenant_id, id)
);

select kontor_protect('connection', 'sealed_credential', 'connection_secret', 'channel', 'channel_event', 'key_counter', 'link', 'ledger',
  'ledger_history', 'payload', 'inbound_page', 'ack_outbox', 'sync_cursor', 'sync_lane', 'sync_run', 'sync_run_part');
grant select, insert, update on connection, sealed_credential, connection_secret, channel, channel_event, key_counter, link, ledger,
  inbound_page, ack_outbox, sync_cursor, sync_lane, sync_run to kontor_app;
grant select, insert on ledger_history, payload, sync_run_part to kontor_app;
grant delete on ack_outbox, sealed_credential to kontor_app;

-- The clock finds due work of all tenants; it sees schedules and runs, nothing of the trade.
create policy clock on sync_lane for select to kontor_clock using (true);
create policy clock on sync_run for select to kontor_clock using (true);
grant select on sync_lane, sync_run to kontor_clock;

create policy retention on payload to kontor_retention using (true);
create policy retention on inbound_page to kontor_retention using (true);
create policy retention on ledger for select to kontor_retention using (true);
grant select, insert, delete on payload, inbound_page to kontor_retention;
grant select on ledger to kontor_retention;
