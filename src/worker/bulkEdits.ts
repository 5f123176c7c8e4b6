import { type Database, transact } from '../base/database.ts'
import type { Chore, Task } from '../base/jobs.ts'
import { workBulkEdit } from '../sync/bulkEdit/bulkEdit.ts'
import { openBulkEdits } from '../sync/bulkEdit/bulkEditStore.ts'

const name = 'bulk-edit'
/** Whoever asked for one is usually at it; two at once share the work. */
const leftAloneMs = 60_000

/** Takes up changes of many items, and their undoing, whose process is gone. */
export function bulkEditChore(db: Database, now: () => Date): Chore {
  return {
    name: 'bulk-edits',
    cron: '* * * * *',
    work: async jobs => {
      const before = new Date(now().getTime() - leftAloneMs)
      for (const edit of await transact(db, { role: 'kontor_clock' }, tx => openBulkEdits(tx, before)))
        await jobs.send(name, edit)
    },
  }
}

/** Goes on with one, from where it stands. */
export function bulkEditTask(db: Database): Task {
  return {
    name,
    work: async ({ tenant = '', id = '' }) => {
      await workBulkEdit(db, tenant, id)
    },
  }
}
