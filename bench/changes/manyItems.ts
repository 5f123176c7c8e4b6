import type { BenchServer } from '../support/benchServer.ts'
import { type BenchTrade, sellItems } from '../support/benchTrade.ts'

/** So many items, sold by every shop, linked and accepted there. In a few statements, keys to other tables unchecked. */
export async function manyItems(
  server: BenchServer,
  { tenant, shops }: BenchTrade,
  count: number,
  print: (line: string) => void,
): Promise<void> {
  const started = performance.now()
  const say = async (what: string) =>
    print(`${count} items: ${what} after ${seconds(started)} s, ${await gigabytes(server)} GB`)
  await withoutKeys(server, () => fill(server, { tenant, shops }, count, say))
  await say('ready')
}

async function fill(
  server: BenchServer,
  { tenant, shops }: BenchTrade,
  count: number,
  say: (what: string) => Promise<void>,
): Promise<void> {
  // Nobody waits for these rows to be safe.
  await server.asOwner(client => client.query('set synchronous_commit = off'))
  await sellItems(
    server,
    tenant,
    shops.map(one => one.channel),
    { count, prefix: 'ART-', sentences: 1 }, // of a million items each sentence is 0.15 GB
  )
  await say('sold everywhere')
  await server.asOwner(async client => {
    for (const [at, { channel, connection }] of shops.entries()) {
      await client.query(
        `insert into link (tenant_id, connection_id, key_no, kind, object_id, their_id)
         select tenant_id, $2, n, 'item', id, 't-' || n from (select tenant_id, id, row_number() over (order by id) as n from item where tenant_id = $1) i`,
        [tenant, connection],
      )
      await client.query(
        `insert into channel_object (tenant_id, channel_id, kind, object_id, data_hash, price_hash, stock_hash, data_sent, accepted_at)
         select tenant_id, $2, 'item', id, uuidv7(), uuidv7(), uuidv7(), '{"active":true}', now() from item where tenant_id = $1`,
        [tenant, channel],
      )
      await say(`shop ${at + 1} of ${shops.length} linked`)
    }
    await client.query(
      `insert into key_counter (tenant_id, connection_id, next_no) select tenant_id, id, $2 from connection where tenant_id = $1
       on conflict (tenant_id, connection_id) do update set next_no = excluded.next_no`,
      [tenant, count + 1],
    )
    await client.query('vacuum (analyze)')
    await client.query('reset synchronous_commit')
  })
}

function seconds(started: number): number {
  return Math.round((performance.now() - started) / 1000)
}

async function gigabytes(server: BenchServer): Promise<number> {
  const { rows } = await server.asOwner(client =>
    client.query<{ gb: number }>(`select round(pg_database_size(current_database()) / 1e9, 2)::float8 as gb`),
  )
  return rows[0]?.gb ?? 0
}

// To check 30 million keys takes longer than to write the rows. Afterwards they hold again for all that is written.
async function withoutKeys(server: BenchServer, work: () => Promise<void>): Promise<void> {
  const keys = await server.asOwner(async client => {
    const { rows } = await client.query<{ table: string; name: string; definition: string }>(
      `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and conparentid = 0
         and conrelid in ('item_channel'::regclass, 'link'::regclass, 'channel_object'::regclass, 'item_text'::regclass,
           'stock_level'::regclass, 'stock_movement'::regclass)`,
    )
    for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`)
    return rows
  })
  await work()
  await server.asOwner(async client => {
    for (const { table, name, definition } of keys)
      await client.query(`alter table ${table} add constraint ${name} ${definition} not valid`)
  })
}
