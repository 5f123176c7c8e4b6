-- Where that is expected which comes back of the orders of a channel: a marketplace's goods may come to another place than they left from.
alter table channel
  add column return_warehouse_id uuid,
  add foreign key (tenant_id, return_warehouse_id) references warehouse (tenant_id, id);
