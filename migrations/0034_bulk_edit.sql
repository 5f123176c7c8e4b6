-- Changes of many items at once, with what stood there before: they can be taken back for 30 days.

create table bulk_edit (
  tenant_id uuid not null references tenant,
  id uuid not null,
  at timestamptz not null default now(),
  actor text not null,
  filter jsonb not null,  -- which items were meant
  change jsonb not null,  -- what was done to them
  state text not null default 'running' check (state in ('running', 'done', 'undoing', 'undone')),
  after_id uuid,          -- done up to this item; null: not begun, or at the end
  found integer not null default 0,
  changed integer not null default 0,
  refused integer not null default 0,
  undone_by text,
  undone_at timestamptz,
  primary key (tenant_id, id)
);
-- Old and new value of one field of one item. Undo puts the old one back where the new one still stands.
create table bulk_edit_value (
  tenant_id uuid not null,
  bulk_edit_id uuid not null,
  item_id uuid not null,
  field text collate "C" not null, -- netPrice; texts.de.name; price GROUP FROM; category
  before jsonb,
  after jsonb,
  refused_code text, -- it was not done, or not taken back
  undone boolean not null default false,
  primary key (tenant_id, bulk_edit_id, item_id, field),
  foreign key (tenant_id, bulk_edit_id) references bulk_edit (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);
create index bulk_edit_value_item on bulk_edit_value (tenant_id, item_id);

select kontor_protect('bulk_edit', 'bulk_edit_value');
grant select, insert, update on bulk_edit, bulk_edit_value to kontor_app;
create policy retention on bulk_edit to kontor_retention using (true);
create policy retention on bulk_edit_value to kontor_retention using (true);
grant select on bulk_edit to kontor_retention;
grant select, delete on bulk_edit_value to kontor_retention;
