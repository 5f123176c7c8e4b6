-- Why stock is adjusted, what each movement comes of, counting of stock; only what can lie somewhere has stock.

-- Reasons that people choose for an adjustment.
create table adjustment_reason (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

-- Each movement names what it came of; movements of one act share it.
update stock_movement set cause_kind = 'booking', cause_id = id where cause_kind is null or cause_id is null;
alter table stock_movement
  alter column cause_kind set default 'booking',
  alter column cause_kind set not null,
  alter column cause_id set default gen_random_uuid(),
  alter column cause_id set not null,
  add column adjustment_reason_id uuid,
  add foreign key (tenant_id, adjustment_reason_id) references adjustment_reason (tenant_id, id);
create index stock_movement_cause on stock_movement (tenant_id, cause_kind, cause_id);
create index stock_movement_warehouse on stock_movement (tenant_id, warehouse_id, id desc);

-- A parent and a kit have no stock of their own, and what has stock becomes neither.
alter table stock_level
  add column item_rank smallint not null generated always as (0) stored,
  add constraint stock_level_of_own foreign key (tenant_id, item_id, item_rank) references item (tenant_id, id, rank);

create table stocktaking (
  tenant_id uuid not null,
  id uuid not null,
  warehouse_id uuid not null,
  name text not null check (name <> ''),
  state text not null default 'open' check (state in ('open', 'closed', 'cancelled')),
  started_at timestamptz not null default now(),
  started_by text not null,
  ended_at timestamptz,
  ended_by text,
  note text not null default '',
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, warehouse_id) references warehouse (tenant_id, id),
  check ((state = 'open') = (ended_at is null))
);
-- A warehouse is counted by one stocktaking at a time.
create unique index stocktaking_open on stocktaking (tenant_id, warehouse_id) where state = 'open';
-- What was counted of an item, and what the books said at that moment; the difference is booked when the stocktaking is closed.
create table stocktaking_line (
  tenant_id uuid not null,
  stocktaking_id uuid not null,
  item_id uuid not null,
  counted numeric check (counted >= 0),   -- null: still to be counted
  book_quantity numeric,                  -- on hand when it was counted
  counted_at timestamptz,
  counted_by text,
  movement_id uuid,                       -- the difference as it was booked; null: none, or not closed yet
  primary key (tenant_id, stocktaking_id, item_id),
  foreign key (tenant_id, stocktaking_id) references stocktaking (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, movement_id) references stock_movement (tenant_id, id),
  check (num_nonnulls(counted, book_quantity, counted_at, counted_by) in (0, 4))
);
create index stocktaking_line_item on stocktaking_line (tenant_id, item_id);

select kontor_protect('adjustment_reason', 'stocktaking', 'stocktaking_line');
grant select, insert, update on adjustment_reason, stocktaking, stocktaking_line to kontor_app;
