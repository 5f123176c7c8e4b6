-- Bytes by the hash of their content, and the images of items.

-- `content` is null where the bytes lie in a folder.
create table blob (
  tenant_id uuid not null references tenant,
  hash bytea not null, -- SHA-256
  size bigint not null check (size > 0),
  media_type text not null,
  width integer check (width > 0),  -- of an image, in pixels
  height integer check (height > 0),
  content bytea,
  used_at timestamptz not null default now(), -- put or asked for by a rule: what nothing refers to goes a day later
  created_at timestamptz not null default now(),
  primary key (tenant_id, hash)
);
-- Not compressed, which images and PDFs are already: so a part of it is read without the rest.
alter table blob alter column content set storage external;

-- A smaller one of an image, made when it was put.
create table thumbnail (
  tenant_id uuid not null,
  hash bytea not null,
  edge integer not null check (edge > 0), -- pixels of the longer side at most
  thumbnail_hash bytea not null,
  primary key (tenant_id, hash, edge),
  foreign key (tenant_id, hash) references blob (tenant_id, hash),
  foreign key (tenant_id, thumbnail_hash) references blob (tenant_id, hash)
);
create index thumbnail_of on thumbnail (tenant_id, thumbnail_hash);

-- Images of an item in their order. The same bytes once per item.
create table item_image (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  hash bytea not null,
  sort integer not null default 0 check (sort >= 0),
  alt jsonb not null default '{}', -- what it shows, by language
  added_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, item_id, hash),
  foreign key (tenant_id, item_id) references item (tenant_id, id),
  foreign key (tenant_id, hash) references blob (tenant_id, hash)
);
create index item_image_hash on item_image (tenant_id, hash);
-- Only there. Without a row: everywhere.
create table item_image_channel (
  tenant_id uuid not null,
  image_id uuid not null,
  channel_id uuid not null,
  primary key (tenant_id, image_id, channel_id),
  foreign key (tenant_id, image_id) references item_image (tenant_id, id),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id)
);
create index item_image_channel_channel on item_image_channel (tenant_id, channel_id);
-- An image that was taken away is known until channels have taken it away: which item it showed.
create table gone_image (
  tenant_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  gone_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);

select kontor_protect('blob', 'thumbnail', 'item_image', 'item_image_channel', 'gone_image');
grant select, insert, update on blob to kontor_app;
grant select, insert on thumbnail to kontor_app;
grant select, insert, update, delete on item_image, item_image_channel to kontor_app;
grant select, insert, delete on gone_image to kontor_app;
create policy retention on blob to kontor_retention using (true);
create policy retention on thumbnail to kontor_retention using (true);
create policy retention on item_image for select to kontor_retention using (true);
grant select, delete on blob, thumbnail to kontor_retention;
grant select (tenant_id, hash) on item_image to kontor_retention;
