-- What operators and merchants see and set: thresholds of disturbances, messages that stay until they are sent, and what waits
-- for a system to take it or to answer.

-- From when on something counts as a disturbance; what is not set is as usual (`src/channels/alertSettings.ts`).
create table alert_settings (
  tenant_id uuid primary key references tenant,
  settings jsonb not null default '{}'
);
select kontor_protect('alert_settings');
grant select, insert, update on alert_settings to kontor_app;

-- A message stays until it is sent: tried again at `next_at`, later each time.
alter table alert_message add column next_at timestamptz not null default '-infinity';
alter table alert_message alter column next_at drop default;
drop index alert_message_open;
create index alert_message_open on alert_message (tenant_id, next_at) where sent_at is null;

-- Since when an answer is waited for, and by which id the waiting is named; both say nothing where there is no ticket.
alter table channel_object add column ticket_id uuid, add column ticket_at timestamptz;
update channel_object set ticket_id = gen_random_uuid(), ticket_at = now() where ticket is not null;
create index channel_object_ticket on channel_object (tenant_id, ticket_id) where ticket is not null;
create index letter_id on letter (tenant_id, id);

-- When a channel last took something of a kind. A connection's lanes say when they last ran well, which is not the same: a run
-- that ends well may have had nothing for one of several channels, or only refusals.
create table channel_success (
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text collate "C" not null,
  at timestamptz not null,
  primary key (tenant_id, channel_id, kind),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
select kontor_protect('channel_success');
grant select, insert, update on channel_success to kontor_app;
