-- What an item is made of: children of a parent, parts of a kit. `rank` says which may lie in which: a parent −1, what is
-- bought and lies in a warehouse 0, a kit one more than the highest of its parts. So no kit is in itself.
alter table item
  add column rank smallint not null default 0,
  add column parent_id uuid,
  add column combination text collate "C", -- of a child: the ids of its values, sorted; each once under a parent
  add column sort integer not null default 0, -- of a child: its place under the parent
  add column parent_rank smallint generated always as (case when parent_id is not null then -1 end) stored;
update item set rank = case kind when 'parent' then -1 when 'kit' then 1 else 0 end where kind in ('parent', 'kit');
-- There was no verb that made them: a child of nobody is an item like others.
update item set kind = 'simple' where kind = 'child';
alter table item
  add constraint item_rank check ((kind = 'parent') = (rank = -1) and (kind = 'kit') = (rank > 0) and rank between -1 and 9),
  add constraint item_child check ((kind = 'child') = (parent_id is not null) and (parent_id is null) = (combination is null)),
  add constraint item_of_rank unique (tenant_id, id, rank),
  add constraint item_below_parent foreign key (tenant_id, parent_id, parent_rank) references item (tenant_id, id, rank);
create unique index item_combination on item (tenant_id, parent_id, combination) where parent_id is not null;

create table variation (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null, -- the parent
  name text not null check (name <> ''),
  sort integer not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, item_id, name),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);
create table variation_text (
  tenant_id uuid not null,
  variation_id uuid not null,
  language text collate "C" not null check (language <> ''),
  name text not null check (name <> ''),
  primary key (tenant_id, variation_id, language),
  foreign key (tenant_id, variation_id) references variation (tenant_id, id)
);
create table variation_value (
  tenant_id uuid not null,
  id uuid not null,
  variation_id uuid not null,
  name text not null check (name <> ''),
  sort integer not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, variation_id, name),
  unique (tenant_id, variation_id, id),
  foreign key (tenant_id, variation_id) references variation (tenant_id, id)
);
create table variation_value_text (
  tenant_id uuid not null,
  value_id uuid not null,
  language text collate "C" not null check (language <> ''),
  name text not null check (name <> ''),
  primary key (tenant_id, value_id, language),
  foreign key (tenant_id, value_id) references variation_value (tenant_id, id)
);
-- Which value a child has of each variation of its parent.
create table child_value (
  tenant_id uuid not null,
  item_id uuid not null,
  variation_id uuid not null,
  value_id uuid not null,
  primary key (tenant_id, item_id, variation_id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, variation_id, value_id) references variation_value (tenant_id, variation_id, id)
);
create index child_value_value on child_value (tenant_id, variation_id, value_id);

select kontor_protect('variation', 'variation_text', 'variation_value', 'variation_value_text', 'child_value');
grant select, insert, update, delete on variation, variation_text, variation_value, variation_value_text, child_value to kontor_app;
