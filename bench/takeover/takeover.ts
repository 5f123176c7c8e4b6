import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, transact } from '../../src/base/database.ts'
import { startEmbedded } from '../../src/base/embedded/startEmbedded.ts'
import { newId } from '../../src/base/ids.ts'
import { createLog } from '../../src/base/log.ts'
import { migrate } from '../../src/base/migrate.ts'
import { createTenant } from '../../src/company/createTenant.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { withClient } from '../../testkit/database/template.ts'
import { databaseCpu } from '../support/processorTime.ts'
import { rawLimit } from './rawLimit.ts'
import { type StagedOptions, stageOrders } from './stagedOrders.ts'

export interface TakeoverOptions {
  readonly orders: readonly number[]
  readonly repeats: number
  readonly print: (line: string) => void
}

/**
 * Taking over: a mixed inbox by one worker beside the raw limit of the same rows, and one best-seller by eight workers that
 * all want the same stock row. CPU is that of this process and of the database.
 */
export async function takeover(options: TakeoverOptions) {
  const results = []
  for (const orders of options.orders) {
    const mixed = { orders, lines: 3, items: 1000, persons: Math.ceil(orders * 0.7) }
    results.push(await one('mixed', mixed, { ...options, workers: 1, batch: 200 }))
    const seller = { orders, lines: 1, items: 1, persons: orders }
    results.push(await one('best-seller', seller, { ...options, workers: 8, batch: 25 }))
  }
  return { bench: 'takeover', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

async function one(
  shape: string,
  staged: Omit<StagedOptions, 'tenant'>,
  how: TakeoverOptions & { readonly workers: number; readonly batch: number },
) {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-bench-'))
  const embedded = await startEmbedded({ dataDir: folder })
  const db = openDatabase({ url: embedded.url, max: how.workers + 2 })
  try {
    await migrate(embedded.url)
    const tenant = newId()
    await transact(db, { tenant }, tx =>
      createTenant(tx, { id: tenant, slug: 'bench', name: 'Bench', companyName: 'Bench' }, new Date()),
    )
    // The first orders warm this process up; what is measured comes from a second connection.
    await stageOrders(embedded.url, { ...staged, tenant, orders: 400 })
    await work(tenant, 1, 200)
    await stageOrders(embedded.url, { ...staged, tenant })
    const cpu = databaseCpu(embedded.pid)
    const own = process.cpuUsage()
    const started = performance.now()
    const taken = await work(tenant, how.workers, how.batch)
    const ms = performance.now() - started
    const used = process.cpuUsage(own)
    const database = databaseCpu(embedded.pid) - cpu
    const ours = (used.user + used.system) / 1000
    // The rows of the warm-up are copied as well: all of them are counted.
    const rawMs = shape === 'mixed' ? await rawLimit(embedded.url, how.repeats) : undefined
    const raw = rawMs === undefined ? undefined : (taken + 400) / (rawMs / 1000)
    const result = {
      shape,
      orders: staged.orders,
      at: new Date().toISOString(),
      linesPerOrder: staged.lines,
      workers: how.workers,
      taken,
      ordersPerSecond: Math.round(taken / (ms / 1000)),
      cpuMsPerOrder: { ours: ours / taken, database: database / taken, both: (ours + database) / taken },
      ...(raw === undefined
        ? {}
        : { rawOrdersPerSecond: Math.round(raw), ofRawLimit: taken / (ms / 1000) / raw }),
      statements: await dearest(embedded.url, taken + 400),
    }
    how.print(
      JSON.stringify(result, (_, value) => (typeof value === 'number' ? Number(value.toFixed(3)) : value), 1),
    )
    return result
  } finally {
    await db.close()
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }

  async function work(tenant: string, workers: number, batch: number): Promise<number> {
    const rows = await transact(db, { tenant }, tx =>
      tx.query<{ id: string }>(
        `select id from web_order where tenant_id = $1 and state = 'staged' order by id`,
        [tenant],
      ),
    )
    const open = rows.map(row => row.id)
    const parts = { db, log: createLog('warn'), now: () => new Date() }
    const worker = async () => {
      let taken = 0
      for (let ids = open.splice(0, batch); ids.length > 0; ids = open.splice(0, batch)) {
        const results = await takeOver(parts, { tenant, ids, by: 'bench', actorKind: 'worker' })
        taken += results.filter(result => result.did === 'taken_over').length
      }
      return taken
    }
    const counts = await Promise.all(Array.from({ length: workers }, worker))
    return counts.reduce((sum, count) => sum + count, 0)
  }
}

// Where the time of the database goes: microseconds per order and statement.
async function dearest(url: string, orders: number): Promise<Record<string, number>> {
  return withClient(url, async client => {
    const { rows } = await client.query<{ query: string; ms: number }>(
      `select left(regexp_replace(query, '[[:space:]]+', ' ', 'g'), 60) as query, sum(total_exec_time + total_plan_time) as ms
     from pg_stat_statements where query !~ 'raw_|pg_stat|generate_series|create |numbered|lateral|copy |analyze|insert into (country|currency|tax_rate)'
     group by 1 order by 2 desc limit 12`,
    )
    return Object.fromEntries(rows.map(row => [row.query, Math.round((row.ms / orders) * 10_000) / 10]))
  })
}
