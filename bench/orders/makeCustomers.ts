import type pg from 'pg'

export interface MakeCustomers {
  readonly tenant: string
  readonly customers: number
  /** Of each mark so many customers have it; none if 0. */
  readonly few: number
  readonly many: number
  /** The ordinary one, then those of few, of many, of one. */
  readonly groups: readonly string[]
}

/**
 * Customers as a shop has them, each with an address and the words it is found by; few, many all over, many of the oldest and one
 * stand out in each way that a list can ask for. `id`: how ids are made of a kind and a number.
 */
export async function makeCustomers(
  client: pg.PoolClient,
  id: (kind: string, number: string) => string,
  { tenant, customers, few, many, groups }: MakeCustomers,
): Promise<void> {
  const marked = (of: { one: string; few: string; spread: string; old: string; other: string }) =>
    `case when n = 815 % ${customers} then ${of.one} when n <= ${few} then ${of.few} when n <= ${few + many} then ${of.old}
       when ${many} > 0 and n % greatest(1, ${customers} / greatest(1, ${many})) = 0 then ${of.spread} else ${of.other} end`
  const mark = marked({
    one: `'einzig'`,
    few: `'selten'`,
    spread: `'haeufig'`,
    old: `'alt'`,
    other: 'null',
  })
  const numbers = `generate_series(1, $2::int) n`
  await client.query(
    `insert into customer (tenant_id, id, customer_number, name, first_name, last_name, email, phone, group_id, debtor_number, blocked, business)
     select $1, ${id('customer', 'n')}, 'K-' || n, concat_ws(' ', 'Vorname' || n % 1000, 'Name' || n, ${mark}), 'Vorname' || n % 1000, 'Name' || n,
       'kunde' || n || '@beispiel.example', '030 ' || (1000000 + n), ($3::uuid[])[${marked({ one: '4', few: '2', spread: '3', old: '1', other: '1' })}],
       case when n % 3 = 0 then 'D-' || n end, n <= ${few}, n % 10 = 0
     from ${numbers}`,
    [tenant, customers, groups],
  )
  await client.query(
    `insert into customer_address (tenant_id, id, customer_id, address_hash, is_billing, is_shipping, first_name, last_name, street, postcode, city, country)
     select $1, ${id('address', 'n')}, ${id('customer', 'n')}, md5(n::text)::uuid, true, true, 'Vorname' || n % 1000, 'Name' || n, 'Musterstrasse ' || n % 100,
       lpad((n % 90000 + 10000)::text, 5, '0'), 'Ort' || n % 500, ${marked({ one: `'IS'`, few: `'LI'`, spread: `'AT'`, old: `'FR'`, other: `'DE'` })}
     from ${numbers}`,
    [tenant, customers],
  )
  await client.query(
    `insert into search_term (tenant_id, kind, term, object_id)
     select distinct $1::uuid, 'customer', t, ${id('customer', 'n')} from ${numbers}, unnest(array_remove(array['k-' || n, 'k', n::text,
       'vorname' || n % 1000, 'name' || n, 'kunde' || n || '@beispiel.example', lpad((n % 90000 + 10000)::text, 5, '0'), 'ort' || n % 500,
       '030' || (1000000 + n), case when n % 3 = 0 then 'd-' || n end, ${mark}], null)) t
     order by 3, 4`,
    [tenant, customers],
  )
}
