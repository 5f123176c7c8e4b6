import type pg from 'pg'
import { newId } from '../../src/base/ids.ts'
import { makeCustomers } from './makeCustomers.ts'

export interface MakeOrders {
  readonly tenant: string
  readonly company: string
  readonly orders: number
  readonly customers: number
  readonly items: number
  /** Orders are spread over the days before it. */
  readonly until: Date
  readonly days: number
  /** Of each field a word that `few` and `many` orders have; none if 0. */
  readonly few?: number
  readonly many?: number
}

export interface MadeOrders {
  readonly channels: readonly string[]
  readonly companies: readonly string[]
  readonly groups: readonly string[]
  readonly colours: readonly string[]
}

/** Fields that words are made for, with the beginning of each: "selten" (few, the oldest), "haeufig" (many, all over), "alt" (many, the oldest), "eig" (few different ones), "viel" (many different ones), "einzig" (one). */
export const markedFields = ['na', 'ea', 'ta', 'pa', 'ca', 'sb', 'sd', 'no', 'db', 'an', 'tx'] as const

/**
 * Fills a tenant with orders as a shop of that size has them, as the owner and in few statements: three channels, lines,
 * search terms, deliveries with tracking numbers; 8 % open, a few held, some cancelled. The same rows for the same sizes
 * but for their ids, which begin with the moment of placing.
 */
