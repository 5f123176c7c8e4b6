import type { Tx } from '../../base/database.ts'
import { newId } from '../../base/ids.ts'
import type { Actor } from '../../company/rights.ts'
import type { AppliedRow } from './applyRows.ts'
import type { CsvKind, CsvSettings } from './csvSettings.ts'
import { sourceOf } from './mapRow.ts'
import { csvProblem } from './problems.ts'

export const importStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type ImportState = (typeof importStates)[number]

/** One reading of one file. */
export interface CsvImport {
  readonly id: string
  readonly kind: CsvKind
  readonly fileName: string
  /** Hex; null: forgotten after its time. */
  readonly fileHash: string | null
  readonly fileSize: number
  readonly settings: CsvSettings
  readonly dryRun: boolean
  readonly ofImportId: string | null
  readonly state: ImportState
  readonly code: string | null
  readonly data: Readonly<Record<string, string>> | null
  readonly totalRows: number | null
  readonly doneRows: number
  readonly atRow: number
  readonly doneBytes: number
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly askedAt: Date
  readonly askedBy: string
  readonly askedKind: Actor['kind']
  readonly askedId: string | null
  readonly endedAt: Date | null
}

const columns = `c.id, c.kind, c.file_name as "fileName", encode(c.file_hash, 'hex') as "fileHash",
  coalesce((select b.size from blob b where b.tenant_id = c.tenant_id and b.hash = c.file_hash), 0)::float8 as "fileSize",
  c.settings, c.dry_run as "dryRun", c.of_import_id as "ofImportId", c.state, c.code, c.data, c.total_rows as "totalRows",
  c.done_rows as "doneRows", c.at_row as "atRow", c.done_bytes::float8 as "doneBytes", c.new_count as "new",
  c.changed_count as "changed", c.unchanged_count as "unchanged", c.refused_count as "refused", c.asked_at as "askedAt",
  c.asked_by as "askedBy", c.asked_kind as "askedKind", c.asked_id as "askedId", c.ended_at as "endedAt"`

export type NewImport = Pick<CsvImport, 'kind' | 'fileName' | 'settings' | 'dryRun' | 'ofImportId'> & {
  readonly hash: string
}

