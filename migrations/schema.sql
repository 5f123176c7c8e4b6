-- DO NOT EDIT: a picture of the schema after all migrations, written by `npm run schema`.
-- To read and to compare; a database is made by the numbered files beside it. Monthly partitions are left out.

create function kontor_fresh_statistics(VARIADIC tables text[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp set lock_timeout = 20ms as $body$
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
end $body$;
grant execute on function kontor_fresh_statistics to kontor_app;

create function kontor_make_partitions(ahead integer DEFAULT 14) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $body$
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
end $body$;
grant execute on function kontor_make_partitions to kontor_app, kontor_clock;

create function kontor_protect(VARIADIC tables text[]) returns void
language plpgsql volatile as $body$
declare t text;
begin
  foreach t in array tables loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy tenant on %I to kontor_app using (tenant_id = nullif(current_setting(''kontor.tenant'', true), '''')::uuid)', t);
  end loop;
end $body$;
-- only the owner may call kontor_protect

create table ack_outbox (
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  external_id text collate "C" not null,
  key_no integer not null,
  queued_at timestamp with time zone not null,
  tries integer not null default 0,
  gone_at timestamp with time zone,
  note text,
  constraint ack_outbox_pkey PRIMARY KEY (tenant_id, connection_id, kind, external_id)
);
alter table ack_outbox enable row level security;
create policy tenant on ack_outbox for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on ack_outbox to kontor_app;

create table api_key (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (tenant_id, id),
  constraint api_key_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint api_key_tenant_id_secret_hash_key UNIQUE (tenant_id, secret_hash),
  constraint api_key_name_check CHECK ((name <> ''::text)),
  constraint api_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table api_key enable row level security;
create policy tenant on api_key for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on api_key to kontor_app;

create table app_user (
  tenant_id uuid not null,
  id uuid not null,
  email text not null,
  email_key text collate "C" not null,
  name text not null,
  password_hash text not null,
  language text not null default 'de'::text,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint app_user_pkey PRIMARY KEY (tenant_id, id),
  constraint app_user_tenant_id_email_key_key UNIQUE (tenant_id, email_key),
  constraint app_user_email_check CHECK ((email ~ '^[^@\s]+@[^@\s]+$'::text)),
  constraint app_user_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint app_user_name_check CHECK ((name <> ''::text)),
  constraint app_user_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table app_user enable row level security;
create policy tenant on app_user for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on app_user to kontor_app;

create table audit (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  action text not null,
  object_kind text,
  object_id text,
  data jsonb not null default '{}'::jsonb,
  constraint audit_pkey PRIMARY KEY (tenant_id, id),
  constraint audit_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api_key'::text, 'operator'::text, 'worker'::text, 'setup'::text]))),
  constraint audit_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table audit enable row level security;
create policy tenant on audit for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on audit to kontor_app;

create table channel (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  name text not null,
  place text collate "C" not null default ''::text,
  active boolean not null default true,
  take_over_by_itself boolean not null default false,
  settings jsonb not null default '{}'::jsonb,
  constraint channel_pkey PRIMARY KEY (tenant_id, id),
  constraint channel_tenant_id_connection_id_place_key UNIQUE (tenant_id, connection_id, place),
  constraint channel_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint channel_name_check CHECK ((name <> ''::text)),
  constraint channel_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint channel_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table channel enable row level security;
create policy tenant on channel for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on channel to kontor_app;

create table channel_event (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text not null,
  enabled boolean not null default true,
  from_at timestamp with time zone,
  constraint channel_event_pkey PRIMARY KEY (tenant_id, channel_id, kind),
  constraint channel_event_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
alter table channel_event enable row level security;
create policy tenant on channel_event for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on channel_event to kontor_app;

create table company (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  country character(2) not null,
  currency character(3) not null,
  time_zone text not null,
  constraint company_pkey PRIMARY KEY (tenant_id, id),
  constraint company_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint company_name_check CHECK ((name <> ''::text)),
  constraint company_country_fkey FOREIGN KEY (country) REFERENCES country(code),
  constraint company_currency_fkey FOREIGN KEY (currency) REFERENCES currency(code),
  constraint company_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table company enable row level security;
create policy tenant on company for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on company to kontor_app;

create table connection (
  tenant_id uuid not null,
  id uuid not null,
  company_id uuid not null,
  system text not null,
  name text not null,
  settings jsonb not null default '{}'::jsonb,
  time_zone text not null,
  created_at timestamp with time zone not null default now(),
  archived_at timestamp with time zone,
  locked_at timestamp with time zone,
  locked_by text,
  lock_reason text,
  refused_code text,
  refused_data jsonb,
  refused_at timestamp with time zone,
  facts jsonb not null default '{}'::jsonb,
  constraint connection_pkey PRIMARY KEY (tenant_id, id),
  constraint connection_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint connection_name_check CHECK ((name <> ''::text)),
  constraint connection_tenant_id_company_id_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES company(tenant_id, id),
  constraint connection_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table connection enable row level security;
create policy tenant on connection for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on connection to kontor_app;

create table connection_secret (
  tenant_id uuid not null,
  connection_id uuid not null,
  name text collate "C" not null,
  sealed bytea,
  until_at timestamp with time zone,
  version integer not null default 0,
  renewing_by uuid,
  renewing_until timestamp with time zone,
  constraint connection_secret_pkey PRIMARY KEY (tenant_id, connection_id, name),
  constraint connection_secret_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table connection_secret enable row level security;
create policy tenant on connection_secret for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on connection_secret to kontor_app;

create table country (
  code character(2) collate "C" not null,
  name_de text not null,
  name_en text not null,
  constraint country_pkey PRIMARY KEY (code),
  constraint country_code_check CHECK ((code ~ '^[A-Z]{2}$'::text))
);
grant select on country to kontor_app;
grant select on country to kontor_clock;

create table currency (
  code character(3) collate "C" not null,
  minor_digits smallint not null,
  name_de text not null,
  name_en text not null,
  constraint currency_pkey PRIMARY KEY (code),
  constraint currency_code_check CHECK ((code ~ '^[A-Z]{3}$'::text)),
  constraint currency_minor_digits_check CHECK (((minor_digits >= 0) AND (minor_digits <= 4)))
);
grant select on currency to kontor_app;
grant select on currency to kontor_clock;

create table customer (
  tenant_id uuid not null,
  id uuid not null,
  customer_number text not null,
  name text not null,
  blocked boolean not null default false,
  created_at timestamp with time zone not null default now(),
  constraint customer_pkey PRIMARY KEY (tenant_id, id),
  constraint customer_tenant_id_customer_number_key UNIQUE (tenant_id, customer_number),
  constraint customer_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table customer enable row level security;
create policy tenant on customer for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on customer to kontor_app;

create table customer_key (
  tenant_id uuid not null,
  key text collate "C" not null,
  customer_id uuid not null,
  constraint customer_key_pkey PRIMARY KEY (tenant_id, key),
  constraint customer_key_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer(tenant_id, id)
);
CREATE INDEX customer_key_customer ON public.customer_key USING btree (tenant_id, customer_id);
alter table customer_key enable row level security;
create policy tenant on customer_key for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on customer_key to kontor_app;

create table idempotency_key (
  tenant_id uuid not null,
  actor_id uuid not null,
  key text collate "C" not null,
  operation text not null,
  request_hash bytea not null,
  status smallint,
  answer bytea,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_key_pkey PRIMARY KEY (tenant_id, actor_id, key),
  constraint idempotency_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint idempotency_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table idempotency_key enable row level security;
create policy retention on idempotency_key for all to kontor_retention using (true);
create policy tenant on idempotency_key for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on idempotency_key to kontor_app;
grant delete, select on idempotency_key to kontor_retention;

create table inbound_page (
  tenant_id uuid not null,
  id uuid not null,
  stored_at timestamp with time zone not null,
  connection_id uuid not null,
  kind text not null,
  state text not null default 'received'::text,
  sealed bytea,
  body_hash bytea not null,
  code text,
  reference text,
  run_id uuid,
  constraint inbound_page_pkey PRIMARY KEY (tenant_id, id, stored_at),
  constraint inbound_page_state_check CHECK ((state = ANY (ARRAY['received'::text, 'settled'::text, 'parked'::text]))),
  constraint inbound_page_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
) partition by RANGE (stored_at);
create table inbound_page_other partition of inbound_page default;
CREATE INDEX inbound_page_open ON ONLY public.inbound_page USING btree (tenant_id, connection_id, state) WHERE (state <> 'settled'::text);
alter table inbound_page enable row level security;
create policy retention on inbound_page for all to kontor_retention using (true);
create policy tenant on inbound_page for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on inbound_page to kontor_app;
grant delete, insert, select on inbound_page to kontor_retention;

create table item (
  tenant_id uuid not null,
  id uuid not null,
  item_number text not null,
  number_key text collate "C" not null,
  name text not null,
  kind text not null default 'simple'::text,
  gtin text,
  blocked boolean not null default false,
  tax_class_id uuid,
  created_at timestamp with time zone not null default now(),
  constraint item_pkey PRIMARY KEY (tenant_id, id),
  constraint item_tenant_id_item_number_key UNIQUE (tenant_id, item_number),
  constraint item_item_number_check CHECK ((item_number <> ''::text)),
  constraint item_kind_check CHECK ((kind = ANY (ARRAY['simple'::text, 'parent'::text, 'child'::text, 'kit'::text]))),
  constraint item_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint item_tenant_id_tax_class_id_fkey FOREIGN KEY (tenant_id, tax_class_id) REFERENCES tax_class(tenant_id, id)
);
CREATE INDEX item_number_key ON public.item USING btree (tenant_id, number_key);
alter table item enable row level security;
create policy tenant on item for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on item to kontor_app;

create table key_counter (
  tenant_id uuid not null,
  connection_id uuid not null,
  next_no integer not null default 1,
  constraint key_counter_pkey PRIMARY KEY (tenant_id, connection_id),
  constraint key_counter_next_no_check CHECK ((next_no > 0)),
  constraint key_counter_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table key_counter enable row level security;
create policy tenant on key_counter for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on key_counter to kontor_app;

create table ledger (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel_id uuid,
  kind text not null,
  key_no integer not null,
  external_id text collate "C" not null,
  external_number text collate "C",
  outcome text not null,
  code text,
  data jsonb,
  reference text,
  payload_hash uuid,
  payload_at timestamp with time zone,
  occurred_at timestamp with time zone,
  first_seen_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  run_id uuid,
  constraint ledger_pkey PRIMARY KEY (tenant_id, id),
  constraint ledger_tenant_id_connection_id_kind_external_id_key UNIQUE (tenant_id, connection_id, kind, external_id),
  constraint ledger_check CHECK (((outcome <> ALL (ARRAY['parked'::text, 'waiting'::text, 'ignored'::text])) OR (code IS NOT NULL))),
  constraint ledger_code_check CHECK ((code ~ '^[A-Z][A-Z_]+$'::text)),
  constraint ledger_external_id_check CHECK ((external_id <> ''::text)),
  constraint ledger_key_no_check CHECK ((key_no > 0)),
  constraint ledger_outcome_check CHECK ((outcome = ANY (ARRAY['staged'::text, 'taken_over'::text, 'waiting'::text, 'ignored'::text, 'parked'::text]))),
  constraint ledger_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
CREATE INDEX ledger_number ON public.ledger USING btree (tenant_id, external_number) WHERE (external_number IS NOT NULL);
CREATE INDEX ledger_open ON public.ledger USING btree (tenant_id, outcome, changed_at DESC, id DESC) WHERE (outcome = ANY (ARRAY['parked'::text, 'waiting'::text, 'ignored'::text]));
alter table ledger enable row level security;
create policy retention on ledger for select to kontor_retention using (true);
create policy tenant on ledger for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on ledger to kontor_app;
grant select on ledger to kontor_retention;

create table ledger_history (
  tenant_id uuid not null,
  ledger_id uuid not null,
  id uuid not null,
  until_at timestamp with time zone not null,
  outcome text not null,
  code text,
  data jsonb,
  reference text,
  payload_at timestamp with time zone,
  changed_by text not null,
  constraint ledger_history_pkey PRIMARY KEY (tenant_id, ledger_id, id),
  constraint ledger_history_tenant_id_ledger_id_fkey FOREIGN KEY (tenant_id, ledger_id) REFERENCES ledger(tenant_id, id)
);
alter table ledger_history enable row level security;
create policy tenant on ledger_history for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on ledger_history to kontor_app;

create table link (
  tenant_id uuid not null,
  connection_id uuid not null,
  key_no integer not null,
  channel_id uuid,
  kind text not null,
  object_id uuid not null,
  their_id text collate "C",
  constraint link_pkey PRIMARY KEY (tenant_id, connection_id, key_no),
  constraint link_key_no_check CHECK ((key_no > 0)),
  constraint link_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint link_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
CREATE UNIQUE INDEX link_object ON public.link USING btree (tenant_id, connection_id, kind, object_id, channel_id) NULLS NOT DISTINCT;
CREATE UNIQUE INDEX link_theirs ON public.link USING btree (tenant_id, connection_id, kind, their_id, channel_id) NULLS NOT DISTINCT WHERE (their_id IS NOT NULL);
alter table link enable row level security;
create policy tenant on link for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on link to kontor_app;

create table migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name)
);

create table payload (
  tenant_id uuid not null,
  ledger_id uuid not null,
  stored_at timestamp with time zone not null,
  body text not null,
  constraint payload_pkey PRIMARY KEY (tenant_id, ledger_id, stored_at),
  constraint payload_tenant_id_ledger_id_fkey FOREIGN KEY (tenant_id, ledger_id) REFERENCES ledger(tenant_id, id)
) partition by RANGE (stored_at);
create table payload_other partition of payload default;
alter table payload enable row level security;
create policy retention on payload for all to kontor_retention using (true);
create policy tenant on payload for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on payload to kontor_app;
grant delete, insert, select on payload to kontor_retention;

create table role (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  rights text[] not null,
  constraint role_pkey PRIMARY KEY (tenant_id, id),
  constraint role_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint role_name_check CHECK ((name <> ''::text)),
  constraint role_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table role enable row level security;
create policy tenant on role for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on role to kontor_app;

create table sealed_credential (
  tenant_id uuid not null,
  connection_id uuid not null,
  field text not null,
  sealed bytea not null,
  changed_at timestamp with time zone not null default now(),
  constraint sealed_credential_pkey PRIMARY KEY (tenant_id, connection_id, field),
  constraint sealed_credential_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table sealed_credential enable row level security;
create policy tenant on sealed_credential for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on sealed_credential to kontor_app;

create table setup_code (
  code_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint setup_code_pkey PRIMARY KEY (code_hash)
);
grant insert, select, update on setup_code to kontor_clock;

create table sign_in_failure (
  tenant_id uuid not null,
  subject_hash bytea not null,
  failures integer not null,
  last_at timestamp with time zone not null,
  blocked_until timestamp with time zone not null,
  constraint sign_in_failure_pkey PRIMARY KEY (tenant_id, subject_hash),
  constraint sign_in_failure_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table sign_in_failure enable row level security;
create policy retention on sign_in_failure for all to kontor_retention using (true);
create policy tenant on sign_in_failure for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on sign_in_failure to kontor_app;
grant delete, select on sign_in_failure to kontor_retention;

create table sync_cursor (
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  watermark text,
  resume text,
  started_at timestamp with time zone,
  changed_at timestamp with time zone not null,
  constraint sync_cursor_pkey PRIMARY KEY (tenant_id, connection_id, kind),
  constraint sync_cursor_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table sync_cursor enable row level security;
create policy tenant on sync_cursor for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on sync_cursor to kontor_app;

create table sync_lane (
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  wanted bigint not null default 0,
  served bigint not null default 0,
  fence bigint not null default 0,
  run_id uuid,
  holder text,
  beat_at timestamp with time zone,
  next_at timestamp with time zone,
  every interval,
  window jsonb,
  not_before timestamp with time zone,
  priority smallint not null default 0,
  failures integer not null default 0,
  last_ms integer,
  constraint sync_lane_pkey PRIMARY KEY (tenant_id, connection_id, kind),
  constraint sync_lane_kind_check CHECK ((kind = ANY (ARRAY['orders'::text, 'stock'::text, 'catalogue'::text, 'feedback'::text]))),
  constraint sync_lane_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table sync_lane enable row level security;
create policy clock on sync_lane for select to kontor_clock using (true);
create policy tenant on sync_lane for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on sync_lane to kontor_app;
grant select on sync_lane to kontor_clock;

create table sync_run (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid,
  lane text,
  fence bigint,
  holder text,
  state text not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  cancel_asked_at timestamp with time zone,
  version integer not null default 0,
  figures jsonb not null default '{}'::jsonb,
  progress jsonb not null default '{}'::jsonb,
  notes jsonb not null default '[]'::jsonb,
  error jsonb,
  constraint sync_run_pkey PRIMARY KEY (tenant_id, id),
  constraint sync_run_state_check CHECK ((state = ANY (ARRAY['wanted'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text, 'lost'::text]))),
  constraint sync_run_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint sync_run_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX sync_run_connection ON public.sync_run USING btree (tenant_id, connection_id, id DESC);
CREATE INDEX sync_run_open ON public.sync_run USING btree (tenant_id, state) WHERE (ended_at IS NULL);
alter table sync_run enable row level security;
create policy clock on sync_run for select to kontor_clock using (true);
create policy tenant on sync_run for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on sync_run to kontor_app;
grant select on sync_run to kontor_clock;

create table sync_run_part (
  tenant_id uuid not null,
  parent_id uuid not null,
  run_id uuid not null,
  constraint sync_run_part_pkey PRIMARY KEY (tenant_id, parent_id, run_id),
  constraint sync_run_part_tenant_id_parent_id_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES sync_run(tenant_id, id),
  constraint sync_run_part_tenant_id_run_id_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES sync_run(tenant_id, id)
);
alter table sync_run_part enable row level security;
create policy tenant on sync_run_part for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on sync_run_part to kontor_app;

create table tax_class (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  is_default boolean not null default false,
  constraint tax_class_pkey PRIMARY KEY (tenant_id, id),
  constraint tax_class_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint tax_class_name_check CHECK ((name <> ''::text)),
  constraint tax_class_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table tax_class enable row level security;
create policy tenant on tax_class for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on tax_class to kontor_app;

create table tax_rate (
  tenant_id uuid not null,
  id uuid not null,
  country character(2) not null,
  tax_class_id uuid,
  rate numeric not null,
  valid_from date not null default '0001-01-01'::date,
  constraint tax_rate_pkey PRIMARY KEY (tenant_id, id),
  constraint tax_rate_tenant_id_country_tax_class_id_rate_valid_from_key UNIQUE NULLS NOT DISTINCT (tenant_id, country, tax_class_id, rate, valid_from),
  constraint tax_rate_rate_check CHECK (((rate >= (0)::numeric) AND (rate < (100)::numeric))),
  constraint tax_rate_country_fkey FOREIGN KEY (country) REFERENCES country(code),
  constraint tax_rate_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint tax_rate_tenant_id_tax_class_id_fkey FOREIGN KEY (tenant_id, tax_class_id) REFERENCES tax_class(tenant_id, id)
);
alter table tax_rate enable row level security;
create policy tenant on tax_rate for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on tax_rate to kontor_app;

create table tenant (
  id uuid not null,
  slug text collate "C" not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  constraint tenant_pkey PRIMARY KEY (id),
  constraint tenant_slug_key UNIQUE (slug),
  constraint tenant_name_check CHECK ((name <> ''::text)),
  constraint tenant_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text))
);
alter table tenant enable row level security;
create policy clock on tenant for select to kontor_clock using (true);
create policy tenant on tenant for all to kontor_app using ((id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on tenant to kontor_app;
grant select on tenant to kontor_clock;

create table user_role (
  tenant_id uuid not null,
  user_id uuid not null,
  role_id uuid not null,
  constraint user_role_pkey PRIMARY KEY (tenant_id, user_id, role_id),
  constraint user_role_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES role(tenant_id, id),
  constraint user_role_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES app_user(tenant_id, id)
);
alter table user_role enable row level security;
create policy tenant on user_role for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on user_role to kontor_app;

create table user_session (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint user_session_pkey PRIMARY KEY (tenant_id, id),
  constraint user_session_tenant_id_token_hash_key UNIQUE (tenant_id, token_hash),
  constraint user_session_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES app_user(tenant_id, id)
);
CREATE INDEX user_session_user ON public.user_session USING btree (tenant_id, user_id);
alter table user_session enable row level security;
create policy retention on user_session for all to kontor_retention using (true);
create policy tenant on user_session for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on user_session to kontor_app;
grant delete, select on user_session to kontor_retention;

create table web_customer (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  external_id text collate "C" not null,
  name text not null,
  email text,
  customer_id uuid,
  open_checks text[] not null default '{}'::text[],
  record jsonb not null,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  constraint web_customer_pkey PRIMARY KEY (tenant_id, id),
  constraint web_customer_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint web_customer_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer(tenant_id, id),
  constraint web_customer_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES ledger(tenant_id, id)
);
CREATE INDEX web_customer_customer ON public.web_customer USING btree (tenant_id, customer_id) WHERE (customer_id IS NOT NULL);
alter table web_customer enable row level security;
create policy tenant on web_customer for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on web_customer to kontor_app;

create table web_order (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel_id uuid not null,
  state text not null default 'staged'::text,
  pending boolean not null default false,
  external_number text collate "C" not null,
  placed_at timestamp with time zone not null,
  currency character(3) not null,
  total_gross numeric,
  total_minor bigint,
  lines_gross numeric,
  customer_external_id text collate "C",
  customer_name text not null,
  country character(2),
  payment_state text not null,
  remote_state text not null,
  fulfilled_by text,
  open_checks text[] not null default '{}'::text[],
  check_data jsonb,
  record jsonb not null,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  constraint web_order_pkey PRIMARY KEY (tenant_id, id),
  constraint web_order_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint web_order_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint web_order_fulfilled_by_check CHECK ((fulfilled_by = 'channel'::text)),
  constraint web_order_state_check CHECK ((state = ANY (ARRAY['staged'::text, 'taken_over'::text, 'cancelled'::text]))),
  constraint web_order_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint web_order_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES ledger(tenant_id, id)
);
CREATE INDEX web_order_inbox ON public.web_order USING btree (tenant_id, placed_at DESC, id DESC) WHERE (state = 'staged'::text);
alter table web_order enable row level security;
create policy tenant on web_order for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on web_order to kontor_app;

create table web_order_line (
  tenant_id uuid not null,
  web_order_id uuid not null,
  line_no integer not null,
  kind text not null,
  item_id uuid,
  sku text,
  name text not null,
  quantity numeric not null,
  unit_net numeric,
  unit_gross numeric,
  tax_rate numeric,
  tax_by text,
  external_id text collate "C",
  detail jsonb,
  constraint web_order_line_pkey PRIMARY KEY (tenant_id, web_order_id, line_no),
  constraint web_order_line_check CHECK (((kind <> 'item'::text) OR ((item_id IS NOT NULL) AND (quantity > (0)::numeric)))),
  constraint web_order_line_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'shipping'::text, 'payment'::text, 'discount'::text, 'voucher'::text, 'surcharge'::text, 'custom'::text]))),
  constraint web_order_line_line_no_check CHECK ((line_no > 0)),
  constraint web_order_line_tax_by_check CHECK ((tax_by = 'marketplace'::text)),
  constraint web_order_line_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint web_order_line_tenant_id_web_order_id_fkey FOREIGN KEY (tenant_id, web_order_id) REFERENCES web_order(tenant_id, id)
);
CREATE INDEX web_order_line_item ON public.web_order_line USING btree (tenant_id, item_id) WHERE (item_id IS NOT NULL);
alter table web_order_line enable row level security;
create policy tenant on web_order_line for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on web_order_line to kontor_app;

create table web_payment (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  order_external_id text collate "C" not null,
  web_order_id uuid,
  amount numeric not null,
  currency character(3),
  method text not null,
  transaction_id text collate "C",
  paid_at timestamp with time zone,
  record jsonb not null,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  constraint web_payment_pkey PRIMARY KEY (tenant_id, id),
  constraint web_payment_currency_fkey FOREIGN KEY (currency) REFERENCES currency(code),
  constraint web_payment_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint web_payment_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES ledger(tenant_id, id),
  constraint web_payment_tenant_id_web_order_id_fkey FOREIGN KEY (tenant_id, web_order_id) REFERENCES web_order(tenant_id, id)
);
CREATE INDEX web_payment_order ON public.web_payment USING btree (tenant_id, connection_id, order_external_id);
CREATE UNIQUE INDEX web_payment_transaction ON public.web_payment USING btree (tenant_id, connection_id, order_external_id, transaction_id) WHERE (transaction_id IS NOT NULL);
CREATE INDEX web_payment_waiting ON public.web_payment USING btree (tenant_id, connection_id) WHERE (web_order_id IS NULL);
CREATE INDEX web_payment_web_order ON public.web_payment USING btree (tenant_id, web_order_id) WHERE (web_order_id IS NOT NULL);
alter table web_payment enable row level security;
create policy tenant on web_payment for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on web_payment to kontor_app;
