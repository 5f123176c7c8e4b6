import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { type Database, openDatabase } from '../../src/base/database.ts'
import { migrate } from '../../src/base/migrate.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { createFromTemplate, dropByForce, withClient } from '../../testkit/database/template.ts'
import { testServer, withDatabase } from '../../testkit/database/testServer.ts'
import { type MadeOrders, type MakeOrders, makeOrders, tidyTables } from './makeOrders.ts'

/** A database with a tenant of so many orders, and ten others of a hundredth each. */
export interface OrdersDatabase {
  readonly url: string
  readonly tenant: string
  readonly made: MadeOrders
  /** Drops it unless it is kept; nobody is in it any more. */
  close(): Promise<void>
}

/** The day before which all orders were placed. */
export const until = new Date('2026-11-20T10:00:00Z')

/**
 * Makes it; with `keep` under a name that the next run finds again, brought up to the present migrations. A million orders take some
 * minutes to make.
 */
export async function ordersDatabase(
  orders: number,
  keep: boolean,
  print: (line: string) => void,
): Promise<OrdersDatabase> {
  const server = await testServer()
  const name = keep ? `kontor_bench_orders_${orders}` : await createFromTemplate(server.url)
  const url = withDatabase(server.url, name)
  const known = keep ? await keptAs(server.url, name) : undefined
  if (keep && !known)
    await withClient(server.url, async client => {
      await dropByForce(client, name) // one whose making was broken off
      const fresh = await createFromTemplate(server.url)
      await client.query(`alter database ${fresh} rename to ${name}`)
    })
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  if (known) {
    const applied = await migrate(url)
    if (applied.length > 0) print(`${applied.join(', ')} over ${orders} orders in ${seconds()} s`)
  }
  const close = async () => {
    if (!keep) await withClient(server.url, client => dropByForce(client, name))
  }
  try {
    const kept = known ?? (await fill(url, orders))
    if (!known) print(`${orders} orders made in ${seconds()} s`)
    if (keep && !known)
      await withClient(server.url, client =>
        client.query(`comment on database ${name} is '${JSON.stringify(kept).replaceAll("'", "''")}'`),
      )
    return { url, ...kept, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Kept {
  readonly tenant: string
  readonly made: MadeOrders
}

// What was made stands beside the name of the database as soon as all of it is there.
function keptAs(server: string, name: string): Promise<Kept | undefined> {
  return withClient(server, async client => {
    const { rows } = await client.query<{ said: string | null }>(
      `select shobj_description(oid, 'pg_database') as said from pg_database where datname = $1`,
      [name],
    )
    const said = rows[0]?.said
    return said ? (JSON.parse(said) as Kept) : undefined
  })
}

async function fill(url: string, orders: number): Promise<Kept> {
  const db = openDatabase({ url })
  try {
    return await fillTables(db, orders)
  } finally {
    await db.close()
  }
}

async function fillTables(db: Database, orders: number): Promise<Kept> {
  const seeded = await seedTenant(db)
  await dropForeignKeys(db.pool)
  const indexes = await dropIndexes(db.pool)
  const sized = (of: { tenant: string; company: string }, count: number): MakeOrders => ({
    tenant: of.tenant,
    company: of.company,
    orders: count,
    customers: Math.ceil(count / 4),
    items: 10_000,
    few: Math.min(500, Math.ceil(count / 2000)),
    many: Math.ceil(count / 20),
    until,
    days: 730,
  })
  const made = await makeOrders(db.pool, sized(seeded, orders))
  // Ten other tenants share every table and index with it.
  for (let other = 0; other < 10; other++)
    await makeOrders(db.pool, sized(await seedTenant(db), Math.ceil(orders / 100)))
  const client = await db.pool.connect()
  try {
    await client.query(`set maintenance_work_mem = '1GB'`)
    for (const index of indexes) await client.query(index) // a handful, each a long statement of its own
    await client.query(`reset maintenance_work_mem`)
  } finally {
    client.release()
  }
  await tidyTables(db.pool)
  return { tenant: seeded.tenant, made }
}

const filled = [
  'sales_order',
  'sales_order_line',
  'search_term',
  'order_term',
  'customer',
  'customer_address',
  'delivery',
  'delivery_package',
  'payment',
]

/** The rows refer to each other by how they are made; checking a million of them shows nothing. Nobody writes in the database. */
async function dropForeignKeys(owner: pg.Pool): Promise<void> {
  await owner.query(`do $$ declare c record; begin
    for c in select conrelid::regclass as t, conname from pg_constraint
      where contype = 'f' and conrelid::regclass::text = any('{${filled.join(',')}}')
    loop execute format('alter table %s drop constraint %I', c.t, c.conname); end loop; end $$`)
}

/** To fill tables without their indexes and to make these afterwards takes half the time; answers how they are made. */
async function dropIndexes(owner: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid::regclass::text = any($1) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    [filled],
  )
  await owner.query(`drop index ${rows.map(row => row.name).join(', ')}`)
  return rows.map(row => row.made)
}
