-- The first import of a shop's catalogue: what the shop says of its objects, until they are made here, and why one was not.

alter table adoption drop constraint adoption_kind_check;
alter table adoption add constraint adoption_kind_check
  check (kind in ('item', 'category', 'manufacturer', 'characteristic', 'image'));
alter table adoption_reading drop constraint adoption_reading_kind_check;
alter table adoption_reading add constraint adoption_reading_kind_check
  check (kind in ('item', 'category', 'manufacturer', 'characteristic', 'image'));

alter table adoption
  add column record jsonb, -- all that the system says of it; taken away once it is linked or left alone
  add column made boolean not null default false, -- made here by the import
  add column notes jsonb; -- [{code, data}]: why it was not made, or what of it was left

-- What can be made, kind by kind.
create index adoption_record on adoption (tenant_id, connection_id, kind, id) where record is not null and state = 'theirs_only';
create index adoption_notes on adoption (tenant_id, connection_id, id) where notes is not null;
-- Whose child an item is, which category lies below which.
create index adoption_parent on adoption (tenant_id, connection_id, kind, parent);
-- What the system has not heard of, object by object.
create index adoption_untold on adoption (tenant_id, connection_id, kind, id) where state = 'adopted' and told_at is null;
