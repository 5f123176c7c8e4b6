-- Returns in full, why goods come back and orders are cancelled, cancellations that are undone, money that is paid back, moved or taken
-- out of the books again, and numbers of returns.

alter table number_range
  drop constraint number_range_kind_check,
  add constraint number_range_kind_check check (kind in ('order', 'delivery', 'customer', 'quotation', 'return'));

-- Why goods come back, and why an order is cancelled: lists that people choose from. `channel_values`: what the shops of a connection
-- (its id) call it.
create table return_reason (
  tenant_id uuid not null references tenant,
  id uuid not null,
  code text collate "C" not null check (code <> ''),
  name_de text not null check (name_de <> ''),
  name_en text not null check (name_en <> ''),
  comment_required boolean not null default false,
  channel_values jsonb not null default '{}',
  sort integer not null default 0,
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
create table cancellation_reason (
  tenant_id uuid not null references tenant,
  id uuid not null,
  code text collate "C" not null check (code <> ''),
  name_de text not null check (name_de <> ''),
  name_en text not null check (name_en <> ''),
  comment_required boolean not null default false,
  channel_values jsonb not null default '{}',
  sort integer not null default 0,
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);

-- Numbers for what was noted before returns had them; the range goes on behind.
alter table order_return add column return_number text collate "C";
update order_return r set return_number = 'RT-' || n.no from (
  select tenant_id, id, 10000 + row_number() over (partition by tenant_id order by made_at, id) as no from order_return) as n
where n.tenant_id = r.tenant_id and n.id = r.id;
insert into number_range (tenant_id, kind, prefix, next_no)
select tenant_id, 'return', 'RT-', 10001 + count(*) from order_return group by tenant_id;

alter table order_return
  alter column return_number set not null,
  add check (return_number <> ''),
  add unique (tenant_id, return_number),
  add column origin text not null default 'other' check (origin in ('shop', 'mail', 'phone', 'letter', 'in_person', 'parcel', 'other')),
  add column pickup jsonb,                 -- from where it is fetched; personal
  add column warehouse_id uuid,            -- where it is expected; null: where it came from
  -- Follows from its lines (src/sales/returnState.ts).
  add column state text not null default 'announced' check (state in
    ('announced', 'partly_received', 'received', 'accepted', 'partly_accepted', 'refused', 'missing')),
  add column decided_at timestamptz,       -- since when nothing of it has to be decided: its shop is told then
  add column closed_at timestamptz,
  add column closed_by text,
  add column exchange_order_id uuid,
  add column version integer not null default 1,
  add column changed_at timestamptz not null default now(),
  add foreign key (tenant_id, warehouse_id) references warehouse (tenant_id, id),
  add foreign key (tenant_id, exchange_order_id) references sales_order (tenant_id, id),
  add check ((closed_at is null) = (closed_by is null)),
  add check (closed_at is null or decided_at is not null);
create index order_return_state on order_return (tenant_id, state, id);
create index order_return_exchange on order_return (tenant_id, exchange_order_id) where exchange_order_id is not null;
update order_return set origin = 'shop' where from_ledger_id is not null;

alter table order_return_line rename column reason to comment;
alter table order_return_line
  add column reason_id uuid,
  add column condition text check (condition in
    ('original_packed', 'as_new', 'worn_little', 'worn_much', 'damaged', 'incomplete', 'fraud')),
  add column condition_note text not null default '',
  add column state text not null default 'announced' check (state in ('announced', 'received', 'accepted', 'refused', 'missing')),
  add column received numeric check (received > 0),
  add column received_at timestamptz,
  add column received_by text,
  add column warehouse_id uuid,
  add column restocked numeric not null default 0 check (restocked >= 0),
  add column credit boolean not null default true, -- its value is owed back
  add foreign key (tenant_id, reason_id) references return_reason (tenant_id, id),
  add foreign key (tenant_id, warehouse_id) references warehouse (tenant_id, id),
  add check (restocked <= coalesce(received, 0)),
  add check ((received is null) = (received_at is null) and (received is null) = (received_by is null));
-- What was noted by hand was told as it was noted, so it counts as come and decided; what shops reported is on its way.
update order_return_line n set state = case when not n.accepted then 'refused' when r.from_ledger_id is null then 'accepted' else 'announced' end,
  received = case when n.accepted and r.from_ledger_id is null then n.quantity end,
  received_at = case when n.accepted and r.from_ledger_id is null then r.made_at end,
  received_by = case when n.accepted and r.from_ledger_id is null then r.made_by end
from order_return r where r.tenant_id = n.tenant_id and r.id = n.return_id;
update order_return r set state = s.state, decided_at = case when s.state <> 'announced' then r.made_at end from (
  select tenant_id, return_id, case when bool_or(state = 'announced') then 'announced' when bool_and(state = 'accepted') then 'accepted'
    when bool_and(state = 'refused') then 'refused' else 'partly_accepted' end as state
  from order_return_line group by tenant_id, return_id) as s
where s.tenant_id = r.tenant_id and s.return_id = r.id;
alter table order_return_line drop column accepted;
alter table order_return_line add check (state not in ('received', 'accepted') or received is not null);

alter table order_cancellation
  add column reason_id uuid,
  add column undone_at timestamptz,
  add column undone_by text,
  add foreign key (tenant_id, reason_id) references cancellation_reason (tenant_id, id),
  add check ((undone_at is null) = (undone_by is null));

-- What a booking is: money that came, money that went back, and counter entries, which take a booking out of the books again (reversal) or
-- put it on another order (move). Nothing is deleted.
alter table payment
  add column entry text not null default 'payment' check (entry in ('payment', 'refund', 'reversal', 'move')),
  add column against_id uuid,             -- the booking that it pays back, takes back or moves
  add column reason text not null default '',
  add foreign key (tenant_id, against_id) references payment (tenant_id, id);
update payment set entry = 'refund' where amount < 0;
alter table payment
  add check (case entry when 'payment' then amount > 0 when 'refund' then amount < 0 else against_id is not null end);
create index payment_against on payment (tenant_id, against_id) where against_id is not null;

select kontor_protect('return_reason', 'cancellation_reason');
grant select, insert, update on return_reason, cancellation_reason to kontor_app;
grant update on order_return, order_return_line, order_cancellation to kontor_app;

-- The lists that every tenant begins with; `createTenant` makes the same for new ones.
insert into return_reason (tenant_id, id, code, name_de, name_en, comment_required, sort)
select t.id, gen_random_uuid(), r.code, r.de, r.en, r.code = 'other', r.sort from tenant t cross join (values
  ('not_liked', 'Gefällt nicht', 'Not as liked', 1), ('wrong_size', 'Größe passt nicht', 'Wrong size', 2),
  ('defective', 'Defekt', 'Defective', 3), ('damaged_in_transit', 'Transportschaden', 'Damaged in transit', 4),
  ('wrong_item', 'Falscher Artikel', 'Wrong item', 5), ('not_as_described', 'Nicht wie beschrieben', 'Not as described', 6),
  ('late', 'Zu spät geliefert', 'Delivered too late', 7), ('undeliverable', 'Unzustellbar', 'Undeliverable', 8),
  ('other', 'Sonstiges', 'Other', 9)) as r (code, de, en, sort);
insert into cancellation_reason (tenant_id, id, code, name_de, name_en, comment_required, sort)
select t.id, gen_random_uuid(), r.code, r.de, r.en, r.code = 'other', r.sort from tenant t cross join (values
  ('customer_request', 'Wunsch des Kunden', 'Customer asked for it', 1), ('out_of_stock', 'Nicht lieferbar', 'Out of stock', 2),
  ('not_paid', 'Nicht bezahlt', 'Not paid', 3), ('address', 'Anschrift nicht zustellbar', 'Address not deliverable', 4),
  ('price_error', 'Falscher Preis', 'Wrong price', 5), ('fraud', 'Verdacht auf Betrug', 'Suspected fraud', 6),
  ('duplicate', 'Doppelt bestellt', 'Ordered twice', 7), ('other', 'Sonstiges', 'Other', 8)) as r (code, de, en, sort);

create index payment_by_transaction on payment (tenant_id, transaction_id) where transaction_id is not null;
