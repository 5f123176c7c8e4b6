import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import pg from 'pg'
import { holderName } from '../src/base/holder.ts'
import { claimLane } from '../src/sync/laneClaim.ts'
import { type LaneKind, productLease } from '../src/sync/lanes.ts'
import { runLane } from '../src/sync/runLane.ts'
import { testDatabase } from '../testkit/database/testDatabase.ts'
import { testServer } from '../testkit/database/testServer.ts'
import { generateShop } from '../testkit/jtlConnector/generate.ts'
import { createWorld, type World } from './import/world.ts'

const { db } = await testDatabase({ after })
// It counts for all databases of a server, and is looked at in the one where the server's owner has put it.
const counter = new pg.Pool({ connectionString: (await testServer()).url, max: 1 })
after(() => counter.end())

/** Runs that are counted together. What they cost in time stands in bench/idle. */
const rounds = 5
const mostStatements = 6

for (const kind of ['orders', 'stock', 'catalogue', 'feedback'] as const)
  test(`an idle run of the lane ${kind}: at most 6 statements, and none of them on what is sold`, async t => {
    const world = await createWorld(db, t)
    const { id } = await world.openShop(generateShop({ orders: 5, items: 5, seed: 2 }))
    await world.sync()
    await idleRun(world, id, kind)
    if (!(await hasStatistics(t))) return
    const before = await statements()
    for (let round = 0; round < rounds; round++) await idleRun(world, id, kind)
    const made = between(before, await statements())

    const calls = made.reduce((sum, one) => sum + one.calls, 0) / rounds
    t.diagnostic(`${calls} statements`)
    const trade =
      /\b(item\w*|price\w*|\w+_price|category\w*|\w+_category|\w*image\w*|text\w*|stock\w*|\w+_stock|link)\b/
    assert.deepEqual(
      made.filter(one => trade.test(tablesOf(one.query))).map(one => one.query),
      [],
    )
    assert.ok(calls <= mostStatements, `${calls} statements: ${made.map(one => one.query).join('\n')}`)
  })

async function idleRun(world: World, connectionId: string, kind: LaneKind): Promise<void> {
  const claim = await claimLane(db, {
    tenant: world.tenant,
    connectionId,
    kind,
    holder: holderName(),
    askedBy: 'clock',
    lease: productLease,
  })
  assert.ok('fence' in claim)
  assert.equal((await runLane(world.parts, claim, { lease: productLease })).state, 'done')
}

interface Statement {
  readonly id: string
  readonly query: string
  readonly calls: number
  readonly ms: number
}

/** The statements of this database so far, but for those that every transaction begins and ends with. */
async function statements(): Promise<Statement[]> {
  const { rows } = await counter.query<Statement>(
    `select queryid::text as id, query, calls::int, total_exec_time as ms from pg_stat_statements
     where dbid = (select oid from pg_database where datname = $1) and toplevel
       and query !~* '^(begin|commit|rollback|select set_config)' and query not like '%pg_stat_statements%'`,
    [new URL(db.directUrl).pathname.slice(1)],
  )
  return rows
}

function between(before: readonly Statement[], now: readonly Statement[]): Statement[] {
  const then = new Map(before.map(one => [one.id, one]))
  return now.flatMap(one => {
    const calls = one.calls - (then.get(one.id)?.calls ?? 0)
    return calls > 0 ? [{ ...one, calls, ms: one.ms - (then.get(one.id)?.ms ?? 0) }] : []
  })
}

/** The names behind from, join, update and into: what a statement touches. */
function tablesOf(query: string): string {
  return [...query.matchAll(/\b(?:from|join|update|into)\s+(\w+)/gi)].map(([, name]) => name).join(' ')
}

// The embedded server has it; one that somebody names for the tests may not.
async function hasStatistics(t: TestContext): Promise<boolean> {
  try {
    await counter.query('select 1 from pg_stat_statements limit 1')
    return true
  } catch {
    t.skip('the server of this test does not count statements')
    return false
  }
}
