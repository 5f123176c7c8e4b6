-- What the worker needs: lanes with their usual schedule, and which connections may be called.

-- A connection has all its lanes from the beginning: who claims one locks them all, because one process at a time works for
-- a connection. Work that goes out starts by what is due; the schedule is its safety net.
insert into sync_lane (tenant_id, connection_id, kind)
select c.tenant_id, c.id, k.kind from connection c cross join (values ('orders'), ('stock'), ('catalogue'), ('feedback')) as k (kind)
on conflict do nothing;
update sync_lane set every = case when kind in ('orders', 'feedback') then interval '5 minutes' else interval '15 minutes' end,
  next_at = now() where every is null;

-- The clock passes over what is locked, archived or refused, and knows in which zone a window lies.
create policy clock on connection for select to kontor_clock using (true);
grant select (tenant_id, id, time_zone, locked_at, archived_at, refused_code) on connection to kontor_clock;
