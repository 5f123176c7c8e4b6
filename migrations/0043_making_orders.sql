-- Orders that are made here, edited, split and merged; and quotations, out of which orders are made.

alter table number_range
  drop constraint number_range_kind_check,
  add constraint number_range_kind_check check (kind in ('order', 'delivery', 'customer', 'quotation', 'return'));

-- When what was ordered was changed here: the lines are not those that came any more. Null: as it was made.
alter table sales_order add column edited_at timestamptz;
-- An order of an external number is made once, however often it is asked for.
create unique index sales_order_made_once on sales_order (tenant_id, channel_id, external_number) nulls not distinct
  where web_order_id is null and external_number is not null and split_from is null;
-- Lines that were taken out before anything was delivered or cancelled of them; history keeps what they said.
grant delete on sales_order_line, sales_order_part to kontor_app;

-- What the order's version was after an event: who edits finds out what others did since he looked. 0: unknown.
alter table sales_order_history add column version integer not null default 0;

-- Old and new values of fields that tell of a person; history has their names. May be forgotten.
create table sales_order_edit_value (
  tenant_id uuid not null,
  order_id uuid not null,
  event_id uuid not null,
  field text not null,
  before jsonb,
  after jsonb,
  primary key (tenant_id, order_id, event_id, field),
  foreign key (tenant_id, order_id, event_id) references sales_order_history (tenant_id, order_id, id)
);

-- A channel's total may differ from its lines by so much, in the order's currency: then the difference is a line of its own.
create table total_rule (
  tenant_id uuid not null references tenant,
  difference_tolerance numeric not null default 0.02 check (difference_tolerance >= 0),
  primary key (tenant_id)
);

-- A person accepted that the shop's total differs: the difference is a line.
alter table web_order_line
  drop constraint web_order_line_kind_check,
  add constraint web_order_line_kind_check check (kind in
    ('item', 'shipping', 'payment', 'discount', 'voucher', 'surcharge', 'custom', 'difference'));

-- What was offered to a customer, without any effect on stock.
create table quotation (
  tenant_id uuid not null,
  id uuid not null,
  quotation_number text collate "C" not null check (quotation_number <> ''),
  company_id uuid not null,
  customer_id uuid not null,
  customer_name text not null,
  placed_at timestamptz not null,
  valid_until date,                      -- the last day, the company's; null: without end
  currency char(3) not null references currency,
  prices_gross boolean not null,
  total_gross numeric not null,
  total_minor bigint not null,
  total_net numeric,
  tax_sums jsonb,
  tax_treatment text check (tax_treatment in ('domestic', 'eu_consumer', 'reverse_charge', 'export', 'small_business')),
  tax_country char(2) references country (code),
  customer_vat_id text,
  country char(2),
  billing jsonb,
  shipping jsonb,
  payment_method text not null default '',
  shipping_method text not null default '',
  language text,
  customer_note text not null default '',
  note text not null default '',
  order_id uuid,                         -- the order that was made of it, once
  ordered_at timestamptz,
  declined_at timestamptz,
  decline_reason text not null default '',
  version integer not null default 1,
  made_at timestamptz not null default now(),
  made_by text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, quotation_number),
  foreign key (tenant_id, company_id) references company (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  check ((order_id is null) = (ordered_at is null))
);
create index quotation_customer on quotation (tenant_id, customer_id);
create index quotation_order on quotation (tenant_id, order_id) where order_id is not null;

create table quotation_line (
  tenant_id uuid not null,
  quotation_id uuid not null,
  line_no integer not null check (line_no > 0),
  kind text not null check (kind in ('item', 'shipping', 'payment', 'discount', 'voucher', 'surcharge', 'custom', 'difference')),
  item_id uuid,
  sku text,
  name text not null,
  quantity numeric not null,
  unit_net numeric,
  unit_gross numeric,
  discount_percent numeric check (discount_percent >= 0 and discount_percent <= 100),
  tax_class_id uuid,
  tax_rate numeric,
  net numeric,
  gross numeric,
  note text not null default '',
  primary key (tenant_id, quotation_id, line_no),
  foreign key (tenant_id, quotation_id) references quotation (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, tax_class_id) references tax_class (tenant_id, id),
  check (kind <> 'item' or (item_id is not null and quantity > 0))
);
create index quotation_line_item on quotation_line (tenant_id, item_id) where item_id is not null;

-- Orders come by CSV too.
alter table csv_template
  drop constraint csv_template_kind_check,
  add constraint csv_template_kind_check check (kind in ('item', 'price', 'stock', 'category', 'order'));
alter table csv_import
  drop constraint csv_import_kind_check,
  add constraint csv_import_kind_check check (kind in ('item', 'price', 'stock', 'category', 'order'));

select kontor_protect('sales_order_edit_value', 'total_rule', 'quotation', 'quotation_line');
grant select, insert on sales_order_edit_value to kontor_app;
grant select, insert, update on total_rule, quotation to kontor_app;
grant select, insert, update, delete on quotation_line to kontor_app;
create policy retention on sales_order_edit_value to kontor_retention using (true);
grant select, delete on sales_order_edit_value to kontor_retention;
