-- Requesting again what a shop has: the wish, how far it has come, and what it did. And what days are counted by.

-- Worked off by the orders lane of its connection, in the order of asking; a run that was cut off goes on at `cursors`.
-- Its cursors are its own: those of the lane are never moved back by it.
create table again_request (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel_id uuid,
  way text not null check (way in ('since', 'single', 'relink', 'stored')),
  kinds text[] not null,
  from_at timestamptz,
  to_at timestamptz,
  theirs text[], -- single records by their ids; null: all of the time between
  asked_by text not null,
  asked_at timestamptz not null,
  run_id uuid, -- the run that works or worked on it last
  cursors jsonb not null default '{}', -- by kind: {resume, startedAt} while it is read, {done: true} after it
  figures jsonb not null default '{}',
  ended_at timestamptz,
  cancelled_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create index again_request_open on again_request (tenant_id, connection_id) where ended_at is null;
create index again_request_channel on again_request (tenant_id, channel_id) where channel_id is not null;
select kontor_protect('again_request');
grant select, insert, update on again_request to kontor_app;

-- What a shop counts per day is compared with what is here of that day.
create index ledger_day on ledger (tenant_id, connection_id, kind, occurred_at);

-- Months whose rows are all gone. Only empty ones: what must be kept longer keeps its month.
create function kontor_drop_empty_partitions(parent text, before timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '500ms' as $$
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
end $$;
revoke execute on function kontor_drop_empty_partitions from public;
grant execute on function kontor_drop_empty_partitions to kontor_retention;
