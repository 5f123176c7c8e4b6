-- DO NOT EDIT: a picture of the schema after all migrations, written by `npm run schema`.
-- To read and to compare; a database is made by the numbered files beside it. Monthly partitions are left out.

create function kontor_drop_empty_partitions(parent text, before timestamp with time zone) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp set lock_timeout = 500ms as $body$
declare
  child text;
  filled boolean;
  dropped integer := 0;
begin
  if parent <> all (array['payload', 'inbound_page']) then
    raise exception 'no partitions of % are dropped here', parent;
  end if;
  for child in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = parent::regclass and c.relname ~ ('^' || parent || '_[0-9]{6}$')
      and ((to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month') at time zone 'UTC') <= before
    order by 1
  loop
    begin
      execute format('select exists (select 1 from %I)', child) into filled;
      if not filled then
        execute format('drop table %I', child);
        dropped := dropped + 1;
      end if;
    exception when lock_not_available then null; -- somebody reads it: the next time
    end;
  end loop;
  return dropped;
end $body$;
grant execute on function kontor_drop_empty_partitions to kontor_retention;

create function kontor_drop_journal(days integer DEFAULT 90) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp set lock_timeout = 5s as $body$
declare
  name text;
  dropped integer := 0;
begin
  for name in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'journal'::regclass and c.relname ~ '^journal_\d{6}$'
      and (to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month') at time zone 'UTC' < clock_timestamp() - make_interval(days => days)
    order by 1 loop
    execute format('drop table %I', name);
    dropped := dropped + 1;
  end loop;
  delete from journal_other where at < clock_timestamp() - make_interval(days => days);
  return dropped;
end $body$;
grant execute on function kontor_drop_journal to kontor_retention;

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

create function kontor_is_gtin(code text) returns boolean
language sql immutable as $body$$body$;
grant execute on function kontor_is_gtin to public;

create function kontor_is_timed(id uuid, at timestamp with time zone) returns boolean
language sql immutable as $body$$body$;
grant execute on function kontor_is_timed to public;

create function kontor_make_partitions(ahead integer DEFAULT 14) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $body$
declare
  parent text;
  from_month timestamptz;
  name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('kontor_make_partitions'));
  for parent in select c.relname from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
    where c.relnamespace = 'public'::regnamespace and p.partstrat = 'r' order by 1 loop
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

create function kontor_settled_until() returns timestamp with time zone
language sql volatile security definer set search_path = pg_catalog, pg_temp as $body$
  select least(clock_timestamp(), min(xact_start) filter (where backend_xid is not null))
    - case when bool_or(query = '<insufficient privilege>') then interval '10 minutes' else interval '1 second' end
  from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
$body$;
grant execute on function kontor_settled_until to kontor_app;

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

create table adjustment_reason (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  active boolean not null default true,
  constraint adjustment_reason_pkey PRIMARY KEY (tenant_id, id),
  constraint adjustment_reason_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint adjustment_reason_name_check CHECK ((name <> ''::text)),
  constraint adjustment_reason_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table adjustment_reason enable row level security;
create policy tenant on adjustment_reason for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on adjustment_reason to kontor_app;

create table adoption (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  kind text collate "C" not null,
  their_id text collate "C" not null,
  name text not null,
  number text,
  gtin text,
  parent text collate "C",
  state text not null,
  matched_by text,
  object_id uuid,
  told_at timestamp with time zone,
  based_at timestamp with time zone,
  decided_by text,
  record jsonb,
  made boolean not null default false,
  notes jsonb,
  scope text collate "C" not null default ''::text,
  seen_at timestamp with time zone not null default clock_timestamp(),
  our_no integer,
  quantity numeric,
  constraint adoption_pkey PRIMARY KEY (tenant_id, id),
  constraint adoption_theirs UNIQUE (tenant_id, connection_id, kind, scope, their_id),
  constraint adoption_check CHECK (((state = ANY (ARRAY['theirs_only'::text, 'ambiguous'::text, 'left_alone'::text])) = (object_id IS NULL))),
  constraint adoption_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'category'::text, 'manufacturer'::text, 'characteristic'::text, 'image'::text]))),
  constraint adoption_matched_by_check CHECK ((matched_by = ANY (ARRAY['number'::text, 'gtin'::text, 'name'::text, 'person'::text]))),
  constraint adoption_state_check CHECK ((state = ANY (ARRAY['theirs_only'::text, 'matched'::text, 'ambiguous'::text, 'adopted'::text, 'left_alone'::text]))),
  constraint adoption_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
CREATE INDEX adoption_gtin ON public.adoption USING btree (tenant_id, connection_id, kind, gtin) WHERE (gtin IS NOT NULL);
CREATE INDEX adoption_notes ON public.adoption USING btree (tenant_id, connection_id, id) WHERE (notes IS NOT NULL);
CREATE INDEX adoption_number ON public.adoption USING btree (tenant_id, connection_id, kind, lower(btrim(number))) WHERE (number IS NOT NULL);
CREATE INDEX adoption_object ON public.adoption USING btree (tenant_id, connection_id, kind, object_id) WHERE (object_id IS NOT NULL);
CREATE INDEX adoption_parent ON public.adoption USING btree (tenant_id, connection_id, kind, parent);
CREATE INDEX adoption_record ON public.adoption USING btree (tenant_id, connection_id, kind, id) WHERE ((record IS NOT NULL) AND (state = 'theirs_only'::text));
CREATE INDEX adoption_state ON public.adoption USING btree (tenant_id, connection_id, state, id);
CREATE INDEX adoption_untold ON public.adoption USING btree (tenant_id, connection_id, kind, id) WHERE ((state = 'adopted'::text) AND (told_at IS NULL));
alter table adoption enable row level security;
create policy tenant on adoption for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on adoption to kontor_app;

create table adoption_reading (
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text collate "C" not null,
  resume text,
  objects integer not null default 0,
  started_at timestamp with time zone not null,
  done_at timestamp with time zone,
  refused_code text,
  refused_data jsonb,
  scope text collate "C" not null default ''::text,
  constraint adoption_reading_pkey PRIMARY KEY (tenant_id, connection_id, kind, scope),
  constraint adoption_reading_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'category'::text, 'manufacturer'::text, 'characteristic'::text, 'image'::text]))),
  constraint adoption_reading_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table adoption_reading enable row level security;
create policy tenant on adoption_reading for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on adoption_reading to kontor_app;

create table again_request (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel_id uuid,
  way text not null,
  kinds text[] not null,
  from_at timestamp with time zone,
  to_at timestamp with time zone,
  theirs text[],
  asked_by text not null,
  asked_at timestamp with time zone not null,
  run_id uuid,
  cursors jsonb not null default '{}'::jsonb,
  figures jsonb not null default '{}'::jsonb,
  ended_at timestamp with time zone,
  cancelled_by text,
  constraint again_request_pkey PRIMARY KEY (tenant_id, id),
  constraint again_request_way_check CHECK ((way = ANY (ARRAY['since'::text, 'single'::text, 'relink'::text, 'stored'::text]))),
  constraint again_request_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint again_request_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
CREATE INDEX again_request_channel ON public.again_request USING btree (tenant_id, channel_id) WHERE (channel_id IS NOT NULL);
CREATE INDEX again_request_open ON public.again_request USING btree (tenant_id, connection_id) WHERE (ended_at IS NULL);
alter table again_request enable row level security;
create policy tenant on again_request for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on again_request to kontor_app;

create table alert_message (
  tenant_id uuid not null,
  incident_id uuid not null,
  route_id uuid not null,
  event text not null,
  step integer not null default 0,
  id uuid not null,
  made_at timestamp with time zone not null,
  taken_at timestamp with time zone,
  sent_at timestamp with time zone,
  tries integer not null default 0,
  error text,
  next_at timestamp with time zone not null,
  constraint alert_message_pkey PRIMARY KEY (tenant_id, id),
  constraint alert_message_tenant_id_incident_id_route_id_event_step_key UNIQUE (tenant_id, incident_id, route_id, event, step),
  constraint alert_message_event_check CHECK ((event = ANY (ARRAY['opened'::text, 'reminded'::text, 'closed'::text]))),
  constraint alert_message_tenant_id_incident_id_fkey FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id),
  constraint alert_message_tenant_id_route_id_fkey FOREIGN KEY (tenant_id, route_id) REFERENCES alert_route(tenant_id, id)
);
CREATE INDEX alert_message_open ON public.alert_message USING btree (tenant_id, next_at) WHERE (sent_at IS NULL);
CREATE INDEX alert_message_route ON public.alert_message USING btree (tenant_id, route_id);
alter table alert_message enable row level security;
create policy tenant on alert_message for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on alert_message to kontor_app;

create table alert_route (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  target text not null,
  language text not null,
  sealed_secret bytea,
  added_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  constraint alert_route_pkey PRIMARY KEY (tenant_id, id),
  constraint alert_route_kind_check CHECK ((kind = ANY (ARRAY['mail'::text, 'web-hook'::text]))),
  constraint alert_route_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint alert_route_target_check CHECK ((target <> ''::text)),
  constraint alert_route_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE UNIQUE INDEX alert_route_target ON public.alert_route USING btree (tenant_id, kind, target) WHERE (removed_at IS NULL);
alter table alert_route enable row level security;
create policy tenant on alert_route for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on alert_route to kontor_app;

create table alert_settings (
  tenant_id uuid not null,
  settings jsonb not null default '{}'::jsonb,
  constraint alert_settings_pkey PRIMARY KEY (tenant_id),
  constraint alert_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table alert_settings enable row level security;
create policy tenant on alert_settings for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on alert_settings to kontor_app;

create table allocation (
  tenant_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  item_id uuid not null,
  warehouse_id uuid not null,
  quantity numeric not null,
  constraint allocation_pkey PRIMARY KEY (tenant_id, order_id, line_no, item_id, warehouse_id),
  constraint allocation_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint allocation_tenant_id_item_id_warehouse_id_fkey FOREIGN KEY (tenant_id, item_id, warehouse_id) REFERENCES stock_level(tenant_id, item_id, warehouse_id),
  constraint allocation_tenant_id_order_id_line_no_fkey FOREIGN KEY (tenant_id, order_id, line_no) REFERENCES sales_order_line(tenant_id, order_id, line_no)
);
CREATE INDEX allocation_item ON public.allocation USING btree (tenant_id, item_id, warehouse_id);
alter table allocation enable row level security;
create policy tenant on allocation for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on allocation to kontor_app;

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

create table attribute (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  sent boolean not null default true,
  translated boolean not null default false,
  kind text not null default 'text'::text,
  sort integer not null default 0,
  constraint attribute_pkey PRIMARY KEY (tenant_id, id),
  constraint attribute_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint attribute_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'number'::text, 'flag'::text, 'date'::text]))),
  constraint attribute_name_check CHECK ((name <> ''::text)),
  constraint attribute_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table attribute enable row level security;
create policy tenant on attribute for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on attribute to kontor_app;

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

create table blob (
  tenant_id uuid not null,
  hash bytea not null,
  size bigint not null,
  media_type text not null,
  width integer,
  height integer,
  content bytea,
  used_at timestamp with time zone not null default now(),
  created_at timestamp with time zone not null default now(),
  constraint blob_pkey PRIMARY KEY (tenant_id, hash),
  constraint blob_height_check CHECK ((height > 0)),
  constraint blob_size_check CHECK ((size > 0)),
  constraint blob_width_check CHECK ((width > 0)),
  constraint blob_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table blob enable row level security;
create policy retention on blob for all to kontor_retention using (true);
create policy tenant on blob for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on blob to kontor_app;
grant delete, select on blob to kontor_retention;

create table bulk_edit (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  actor text not null,
  filter jsonb not null,
  change jsonb not null,
  state text not null default 'running'::text,
  after_id uuid,
  found integer not null default 0,
  changed integer not null default 0,
  refused integer not null default 0,
  undone_by text,
  undone_at timestamp with time zone,
  constraint bulk_edit_pkey PRIMARY KEY (tenant_id, id),
  constraint bulk_edit_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'undoing'::text, 'undone'::text]))),
  constraint bulk_edit_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table bulk_edit enable row level security;
create policy clock on bulk_edit for select to kontor_clock using (true);
create policy retention on bulk_edit for all to kontor_retention using (true);
create policy tenant on bulk_edit for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on bulk_edit to kontor_app;
grant select (tenant_id, id, at, state, undone_at) on bulk_edit to kontor_clock;
grant select on bulk_edit to kontor_retention;

