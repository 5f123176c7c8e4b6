import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { transact } from '../base/database.ts'
import { requireRights } from '../company/users.ts'
import type { Kontor } from '../operations/operation.ts'
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
          `select kind, coalesce(extract(epoch from now() - min(next_at) filter
             (where holder is null and next_at <= now())), 0)::float8 as age from sync_lane group by kind`,
        ),
      )
      this.reset()
      for (const row of rows) this.set({ lane: row.kind }, row.age)
    },
  })
  new Gauge({
    name: 'kontor_sync_runs',
    help: 'Runs that are wanted or running, and those that ended within the last hour, by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const rows = await transact(db, { role: 'kontor_clock' }, tx =>
        tx.query<{ state: string; count: number }>(
          `select state, count(*)::int as count from sync_run
           where ended_at is null or ended_at > now() - interval '1 hour' group by state`,
        ),
      )
      this.reset()
      for (const row of rows) this.set({ state: row.state }, row.count)
    },
  })
}
