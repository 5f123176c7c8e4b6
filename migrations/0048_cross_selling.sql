-- Cross-selling: what is shown beside an item, in groups ("Accessories", "Goes with it").

create table cross_selling_group (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  sort integer not null default 0 check (sort >= 0),
  version integer not null default 1,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
create table cross_selling_group_text (
  tenant_id uuid not null,
  group_id uuid not null,
  language text collate "C" not null check (language <> ''),
  name text not null check (name <> ''),
  description text not null default '',
  primary key (tenant_id, group_id, language),
  foreign key (tenant_id, group_id) references cross_selling_group (tenant_id, id)
);

-- An item beside another: once per group, each at a place of its own, never beside itself.
create table item_cross_selling (
  tenant_id uuid not null,
  item_id uuid not null,
  group_id uuid not null,
  other_id uuid not null,
  place integer not null check (place between 1 and 100),
  primary key (tenant_id, item_id, group_id, other_id),
  unique (tenant_id, item_id, group_id, place),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, group_id) references cross_selling_group (tenant_id, id),
  foreign key (tenant_id, other_id) references item (tenant_id, id),
  check (item_id <> other_id)
);
create index item_cross_selling_other on item_cross_selling (tenant_id, other_id);
create index item_cross_selling_group on item_cross_selling (tenant_id, group_id);

-- What is shown beside an item is told to channels as an object of its own, where they take it so.
alter table due drop constraint due_kind_check, add constraint due_kind_check check (kind in ('category', 'manufacturer',
  'characteristic', 'item', 'price', 'stock', 'image', 'cross_selling', 'order_status', 'delivery', 'payment', 'refund', 'cancellation',
  'cancellation_answer', 'return'));
alter table sweep drop constraint sweep_kind_check, add constraint sweep_kind_check check (kind in ('category', 'manufacturer',
  'characteristic', 'item', 'price', 'stock', 'image', 'cross_selling', 'order_status'));
alter table channel_object drop constraint channel_object_kind_check, add constraint channel_object_kind_check check (kind in ('category',
  'manufacturer', 'characteristic', 'item', 'image', 'cross_selling', 'order', 'delivery', 'payment', 'refund', 'cancellation',
  'cancellation_answer', 'return'));

select kontor_protect('cross_selling_group', 'cross_selling_group_text', 'item_cross_selling');
grant select, insert, update, delete on cross_selling_group, cross_selling_group_text, item_cross_selling to kontor_app;