create table bulk_edit_value (
  tenant_id uuid not null,
  bulk_edit_id uuid not null,
  item_id uuid not null,
  field text collate "C" not null,
  before jsonb,
  after jsonb,
  refused_code text,
  undone boolean not null default false,
  constraint bulk_edit_value_pkey PRIMARY KEY (tenant_id, bulk_edit_id, item_id, field),
  constraint bulk_edit_value_tenant_id_bulk_edit_id_fkey FOREIGN KEY (tenant_id, bulk_edit_id) REFERENCES bulk_edit(tenant_id, id),
  constraint bulk_edit_value_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX bulk_edit_value_item ON public.bulk_edit_value USING btree (tenant_id, item_id);
alter table bulk_edit_value enable row level security;
create policy retention on bulk_edit_value for all to kontor_retention using (true);
create policy tenant on bulk_edit_value for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on bulk_edit_value to kontor_app;
grant delete, select on bulk_edit_value to kontor_retention;

create table call_bucket (
  tenant_id uuid not null,
  connection_id uuid not null,
  operation text collate "C" not null,
  paid_until timestamp with time zone not null,
  day date not null,
  used integer not null default 0,
  blocked_until timestamp with time zone,
  per_second numeric,
  constraint call_bucket_pkey PRIMARY KEY (tenant_id, connection_id, operation),
  constraint call_bucket_per_second_check CHECK ((per_second > (0)::numeric)),
  constraint call_bucket_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table call_bucket enable row level security;
create policy tenant on call_bucket for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on call_bucket to kontor_app;

create table cancellation_reason (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name_de text not null,
  name_en text not null,
  comment_required boolean not null default false,
  channel_values jsonb not null default '{}'::jsonb,
  sort integer not null default 0,
  active boolean not null default true,
  constraint cancellation_reason_pkey PRIMARY KEY (tenant_id, id),
  constraint cancellation_reason_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint cancellation_reason_code_check CHECK ((code <> ''::text)),
  constraint cancellation_reason_name_de_check CHECK ((name_de <> ''::text)),
  constraint cancellation_reason_name_en_check CHECK ((name_en <> ''::text)),
  constraint cancellation_reason_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table cancellation_reason enable row level security;
create policy tenant on cancellation_reason for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on cancellation_reason to kontor_app;

create table cancellation_request (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  reason text not null default ''::text,
  whole boolean not null,
  lines jsonb not null default '[]'::jsonb,
  asked_at timestamp with time zone not null,
  answer text,
  answered_at timestamp with time zone,
  answered_by text,
  answer_reason text,
  cancellation_id uuid,
  constraint cancellation_request_pkey PRIMARY KEY (tenant_id, id),
  constraint cancellation_request_answer_check CHECK ((answer = ANY (ARRAY['accepted'::text, 'refused'::text, 'withdrawn'::text]))),
  constraint cancellation_request_check CHECK (((answer IS NULL) = (answered_at IS NULL))),
  constraint cancellation_request_tenant_id_cancellation_id_fkey FOREIGN KEY (tenant_id, cancellation_id) REFERENCES order_cancellation(tenant_id, id),
  constraint cancellation_request_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES ledger(tenant_id, id),
  constraint cancellation_request_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id)
);
CREATE INDEX cancellation_request_order ON public.cancellation_request USING btree (tenant_id, order_id);
alter table cancellation_request enable row level security;
create policy retention on cancellation_request for all to kontor_retention using (true);
create policy tenant on cancellation_request for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on cancellation_request to kontor_app;
grant update (reason, answer_reason) on cancellation_request to kontor_retention;
grant select (tenant_id, order_id) on cancellation_request to kontor_retention;

create table carrier (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  tracking_url text,
  active boolean not null default true,
  constraint carrier_pkey PRIMARY KEY (tenant_id, id),
  constraint carrier_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint carrier_code_check CHECK ((code <> ''::text)),
  constraint carrier_name_check CHECK ((name <> ''::text)),
  constraint carrier_tracking_url_check CHECK ((tracking_url ~~ 'https://%{tracking}%'::text)),
  constraint carrier_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table carrier enable row level security;
create policy tenant on carrier for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on carrier to kontor_app;

create table category (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid,
  name text not null,
  sort integer not null default 0,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  changed_at timestamp with time zone not null default now(),
  parent_level integer,
  level integer default generated: (COALESCE(parent_level, '-1'::integer) + 1),
  constraint category_pkey PRIMARY KEY (tenant_id, id),
  constraint category_place UNIQUE (tenant_id, id, level),
  constraint category_tenant_id_parent_id_name_key UNIQUE NULLS NOT DISTINCT (tenant_id, parent_id, name),
  constraint category_check CHECK ((parent_id <> id)),
  constraint category_depth CHECK (((parent_level >= 0) AND (parent_level <= 62))),
  constraint category_has_level CHECK (((parent_id IS NULL) = (parent_level IS NULL))),
  constraint category_name_check CHECK ((name <> ''::text)),
  constraint category_sort_check CHECK (((sort >= 0) AND (sort <= 65536))),
  constraint category_below_parent FOREIGN KEY (tenant_id, parent_id, parent_level) REFERENCES category(tenant_id, id, level) ON UPDATE CASCADE,
  constraint category_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint category_tenant_id_parent_id_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES category(tenant_id, id)
);
alter table category enable row level security;
create policy tenant on category for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on category to kontor_app;

create table category_channel (
  tenant_id uuid not null,
  channel_id uuid not null,
  category_id uuid not null,
  active boolean not null,
  constraint category_channel_pkey PRIMARY KEY (tenant_id, channel_id, category_id),
  constraint category_channel_tenant_id_category_id_fkey FOREIGN KEY (tenant_id, category_id) REFERENCES category(tenant_id, id),
  constraint category_channel_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
CREATE INDEX category_channel_category ON public.category_channel USING btree (tenant_id, category_id);
alter table category_channel enable row level security;
create policy tenant on category_channel for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on category_channel to kontor_app;

create table category_channel_text (
  tenant_id uuid not null,
  channel_id uuid not null,
  category_id uuid not null,
  language text collate "C" not null,
  name text not null default ''::text,
  description text not null default ''::text,
  path text not null default ''::text,
  meta_title text not null default ''::text,
  meta_description text not null default ''::text,
  meta_keywords text not null default ''::text,
  constraint category_channel_text_pkey PRIMARY KEY (tenant_id, channel_id, category_id, language),
  constraint category_channel_text_language_check CHECK ((language <> ''::text)),
  constraint category_channel_text_tenant_id_category_id_fkey FOREIGN KEY (tenant_id, category_id) REFERENCES category(tenant_id, id),
  constraint category_channel_text_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
CREATE INDEX category_channel_text_category ON public.category_channel_text USING btree (tenant_id, category_id);
alter table category_channel_text enable row level security;
create policy tenant on category_channel_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on category_channel_text to kontor_app;

create table category_text (
  tenant_id uuid not null,
  category_id uuid not null,
  language text collate "C" not null,
  name text not null,
  description text not null default ''::text,
  path text not null default ''::text,
  meta_title text not null default ''::text,
  meta_description text not null default ''::text,
  meta_keywords text not null default ''::text,
  constraint category_text_pkey PRIMARY KEY (tenant_id, category_id, language),
  constraint category_text_language_check CHECK ((language <> ''::text)),
  constraint category_text_name_check CHECK ((name <> ''::text)),
  constraint category_text_tenant_id_category_id_fkey FOREIGN KEY (tenant_id, category_id) REFERENCES category(tenant_id, id)
);
alter table category_text enable row level security;
create policy tenant on category_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on category_text to kontor_app;

create table channel (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  name text not null,
  place text collate "C" not null default ''::text,
  active boolean not null default true,
  take_over_by_itself boolean not null default false,
  settings jsonb not null default '{}'::jsonb,
  root_category_id uuid,
  share numeric not null default 1,
  guard jsonb not null default '{}'::jsonb,
  looked_id uuid not null default '00000000-0000-0000-0000-000000000000'::uuid,
  locked_at timestamp with time zone,
  locked_by text,
  lock_reason text,
  read_again boolean not null default false,
  languages text[] not null default '{}'::text[],
  unlimited_quantity numeric,
  guests text not null default 'match'::text,
  unsure text not null default 'new'::text,
  sends_customers boolean not null default false,
  usual_shipping_method_id uuid,
  usual_payment_method_id uuid,
  return_warehouse_id uuid,
  constraint channel_pkey PRIMARY KEY (tenant_id, id),
  constraint channel_tenant_id_connection_id_place_key UNIQUE (tenant_id, connection_id, place),
  constraint channel_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint channel_guests_check CHECK ((guests = ANY (ARRAY['match'::text, 'new'::text, 'collect'::text]))),
  constraint channel_name_check CHECK ((name <> ''::text)),
  constraint channel_share_check CHECK (((share >= (0)::numeric) AND (share <= (1)::numeric))),
  constraint channel_unlimited_quantity_check CHECK ((unlimited_quantity >= (0)::numeric)),
  constraint channel_unsure_check CHECK ((unsure = ANY (ARRAY['ask'::text, 'new'::text]))),
  constraint channel_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint channel_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint channel_tenant_id_return_warehouse_id_fkey FOREIGN KEY (tenant_id, return_warehouse_id) REFERENCES warehouse(tenant_id, id),
  constraint channel_tenant_id_root_category_id_fkey FOREIGN KEY (tenant_id, root_category_id) REFERENCES category(tenant_id, id),
  constraint channel_tenant_id_usual_payment_method_id_fkey FOREIGN KEY (tenant_id, usual_payment_method_id) REFERENCES payment_method(tenant_id, id),
  constraint channel_tenant_id_usual_shipping_method_id_fkey FOREIGN KEY (tenant_id, usual_shipping_method_id) REFERENCES shipping_method(tenant_id, id)
);
alter table channel enable row level security;
create policy clock on channel for select to kontor_clock using (true);
create policy tenant on channel for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on channel to kontor_app;
grant select (tenant_id, id, connection_id, active, locked_at) on channel to kontor_clock;

create table channel_customer_group (
  tenant_id uuid not null,
  channel_id uuid not null,
  their_id text collate "C" not null,
  customer_group_id uuid not null,
  constraint channel_customer_group_pkey PRIMARY KEY (tenant_id, channel_id, their_id),
  constraint channel_customer_group_tenant_id_channel_id_customer_group__key UNIQUE (tenant_id, channel_id, customer_group_id),
  constraint channel_customer_group_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint channel_customer_group_tenant_id_customer_group_id_fkey FOREIGN KEY (tenant_id, customer_group_id) REFERENCES customer_group(tenant_id, id)
);
CREATE INDEX channel_customer_group_ours ON public.channel_customer_group USING btree (tenant_id, customer_group_id);
alter table channel_customer_group enable row level security;
create policy tenant on channel_customer_group for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on channel_customer_group to kontor_app;

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

create table channel_map (
  tenant_id uuid not null,
  channel_id uuid not null,
  list text collate "C" not null,
  their_id text collate "C" not null,
  ours text not null,
  mapped_at timestamp with time zone not null,
  mapped_by text not null,
  constraint channel_map_pkey PRIMARY KEY (tenant_id, channel_id, list, their_id),
  constraint channel_map_list_check CHECK ((list = ANY (ARRAY['payment_method'::text, 'shipping_method'::text, 'attribute'::text, 'price_type'::text]))),
  constraint channel_map_ours_check CHECK ((ours <> ''::text)),
  constraint channel_map_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
alter table channel_map enable row level security;
create policy tenant on channel_map for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on channel_map to kontor_app;

create table channel_notice (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  place text collate "C" not null,
  severity text not null,
  text text not null,
  about_kind text,
  about_theirs text collate "C",
  content bytea not null,
  times integer not null default 1,
  posted_at timestamp with time zone not null,
  put_away_at timestamp with time zone,
  put_away_by text,
  texts jsonb,
  constraint channel_notice_pkey PRIMARY KEY (tenant_id, id),
  constraint channel_notice_about_kind_check CHECK ((about_kind = ANY (ARRAY['item'::text, 'listing'::text, 'order'::text, 'order_line'::text]))),
  constraint channel_notice_check CHECK (((about_kind IS NULL) = (about_theirs IS NULL))),
  constraint channel_notice_check1 CHECK (((put_away_at IS NULL) = (put_away_by IS NULL))),
  constraint channel_notice_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'error'::text]))),
  constraint channel_notice_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
CREATE INDEX channel_notice_connection ON public.channel_notice USING btree (tenant_id, connection_id, id);
CREATE UNIQUE INDEX channel_notice_open ON public.channel_notice USING btree (tenant_id, connection_id, content) WHERE (put_away_at IS NULL);
alter table channel_notice enable row level security;
create policy retention on channel_notice for all to kontor_retention using (true);
create policy tenant on channel_notice for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on channel_notice to kontor_app;
grant delete on channel_notice to kontor_retention;
grant select (posted_at) on channel_notice to kontor_retention;

create table channel_object (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  object_id uuid not null,
  data_hash uuid,
  price_hash uuid,
  stock_hash uuid,
  data_sent jsonb,
  price_sent jsonb,
  stock_sent jsonb,
  accepted_at timestamp with time zone,
  in_flight_run uuid,
  in_flight_kind text,
  in_flight_until timestamp with time zone,
  ticket text,
  ticket_sent jsonb,
  rejected_kind text,
  rejected_hash uuid,
  rejected_code text,
  rejected_field text,
  rejected_text text,
  rejected_at timestamp with time zone,
  watched boolean not null default false,
  ticket_id uuid,
  ticket_at timestamp with time zone,
  forgotten_xid xid8,
  insists text,
  stock_at timestamp with time zone,
  constraint channel_object_pkey PRIMARY KEY (tenant_id, channel_id, kind, object_id),
  constraint channel_object_kind_check CHECK ((kind = ANY (ARRAY['category'::text, 'manufacturer'::text, 'characteristic'::text, 'item'::text, 'image'::text, 'cross_selling'::text, 'customer'::text, 'order'::text, 'delivery'::text, 'payment'::text, 'refund'::text, 'cancellation'::text, 'cancellation_answer'::text, 'return'::text, 'confirmation'::text, 'document'::text]))),
  constraint channel_object_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
CREATE INDEX channel_object_flight ON public.channel_object USING btree (tenant_id, channel_id) WHERE (in_flight_run IS NOT NULL);
CREATE INDEX channel_object_rejected ON public.channel_object USING btree (tenant_id, channel_id, rejected_at DESC) WHERE (rejected_code IS NOT NULL);
CREATE INDEX channel_object_stock ON public.channel_object USING btree (tenant_id, channel_id, stock_at) WHERE (stock_at IS NOT NULL);
CREATE INDEX channel_object_ticket ON public.channel_object USING btree (tenant_id, ticket_id) WHERE (ticket IS NOT NULL);
alter table channel_object enable row level security;
create policy tenant on channel_object for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on channel_object to kontor_app;

create table channel_place (
  tenant_id uuid not null,
  channel_id uuid not null,
  list text collate "C" not null,
  ours text collate "C" not null,
  their_id text collate "C" not null,
  mapped_at timestamp with time zone not null,
  mapped_by text not null,
  constraint channel_place_pkey PRIMARY KEY (tenant_id, channel_id, list, ours),
  constraint channel_place_list_check CHECK ((list = ANY (ARRAY['category'::text, 'carrier'::text]))),
  constraint channel_place_ours_check CHECK ((ours <> ''::text)),
  constraint channel_place_their_id_check CHECK ((their_id <> ''::text)),
  constraint channel_place_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
alter table channel_place enable row level security;
create policy tenant on channel_place for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on channel_place to kontor_app;

create table channel_price (
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  item_id uuid not null,
  customer_group_id uuid,
  from_quantity numeric not null default 0,
  net numeric,
  gross numeric,
  constraint channel_price_pkey PRIMARY KEY (tenant_id, id),
  constraint channel_price_tenant_id_channel_id_item_id_customer_group_i_key UNIQUE NULLS NOT DISTINCT (tenant_id, channel_id, item_id, customer_group_id, from_quantity),
  constraint channel_price_from_quantity_check CHECK ((from_quantity >= (0)::numeric)),
  constraint channel_price_gross_check CHECK ((gross >= (0)::numeric)),
  constraint channel_price_net_check CHECK ((net >= (0)::numeric)),
  constraint channel_price_said CHECK ((num_nonnulls(net, gross) = 1)),
  constraint channel_price_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint channel_price_tenant_id_customer_group_id_fkey FOREIGN KEY (tenant_id, customer_group_id) REFERENCES customer_group(tenant_id, id),
  constraint channel_price_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX channel_price_group ON public.channel_price USING btree (tenant_id, customer_group_id) WHERE (customer_group_id IS NOT NULL);
CREATE INDEX channel_price_item ON public.channel_price USING btree (tenant_id, item_id);
alter table channel_price enable row level security;
create policy tenant on channel_price for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on channel_price to kontor_app;

create table channel_success (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  at timestamp with time zone not null,
  constraint channel_success_pkey PRIMARY KEY (tenant_id, channel_id, kind),
  constraint channel_success_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
alter table channel_success enable row level security;
create policy tenant on channel_success for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on channel_success to kontor_app;

create table characteristic (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  sort integer not null default 0,
  version integer not null default 1,
  constraint characteristic_pkey PRIMARY KEY (tenant_id, id),
  constraint characteristic_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint characteristic_name_check CHECK ((name <> ''::text)),
  constraint characteristic_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table characteristic enable row level security;
create policy tenant on characteristic for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on characteristic to kontor_app;

create table characteristic_text (
  tenant_id uuid not null,
  characteristic_id uuid not null,
  language text collate "C" not null,
  name text not null,
  constraint characteristic_text_pkey PRIMARY KEY (tenant_id, characteristic_id, language),
  constraint characteristic_text_language_check CHECK ((language <> ''::text)),
  constraint characteristic_text_name_check CHECK ((name <> ''::text)),
  constraint characteristic_text_tenant_id_characteristic_id_fkey FOREIGN KEY (tenant_id, characteristic_id) REFERENCES characteristic(tenant_id, id)
);
alter table characteristic_text enable row level security;
create policy tenant on characteristic_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on characteristic_text to kontor_app;

create table characteristic_value (
  tenant_id uuid not null,
  id uuid not null,
  characteristic_id uuid not null,
  name text not null,
  sort integer not null default 0,
  constraint characteristic_value_pkey PRIMARY KEY (tenant_id, id),
  constraint characteristic_value_tenant_id_characteristic_id_name_key UNIQUE (tenant_id, characteristic_id, name),
  constraint characteristic_value_name_check CHECK ((name <> ''::text)),
  constraint characteristic_value_tenant_id_characteristic_id_fkey FOREIGN KEY (tenant_id, characteristic_id) REFERENCES characteristic(tenant_id, id)
);
alter table characteristic_value enable row level security;
create policy tenant on characteristic_value for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on characteristic_value to kontor_app;

create table characteristic_value_text (
  tenant_id uuid not null,
  value_id uuid not null,
  language text collate "C" not null,
  name text not null,
  constraint characteristic_value_text_pkey PRIMARY KEY (tenant_id, value_id, language),
  constraint characteristic_value_text_language_check CHECK ((language <> ''::text)),
  constraint characteristic_value_text_name_check CHECK ((name <> ''::text)),
  constraint characteristic_value_text_tenant_id_value_id_fkey FOREIGN KEY (tenant_id, value_id) REFERENCES characteristic_value(tenant_id, id)
);
alter table characteristic_value_text enable row level security;
create policy tenant on characteristic_value_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on characteristic_value_text to kontor_app;

create table child_value (
  tenant_id uuid not null,
  item_id uuid not null,
  variation_id uuid not null,
  value_id uuid not null,
  constraint child_value_pkey PRIMARY KEY (tenant_id, item_id, variation_id),
  constraint child_value_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint child_value_tenant_id_variation_id_value_id_fkey FOREIGN KEY (tenant_id, variation_id, value_id) REFERENCES variation_value(tenant_id, variation_id, id)
);
CREATE INDEX child_value_value ON public.child_value USING btree (tenant_id, variation_id, value_id);
alter table child_value enable row level security;
create policy tenant on child_value for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on child_value to kontor_app;

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

create table company_tax (
  tenant_id uuid not null,
  company_id uuid not null,
  valid_from date not null,
  small_business boolean not null default false,
  oss boolean not null default false,
  exports_free boolean not null default true,
  shipping_tax text not null default 'main'::text,
  constraint company_tax_pkey PRIMARY KEY (tenant_id, company_id, valid_from),
  constraint company_tax_check CHECK (((NOT oss) OR (valid_from >= '2021-07-01'::date))),
  constraint company_tax_shipping_tax_check CHECK ((shipping_tax = ANY (ARRAY['main'::text, 'proportional'::text]))),
  constraint company_tax_tenant_id_company_id_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES company(tenant_id, id)
);
alter table company_tax enable row level security;
create policy tenant on company_tax for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on company_tax to kontor_app;

create table company_vat_id (
  tenant_id uuid not null,
  company_id uuid not null,
  vat_id text collate "C" not null,
  state character(2) collate "C" not null,
  valid_from date not null default '0001-01-01'::date,
  valid_until date,
  constraint company_vat_id_pkey PRIMARY KEY (tenant_id, company_id, vat_id),
  constraint company_vat_id_check CHECK ((valid_until >= valid_from)),
  constraint company_vat_id_tenant_id_company_id_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES company(tenant_id, id)
);
alter table company_vat_id enable row level security;
create policy tenant on company_vat_id for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on company_vat_id to kontor_app;

create table conflict (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  object_id uuid not null,
  field text collate "C" not null,
  id uuid not null,
  last_sent jsonb,
  theirs jsonb,
  ours jsonb,
  lead text collate "C" not null,
  state text collate "C" not null,
  kept boolean not null,
  seen_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  constraint conflict_pkey PRIMARY KEY (tenant_id, channel_id, kind, object_id, field),
  constraint conflict_tenant_id_id_key UNIQUE (tenant_id, id),
  constraint conflict_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'category'::text]))),
  constraint conflict_lead_check CHECK ((lead = ANY (ARRAY['ours'::text, 'theirs'::text, 'ask'::text]))),
  constraint conflict_state_check CHECK ((state = ANY (ARRAY['open'::text, 'kept'::text, 'overwritten'::text, 'decided'::text]))),
  constraint conflict_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
CREATE INDEX conflict_open ON public.conflict USING btree (tenant_id, id) WHERE (state = 'open'::text);
alter table conflict enable row level security;
create policy tenant on conflict for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on conflict to kontor_app;

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
  phase text not null default 'ready'::text,
  leads text not null default 'kontor'::text,
  lead_chosen_at timestamp with time zone,
  checked_at timestamp with time zone,
  check_ok boolean,
  reports jsonb not null default '{}'::jsonb,
  recovering_at timestamp with time zone,
  restored_at timestamp with time zone,
  constraint connection_pkey PRIMARY KEY (tenant_id, id),
  constraint connection_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint connection_check CHECK (((recovering_at IS NULL) OR (locked_at IS NOT NULL))),
  constraint connection_leads_check CHECK ((leads = ANY (ARRAY['kontor'::text, 'shop'::text]))),
  constraint connection_name_check CHECK ((name <> ''::text)),
  constraint connection_phase_check CHECK ((phase = ANY (ARRAY['new'::text, 'ready'::text]))),
  constraint connection_tenant_id_company_id_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES company(tenant_id, id),
  constraint connection_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table connection enable row level security;
create policy clock on connection for select to kontor_clock using (true);
create policy tenant on connection for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on connection to kontor_app;
grant select (tenant_id, id, time_zone, archived_at, locked_at, refused_code, phase) on connection to kontor_clock;

create table connection_health (
  tenant_id uuid not null,
  connection_id uuid not null,
  failures integer not null default 0,
  failed_at timestamp with time zone,
  opened_at timestamp with time zone,
  next_try_at timestamp with time zone,
  code text,
  probed_at timestamp with time zone,
  probe_code text,
  credentials_until timestamp with time zone,
  constraint connection_health_pkey PRIMARY KEY (tenant_id, connection_id),
  constraint connection_health_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table connection_health enable row level security;
create policy clock on connection_health for select to kontor_clock using (true);
create policy tenant on connection_health for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on connection_health to kontor_app;
grant select (tenant_id, connection_id, opened_at, next_try_at) on connection_health to kontor_clock;

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

create table cross_selling_group (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  sort integer not null default 0,
  version integer not null default 1,
  changed_at timestamp with time zone not null default now(),
  constraint cross_selling_group_pkey PRIMARY KEY (tenant_id, id),
  constraint cross_selling_group_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint cross_selling_group_name_check CHECK ((name <> ''::text)),
  constraint cross_selling_group_sort_check CHECK ((sort >= 0)),
  constraint cross_selling_group_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table cross_selling_group enable row level security;
create policy tenant on cross_selling_group for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on cross_selling_group to kontor_app;

create table cross_selling_group_text (
  tenant_id uuid not null,
  group_id uuid not null,
  language text collate "C" not null,
  name text not null,
  description text not null default ''::text,
  constraint cross_selling_group_text_pkey PRIMARY KEY (tenant_id, group_id, language),
  constraint cross_selling_group_text_language_check CHECK ((language <> ''::text)),
  constraint cross_selling_group_text_name_check CHECK ((name <> ''::text)),
  constraint cross_selling_group_text_tenant_id_group_id_fkey FOREIGN KEY (tenant_id, group_id) REFERENCES cross_selling_group(tenant_id, id)
);
alter table cross_selling_group_text enable row level security;
create policy tenant on cross_selling_group_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on cross_selling_group_text to kontor_app;

create table csv_import (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  file_name text not null,
  file_hash bytea,
  settings jsonb not null,
  dry_run boolean not null,
  of_import_id uuid,
  state text not null default 'waiting'::text,
  code text,
  data jsonb,
  total_rows integer,
  done_rows integer not null default 0,
  at_row integer not null default 0,
  done_bytes bigint not null default 0,
  new_count integer not null default 0,
  changed_count integer not null default 0,
  unchanged_count integer not null default 0,
  refused_count integer not null default 0,
  asked_at timestamp with time zone not null default now(),
  asked_by text not null,
  asked_kind text not null,
  asked_id uuid,
  held_until timestamp with time zone,
  holder text,
  ended_at timestamp with time zone,
  constraint csv_import_pkey PRIMARY KEY (tenant_id, id),
  constraint csv_import_asked_kind_check CHECK ((asked_kind = ANY (ARRAY['user'::text, 'api_key'::text, 'operator'::text, 'worker'::text, 'setup'::text]))),
  constraint csv_import_check CHECK ((done_rows = (((new_count + changed_count) + unchanged_count) + refused_count))),
  constraint csv_import_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'price'::text, 'stock'::text, 'category'::text, 'order'::text]))),
  constraint csv_import_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  constraint csv_import_tenant_id_file_hash_fkey FOREIGN KEY (tenant_id, file_hash) REFERENCES blob(tenant_id, hash),
  constraint csv_import_tenant_id_of_import_id_fkey FOREIGN KEY (tenant_id, of_import_id) REFERENCES csv_import(tenant_id, id)
);
CREATE INDEX csv_import_file ON public.csv_import USING btree (tenant_id, file_hash);
CREATE INDEX csv_import_open ON public.csv_import USING btree (tenant_id, asked_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
alter table csv_import enable row level security;
create policy clock on csv_import for select to kontor_clock using (true);
create policy retention on csv_import for all to kontor_retention using (true);
create policy tenant on csv_import for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on csv_import to kontor_app;
grant select (tenant_id, id, state, held_until) on csv_import to kontor_clock;
grant update (file_hash) on csv_import to kontor_retention;
grant select (tenant_id, id, file_hash, ended_at) on csv_import to kontor_retention;

create table csv_import_row (
  tenant_id uuid not null,
  import_id uuid not null,
  row_no integer not null,
  did text not null,
  object text,
  code text,
  data jsonb,
  source text,
  differences jsonb,
  constraint csv_import_row_pkey PRIMARY KEY (tenant_id, import_id, row_no),
  constraint csv_import_row_did_check CHECK ((did = ANY (ARRAY['new'::text, 'changed'::text, 'refused'::text]))),
  constraint csv_import_row_row_no_check CHECK ((row_no > 0)),
  constraint csv_import_row_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES csv_import(tenant_id, id)
);
CREATE INDEX csv_import_row_refused ON public.csv_import_row USING btree (tenant_id, import_id, row_no) WHERE (did = 'refused'::text);
alter table csv_import_row enable row level security;
create policy retention on csv_import_row for all to kontor_retention using (true);
create policy tenant on csv_import_row for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on csv_import_row to kontor_app;
grant delete, select on csv_import_row to kontor_retention;

create table csv_template (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  settings jsonb not null,
  version integer not null default 1,
  changed_at timestamp with time zone not null default now(),
  constraint csv_template_pkey PRIMARY KEY (tenant_id, id),
  constraint csv_template_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint csv_template_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'price'::text, 'stock'::text, 'category'::text, 'order'::text]))),
  constraint csv_template_name_check CHECK ((name <> ''::text)),
  constraint csv_template_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table csv_template enable row level security;
create policy tenant on csv_template for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on csv_template to kontor_app;

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
  group_id uuid,
  company text not null default ''::text,
  first_name text not null default ''::text,
  last_name text not null default ''::text,
  email text not null default ''::text,
  phone text not null default ''::text,
  language text,
  vat_id text,
  note text not null default ''::text,
  version integer not null default 1,
  made_by text not null default 'operator'::text,
  salutation text not null default ''::text,
  title text not null default ''::text,
  mobile text not null default ''::text,
  fax text not null default ''::text,
  website text not null default ''::text,
  tax_number text not null default ''::text,
  birthday date,
  customer_since date,
  debtor_number text collate "C",
  business boolean not null default false,
  block_reason text not null default ''::text,
  merged_into uuid,
  anonymised_at timestamp with time zone,
  anonymised_by text,
  forgotten_at timestamp with time zone,
  match_keyed boolean not null default true,
  constraint customer_pkey PRIMARY KEY (tenant_id, id),
  constraint customer_tenant_id_customer_number_key UNIQUE (tenant_id, customer_number),
  constraint customer_check CHECK ((merged_into <> id)),
  constraint customer_check1 CHECK (((anonymised_at IS NULL) = (anonymised_by IS NULL))),
  constraint customer_check2 CHECK (((forgotten_at IS NULL) OR (anonymised_at IS NOT NULL))),
  constraint customer_debtor_number_check CHECK ((debtor_number <> ''::text)),
  constraint customer_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint customer_tenant_id_group_id_fkey FOREIGN KEY (tenant_id, group_id) REFERENCES customer_group(tenant_id, id),
  constraint customer_tenant_id_merged_into_fkey FOREIGN KEY (tenant_id, merged_into) REFERENCES customer(tenant_id, id)
);
CREATE INDEX customer_anonymised ON public.customer USING btree (tenant_id, id) WHERE ((anonymised_at IS NOT NULL) AND (forgotten_at IS NULL));
CREATE INDEX customer_blocked ON public.customer USING btree (tenant_id, id) WHERE blocked;
CREATE INDEX customer_business ON public.customer USING btree (tenant_id, id) WHERE business;
CREATE UNIQUE INDEX customer_debtor ON public.customer USING btree (tenant_id, debtor_number) WHERE ((debtor_number IS NOT NULL) AND (merged_into IS NULL));
CREATE INDEX customer_group_of ON public.customer USING btree (tenant_id, group_id, id) WHERE (group_id IS NOT NULL);
CREATE INDEX customer_merged ON public.customer USING btree (tenant_id, merged_into, id) WHERE (merged_into IS NOT NULL);
CREATE INDEX customer_unkeyed ON public.customer USING btree (tenant_id, id) WHERE (NOT match_keyed);
alter table customer enable row level security;
create policy retention on customer for select to kontor_retention using (true);
create policy tenant on customer for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on customer to kontor_app;
grant select (tenant_id, id, merged_into, anonymised_at, forgotten_at) on customer to kontor_retention;

