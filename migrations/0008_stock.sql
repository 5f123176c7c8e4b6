-- Stock: a sum of movements, and what of it is set aside.

create table warehouse (
  tenant_id uuid not null references tenant,
  id uuid not null,
  code text collate "C" not null check (code <> ''),
  name text not null check (name <> ''),
  priority integer not null default 0,              -- the lowest is taken from first
  lock_shipment boolean not null default false,     -- nothing leaves it
  lock_availability boolean not null default false, -- what lies in it is not offered
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);

-- One row per item and warehouse; changed only by the statement that inserts the movement or the allocation. Rows are
-- locked in the order of item, then warehouse.
create table stock_level (
  tenant_id uuid not null,
  item_id uuid not null,
  warehouse_id uuid not null,
  on_hand numeric not null default 0 check (on_hand >= 0),
  allocated numeric not null default 0,
  primary key (tenant_id, item_id, warehouse_id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, warehouse_id) references warehouse (tenant_id, id),
  check (allocated >= 0 and allocated <= on_hand)
) with (fillfactor = 70);

create table stock_movement (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  warehouse_id uuid not null,
  quantity numeric not null check (quantity <> 0),
  reason text not null check (reason in ('opening', 'receipt', 'delivery', 'adjustment', 'transfer', 'stocktaking', 'return')),
  cause_kind text,
  cause_id uuid,
  actor text not null,
  note text,
  at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, warehouse_id) references warehouse (tenant_id, id)
);
create index stock_movement_item on stock_movement (tenant_id, item_id, id desc);

select kontor_protect('warehouse', 'stock_level', 'stock_movement');
grant select, insert, update on warehouse, stock_level to kontor_app;
grant select, insert on stock_movement to kontor_app;

-- What staged web orders take from the offer; a line counts while its order is in the inbox.
alter table web_order_line add column staged boolean not null default true;
update web_order_line n set staged = false from web_order w
  where w.tenant_id = n.tenant_id and w.id = n.web_order_id and w.state <> 'staged';
drop index web_order_line_item;
create index web_order_line_staged on web_order_line (tenant_id, item_id) include (quantity) where staged and item_id is not null;
