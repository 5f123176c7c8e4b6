-- A number of a package leads to its order by the index alone; to none where its delivery note was taken back.
alter table delivery_package add column order_id uuid;
update delivery_package k set order_id = d.order_id from delivery d
  where d.tenant_id = k.tenant_id and d.id = k.delivery_id and d.reversed_at is null;
drop index delivery_package_tracking;
create index delivery_package_tracking on delivery_package (tenant_id, tracking, order_id) where tracking <> '';

-- Orders of before there were words get theirs little by little (src/sync/wordOrders.ts); of others this holds nothing.
create index sales_order_unworded on sales_order (tenant_id, id) where words = '';

-- The one with the order answers as much (0046).
drop index payment_by_transaction;
