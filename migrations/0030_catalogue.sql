-- What is said of items and categories: identifiers, measures, texts per channel, attributes, characteristics, manufacturers.

-- GTIN-8, -12, -13 or -14, ten or fewer digits are none: digits with the right check digit. Null: nothing is said.
create function kontor_is_gtin(code text) returns boolean language sql immutable parallel safe
  return code ~ '^(\d{8}|\d{12,14})$' and (
    select sum((substr(lpad(code, 14, '0'), at, 1))::int * case when at % 2 = 1 then 3 else 1 end) % 10 = 0
    from generate_series(1, 14) as at);

create table manufacturer (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  url text,
  version integer not null default 1,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
create table manufacturer_text (
  tenant_id uuid not null,
  manufacturer_id uuid not null,
  language text collate "C" not null check (language <> ''),
  description text not null default '',
  primary key (tenant_id, manufacturer_id, language),
  foreign key (tenant_id, manufacturer_id) references manufacturer (tenant_id, id)
);

alter table item
  add column own_number text check (own_number <> ''),          -- a further identifier, free
  add column manufacturer_id uuid,
  add column shipping_weight numeric check (shipping_weight >= 0), -- kg, packed; null: as weight
  add column length numeric check (length >= 0),                -- cm
  add column width numeric check (width >= 0),
  add column height numeric check (height >= 0),
  add column unit text not null default '',                     -- in which it is sold: Stk, m, Paar
  -- Base price: one sold unit holds `content` of `content_unit`; the price is shown per `base_amount` of `base_unit`.
  add column content numeric check (content > 0),
  add column content_unit text check (content_unit in ('mg', 'g', 'kg', 'ml', 'cl', 'l', 'm3', 'mm', 'cm', 'm', 'm2', 'piece')),
  add column base_amount numeric check (base_amount > 0),
  add column base_unit text check (base_unit in ('mg', 'g', 'kg', 'ml', 'cl', 'l', 'm3', 'mm', 'cm', 'm', 'm2', 'piece')),
  add foreign key (tenant_id, manufacturer_id) references manufacturer (tenant_id, id),
  add constraint item_content check (num_nonnulls(content, content_unit) in (0, 2)),
  add constraint item_base check (num_nonnulls(base_amount, base_unit) = 0 or (num_nonnulls(base_amount, base_unit) = 2 and content is not null));
-- What stood in the field and is no GTIN stays, where it may stand.
update item set own_number = nullif(gtin, ''), gtin = null where not kontor_is_gtin(gtin);
alter table item add constraint item_gtin check (kontor_is_gtin(gtin));
create index item_by_gtin on item (tenant_id, gtin) where gtin is not null;
create index item_manufacturer on item (tenant_id, manufacturer_id) where manufacturer_id is not null;

-- What search engines and addresses of a shop want of a text.
alter table item_text
  add column path text not null default '',
  add column meta_title text not null default '',
  add column meta_description text not null default '',
  add column meta_keywords text not null default '';
alter table category_text
  add column path text not null default '',
  add column meta_title text not null default '',
  add column meta_description text not null default '',
  add column meta_keywords text not null default '';

-- Texts of an item at one channel. '' in a field: as elsewhere.
create table item_channel_text (
  tenant_id uuid not null,
  channel_id uuid not null,
  item_id uuid not null,
  language text collate "C" not null check (language <> ''),
  name text not null default '',
  description text not null default '',
  short_description text not null default '',
  path text not null default '',
  meta_title text not null default '',
  meta_description text not null default '',
  meta_keywords text not null default '',
  primary key (tenant_id, channel_id, item_id, language),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);
create index item_channel_text_item on item_channel_text (tenant_id, item_id);

-- Texts of a category at one channel, and whether it is shown there. No row: as everywhere.
create table category_channel (
  tenant_id uuid not null,
  channel_id uuid not null,
  category_id uuid not null,
  active boolean not null,
  primary key (tenant_id, channel_id, category_id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, category_id) references category (tenant_id, id)
);
create index category_channel_category on category_channel (tenant_id, category_id);
create table category_channel_text (
  tenant_id uuid not null,
  channel_id uuid not null,
  category_id uuid not null,
  language text collate "C" not null check (language <> ''),
  name text not null default '',
  description text not null default '',
  path text not null default '',
  meta_title text not null default '',
  meta_description text not null default '',
  meta_keywords text not null default '',
  primary key (tenant_id, channel_id, category_id, language),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, category_id) references category (tenant_id, id)
);
create index category_channel_text_category on category_channel_text (tenant_id, category_id);

