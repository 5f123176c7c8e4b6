-- What the import needs of items and customers. Both grow with the trade.

create table item (
  tenant_id uuid not null references tenant,
  id uuid not null,
  item_number text not null check (item_number <> ''),
  number_key text collate "C" not null, -- trimmed, lower case: what an order line is compared with second
  name text not null,
  kind text not null default 'simple' check (kind in ('simple', 'parent', 'child', 'kit')),
  gtin text,
  blocked boolean not null default false,
  tax_class_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, item_number),
  foreign key (tenant_id, tax_class_id) references tax_class (tenant_id, id)
);
create index item_number_key on item (tenant_id, number_key);

create table customer (
  tenant_id uuid not null references tenant,
  id uuid not null,
  customer_number text not null,
  name text not null,
  blocked boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, customer_number)
);

-- By what a customer is recognised (connection link; e-mail with last name; name, postcode, street): the first
-- to insert a key makes the customer, everyone else finds him.
create table customer_key (
  tenant_id uuid not null,
  key text collate "C" not null,
  customer_id uuid not null,
  primary key (tenant_id, key),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index customer_key_customer on customer_key (tenant_id, customer_id);

select kontor_protect('item', 'customer', 'customer_key');
grant select, insert, update on item, customer, customer_key to kontor_app;
