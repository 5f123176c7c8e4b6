import { readdir } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { errorFacts } from '../base/log.ts'
import { migrationsFolder } from '../base/migrate.ts'
import type { Kontor } from '../operations/operation.ts'

const longestMs = 3_000

/** /health/live: the process answers. /health/ready: the database answers too, and its schema is up to date. */
export function mountHealth(app: FastifyInstance, kontor: Kontor): void {
  app.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  app.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const status = await readiness(kontor)
    return reply.status(status === 'ok' ? 200 : 503).send({ status })
  })
}

async function readiness(kontor: Kontor): Promise<'ok' | 'database away' | 'not migrated'> {
  const late = new AbortController()
  try {
    return await Promise.race([
      isMigrated(kontor).then(migrated => (migrated ? 'ok' : 'not migrated')),
      wait(longestMs, 'database away' as const, { signal: late.signal }),
    ])
  } catch (error) {
    kontor.log.warn(errorFacts(error), 'not ready')
    return 'database away'
  } finally {
    late.abort()
  }
}

async function isMigrated(kontor: Kontor): Promise<boolean> {
  const files = (await readdir(migrationsFolder)).filter(name => /^\d{4}_.*\.sql$/.test(name))
  const { rows } = await kontor.db.pool.query<{ name: string }>('select name from migration')
  const applied = new Set(rows.map(row => row.name))
  return files.every(name => applied.has(name))
}
