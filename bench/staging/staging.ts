import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { nodeFlags } from '../../bin/nodeFlags.mjs'
import { openDatabase, transact } from '../../src/base/database.ts'
import { startEmbedded } from '../../src/base/embedded/startEmbedded.ts'
import { newId } from '../../src/base/ids.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { migrate } from '../../src/base/migrate.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { addConnection } from '../../src/channels/addConnection.ts'
import { onlyCompany } from '../../src/company/companyStore.ts'
import { createTenant } from '../../src/company/createTenant.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { databaseCpu } from '../support/processorTime.ts'
import { parseAndScrub } from './parseAndScrub.ts'
import { rawLimit } from './rawLimit.ts'
import { serveAlone } from './serveAlone.ts'

export interface StagingOptions {
  readonly orders: readonly number[]
  readonly shapes: readonly string[]
  readonly repeats: number
  readonly print: (line: string) => void
}

interface Imported {
  readonly state: string
  readonly figures: Record<string, Record<string, number>>
  readonly ms: number
  readonly cpuMs: number
  readonly peakMb: number
  readonly warmMb: number
  readonly lastMb: number
}

/**
 * The whole path of an order into the inbox: HTTP to a shop in another process, parse, scrub, map, check, ledger, stage,
 * acknowledge; then the same orders again, known. Beside it the raw limit of the same database for the same rows.
 */
