import type { BlobPlace } from '../../base/blobFiles.ts'
import { readCsv } from '../../base/csv/readCsv.ts'
import {
  type Database,
  isConnectionLost,
  isRetryable,
  sqlState,
  type Tx,
  transact,
} from '../../base/database.ts'
import { KontorError } from '../../base/errors.ts'
import { freshStatistics, isTimeToLook } from '../../base/freshStatistics.ts'
import { newId } from '../../base/ids.ts'
import { errorFacts, type Log } from '../../base/log.ts'
import { rightsOfActor } from '../../company/actorRights.ts'
import { writeAudit } from '../../company/auditStore.ts'
import { numbersOf } from '../../company/numberRanges.ts'
import { markDue } from '../markDue.ts'
import { applyRows } from './applyRows.ts'
import {
  type CsvImport,
  claimImport,
  endImport,
  holdImport,
  readImport,
  releaseImport,
  settleBatch,
  storeRows,
} from './csvImportStore.ts'
import { triedBefore, watchDryRun } from './dryRun.ts'
import { fileFrom } from './importFile.ts'
import { type MappedRow, rowMapper } from './mapRow.ts'
import { csvProblem } from './problems.ts'
import { type RowsOf, readNames } from './rowKind.ts'
import { rightsOfKind, rowKinds } from './rowKinds.ts'

/** What imports work with. */
export interface CsvParts {
  readonly db: Database
  readonly place: BlobPlace
  readonly log: Log
  readonly now: () => Date
  /** So long nobody else takes an import whose process is silent; a batch takes less. */
  readonly leaseMs?: number
  readonly batchRows?: number
}

/** Where an import stands, after each batch. */
export type ImportProgress = Pick<CsvImport, 'doneRows' | 'new' | 'changed' | 'unchanged' | 'refused'> & {
  /** 0 to 1. */
  readonly share: number
}

/**
 * Works an import off, in batches of rows: effects, rows to show, figures and the place in the file are one transaction, so
 * that each row is done once whenever it is killed and taken up again. Of a dry run the effects are taken back before. Answers
 * false where somebody else is at it or it is over. What fails for good ends it as `failed` with a code; a database that is away
 * flies to the caller, and the next call goes on. Ends early, to be gone on with, when `signal` is aborted.
 */
export async function workCsvImport(
  parts: CsvParts,
  tenant: string,
  id: string,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (progress: ImportProgress) => void } = {},
): Promise<boolean> {
  const { db, leaseMs = 30_000 } = parts
  const holder = newId()
  if (!(await transact(db, { tenant }, tx => claimImport(tx, tenant, id, holder, leaseMs)))) return false
  const held: Held = { parts, tenant, id, holder, leaseMs }
  try {
    await workOff(held, options)
  } catch (error) {
    if (isPassing(error)) {
      await transact(db, { tenant }, tx => releaseImport(tx, tenant, id, holder)).catch(() => undefined) // the lease ends
      throw error
    }
    await fail(held, error)
  }
  return true
}

interface Held {
  readonly parts: CsvParts
  readonly tenant: string
  readonly id: string
  readonly holder: string
  readonly leaseMs: number
}

// Says nothing about the file: tried again later.
function isPassing(error: unknown): boolean {
  return isConnectionLost(error) || isRetryable(error) || /^(55|57|53)/.test(sqlState(error) ?? '')
}

async function fail(held: Held, error: unknown): Promise<void> {
  const { parts, tenant, id, holder } = held
  const known = error instanceof KontorError && error.status < 500
  const reference = newId().slice(-12)
  if (!known) parts.log.error({ reference, import: id, ...errorFacts(error) }, 'import failed')
  const code = known ? error.code : 'INTERNAL_ERROR'
  const data = known ? error.data : { reference, row: '' }
  await transact(parts.db, { tenant }, async tx => {
    if (await endImport(tx, tenant, id, { holder, state: 'failed', code, data }))
      await note(parts, tx, tenant, id)
  })
}

