// Works an import off in a process of its own, to be killed: URL of the database, tenant, import.
import { tmpdir } from 'node:os'
import { openDatabase } from '../../src/base/database.ts'
import { createLog } from '../../src/base/log.ts'
import { workCsvImport } from '../../src/sync/csv/workCsvImport.ts'

const [url = '', tenant = '', id = ''] = process.argv.slice(2)
const db = openDatabase({ url })
const place = { kind: 'database', folder: tmpdir() } as const
process.send?.('ready')
const parts = { db, place, log: createLog('silent'), now: () => new Date(), leaseMs: 0, batchRows: 50 }
await workCsvImport(parts, tenant, id)
await db.close()
process.disconnect?.()
