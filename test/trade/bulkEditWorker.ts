// Works a bulk edit off until it is killed; says so after each batch.
import { openDatabase } from '../../src/base/database.ts'
import { workBulkEdit } from '../../src/sync/bulkEdit/bulkEdit.ts'

const [, , url = '', tenant = '', id = ''] = process.argv
const db = openDatabase({ url, max: 2 })
await workBulkEdit(db, tenant, id, ({ changed }) => {
  process.send?.(changed)
  // Long enough to be killed between two batches.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000)
})
await db.close()
