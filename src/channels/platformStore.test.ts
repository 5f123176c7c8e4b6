import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { seedConnection, seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type Tx, transact } from '../base/database.ts'
import { listPlatforms, type PlatformRow } from './platformStore.ts'

const { db } = await testDatabase({ after })
const now = new Date('2026-05-04T10:00:00Z')

interface Plan {
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

/** How many rows of runs a statement looks at. */
function runsRead(plan: Plan): number {
  const own =
    plan['Relation Name'] === 'sync_run'
      ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
      : 0
  return (plan.Plans ?? []).reduce((sum, inner) => sum + runsRead(inner), own)
}

test('platforms say how many runs failed within a day, and look at no older ones', async () => {
  const seeded = await seedTenant(db)
  const { tenant } = seeded
  const { connection } = await seedConnection(db, seeded)
  const add = (state: string, lane: string, count: number, hoursAgo: number) =>
    transact(db, { tenant }, tx =>
      tx.run(
        `insert into sync_run (tenant_id, id, connection_id, lane, state, asked_by, asked_at, ended_at)
         select $1, uuidv7($7::timestamptz - now() - make_interval(hours => $6)), $2, $4, $3, 't', $7::timestamptz - make_interval(hours => $6),
           $7::timestamptz - make_interval(hours => $6) from generate_series(1, $5)`,
        [tenant, connection, state, lane, count, hoursAgo, now],
      ),
    )
  await add('done', 'orders', 1, 900)
  await add('failed', 'orders', 1000, 600)
  await add('done', 'stock', 2000, 300)
  await add('failed', 'stock', 2, 30)
  await add('failed', 'stock', 3, 20)
  await add('lost', 'stock', 1, 10)
  await add('done', 'stock', 1, 1)
  await db.pool.query('analyze sync_run')
  let read = 0
  let rows: readonly PlatformRow[] = []
  await transact(db, { tenant }, async tx => {
    const explaining: Tx = {
      ...tx,
      async query(text, values) {
        const [row] = await tx.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
          `explain (analyze, format json) ${text}`,
          values,
        )
        const plan = row?.['QUERY PLAN'][0]?.Plan
        if (plan) read += runsRead(plan)
        return tx.query(text, values)
      },
    }
    rows = await listPlatforms(explaining, tenant, now)
  })
  assert.deepEqual([rows[0]?.failedRuns, rows[0]?.failedCode], [4, null])
  assert.ok(read > 0 && read < 20, `${read} runs were looked at`)
})