create table customer_address (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  address_hash uuid not null,
  is_billing boolean not null default false,
  is_shipping boolean not null default false,
  salutation text not null default ''::text,
  title text not null default ''::text,
  first_name text not null default ''::text,
  last_name text not null default ''::text,
  company text not null default ''::text,
  street text not null default ''::text,
  extra text not null default ''::text,
  postcode text not null default ''::text,
  city text not null default ''::text,
  state text not null default ''::text,
  country character(2),
  phone text not null default ''::text,
  email text not null default ''::text,
  created_at timestamp with time zone not null default now(),
  constraint customer_address_pkey PRIMARY KEY (tenant_id, id),
  constraint customer_address_tenant_id_customer_id_address_hash_key UNIQUE (tenant_id, customer_id, address_hash),
  constraint customer_address_country_fkey FOREIGN KEY (country) REFERENCES country(code),
  constraint customer_address_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer(tenant_id, id)
);
CREATE INDEX customer_address_country ON public.customer_address USING btree (tenant_id, country, customer_id);
alter table customer_address enable row level security;
create policy tenant on customer_address for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on customer_address to kontor_app;

create table customer_group (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  is_default boolean not null default false,
  constraint customer_group_pkey PRIMARY KEY (tenant_id, id),
  constraint customer_group_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint customer_group_name_check CHECK ((name <> ''::text)),
  constraint customer_group_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE UNIQUE INDEX customer_group_default ON public.customer_group USING btree (tenant_id) WHERE is_default;
alter table customer_group enable row level security;
create policy tenant on customer_group for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on customer_group to kontor_app;

create table customer_history (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  event text not null,
  data jsonb not null default '{}'::jsonb,
  constraint customer_history_pkey PRIMARY KEY (tenant_id, id),
  constraint customer_history_event_check CHECK ((event <> ''::text)),
  constraint customer_history_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer(tenant_id, id)
);
CREATE INDEX customer_history_customer ON public.customer_history USING btree (tenant_id, customer_id, id);
alter table customer_history enable row level security;
create policy retention on customer_history for all to kontor_retention using (true);
create policy tenant on customer_history for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on customer_history to kontor_app;
grant select (tenant_id, id, customer_id) on customer_history to kontor_retention;

create table customer_history_value (
  tenant_id uuid not null,
  history_id uuid not null,
  field text not null,
  before text,
  after text,
  constraint customer_history_value_pkey PRIMARY KEY (tenant_id, history_id, field),
  constraint customer_history_value_field_check CHECK ((field <> ''::text)),
  constraint customer_history_value_tenant_id_history_id_fkey FOREIGN KEY (tenant_id, history_id) REFERENCES customer_history(tenant_id, id)
);
alter table customer_history_value enable row level security;
create policy retention on customer_history_value for all to kontor_retention using (true);
create policy tenant on customer_history_value for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on customer_history_value to kontor_app;
grant delete on customer_history_value to kontor_retention;
grant select (tenant_id, history_id) on customer_history_value to kontor_retention;

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
grant delete, insert, select, update on customer_key to kontor_app;

create table customer_match_key (
  tenant_id uuid not null,
  key bigint not null,
  customer_id uuid not null,
  constraint customer_match_key_pkey PRIMARY KEY (tenant_id, key, customer_id)
);
CREATE INDEX customer_match_key_customer ON public.customer_match_key USING btree (tenant_id, customer_id);
alter table customer_match_key enable row level security;
create policy tenant on customer_match_key for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select on customer_match_key to kontor_app;

create table customer_merge (
  tenant_id uuid not null,
  id uuid not null,
  into_id uuid not null,
  from_ids uuid[] not null,
  at timestamp with time zone not null,
  actor text not null,
  undone_at timestamp with time zone,
  undone_by text,
  constraint customer_merge_pkey PRIMARY KEY (tenant_id, id),
  constraint customer_merge_check CHECK (((undone_at IS NULL) = (undone_by IS NULL))),
  constraint customer_merge_tenant_id_into_id_fkey FOREIGN KEY (tenant_id, into_id) REFERENCES customer(tenant_id, id)
);
CREATE INDEX customer_merge_into ON public.customer_merge USING btree (tenant_id, into_id);
alter table customer_merge enable row level security;
create policy retention on customer_merge for all to kontor_retention using (true);
create policy tenant on customer_merge for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on customer_merge to kontor_app;
grant select (tenant_id, id, into_id) on customer_merge to kontor_retention;

create table customer_merge_row (
  tenant_id uuid not null,
  merge_id uuid not null,
  table_name text not null,
  row_key text collate "C" not null,
  from_id uuid not null,
  before jsonb,
  after jsonb,
  constraint customer_merge_row_pkey PRIMARY KEY (tenant_id, merge_id, table_name, row_key),
  constraint customer_merge_row_tenant_id_from_id_fkey FOREIGN KEY (tenant_id, from_id) REFERENCES customer(tenant_id, id),
  constraint customer_merge_row_tenant_id_merge_id_fkey FOREIGN KEY (tenant_id, merge_id) REFERENCES customer_merge(tenant_id, id)
);
CREATE INDEX customer_merge_row_from ON public.customer_merge_row USING btree (tenant_id, from_id);
alter table customer_merge_row enable row level security;
create policy retention on customer_merge_row for all to kontor_retention using (true);
create policy tenant on customer_merge_row for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on customer_merge_row to kontor_app;
grant delete on customer_merge_row to kontor_retention;
grant select (tenant_id, merge_id, from_id) on customer_merge_row to kontor_retention;

create table customer_not_same (
  tenant_id uuid not null,
  customer_id uuid not null,
  other_id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  constraint customer_not_same_pkey PRIMARY KEY (tenant_id, customer_id, other_id),
  constraint customer_not_same_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer(tenant_id, id),
  constraint customer_not_same_tenant_id_other_id_fkey FOREIGN KEY (tenant_id, other_id) REFERENCES customer(tenant_id, id)
);
CREATE INDEX customer_not_same_other ON public.customer_not_same USING btree (tenant_id, other_id);
alter table customer_not_same enable row level security;
create policy tenant on customer_not_same for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select on customer_not_same to kontor_app;

create table customer_note (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  text text not null,
  at timestamp with time zone not null,
  author text not null,
  changed_at timestamp with time zone,
  changed_by text,
  constraint customer_note_pkey PRIMARY KEY (tenant_id, id),
  constraint customer_note_text_check CHECK ((text <> ''::text)),
  constraint customer_note_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer(tenant_id, id)
);
CREATE INDEX customer_note_customer ON public.customer_note USING btree (tenant_id, customer_id, id);
alter table customer_note enable row level security;
create policy tenant on customer_note for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on customer_note to kontor_app;

create table delivery (
  tenant_id uuid not null,
  id uuid not null,
  delivery_number text collate "C" not null,
  order_id uuid not null,
  warehouse_id uuid not null,
  shipped_at timestamp with time zone,
  made_by text not null,
  made_at timestamp with time zone not null default now(),
  note text not null default ''::text,
  reversed_at timestamp with time zone,
  reversed_by text,
  reverse_reason text,
  constraint delivery_pkey PRIMARY KEY (tenant_id, id),
  constraint delivery_number UNIQUE (tenant_id, delivery_number) INCLUDE (order_id),
  constraint delivery_check CHECK (((reversed_at IS NULL) = (reversed_by IS NULL))),
  constraint delivery_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id),
  constraint delivery_tenant_id_warehouse_id_fkey FOREIGN KEY (tenant_id, warehouse_id) REFERENCES warehouse(tenant_id, id)
);
CREATE INDEX delivery_order ON public.delivery USING btree (tenant_id, order_id);
CREATE INDEX delivery_reversed ON public.delivery USING btree (tenant_id, id) WHERE (reversed_at IS NOT NULL);
CREATE INDEX delivery_shipped ON public.delivery USING btree (tenant_id, shipped_at);
CREATE INDEX delivery_unshipped ON public.delivery USING btree (tenant_id, id) WHERE ((shipped_at IS NULL) AND (reversed_at IS NULL));
alter table delivery enable row level security;
create policy retention on delivery for all to kontor_retention using (true);
create policy tenant on delivery for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on delivery to kontor_app;
grant update (shipped_at, reversed_at, reversed_by, reverse_reason) on delivery to kontor_app;
grant update (note, reverse_reason) on delivery to kontor_retention;
grant select (tenant_id, id, order_id, reverse_reason) on delivery to kontor_retention;

create table delivery_line (
  tenant_id uuid not null,
  delivery_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  quantity numeric not null,
  constraint delivery_line_pkey PRIMARY KEY (tenant_id, delivery_id, line_no),
  constraint delivery_line_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint delivery_line_tenant_id_delivery_id_fkey FOREIGN KEY (tenant_id, delivery_id) REFERENCES delivery(tenant_id, id),
  constraint delivery_line_tenant_id_order_id_line_no_fkey FOREIGN KEY (tenant_id, order_id, line_no) REFERENCES sales_order_line(tenant_id, order_id, line_no)
);
alter table delivery_line enable row level security;
create policy tenant on delivery_line for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on delivery_line to kontor_app;

create table delivery_package (
  tenant_id uuid not null,
  delivery_id uuid not null,
  package_no integer not null,
  carrier text not null default ''::text,
  tracking text collate "C" not null default ''::text,
  url text,
  weight numeric,
  order_id uuid,
  return_label jsonb,
  constraint delivery_package_pkey PRIMARY KEY (tenant_id, delivery_id, package_no),
  constraint delivery_package_package_no_check CHECK ((package_no > 0)),
  constraint delivery_package_return_label_check CHECK (((return_label IS NULL) OR (((return_label ->> 'carrier'::text) IS NOT NULL) AND (COALESCE((return_label ->> 'tracking'::text), ''::text) <> ''::text)))),
  constraint delivery_package_weight_check CHECK ((weight > (0)::numeric)),
  constraint delivery_package_tenant_id_delivery_id_fkey FOREIGN KEY (tenant_id, delivery_id) REFERENCES delivery(tenant_id, id)
);
CREATE INDEX delivery_package_tracking ON public.delivery_package USING btree (tenant_id, tracking, order_id) WHERE (tracking <> ''::text);
alter table delivery_package enable row level security;
create policy retention on delivery_package for all to kontor_retention using (true);
create policy tenant on delivery_package for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on delivery_package to kontor_app;
grant select (tenant_id, delivery_id) on delivery_package to kontor_retention;
grant update (tracking, url, return_label) on delivery_package to kontor_retention;

