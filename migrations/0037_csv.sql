-- CSV in and out: how columns are read, what a file did, and each row of it that was not taken.

create table csv_template (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  kind text not null check (kind in ('item', 'price', 'stock', 'category')),
  settings jsonb not null, -- encoding, separator, quote, decimal sign, first row, identification, columns with field, prefix, suffix, default
  version integer not null default 1,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

-- One reading of one file. It goes on at `done_rows` after a crash: that and the rows are written in the same transaction.
create table csv_import (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('item', 'price', 'stock', 'category')),
  file_name text not null,
  file_hash bytea,         -- null: forgotten after its time, with its rows
  settings jsonb not null, -- as they were found and chosen for this file
  dry_run boolean not null,
  of_import_id uuid,       -- the dry run that this one does in earnest
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  code text,               -- why it failed
  data jsonb,
  total_rows integer,
  done_rows integer not null default 0,
  at_row integer not null default 0,    -- as the file counts them, with header and blank lines
  done_bytes bigint not null default 0, -- of the file: where the next row begins
  new_count integer not null default 0,
  changed_count integer not null default 0,
  unchanged_count integer not null default 0,
  refused_count integer not null default 0,
  asked_at timestamptz not null default now(),
  asked_by text not null,
  asked_kind text not null check (asked_kind in ('user', 'api_key', 'operator', 'worker', 'setup')),
  asked_id uuid,           -- whose rights are looked at again while it works
  held_until timestamptz,  -- somebody is at it: nobody else is, before
  holder text,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, file_hash) references blob (tenant_id, hash),
  foreign key (tenant_id, of_import_id) references csv_import (tenant_id, id),
  check (done_rows = new_count + changed_count + unchanged_count + refused_count)
);
create index csv_import_file on csv_import (tenant_id, file_hash);
create index csv_import_open on csv_import (tenant_id, asked_at) where state in ('waiting', 'running');

-- Rows with something to say: refused ones with the reason and as they stood in the file, changed ones with old and new (dry run).
create table csv_import_row (
  tenant_id uuid not null,
  import_id uuid not null,
  row_no integer not null check (row_no > 0),
  did text not null check (did in ('new', 'changed', 'refused')),
  object text,        -- number or name by which the row names its object
  code text,
  data jsonb,
  source text,        -- the bytes of a refused row as text
  differences jsonb,  -- [{field, before, after}]
  primary key (tenant_id, import_id, row_no),
  foreign key (tenant_id, import_id) references csv_import (tenant_id, id)
);
create index csv_import_row_refused on csv_import_row (tenant_id, import_id, row_no) where did = 'refused';

select kontor_protect('csv_template', 'csv_import', 'csv_import_row');
grant select, insert, update, delete on csv_template to kontor_app;
grant select, insert, update on csv_import to kontor_app;
grant select, insert on csv_import_row to kontor_app;
create policy retention on csv_import to kontor_retention using (true);
create policy retention on csv_import_row to kontor_retention using (true);
create policy clock on csv_import for select to kontor_clock using (true);
grant select (tenant_id, id, ended_at, file_hash), update (file_hash) on csv_import to kontor_retention;
grant select (tenant_id, id, state, held_until) on csv_import to kontor_clock;
grant select, delete on csv_import_row to kontor_retention;
