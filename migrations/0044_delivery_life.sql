-- Payment before delivery, locks of lines, orders that are completed without shipping, carriers, and packages that change.

alter table payment_method
  add column ship_before_payment boolean not null default true;

-- What an order must have before anything of it leaves the house.
create table order_rule (
  tenant_id uuid primary key references tenant,
  shipping_method_needed boolean not null default false
);
select kontor_protect('order_rule');
grant select, insert, update on order_rule to kontor_app;

-- Completed here without shipping: what is open will not be delivered. Without it, "completed" is what the channel did.
alter table sales_order
  add column completed_at timestamptz,
  add column completed_by text,
  add column complete_reason text,
  add check ((completed_at is null) = (completed_by is null)),
  add check (completed_at is null or delivery_state = 'completed');
create index sales_order_pending on sales_order (tenant_id, id) where pending;

alter table sales_order_line
  add column shipping_lock boolean not null default false;

-- Carriers of a tenant's own, or known ones with another page for their parcels.
create table carrier (
  tenant_id uuid not null references tenant,
  id uuid not null,
  code text collate "C" not null check (code <> ''),
  name text not null check (name <> ''),
  -- Where a parcel is followed: https, with {tracking} where its number goes; null: no page.
  tracking_url text check (tracking_url like 'https://%{tracking}%'),
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
select kontor_protect('carrier');
grant select, insert, update on carrier to kontor_app;

create index delivery_reversed on delivery (tenant_id, id) where reversed_at is not null;

alter table delivery_package
  add column weight numeric check (weight > 0); -- kilograms

-- Of a delivery note only these move; of its lines nothing.
grant update (shipped_at, reversed_at, reversed_by, reverse_reason) on delivery to kontor_app;
-- Packages are packed anew until they are told; who did it stands in the history of the order.
grant update, delete on delivery_package to kontor_app;
