-- Places that were closed, letters about no object that nobody took, and what a system tells people: notices and tickets.

-- Who closed it: `here` a person, `there` the system. `rests`: our channel was on when it was closed, and is on again with the place.
-- `untaken_at`: the letter that says that it was closed was handed out again and again and never dropped.
alter table web_place
  add column closed_at timestamptz,
  add column closed_by text,
  add column closed_side text check (closed_side in ('here', 'there')),
  add column close_reason text,
  add column rests boolean not null default false,
  add column untaken_at timestamptz,
  add constraint web_place_closed check ((closed_at is null) = (closed_side is null));

alter table place_ask add column untaken_at timestamptz;

-- What a system wants a person to know. The same again, while it was not put away, is the same row.
create table channel_notice (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  place text collate "C" not null,
  severity text not null check (severity in ('info', 'warning', 'error')),
  text text not null,
  about_kind text check (about_kind in ('item', 'listing', 'order', 'order_line')),
  about_theirs text collate "C",
  content bytea not null,          -- of all that was posted
  times integer not null default 1,
  posted_at timestamptz not null,
  put_away_at timestamptz,
  put_away_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  check ((about_kind is null) = (about_theirs is null)),
  check ((put_away_at is null) = (put_away_by is null))
);
create unique index channel_notice_open on channel_notice (tenant_id, connection_id, content) where put_away_at is null;
create index channel_notice_connection on channel_notice (tenant_id, connection_id, id);

-- A conversation that the system leads.
create table ticket (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  place text collate "C" not null,
  their_id text collate "C" not null,
  topic text not null,
  subject text not null,
  about_kind text check (about_kind in ('item', 'listing', 'order', 'order_line')),
  about_theirs text collate "C",
  ledger_id uuid,                  -- the order that it is about, if it was here
  wants_reply boolean not null,    -- the last message does, and was not answered
  changed_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  primary key (tenant_id, id),
  unique (tenant_id, connection_id, place, their_id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  check ((about_kind is null) = (about_theirs is null)),
  check ((closed_at is null) = (closed_by is null))
);

-- `content`: of what was posted, so that the same message again is none. `said_by`: who of us answered; `sent_at`: the system has the answer.
create table ticket_message (
  tenant_id uuid not null,
  ticket_id uuid not null,
  id uuid not null,
  said_at timestamptz not null,
  role text not null check (role in ('buyer', 'seller', 'channel')),
  name text,
  text text not null,
  content bytea not null,
  said_by text,
  sent_at timestamptz,
  untaken_at timestamptz,
  primary key (tenant_id, ticket_id, id),
  unique (tenant_id, ticket_id, content),
  foreign key (tenant_id, ticket_id) references ticket (tenant_id, id) on delete cascade,
  check (said_by is not null or (sent_at is null and untaken_at is null))
);

create table ticket_file (
  tenant_id uuid not null,
  ticket_id uuid not null,
  hash bytea not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  posted_at timestamptz not null,
  primary key (tenant_id, ticket_id, hash, name),
  foreign key (tenant_id, ticket_id) references ticket (tenant_id, id) on delete cascade,
  foreign key (tenant_id, hash) references blob (tenant_id, hash)
);
create index ticket_ledger on ticket (tenant_id, ledger_id) where ledger_id is not null;
create index ticket_file_blob on ticket_file (tenant_id, hash);

-- A letter may carry an answer to a ticket, too.
alter table letter
  add column reply_id uuid,
  add constraint letter_of_one check (num_nonnulls(object_id, ask_id, reply_id) <= 1);

select kontor_protect('channel_notice', 'ticket', 'ticket_message', 'ticket_file');
grant select, insert, update on channel_notice, ticket, ticket_message to kontor_app;
grant select, insert, delete on ticket_file to kontor_app; -- deleted when a person is forgotten
create policy retention on ticket for all to kontor_retention using (true);
grant delete on ticket to kontor_retention;
grant select (changed_at) on ticket to kontor_retention;
create policy retention on channel_notice for all to kontor_retention using (true);
grant delete on channel_notice to kontor_retention;
grant select (posted_at) on channel_notice to kontor_retention;
create policy retention on ticket_file for select to kontor_retention using (true);
grant select (tenant_id, hash) on ticket_file to kontor_retention;
create policy retention on place_session for all to kontor_retention using (true);
grant delete on place_session to kontor_retention;
grant select (used_at, until_at) on place_session to kontor_retention;
