import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { transact } from '../base/database.ts'
import { requireRights } from '../company/users.ts'
import type { Kontor } from '../operations/operation.ts'
import { healthRules } from '../sync/healthRules.ts'
import { authenticate } from './authenticate.ts'
import { isLoopback } from './isLoopback.ts'
import { serverProblem } from './problems.ts'

/**
 * Figures for Prometheus at /metrics: process, requests by route, and the state of the synchronisation over all tenants
 * without naming any. For this machine, and for keys with the right sync.read.
 */
export function mountMetrics(app: FastifyInstance, kontor: Kontor): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'kontor_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  addSyncGauges(registry, kontor)
  addHealthGauges(registry, kontor)
  addWorkerGauges(registry, kontor)
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const caller =
      request.headers.authorization === undefined ? undefined : await authenticate(kontor, request)
    if (caller) requireRights(caller.actor, ['sync.read'])
    else if (!isLoopback(request)) throw serverProblem('METRICS_CLOSED')
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

function addSyncGauges(registry: Registry, { db }: Kontor): void {
  new Gauge({
    name: 'kontor_sync_due_seconds',
    help: 'Age of the oldest lane that is due and that nobody works on',
    labelNames: ['lane'],
    registers: [registry],
    async collect() {
      const rows = await transact(db, { role: 'kontor_clock' }, tx =>
        tx.query<{ kind: string; age: number }>(
          `select l.kind, coalesce(extract(epoch from now() - min(greatest(l.next_at, l.not_before)) filter
             (where l.holder is null and greatest(l.next_at, l.not_before) <= now() and c.locked_at is null
               and c.archived_at is null and c.refused_code is null)), 0)::float8 as age
           from sync_lane l join connection c on c.tenant_id = l.tenant_id and c.id = l.connection_id group by l.kind`,
        ),
      )
      this.reset()
      for (const row of rows) this.set({ lane: row.kind }, row.age)
    },
  })
  new Gauge({
    name: 'kontor_sync_runs',
    help: 'Runs that are wanted or running, and those that ended within the last hour, by lane and state',
    labelNames: ['lane', 'state'],
    registers: [registry],
    async collect() {
      const rows = await transact(db, { role: 'kontor_clock' }, tx =>
        tx.query<{ lane: string; state: string; count: number }>(
          `select coalesce(lane, 'all') as lane, state, count(*)::int as count from sync_run
           where ended_at is null or ended_at > now() - interval '1 hour' group by 1, 2`,
        ),
      )
      this.reset()
      for (const row of rows) this.set({ lane: row.lane, state: row.state }, row.count)
    },
  })
}

// Disturbances over all tenants, without naming any.
function addHealthGauges(registry: Registry, { db }: Kontor): void {
  new Gauge({
    name: 'kontor_incidents',
    help: 'Disturbances that are open, by rule',
    labelNames: ['rule'],
    registers: [registry],
    async collect() {
      const rows = await transact(db, { role: 'kontor_clock' }, tx =>
        tx.query<{ rule: string; count: number }>(
          `select rule, count(*)::int as count from incident where opened_at is not null and closed_at is null group by rule`,
        ),
      )
      this.reset()
      for (const rule of healthRules) this.set({ rule }, rows.find(row => row.rule === rule)?.count ?? 0)
    },
  })
  new Gauge({
    name: 'kontor_connections_open',
    help: 'Connections that pause because they failed several times in a row',
    registers: [registry],
    async collect() {
      const [row] = await transact(db, { role: 'kontor_clock' }, tx =>
        tx.query<{ count: number }>(
          `select count(*)::int as count from connection_health where opened_at is not null`,
        ),
      )
      this.set(row?.count ?? 0)
    },
  })
}

// What the database knows of all workers, and what the one in this process has counted.
function addWorkerGauges(registry: Registry, { db, counts }: Kontor): void {
  new Gauge({
    name: 'kontor_worker_processes',
    help: 'Workers that gave a sign of life within the last 20 seconds',
    registers: [registry],
    async collect() {
      const [row] = await transact(db, { role: 'kontor_clock' }, tx =>
        tx.query<{ count: number }>(
          `select count(*)::int as count from worker_process
           where stopped_at is null and beat_at > clock_timestamp() - interval '20 seconds'`,
        ),
      )
      this.set(row?.count ?? 0)
    },
  })
  new Gauge({
    name: 'kontor_tasks',
    help: 'Ordinary tasks that are open, and those that failed for good',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const [row] = await transact(db, { role: 'kontor_clock' }, tx =>
        tx.query<{ open: number; dead: number }>(
          `select count(*) filter (where name <> 'dead')::int as open, count(*) filter (where name = 'dead')::int as dead
           from pgboss.job where state in ('created', 'retry', 'active')`,
        ),
      )
      this.set({ state: 'open' }, row?.open ?? 0)
      this.set({ state: 'dead' }, row?.dead ?? 0)
    },
  })
  if (!counts) return
  const counted = {
    kontor_worker_claims_lost: ['Claims that another process was quicker for', () => counts.claimsLost],
    kontor_worker_lanes_lost: [
      'Runs whose lane was taken over: their writes were refused',
      () => counts.lanesLost,
    ],
    kontor_worker_sweep_hits: ['Work that only the sweep found', () => counts.sweepHits],
  } as const
  for (const [name, [help, read]] of Object.entries(counted))
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  new Gauge({
    name: 'kontor_worker_runs',
    help: 'Runs of this process that ended, by lane and state',
    labelNames: ['lane', 'state'],
    registers: [registry],
    collect() {
      for (const [name, count] of counts.runs) {
        const [lane = '', state = ''] = name.split(' ')
        this.set({ lane, state }, count)
      }
    },
  })
}
