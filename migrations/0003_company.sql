-- Companies, people, rights, keys, and what was done by whom.

create table company (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  country char(2) not null references country,
  currency char(3) not null references currency,
  time_zone text not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table tax_class (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  is_default boolean not null default false,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

-- Which rates a country knows, from when on. The import refuses an order with a rate that is not here.
create table tax_rate (
  tenant_id uuid not null references tenant,
  id uuid not null,
  country char(2) not null references country,
  tax_class_id uuid,
  rate numeric not null check (rate >= 0 and rate < 100),
  valid_from date not null default '0001-01-01',
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, country, tax_class_id, rate, valid_from),
  foreign key (tenant_id, tax_class_id) references tax_class (tenant_id, id)
);

create table app_user (
  tenant_id uuid not null references tenant,
  id uuid not null,
  email text not null check (email ~ '^[^@\s]+@[^@\s]+$'),
  email_key text collate "C" not null, -- lower case: what sign-in looks for
  name text not null check (name <> ''),
  password_hash text not null,
  language text not null default 'de' check (language in ('de', 'en')),
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, email_key)
);

create table role (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  rights text[] not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table user_role (
  tenant_id uuid not null,
  user_id uuid not null,
  role_id uuid not null,
  primary key (tenant_id, user_id, role_id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id),
  foreign key (tenant_id, role_id) references role (tenant_id, id)
);

-- Only the hash of a session's or key's secret is stored.
create table user_session (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index user_session_user on user_session (tenant_id, user_id);

create table api_key (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  secret_hash bytea not null,
  scopes text[] not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, secret_hash),
  unique (tenant_id, name)
);

-- Failed sign-ins per account and per address (a hash of it), so that guessing is slow on every server at once.
create table sign_in_failure (
  tenant_id uuid not null references tenant,
  subject_hash bytea not null,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz not null,
  primary key (tenant_id, subject_hash)
);

-- The same POST sent again is answered again, not done again. The answer is sealed: it may hold a new secret.
create table idempotency_key (
  tenant_id uuid not null references tenant,
  actor_id uuid not null,
  key text collate "C" not null check (length(key) between 1 and 200),
  operation text not null,
  request_hash bytea not null,
  status smallint,
  answer bytea,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor_id, key)
);

-- Field names and ids only; old and new values of personal fields lie where the retention role may delete them.
create table audit (
  tenant_id uuid not null references tenant,
  id uuid not null,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'operator', 'worker', 'setup')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  object_kind text,
  object_id text,
  data jsonb not null default '{}',
  primary key (tenant_id, id)
);

select kontor_protect('company', 'tax_class', 'tax_rate', 'app_user', 'role', 'user_role', 'user_session', 'api_key',
  'sign_in_failure', 'idempotency_key', 'audit');
grant select, insert, update on company, tax_class, tax_rate, app_user, role, user_session, api_key, sign_in_failure,
  idempotency_key to kontor_app;
grant select, insert, update, delete on user_role to kontor_app;
grant delete on tax_rate, sign_in_failure to kontor_app;
grant select, insert on audit to kontor_app;
create policy retention on idempotency_key to kontor_retention using (true);
create policy retention on sign_in_failure to kontor_retention using (true);
create policy retention on user_session to kontor_retention using (true);
grant select, delete on idempotency_key, sign_in_failure, user_session to kontor_retention;
