-- Prices said net or gross; prices of a channel, for everyone or a group, from a quantity on; special prices until a stock.

alter table item
  add column gross_price numeric check (gross_price >= 0), -- said with tax; then there is no net price
  add constraint item_one_price check (num_nonnulls(net_price, gross_price) <= 1);
alter table item_price
  alter column net drop not null,
  add column gross numeric check (gross >= 0),
  add constraint item_price_said check (num_nonnulls(net, gross) = 1);
alter table price_list_item
  alter column net drop not null,
  add column gross numeric check (gross >= 0),
  add constraint price_list_item_said check (num_nonnulls(net, gross) = 1);
alter table special_price
  alter column net drop not null,
  add column gross numeric check (gross >= 0),
  add column active boolean not null default true,
  -- Holds while more than so many are available; once there were not, it has ended for good.
  add column until_stock numeric check (until_stock >= 0),
  add column ended_at timestamptz,
  add constraint special_price_said check (num_nonnulls(net, gross) = 1),
  add constraint special_price_ended check (ended_at is null or until_stock is not null);
create index special_price_by_stock on special_price (tenant_id, item_id) where until_stock is not null and ended_at is null;

-- What an item costs at one channel, for everyone there or for one group, from a quantity on.
create table channel_price (
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  item_id uuid not null,
  customer_group_id uuid,
  from_quantity numeric not null default 0 check (from_quantity >= 0),
  net numeric check (net >= 0),
  gross numeric check (gross >= 0),
  constraint channel_price_said check (num_nonnulls(net, gross) = 1),
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, channel_id, item_id, customer_group_id, from_quantity),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, customer_group_id) references customer_group (tenant_id, id)
);
create index channel_price_item on channel_price (tenant_id, item_id);
create index channel_price_group on channel_price (tenant_id, customer_group_id) where customer_group_id is not null;

select kontor_protect('channel_price');
grant select, insert, update, delete on channel_price to kontor_app;
