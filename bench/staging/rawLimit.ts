import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** The tables that an import of orders writes, parents first, with the column that says to which order a row belongs. */
const tables = [
  { name: 'ledger', order: 'id' },
  { name: 'link', order: 'object_id' },
  { name: 'payload', order: 'ledger_id' },
  { name: 'web_order', order: 'id' },
  { name: 'web_order_line', order: 'web_order_id' },
] as const

export interface RawLimit {
  readonly connections: number
  readonly ordersPerSecond: number
  readonly slowest: number
  readonly fastest: number
  readonly databaseCpuMs: number
}

/**
 * How fast this database takes exactly the rows that the run wrote, by COPY into empty copies of the tables with the same
 * keys, indexes and foreign keys: the limit that no import can pass. Median of `repeats`, for 1, 2 and 4 connections.
 * Acknowledgements, which the run wrote and took away again, and kept pages are not counted in favour of the import.
 */
export async function rawLimit(
  url: string,
  options: { repeats: number; orders: number; cpu: () => number },
): Promise<RawLimit[]> {
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await makeCopies(owner)
  const limits: RawLimit[] = []
  for (const connections of [1, 2, 4]) {
    const parts = await readParts(url, owner, connections)
    const times: number[] = []
    const cpus: number[] = []
    for (let repeat = 0; repeat < options.repeats; repeat++) {
      await owner.query(`truncate ${tables.map(table => `raw_${table.name}`).join(', ')}`)
      await owner.query('checkpoint').catch(() => undefined) // needs a right on some servers; only evens out the disk
      const cpu = options.cpu()
      times.push(await copyAll(url, parts))
      cpus.push(options.cpu() - cpu)
    }
    times.sort((a, b) => a - b)
    const rate = (ms: number | undefined) => Math.round((options.orders / (ms ?? Number.NaN)) * 1000)
    limits.push({
      connections,
      ordersPerSecond: rate(times[times.length >> 1]),
      slowest: rate(times.at(-1)),
      fastest: rate(times[0]),
      databaseCpuMs: (cpus.sort((a, b) => a - b)[cpus.length >> 1] ?? 0) / options.orders,
    })
  }
  await owner.query(`drop table ${tables.map(table => `raw_${table.name}`).join(', ')} cascade`)
  await owner.end()
  return limits
}

async function makeCopies(owner: pg.Client): Promise<void> {
  for (const { name } of tables) {
    const split = name === 'payload' ? ' partition by range (stored_at)' : ''
    await owner.query(`create table raw_${name} (like ${name} including all)${split}`)
    if (split) await owner.query(`create table raw_${name}_all partition of raw_${name} default`)
    if (split) await owner.query(`alter table raw_${name}_all set (autovacuum_enabled = false)`)
  }
  for (const { name } of tables) {
    const { rows } = await owner.query(
      `select pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'f' and conrelid = $1::regclass and conparentid = 0`,
      [name],
    )
    for (const { definition } of rows as { definition: string }[])
      await owner.query(
        `alter table raw_${name} add ${definition.replace(/REFERENCES (ledger|web_order|link|payload)\(/, 'REFERENCES raw_$1(')}`,
      )
  }
}

// The rows as COPY text, cut into as many parts as there are connections, an order whole in one part.
async function readParts(url: string, owner: pg.Client, connections: number): Promise<Map<string, Buffer>[]> {
  const { rows } = await owner.query(
    `select min(id::text) as low, max(id::text) as high from (select id, ntile($1) over (order by id) as part from ledger where kind = 'order') as t group by part order by part`,
    [connections],
  )
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const parts: Map<string, Buffer>[] = []
  for (const { low, high } of rows as { low: string; high: string }[]) {
    const part = new Map<string, Buffer>()
    for (const { name, order } of tables) {
      const chunks: Buffer[] = []
      const stream = client.query(
        copyTo(`copy (select * from ${name} where ${order} between '${low}' and '${high}') to stdout`),
      )
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      part.set(name, Buffer.concat(chunks))
    }
    parts.push(part)
  }
  await client.end()
  return parts
}

async function copyAll(url: string, parts: readonly Map<string, Buffer>[]): Promise<number> {
  const clients = await Promise.all(
    parts.map(async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query('set enable_seqscan = off')
      return client
    }),
  )
  const started = performance.now()
  await Promise.all(
    clients.map(async (client, index) => {
      await client.query('begin')
      for (const { name } of tables) {
        const data = parts[index]?.get(name) ?? Buffer.alloc(0)
        await pipeline(Readable.from(slices(data)), client.query(copyFrom(`copy raw_${name} from stdin`)))
      }
      await client.query('commit')
    }),
  )
  const ms = performance.now() - started
  await Promise.all(clients.map(client => client.end()))
  return ms
}

function* slices(data: Buffer): Generator<Buffer> {
  for (let start = 0; start < data.length; start += 65536) yield data.subarray(start, start + 65536)
}