create table due (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  object_id uuid not null,
  connection_id uuid not null,
  version integer not null default 1,
  since_at timestamp with time zone not null,
  not_before timestamp with time zone,
  tries integer not null default 0,
  constraint due_pkey PRIMARY KEY (tenant_id, channel_id, kind, object_id),
  constraint due_kind_check CHECK ((kind = ANY (ARRAY['category'::text, 'manufacturer'::text, 'characteristic'::text, 'item'::text, 'price'::text, 'stock'::text, 'image'::text, 'cross_selling'::text, 'customer'::text, 'order_status'::text, 'delivery'::text, 'payment'::text, 'refund'::text, 'cancellation'::text, 'cancellation_answer'::text, 'return'::text, 'confirmation'::text, 'document'::text]))),
  constraint due_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
CREATE INDEX due_lane ON public.due USING btree (tenant_id, connection_id, kind, since_at);
alter table due enable row level security;
create policy clock on due for select to kontor_clock using (true);
create policy tenant on due for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on due to kontor_app;
grant select (tenant_id, channel_id, kind, connection_id, since_at, not_before) on due to kontor_clock;

create table gone_image (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  gone_at timestamp with time zone not null default now(),
  constraint gone_image_pkey PRIMARY KEY (tenant_id, id),
  constraint gone_image_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
alter table gone_image enable row level security;
create policy tenant on gone_image for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select on gone_image to kontor_app;

create table guard_count (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  rule text collate "C" not null,
  hour timestamp with time zone not null,
  count integer not null,
  constraint guard_count_pkey PRIMARY KEY (tenant_id, channel_id, kind, rule, hour),
  constraint guard_count_kind_check CHECK ((kind = ANY (ARRAY['category'::text, 'item'::text]))),
  constraint guard_count_rule_check CHECK ((rule = ANY (ARRAY['vanish'::text, 'price'::text, 'stock'::text]))),
  constraint guard_count_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
alter table guard_count enable row level security;
create policy tenant on guard_count for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on guard_count to kontor_app;

create table guard_item (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  object_id uuid not null,
  rule text collate "C" not null,
  stop_id uuid not null,
  due_kinds text[] not null,
  old_value text not null,
  new_value text not null,
  depth numeric,
  state text collate "C" not null default 'held'::text,
  held_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  constraint guard_item_pkey PRIMARY KEY (tenant_id, channel_id, kind, object_id, rule),
  constraint guard_item_rule_check CHECK ((rule = ANY (ARRAY['vanish'::text, 'price'::text, 'stock'::text]))),
  constraint guard_item_state_check CHECK ((state = ANY (ARRAY['held'::text, 'released'::text, 'dropped'::text, 'sent'::text]))),
  constraint guard_item_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint guard_item_tenant_id_stop_id_fkey FOREIGN KEY (tenant_id, stop_id) REFERENCES guard_stop(tenant_id, id)
);
CREATE INDEX guard_item_stop ON public.guard_item USING btree (tenant_id, stop_id, object_id);
alter table guard_item enable row level security;
create policy tenant on guard_item for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on guard_item to kontor_app;

create table guard_stop (
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  rule text collate "C" not null,
  run_id uuid,
  started_at timestamp with time zone not null,
  percent numeric not null,
  counted integer not null,
  extent integer not null,
  total integer not null,
  ended_at timestamp with time zone,
  constraint guard_stop_pkey PRIMARY KEY (tenant_id, id),
  constraint guard_stop_kind_check CHECK ((kind = ANY (ARRAY['category'::text, 'item'::text]))),
  constraint guard_stop_rule_check CHECK ((rule = ANY (ARRAY['vanish'::text, 'price'::text, 'stock'::text]))),
  constraint guard_stop_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
CREATE UNIQUE INDEX guard_stop_open ON public.guard_stop USING btree (tenant_id, channel_id, kind, rule) WHERE (ended_at IS NULL);
CREATE INDEX guard_stop_started ON public.guard_stop USING btree (tenant_id, started_at DESC);
alter table guard_stop enable row level security;
create policy tenant on guard_stop for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on guard_stop to kontor_app;

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

create table incident (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid,
  rule text collate "C" not null,
  severity text not null,
  step integer not null default 0,
  data jsonb not null default '{}'::jsonb,
  seen_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  cleared_at timestamp with time zone,
  closed_at timestamp with time zone,
  constraint incident_pkey PRIMARY KEY (tenant_id, id),
  constraint incident_severity_check CHECK ((severity = ANY (ARRAY['yellow'::text, 'red'::text]))),
  constraint incident_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint incident_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX incident_connection ON public.incident USING btree (tenant_id, connection_id) WHERE (connection_id IS NOT NULL);
CREATE UNIQUE INDEX incident_open ON public.incident USING btree (tenant_id, rule, connection_id) NULLS NOT DISTINCT WHERE (closed_at IS NULL);
alter table incident enable row level security;
create policy clock on incident for select to kontor_clock using (true);
create policy tenant on incident for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on incident to kontor_app;
grant select (tenant_id, rule, opened_at, closed_at) on incident to kontor_clock;

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
  active boolean not null default true,
  net_price numeric,
  manufacturer_number text,
  weight numeric,
  stock_managed boolean not null default true,
  oversell boolean not null default false,
  buffer numeric not null default 0,
  version integer not null default 1,
  changed_at timestamp with time zone not null default now(),
  own_number text,
  manufacturer_id uuid,
  shipping_weight numeric,
  length numeric,
  width numeric,
  height numeric,
  unit text not null default ''::text,
  content numeric,
  content_unit text,
  base_amount numeric,
  base_unit text,
  rank smallint not null default 0,
  parent_id uuid,
  combination text collate "C",
  sort integer not null default 0,
  parent_rank smallint default generated: 
CASE
    WHEN (parent_id IS NOT NULL) THEN '-1'::integer
    ELSE NULL::integer
END,
  gross_price numeric,
  constraint item_pkey PRIMARY KEY (tenant_id, id),
  constraint item_of_rank UNIQUE (tenant_id, id, rank),
  constraint item_tenant_id_item_number_key UNIQUE (tenant_id, item_number),
  constraint item_base CHECK (((num_nonnulls(base_amount, base_unit) = 0) OR ((num_nonnulls(base_amount, base_unit) = 2) AND (content IS NOT NULL)))),
  constraint item_base_amount_check CHECK ((base_amount > (0)::numeric)),
  constraint item_base_unit_check CHECK ((base_unit = ANY (ARRAY['mg'::text, 'g'::text, 'kg'::text, 'ml'::text, 'cl'::text, 'l'::text, 'm3'::text, 'mm'::text, 'cm'::text, 'm'::text, 'm2'::text, 'piece'::text]))),
  constraint item_buffer_check CHECK ((buffer >= (0)::numeric)),
  constraint item_child CHECK ((((kind = 'child'::text) = (parent_id IS NOT NULL)) AND ((parent_id IS NULL) = (combination IS NULL)))),
  constraint item_content CHECK ((num_nonnulls(content, content_unit) = ANY (ARRAY[0, 2]))),
  constraint item_content_check CHECK ((content > (0)::numeric)),
  constraint item_content_unit_check CHECK ((content_unit = ANY (ARRAY['mg'::text, 'g'::text, 'kg'::text, 'ml'::text, 'cl'::text, 'l'::text, 'm3'::text, 'mm'::text, 'cm'::text, 'm'::text, 'm2'::text, 'piece'::text]))),
  constraint item_gross_price_check CHECK ((gross_price >= (0)::numeric)),
  constraint item_gtin CHECK (kontor_is_gtin(gtin)),
  constraint item_height_check CHECK ((height >= (0)::numeric)),
  constraint item_item_number_check CHECK ((item_number <> ''::text)),
  constraint item_kind_check CHECK ((kind = ANY (ARRAY['simple'::text, 'parent'::text, 'child'::text, 'kit'::text]))),
  constraint item_length_check CHECK ((length >= (0)::numeric)),
  constraint item_net_price_check CHECK ((net_price >= (0)::numeric)),
  constraint item_one_price CHECK ((num_nonnulls(net_price, gross_price) <= 1)),
  constraint item_own_number_check CHECK ((own_number <> ''::text)),
  constraint item_rank CHECK ((((kind = 'parent'::text) = (rank = '-1'::integer)) AND ((kind = 'kit'::text) = (rank > 0)) AND ((rank >= '-1'::integer) AND (rank <= 9)))),
  constraint item_shipping_weight_check CHECK ((shipping_weight >= (0)::numeric)),
  constraint item_weight_check CHECK ((weight >= (0)::numeric)),
  constraint item_width_check CHECK ((width >= (0)::numeric)),
  constraint item_below_parent FOREIGN KEY (tenant_id, parent_id, parent_rank) REFERENCES item(tenant_id, id, rank),
  constraint item_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint item_tenant_id_manufacturer_id_fkey FOREIGN KEY (tenant_id, manufacturer_id) REFERENCES manufacturer(tenant_id, id),
  constraint item_tenant_id_tax_class_id_fkey FOREIGN KEY (tenant_id, tax_class_id) REFERENCES tax_class(tenant_id, id)
);
CREATE INDEX item_by_gtin ON public.item USING btree (tenant_id, gtin) WHERE (gtin IS NOT NULL);
CREATE UNIQUE INDEX item_combination ON public.item USING btree (tenant_id, parent_id, combination) WHERE (parent_id IS NOT NULL);
CREATE INDEX item_gtin ON public.item USING btree (tenant_id, gtin) WHERE (gtin IS NOT NULL);
CREATE INDEX item_manufacturer ON public.item USING btree (tenant_id, manufacturer_id) WHERE (manufacturer_id IS NOT NULL);
CREATE INDEX item_number_key ON public.item USING btree (tenant_id, number_key);
CREATE INDEX item_unpriced ON public.item USING btree (tenant_id, id) WHERE (COALESCE(net_price, gross_price) IS NULL);
alter table item enable row level security;
create policy tenant on item for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on item to kontor_app;

create table item_attribute (
  tenant_id uuid not null,
  item_id uuid not null,
  attribute_id uuid not null,
  language text collate "C" not null default ''::text,
  value text not null,
  constraint item_attribute_pkey PRIMARY KEY (tenant_id, item_id, attribute_id, language),
  constraint item_attribute_value_check CHECK ((value <> ''::text)),
  constraint item_attribute_tenant_id_attribute_id_fkey FOREIGN KEY (tenant_id, attribute_id) REFERENCES attribute(tenant_id, id),
  constraint item_attribute_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX item_attribute_attribute ON public.item_attribute USING btree (tenant_id, attribute_id);
alter table item_attribute enable row level security;
create policy tenant on item_attribute for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_attribute to kontor_app;

create table item_category (
  tenant_id uuid not null,
  item_id uuid not null,
  category_id uuid not null,
  constraint item_category_pkey PRIMARY KEY (tenant_id, item_id, category_id),
  constraint item_category_tenant_id_category_id_fkey FOREIGN KEY (tenant_id, category_id) REFERENCES category(tenant_id, id),
  constraint item_category_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX item_category_category ON public.item_category USING btree (tenant_id, category_id);
alter table item_category enable row level security;
create policy tenant on item_category for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_category to kontor_app;

create table item_channel (
  tenant_id uuid not null,
  channel_id uuid not null,
  item_id uuid not null,
  active boolean not null default true,
  reserve numeric not null default 0,
  cap numeric,
  oversell boolean not null default true,
  constraint item_channel_pkey PRIMARY KEY (tenant_id, channel_id, item_id),
  constraint item_channel_cap_check CHECK ((cap >= (0)::numeric)),
  constraint item_channel_reserve_check CHECK ((reserve >= (0)::numeric)),
  constraint item_channel_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint item_channel_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX item_channel_item ON public.item_channel USING btree (tenant_id, item_id);
alter table item_channel enable row level security;
create policy tenant on item_channel for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_channel to kontor_app;

create table item_channel_text (
  tenant_id uuid not null,
  channel_id uuid not null,
  item_id uuid not null,
  language text collate "C" not null,
  name text not null default ''::text,
  description text not null default ''::text,
  short_description text not null default ''::text,
  path text not null default ''::text,
  meta_title text not null default ''::text,
  meta_description text not null default ''::text,
  meta_keywords text not null default ''::text,
  constraint item_channel_text_pkey PRIMARY KEY (tenant_id, channel_id, item_id, language),
  constraint item_channel_text_language_check CHECK ((language <> ''::text)),
  constraint item_channel_text_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint item_channel_text_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX item_channel_text_item ON public.item_channel_text USING btree (tenant_id, item_id);
alter table item_channel_text enable row level security;
create policy tenant on item_channel_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_channel_text to kontor_app;

create table item_characteristic (
  tenant_id uuid not null,
  item_id uuid not null,
  value_id uuid not null,
  constraint item_characteristic_pkey PRIMARY KEY (tenant_id, item_id, value_id),
  constraint item_characteristic_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint item_characteristic_tenant_id_value_id_fkey FOREIGN KEY (tenant_id, value_id) REFERENCES characteristic_value(tenant_id, id)
);
CREATE INDEX item_characteristic_value ON public.item_characteristic USING btree (tenant_id, value_id);
alter table item_characteristic enable row level security;
create policy tenant on item_characteristic for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_characteristic to kontor_app;

create table item_cross_selling (
  tenant_id uuid not null,
  item_id uuid not null,
  group_id uuid not null,
  other_id uuid not null,
  place integer not null,
  constraint item_cross_selling_pkey PRIMARY KEY (tenant_id, item_id, group_id, other_id),
  constraint item_cross_selling_tenant_id_item_id_group_id_place_key UNIQUE (tenant_id, item_id, group_id, place),
  constraint item_cross_selling_check CHECK ((item_id <> other_id)),
  constraint item_cross_selling_place_check CHECK (((place >= 1) AND (place <= 100))),
  constraint item_cross_selling_tenant_id_group_id_fkey FOREIGN KEY (tenant_id, group_id) REFERENCES cross_selling_group(tenant_id, id),
  constraint item_cross_selling_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint item_cross_selling_tenant_id_other_id_fkey FOREIGN KEY (tenant_id, other_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX item_cross_selling_group ON public.item_cross_selling USING btree (tenant_id, group_id);
CREATE INDEX item_cross_selling_other ON public.item_cross_selling USING btree (tenant_id, other_id);
alter table item_cross_selling enable row level security;
create policy tenant on item_cross_selling for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_cross_selling to kontor_app;

create table item_image (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  hash bytea not null,
  sort integer not null default 0,
  alt jsonb not null default '{}'::jsonb,
  added_at timestamp with time zone not null default now(),
  constraint item_image_pkey PRIMARY KEY (tenant_id, id),
  constraint item_image_tenant_id_item_id_hash_key UNIQUE (tenant_id, item_id, hash),
  constraint item_image_sort_check CHECK ((sort >= 0)),
  constraint item_image_tenant_id_hash_fkey FOREIGN KEY (tenant_id, hash) REFERENCES blob(tenant_id, hash),
  constraint item_image_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX item_image_hash ON public.item_image USING btree (tenant_id, hash);
alter table item_image enable row level security;
create policy retention on item_image for select to kontor_retention using (true);
create policy tenant on item_image for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_image to kontor_app;
grant select (tenant_id, hash) on item_image to kontor_retention;

create table item_image_channel (
  tenant_id uuid not null,
  image_id uuid not null,
  channel_id uuid not null,
  constraint item_image_channel_pkey PRIMARY KEY (tenant_id, image_id, channel_id),
  constraint item_image_channel_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint item_image_channel_tenant_id_image_id_fkey FOREIGN KEY (tenant_id, image_id) REFERENCES item_image(tenant_id, id)
);
CREATE INDEX item_image_channel_channel ON public.item_image_channel USING btree (tenant_id, channel_id);
alter table item_image_channel enable row level security;
create policy tenant on item_image_channel for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_image_channel to kontor_app;

create table item_listing (
  tenant_id uuid not null,
  item_id uuid not null,
  channel_id uuid not null,
  their_category text collate "C",
  changed_at timestamp with time zone not null,
  changed_by text not null,
  constraint item_listing_pkey PRIMARY KEY (tenant_id, channel_id, item_id),
  constraint item_listing_their_category_check CHECK ((their_category <> ''::text)),
  constraint item_listing_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint item_listing_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
alter table item_listing enable row level security;
create policy tenant on item_listing for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_listing to kontor_app;

create table item_listing_value (
  tenant_id uuid not null,
  item_id uuid not null,
  channel_id uuid not null,
  attribute text collate "C" not null,
  row_group text collate "C" not null default ''::text,
  place integer not null,
  value text not null,
  constraint item_listing_value_pkey PRIMARY KEY (tenant_id, channel_id, item_id, attribute, row_group, place),
  constraint item_listing_value_attribute_check CHECK ((attribute <> ''::text)),
  constraint item_listing_value_value_check CHECK ((value <> ''::text)),
  constraint item_listing_value_tenant_id_channel_id_item_id_fkey FOREIGN KEY (tenant_id, channel_id, item_id) REFERENCES item_listing(tenant_id, channel_id, item_id) ON DELETE CASCADE
);
alter table item_listing_value enable row level security;
create policy tenant on item_listing_value for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_listing_value to kontor_app;

create table item_price (
  tenant_id uuid not null,
  item_id uuid not null,
  customer_group_id uuid not null,
  from_quantity numeric not null default 0,
  net numeric,
  gross numeric,
  constraint item_price_pkey PRIMARY KEY (tenant_id, item_id, customer_group_id, from_quantity),
  constraint item_price_from_quantity_check CHECK ((from_quantity >= (0)::numeric)),
  constraint item_price_gross_check CHECK ((gross >= (0)::numeric)),
  constraint item_price_net_check CHECK ((net >= (0)::numeric)),
  constraint item_price_said CHECK ((num_nonnulls(net, gross) = 1)),
  constraint item_price_tenant_id_customer_group_id_fkey FOREIGN KEY (tenant_id, customer_group_id) REFERENCES customer_group(tenant_id, id),
  constraint item_price_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX item_price_group ON public.item_price USING btree (tenant_id, customer_group_id);
alter table item_price enable row level security;
create policy tenant on item_price for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_price to kontor_app;

create table item_text (
  tenant_id uuid not null,
  item_id uuid not null,
  language text collate "C" not null,
  name text not null,
  description text not null default ''::text,
  short_description text not null default ''::text,
  path text not null default ''::text,
  meta_title text not null default ''::text,
  meta_description text not null default ''::text,
  meta_keywords text not null default ''::text,
  constraint item_text_pkey PRIMARY KEY (tenant_id, item_id, language),
  constraint item_text_language_check CHECK ((language <> ''::text)),
  constraint item_text_name_check CHECK ((name <> ''::text)),
  constraint item_text_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
alter table item_text enable row level security;
create policy tenant on item_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on item_text to kontor_app;

create table journal (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  channel_id uuid not null,
  run_id uuid,
  call_id uuid not null,
  operation text not null,
  called text not null,
  in_call integer not null,
  ms integer,
  kind text not null,
  object text not null,
  object_id uuid not null,
  result text not null,
  code text,
  field text,
  text text,
  theirs text collate "C",
  hash uuid,
  fields jsonb,
  constraint journal_pkey PRIMARY KEY (tenant_id, id, at),
  constraint journal_result_check CHECK ((result = ANY (ARRAY['accepted'::text, 'pending'::text, 'rejected'::text, 'unknown'::text, 'unsent'::text, 'divided'::text]))),
  constraint journal_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
) partition by RANGE (at);
create table journal_other partition of journal default;
CREATE INDEX journal_channel ON ONLY public.journal USING btree (tenant_id, channel_id, id);
CREATE INDEX journal_object ON ONLY public.journal USING btree (tenant_id, object_id, id);
alter table journal enable row level security;
create policy tenant on journal for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on journal to kontor_app;

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

create table kit_content (
  tenant_id uuid not null,
  kit_id uuid not null,
  item_id uuid not null,
  quantity numeric not null,
  constraint kit_content_pkey PRIMARY KEY (tenant_id, kit_id, item_id),
  constraint kit_content_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint kit_content_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint kit_content_tenant_id_kit_id_fkey FOREIGN KEY (tenant_id, kit_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX kit_content_item ON public.kit_content USING btree (tenant_id, item_id) INCLUDE (quantity);
alter table kit_content enable row level security;
create policy tenant on kit_content for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on kit_content to kontor_app;

create table kit_part (
  tenant_id uuid not null,
  kit_id uuid not null,
  part_id uuid not null,
  quantity numeric not null,
  sort integer not null default 0,
  kit_rank smallint not null,
  part_rank smallint not null,
  constraint kit_part_pkey PRIMARY KEY (tenant_id, kit_id, part_id),
  constraint kit_part_check CHECK (((part_rank >= 0) AND (part_rank < kit_rank))),
  constraint kit_part_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint kit_part_tenant_id_kit_id_kit_rank_fkey FOREIGN KEY (tenant_id, kit_id, kit_rank) REFERENCES item(tenant_id, id, rank) ON UPDATE CASCADE,
  constraint kit_part_tenant_id_part_id_part_rank_fkey FOREIGN KEY (tenant_id, part_id, part_rank) REFERENCES item(tenant_id, id, rank) ON UPDATE CASCADE
);
CREATE INDEX kit_part_part ON public.kit_part USING btree (tenant_id, part_id);
alter table kit_part enable row level security;
create policy tenant on kit_part for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on kit_part to kontor_app;

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
  forgotten_at timestamp with time zone,
  constraint ledger_pkey PRIMARY KEY (tenant_id, id),
  constraint ledger_tenant_id_connection_id_kind_external_id_key UNIQUE (tenant_id, connection_id, kind, external_id),
  constraint ledger_check CHECK (((outcome <> ALL (ARRAY['parked'::text, 'waiting'::text, 'ignored'::text])) OR (code IS NOT NULL))),
  constraint ledger_code_check CHECK ((code ~ '^[A-Z][A-Z_]+$'::text)),
  constraint ledger_external_id_check CHECK ((external_id <> ''::text)),
  constraint ledger_key_no_check CHECK ((key_no > 0)),
  constraint ledger_outcome_check CHECK ((outcome = ANY (ARRAY['staged'::text, 'taken_over'::text, 'waiting'::text, 'ignored'::text, 'parked'::text]))),
  constraint ledger_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
CREATE INDEX ledger_day ON public.ledger USING btree (tenant_id, connection_id, kind, occurred_at);
CREATE INDEX ledger_forgotten ON public.ledger USING btree (tenant_id, id) WHERE (forgotten_at IS NOT NULL);
CREATE INDEX ledger_kept ON public.ledger USING btree (tenant_id, connection_id, channel_id, id) WHERE (code = 'CHANNEL_LOCKED'::text);
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
create policy retention on ledger_history for all to kontor_retention using (true);
create policy tenant on ledger_history for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on ledger_history to kontor_app;
grant update (data) on ledger_history to kontor_retention;
grant select (tenant_id, ledger_id, data) on ledger_history to kontor_retention;

create table letter (
  tenant_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  kind text,
  object_kind text,
  object_id uuid,
  key text collate "C" not null,
  place text collate "C" not null,
  type text not null,
  body jsonb not null,
  ticket text,
  sent jsonb,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamp with time zone not null,
  hidden_until timestamp with time zone,
  taken integer not null default 0,
  ask_id uuid,
  reply_id uuid,
  constraint letter_pkey PRIMARY KEY (tenant_id, connection_id, id),
  constraint letter_tenant_id_connection_id_key_key UNIQUE (tenant_id, connection_id, key),
  constraint letter_key_check CHECK ((key <> ''::text)),
  constraint letter_of_object CHECK ((((object_id IS NULL) = (kind IS NULL)) AND ((object_id IS NULL) = (object_kind IS NULL)) AND ((object_id IS NULL) = (sent IS NULL)) AND ((object_id IS NULL) OR (ask_id IS NULL)))),
  constraint letter_of_one CHECK ((num_nonnulls(object_id, ask_id, reply_id) <= 1)),
  constraint letter_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint letter_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
CREATE INDEX letter_channel ON public.letter USING btree (tenant_id, channel_id, object_kind, object_id);
CREATE INDEX letter_id ON public.letter USING btree (tenant_id, id);
alter table letter enable row level security;
create policy tenant on letter for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on letter to kontor_app;

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

create table list_setting (
  tenant_id uuid not null,
  owner text collate "C" not null,
  list text collate "C" not null,
  content jsonb not null,
  constraint list_setting_pkey PRIMARY KEY (tenant_id, owner, list),
  constraint list_setting_list_check CHECK ((list = ANY (ARRAY['orders'::text, 'customers'::text, 'deliveries'::text]))),
  constraint list_setting_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table list_setting enable row level security;
create policy tenant on list_setting for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on list_setting to kontor_app;

create table list_view (
  tenant_id uuid not null,
  id uuid not null,
  list text collate "C" not null,
  owner text collate "C" not null,
  owner_name text not null,
  shared boolean not null default false,
  name text not null,
  content jsonb not null,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  constraint list_view_pkey PRIMARY KEY (tenant_id, id),
  constraint list_view_tenant_id_list_owner_name_key UNIQUE (tenant_id, list, owner, name),
  constraint list_view_list_check CHECK ((list = ANY (ARRAY['orders'::text, 'customers'::text, 'deliveries'::text]))),
  constraint list_view_name_check CHECK ((name <> ''::text)),
  constraint list_view_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX list_view_shared ON public.list_view USING btree (tenant_id, list) WHERE shared;
alter table list_view enable row level security;
create policy tenant on list_view for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on list_view to kontor_app;

create table manufacturer (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  url text,
  version integer not null default 1,
  changed_at timestamp with time zone not null default now(),
  constraint manufacturer_pkey PRIMARY KEY (tenant_id, id),
  constraint manufacturer_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint manufacturer_name_check CHECK ((name <> ''::text)),
  constraint manufacturer_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table manufacturer enable row level security;
create policy tenant on manufacturer for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on manufacturer to kontor_app;

create table manufacturer_text (
  tenant_id uuid not null,
  manufacturer_id uuid not null,
  language text collate "C" not null,
  description text not null default ''::text,
  constraint manufacturer_text_pkey PRIMARY KEY (tenant_id, manufacturer_id, language),
  constraint manufacturer_text_language_check CHECK ((language <> ''::text)),
  constraint manufacturer_text_tenant_id_manufacturer_id_fkey FOREIGN KEY (tenant_id, manufacturer_id) REFERENCES manufacturer(tenant_id, id)
);
alter table manufacturer_text enable row level security;
create policy tenant on manufacturer_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on manufacturer_text to kontor_app;

create table match_rule (
  tenant_id uuid not null,
  automatic_from smallint not null default 80,
  ask_from smallint not null default 55,
  constraint match_rule_pkey PRIMARY KEY (tenant_id),
  constraint match_rule_ask_from_check CHECK (((ask_from >= 1) AND (ask_from <= 101))),
  constraint match_rule_automatic_from_check CHECK (((automatic_from >= 1) AND (automatic_from <= 101))),
  constraint match_rule_check CHECK ((ask_from <= automatic_from)),
  constraint match_rule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table match_rule enable row level security;
create policy tenant on match_rule for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on match_rule to kontor_app;

create table migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name)
);

create table number_range (
  tenant_id uuid not null,
  kind text not null,
  prefix text not null default ''::text,
  suffix text not null default ''::text,
  next_no bigint not null default 1,
  constraint number_range_pkey PRIMARY KEY (tenant_id, kind),
  constraint number_range_kind_check CHECK ((kind = ANY (ARRAY['order'::text, 'delivery'::text, 'customer'::text, 'quotation'::text, 'return'::text]))),
  constraint number_range_next_no_check CHECK ((next_no > 0)),
  constraint number_range_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table number_range enable row level security;
create policy tenant on number_range for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on number_range to kontor_app;

create table object_day (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text not null,
  object_id uuid not null,
  day date not null,
  sent integer not null default 0,
  constraint object_day_pkey PRIMARY KEY (tenant_id, channel_id, kind, object_id),
  constraint object_day_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
alter table object_day enable row level security;
create policy tenant on object_day for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on object_day to kontor_app;

create table offer_adoption (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel_id uuid not null,
  ask_id uuid,
  leads text collate "C" not null,
  state text collate "C" not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  began_at timestamp with time zone,
  ended_at timestamp with time zone,
  linked integer not null default 0,
  refused_code text,
  refused_data jsonb,
  constraint offer_adoption_pkey PRIMARY KEY (tenant_id, id),
  constraint offer_adoption_check CHECK (((state <> ALL (ARRAY['done'::text, 'failed'::text, 'given_up'::text])) = (ended_at IS NULL))),
  constraint offer_adoption_check1 CHECK (((state = 'failed'::text) = (refused_code IS NOT NULL))),
  constraint offer_adoption_leads_check CHECK ((leads = ANY (ARRAY['kontor'::text, 'shop'::text]))),
  constraint offer_adoption_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'reading'::text, 'linking'::text, 'done'::text, 'failed'::text, 'given_up'::text]))),
  constraint offer_adoption_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint offer_adoption_tenant_id_connection_id_ask_id_fkey FOREIGN KEY (tenant_id, connection_id, ask_id) REFERENCES place_ask(tenant_id, connection_id, id)
);
CREATE INDEX offer_adoption_newest ON public.offer_adoption USING btree (tenant_id, channel_id, asked_at DESC);
CREATE UNIQUE INDEX offer_adoption_open ON public.offer_adoption USING btree (tenant_id, channel_id) WHERE (ended_at IS NULL);
CREATE INDEX offer_adoption_work ON public.offer_adoption USING btree (tenant_id, connection_id) WHERE (ended_at IS NULL);
alter table offer_adoption enable row level security;
create policy tenant on offer_adoption for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on offer_adoption to kontor_app;

create table order_cancellation (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  reason text not null default ''::text,
  whole boolean not null,
  from_ledger_id uuid,
  made_at timestamp with time zone not null,
  made_by text not null,
  reason_id uuid,
  undone_at timestamp with time zone,
  undone_by text,
  constraint order_cancellation_pkey PRIMARY KEY (tenant_id, id),
  constraint order_cancellation_check CHECK (((undone_at IS NULL) = (undone_by IS NULL))),
  constraint order_cancellation_tenant_id_from_ledger_id_fkey FOREIGN KEY (tenant_id, from_ledger_id) REFERENCES ledger(tenant_id, id),
  constraint order_cancellation_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id),
  constraint order_cancellation_tenant_id_reason_id_fkey FOREIGN KEY (tenant_id, reason_id) REFERENCES cancellation_reason(tenant_id, id)
);
CREATE INDEX order_cancellation_ledger ON public.order_cancellation USING btree (tenant_id, from_ledger_id) WHERE (from_ledger_id IS NOT NULL);
CREATE INDEX order_cancellation_order ON public.order_cancellation USING btree (tenant_id, order_id);
alter table order_cancellation enable row level security;
create policy retention on order_cancellation for all to kontor_retention using (true);
create policy tenant on order_cancellation for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on order_cancellation to kontor_app;
grant update (reason) on order_cancellation to kontor_retention;
grant select (tenant_id, order_id) on order_cancellation to kontor_retention;

create table order_cancellation_line (
  tenant_id uuid not null,
  cancellation_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  quantity numeric not null,
  constraint order_cancellation_line_pkey PRIMARY KEY (tenant_id, cancellation_id, line_no),
  constraint order_cancellation_line_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint order_cancellation_line_tenant_id_cancellation_id_fkey FOREIGN KEY (tenant_id, cancellation_id) REFERENCES order_cancellation(tenant_id, id),
  constraint order_cancellation_line_tenant_id_order_id_line_no_fkey FOREIGN KEY (tenant_id, order_id, line_no) REFERENCES sales_order_line(tenant_id, order_id, line_no)
);
CREATE INDEX order_cancellation_line_order ON public.order_cancellation_line USING btree (tenant_id, order_id, line_no);
alter table order_cancellation_line enable row level security;
create policy tenant on order_cancellation_line for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on order_cancellation_line to kontor_app;

create table order_colour (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  colour text not null,
  sort integer not null default 0,
  constraint order_colour_pkey PRIMARY KEY (tenant_id, id),
  constraint order_colour_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint order_colour_colour_check CHECK ((colour <> ''::text)),
  constraint order_colour_name_check CHECK ((name <> ''::text)),
  constraint order_colour_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table order_colour enable row level security;
create policy tenant on order_colour for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on order_colour to kontor_app;

create table order_confirmation (
  tenant_id uuid not null,
  web_order_id uuid not null,
  accepted boolean not null,
  reason_id uuid,
  reason text not null default ''::text,
  answered_at timestamp with time zone not null,
  answered_by text not null,
  constraint order_confirmation_pkey PRIMARY KEY (tenant_id, web_order_id),
  constraint order_confirmation_check CHECK (((NOT accepted) OR ((reason_id IS NULL) AND (reason = ''::text)))),
  constraint order_confirmation_tenant_id_reason_id_fkey FOREIGN KEY (tenant_id, reason_id) REFERENCES cancellation_reason(tenant_id, id),
  constraint order_confirmation_tenant_id_web_order_id_fkey FOREIGN KEY (tenant_id, web_order_id) REFERENCES web_order(tenant_id, id)
);
alter table order_confirmation enable row level security;
create policy retention on order_confirmation for all to kontor_retention using (true);
create policy tenant on order_confirmation for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on order_confirmation to kontor_app;
grant update (reason) on order_confirmation to kontor_retention;
grant select (tenant_id, web_order_id) on order_confirmation to kontor_retention;

create table order_document (
  tenant_id uuid not null,
  id uuid not null,
  origin text not null,
  order_id uuid,
  connection_id uuid,
  order_external_id text collate "C",
  kind text not null,
  number text not null,
  name text not null,
  media_type text not null,
  hash bytea not null,
  size bigint not null,
  issued_at timestamp with time zone not null,
  stored_at timestamp with time zone not null,
  stored_by text not null,
  constraint order_document_pkey PRIMARY KEY (tenant_id, id),
  constraint order_document_check CHECK (((origin = 'here'::text) = (order_id IS NOT NULL))),
  constraint order_document_check1 CHECK (((origin = 'channel'::text) = (connection_id IS NOT NULL))),
  constraint order_document_check2 CHECK (((origin = 'channel'::text) = (order_external_id IS NOT NULL))),
  constraint order_document_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit_note'::text]))),
  constraint order_document_name_check CHECK ((name <> ''::text)),
  constraint order_document_number_check CHECK ((number <> ''::text)),
  constraint order_document_origin_check CHECK ((origin = ANY (ARRAY['here'::text, 'channel'::text]))),
  constraint order_document_size_check CHECK ((size > 0)),
  constraint order_document_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint order_document_tenant_id_hash_fkey FOREIGN KEY (tenant_id, hash) REFERENCES blob(tenant_id, hash),
  constraint order_document_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id)
);
CREATE UNIQUE INDEX order_document_channel ON public.order_document USING btree (tenant_id, connection_id, order_external_id, kind, number) WHERE (origin = 'channel'::text);
CREATE INDEX order_document_hash ON public.order_document USING btree (tenant_id, hash);
CREATE UNIQUE INDEX order_document_here ON public.order_document USING btree (tenant_id, order_id, kind, number) WHERE (origin = 'here'::text);
alter table order_document enable row level security;
create policy retention on order_document for all to kontor_retention using (true);
create policy tenant on order_document for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on order_document to kontor_app;
grant delete on order_document to kontor_retention;
grant select (tenant_id, id, order_id, connection_id, order_external_id, hash) on order_document to kontor_retention;

create table order_hold (
  tenant_id uuid not null,
  order_id uuid not null,
  id uuid not null,
  reason text not null,
  task_id uuid,
  held_at timestamp with time zone not null,
  held_by text not null,
  released_at timestamp with time zone,
  released_by text,
  constraint order_hold_pkey PRIMARY KEY (tenant_id, order_id, id),
  constraint order_hold_check CHECK (((released_at IS NULL) = (released_by IS NULL))),
  constraint order_hold_reason_check CHECK ((reason <> ''::text)),
  constraint order_hold_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id),
  constraint order_hold_tenant_id_task_id_fkey FOREIGN KEY (tenant_id, task_id) REFERENCES task(tenant_id, id)
);
CREATE INDEX order_hold_open ON public.order_hold USING btree (tenant_id, order_id) WHERE (released_at IS NULL);
CREATE INDEX order_hold_task ON public.order_hold USING btree (tenant_id, task_id) WHERE (task_id IS NOT NULL);
alter table order_hold enable row level security;
create policy retention on order_hold for all to kontor_retention using (true);
create policy tenant on order_hold for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on order_hold to kontor_app;
grant update (reason) on order_hold to kontor_retention;
grant select (tenant_id, order_id, reason) on order_hold to kontor_retention;

create table order_return (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  from_ledger_id uuid,
  note text not null default ''::text,
  made_at timestamp with time zone not null,
  made_by text not null,
  return_number text collate "C" not null,
  origin text not null default 'other'::text,
  pickup jsonb,
  warehouse_id uuid,
  state text not null default 'announced'::text,
  decided_at timestamp with time zone,
  closed_at timestamp with time zone,
  closed_by text,
  exchange_order_id uuid,
  version integer not null default 1,
  changed_at timestamp with time zone not null default now(),
  constraint order_return_pkey PRIMARY KEY (tenant_id, id),
  constraint order_return_tenant_id_return_number_key UNIQUE (tenant_id, return_number),
  constraint order_return_check CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
  constraint order_return_check1 CHECK (((closed_at IS NULL) OR (decided_at IS NOT NULL))),
  constraint order_return_origin_check CHECK ((origin = ANY (ARRAY['shop'::text, 'mail'::text, 'phone'::text, 'letter'::text, 'in_person'::text, 'parcel'::text, 'other'::text]))),
  constraint order_return_return_number_check CHECK ((return_number <> ''::text)),
  constraint order_return_state_check CHECK ((state = ANY (ARRAY['announced'::text, 'partly_received'::text, 'received'::text, 'accepted'::text, 'partly_accepted'::text, 'refused'::text, 'missing'::text]))),
  constraint order_return_tenant_id_exchange_order_id_fkey FOREIGN KEY (tenant_id, exchange_order_id) REFERENCES sales_order(tenant_id, id),
  constraint order_return_tenant_id_from_ledger_id_fkey FOREIGN KEY (tenant_id, from_ledger_id) REFERENCES ledger(tenant_id, id),
  constraint order_return_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id),
  constraint order_return_tenant_id_warehouse_id_fkey FOREIGN KEY (tenant_id, warehouse_id) REFERENCES warehouse(tenant_id, id)
);
CREATE INDEX order_return_exchange ON public.order_return USING btree (tenant_id, exchange_order_id) WHERE (exchange_order_id IS NOT NULL);
CREATE UNIQUE INDEX order_return_ledger ON public.order_return USING btree (tenant_id, from_ledger_id) WHERE (from_ledger_id IS NOT NULL);
CREATE INDEX order_return_order ON public.order_return USING btree (tenant_id, order_id);
CREATE INDEX order_return_state ON public.order_return USING btree (tenant_id, state, id);
alter table order_return enable row level security;
create policy retention on order_return for all to kontor_retention using (true);
create policy tenant on order_return for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on order_return to kontor_app;
grant update (note, pickup) on order_return to kontor_retention;
grant select (tenant_id, order_id) on order_return to kontor_retention;

create table order_return_line (
  tenant_id uuid not null,
  return_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  quantity numeric not null,
  comment text not null default ''::text,
  reason_id uuid,
  condition text,
  condition_note text not null default ''::text,
  state text not null default 'announced'::text,
  received numeric,
  received_at timestamp with time zone,
  received_by text,
  warehouse_id uuid,
  restocked numeric not null default 0,
  credit boolean not null default true,
  constraint order_return_line_pkey PRIMARY KEY (tenant_id, return_id, line_no),
  constraint order_return_line_check CHECK ((restocked <= COALESCE(received, (0)::numeric))),
  constraint order_return_line_check1 CHECK ((((received IS NULL) = (received_at IS NULL)) AND ((received IS NULL) = (received_by IS NULL)))),
  constraint order_return_line_check2 CHECK (((state <> ALL (ARRAY['received'::text, 'accepted'::text])) OR (received IS NOT NULL))),
  constraint order_return_line_condition_check CHECK ((condition = ANY (ARRAY['original_packed'::text, 'as_new'::text, 'worn_little'::text, 'worn_much'::text, 'damaged'::text, 'incomplete'::text, 'fraud'::text]))),
  constraint order_return_line_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint order_return_line_received_check CHECK ((received > (0)::numeric)),
  constraint order_return_line_restocked_check CHECK ((restocked >= (0)::numeric)),
  constraint order_return_line_state_check CHECK ((state = ANY (ARRAY['announced'::text, 'received'::text, 'accepted'::text, 'refused'::text, 'missing'::text]))),
  constraint order_return_line_tenant_id_order_id_line_no_fkey FOREIGN KEY (tenant_id, order_id, line_no) REFERENCES sales_order_line(tenant_id, order_id, line_no),
  constraint order_return_line_tenant_id_reason_id_fkey FOREIGN KEY (tenant_id, reason_id) REFERENCES return_reason(tenant_id, id),
  constraint order_return_line_tenant_id_return_id_fkey FOREIGN KEY (tenant_id, return_id) REFERENCES order_return(tenant_id, id),
  constraint order_return_line_tenant_id_warehouse_id_fkey FOREIGN KEY (tenant_id, warehouse_id) REFERENCES warehouse(tenant_id, id)
);
CREATE INDEX order_return_line_order ON public.order_return_line USING btree (tenant_id, order_id, line_no);
alter table order_return_line enable row level security;
create policy retention on order_return_line for all to kontor_retention using (true);
create policy tenant on order_return_line for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on order_return_line to kontor_app;
grant update (comment, condition_note) on order_return_line to kontor_retention;
grant select (tenant_id, order_id) on order_return_line to kontor_retention;

create table order_rule (
  tenant_id uuid not null,
  shipping_method_needed boolean not null default false,
  constraint order_rule_pkey PRIMARY KEY (tenant_id),
  constraint order_rule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table order_rule enable row level security;
create policy tenant on order_rule for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on order_rule to kontor_app;

create table order_term (
  tenant_id uuid not null,
  field text collate "C" not null,
  term text collate "C" not null,
  order_id uuid not null,
  constraint order_term_pkey PRIMARY KEY (tenant_id, field, term, order_id),
  constraint order_term_field_check CHECK ((field <> ''::text)),
  constraint order_term_term_check CHECK ((term <> ''::text))
);
alter table order_term enable row level security;
create policy retention on order_term for all to kontor_retention using (true);
create policy tenant on order_term for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on order_term to kontor_app;
grant delete, select on order_term to kontor_retention;

create table parked_line (
  tenant_id uuid not null,
  ledger_id uuid not null,
  item_id uuid not null,
  quantity numeric not null,
  staged boolean not null,
  constraint parked_line_pkey PRIMARY KEY (tenant_id, ledger_id, item_id),
  constraint parked_line_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint parked_line_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint parked_line_tenant_id_ledger_id_fkey FOREIGN KEY (tenant_id, ledger_id) REFERENCES ledger(tenant_id, id)
);
CREATE INDEX parked_line_staged ON public.parked_line USING btree (tenant_id, item_id) INCLUDE (quantity) WHERE staged;
alter table parked_line enable row level security;
create policy tenant on parked_line for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on parked_line to kontor_app;

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

create table payment (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  amount numeric not null,
  currency character(3) not null,
  method text not null default ''::text,
  transaction_id text collate "C",
  web_payment_id uuid,
  implied boolean not null default false,
  paid_at timestamp with time zone not null,
  booked_at timestamp with time zone not null default now(),
  booked_by text not null,
  entry text not null default 'payment'::text,
  against_id uuid,
  reason text not null default ''::text,
  constraint payment_pkey PRIMARY KEY (tenant_id, id),
  constraint payment_amount_check CHECK ((amount <> (0)::numeric)),
  constraint payment_check CHECK (
CASE entry
    WHEN 'payment'::text THEN (amount > (0)::numeric)
    WHEN 'refund'::text THEN (amount < (0)::numeric)
    ELSE (against_id IS NOT NULL)
END),
  constraint payment_entry_check CHECK ((entry = ANY (ARRAY['payment'::text, 'refund'::text, 'reversal'::text, 'move'::text]))),
  constraint payment_currency_fkey FOREIGN KEY (currency) REFERENCES currency(code),
  constraint payment_tenant_id_against_id_fkey FOREIGN KEY (tenant_id, against_id) REFERENCES payment(tenant_id, id),
  constraint payment_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id),
  constraint payment_tenant_id_web_payment_id_fkey FOREIGN KEY (tenant_id, web_payment_id) REFERENCES web_payment(tenant_id, id)
);
CREATE INDEX payment_against ON public.payment USING btree (tenant_id, against_id) WHERE (against_id IS NOT NULL);
CREATE INDEX payment_order ON public.payment USING btree (tenant_id, order_id);
CREATE INDEX payment_reference ON public.payment USING btree (tenant_id, transaction_id, order_id) WHERE (transaction_id IS NOT NULL);
CREATE UNIQUE INDEX payment_transaction ON public.payment USING btree (tenant_id, order_id, transaction_id, ((amount < (0)::numeric))) WHERE (transaction_id IS NOT NULL);
CREATE UNIQUE INDEX payment_web_payment ON public.payment USING btree (tenant_id, web_payment_id) WHERE (web_payment_id IS NOT NULL);
alter table payment enable row level security;
create policy retention on payment for all to kontor_retention using (true);
create policy tenant on payment for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on payment to kontor_app;
grant update (reason) on payment to kontor_retention;
grant select (tenant_id, order_id) on payment to kontor_retention;

create table payment_method (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  active boolean not null default true,
  ship_before_payment boolean not null default true,
  constraint payment_method_pkey PRIMARY KEY (tenant_id, id),
  constraint payment_method_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint payment_method_code_check CHECK ((code <> ''::text)),
  constraint payment_method_name_check CHECK ((name <> ''::text)),
  constraint payment_method_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table payment_method enable row level security;
create policy tenant on payment_method for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on payment_method to kontor_app;

create table place_ask (
  tenant_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  name text not null,
  place text collate "C" not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  answered_at timestamp with time zone,
  untaken_at timestamp with time zone,
  reported_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  constraint place_ask_pkey PRIMARY KEY (tenant_id, connection_id, id),
  constraint place_ask_withdrawn CHECK (((withdrawn_at IS NULL) OR (answered_at IS NOT NULL))),
  constraint place_ask_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
CREATE UNIQUE INDEX place_ask_open ON public.place_ask USING btree (tenant_id, connection_id, name, place) WHERE (answered_at IS NULL);
alter table place_ask enable row level security;
create policy tenant on place_ask for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on place_ask to kontor_app;

create table place_session (
  tenant_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  purpose text not null,
  place text collate "C",
  made_at timestamp with time zone not null,
  made_by text not null,
  until_at timestamp with time zone not null,
  used_by text collate "C",
  used_at timestamp with time zone,
  constraint place_session_pkey PRIMARY KEY (tenant_id, connection_id, id),
  constraint place_session_check CHECK (((purpose = 'change'::text) = (place IS NOT NULL))),
  constraint place_session_check1 CHECK (((used_by IS NULL) = (used_at IS NULL))),
  constraint place_session_purpose_check CHECK ((purpose = ANY (ARRAY['open'::text, 'change'::text]))),
  constraint place_session_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table place_session enable row level security;
create policy retention on place_session for all to kontor_retention using (true);
create policy tenant on place_session for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on place_session to kontor_app;
grant delete on place_session to kontor_retention;
grant select (until_at, used_at) on place_session to kontor_retention;

create table price_list (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  factor numeric,
  valid_from timestamp with time zone,
  valid_to timestamp with time zone,
  active boolean not null default true,
  constraint price_list_pkey PRIMARY KEY (tenant_id, id),
  constraint price_list_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint price_list_check CHECK ((valid_to > valid_from)),
  constraint price_list_factor_check CHECK ((factor >= (0)::numeric)),
  constraint price_list_name_check CHECK ((name <> ''::text)),
  constraint price_list_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table price_list enable row level security;
create policy tenant on price_list for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on price_list to kontor_app;

create table price_list_channel (
  tenant_id uuid not null,
  price_list_id uuid not null,
  channel_id uuid not null,
  constraint price_list_channel_pkey PRIMARY KEY (tenant_id, price_list_id, channel_id),
  constraint price_list_channel_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint price_list_channel_tenant_id_price_list_id_fkey FOREIGN KEY (tenant_id, price_list_id) REFERENCES price_list(tenant_id, id)
);
CREATE INDEX price_list_channel_channel ON public.price_list_channel USING btree (tenant_id, channel_id);
alter table price_list_channel enable row level security;
create policy tenant on price_list_channel for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select on price_list_channel to kontor_app;

create table price_list_group (
  tenant_id uuid not null,
  price_list_id uuid not null,
  customer_group_id uuid not null,
  constraint price_list_group_pkey PRIMARY KEY (tenant_id, price_list_id, customer_group_id),
  constraint price_list_group_tenant_id_customer_group_id_fkey FOREIGN KEY (tenant_id, customer_group_id) REFERENCES customer_group(tenant_id, id),
  constraint price_list_group_tenant_id_price_list_id_fkey FOREIGN KEY (tenant_id, price_list_id) REFERENCES price_list(tenant_id, id)
);
CREATE INDEX price_list_group_group ON public.price_list_group USING btree (tenant_id, customer_group_id);
alter table price_list_group enable row level security;
create policy tenant on price_list_group for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select on price_list_group to kontor_app;

create table price_list_item (
  tenant_id uuid not null,
  price_list_id uuid not null,
  item_id uuid not null,
  net numeric,
  gross numeric,
  constraint price_list_item_pkey PRIMARY KEY (tenant_id, price_list_id, item_id),
  constraint price_list_item_gross_check CHECK ((gross >= (0)::numeric)),
  constraint price_list_item_net_check CHECK ((net >= (0)::numeric)),
  constraint price_list_item_said CHECK ((num_nonnulls(net, gross) = 1)),
  constraint price_list_item_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint price_list_item_tenant_id_price_list_id_fkey FOREIGN KEY (tenant_id, price_list_id) REFERENCES price_list(tenant_id, id)
);
CREATE INDEX price_list_item_item ON public.price_list_item USING btree (tenant_id, item_id);
alter table price_list_item enable row level security;
create policy tenant on price_list_item for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on price_list_item to kontor_app;

create table quotation (
  tenant_id uuid not null,
  id uuid not null,
  quotation_number text collate "C" not null,
  company_id uuid not null,
  customer_id uuid not null,
  customer_name text not null,
  placed_at timestamp with time zone not null,
  valid_until date,
  currency character(3) not null,
  prices_gross boolean not null,
  total_gross numeric not null,
  total_minor bigint not null,
  total_net numeric,
  tax_sums jsonb,
  tax_treatment text,
  tax_country character(2),
  customer_vat_id text,
  country character(2),
  billing jsonb,
  shipping jsonb,
  payment_method text not null default ''::text,
  shipping_method text not null default ''::text,
  language text,
  customer_note text not null default ''::text,
  note text not null default ''::text,
  order_id uuid,
  ordered_at timestamp with time zone,
  declined_at timestamp with time zone,
  decline_reason text not null default ''::text,
  version integer not null default 1,
  made_at timestamp with time zone not null default now(),
  made_by text not null,
  changed_at timestamp with time zone not null default now(),
  constraint quotation_pkey PRIMARY KEY (tenant_id, id),
  constraint quotation_tenant_id_quotation_number_key UNIQUE (tenant_id, quotation_number),
  constraint quotation_check CHECK (((order_id IS NULL) = (ordered_at IS NULL))),
  constraint quotation_quotation_number_check CHECK ((quotation_number <> ''::text)),
  constraint quotation_tax_treatment_check CHECK ((tax_treatment = ANY (ARRAY['domestic'::text, 'eu_consumer'::text, 'reverse_charge'::text, 'export'::text, 'small_business'::text]))),
  constraint quotation_currency_fkey FOREIGN KEY (currency) REFERENCES currency(code),
  constraint quotation_tax_country_fkey FOREIGN KEY (tax_country) REFERENCES country(code),
  constraint quotation_tenant_id_company_id_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES company(tenant_id, id),
  constraint quotation_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer(tenant_id, id),
  constraint quotation_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id)
);
CREATE INDEX quotation_customer ON public.quotation USING btree (tenant_id, customer_id);
CREATE INDEX quotation_order ON public.quotation USING btree (tenant_id, order_id) WHERE (order_id IS NOT NULL);
alter table quotation enable row level security;
create policy retention on quotation for all to kontor_retention using (true);
create policy tenant on quotation for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on quotation to kontor_app;
grant update (customer_name, customer_vat_id, billing, shipping, customer_note, note, decline_reason) on quotation to kontor_retention;
grant select (tenant_id, id) on quotation to kontor_retention;

create table quotation_line (
  tenant_id uuid not null,
  quotation_id uuid not null,
  line_no integer not null,
  kind text not null,
  item_id uuid,
  sku text,
  name text not null,
  quantity numeric not null,
  unit_net numeric,
  unit_gross numeric,
  discount_percent numeric,
  tax_class_id uuid,
  tax_rate numeric,
  net numeric,
  gross numeric,
  note text not null default ''::text,
  constraint quotation_line_pkey PRIMARY KEY (tenant_id, quotation_id, line_no),
  constraint quotation_line_check CHECK (((kind <> 'item'::text) OR ((item_id IS NOT NULL) AND (quantity > (0)::numeric)))),
  constraint quotation_line_discount_percent_check CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric))),
  constraint quotation_line_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'shipping'::text, 'payment'::text, 'discount'::text, 'voucher'::text, 'surcharge'::text, 'custom'::text, 'difference'::text]))),
  constraint quotation_line_line_no_check CHECK ((line_no > 0)),
  constraint quotation_line_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint quotation_line_tenant_id_quotation_id_fkey FOREIGN KEY (tenant_id, quotation_id) REFERENCES quotation(tenant_id, id),
  constraint quotation_line_tenant_id_tax_class_id_fkey FOREIGN KEY (tenant_id, tax_class_id) REFERENCES tax_class(tenant_id, id)
);
CREATE INDEX quotation_line_item ON public.quotation_line USING btree (tenant_id, item_id) WHERE (item_id IS NOT NULL);
alter table quotation_line enable row level security;
create policy retention on quotation_line for all to kontor_retention using (true);
create policy tenant on quotation_line for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on quotation_line to kontor_app;
grant update (note) on quotation_line to kontor_retention;
grant select (tenant_id, quotation_id) on quotation_line to kontor_retention;

create table recovery_step (
  tenant_id uuid not null,
  id uuid not null,
  step text not null,
  connection_id uuid,
  range_kind text,
  backup_at timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  first_no bigint not null,
  locked_by text,
  lock_reason text,
  done_at timestamp with time zone,
  done_by text,
  note jsonb not null default '{}'::jsonb,
  constraint recovery_step_pkey PRIMARY KEY (tenant_id, id),
  constraint recovery_step_check CHECK (((step = 'orders'::text) = (connection_id IS NOT NULL))),
  constraint recovery_step_check1 CHECK (((step = 'number'::text) = (range_kind IS NOT NULL))),
  constraint recovery_step_first_no_check CHECK ((first_no > 0)),
  constraint recovery_step_step_check CHECK ((step = ANY (ARRAY['orders'::text, 'number'::text]))),
  constraint recovery_step_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint recovery_step_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX recovery_step_open ON public.recovery_step USING btree (tenant_id, step, connection_id, range_kind) WHERE (done_at IS NULL);
alter table recovery_step enable row level security;
create policy tenant on recovery_step for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on recovery_step to kontor_app;

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
  constraint reported_row_pkey PRIMARY KEY (tenant_id, connection_id, ask_id, their_id),
  constraint reported_row_tenant_id_connection_id_ask_id_fkey FOREIGN KEY (tenant_id, connection_id, ask_id) REFERENCES place_ask(tenant_id, connection_id, id)
);
alter table reported_row enable row level security;
create policy tenant on reported_row for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on reported_row to kontor_app;

create table return_reason (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name_de text not null,
  name_en text not null,
  comment_required boolean not null default false,
  channel_values jsonb not null default '{}'::jsonb,
  sort integer not null default 0,
  active boolean not null default true,
  constraint return_reason_pkey PRIMARY KEY (tenant_id, id),
  constraint return_reason_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint return_reason_code_check CHECK ((code <> ''::text)),
  constraint return_reason_name_de_check CHECK ((name_de <> ''::text)),
  constraint return_reason_name_en_check CHECK ((name_en <> ''::text)),
  constraint return_reason_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table return_reason enable row level security;
create policy tenant on return_reason for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on return_reason to kontor_app;

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

create table sales_order (
  tenant_id uuid not null,
  id uuid not null,
  order_number text collate "C" not null,
  kind text not null,
  company_id uuid not null,
  connection_id uuid,
  channel_id uuid,
  web_order_id uuid,
  external_number text collate "C",
  customer_id uuid not null,
  customer_reason jsonb not null,
  customer_name text not null,
  placed_at timestamp with time zone not null,
  taken_over_at timestamp with time zone not null default now(),
  taken_over_by text not null,
  currency character(3) not null,
  total_gross numeric not null,
  total_minor bigint not null,
  lines_gross numeric,
  paid numeric not null default 0,
  country character(2),
  billing jsonb,
  shipping jsonb,
  payment_method text not null default ''::text,
  shipping_method text not null default ''::text,
  language text,
  customer_note text not null default ''::text,
  note text not null default ''::text,
  fulfilled_by text,
  payment_state text not null default 'open'::text,
  delivery_state text not null default 'open'::text,
  deliverability text not null default 'none'::text,
  hold_reason text,
  cancelled_at timestamp with time zone,
  cancelled_by text,
  cancel_reason text,
  list_state text not null default generated: 
CASE
    WHEN (cancelled_at IS NOT NULL) THEN 'cancelled'::text
    WHEN (delivery_state = ANY (ARRAY['shipped'::text, 'completed'::text])) THEN 'shipped'::text
    WHEN (delivery_state = ANY (ARRAY['partly_delivered'::text, 'delivered'::text, 'partly_shipped'::text])) THEN 'in_progress'::text
    ELSE 'open'::text
END,
  version integer not null default 1,
  changed_at timestamp with time zone not null default now(),
  priority smallint not null default 0,
  pending boolean not null default false,
  invoice_state text not null default 'none'::text,
  prices_gross boolean not null default true,
  tax_treatment text,
  tax_country character(2),
  customer_vat_id text,
  total_net numeric,
  tax_sums jsonb,
  split_from uuid,
  merged_into uuid,
  exchange_for uuid,
  edited_at timestamp with time zone,
  completed_at timestamp with time zone,
  completed_by text,
  complete_reason text,
  colour_id uuid,
  customer_group_id uuid,
  words text not null default ''::text,
  sort_name text collate "C" not null default generated: replace(translate(lower(customer_name), 'äöüáàâéèêíìîóòôúùûçñ'::text, 'aouaaaeeeiiiooouuucn'::text), 'ß'::text, 'ss'::text),
  origin bigint not null default generated: hashtextextended((((((company_id)::text || COALESCE((channel_id)::text, ''::text)) || kind) || (currency)::text) || COALESCE((customer_group_id)::text, ''::text)), (0)::bigint),
  ways bigint not null default generated: hashtextextended(((((COALESCE((country)::text, ''::text) || '|'::text) || payment_method) || '|'::text) || shipping_method), (0)::bigint),
  states bigint not null default generated: hashtextextended((((((((((payment_state || ' '::text) || delivery_state) || ' '::text) || deliverability) || ' '::text) || invoice_state) ||
CASE
    WHEN (cancelled_at IS NULL) THEN ' '::text
    ELSE ' cancelled'::text
END) ||
CASE
    WHEN (hold_reason IS NULL) THEN ' '::text
    ELSE ' held'::text
END) ||
CASE
    WHEN pending THEN ' pending'::text
    ELSE ''::text
END), (0)::bigint),
  constraint sales_order_pkey PRIMARY KEY (tenant_id, id),
  constraint sales_order_number UNIQUE (tenant_id, order_number) INCLUDE (id),
  constraint sales_order_check CHECK (((completed_at IS NULL) = (completed_by IS NULL))),
  constraint sales_order_check1 CHECK (((completed_at IS NULL) OR (delivery_state = 'completed'::text))),
  constraint sales_order_deliverability_check CHECK ((deliverability = ANY (ARRAY['none'::text, 'part'::text, 'full'::text, 'done'::text]))),
  constraint sales_order_delivery_state_check CHECK ((delivery_state = ANY (ARRAY['open'::text, 'partly_delivered'::text, 'delivered'::text, 'partly_shipped'::text, 'shipped'::text, 'completed'::text]))),
  constraint sales_order_fulfilled_by_check CHECK ((fulfilled_by = 'channel'::text)),
  constraint sales_order_invoice_state_check CHECK ((invoice_state = ANY (ARRAY['none'::text, 'part'::text, 'full'::text]))),
  constraint sales_order_kind_check CHECK ((kind = ANY (ARRAY['shop'::text, 'marketplace'::text, 'connector'::text, 'instant'::text, 'customer'::text, 'csv'::text, 'api'::text, 'exchange'::text]))),
  constraint sales_order_order_number_check CHECK ((order_number <> ''::text)),
  constraint sales_order_payment_state_check CHECK ((payment_state = ANY (ARRAY['open'::text, 'partly_paid'::text, 'paid'::text, 'refunded'::text]))),
  constraint sales_order_priority_check CHECK (((priority >= '-9'::integer) AND (priority <= 9))),
  constraint sales_order_tax_treatment_check CHECK ((tax_treatment = ANY (ARRAY['domestic'::text, 'eu_consumer'::text, 'reverse_charge'::text, 'export'::text, 'small_business'::text]))),
  constraint sales_order_currency_fkey FOREIGN KEY (currency) REFERENCES currency(code),
  constraint sales_order_tax_country_fkey FOREIGN KEY (tax_country) REFERENCES country(code),
  constraint sales_order_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint sales_order_tenant_id_colour_id_fkey FOREIGN KEY (tenant_id, colour_id) REFERENCES order_colour(tenant_id, id),
  constraint sales_order_tenant_id_company_id_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES company(tenant_id, id),
  constraint sales_order_tenant_id_customer_group_id_fkey FOREIGN KEY (tenant_id, customer_group_id) REFERENCES customer_group(tenant_id, id),
  constraint sales_order_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer(tenant_id, id),
  constraint sales_order_tenant_id_exchange_for_fkey FOREIGN KEY (tenant_id, exchange_for) REFERENCES sales_order(tenant_id, id),
  constraint sales_order_tenant_id_merged_into_fkey FOREIGN KEY (tenant_id, merged_into) REFERENCES sales_order(tenant_id, id),
  constraint sales_order_tenant_id_split_from_fkey FOREIGN KEY (tenant_id, split_from) REFERENCES sales_order(tenant_id, id),
  constraint sales_order_tenant_id_web_order_id_fkey FOREIGN KEY (tenant_id, web_order_id) REFERENCES web_order(tenant_id, id)
);
CREATE INDEX sales_order_colour ON public.sales_order USING btree (tenant_id, colour_id, id DESC) WHERE (colour_id IS NOT NULL);
CREATE INDEX sales_order_customer ON public.sales_order USING btree (tenant_id, customer_id, id DESC);
CREATE INDEX sales_order_deliverability ON public.sales_order USING btree (tenant_id, deliverability, placed_at DESC, id DESC) WHERE ((list_state = ANY (ARRAY['open'::text, 'in_progress'::text])) AND (hold_reason IS NULL));
CREATE INDEX sales_order_exchange ON public.sales_order USING btree (tenant_id, exchange_for) WHERE (exchange_for IS NOT NULL);
CREATE INDEX sales_order_external ON public.sales_order USING btree (tenant_id, external_number, id) WHERE (external_number IS NOT NULL);
CREATE INDEX sales_order_held ON public.sales_order USING btree (tenant_id, placed_at DESC, id DESC) WHERE ((list_state = ANY (ARRAY['open'::text, 'in_progress'::text])) AND (hold_reason IS NOT NULL));
CREATE UNIQUE INDEX sales_order_made_once ON public.sales_order USING btree (tenant_id, channel_id, external_number) NULLS NOT DISTINCT WHERE ((web_order_id IS NULL) AND (external_number IS NOT NULL) AND (split_from IS NULL));
CREATE INDEX sales_order_merged ON public.sales_order USING btree (tenant_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX sales_order_name ON public.sales_order USING btree (tenant_id, sort_name, id);
CREATE INDEX sales_order_open ON public.sales_order USING btree (tenant_id, customer_id) WHERE (list_state = ANY (ARRAY['open'::text, 'in_progress'::text]));
CREATE INDEX sales_order_origin ON public.sales_order USING btree (tenant_id, origin, id DESC);
CREATE INDEX sales_order_pending ON public.sales_order USING btree (tenant_id, id) WHERE pending;
CREATE INDEX sales_order_placed ON public.sales_order USING btree (tenant_id, placed_at DESC, id DESC);
CREATE INDEX sales_order_split ON public.sales_order USING btree (tenant_id, split_from) WHERE (split_from IS NOT NULL);
CREATE INDEX sales_order_states ON public.sales_order USING btree (tenant_id, states, id DESC);
CREATE INDEX sales_order_taken ON public.sales_order USING btree (tenant_id, taken_over_at, id);
CREATE INDEX sales_order_total ON public.sales_order USING btree (tenant_id, total_minor, id);
CREATE INDEX sales_order_unpaid ON public.sales_order USING btree (tenant_id, placed_at DESC, id DESC) INCLUDE (cancelled_at) WHERE (payment_state = ANY (ARRAY['open'::text, 'partly_paid'::text]));
CREATE INDEX sales_order_untimed ON public.sales_order USING btree (tenant_id, id) WHERE (NOT kontor_is_timed(id, placed_at));
CREATE INDEX sales_order_unworded ON public.sales_order USING btree (tenant_id, id) WHERE (words = ''::text);
CREATE INDEX sales_order_ways ON public.sales_order USING btree (tenant_id, ways, id DESC);
CREATE UNIQUE INDEX sales_order_web_order ON public.sales_order USING btree (tenant_id, web_order_id) WHERE (web_order_id IS NOT NULL);
alter table sales_order enable row level security;
create policy retention on sales_order for all to kontor_retention using (true);
create policy tenant on sales_order for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on sales_order to kontor_app;
grant update (customer_name, billing, shipping, customer_note, note, hold_reason, cancel_reason, customer_vat_id, complete_reason, words) on sales_order to kontor_retention;
grant select (tenant_id, id, web_order_id, hold_reason, cancel_reason, complete_reason, words) on sales_order to kontor_retention;

create table sales_order_edit_value (
  tenant_id uuid not null,
  order_id uuid not null,
  event_id uuid not null,
  field text not null,
  before jsonb,
  after jsonb,
  constraint sales_order_edit_value_pkey PRIMARY KEY (tenant_id, order_id, event_id, field),
  constraint sales_order_edit_value_tenant_id_order_id_event_id_fkey FOREIGN KEY (tenant_id, order_id, event_id) REFERENCES sales_order_history(tenant_id, order_id, id)
);
alter table sales_order_edit_value enable row level security;
create policy retention on sales_order_edit_value for all to kontor_retention using (true);
create policy tenant on sales_order_edit_value for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on sales_order_edit_value to kontor_app;
grant delete, select on sales_order_edit_value to kontor_retention;

create table sales_order_history (
  tenant_id uuid not null,
  order_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  actor text not null,
  event text not null,
  data jsonb not null default '{}'::jsonb,
  version integer not null default 0,
  constraint sales_order_history_pkey PRIMARY KEY (tenant_id, order_id, id),
  constraint sales_order_history_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id)
);
alter table sales_order_history enable row level security;
create policy tenant on sales_order_history for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on sales_order_history to kontor_app;

create table sales_order_line (
  tenant_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  kind text not null,
  item_id uuid,
  sku text,
  name text not null,
  quantity numeric not null,
  delivered numeric not null default 0,
  cancelled numeric not null default 0,
  allocated numeric not null default 0,
  open_quantity numeric not null default generated: 
CASE
    WHEN (kind = 'item'::text) THEN ((quantity - delivered) - cancelled)
    ELSE (0)::numeric
END,
  unit_net numeric,
  unit_gross numeric,
  tax_rate numeric,
  tax_by text,
  external_id text collate "C",
  detail jsonb,
  discount_percent numeric,
  tax_class_id uuid,
  note text not null default ''::text,
  net numeric,
  gross numeric,
  shipping_lock boolean not null default false,
  constraint sales_order_line_pkey PRIMARY KEY (tenant_id, order_id, line_no),
  constraint sales_order_line_allocated_check CHECK ((allocated >= (0)::numeric)),
  constraint sales_order_line_cancelled_check CHECK ((cancelled >= (0)::numeric)),
  constraint sales_order_line_check CHECK (((kind <> 'item'::text) OR ((item_id IS NOT NULL) AND (quantity > (0)::numeric)))),
  constraint sales_order_line_check1 CHECK (((kind <> 'item'::text) OR ((delivered + cancelled) <= quantity))),
  constraint sales_order_line_check2 CHECK (((kind <> 'item'::text) OR (allocated <= ((quantity - delivered) - cancelled)))),
  constraint sales_order_line_delivered_check CHECK ((delivered >= (0)::numeric)),
  constraint sales_order_line_discount_percent_check CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric))),
  constraint sales_order_line_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'shipping'::text, 'payment'::text, 'discount'::text, 'voucher'::text, 'surcharge'::text, 'custom'::text, 'difference'::text]))),
  constraint sales_order_line_line_no_check CHECK ((line_no > 0)),
  constraint sales_order_line_tax_by_check CHECK ((tax_by = 'marketplace'::text)),
  constraint sales_order_line_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint sales_order_line_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id),
  constraint sales_order_line_tenant_id_tax_class_id_fkey FOREIGN KEY (tenant_id, tax_class_id) REFERENCES tax_class(tenant_id, id)
);
CREATE INDEX sales_order_line_item ON public.sales_order_line USING btree (tenant_id, item_id, order_id) WHERE (item_id IS NOT NULL);
CREATE INDEX sales_order_line_open ON public.sales_order_line USING btree (tenant_id, item_id) INCLUDE (open_quantity, allocated) WHERE (open_quantity > (0)::numeric);
alter table sales_order_line enable row level security;
create policy retention on sales_order_line for all to kontor_retention using (true);
create policy tenant on sales_order_line for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on sales_order_line to kontor_app;
grant update (detail, note) on sales_order_line to kontor_retention;
grant select (tenant_id, order_id) on sales_order_line to kontor_retention;

create table sales_order_part (
  tenant_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  item_id uuid not null,
  per_kit numeric not null,
  open_quantity numeric not null default 0,
  allocated numeric not null default 0,
  constraint sales_order_part_pkey PRIMARY KEY (tenant_id, order_id, line_no, item_id),
  constraint sales_order_part_allocated_check CHECK ((allocated >= (0)::numeric)),
  constraint sales_order_part_check CHECK ((allocated <= open_quantity)),
  constraint sales_order_part_open_quantity_check CHECK ((open_quantity >= (0)::numeric)),
  constraint sales_order_part_per_kit_check CHECK ((per_kit > (0)::numeric)),
  constraint sales_order_part_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint sales_order_part_tenant_id_order_id_line_no_fkey FOREIGN KEY (tenant_id, order_id, line_no) REFERENCES sales_order_line(tenant_id, order_id, line_no)
);
CREATE INDEX sales_order_part_open ON public.sales_order_part USING btree (tenant_id, item_id) INCLUDE (open_quantity, allocated) WHERE (open_quantity > (0)::numeric);
alter table sales_order_part enable row level security;
create policy tenant on sales_order_part for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on sales_order_part to kontor_app;

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

create table search_term (
  tenant_id uuid not null,
  kind text collate "C" not null,
  term text collate "C" not null,
  object_id uuid not null,
  constraint search_term_pkey PRIMARY KEY (tenant_id, kind, term, object_id),
  constraint search_term_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'customer'::text]))),
  constraint search_term_term_check CHECK ((term <> ''::text))
);
CREATE INDEX search_term_object ON public.search_term USING btree (tenant_id, kind, object_id, term);
alter table search_term enable row level security;
create policy tenant on search_term for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on search_term to kontor_app;