/** Enters an import that waits to be worked off. */
export async function insertImport(tx: Tx, tenant: string, wish: NewImport, actor: Actor): Promise<string> {
  const id = newId()
  await tx.run(
    `insert into csv_import (tenant_id, id, kind, file_name, file_hash, settings, dry_run, of_import_id, asked_by, asked_kind, asked_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tenant,
      id,
      wish.kind,
      wish.fileName,
      Buffer.from(wish.hash, 'hex'),
      JSON.stringify(wish.settings),
      wish.dryRun,
      wish.ofImportId,
      actor.name,
      actor.kind,
      actor.id,
    ],
  )
  return id
}

/** One import. Throws IMPORT_UNKNOWN. */
export async function readImport(tx: Tx, tenant: string, id: string): Promise<CsvImport> {
  const [row] = await tx.query<CsvImport>(
    `select ${columns} from csv_import c where c.tenant_id = $1 and c.id = $2`,
    [tenant, id],
  )
  if (!row) throw csvProblem('IMPORT_UNKNOWN', { import: id })
  return row
}

/** Imports of these kinds, newest first. */
export function listImports(
  tx: Tx,
  tenant: string,
  kinds: readonly CsvKind[],
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<CsvImport[]> {
  return tx.query<CsvImport>(
    `select ${columns} from csv_import c where c.tenant_id = $1 and ($2::uuid is null or c.id < $2) and c.kind = any($4::text[]) order by c.id desc limit $3`,
    [tenant, page.after ?? null, page.limit, kinds],
  )
}

/** How many there are, counted up to `most`. */
export async function countImports(
  tx: Tx,
  tenant: string,
  kinds: readonly CsvKind[],
  most: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::int as count from (select from csv_import where tenant_id = $1 and kind = any($3::text[]) limit $2) counted',
    [tenant, most, kinds],
  )
  return row?.count ?? 0
}

/**
 * Takes an import to work on it; false where it is over or somebody else is at it. `holder` is a name that only this attempt
 * has: whoever was taken over finds out before it writes.
 */
export async function claimImport(
  tx: Tx,
  tenant: string,
  id: string,
  holder: string,
  leaseMs: number,
): Promise<boolean> {
  const count = await tx.run(
    `update csv_import set state = 'running', holder = $3, held_until = clock_timestamp() + $4 * interval '1 millisecond'
     where tenant_id = $1 and id = $2 and state in ('waiting', 'running')
       and (held_until is null or held_until <= clock_timestamp())`,
    [tenant, id, holder, leaseMs],
  )
  return count > 0
}

/** Locks an import for a batch; false where it is not ours any more, or was cancelled. */
export async function holdImport(tx: Tx, tenant: string, id: string, holder: string): Promise<boolean> {
  const rows = await tx.query(
    `select from csv_import where tenant_id = $1 and id = $2 and holder = $3 and state = 'running' for no key update`,
    [tenant, id, holder],
  )
  return rows.length > 0
}

/** What a batch did. */
export interface BatchEnd {
  readonly endByte: number
  readonly atRow: number
  readonly rows: readonly AppliedRow[]
}

/** Counts a batch, in its transaction; the lease begins anew. */
export async function settleBatch(
  tx: Tx,
  tenant: string,
  id: string,
  end: BatchEnd,
  leaseMs: number,
): Promise<void> {
  const count = (did: string) => end.rows.filter(row => row.result.did === did).length
  await tx.run(
    `update csv_import set done_rows = done_rows + $3, done_bytes = $4, at_row = $5, new_count = new_count + $6,
       changed_count = changed_count + $7, unchanged_count = unchanged_count + $8, refused_count = refused_count + $9,
       held_until = clock_timestamp() + $10 * interval '1 millisecond'
     where tenant_id = $1 and id = $2`,
    [
      tenant,
      id,
      end.rows.length,
      end.endByte,
      end.atRow,
      count('new'),
      count('changed'),
      count('unchanged'),
      count('refused'),
      leaseMs,
    ],
  )
}

/** Ends an import that is ours; true if it was still on. */
export async function endImport(
  tx: Tx,
  tenant: string,
  id: string,
  end: {
    readonly holder: string
    readonly state: 'done' | 'failed'
    readonly code?: string
    readonly data?: object
  },
): Promise<boolean> {
  const count = await tx.run(
    `update csv_import set state = $4, code = $5, data = $6, ended_at = clock_timestamp(), held_until = null,
       total_rows = case when $4 = 'done' then done_rows end
     where tenant_id = $1 and id = $2 and holder = $3 and state = 'running'`,
    [tenant, id, end.holder, end.state, end.code ?? null, end.data ? JSON.stringify(end.data) : null],
  )
  return count > 0
}

/** Gives an import back, so that whoever comes next goes on at once. */
export async function releaseImport(tx: Tx, tenant: string, id: string, holder: string): Promise<void> {
  await tx.run(
    `update csv_import set held_until = null where tenant_id = $1 and id = $2 and holder = $3 and state = 'running'`,
    [tenant, id, holder],
  )
}

/** Stops an import after the batch that is on; what was done stays. False where it was over. */
export async function cancelCsvImport(tx: Tx, tenant: string, id: string): Promise<boolean> {
  const count = await tx.run(
    `update csv_import set state = 'cancelled', ended_at = clock_timestamp(), held_until = null
     where tenant_id = $1 and id = $2 and state in ('waiting', 'running')`,
    [tenant, id],
  )
  return count > 0
}

/** A field of an object that a row changes. */
export interface Difference {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** A row with something to say. */
export interface ImportRow {
  readonly rowNo: number
  readonly did: 'new' | 'changed' | 'refused'
  readonly object: string | null
  readonly code: string | null
  readonly data: Readonly<Record<string, string>> | null
  readonly source: string | null
  readonly differences: readonly Difference[] | null
}

/** Keeps rows that were refused, and of a dry run those that would do something. */
export async function storeRows(
  tx: Tx,
  tenant: string,
  importId: string,
  settings: CsvSettings,
  rows: readonly AppliedRow[],
  differences: ReadonlyMap<string, readonly Difference[]> | undefined,
  again: (key: string) => boolean,
): Promise<void> {
  const kept = rows.flatMap(({ row, object, result, resolved }): object[] => {
    if (result.did === 'refused')
      return [
        {
          no: row.rowNo,
          did: result.did,
          object,
          code: result.code,
          data: result.data,
          source: sourceOf(row, settings),
        },
      ]
    if (!differences || result.did === 'unchanged') return []
    const key = resolved?.key ?? ''
    return [
      {
        no: row.rowNo,
        did: result.did,
        object,
        differences: differences.get(`${row.rowNo}`) ?? [],
        data: again(key) || again(object) ? { again: 'true' } : null,
      },
    ]
  })
  if (kept.length === 0) return
  await tx.run(
    `insert into csv_import_row (tenant_id, import_id, row_no, did, object, code, data, source, differences)
     select $1, $2, r.no, r.did, nullif(r.object, ''), r.code, r.data, r.source, r.differences
     from json_to_recordset($3) as r (no integer, did text, object text, code text, data jsonb, source text, differences jsonb)`,
    [tenant, importId, JSON.stringify(kept)],
  )
}

/** Rows of an import with something to say, in the order of the file. */
export function readRows(
  tx: Tx,
  tenant: string,
  importId: string,
  page: { readonly afterRow: number; readonly limit: number; readonly did?: ImportRow['did'] | undefined },
): Promise<ImportRow[]> {
  return tx.query<ImportRow>(
    `select row_no as "rowNo", did, object, code, data, source, differences from csv_import_row
     where tenant_id = $1 and import_id = $2 and row_no > $3 and ($5::text is null or did = $5) order by row_no limit $4`,
    [tenant, importId, page.afterRow, page.limit, page.did ?? null],
  )
}

/** The rows of a dry run between two rows of its file, by number. */
export async function triedRows(
  tx: Tx,
  tenant: string,
  importId: string,
  from: number,
  to: number,
): Promise<ReadonlyMap<number, ImportRow>> {
  const rows = await tx.query<ImportRow>(
    `select row_no as "rowNo", did, object, code, data, source, differences from csv_import_row
     where tenant_id = $1 and import_id = $2 and row_no between $3 and $4`,
    [tenant, importId, from, to],
  )
  return new Map(rows.map(row => [row.rowNo, row]))
}
