-- Roles, tenants, and the facts that no tenant owns.
--
-- The login that opens connections owns the tables and migrates; all work is done as one of these roles, taken
-- on inside the transaction (`set local role`), so that it also holds behind a pooler in transaction mode.
do $$
declare r text;
begin
  foreach r in array array['kontor_app', 'kontor_clock', 'kontor_retention'] loop
    begin
      execute format('create role %I nologin', r);
    exception when duplicate_object or unique_violation then null; -- another database of this server made it
    end;
    execute format('grant %I to current_user', r);
    execute format('grant usage on schema public to %I', r);
  end loop;
end $$;

-- Row-level security in one place: the application sees the tenant of its transaction and nothing else.
-- `nullif`: a custom setting that was reset is '', not null.
create function kontor_protect(variadic tables text[]) returns void language plpgsql as $$
declare t text;
begin
  foreach t in array tables loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy tenant on %I to kontor_app using (tenant_id = nullif(current_setting(''kontor.tenant'', true), '''')::uuid)', t);
  end loop;
end $$;
revoke execute on function kontor_protect from public;

create table tenant (
  id uuid primary key,
  slug text collate "C" not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null check (name <> ''),
  created_at timestamptz not null default now()
);
alter table tenant enable row level security;
create policy tenant on tenant to kontor_app using (id = nullif(current_setting('kontor.tenant', true), '')::uuid);
create policy clock on tenant for select to kontor_clock using (true);
grant select, insert, update on tenant to kontor_app;
grant select on tenant to kontor_clock;

-- ISO 3166-1 and ISO 4217 codes with their names (Unicode CLDR). Facts: the same for every tenant.
create table country (
  code char(2) collate "C" primary key check (code ~ '^[A-Z]{2}$'),
  name_de text not null,
  name_en text not null
);
create table currency (
  code char(3) collate "C" primary key check (code ~ '^[A-Z]{3}$'),
  minor_digits smallint not null check (minor_digits between 0 and 4),
  name_de text not null,
  name_en text not null
);
grant select on country, currency to kontor_app, kontor_clock;

-- The code that the first start prints and that makes the first user; only its hash is kept.
create table setup_code (
  code_hash bytea primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
grant select, insert, update on setup_code to kontor_clock;
