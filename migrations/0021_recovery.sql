-- After a restore from a backup: what a connection may not do yet, and what is left to be done by whom.

alter table connection
  add column recovering_at timestamptz, -- restored, and not yet finished by a person: nothing goes out, nothing is acknowledged
  add column restored_at timestamptz,   -- the last restore: what is older and has no link may be at the shop all the same
  add check (recovering_at is null or locked_at is not null);

-- One row per thing that a person has to do, or that has to be done for them, before the connection may go on.
create table recovery_step (
  tenant_id uuid not null references tenant,
  id uuid not null,
  step text not null check (step in ('orders', 'number')),
  connection_id uuid,      -- whose orders
  range_kind text,         -- which numbers
  backup_at timestamptz not null,
  opened_at timestamptz not null,
  -- The first number that the backup does not know: a key number of the connection, or of the range.
  first_no bigint not null check (first_no > 0),
  locked_by text,          -- the lock that the connection had before, which comes back when this is done
  lock_reason text,
  done_at timestamptz,
  done_by text,
  note jsonb not null default '{}', -- what was done: counts and numbers
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  check ((step = 'orders') = (connection_id is not null)),
  check ((step = 'number') = (range_kind is not null))
);
-- Not unique: a backup that was taken in a recovery brings steps of its own, with numbers of their own.
create index recovery_step_open on recovery_step (tenant_id, step, connection_id, range_kind) where done_at is null;

select kontor_protect('recovery_step');
grant select, insert, update on recovery_step to kontor_app;