async function workOff(
  held: Held,
  {
    signal,
    onProgress,
  }: { readonly signal?: AbortSignal; readonly onProgress?: (progress: ImportProgress) => void },
): Promise<void> {
  const { parts, tenant, id, holder } = held
  const { db } = parts
  const { job, names } = await transact(db, { tenant }, async tx => ({
    job: await readImport(tx, tenant, id),
    names: await readNames(tx, tenant),
  }))
  if (job.fileHash === null) throw csvProblem('IMPORT_FILE_GONE')
  const dryRun = job.dryRun ? await watchDryRun(db, tenant, job) : undefined
  const batches = batchesOf(parts, tenant, job, job.fileHash)
  let done = 0
  // The next batch is read while the database works at this one.
  let next = batches.next()
  try {
    for (;;) {
      const { value: batch } = await next
      if (!batch) break
      next = batches.next()
      if (signal?.aborted) {
        await transact(db, { tenant }, tx => releaseImport(tx, tenant, id, holder))
        return
      }
      if (
        !(await workBatch(
          held,
          job,
          { tenant, actor: job.askedBy, settings: job.settings, names },
          batch,
          dryRun,
        ))
      )
        return
      done++
      if (isTimeToLook(done) && !job.dryRun) await transact(db, { tenant }, tx => freshStatistics(tx, 'csv'))
      if (onProgress) onProgress(await progressOf(held))
    }
  } finally {
    await next.catch(() => undefined) // told where it was awaited
    await batches.return(undefined)
  }
  await transact(db, { tenant }, async tx => {
    if (await endImport(tx, tenant, id, { holder, state: 'done' })) await note(parts, tx, tenant, id)
  })
}

async function progressOf({ parts, tenant, id }: Held): Promise<ImportProgress> {
  const job = await transact(parts.db, { tenant }, tx => readImport(tx, tenant, id))
  return { ...job, share: shareOf(job) }
}

/** How much of the file is done, 0 to 1. */
export function shareOf(job: Pick<CsvImport, 'doneBytes' | 'fileSize' | 'state'>): number {
  if (job.state === 'done') return 1
  return job.fileSize > 0 ? Math.min(1, job.doneBytes / job.fileSize) : 0
}

interface Batch {
  readonly rows: readonly MappedRow[]
  readonly endByte: number
  readonly atRow: number
}

/** Of a file with thousands of columns a batch has fewer rows: it takes less than a lease, and its statements fit into memory. */
const mostCells = 100_000

async function* batchesOf(
  parts: CsvParts,
  tenant: string,
  job: CsvImport,
  hash: string,
): AsyncGenerator<Batch, undefined> {
  const mostRows = Math.max(1, Math.floor(mostCells / Math.max(1, job.settings.columns.length)))
  const batchRows = Math.min(parts.batchRows ?? 1000, mostRows)
  const mapper = rowMapper(job.kind, job.settings)
  const bytes = fileFrom(
    work => transact(parts.db, { tenant }, work),
    tenant,
    hash,
    parts.place,
    job.doneBytes,
  )
  let rows: MappedRow[] = []
  let at = { endByte: job.doneBytes, atRow: job.atRow }
  const { groupOf } = rowKinds[job.kind]
  for await (const row of readCsv(bytes, job.settings, { byte: job.doneBytes, rowNo: job.atRow })) {
    const mapped = mapper.map(row)
    const last = rows.at(-1)
    // What is one object stays in one batch.
    const goesOn = last && groupOf && groupOf(mapped) !== undefined && groupOf(mapped) === groupOf(last)
    if (rows.length >= batchRows && !goesOn) {
      yield { rows, ...at }
      rows = []
    }
    at = { endByte: row.endByte, atRow: row.rowNo }
    if (row.rowNo < job.settings.firstRow) continue
    // Cells of nothing but separators, as spreadsheets leave them at the end.
    if (!row.broken && row.fields.every(field => field === '')) continue
    rows.push(mapped)
  }
  if (rows.length > 0) yield { rows, ...at }
  return undefined
}

