-- Taxes of a company: what holds for it from which day on, and the VAT ids that it has itself.

-- What holds from that day until the next row; before the first row nothing of it: all as the defaults say.
create table company_tax (
  tenant_id uuid not null,
  company_id uuid not null,
  valid_from date not null,
  small_business boolean not null default false,
  oss boolean not null default false,          -- registered for the One-Stop-Shop: consumers in the EU pay the rates of their country
  exports_free boolean not null default true,
  shipping_tax text not null default 'main' check (shipping_tax in ('main', 'proportional')),
  primary key (tenant_id, company_id, valid_from),
  foreign key (tenant_id, company_id) references company (tenant_id, id),
  check (not oss or valid_from >= '2021-07-01') -- there was none before
);

-- One for each state where it is registered. `state` is the country's code, or XI for Northern Ireland.
create table company_vat_id (
  tenant_id uuid not null,
  company_id uuid not null,
  vat_id text collate "C" not null,
  state char(2) collate "C" not null,
  valid_from date not null default '0001-01-01',
  valid_until date, -- the last day
  primary key (tenant_id, company_id, vat_id),
  foreign key (tenant_id, company_id) references company (tenant_id, id),
  check (valid_until >= valid_from)
);

select kontor_protect('company_tax', 'company_vat_id');
grant select, insert, update, delete on company_tax, company_vat_id to kontor_app;

-- Rates that came back after lowered ones, what is charged in Portugal and Greece before 2011, and Austria's of 2026 were missing.
insert into tax_rate (tenant_id, id, country, tax_class_id, rate, valid_from, charged)
select t.tenant_id, gen_random_uuid(), n.country, t.tax_class_id, n.rate, n.valid_from::date, n.charged
from (values
    ('AT', 13, '2016-01-01', 4.9, '2026-07-01', false),
    ('IE', 23, '2012-01-01', 21, '2020-09-01', true),
    ('IE', 23, '2012-01-01', 23, '2021-03-01', true),
    ('RO', 20, '2016-01-01', 19, '2017-01-01', true)) as n (country, beside, beside_from, rate, valid_from, charged)
  join tax_rate t on t.country = n.country and t.rate = n.beside and t.valid_from = n.beside_from::date
on conflict do nothing;
update tax_rate set charged = (rate, valid_from) <> (6, '0001-01-01')
where country = 'PT' and (rate, valid_from) in ((6, '0001-01-01'), (5, '0001-01-01'), (6, '2010-07-01'));
update tax_rate set charged = true
where country = 'GR' and (rate, valid_from) in ((10, '2010-03-15'), (11, '2010-07-01'));
