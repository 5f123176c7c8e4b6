import { cpus } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { addressList } from '../../src/base/config.ts'
import { openDatabase, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { onlyCompany } from '../../src/company/companyStore.ts'
import { createTenant } from '../../src/company/createTenant.ts'
import { startWorker } from '../../src/worker/startWorker.ts'
import { playedConnector } from '../../test/worker/workers.ts'
import type { BenchOptions } from '../support/benchOptions.ts'
import { type BenchServer, benchServer } from '../support/benchServer.ts'
import { atMost } from '../support/goals.ts'

export interface LanesOptions extends Pick<BenchOptions, 'print' | 'keep'> {
  readonly shapes: readonly string[]
}

/** Tenants that share the connections; the first one has half of them. */
const tenants = 20
const connections = 1000
/** A fast shop answers within this time, a slow one within the other, in milliseconds. */
const fastMs = 50
const slowMs = 30_000

/** How the lanes become due, and how many of the shops are slow. */
const shapes = {
  /** All in the same second. */
  second: { overSeconds: 0, slow: 0 },
  /** Over a minute. */
  minute: { overSeconds: 60, slow: 0 },
  /** A fifth of them slow, known to be so, and all at once. */
  slow: { overSeconds: 0, slow: 200 },
} as const

/** When the runs of 1,000 connections begin, by one worker of the product with played shops, as the lanes become due. */
export async function lanes({ shapes: wanted, keep }: LanesOptions) {
  const results: object[] = []
  for (const name of Object.keys(shapes) as (keyof typeof shapes)[]) {
    if (!wanted.includes(name)) continue
    const figures = await measure(shapes[name])
    const goals =
      name === 'minute'
        ? [atMost(1000, figures.p95Ms, 'milliseconds between due and begun, p95')]
        : [
            atMost(
              30_000,
              figures.lastMs,
              `milliseconds until the last${name === 'slow' ? ' fast one' : ''} begins`,
            ),
            atMost(
              3 * figures.tenantMedianMs,
              figures.tenantLongestMs,
              "a tenant's wait, beside thrice the median",
            ),
          ]
    results.push(await keep({ shape: name, orders: connections, ...figures, goals }))
  }
  return { bench: 'lanes', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

async function measure({ overSeconds, slow }: { overSeconds: number; slow: number }) {
  const server = await benchServer()
  const db = openDatabase({ url: server.url, max: 20 })
  const connector = playedConnector(async (shop, signal) => {
    await wait(shop === 'slow' ? slowMs : fastMs, undefined, { signal }).catch(() => undefined)
  })
  try {
    await fill(server, db, slow)
    const parts = {
      db,
      keyring: await openKeyring(server.keys),
      log: createLog('error'),
      connectors: new Map([[connector.name, connector]]),
      allowAddresses: addressList(''),
      now: () => new Date(),
    }
    const worker = await startWorker(parts, {
      holder: '|bench|1|1',
      slots: 100,
      version: 'bench',
      roles: ['worker'],
      times: { patienceMs: 0 },
    })
    await warmUp(server, worker)
    const cpu = process.cpuUsage()
    const database = server.cpu()
    const due = await server.asOwner(async client => {
      const { rows } = await client.query<{ id: string; at: Date; slow: boolean }>(
        `update sync_lane l set next_at = clock_timestamp() + interval '1 second' + random() * make_interval(secs => $1)
         from connection c where c.tenant_id = l.tenant_id and c.id = l.connection_id and l.kind = 'orders'
         returning l.connection_id as id, l.next_at as at, c.settings ->> 'shop' = 'slow' as slow`,
        [overSeconds],
      )
      return rows
    })
    const begun = await startsOf(server, due.length, overSeconds + 120)
    const used = process.cpuUsage(cpu)
    const cpuMs = { ours: Math.round((used.user + used.system) / 1000), database: server.cpu() - database }
    await worker.stop()
    const delays = due.flatMap(lane => {
      const run = begun.get(lane.id)
      return run ? [{ ...lane, tenant: run.tenant, ms: run.at.getTime() - lane.at.getTime() }] : []
    })
    const fast = delays.filter(one => !one.slow).map(one => one.ms)
    const perTenant = [
      ...Map.groupBy(
        delays.filter(one => !one.slow),
        one => one.tenant,
      ).values(),
    ].map(list => median(list.map(one => one.ms)))
    return {
      started: delays.length,
      p50Ms: quantile(fast, 0.5),
      p95Ms: quantile(fast, 0.95),
      lastMs: quantile(fast, 1),
      tenantMedianMs: median(perTenant),
      tenantLongestMs: quantile(perTenant, 1),
      cpuMs,
    }
  } finally {
    await db.close()
    await server.end()
  }
}

// The first runs of a process compile: every lane of another kind runs once before.
async function warmUp(server: BenchServer, worker: { readonly running: number }): Promise<void> {
  await server.asOwner(client =>
    client.query(`update sync_lane set wanted = wanted + 1 where kind = 'feedback'`),
  )
  for (;;) {
    const open = await server.asOwner(client =>
      client.query(
        `select 1 from sync_lane where kind = 'feedback' and (wanted > served or holder is not null) limit 1`,
      ),
    )
    if (open.rowCount === 0 && worker.running === 0) return
    await wait(100)
  }
}

async function startsOf(server: BenchServer, count: number, seconds: number) {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const { rows } = await server.asOwner(client =>
      client.query<{ id: string; tenant: string; at: Date }>(
        `select connection_id as id, tenant_id as tenant, min(started_at) as at from sync_run where lane = 'orders' group by 1, 2`,
      ),
    )
    if (rows.length >= count || performance.now() > end) return new Map(rows.map(row => [row.id, row]))
    await wait(500)
  }
}

async function fill(server: BenchServer, db: ReturnType<typeof openDatabase>, slow: number): Promise<void> {
  for (let number = 0; number < tenants; number++) {
    const tenant = newId()
    const company = await transact(db, { tenant }, async tx => {
      await createTenant(
        tx,
        { id: tenant, slug: `bench-${number}`, name: 'Bench', companyName: 'Bench' },
        new Date(),
      )
      return onlyCompany(tx, tenant)
    })
    const count = number === 0 ? connections / 2 : Math.ceil(connections / 2 / (tenants - 1))
    const share = Math.round((slow * count) / connections)
    await server.asOwner(client =>
      client.query(
        `with made as (
           insert into connection (tenant_id, id, company_id, system, name, settings, time_zone)
           select $1, uuidv7(), $2, 'played', 'Shop ' || n, jsonb_build_object('shop', case when n <= $4 then 'slow' else 'fast' end),
             'Europe/Berlin' from generate_series(1, $3::int) as n returning tenant_id, id, settings
         )
         insert into sync_lane (tenant_id, connection_id, kind, every, last_ms)
         select m.tenant_id, m.id, k.kind, interval '1 hour', case when m.settings ->> 'shop' = 'slow' then 30000 else 60 end
         from made m cross join unnest('{orders,stock,catalogue,feedback}'::text[]) as k (kind)`,
        [tenant, company, count, share],
      ),
    )
  }
  await server.asOwner(client => client.query('vacuum (analyze)'))
}

function quantile(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
}

function median(list: readonly number[]): number {
  return quantile(list, 0.5)
}