-- In which languages a channel is told texts. '{}': in all that an item has, and in the company's.
alter table channel add column languages text[] not null default '{}';

-- No category lies below itself: each is one level below its parent, and a level has an end. A move takes along what lies below.
alter table category
  add column parent_level integer,
  add column level integer generated always as (coalesce(parent_level, -1) + 1) stored;
with recursive tree as (
  select tenant_id, id, 0 as depth from category where parent_id is null
  union all
  select c.tenant_id, c.id, t.depth + 1 from tree t join category c on c.tenant_id = t.tenant_id and c.parent_id = t.id)
update category c set parent_level = t.depth - 1 from tree t where t.tenant_id = c.tenant_id and t.id = c.id and t.depth > 0;
alter table category
  add constraint category_place unique (tenant_id, id, level),
  add constraint category_has_level check ((parent_id is null) = (parent_level is null)),
  add constraint category_depth check (parent_level between 0 and 62),
  add constraint category_below_parent foreign key (tenant_id, parent_id, parent_level) references category (tenant_id, id, level)
    on update cascade;

-- What can be said of any item in a word. `sent`: channels are told; else it is a field of our own.
create table attribute (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  sent boolean not null default true,
  translated boolean not null default false,
  kind text not null default 'text' check (kind in ('text', 'number', 'flag', 'date')),
  sort integer not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
create table item_attribute (
  tenant_id uuid not null,
  item_id uuid not null,
  attribute_id uuid not null,
  language text collate "C" not null default '', -- '': of an attribute that is not translated
  value text not null check (value <> ''),
  primary key (tenant_id, item_id, attribute_id, language),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, attribute_id) references attribute (tenant_id, id)
);
create index item_attribute_attribute on item_attribute (tenant_id, attribute_id);

-- What shops filter by: a characteristic has values that it knows, an item any of them.
create table characteristic (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  sort integer not null default 0,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
create table characteristic_text (
  tenant_id uuid not null,
  characteristic_id uuid not null,
  language text collate "C" not null check (language <> ''),
  name text not null check (name <> ''),
  primary key (tenant_id, characteristic_id, language),
  foreign key (tenant_id, characteristic_id) references characteristic (tenant_id, id)
);
create table characteristic_value (
  tenant_id uuid not null,
  id uuid not null,
  characteristic_id uuid not null,
  name text not null check (name <> ''),
  sort integer not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, characteristic_id, name),
  foreign key (tenant_id, characteristic_id) references characteristic (tenant_id, id)
);
create table characteristic_value_text (
  tenant_id uuid not null,
  value_id uuid not null,
  language text collate "C" not null check (language <> ''),
  name text not null check (name <> ''),
  primary key (tenant_id, value_id, language),
  foreign key (tenant_id, value_id) references characteristic_value (tenant_id, id)
);
create table item_characteristic (
  tenant_id uuid not null,
  item_id uuid not null,
  value_id uuid not null,
  primary key (tenant_id, item_id, value_id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, value_id) references characteristic_value (tenant_id, id)
);
create index item_characteristic_value on item_characteristic (tenant_id, value_id);

-- Manufacturers, characteristics and images are told to channels as objects of their own.
alter table due drop constraint due_kind_check, add constraint due_kind_check check (kind in ('category', 'manufacturer',
  'characteristic', 'item', 'price', 'stock', 'image', 'order_status', 'delivery', 'payment', 'refund', 'cancellation',
  'cancellation_answer', 'return'));
alter table sweep drop constraint sweep_kind_check, add constraint sweep_kind_check check (kind in ('category', 'manufacturer',
  'characteristic', 'item', 'price', 'stock', 'image', 'order_status'));
alter table channel_object drop constraint channel_object_kind_check, add constraint channel_object_kind_check check (kind in ('category',
  'manufacturer', 'characteristic', 'item', 'image', 'order', 'delivery', 'payment', 'refund', 'cancellation', 'cancellation_answer', 'return'));

select kontor_protect('manufacturer', 'manufacturer_text', 'item_channel_text', 'category_channel', 'category_channel_text', 'attribute',
  'item_attribute', 'characteristic', 'characteristic_text', 'characteristic_value', 'characteristic_value_text', 'item_characteristic');
grant select, insert, update on manufacturer, attribute, characteristic, characteristic_value to kontor_app;
grant delete on characteristic_value to kontor_app;
grant select, insert, update, delete on manufacturer_text, item_channel_text, category_channel, category_channel_text, item_attribute,
  characteristic_text, characteristic_value_text, item_characteristic to kontor_app;
