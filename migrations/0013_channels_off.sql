-- What a channel that is switched off has to be told waits until it is on again: it is no work. The clock sees which are on.
create policy clock on channel for select to kontor_clock using (true);
grant select (tenant_id, id, connection_id, active) on channel to kontor_clock;
grant select (channel_id) on due, sweep to kontor_clock;
