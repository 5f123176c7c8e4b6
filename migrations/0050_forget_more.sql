-- Of documents whose time is over also what leads to somebody through a carrier, and why an order was held.

create policy retention on delivery_package to kontor_retention using (true);
grant select (tenant_id, delivery_id), update (tracking, url) on delivery_package to kontor_retention;
grant select (id) on delivery to kontor_retention;
grant select (hold_reason), update (hold_reason) on sales_order to kontor_retention;
