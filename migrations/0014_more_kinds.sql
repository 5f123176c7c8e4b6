-- More that is sent once each, tasks and holds, cancellations and returns as objects of their own, events that came apart.

alter table due drop constraint due_kind_check, add constraint due_kind_check check (kind in ('category', 'item', 'price', 'stock',
  'order_status', 'delivery', 'payment', 'refund', 'cancellation', 'cancellation_answer', 'return'));
alter table channel_object drop constraint channel_object_kind_check, add constraint channel_object_kind_check check (kind in ('category',
  'item', 'order', 'delivery', 'payment', 'refund', 'cancellation', 'cancellation_answer', 'return'));

-- What a person has to decide. Open at most once for the same matter; closed, it says who decided what.
create table task (
  tenant_id uuid not null references tenant,
  id uuid not null,
  code text not null check (code <> ''),
  subject text collate "C" not null default '', -- tells two matters of one order apart
  order_id uuid,
  channel_id uuid,
  ledger_id uuid,
  data jsonb not null default '{}',
  raised_at timestamptz not null,
  raised_by text not null,
  closed_at timestamptz,
  closed_by text,
  decision text,
  note text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  check ((closed_at is null) = (closed_by is null))
);
create unique index task_open on task (tenant_id, code, order_id, ledger_id, subject) nulls not distinct where closed_at is null;
create index task_order on task (tenant_id, order_id) where order_id is not null;
create index task_ledger on task (tenant_id, ledger_id) where ledger_id is not null;
create index task_channel on task (tenant_id, channel_id) where channel_id is not null;

-- Why an order is kept from delivery; sales_order.hold_reason says the oldest open one.
create table order_hold (
  tenant_id uuid not null,
  order_id uuid not null,
  id uuid not null,
  reason text not null check (reason <> ''),
  task_id uuid,
  held_at timestamptz not null,
  held_by text not null,
  released_at timestamptz,
  released_by text,
  primary key (tenant_id, order_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, task_id) references task (tenant_id, id),
  check ((released_at is null) = (released_by is null))
);
create index order_hold_task on order_hold (tenant_id, task_id) where task_id is not null;

-- What was cancelled of an order, in one go; told to its shop once. `from_ledger_id`: the shop cancelled it, it knows.
create table order_cancellation (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  reason text not null default '',
  whole boolean not null,
  from_ledger_id uuid,
  made_at timestamptz not null,
  made_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, from_ledger_id) references ledger (tenant_id, id)
);
create index order_cancellation_order on order_cancellation (tenant_id, order_id);
create index order_cancellation_ledger on order_cancellation (tenant_id, from_ledger_id) where from_ledger_id is not null;
create table order_cancellation_line (
  tenant_id uuid not null,
  cancellation_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  quantity numeric not null check (quantity > 0),
  primary key (tenant_id, cancellation_id, line_no),
  foreign key (tenant_id, cancellation_id) references order_cancellation (tenant_id, id),
  foreign key (tenant_id, order_id, line_no) references sales_order_line (tenant_id, order_id, line_no)
);
create index order_cancellation_line_order on order_cancellation_line (tenant_id, order_id, line_no);

-- A buyer or a marketplace asks for a cancellation (id: its ledger row); answered once, by a person or by what happened.
create table cancellation_request (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  reason text not null default '',
  whole boolean not null,
  lines jsonb not null default '[]', -- [{lineNo, quantity}]
  asked_at timestamptz not null,
  answer text check (answer in ('accepted', 'refused', 'withdrawn')),
  answered_at timestamptz,
  answered_by text,
  answer_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references ledger (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  check ((answer is null) = (answered_at is null))
);
create index cancellation_request_order on cancellation_request (tenant_id, order_id);

-- Goods that come or came back, as a plain note. `from_ledger_id`: the shop reported it, it knows.
create table order_return (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  from_ledger_id uuid,
  note text not null default '',
  made_at timestamptz not null,
  made_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, from_ledger_id) references ledger (tenant_id, id)
);
create index order_return_order on order_return (tenant_id, order_id);
create unique index order_return_ledger on order_return (tenant_id, from_ledger_id) where from_ledger_id is not null;
create table order_return_line (
  tenant_id uuid not null,
  return_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  quantity numeric not null check (quantity > 0),
  reason text not null default '',
  accepted boolean not null default true,
  primary key (tenant_id, return_id, line_no),
  foreign key (tenant_id, return_id) references order_return (tenant_id, id),
  foreign key (tenant_id, order_id, line_no) references sales_order_line (tenant_id, order_id, line_no)
);
create index order_return_line_order on order_return_line (tenant_id, order_id, line_no);

-- An event about an order that came apart from it (status, address, cancellation, refund, return; id: its ledger row):
-- waits for its order, applied once.
create table web_event (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  kind text not null,
  order_external_id text collate "C",
  at timestamptz not null,
  record jsonb not null,
  applied_at timestamptz,
  version integer not null default 1,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references ledger (tenant_id, id),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);
create index web_event_waiting on web_event (tenant_id, connection_id, order_external_id) where applied_at is null;

select kontor_protect('task', 'order_hold', 'order_cancellation', 'order_cancellation_line', 'cancellation_request', 'order_return',
  'order_return_line', 'web_event');
grant select, insert, update on task, order_hold, cancellation_request, web_event to kontor_app;
grant select, insert on order_cancellation, order_cancellation_line, order_return, order_return_line to kontor_app;