export async function makeOrders(owner: pg.Pool, wish: MakeOrders): Promise<MadeOrders> {
  const { tenant, orders, few = 0, many = 0 } = wish
  const connection = newId()
  const channels = [newId(), newId(), newId(), newId(), newId()]
  const companies = [wish.company, newId(), newId(), newId()]
  const groups = [newId(), newId(), newId(), newId()]
  const colours = [newId(), newId(), newId()]
  const warehouse = newId()
  const client = await owner.connect()
  const run = (text: string, ...values: unknown[]) => client.query(text, values)
  // Ids that tell their number: the first 8 hex digits name the tenant and kind, the last the row.
  const id = (kind: string, number: string) =>
    `(substr(md5('${tenant}${kind}'), 1, 8) || '-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
  const placed = (number: string) =>
    `date_trunc('milliseconds', '${wish.until.toISOString()}'::timestamptz - (${orders} - ${number}) * ('${wish.days} days'::interval / ${orders}))`
  const orderId = (number: string) =>
    `(regexp_replace(lpad(to_hex(floor(extract(epoch from ${placed(number)}) * 1000)::bigint), 12, '0'), '^(.{8})', '\\1-') || '-7000-8' || substr(md5('${tenant}'), 1, 3) || '-' || lpad(to_hex(${number}), 12, '0'))::uuid`
  const buyer = `(n * 7919 % ${wish.customers} + 1)`
  /** A word for the few that are oldest, one, those all over, those that are oldest. */
  const marked = (of: { one: string; few: string; spread: string; old: string; other: string }) =>
    `case when n = 815 % ${orders} then ${of.one} when n <= ${few} then ${of.few} when n <= ${few + many} then ${of.old}
       when ${many} > 0 and n % greatest(1, ${orders} / greatest(1, ${many})) = 0 then ${of.spread} else ${of.other} end`
  // The first items are those of the words; others are spread over all orders.
  const kept = wish.items > 1000 ? 204 : 0
  const any = (l: number) => `(n * 31 + ${l} * 17) % ${wish.items - kept} + ${kept + 1}`
  const first =
    kept === 0 ? any(1) : `case when n > ${few} and n <= ${few + many} then n % 200 + 5 else ${any(1)} end`
  const second = many === 0 ? any(2) : marked({ one: '1', few: '2', spread: '3', old: '4', other: any(2) })
  const texts = (field: string) => `array_remove(array[
      case when n = 815 then '${field}:einzig' end, case when n <= ${few} then '${field}:selten' end, case when n <= ${few} then '${field}:eig' || n end,
      case when n <= ${many} then '${field}:alt' end, case when n <= ${many} then '${field}:viel' || n end,
      case when ${many} > 0 and n % greatest(1, ${orders} / greatest(1, ${many})) = 0 then '${field}:haeufig' end], null)`
  try {
    await run('begin')
    // Sorted before they go into a table, words fill its index in order: in a fraction of the time.
    await run(`set local work_mem = '256MB'`)
    await run(
      `insert into company (tenant_id, id, name, country, currency, time_zone)
       select $1, u.id, 'Firma ' || u.n, 'DE', 'EUR', 'Europe/Berlin' from unnest($2::uuid[]) with ordinality as u (id, n)`,
      tenant,
      companies.slice(1),
    )
    await run(
      `insert into customer_group (tenant_id, id, name) select $1, u.id, 'Gruppe ' || u.n from unnest($2::uuid[]) with ordinality as u (id, n)`,
      tenant,
      groups,
    )
    await run(
      `insert into order_colour (tenant_id, id, name, colour) select $1, u.id, 'Farbe ' || u.n, '#00ff00' from unnest($2::uuid[]) with ordinality as u (id, n)`,
      tenant,
      colours,
    )
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
      `insert into item (tenant_id, id, item_number, number_key, name, manufacturer_number, own_number)
       select $1, ${id('item', 'n')}, 'A-' || n, 'a-' || n, concat_ws(' ', 'Artikel Sorte' || n % 97 || ' Nummer', n, case when n = 1 then 'einzigding' when n = 2 then 'seltending' when n = 3 then 'haeufigding' when n = 4 then 'altding' when n <= 204 then 'vielding' || n end), 'H' || n, 'E' || n from generate_series(1, $2::int) n`,
      tenant,
      wish.items,
    )
    await run(
      `insert into search_term (tenant_id, kind, term, object_id)
       select $1, 'item', t, ${id('item', 'n')} from generate_series(1, $2::int) n,
         unnest(array['a-' || n, 'a', 'artikel', 'nummer', 'sorte' || n % 97, n::text, 'h' || n, 'e' || n,
           case when n = 1 then 'einzigding' when n = 2 then 'seltending' when n = 3 then 'haeufigding' when n = 4 then 'altding' when n <= 204 then 'vielding' || n end]) t
       where t is not null on conflict do nothing`,
      tenant,
      wish.items,
    )
    await makeCustomers(client, id, { tenant, customers: wish.customers, few, many, groups })
    await run(
      `insert into sales_order (tenant_id, id, order_number, kind, company_id, connection_id, channel_id, external_number, customer_id,
         customer_reason, customer_name, placed_at, taken_over_at, taken_over_by, currency, total_gross, total_minor, lines_gross,
         country, shipping, payment_method, shipping_method, payment_state, delivery_state, deliverability, invoice_state, pending, hold_reason,
         cancelled_at, paid, customer_group_id, colour_id, words)
       select $1, ${orderId('n')}, ${marked({ one: `'AE-' || n`, few: `'AS-' || n`, spread: `'AH-' || n`, old: `'AA-' || n`, other: `'AU-' || lpad(n::text, 8, '0')` })},
         ${marked({ one: `'csv'`, few: `'api'`, spread: `'instant'`, old: `'customer'`, other: `'shop'` })},
         ($3::uuid[])[${marked({ one: '4', few: '2', spread: '3', old: '3', other: '1' })}], $4,
         ($5::uuid[])[${marked({ one: '5', few: '4', spread: 'n % 3 + 1', old: 'n % 3 + 1', other: 'n % 3 + 1' })}],
         ${marked({ one: `'BE-' || n`, few: `'BS-' || n`, spread: `'BH-' || n`, old: `'BA-' || n`, other: `'B-' || n` })},
         ${id('customer', buyer)}, '{"how":"link","score":100}', 'Vorname' || ${buyer} % 1000 || ' Name' || ${buyer},
         ${placed('n')}, ${placed('n')} + interval '5 minutes', 'bench', ${marked({ one: `'GBP'`, few: `'CHF'`, spread: `'PLN'`, old: `'USD'`, other: `'EUR'` })},
         p.minor / 100.0, p.minor, p.minor / 100.0,
         ${marked({ one: `'IS'`, few: `'LI'`, spread: `'AT'`, old: `'FR'`, other: `'DE'` })},
         jsonb_build_object('postcode', lpad((n % 90000 + 10000)::text, 5, '0'), 'city', 'Ort' || n % 500, 'street', 'Musterstrasse ' || n % 100,
           'firstName', 'Vorname' || ${buyer} % 1000, 'lastName', 'Name' || ${buyer}, 'email', 'kunde' || ${buyer} || '@beispiel.example'),
         ${marked({ one: `'scheck'`, few: `'bar'`, spread: `'rechnung'`, old: `'vorkasse'`, other: `'paypal'` })},
         ${marked({ one: `'bote'`, few: `'abholung'`, spread: `'ups'`, old: `'hermes'`, other: `'dhl'` })},
         case when n = 815 then 'refunded' when n <= ${few} then 'partly_paid' when n % 50 = 0 then 'open' else 'paid' end,
         case when n = 816 then 'partly_delivered' when n > 1000 and n <= 1000 + ${few} then 'completed' when p.open and n % 10 = 0 then 'partly_shipped' when p.open then 'open' else 'shipped' end,
         case when not p.open then 'done' when n % 5 = 0 then 'none' when n % 7 = 0 then 'part' else 'full' end,
         case when n = 817 then 'part' when n <= ${few} then 'full' else 'none' end, n = 815,
         case when p.open and n % 132 = 0 then 'Adresse' end, case when n % 97 = 0 then ${placed('n')} end,
         case when n % 50 = 0 then 0 else p.minor / 100.0 end,
         ($6::uuid[])[${marked({ one: '4', few: '2', spread: '3', old: '3', other: '1' })}],
         ($7::uuid[])[${marked({ one: '3', few: '1', spread: '2', old: '2', other: '0' })}],
         ' ' || array_to_string(array(select distinct t from unnest(array['na:vorname' || ${buyer} % 1000, 'na:name' || ${buyer},
           'ea:kunde' || ${buyer} || '@beispiel.example', 'pa:' || lpad((n % 90000 + 10000)::text, 5, '0'), 'ca:ort' || n % 500, 'sa:musterstrasse',
           'no:k-' || ${buyer}] || ${markedFields.map(texts).join(' || ')}) as t order by t), ' ') || ' '
       from generate_series(1, $2::bigint) n, lateral (select
         case when n = 815 then 99999900 when n <= ${few} then 5000000 + n when n <= ${few + many} then 100000 + n else 500 + n * 7 % 19500 end as minor, n % 12 = 0 as open) p`,
      tenant,
      orders,
      companies,
      connection,
      channels,
      groups,
      colours,
    )
    await run(
      `insert into order_term (tenant_id, field, term, order_id) select o.tenant_id, left(w, 2), substr(w, 4), o.id
       from sales_order o, string_to_table(trim(o.words), ' ') as w where o.tenant_id = $1 order by 2, 3, 4`,
      tenant,
    )
    await run(
      `insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, name, quantity, delivered, unit_gross, tax_rate)
       select $1, ${orderId('n')}, l, 'item', ${id('item', `case when l = 1 then ${first} else ${second} end`)}, 'Artikel', l, case when n % 12 = 0 then 0 else l end,
         (500 + n * 7 % 19500) / 300.0, 19
       from generate_series(1, $2::bigint) n, generate_series(1, 2) l`,
      tenant,
      orders,
    )
    await run(
      `insert into delivery (tenant_id, id, delivery_number, order_id, warehouse_id, shipped_at, made_by)
       select $1, ${id('delivery', 'n')}, ${marked({ one: `'LE-' || n`, few: `'LB-' || n`, spread: `'LH-' || n`, old: `'LA-' || n`, other: `'LS-' || n` })}, ${orderId('n')}, $3, ${placed('n')} + interval '1 day', 'bench'
       from generate_series(1, $2::bigint) n where n % 12 <> 0 and n % 97 <> 0 or n <= ${few + many}`,
      tenant,
      orders,
      warehouse,
    )
    await run(
      `insert into delivery_package (tenant_id, delivery_id, order_id, package_no, carrier, tracking)
       select $1, ${id('delivery', 'n')}, ${orderId('n')}, 1, 'DHL', ${marked({ one: `'0099' || n`, few: `'0011' || n`, spread: `'0022' || n`, old: `'0033' || n`, other: `'0034' || lpad(n::text, 12, '0')` })}
       from generate_series(1, $2::bigint) n where n % 12 <> 0 and n % 97 <> 0 or n <= ${few + many}`,
      tenant,
      orders,
    )
    await run(
      `insert into payment (tenant_id, id, order_id, amount, currency, transaction_id, paid_at, booked_by)
       select $1, ${id('payment', 'n')}, ${orderId('n')}, 10, 'EUR', ${marked({ one: `'PE' || n`, few: `'PS' || n`, spread: `'PH' || n`, old: `'PA' || n`, other: `'PP' || n` })}, ${placed('n')}, 'bench'
       from generate_series(1, $2::bigint) n where n % 50 <> 0 or n <= ${few + many}`,
      tenant,
      orders,
    )
    await run('commit')
  } catch (error) {
    await run('rollback')
    throw error
  } finally {
    client.release()
  }
  return { channels, companies, groups, colours }
}

/** What the keeper of a database does in time: room that can be reused, what indexes alone can answer, statistics. */
export async function tidyTables(owner: pg.Pool): Promise<void> {
  await owner.query(
    'vacuum analyze sales_order, sales_order_line, search_term, order_term, customer, customer_address, item, delivery, delivery_package, payment, web_order',
  )
}
