import type pg from 'pg'
import { newId } from '../../src/base/ids.ts'

export interface MakeOrders {
  readonly tenant: string
  readonly company: string
  readonly orders: number
  readonly customers: number
  readonly items: number
  /** Orders are spread over the days before it. */
  readonly until: Date
  readonly days: number
}

export interface MadeOrders {
  readonly channels: readonly string[]
}

/**
 * Fills a tenant with orders as a shop of that size has them, as the owner and in few statements: three channels, lines,
 * search terms, deliveries with tracking numbers; 8 % open, a few held, some cancelled. The same rows for the same sizes
 * but for their ids.
 */
export async function makeOrders(owner: pg.Pool, wish: MakeOrders): Promise<MadeOrders> {
  const { tenant } = wish
  const connection = newId()
  const channels = [newId(), newId(), newId()]
  const warehouse = newId()
  const client = await owner.connect()
  const run = (text: string, ...values: unknown[]) => client.query(text, values)
  // Ids that tell their number: the first 16 hex digits name the tenant and kind, the last the row.
  const id = (kind: string, number: string) =>
    `(substr(md5('${tenant}${kind}'), 1, 8) || '-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
  try {
    await run('begin')
    await run(
      `insert into connection (tenant_id, id, company_id, system, name, time_zone) values ($1, $2, $3, 'none', $4, 'Europe/Berlin')`,
      tenant,
      connection,
      wish.company,
      `Bench ${connection.slice(-6)}`,
    )
    await run(
      `insert into channel (tenant_id, id, connection_id, name, place)
       select $1, u.id, $2, 'Kanal ' || u.n || ' ' || right(u.id::text, 6), u.n::text from unnest($3::uuid[]) with ordinality as u (id, n)`,
      tenant,
      connection,
      channels,
    )
    await run(
      `insert into warehouse (tenant_id, id, code, name) values ($1, $2, 'H', 'Hauptlager')`,
      tenant,
      warehouse,
    )
    await run(
      `insert into item (tenant_id, id, item_number, number_key, name)
       select $1, ${id('item', 'n')}, 'A-' || n, 'a-' || n, 'Artikel Sorte' || n % 97 || ' Nummer ' || n from generate_series(1, $2::int) n`,
      tenant,
      wish.items,
    )
    await run(
      `insert into search_term (tenant_id, kind, term, object_id)
       select $1, 'item', t, ${id('item', 'n')} from generate_series(1, $2::int) n,
         unnest(array['a-' || n, 'artikel', 'sorte' || n % 97, n::text]) t on conflict do nothing`,
      tenant,
      wish.items,
    )
    await run(
      `insert into customer (tenant_id, id, customer_number, name, first_name, last_name, email)
       select $1, ${id('customer', 'n')}, 'K-' || n, 'Vorname' || n % 1000 || ' Name' || n, 'Vorname' || n % 1000, 'Name' || n,
         'kunde' || n || '@beispiel.example' from generate_series(1, $2::int) n`,
      tenant,
      wish.customers,
    )
    await run(
      `insert into search_term (tenant_id, kind, term, object_id)
       select $1, 'customer', t, ${id('customer', 'n')} from generate_series(1, $2::int) n, unnest(array['k-' || n, 'k', n::text,
         'vorname' || n % 1000, 'name' || n, 'kunde' || n || '@beispiel.example', lpad((n % 90000 + 10000)::text, 5, '0')]) t
       on conflict do nothing`,
      tenant,
      wish.customers,
    )
    await run(
      `insert into sales_order (tenant_id, id, order_number, kind, company_id, connection_id, channel_id, external_number, customer_id,
         customer_reason, customer_name, placed_at, taken_over_at, taken_over_by, currency, total_gross, total_minor, lines_gross,
         country, shipping, payment_state, delivery_state, deliverability, hold_reason, cancelled_at, paid)
       select $1, ${id('order', 'n')}, 'AU-' || lpad(n::text, 8, '0'), 'shop', $3, $4, ($5::uuid[])[n % 3 + 1], 'B-' || n,
         ${id('customer', 'n * 7919 % $6 + 1')}, '{"how":"link","score":100}', 'Vorname' || (n * 7919 % $6 + 1) % 1000 || ' Name' || n * 7919 % $6 + 1,
         p.at, p.at, 'bench', 'EUR', p.minor / 100.0, p.minor, p.minor / 100.0,
         case n % 20 when 0 then 'AT' else 'DE' end, jsonb_build_object('postcode', lpad((n % 90000 + 10000)::text, 5, '0'), 'city', 'Ort'),
         case when n % 50 = 0 then 'open' else 'paid' end,
         case when p.open and n % 10 = 0 then 'partly_shipped' when p.open then 'open' else 'shipped' end,
         case when not p.open then 'done' when n % 5 = 0 then 'none' when n % 7 = 0 then 'part' else 'full' end,
         case when p.open and n % 132 = 0 then 'Adresse' end, case when n % 97 = 0 then p.at end,
         case when n % 50 = 0 then 0 else p.minor / 100.0 end
       from generate_series(1, $2::bigint) n, lateral (select $7::timestamptz - ($2 - n) * ($8::interval / $2) as at,
         500 + n * 7 % 19500 as minor, n % 12 = 0 as open) p`,
      tenant,
      wish.orders,
      wish.company,
      connection,
      channels,
      wish.customers,
      wish.until,
      `${wish.days} days`,
    )
    await run(
      `insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, name, quantity, delivered, unit_gross, tax_rate)
       select $1, ${id('order', 'n')}, l, 'item', ${id('item', '(n * 31 + l * 17) % $3 + 1')}, 'Artikel', l, case when n % 12 = 0 then 0 else l end,
         (500 + n * 7 % 19500) / 300.0, 19
       from generate_series(1, $2::bigint) n, generate_series(1, 2) l`,
      tenant,
      wish.orders,
      wish.items,
    )
    await run(
      `insert into delivery (tenant_id, id, delivery_number, order_id, warehouse_id, shipped_at, made_by)
       select $1, ${id('delivery', 'n')}, 'LS-' || n, ${id('order', 'n')}, $3, $4::timestamptz - ($2 - n) * ($5::interval / $2), 'bench'
       from generate_series(1, $2::bigint) n where n % 12 <> 0 and n % 97 <> 0`,
      tenant,
      wish.orders,
      warehouse,
      wish.until,
      `${wish.days} days`,
    )
    await run(
      `insert into delivery_package (tenant_id, delivery_id, package_no, carrier, tracking)
       select $1, ${id('delivery', 'n')}, 1, 'DHL', '0034' || lpad(n::text, 12, '0')
       from generate_series(1, $2::bigint) n where n % 12 <> 0 and n % 97 <> 0`,
      tenant,
      wish.orders,
    )
    await run('commit')
  } finally {
    client.release()
  }
  await owner.query(
    'vacuum analyze sales_order, sales_order_line, search_term, customer, item, delivery, delivery_package, web_order',
  )
  return { channels }
}