create table setup_code (
  code_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint setup_code_pkey PRIMARY KEY (code_hash)
);
grant insert, select, update on setup_code to kontor_clock;

create table shipping_method (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  active boolean not null default true,
  constraint shipping_method_pkey PRIMARY KEY (tenant_id, id),
  constraint shipping_method_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint shipping_method_code_check CHECK ((code <> ''::text)),
  constraint shipping_method_name_check CHECK ((name <> ''::text)),
  constraint shipping_method_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table shipping_method enable row level security;
create policy tenant on shipping_method for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on shipping_method to kontor_app;

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

create table special_price (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  channel_id uuid,
  customer_group_id uuid,
  net numeric,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  gross numeric,
  active boolean not null default true,
  until_stock numeric,
  ended_at timestamp with time zone,
  constraint special_price_pkey PRIMARY KEY (tenant_id, id),
  constraint special_price_tenant_id_item_id_channel_id_customer_group_i_key UNIQUE NULLS NOT DISTINCT (tenant_id, item_id, channel_id, customer_group_id, valid_from),
  constraint special_price_check CHECK ((valid_to > valid_from)),
  constraint special_price_ended CHECK (((ended_at IS NULL) OR (until_stock IS NOT NULL))),
  constraint special_price_gross_check CHECK ((gross >= (0)::numeric)),
  constraint special_price_net_check CHECK ((net >= (0)::numeric)),
  constraint special_price_said CHECK ((num_nonnulls(net, gross) = 1)),
  constraint special_price_until_stock_check CHECK ((until_stock >= (0)::numeric)),
  constraint special_price_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint special_price_tenant_id_customer_group_id_fkey FOREIGN KEY (tenant_id, customer_group_id) REFERENCES customer_group(tenant_id, id),
  constraint special_price_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
CREATE INDEX special_price_by_stock ON public.special_price USING btree (tenant_id, item_id) WHERE ((until_stock IS NOT NULL) AND (ended_at IS NULL));
CREATE INDEX special_price_channel ON public.special_price USING btree (tenant_id, channel_id) WHERE (channel_id IS NOT NULL);
CREATE INDEX special_price_group ON public.special_price USING btree (tenant_id, customer_group_id) WHERE (customer_group_id IS NOT NULL);
alter table special_price enable row level security;
create policy tenant on special_price for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on special_price to kontor_app;

create table stock_level (
  tenant_id uuid not null,
  item_id uuid not null,
  warehouse_id uuid not null,
  on_hand numeric not null default 0,
  allocated numeric not null default 0,
  item_rank smallint not null default generated: 0,
  constraint stock_level_pkey PRIMARY KEY (tenant_id, item_id, warehouse_id),
  constraint stock_level_check CHECK (((allocated >= (0)::numeric) AND (allocated <= on_hand))),
  constraint stock_level_on_hand_check CHECK ((on_hand >= (0)::numeric)),
  constraint stock_level_of_own FOREIGN KEY (tenant_id, item_id, item_rank) REFERENCES item(tenant_id, id, rank),
  constraint stock_level_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint stock_level_tenant_id_warehouse_id_fkey FOREIGN KEY (tenant_id, warehouse_id) REFERENCES warehouse(tenant_id, id)
);
alter table stock_level enable row level security;
create policy tenant on stock_level for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on stock_level to kontor_app;

create table stock_movement (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  warehouse_id uuid not null,
  quantity numeric not null,
  reason text not null,
  cause_kind text not null default 'booking'::text,
  cause_id uuid not null default gen_random_uuid(),
  actor text not null,
  note text,
  at timestamp with time zone not null default now(),
  adjustment_reason_id uuid,
  constraint stock_movement_pkey PRIMARY KEY (tenant_id, id),
  constraint stock_movement_quantity_check CHECK ((quantity <> (0)::numeric)),
  constraint stock_movement_reason_check CHECK ((reason = ANY (ARRAY['opening'::text, 'receipt'::text, 'delivery'::text, 'adjustment'::text, 'transfer'::text, 'stocktaking'::text, 'return'::text]))),
  constraint stock_movement_tenant_id_adjustment_reason_id_fkey FOREIGN KEY (tenant_id, adjustment_reason_id) REFERENCES adjustment_reason(tenant_id, id),
  constraint stock_movement_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint stock_movement_tenant_id_warehouse_id_fkey FOREIGN KEY (tenant_id, warehouse_id) REFERENCES warehouse(tenant_id, id)
);
CREATE INDEX stock_movement_cause ON public.stock_movement USING btree (tenant_id, cause_kind, cause_id);
CREATE INDEX stock_movement_item ON public.stock_movement USING btree (tenant_id, item_id, id DESC);
CREATE INDEX stock_movement_warehouse ON public.stock_movement USING btree (tenant_id, warehouse_id, id DESC);
alter table stock_movement enable row level security;
create policy tenant on stock_movement for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on stock_movement to kontor_app;

create table stock_rule (
  tenant_id uuid not null,
  served_first text not null default 'oldest'::text,
  constraint stock_rule_pkey PRIMARY KEY (tenant_id),
  constraint stock_rule_served_first_check CHECK ((served_first = ANY (ARRAY['oldest'::text, 'paid'::text]))),
  constraint stock_rule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table stock_rule enable row level security;
create policy tenant on stock_rule for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on stock_rule to kontor_app;

create table stocktaking (
  tenant_id uuid not null,
  id uuid not null,
  warehouse_id uuid not null,
  name text not null,
  state text not null default 'open'::text,
  started_at timestamp with time zone not null default now(),
  started_by text not null,
  ended_at timestamp with time zone,
  ended_by text,
  note text not null default ''::text,
  version integer not null default 1,
  constraint stocktaking_pkey PRIMARY KEY (tenant_id, id),
  constraint stocktaking_check CHECK (((state = 'open'::text) = (ended_at IS NULL))),
  constraint stocktaking_name_check CHECK ((name <> ''::text)),
  constraint stocktaking_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text, 'cancelled'::text]))),
  constraint stocktaking_tenant_id_warehouse_id_fkey FOREIGN KEY (tenant_id, warehouse_id) REFERENCES warehouse(tenant_id, id)
);
CREATE UNIQUE INDEX stocktaking_open ON public.stocktaking USING btree (tenant_id, warehouse_id) WHERE (state = 'open'::text);
alter table stocktaking enable row level security;
create policy tenant on stocktaking for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on stocktaking to kontor_app;