async function workBatch(
  held: Held,
  job: CsvImport,
  of: Omit<RowsOf, 'now'>,
  batch: Batch,
  dryRun: Awaited<ReturnType<typeof watchDryRun>> | undefined,
): Promise<boolean> {
  const { parts, tenant, id, holder, leaseMs } = held
  const kind = rowKinds[job.kind]
  const numbers = dryRun || !kind.groupOf ? undefined : await numbersFor(parts, tenant, batch, kind.groupOf)
  const rowsOf: RowsOf = { ...of, now: parts.now(), ...(numbers ? { numbers: numbers.numbers } : {}) }
  const onRefused = (reference: string, error: unknown) =>
    parts.log.error({ reference, import: id, ...errorFacts(error) }, 'row refused by the database')
  const applied = await transact(parts.db, { tenant, bulk: true }, async tx => {
    // Nobody waits for a batch to be safe on disk: its rows and the place in the file are lost together in a crash of the server, and the
    // import goes on before them. Whoever tells a shop of them has committed after them, which makes both safe.
    const [isMine] = await Promise.all([
      holdImport(tx, tenant, id, holder),
      tx.run('set local synchronous_commit = off'),
    ])
    if (!isMine) return undefined
    const rights = await rightsOfActor(tx, tenant, { kind: job.askedKind, id: job.askedId })
    const { write } = rightsOfKind[job.kind]
    if (!rights.has(write)) throw csvProblem('IMPORT_RIGHT_GONE', { right: write })
    if (dryRun) {
      const watch = dryRun.begin(kind, rowsOf)
      await tx.run('savepoint dry_run')
      const { applied } = await applyRows(tx, rowsOf, kind, batch.rows, { ...watch.options, onRefused })
      await tx.run('rollback to savepoint dry_run')
      await storeRows(tx, tenant, id, job.settings, applied, watch.differences, dryRun.isAgain)
      await settleBatch(tx, tenant, id, { ...batch, rows: applied }, leaseMs)
      return applied
    }
    const tried = job.ofImportId
      ? await triedBefore(tx, tenant, job.ofImportId, kind, rowsOf, batch.rows)
      : {}
    const { applied, changed } = await applyRows(tx, rowsOf, kind, batch.rows, { ...tried, onRefused })
    await markDue(tx, tenant, changed, job.askedBy)
    await storeRows(tx, tenant, id, job.settings, applied, undefined, () => false)
    await settleBatch(tx, tenant, id, { ...batch, rows: applied }, leaseMs)
    return applied
  })
  numbers?.giveBack()
  if (applied) dryRun?.remember(applied)
  return applied !== undefined
}

// Outside of the transaction that uses some of them. Of a batch that fails they are gone, as those of a process that dies.
async function numbersFor(
  parts: CsvParts,
  tenant: string,
  batch: Batch,
  groupOf: (row: MappedRow) => string | undefined,
) {
  const count = new Set(batch.rows.map(groupOf)).size
  const source = numbersOf(parts.db, tenant)
  const [orders, customers] = [await source.reserve('order', count), await source.reserve('customer', count)]
  return {
    numbers: { order: orders.numberOf, customer: customers.numberOf },
    giveBack: () => {
      orders.giveBack()
      customers.giveBack()
    },
  }
}

/** The figures of an import, without a value of its rows. */
async function note(parts: CsvParts, tx: Tx, tenant: string, id: string): Promise<void> {
  const job = await readImport(tx, tenant, id)
  const actor = { kind: job.askedKind, id: job.askedId, name: job.askedBy, rights: new Set<never>() }
  const { kind, dryRun, state, doneRows, new: made, changed, unchanged, refused } = job
  await writeAudit(
    tx,
    tenant,
    {
      actor,
      action: 'import.end',
      objectKind: 'import',
      objectId: id,
      data: { kind, dryRun, state, rows: doneRows, new: made, changed, unchanged, refused },
    },
    parts.now(),
  )
}
