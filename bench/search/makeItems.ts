import type pg from 'pg'
import { newId } from '../../src/base/ids.ts'
import type { BenchServer } from '../support/benchServer.ts'

/** One tenant with so many items, and others with fewer. */
export interface MadeItems {
  readonly tenant: string
  readonly others: readonly string[]
}

/**
 * Fills a tenant with items and the terms that they are found by, and ten others with a hundredth each, as the owner and in few
 * statements: number, its parts, "artikel" (all), "sorte…" (1 of 97), "selten" (500, all among the oldest), "haeufig" (1 of 20,
 * all over), "altbestand" (1 of 20, all among the oldest), three words of 5,000 each.
 */
export async function makeItems(server: BenchServer, count: number): Promise<MadeItems> {
  const tenant = newId()
  const others = Array.from({ length: 10 }, newId)
  await server.asOwner(async client => {
    await client.query('set synchronous_commit = off')
    const indexes = await dropIndexes(client)
    for (const [id, items] of [[tenant, count] as const, ...others.map(one => [one, count / 100] as const)])
      await makeTenant(client, id, Math.ceil(items))
    for (const index of indexes) await client.query(index) // a handful, each a long statement of its own
    await client.query('vacuum (analyze) item')
    await client.query('vacuum (analyze) search_term')
    await client.query('reset synchronous_commit')
  })
  return { tenant, others }
}

async function makeTenant(client: pg.Client, tenant: string, items: number): Promise<void> {
  // An id that begins with the time tells the order in which items were made.
  const id = `(lpad(to_hex(n), 8, '0') || '-0000-7000-8000-${tenant.slice(-12)}')::uuid`
  await client.query(`insert into tenant (id, slug, name) values ($1::uuid, $2, $2)`, [
    tenant,
    `bench-${tenant.slice(-12)}`,
  ])
  await client.query(
    `insert into item (tenant_id, id, item_number, number_key, name, net_price)
     select $1, ${id}, 'A-' || n, 'a-' || n, 'Artikel Sorte' || n % 97 || ' Nummer ' || n, n % 90 + 0.95
     from generate_series(1, $2::int) n`,
    [tenant, items],
  )
  await client.query(
    `insert into search_term (tenant_id, kind, term, object_id)
     select $1::uuid, 'item', t, ${id} from generate_series(1, $2::int) n,
       unnest(array['a-' || n, 'a', n::text, 'artikel', 'nummer', 'sorte' || n % 97, 'wort' || n % 5000,
         case when n <= 500 then 'selten' end, case when n % 20 = 0 then 'haeufig' end,
         case when n <= $2 / 20 then 'altbestand' end]) t where t is not null`,
    [tenant, items],
  )
}

// To fill tables without their indexes and to make these afterwards takes half the time.
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid in ('item'::regclass, 'search_term'::regclass)
       and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
  )
  if (rows.length > 0) await client.query(`drop index ${rows.map(row => row.name).join(', ')}`)
  await client.query('alter table search_term drop constraint if exists search_term_tenant_id_fkey')
  await client.query('alter table search_term drop constraint search_term_pkey')
  return [
    ...rows.map(row => row.made),
    'alter table search_term add primary key (tenant_id, kind, term, object_id)',
  ]
}