create table stocktaking_line (
  tenant_id uuid not null,
  stocktaking_id uuid not null,
  item_id uuid not null,
  counted numeric,
  book_quantity numeric,
  counted_at timestamp with time zone,
  counted_by text,
  movement_id uuid,
  constraint stocktaking_line_pkey PRIMARY KEY (tenant_id, stocktaking_id, item_id),
  constraint stocktaking_line_check CHECK ((num_nonnulls(counted, book_quantity, counted_at, counted_by) = ANY (ARRAY[0, 4]))),
  constraint stocktaking_line_counted_check CHECK ((counted >= (0)::numeric)),
  constraint stocktaking_line_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint stocktaking_line_tenant_id_movement_id_fkey FOREIGN KEY (tenant_id, movement_id) REFERENCES stock_movement(tenant_id, id),
  constraint stocktaking_line_tenant_id_stocktaking_id_fkey FOREIGN KEY (tenant_id, stocktaking_id) REFERENCES stocktaking(tenant_id, id)
);
CREATE INDEX stocktaking_line_item ON public.stocktaking_line USING btree (tenant_id, item_id);
alter table stocktaking_line enable row level security;
create policy tenant on stocktaking_line for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on stocktaking_line to kontor_app;

create table sweep (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  connection_id uuid not null,
  complete boolean not null default false,
  after_id uuid not null default '00000000-0000-0000-0000-000000000000'::uuid,
  version integer not null default 1,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  done bigint not null default 0,
  total bigint,
  told uuid[] not null default '{}'::uuid[],
  leftovers boolean not null default false,
  estimated boolean not null default false,
  work_ms bigint not null default 0,
  run_id uuid,
  paused_at timestamp with time zone,
  paused_by text,
  constraint sweep_pkey PRIMARY KEY (tenant_id, channel_id, kind, complete),
  constraint sweep_kind_check CHECK ((kind = ANY (ARRAY['category'::text, 'manufacturer'::text, 'characteristic'::text, 'item'::text, 'price'::text, 'stock'::text, 'image'::text, 'cross_selling'::text, 'customer'::text, 'order_status'::text]))),
  constraint sweep_pause CHECK (((paused_at IS NULL) = (paused_by IS NULL))),
  constraint sweep_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id)
);
CREATE INDEX sweep_connection ON public.sweep USING btree (tenant_id, connection_id);
alter table sweep enable row level security;
create policy clock on sweep for select to kontor_clock using (true);
create policy tenant on sweep for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on sweep to kontor_app;
grant select (tenant_id, channel_id, kind, connection_id, complete, asked_at, paused_at) on sweep to kontor_clock;

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
  windows jsonb,
  not_before timestamp with time zone,
  priority smallint not null default 0,
  failures integer not null default 0,
  last_ms integer,
  good_at timestamp with time zone,
  constraint sync_lane_pkey PRIMARY KEY (tenant_id, connection_id, kind),
  constraint sync_lane_kind_check CHECK ((kind = ANY (ARRAY['orders'::text, 'stock'::text, 'catalogue'::text, 'feedback'::text]))),
  constraint sync_lane_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table sync_lane enable row level security;
