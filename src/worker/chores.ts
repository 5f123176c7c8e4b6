import type { BlobPlace } from '../base/blobFiles.ts'
import { deleteUnusedBlobs } from '../base/blobs.ts'
import { type Database, transact } from '../base/database.ts'
import type { Chore } from '../base/jobs.ts'
import { undoDays } from '../sync/bulkEdit/bulkEdit.ts'
import { forgetValues } from '../sync/bulkEdit/bulkEditStore.ts'
import { forgetOldImports } from '../sync/csv/openImports.ts'
import { forgetCalled } from '../sync/forgetCalled.ts'
import { forgetGoneImages } from '../sync/goneImages.ts'
import { keyAllCustomers } from '../sync/keyCustomers.ts'
import { forgetPersons } from '../sync/person/forgetRest.ts'
import { forgetProcesses } from '../sync/processStore.ts'
import { removeOld } from '../sync/retention.ts'
import { closeGoneParents } from '../sync/runs.ts'
import { wordAllOrders } from '../sync/wordOrders.ts'

/** What has to be done now and then for the whole installation, by whichever worker comes first. */
export function chores(db: Database, holder: string, blobs?: BlobPlace): readonly Chore[] {
  return [
    { name: 'make-partitions', cron: '17 2 * * *', work: () => makePartitions(db) },
    { name: 'clean-up', cron: '43 * * * *', work: () => cleanUp(db) },
    { name: 'remove-old', cron: '37 3 * * *', work: () => removeOld(db, new Date()).then(() => undefined) },
    { name: 'forget-persons', cron: '23 3 * * *', work: () => forgetPersons(db, new Date()) },
    { name: 'forget-imports', cron: '7 3 * * *', work: () => forgetOldImports(db, new Date()) },
    ...(blobs
      ? [
          {
            name: 'remove-unused-files',
            cron: '51 * * * *',
            work: () => removeUnusedFiles(db, blobs, new Date()),
          },
        ]
      : []),
    {
      name: 'key-customers',
      cron: '23 * * * *',
      work: () => keyAllCustomers(db, new Date(Date.now() + 300_000)).then(() => undefined),
    },
    {
      name: 'word-orders',
      cron: '*/10 * * * *',
      work: () => wordAllOrders(db, new Date(Date.now() + 300_000)).then(() => undefined),
    },
    { name: 'close-lost-runs', cron: '*/5 * * * *', work: () => closeLostRuns(db, holder) },
  ]
}

/** Partitions for the months ahead; otherwise rows would gather in the one for all others. */
export async function makePartitions(db: Database): Promise<void> {
  await transact(db, { role: 'kontor_clock' }, tx => tx.run('select kontor_make_partitions()'))
}

/** Forgets sessions that ended, answers that nobody asks for again, failed sign-ins of long ago, previews of
 * yesterday, the journal of 90 days ago, what bulk edits of 30 days ago changed, sign-ups of
 * 30 days ago, tickets and notices of 400 days ago, processes that are gone. */
export async function cleanUp(db: Database): Promise<void> {
  await transact(db, { role: 'kontor_retention' }, async tx => {
    await tx.run(
      `delete from user_session where coalesce(ended_at, expires_at) < clock_timestamp() - interval '30 days'`,
    )
    await tx.run(`delete from idempotency_key where created_at < clock_timestamp() - interval '7 days'`)
    await forgetCalled(tx)
    await tx.run(`delete from sync_preview where made_at < clock_timestamp() - interval '1 day'`)
    await tx.run('select kontor_drop_journal()')
    await forgetValues(tx, new Date(Date.now() - undoDays * 86_400_000))
  })
  await forgetProcesses(db)
}

/** Closes runs of people whose process died before it could: a display would wait for them for ever. */
export async function closeLostRuns(db: Database, holder: string): Promise<void> {
  const open = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<{ tenant_id: string }>(
      `select distinct tenant_id from sync_run where lane is null and state = 'running' and ended_at is null`,
    ),
  )
  for (const { tenant_id: tenant } of open)
    await transact(db, { tenant }, tx => closeGoneParents(tx, tenant, holder))
}

/** Removes files that nothing has referred to for a day, and forgets images that were taken away everywhere. */
export async function removeUnusedFiles(db: Database, blobs: BlobPlace, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 86_400_000)
  const tenants = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<{ id: string }>('select id from tenant order by id'),
  )
  for (const { id: tenant } of tenants) {
    await transact(db, { tenant }, tx => forgetGoneImages(tx, tenant, before))
    await deleteUnusedBlobs(db, tenant, before, blobs)
  }
}
