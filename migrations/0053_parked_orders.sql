-- What parked orders take of items that are known counts as staged: their shop has sold it, and many a shop stops subtracting
-- it at our acknowledgement.

create table parked_line (
  tenant_id uuid not null,
  ledger_id uuid not null,
  item_id uuid not null,
  quantity numeric not null check (quantity > 0),
  staged boolean not null,
  primary key (tenant_id, ledger_id, item_id),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);
create index parked_line_staged on parked_line (tenant_id, item_id) include (quantity) where staged;

select kontor_protect('parked_line');
grant select, insert, update on parked_line to kontor_app;

-- What is parked already is read once more from its payload by the next run of its connection, which notes what it takes.
update ledger set payload_hash = null where kind = 'order' and outcome = 'parked' and payload_at is not null and forgotten_at is null;
update channel h set read_again = true where not h.read_again and exists (select from ledger l
  where l.tenant_id = h.tenant_id and l.connection_id = h.connection_id and l.kind = 'order' and l.outcome = 'parked'
    and l.payload_at is not null and l.forgotten_at is null);