create policy clock on sync_lane for select to kontor_clock using (true);
create policy tenant on sync_lane for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on sync_lane to kontor_app;
grant select on sync_lane to kontor_clock;

create table sync_preview (
  tenant_id uuid not null,
  run_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  kind text not null,
  object_id uuid not null,
  name text not null,
  action text not null,
  code text,
  detail text,
  changes jsonb not null default '[]'::jsonb,
  hash uuid not null,
  made_at timestamp with time zone not null,
  constraint sync_preview_pkey PRIMARY KEY (tenant_id, run_id, id),
  constraint sync_preview_action_check CHECK ((action = ANY (ARRAY['new'::text, 'changed'::text, 'again'::text, 'removed'::text, 'held'::text, 'refused'::text, 'waits'::text]))),
  constraint sync_preview_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint sync_preview_tenant_id_run_id_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES sync_run(tenant_id, id)
);
alter table sync_preview enable row level security;
create policy retention on sync_preview for all to kontor_retention using (true);
create policy tenant on sync_preview for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on sync_preview to kontor_app;
grant delete on sync_preview to kontor_retention;
grant select (made_at) on sync_preview to kontor_retention;

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
CREATE INDEX sync_run_failed ON public.sync_run USING btree (tenant_id, connection_id, ended_at DESC) WHERE (state = ANY (ARRAY['failed'::text, 'lost'::text]));
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

