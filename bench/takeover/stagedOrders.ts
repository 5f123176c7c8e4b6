import { newId } from '../../src/base/ids.ts'
import { withClient } from '../../testkit/database/template.ts'

/** What the inbox of the benchmark holds. */
export interface StagedOptions {
  readonly tenant: string
  readonly orders: number
  readonly lines: number
  readonly items: number
  readonly persons: number
}

/**
 * Fills the inbox as an import leaves it: ledger row, web order with addresses, lines; items with stock for half of what is
 * ordered. By the owner in a few statements, because the import is measured elsewhere. Needs PostgreSQL 18 (`uuidv7`).
 */
export async function stageOrders(url: string, options: StagedOptions): Promise<void> {
  const { tenant, orders, lines, items, persons } = options
  return withClient(url, async client => {
    const connection = newId()
    const channel = newId()
    await client.query(
      `insert into connection (tenant_id, id, company_id, system, name, time_zone) select $1::uuid, $2::uuid, id, 'none', $2::uuid::text, 'Europe/Berlin' from company where tenant_id = $1::uuid`,
      [tenant, connection],
    )
    await client.query(
      `insert into channel (tenant_id, id, connection_id, name) values ($1, $2::uuid, $3::uuid, $2::uuid::text)`,
      [tenant, channel, connection],
    )
    await client.query(
      `insert into item (tenant_id, id, item_number, number_key, name)
     select $1, uuidv7(), 'B-' || $2::uuid::text || '-' || n, 'b-' || $2::uuid::text || '-' || n, 'Item ' || n from generate_series(1, $3::int) as n`,
      [tenant, connection, items],
    )
    await client.query(
      `insert into warehouse (tenant_id, id, code, name) values ($1, $2, 'main', 'main') on conflict do nothing`,
      [tenant, newId()],
    )
    await client.query(
      `insert into stock_level (tenant_id, item_id, warehouse_id, on_hand)
     select $1, i.id, w.id, greatest(1, $3::int * $4::int / $5::int) from item i, warehouse w
     where i.tenant_id = $1 and i.item_number like 'B-' || $2::uuid::text || '-%' and w.tenant_id = $1`,
      [tenant, connection, orders, lines, items * 2],
    )
    await client.query(
      `insert into ledger (tenant_id, id, connection_id, channel_id, kind, key_no, external_id, external_number, outcome, first_seen_at, changed_at)
     select $1, uuidv7(), $2, $3, 'order', n, 'E' || n, 'E' || n, 'staged', now(), now() from generate_series(1, $4::int) as n`,
      [tenant, connection, channel, orders],
    )
    await client.query(
      `insert into web_order (tenant_id, id, connection_id, channel_id, external_number, placed_at, currency, total_gross, total_minor,
       lines_gross, customer_external_id, customer_name, country, payment_state, remote_state, record, changed_at)
     select $1, l.id, $2, $3, l.external_id, now() - make_interval(mins => $4::int - l.key_no), 'EUR', 11.90 * $6::int, 1190 * $6::int, 11.90 * $6::int, p.no::text,
       'Vorname' || p.no || ' Nachname' || p.no, 'DE', case when l.key_no % 2 = 0 then 'paid' else 'open' end, 'new',
       jsonb_build_object('billing', a.address, 'shipping', a.address, 'payment', jsonb_build_object('method', 'PayPal'),
         'delivery', jsonb_build_object('method', 'DHL Paket'), 'language', 'de'), now()
     from ledger l, lateral (select 1 + (l.key_no * 7919) % $5::int as no) as p, lateral (select jsonb_build_object('firstName', 'Vorname' || p.no,
       'lastName', 'Nachname' || p.no, 'street', 'Musterstraße ' || p.no, 'postcode', (10000 + p.no)::text, 'city', 'Berlin', 'country', 'DE',
       'phone', '030 12345', 'email', 'person-' || p.no || '@example.com') as address) as a
     where l.tenant_id = $1 and l.connection_id = $2`,
      [tenant, connection, channel, orders, persons, lines],
    )
    await client.query(
      `with numbered as (select id, row_number() over (order by id) as n from item where tenant_id = $1 and item_number like 'B-' || $2::uuid::text || '-%')
     insert into web_order_line (tenant_id, web_order_id, line_no, kind, item_id, sku, name, quantity, unit_net, unit_gross, tax_rate, external_id)
     select $1, l.id, k, 'item', i.id, 'SKU', 'Item', 1, 10, 11.90, 19, l.external_id || '-' || k
     from ledger l, generate_series(1, $3::int) as k, numbered i
     where l.tenant_id = $1 and l.connection_id = $2::uuid and i.n = 1 + (l.key_no * 31 + k * 17) % $4::int`,
      [tenant, connection, lines, items],
    )
    await client.query('analyze')
  })
}
