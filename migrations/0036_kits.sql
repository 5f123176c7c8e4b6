-- Kits: their parts, what orders of them take from stock, and who gets what is scarce.

-- Parts of a kit. Each lies below it in rank, so no kit is in itself; a parent (−1) is in none.
create table kit_part (
  tenant_id uuid not null,
  kit_id uuid not null,
  part_id uuid not null,
  quantity numeric not null check (quantity > 0), -- in one kit
  sort integer not null default 0,
  kit_rank smallint not null,
  part_rank smallint not null,
  primary key (tenant_id, kit_id, part_id),
  foreign key (tenant_id, kit_id, kit_rank) references item (tenant_id, id, rank) on update cascade,
  foreign key (tenant_id, part_id, part_rank) references item (tenant_id, id, rank) on update cascade,
  check (part_rank >= 0 and part_rank < kit_rank)
);
create index kit_part_part on kit_part (tenant_id, part_id);

-- The same down to what lies in a warehouse, so that quantities are one join: written by the verb that writes the parts.
create table kit_content (
  tenant_id uuid not null,
  kit_id uuid not null,
  item_id uuid not null,
  quantity numeric not null check (quantity > 0),
  primary key (tenant_id, kit_id, item_id),
  foreign key (tenant_id, kit_id) references item (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);
create index kit_content_item on kit_content (tenant_id, item_id) include (quantity);

-- What a line of a kit takes from stock, as the kit was when it was ordered. `open_quantity` follows the line.
create table sales_order_part (
  tenant_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  item_id uuid not null,
  per_kit numeric not null check (per_kit > 0),
  open_quantity numeric not null default 0 check (open_quantity >= 0),
  allocated numeric not null default 0 check (allocated >= 0),
  primary key (tenant_id, order_id, line_no, item_id),
  foreign key (tenant_id, order_id, line_no) references sales_order_line (tenant_id, order_id, line_no),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  check (allocated <= open_quantity)
);
create index sales_order_part_open on sales_order_part (tenant_id, item_id) include (open_quantity, allocated) where open_quantity > 0;

-- Of a kit a line has several items set aside.
alter table allocation
  drop constraint allocation_pkey,
  add primary key (tenant_id, order_id, line_no, item_id, warehouse_id);

-- Which item of a kit went out of the warehouse with a delivery is said by its movements; how many of which were sold in kits too.

-- Who gets what is scarce: the higher priority, then the older order; or who has paid, then the higher priority, then the older.
alter table sales_order add column priority smallint not null default 0 check (priority between -9 and 9);
create table stock_rule (
  tenant_id uuid not null references tenant,
  served_first text not null default 'oldest' check (served_first in ('oldest', 'paid')),
  primary key (tenant_id)
);

-- May be sold without stock at this channel too (the item's own switch must be on); what is told of an item whose stock nobody keeps.
alter table item_channel add column oversell boolean not null default true;
alter table channel add column unlimited_quantity numeric check (unlimited_quantity >= 0); -- null: what lies there

select kontor_protect('kit_part', 'kit_content', 'sales_order_part', 'stock_rule');
grant select, insert, update, delete on kit_part, kit_content to kontor_app;
grant select, insert, update on sales_order_part, stock_rule to kontor_app;