create table task (
  tenant_id uuid not null,
  id uuid not null,
  code text not null,
  subject text collate "C" not null default ''::text,
  order_id uuid,
  channel_id uuid,
  ledger_id uuid,
  data jsonb not null default '{}'::jsonb,
  raised_at timestamp with time zone not null,
  raised_by text not null,
  closed_at timestamp with time zone,
  closed_by text,
  decision text,
  note text not null default ''::text,
  constraint task_pkey PRIMARY KEY (tenant_id, id),
  constraint task_check CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
  constraint task_code_check CHECK ((code <> ''::text)),
  constraint task_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint task_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint task_tenant_id_ledger_id_fkey FOREIGN KEY (tenant_id, ledger_id) REFERENCES ledger(tenant_id, id),
  constraint task_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order(tenant_id, id)
);
CREATE INDEX task_channel ON public.task USING btree (tenant_id, channel_id) WHERE (channel_id IS NOT NULL);
CREATE INDEX task_ledger ON public.task USING btree (tenant_id, ledger_id) WHERE (ledger_id IS NOT NULL);
CREATE INDEX task_list ON public.task USING btree (tenant_id, id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX task_open ON public.task USING btree (tenant_id, code, order_id, ledger_id, subject) NULLS NOT DISTINCT WHERE (closed_at IS NULL);
CREATE INDEX task_order ON public.task USING btree (tenant_id, order_id) WHERE (order_id IS NOT NULL);
alter table task enable row level security;
create policy retention on task for all to kontor_retention using (true);
create policy tenant on task for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on task to kontor_app;
grant update (data, note) on task to kontor_retention;
grant select (tenant_id, order_id, data) on task to kontor_retention;

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
  charged boolean not null default true,
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

create table thumbnail (
  tenant_id uuid not null,
  hash bytea not null,
  edge integer not null,
  thumbnail_hash bytea not null,
  constraint thumbnail_pkey PRIMARY KEY (tenant_id, hash, edge),
  constraint thumbnail_edge_check CHECK ((edge > 0)),
  constraint thumbnail_tenant_id_hash_fkey FOREIGN KEY (tenant_id, hash) REFERENCES blob(tenant_id, hash),
  constraint thumbnail_tenant_id_thumbnail_hash_fkey FOREIGN KEY (tenant_id, thumbnail_hash) REFERENCES blob(tenant_id, hash)
);
CREATE INDEX thumbnail_of ON public.thumbnail USING btree (tenant_id, thumbnail_hash);
alter table thumbnail enable row level security;
create policy retention on thumbnail for all to kontor_retention using (true);
create policy tenant on thumbnail for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select on thumbnail to kontor_app;
grant delete, select on thumbnail to kontor_retention;

create table ticket (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  place text collate "C" not null,
  their_id text collate "C" not null,
  topic text not null,
  subject text not null,
  about_kind text,
  about_theirs text collate "C",
  ledger_id uuid,
  wants_reply boolean not null,
  changed_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  closed_by text,
  constraint ticket_pkey PRIMARY KEY (tenant_id, id),
  constraint ticket_tenant_id_connection_id_place_their_id_key UNIQUE (tenant_id, connection_id, place, their_id),
  constraint ticket_about_kind_check CHECK ((about_kind = ANY (ARRAY['item'::text, 'listing'::text, 'order'::text, 'order_line'::text]))),
  constraint ticket_check CHECK (((about_kind IS NULL) = (about_theirs IS NULL))),
  constraint ticket_check1 CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
  constraint ticket_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint ticket_tenant_id_ledger_id_fkey FOREIGN KEY (tenant_id, ledger_id) REFERENCES ledger(tenant_id, id)
);
CREATE INDEX ticket_ledger ON public.ticket USING btree (tenant_id, ledger_id) WHERE (ledger_id IS NOT NULL);
alter table ticket enable row level security;
create policy retention on ticket for all to kontor_retention using (true);
create policy tenant on ticket for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on ticket to kontor_app;
grant delete on ticket to kontor_retention;
grant select (changed_at) on ticket to kontor_retention;

create table ticket_file (
  tenant_id uuid not null,
  ticket_id uuid not null,
  hash bytea not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  posted_at timestamp with time zone not null,
  constraint ticket_file_pkey PRIMARY KEY (tenant_id, ticket_id, hash, name),
  constraint ticket_file_tenant_id_hash_fkey FOREIGN KEY (tenant_id, hash) REFERENCES blob(tenant_id, hash),
  constraint ticket_file_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX ticket_file_blob ON public.ticket_file USING btree (tenant_id, hash);
alter table ticket_file enable row level security;
create policy retention on ticket_file for select to kontor_retention using (true);
create policy tenant on ticket_file for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select on ticket_file to kontor_app;
grant select (tenant_id, hash) on ticket_file to kontor_retention;

create table ticket_message (
  tenant_id uuid not null,
  ticket_id uuid not null,
  id uuid not null,
  said_at timestamp with time zone not null,
  role text not null,
  name text,
  text text not null,
  content bytea not null,
  said_by text,
  sent_at timestamp with time zone,
  untaken_at timestamp with time zone,
  constraint ticket_message_pkey PRIMARY KEY (tenant_id, ticket_id, id),
  constraint ticket_message_tenant_id_ticket_id_content_key UNIQUE (tenant_id, ticket_id, content),
  constraint ticket_message_check CHECK (((said_by IS NOT NULL) OR ((sent_at IS NULL) AND (untaken_at IS NULL)))),
  constraint ticket_message_role_check CHECK ((role = ANY (ARRAY['buyer'::text, 'seller'::text, 'channel'::text]))),
  constraint ticket_message_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket(tenant_id, id) ON DELETE CASCADE
);
alter table ticket_message enable row level security;
create policy tenant on ticket_message for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on ticket_message to kontor_app;

create table timed_change (
  tenant_id uuid not null,
  at timestamp with time zone not null,
  id uuid not null,
  kind text not null,
  channel_id uuid,
  object_id uuid,
  constraint timed_change_pkey PRIMARY KEY (tenant_id, at, id),
  constraint timed_change_kind_check CHECK ((kind = ANY (ARRAY['category'::text, 'item'::text, 'price'::text, 'stock'::text]))),
  constraint timed_change_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint timed_change_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX timed_change_channel ON public.timed_change USING btree (tenant_id, channel_id) WHERE (channel_id IS NOT NULL);
alter table timed_change enable row level security;
create policy clock on timed_change for select to kontor_clock using (true);
create policy tenant on timed_change for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on timed_change to kontor_app;
grant select (tenant_id, at) on timed_change to kontor_clock;

create table total_rule (
  tenant_id uuid not null,
  difference_tolerance numeric not null default 0.02,
  constraint total_rule_pkey PRIMARY KEY (tenant_id),
  constraint total_rule_difference_tolerance_check CHECK ((difference_tolerance >= (0)::numeric)),
  constraint total_rule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table total_rule enable row level security;
create policy tenant on total_rule for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on total_rule to kontor_app;

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

create table variation (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  name text not null,
  sort integer not null default 0,
  constraint variation_pkey PRIMARY KEY (tenant_id, id),
  constraint variation_tenant_id_item_id_name_key UNIQUE (tenant_id, item_id, name),
  constraint variation_name_check CHECK ((name <> ''::text)),
  constraint variation_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id)
);
alter table variation enable row level security;
create policy tenant on variation for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on variation to kontor_app;

create table variation_text (
  tenant_id uuid not null,
  variation_id uuid not null,
  language text collate "C" not null,
  name text not null,
  constraint variation_text_pkey PRIMARY KEY (tenant_id, variation_id, language),
  constraint variation_text_language_check CHECK ((language <> ''::text)),
  constraint variation_text_name_check CHECK ((name <> ''::text)),
  constraint variation_text_tenant_id_variation_id_fkey FOREIGN KEY (tenant_id, variation_id) REFERENCES variation(tenant_id, id)
);
alter table variation_text enable row level security;
create policy tenant on variation_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on variation_text to kontor_app;

create table variation_value (
  tenant_id uuid not null,
  id uuid not null,
  variation_id uuid not null,
  name text not null,
  sort integer not null default 0,
  constraint variation_value_pkey PRIMARY KEY (tenant_id, id),
  constraint variation_value_tenant_id_variation_id_id_key UNIQUE (tenant_id, variation_id, id),
  constraint variation_value_tenant_id_variation_id_name_key UNIQUE (tenant_id, variation_id, name),
  constraint variation_value_name_check CHECK ((name <> ''::text)),
  constraint variation_value_tenant_id_variation_id_fkey FOREIGN KEY (tenant_id, variation_id) REFERENCES variation(tenant_id, id)
);
alter table variation_value enable row level security;
create policy tenant on variation_value for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on variation_value to kontor_app;

create table variation_value_text (
  tenant_id uuid not null,
  value_id uuid not null,
  language text collate "C" not null,
  name text not null,
  constraint variation_value_text_pkey PRIMARY KEY (tenant_id, value_id, language),
  constraint variation_value_text_language_check CHECK ((language <> ''::text)),
  constraint variation_value_text_name_check CHECK ((name <> ''::text)),
  constraint variation_value_text_tenant_id_value_id_fkey FOREIGN KEY (tenant_id, value_id) REFERENCES variation_value(tenant_id, id)
);
alter table variation_value_text enable row level security;
create policy tenant on variation_value_text for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant delete, insert, select, update on variation_value_text to kontor_app;

create table warehouse (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  priority integer not null default 0,
  lock_shipment boolean not null default false,
  lock_availability boolean not null default false,
  active boolean not null default true,
  constraint warehouse_pkey PRIMARY KEY (tenant_id, id),
  constraint warehouse_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint warehouse_code_check CHECK ((code <> ''::text)),
  constraint warehouse_name_check CHECK ((name <> ''::text)),
  constraint warehouse_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table warehouse enable row level security;
create policy tenant on warehouse for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on warehouse to kontor_app;

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
  stood jsonb,
  constraint web_customer_pkey PRIMARY KEY (tenant_id, id),
  constraint web_customer_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint web_customer_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer(tenant_id, id),
  constraint web_customer_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES ledger(tenant_id, id)
);
CREATE INDEX web_customer_customer ON public.web_customer USING btree (tenant_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX web_customer_stood ON public.web_customer USING btree (tenant_id, connection_id, id) WHERE (stood IS NOT NULL);
alter table web_customer enable row level security;
create policy tenant on web_customer for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on web_customer to kontor_app;

create table web_event (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  kind text not null,
  order_external_id text collate "C",
  at timestamp with time zone not null,
  record jsonb not null,
  applied_at timestamp with time zone,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  constraint web_event_pkey PRIMARY KEY (tenant_id, id),
  constraint web_event_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id),
  constraint web_event_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES ledger(tenant_id, id)
);
CREATE INDEX web_event_order ON public.web_event USING btree (tenant_id, connection_id, order_external_id);
CREATE INDEX web_event_waiting ON public.web_event USING btree (tenant_id, connection_id, order_external_id) WHERE (applied_at IS NULL);
alter table web_event enable row level security;
create policy tenant on web_event for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on web_event to kontor_app;

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
  assigned_customer_id uuid,
  assigned_by text,
  assigned_new boolean not null default false,
  wants_answer boolean not null default false,
  answer_until timestamp with time zone,
  constraint web_order_pkey PRIMARY KEY (tenant_id, id),
  constraint web_order_check CHECK (((NOT assigned_new) OR (assigned_customer_id IS NULL))),
  constraint web_order_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint web_order_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint web_order_fulfilled_by_check CHECK ((fulfilled_by = 'channel'::text)),
  constraint web_order_state_check CHECK ((state = ANY (ARRAY['staged'::text, 'taken_over'::text, 'cancelled'::text]))),
  constraint web_order_tenant_id_assigned_customer_id_fkey FOREIGN KEY (tenant_id, assigned_customer_id) REFERENCES customer(tenant_id, id),
  constraint web_order_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES channel(tenant_id, id),
  constraint web_order_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES ledger(tenant_id, id)
);
CREATE INDEX web_order_assigned ON public.web_order USING btree (tenant_id, assigned_customer_id) WHERE (assigned_customer_id IS NOT NULL);
CREATE INDEX web_order_inbox ON public.web_order USING btree (tenant_id, placed_at DESC, id DESC) WHERE (state = 'staged'::text);
CREATE INDEX web_order_ready ON public.web_order USING btree (tenant_id, connection_id, id) WHERE ((state = 'staged'::text) AND (open_checks = '{}'::text[]));
CREATE INDEX web_order_total ON public.web_order USING btree (tenant_id, total_minor, id) WHERE (state = 'staged'::text);
CREATE INDEX web_order_wants_answer ON public.web_order USING btree (tenant_id, connection_id, answer_until) WHERE (wants_answer AND pending);
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
  staged boolean not null default true,
  constraint web_order_line_pkey PRIMARY KEY (tenant_id, web_order_id, line_no),
  constraint web_order_line_check CHECK (((kind <> 'item'::text) OR ((item_id IS NOT NULL) AND (quantity > (0)::numeric)))),
  constraint web_order_line_kind_check CHECK ((kind = ANY (ARRAY['item'::text, 'shipping'::text, 'payment'::text, 'discount'::text, 'voucher'::text, 'surcharge'::text, 'custom'::text, 'difference'::text]))),
  constraint web_order_line_line_no_check CHECK ((line_no > 0)),
  constraint web_order_line_tax_by_check CHECK ((tax_by = 'marketplace'::text)),
  constraint web_order_line_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id),
  constraint web_order_line_tenant_id_web_order_id_fkey FOREIGN KEY (tenant_id, web_order_id) REFERENCES web_order(tenant_id, id)
);
CREATE INDEX web_order_line_staged ON public.web_order_line USING btree (tenant_id, item_id) INCLUDE (quantity) WHERE (staged AND (item_id IS NOT NULL));
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
CREATE UNIQUE INDEX web_payment_transaction ON public.web_payment USING btree (tenant_id, connection_id, order_external_id, transaction_id, ((amount < (0)::numeric))) WHERE (transaction_id IS NOT NULL);
CREATE INDEX web_payment_waiting ON public.web_payment USING btree (tenant_id, connection_id) WHERE (web_order_id IS NULL);
CREATE INDEX web_payment_web_order ON public.web_payment USING btree (tenant_id, web_order_id) WHERE (web_order_id IS NOT NULL);
alter table web_payment enable row level security;
create policy tenant on web_payment for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on web_payment to kontor_app;

create table web_place (
  tenant_id uuid not null,
  connection_id uuid not null,
  place text collate "C" not null,
  name text not null,
  active boolean not null default true,
  seen_at timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  closed_for_good boolean not null default false,
  closed_at timestamp with time zone,
  closed_by text,
  closed_side text,
  close_reason text,
  rests boolean not null default false,
  untaken_at timestamp with time zone,
  constraint web_place_pkey PRIMARY KEY (tenant_id, connection_id, place),
  constraint web_place_closed CHECK (((closed_at IS NULL) = (closed_side IS NULL))),
  constraint web_place_closed_side_check CHECK ((closed_side = ANY (ARRAY['here'::text, 'there'::text]))),
  constraint web_place_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
alter table web_place enable row level security;
create policy tenant on web_place for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on web_place to kontor_app;

create table web_term (
  tenant_id uuid not null,
  connection_id uuid not null,
  list text collate "C" not null,
  their_id text collate "C" not null,
  name text not null,
  code text,
  is_default boolean not null default false,
  parent text collate "C",
  seen_at timestamp with time zone not null,
  scope text collate "C" not null default ''::text,
  attribute jsonb,
  is_closed boolean not null default false,
  gone_at timestamp with time zone,
  constraint web_term_pkey PRIMARY KEY (tenant_id, connection_id, list, scope, their_id),
  constraint web_term_tenant_id_connection_id_fkey FOREIGN KEY (tenant_id, connection_id) REFERENCES connection(tenant_id, id)
);
CREATE INDEX web_term_parent ON public.web_term USING btree (tenant_id, connection_id, list, parent);
alter table web_term enable row level security;
create policy tenant on web_term for all to kontor_app using ((tenant_id = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid));
grant insert, select, update on web_term to kontor_app;

create table worker_process (
  holder text collate "C" not null,
  roles text[] not null,
  version text not null,
  started_at timestamp with time zone not null,
  beat_at timestamp with time zone not null,
  running integer not null default 0,
  slots integer not null default 0,
  stopped_at timestamp with time zone,
  constraint worker_process_pkey PRIMARY KEY (holder)
);
grant select on worker_process to kontor_app;
grant delete, insert, select, update on worker_process to kontor_clock;
