-- The label for sending it back that lies in a package: its carrier, its number, and the page where it is followed.
alter table delivery_package
  add column return_label jsonb,
  add constraint delivery_package_return_label_check check (return_label is null
    or (return_label ->> 'carrier' is not null and coalesce(return_label ->> 'tracking', '') <> ''));
grant update (return_label) on delivery_package to kontor_retention;
