-- What is known of customers, their notes and history, merging with its way back, and forgetting a person.

alter table customer
  add column salutation text not null default '',
  add column title text not null default '',
  add column mobile text not null default '',
  add column fax text not null default '',
  add column website text not null default '',
  add column tax_number text not null default '',
  add column birthday date,
  add column customer_since date,
  -- The number of the customer in the books.
  add column debtor_number text collate "C" check (debtor_number <> ''),
  add column business boolean not null default false,
  add column block_reason text not null default '',
  -- The customer that this one became a part of; that one is nobody's part itself.
  add column merged_into uuid,
  add column anonymised_at timestamptz,
  add column anonymised_by text,
  -- Nothing of the person is left, in documents either.
  add column forgotten_at timestamptz,
  add foreign key (tenant_id, merged_into) references customer (tenant_id, id),
  add check (merged_into <> id),
  add check ((anonymised_at is null) = (anonymised_by is null)),
  add check (forgotten_at is null or anonymised_at is not null);
update customer set business = true where company <> '';
create unique index customer_debtor on customer (tenant_id, debtor_number) where debtor_number is not null and merged_into is null;
create index customer_merged on customer (tenant_id, merged_into) where merged_into is not null;
create index customer_anonymised on customer (tenant_id, id) where anonymised_at is not null and forgotten_at is null;
create index customer_group_of on customer (tenant_id, group_id);
create index web_order_assigned on web_order (tenant_id, assigned_customer_id) where assigned_customer_id is not null;

create table customer_note (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  text text not null check (text <> ''),
  at timestamptz not null,
  author text not null,
  changed_at timestamptz,
  changed_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index customer_note_customer on customer_note (tenant_id, customer_id, id);

-- What was done to a customer: event, names of fields, ids. What stood in the fields lies apart, where retention may delete it.
create table customer_history (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  at timestamptz not null,
  actor text not null,
  event text not null check (event <> ''),
  data jsonb not null default '{}',
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index customer_history_customer on customer_history (tenant_id, customer_id, id);
create table customer_history_value (
  tenant_id uuid not null,
  history_id uuid not null,
  field text not null check (field <> ''),
  before text,
  after text,
  primary key (tenant_id, history_id, field),
  foreign key (tenant_id, history_id) references customer_history (tenant_id, id)
);

-- Customers that became parts of another one, and every row that moved with them: what undoing needs.
create table customer_merge (
  tenant_id uuid not null,
  id uuid not null,
  into_id uuid not null,
  from_ids uuid[] not null,
  at timestamptz not null,
  actor text not null,
  undone_at timestamptz,
  undone_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, into_id) references customer (tenant_id, id),
  check ((undone_at is null) = (undone_by is null))
);
create index customer_merge_into on customer_merge (tenant_id, into_id);
create table customer_merge_row (
  tenant_id uuid not null,
  merge_id uuid not null,
  table_name text not null,
  row_key text collate "C" not null,
  from_id uuid not null,                    -- whose it was
  before jsonb,                             -- what else was changed of it
  after jsonb,
  primary key (tenant_id, merge_id, table_name, row_key),
  foreign key (tenant_id, merge_id) references customer_merge (tenant_id, id),
  foreign key (tenant_id, from_id) references customer (tenant_id, id)
);
create index customer_merge_row_from on customer_merge_row (tenant_id, from_id);

-- The person behind this record was forgotten: it stays as something that was seen, and nothing of a person comes in by it again.
alter table ledger add column forgotten_at timestamptz;
create index ledger_forgotten on ledger (tenant_id, id) where forgotten_at is not null;

select kontor_protect('customer_note', 'customer_history', 'customer_history_value', 'customer_merge', 'customer_merge_row');
grant select, insert, update, delete on customer_note to kontor_app;
grant select, insert on customer_history, customer_history_value, customer_merge_row to kontor_app;
grant select, insert, update on customer_merge to kontor_app;
grant delete on customer_address, customer_key to kontor_app;
