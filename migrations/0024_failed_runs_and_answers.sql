-- Which runs of a connection failed within a day: read from the end, and never further than the day reaches.

create index sync_run_failed on sync_run (tenant_id, connection_id, ended_at desc) where state in ('failed', 'lost');

-- The cancellation by which a request was accepted, where it cancels no more than was asked for: a shop that takes answers hears of
-- it as the answer.
alter table cancellation_request add cancellation_id uuid;
alter table cancellation_request add foreign key (tenant_id, cancellation_id) references order_cancellation (tenant_id, id);
