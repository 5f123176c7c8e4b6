-- Systems that call us: places that are opened by signing in there, what a person asks a system for, letters about no object.

-- When a place was opened and changed; `closed_for_good`: we closed it, and it is not opened again.
alter table web_place
  add column opened_at timestamptz,
  add column changed_at timestamptz,
  add column closed_for_good boolean not null default false;
update web_place set opened_at = seen_at, changed_at = seen_at;
alter table web_place
  alter column opened_at set not null,
  alter column changed_at set not null;

-- A person was sent to a page of the system to open a place, or to change one; the system posts the session when that is done.
create table place_session (
  tenant_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  purpose text not null check (purpose in ('open', 'change')),
  place text collate "C",       -- of 'change'
  made_at timestamptz not null,
  made_by text not null,
  until_at timestamptz not null,
  used_by text collate "C",     -- the place that used it up
  used_at timestamptz,
  primary key (tenant_id, connection_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id),
  check ((purpose = 'change') = (place is not null)),
  check ((used_by is null) = (used_at is null))
);

-- What a person asked a system for, for one place. Asked again before it was answered it is the same row.
create table place_ask (
  tenant_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  name text not null,
  place text collate "C" not null,
  asked_at timestamptz not null,
  asked_by text not null,
  answered_at timestamptz,
  primary key (tenant_id, connection_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);
create unique index place_ask_open on place_ask (tenant_id, connection_id, name, place) where answered_at is null;

-- A letter says something of an object, or carries an ask, or says that a place was closed.
alter table letter
  alter column kind drop not null,
  alter column object_kind drop not null,
  alter column object_id drop not null,
  alter column sent drop not null,
  add column ask_id uuid,
  add constraint letter_of_object check ((object_id is null) = (kind is null) and (object_id is null) = (object_kind is null)
    and (object_id is null) = (sent is null) and (object_id is null or ask_id is null));

select kontor_protect('place_session', 'place_ask');
grant select, insert, update, delete on place_session to kontor_app;
grant select, insert, update on place_ask to kontor_app;
