-- Lists of orders by every field and filter. An order's id begins with the moment it was placed, so the order of ids is that of the
-- list, and whatever names an order (a word, a line, a payment) can be read in the order of the list without looking at it.

create function kontor_is_timed(id uuid, at timestamptz) returns boolean language sql immutable parallel safe
  return ('x' || substr(id::text, 1, 8) || substr(id::text, 10, 4))::bit(48)::bigint
    = floor(extract(epoch from at at time zone 'UTC') * 1000)::bigint;

-- What a colour of an order means is the merchant's to say.
create table order_colour (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name <> ''),
  colour text not null check (colour <> ''),
  sort integer not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

alter table sales_order
  add column colour_id uuid,
  -- The group of the customer when the order was made: whose prices it got.
  add column customer_group_id uuid,
  -- What it is found by, as " field:word field:word ": the same as its rows of order_term.
  add column words text not null default '',
  add column sort_name text collate "C" not null
    generated always as (replace(translate(lower(customer_name), 'äöüáàâéèêíìîóòôúùûçñ', 'aouaaaeeeiiiooouuucn'), 'ß', 'ss')) stored,
  -- Orders that are alike in what filters ask for have the same number: few numbers, so that all of a filter are found by few looks
  -- at one index instead of one index for each filter.
  add column origin bigint not null generated always as (hashtextextended(company_id::text || coalesce(channel_id::text, '') || kind
    || currency || coalesce(customer_group_id::text, ''), 0)) stored,
  add column ways bigint not null generated always as (hashtextextended(coalesce(country::text, '') || '|' || payment_method || '|' || shipping_method, 0)) stored,
  add column states bigint not null generated always as (hashtextextended(payment_state || ' ' || delivery_state || ' ' || deliverability || ' '
    || invoice_state || (case when cancelled_at is null then ' ' else ' cancelled' end) || (case when hold_reason is null then ' ' else ' held' end)
    || (case when pending then ' pending' else '' end), 0)) stored,
  add foreign key (tenant_id, colour_id) references order_colour (tenant_id, id),
  add foreign key (tenant_id, customer_group_id) references customer_group (tenant_id, id);
update sales_order o set customer_group_id = c.group_id
  from customer c where c.tenant_id = o.tenant_id and c.id = o.customer_id and c.group_id is not null;

create index sales_order_origin on sales_order (tenant_id, origin, id desc);
create index sales_order_ways on sales_order (tenant_id, ways, id desc);
create index sales_order_states on sales_order (tenant_id, states, id desc);
create index sales_order_colour on sales_order (tenant_id, colour_id, id desc) where colour_id is not null;
create index sales_order_taken on sales_order (tenant_id, taken_over_at, id);
create index sales_order_name on sales_order (tenant_id, sort_name, id);
-- Orders of before: where there are any, days are not taken for ranges of ids.
create index sales_order_untimed on sales_order (tenant_id, id) where not kontor_is_timed(id, placed_at);
drop index sales_order_state, sales_order_open, sales_order_channel, sales_order_customer, sales_order_external;
create index sales_order_customer on sales_order (tenant_id, customer_id, id desc);
create index sales_order_external on sales_order (tenant_id, external_number, id) where external_number is not null;
alter table sales_order
  drop constraint sales_order_tenant_id_order_number_key,
  add constraint sales_order_number unique (tenant_id, order_number) include (id);

-- Whose orders are still to be delivered, who is blocked, who lives where.
create index sales_order_open on sales_order (tenant_id, customer_id) where list_state in ('open', 'in_progress');
create index customer_blocked on customer (tenant_id, id) where blocked;
create index customer_address_country on customer_address (tenant_id, country, customer_id);

drop index sales_order_line_item;
create index sales_order_line_item on sales_order_line (tenant_id, item_id, order_id) where item_id is not null;
alter table delivery
  drop constraint delivery_tenant_id_delivery_number_key,
  add constraint delivery_number unique (tenant_id, delivery_number) include (order_id);
create index payment_reference on payment (tenant_id, transaction_id, order_id) where transaction_id is not null;

-- The words that an order is found by, by what they are of (src/sales/orderTokens.ts). Derived, a handful for each order: nothing looks
-- up its tenant or its order for each of them.
create table order_term (
  tenant_id uuid not null,
  field text collate "C" not null check (field <> ''),
  term text collate "C" not null check (term <> ''),
  order_id uuid not null,
  primary key (tenant_id, field, term, order_id)
);

-- A list as somebody wants to see it again: folder, filters, columns, order.
create table list_view (
  tenant_id uuid not null references tenant,
  id uuid not null,
  list text collate "C" not null check (list in ('orders', 'customers', 'deliveries')),
  owner text collate "C" not null,
  owner_name text not null,
  shared boolean not null default false,
  name text not null check (name <> ''),
  content jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, list, owner, name)
);
create index list_view_shared on list_view (tenant_id, list) where shared;
-- How somebody sees a list: which columns, in which order and width.
create table list_setting (
  tenant_id uuid not null references tenant,
  owner text collate "C" not null,
  list text collate "C" not null check (list in ('orders', 'customers', 'deliveries')),
  content jsonb not null,
  primary key (tenant_id, owner, list)
);

select kontor_protect('order_colour', 'order_term', 'list_view', 'list_setting');
-- Who is forgotten is not found by words of documents.
create policy retention on order_term to kontor_retention using (true);
grant select, delete on order_term to kontor_retention;
grant select (words), update (words) on sales_order to kontor_retention;
grant select, insert, update, delete on order_colour, order_term, list_view, list_setting to kontor_app;
