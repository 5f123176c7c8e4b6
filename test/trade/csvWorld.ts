import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlobPlace } from '../../src/base/blobFiles.ts'
import { putBlob } from '../../src/base/blobs.ts'
import { type Database, transact } from '../../src/base/database.ts'
import { createLog } from '../../src/base/log.ts'
import { type Actor, operator } from '../../src/company/rights.ts'
import { type CsvImport, readImport } from '../../src/sync/csv/csvImportStore.ts'
import type { CsvKind, CsvWish } from '../../src/sync/csv/csvSettings.ts'
import { lookAtCsv, runCsvImport, startCsvImport } from '../../src/sync/csv/startCsvImport.ts'
import { type CsvParts, workCsvImport } from '../../src/sync/csv/workCsvImport.ts'

export interface ImportWish {
  readonly kind?: CsvKind
  readonly wish?: CsvWish
  readonly dryRun?: boolean
  readonly actor?: Actor
}

/** A place where imports of a test lie, and the ways to start and do them. */
export async function csvWorld(
  scope: { after(hook: () => Promise<void>): void },
  db: Database,
  tenant: string,
) {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-csv-'))
  scope.after(() => rm(folder, { recursive: true, force: true }))
  const place: BlobPlace = { kind: 'database', folder }
  const parts: CsvParts = {
    db,
    place,
    log: createLog('silent'),
    now: () => new Date(),
    leaseMs: 0,
    batchRows: 50,
  }
  const start = async (
    text: string | Buffer,
    { kind, wish = {}, dryRun = false, actor = operator('test') }: ImportWish = {},
  ) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    const { hash } = await transact(db, { tenant }, tx => putBlob(tx, tenant, bytes, 'text/csv', place))
    const file = { hash, fileName: 'test.csv', kind, wish }
    const planned = await lookAtCsv({ read: work => transact(db, { tenant }, work), place }, tenant, file)
    const started = await transact(db, { tenant }, tx =>
      startCsvImport(tx, tenant, { ...planned, hash, dryRun }, actor),
    )
    return started.id
  }
  const show = (id: string) => transact(db, { tenant }, tx => readImport(tx, tenant, id))
  const work = async (id: string): Promise<CsvImport> => {
    await workCsvImport(parts, tenant, id)
    return show(id)
  }
  return {
    parts,
    start,
    work,
    show,
    run: async (dryRunId: string) =>
      work((await transact(db, { tenant }, tx => runCsvImport(tx, tenant, dryRunId, operator('test')))).id),
    importNow: async (text: string | Buffer, wish?: ImportWish) => work(await start(text, wish)),
  }
}

/** What came of an import, in one line. */
export function figuresOf({
  state,
  code,
  doneRows,
  new: made,
  changed,
  unchanged,
  refused,
}: CsvImport): string {
  return `${state}${code ? ` ${code}` : ''}: ${doneRows} = ${made} new, ${changed} changed, ${unchanged} unchanged, ${refused} refused`
}
