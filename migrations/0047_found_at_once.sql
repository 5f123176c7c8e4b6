-- What lists are asked for, answered by indexes alone. The number of a package leads to its order; to none where its delivery note was
-- taken back.
alter table delivery_package add column order_id uuid;
update delivery_package k set order_id = d.order_id from delivery d
  where d.tenant_id = k.tenant_id and d.id = k.delivery_id and d.reversed_at is null;
drop index delivery_package_tracking;
create index delivery_package_tracking on delivery_package (tenant_id, tracking, order_id) where tracking <> '';

-- Orders of before there were words get theirs little by little (src/sync/wordOrders.ts); of others this holds nothing.
create index sales_order_unworded on sales_order (tenant_id, id) where words = '';

-- The one with the order answers as much (0046).
drop index payment_by_transaction;

-- What the list of customers asks for, answered with their ids.
drop index customer_group_of, customer_merged;
create index customer_group_of on customer (tenant_id, group_id, id) where group_id is not null;
create index customer_merged on customer (tenant_id, merged_into, id) where merged_into is not null;
create index customer_business on customer (tenant_id, id) where business;
