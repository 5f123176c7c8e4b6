-- Which runs of a connection failed within a day: read from the end, and never further than the day reaches.

create index sync_run_failed on sync_run (tenant_id, connection_id, ended_at desc) where state in ('failed', 'lost');
