-- Who is one customer: by what those are looked up who may be, who was said to be two, and what is done where it is not sure.

-- By what customers are compared with orders and with each other; many may share one. Hashes of e-mail addresses, telephones,
-- houses, names: they tell nothing of the person. No foreign key: what is made anew at any time need not be checked row by row.
create table customer_match_key (
  tenant_id uuid not null,
  key bigint not null,
  customer_id uuid not null,
  primary key (tenant_id, key, customer_id)
);
create index customer_match_key_customer on customer_match_key (tenant_id, customer_id);

-- Those that were here before have no such keys yet: a chore makes them.
alter table customer add column match_keyed boolean not null default false;
alter table customer alter column match_keyed set default true;
create index customer_unkeyed on customer (tenant_id, id) where not match_keyed;

-- A person said that these are two; the lower id first.
create table customer_not_same (
  tenant_id uuid not null,
  customer_id uuid not null,
  other_id uuid not null,
  at timestamptz not null,
  actor text not null,
  primary key (tenant_id, customer_id, other_id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, other_id) references customer (tenant_id, id)
);
create index customer_not_same_other on customer_not_same (tenant_id, other_id);

-- From which score on an order is its customer's without asking, and from which on a person is asked.
create table match_rule (
  tenant_id uuid not null references tenant,
  automatic_from smallint not null default 80 check (automatic_from between 1 and 101),
  ask_from smallint not null default 55 check (ask_from between 1 and 101),
  primary key (tenant_id),
  check (ask_from <= automatic_from)
);

-- guests: whose orders those without an account are: matched as all others, a new customer each, or all of one for the channel.
-- unsure: where it is not sure whose an order is, the customer is new, to be merged later, or a person is asked and the order waits.
alter table channel
  add column guests text not null default 'match' check (guests in ('match', 'new', 'collect')),
  add column unsure text not null default 'new' check (unsure in ('ask', 'new'));

-- A person said that this order is of nobody who is known.
alter table web_order
  add column assigned_new boolean not null default false,
  add check (not assigned_new or assigned_customer_id is null);

select kontor_protect('customer_match_key', 'customer_not_same', 'match_rule');
grant select, insert, delete on customer_match_key, customer_not_same to kontor_app;
grant select, insert, update on match_rule to kontor_app;
