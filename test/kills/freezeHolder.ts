import assert from 'node:assert/strict'
import { transact } from '../../src/base/database.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { assertEnded } from './killing.ts'
import type { Lane } from './lane.ts'
import { spotOf } from './moment.ts'
import { brokenPromises, differences } from './promises.ts'

/**
 * A process that holds the lane is stopped (SIGSTOP) at a spot for longer than its lease; another one waits, takes over
 * and ends what was begun. Woken again (SIGCONT), meanwhile or afterwards, the first one does not know that it slept: it
 * finds the lane lost, and its run writes nothing more.
 */
export async function freezeHolder(
  lane: Lane,
  spot: string,
  wakes: 'meanwhile' | 'afterwards',
): Promise<void> {
  const frozen = Promise.withResolvers<void>()
  const claimed = Promise.withResolvers<void>()
  const first = await lane.start({
    strike: {
      at: (moment, passage) => passage === 1 && spotOf(moment) === spot,
      blow: importer => {
        importer.signal('SIGSTOP')
        frozen.resolve()
        return 'pass'
      },
    },
  })
  const missed = first.ended.then(end => assert.fail(`no run came by "${spot}": ${end.out} ${end.err}`))
  await Promise.race([frozen.promise, missed])
  missed.catch(() => undefined) // it ends later, as it should
  const second = await lane.start({ onClaim: () => claimed.resolve() })
  const [lost] = await Promise.all([
    claimed.promise.then(() => lostRun(lane)),
    wakes === 'afterwards' && second.ended,
  ])
  first.signal('SIGCONT')
  const [firstEnd, secondEnd] = await Promise.all([first.ended, second.ended])
  // Counted from the last sign of life, however long before the frost that was: the clocks of database and test may differ a little.
  const silent = Math.round((secondEnd.claimedAt ?? 0) - (firstEnd.struck?.beatenAt ?? Number.NaN))
  assert.ok(
    silent >= productLease.leaseMs - 100,
    `the lane was taken from a living process after ${silent} ms`,
  )
  assertEnded(secondEnd, false)
  assertEnded(firstEnd, false)
  const { parts } = JSON.parse(firstEnd.out) as { parts: { id: string; state: string }[] }
  assert.equal(
    parts.find(part => part.id === lost.id)?.state,
    'lost',
    'the first process says that its run was lost',
  )
  const now = await lostRun(lane)
  // Bytes that a shop may not give again are kept even by a lost run: they change nothing until the lane's holder reads them.
  const later = [...new Set(now.wrote).difference(new Set(lost.wrote))].filter(
    row => !row.startsWith('page '),
  )
  assert.deepEqual(later, [], 'the lost run wrote after it was taken over')
  assert.deepEqual({ ...now, wrote: [] }, { ...lost, wrote: [] }, 'the lost run changed its own row')
  assert.deepEqual(await brokenPromises(lane), [], lane.name)
  assert.deepEqual(await differences(lane), [], lane.name)
}

interface LostRun {
  readonly id: string
  readonly version: number
  readonly figures: unknown
  /** Ids of the rows that it wrote last. */
  readonly wrote: readonly string[]
}

/** The run of the lane that was taken over, and what it has written. */
async function lostRun(lane: Lane): Promise<LostRun> {
  const rows = await transact(lane.world.db(), { tenant: lane.tenant }, tx =>
    tx.query<LostRun>(
      `select r.id, r.version, r.figures, array(
         select 'record ' || l.id from ledger l where l.tenant_id = r.tenant_id and l.run_id = r.id
         union all
         select 'order ' || o.id from sales_order o where o.tenant_id = r.tenant_id and o.taken_over_by = 'run ' || r.id
         union all
         select 'page ' || p.id from inbound_page p where p.tenant_id = r.tenant_id and p.run_id = r.id) as wrote
       from sync_run r where r.lane is not null and r.state = 'lost'`,
    ),
  )
  const [lost] = rows
  assert.ok(lost && rows.length === 1, `${rows.length} runs were lost instead of one`)
  return lost
}
