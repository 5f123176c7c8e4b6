-- Complete synchronisations that can be paused and go on where they were; previews of what would be sent; the journal of
-- what was sent.

-- A complete synchronisation walks beside wide changes: those flow on while it is on or paused.
alter table sweep drop constraint sweep_pkey, add primary key (tenant_id, channel_id, kind, complete);
alter table sweep
  add column told uuid[] not null default '{}',            -- of the step at hand: what was sent and answered; a crash repeats one call
  add column leftovers boolean not null default false,     -- the second walk: what they have of us and should not have any more
  add column estimated boolean not null default false,     -- `total` is the planner's guess
  add column work_ms bigint not null default 0,            -- time spent on `done`, over all runs
  add column run_id uuid,                                  -- the person's run that asked for it
  add column paused_at timestamptz,
  add column paused_by text,
  add constraint sweep_pause check ((paused_at is null) = (paused_by is null));
grant select (complete, paused_at) on sweep to kontor_clock;

-- What a synchronisation would send, object by object; forgotten after a day.
create table sync_preview (
  tenant_id uuid not null,
  run_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  kind text not null,
  object_id uuid not null,
  name text not null,
  action text not null check (action in ('new', 'changed', 'again', 'removed', 'held', 'refused', 'waits')),
  code text,
  detail text,
  changes jsonb not null default '[]', -- [{aspect, field, before, after}]
  hash uuid not null,
  made_at timestamptz not null,
  primary key (tenant_id, run_id, id),
  foreign key (tenant_id, run_id) references sync_run (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);

-- One row per object and call: what was sent to whom by which run, and what they answered. Appended, dropped by month.
create table journal (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  channel_id uuid not null,
  run_id uuid,
  call_id uuid not null,       -- objects of one call have it in common
  operation text not null,     -- send, bulk, remove, find, results
  called text not null,        -- the kind of the call: an item where a price is not taken alone
  in_call integer not null,    -- so many objects were in it
  ms integer,
  kind text not null,
  object text not null,
  object_id uuid not null,
  result text not null check (result in ('accepted', 'pending', 'rejected', 'unknown', 'unsent', 'divided')),
  code text,
  field text,
  text text,
  theirs text collate "C",
  hash uuid,
  fields jsonb,                -- per aspect what differed from what was accepted before; of orders the names alone
  primary key (tenant_id, id, at),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
) partition by range (at);
create index journal_object on journal (tenant_id, object_id, id);
create index journal_channel on journal (tenant_id, channel_id, id);
create table journal_other partition of journal default;

-- Every table that is divided by time gets its months; which tables these are is in the catalogue.
create or replace function kontor_make_partitions(ahead integer default 14) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;
select kontor_make_partitions();

-- Drops the months of the journal that ended so many days ago; what the default partition holds of that time is deleted.
create function kontor_drop_journal(days integer default 90) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
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
end $$;
revoke execute on function kontor_drop_journal from public;
grant execute on function kontor_drop_journal to kontor_retention;

select kontor_protect('sync_preview', 'journal');
grant select, insert on sync_preview, journal to kontor_app;
create policy retention on sync_preview to kontor_retention using (true);
grant select (made_at), delete on sync_preview to kontor_retention;