export async function staging(options: StagingOptions) {
  const results: { shape: string; orders: number }[] = []
  for (const shape of options.shapes)
    for (const orders of options.orders) results.push(await one(shape, orders, options))
  return { bench: 'staging', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

async function one(shape: string, orders: number, { print, repeats }: StagingOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-bench-'))
  const embedded = await startEmbedded({ dataDir: folder })
  const cpu = () => databaseCpu(embedded.pid)
  const shop = await startChild('./shop.ts', [shape, String(orders)])
  try {
    const { url, items, lines } = JSON.parse(await shop.line()) as {
      url: string
      items: string[]
      lines: number
    }
    await migrate(embedded.url)
    const keys = join(folder, 'keys')
    const tenant = await prepare(embedded.url, keys, url, items)
    const served = await serveAlone(url, orders)
    await shop.tell('forget')

    const before = cpu()
    const first = await importOnce(embedded.url, keys, tenant)
    const firstCpu = cpu() - before
    await settle(embedded.url)
    const written = await rowsWritten(embedded.url)
    const statements = await dearestStatements(embedded.url, orders)
    await shop.tell('forget')
    const beforeAgain = cpu()
    const again = await importOnce(embedded.url, keys, tenant)
    const againCpu = cpu() - beforeAgain
    const rewritten = difference(written, await rowsWritten(embedded.url))
    const reading = await parseAndScrub(url, async () => void (await shop.tell('forget')))
    const raw = await rawLimit(embedded.url, { repeats, orders, cpu })
    const server = await version(embedded.url)
    const rate = orders / (first.ms / 1000)
    const result = {
      shape,
      orders,
      at: new Date().toISOString(),
      linesPerOrder: lines / orders,
      server,
      shopAloneOrdersPerSecond: Math.round(served),
      first: {
        state: first.state,
        found: first.figures['order']?.['found'],
        parked: first.figures['order']?.['parked'],
        ordersPerSecond: Math.round(rate),
        linesPerSecond: Math.round((rate * lines) / orders),
        cpuMsPerOrder: {
          ours: first.cpuMs / orders,
          database: firstCpu / orders,
          both: (first.cpuMs + firstCpu) / orders,
        },
        cpuMsPerLine: (first.cpuMs + firstCpu) / lines,
        peakMb: first.peakMb,
        warmMb: first.warmMb,
        lastMb: first.lastMb,
      },
      again: {
        unchanged: again.figures['order']?.['unchanged'],
        ordersPerSecond: Math.round(orders / (again.ms / 1000)),
        cpuMsPerOrder: { ours: again.cpuMs / orders, database: againCpu / orders },
        timesLessDatabaseCpu: firstCpu / againCpu,
        rowsWritten: rewritten,
        peakMb: again.peakMb,
      },
      parseAndScrubMsPerOrder: reading,
      statements,
      raw,
      ofRawLimit: raw.map(limit => ({ connections: limit.connections, share: rate / limit.ordersPerSecond })),
    }
    printOne(print, result)
    return result
  } finally {
    await shop.stop()
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function prepare(
  url: string,
  keys: string,
  shopUrl: string,
  items: readonly string[],
): Promise<string> {
  const db = openDatabase({ url })
  const keyring = await openKeyring(keys)
  const tenant = newId()
  await transact(db, { tenant }, async tx => {
    const place = { country: 'GB', currency: 'GBP', timeZone: 'Europe/London' }
    await createTenant(
      tx,
      { id: tenant, slug: 'bench', name: 'Bench', companyName: 'Bench', ...place },
      new Date(),
    )
    for (let start = 0; start < items.length; start += 5000)
      await createItems(
        tx,
        tenant,
        items.slice(start, start + 5000).map(itemNumber => ({ itemNumber, name: itemNumber })),
      )
    const company = await onlyCompany(tx, tenant)
    // Rates of both shapes, whatever the company's country: the check itself is what is measured.
    for (const rate of [0, 7, 19, 20])
      await tx.run(
        `insert into tax_rate (tenant_id, id, country, rate) values ($1, $2, 'GB', $3) on conflict do nothing`,
        [tenant, newId(), rate],
      )
    await addConnection(tx, keyring, tenant, connector as Connector, {
      system: connector.name,
      name: 'Shop',
      settings: { url: shopUrl, token: 'bench-token' },
      timeZone: 'Europe/London',
      companyId: String(company),
    })
  })
  await db.close()
  return tenant
}

async function importOnce(url: string, keys: string, tenant: string): Promise<Imported> {
  const child = await startChild('./importer.ts', [url, keys, tenant])
  const line = await child.line()
  await child.ended
  const imported = JSON.parse(line) as Imported
  if (imported.state !== 'done') throw new Error(`the import ended as ${line}`)
  return imported
}

// Statistics reach the shared memory when a backend ends or after a second; autovacuum has had its turn then, too.
async function settle(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('select pg_sleep(1.5)')
  await client.end()
}

async function rowsWritten(url: string): Promise<Map<string, number>> {
  await settle(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(
    `select relname as name, n_tup_ins + n_tup_upd + n_tup_del as count from pg_stat_user_tables`,
  )
  await client.end()
  return new Map((rows as { name: string; count: string }[]).map(row => [row.name, Number(row.count)]))
}

// Where the time of the database goes: microseconds per order and statement, foreign-key checks and commits included.
async function dearestStatements(url: string, orders: number): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(
    `select left(regexp_replace(query, '[[:space:]]+', ' ', 'g'), 70) as query, sum(total_exec_time + total_plan_time) as ms
     from pg_stat_statements where query !~ 'pg_stat|pg_sleep|create |insert into (country|currency|item)' group by 1 order by 2 desc limit 14`,
  )
  await client.end()
  return Object.fromEntries(
    (rows as { query: string; ms: number }[]).map(row => [
      row.query,
      Math.round((row.ms / orders) * 10_000) / 10,
    ]),
  )
}

function difference(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Record<string, number> {
  return Object.fromEntries(
    [...after]
      .map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const)
      .filter(([, count]) => count > 0),
  )
}

async function version(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('show server_version')
  await client.end()
  return String((rows[0] as { server_version: string }).server_version)
}

interface Child {
  line(): Promise<string>
  tell(command: string): Promise<string>
  readonly ended: Promise<void>
  stop(): Promise<void>
}

async function startChild(file: string, args: readonly string[]): Promise<Child> {
  const child: ChildProcess = spawn(
    process.execPath,
    // 50,000 orders of 23 lines as prepared texts: the shop may be large; the importing process runs as `kontor` does.
    [
      ...(file === './shop.ts' ? ['--max-old-space-size=12000'] : nodeFlags),
      fileURLToPath(new URL(file, import.meta.url)),
      ...args,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = new Promise<void>(resolve => child.on('exit', () => resolve()))
  if (!child.stdout || !child.stdin) throw new TypeError('a child without pipes')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const line = async () => {
    const next = await lines.next()
    if (next.done) throw new Error(`${file} ended without an answer`)
    return next.value
  }
  return {
    line,
    ended,
    tell: command => {
      child.stdin?.write(`${command}\n`)
      return line()
    },
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

function printOne(
  print: (line: string) => void,
  result: (ReturnType<typeof Object> & Record<string, never>) | object,
): void {
  print(
    JSON.stringify(
      result,
      (_key, value) =>
        typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(3)) : value,
      1,
    ).replace(/\n\s{3,}/g, ' '),
  )
}
