import type { BenchServer } from '../support/benchServer.ts'
import { type BenchTrade, sellItems } from '../support/benchTrade.ts'

/** So many items, sold by every shop, linked and accepted there. In a few statements, keys to other tables unchecked. */
export async function manyItems(
  server: BenchServer,
  { tenant, shops }: BenchTrade,
  count: number,
): Promise<void> {
  await withoutKeys(server, () => fill(server, { tenant, shops }, count))
}

async function fill(server: BenchServer, { tenant, shops }: BenchTrade, count: number): Promise<void> {
  await sellItems(
    server,
    tenant,
    shops.map(one => one.channel),
    { count, prefix: 'ART-' },
  )
  await server.asOwner(async client => {
    for (const { channel, connection } of shops) {
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
    }
    await client.query(
      `insert into key_counter (tenant_id, connection_id, next_no) select tenant_id, id, $2 from connection where tenant_id = $1
       on conflict (tenant_id, connection_id) do update set next_no = excluded.next_no`,
      [tenant, count + 1],
    )
    await client.query('vacuum (analyze)')
  })
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
