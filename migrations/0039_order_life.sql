-- What an order's whole life needs of its tables: more ways to arrive, axes of their own, the document's own sums and taxes, delivery
-- notes that are not shipped yet or were taken back.

alter table sales_order
  drop constraint sales_order_kind_check,
  add constraint sales_order_kind_check check (kind in
    ('shop', 'marketplace', 'connector', 'instant', 'customer', 'csv', 'api', 'exchange')),
  drop constraint sales_order_delivery_state_check,
  add constraint sales_order_delivery_state_check check (delivery_state in
    ('open', 'partly_delivered', 'delivered', 'partly_shipped', 'shipped', 'completed')),
  -- Its marketplace has not released it: stock is set aside, nothing may be delivered.
  add column pending boolean not null default false,
  -- Moves with documents, which come later.
  add column invoice_state text not null default 'none' check (invoice_state in ('none', 'part', 'full')),
  -- Which of net and gross of a line is the price, and which follows from it.
  add column prices_gross boolean not null default true,
  -- Why these rates: null where the channel said the rates.
  add column tax_treatment text check (tax_treatment in
    ('domestic', 'eu_consumer', 'reverse_charge', 'export', 'small_business')),
  add column tax_country char(2) references country (code),
  add column customer_vat_id text,
  add column total_net numeric,
  -- The document's sums by rate: [{"rate", "net", "tax", "gross"}], decimals as text, rounded once; null where the channel's total stands alone.
  add column tax_sums jsonb,
  -- Split from, merged into, made in exchange for goods of, or made out of another document.
  add column split_from uuid,
  add column merged_into uuid,
  add column exchange_for uuid,
  add foreign key (tenant_id, split_from) references sales_order (tenant_id, id),
  add foreign key (tenant_id, merged_into) references sales_order (tenant_id, id),
  add foreign key (tenant_id, exchange_for) references sales_order (tenant_id, id),
  alter column list_state set expression as (case
    when cancelled_at is not null then 'cancelled'
    when delivery_state in ('shipped', 'completed') then 'shipped'
    when delivery_state in ('partly_delivered', 'delivered', 'partly_shipped') then 'in_progress'
    else 'open' end);
create index sales_order_split on sales_order (tenant_id, split_from) where split_from is not null;
create index sales_order_merged on sales_order (tenant_id, merged_into) where merged_into is not null;
create index sales_order_exchange on sales_order (tenant_id, exchange_for) where exchange_for is not null;

alter table sales_order_line
  drop constraint sales_order_line_kind_check,
  add constraint sales_order_line_kind_check check (kind in
    ('item', 'shipping', 'payment', 'discount', 'voucher', 'surcharge', 'custom', 'difference')),
  add column discount_percent numeric check (discount_percent >= 0 and discount_percent <= 100),
  add column tax_class_id uuid,
  add column note text not null default '',
  -- The document's amounts of the line, rounded once; null where the channel gave only unit prices.
  add column net numeric,
  add column gross numeric,
  add foreign key (tenant_id, tax_class_id) references tax_class (tenant_id, id);

-- A delivery note may lie packed for a while, and may be taken back: then its goods are where they were.
alter table delivery
  alter column shipped_at drop not null,
  add column reversed_at timestamptz,
  add column reversed_by text,
  add column reverse_reason text,
  add check ((reversed_at is null) = (reversed_by is null));
create index delivery_unshipped on delivery (tenant_id, id) where shipped_at is null and reversed_at is null;
