import { createHash } from 'node:crypto'
import { type Database, type Tx, transact } from '../../base/database.ts'
import type { AppliedRow, ApplyOptions } from './applyRows.ts'
import { type CsvImport, type Difference, triedRows } from './csvImportStore.ts'
import type { MappedRow } from './mapRow.ts'
import { type ResolvedRow, type RowKind, type RowsOf, refusal, type Snapshot } from './rowKind.ts'

/** What a dry run looks at while rows are written that are taken back afterwards. */
export interface DryRunWatch {
  readonly options: ApplyOptions
  /** By row number. */
  readonly differences: ReadonlyMap<string, readonly Difference[]>
}

/**
 * A dry run writes by the same verbs as an import, in transactions that are rolled back; this looks at the values before and
 * after. A batch does not see what an earlier one of the file would have done: rows about something that stood in the file
 * before are marked, because what they show as "before" is without that.
 */
export async function watchDryRun(db: Database, tenant: string, job: CsvImport) {
  const seen = new Set<string>()
  // Gone on with: what was shown as new or changed counts as seen.
  if (job.doneRows > 0)
    for (const row of (
      await transact(db, { tenant }, tx => triedRows(tx, tenant, job.id, 0, job.atRow))
    ).values())
      if (row.object !== null && row.did !== 'refused') seen.add(row.object)
  return {
    isAgain: (key: string) => seen.has(key),
    remember: (rows: readonly AppliedRow[]) => {
      for (const { resolved, result, object } of rows) {
        if (result.did === 'refused' || result.did === 'unchanged' || !resolved) continue
        seen.add(resolved.key)
        seen.add(object)
      }
    },
    begin(kind: RowKind, of: RowsOf): DryRunWatch {
      const differences = new Map<string, readonly Difference[]>()
      let before: ReadonlyMap<string, Snapshot> = new Map()
      return {
        differences,
        options: {
          before: async (tx, rows) => {
            before = await kind.snapshot(tx, of, rows)
            return new Map()
          },
          written: async (tx, rows) => {
            const after = await kind.snapshot(tx, of, rows)
            for (const { row, key } of rows)
              differences.set(String(row.rowNo), differencesOf(row, before.get(key), after.get(key)))
          },
        },
      }
    },
  }
}

/** The fields of a row that have other values than before. Long texts are cut, and told apart by a hash. */
export function differencesOf(
  row: MappedRow,
  before: Snapshot | undefined,
  after: Snapshot | undefined,
): Difference[] {
  return [...row.cells.keys()].flatMap(field => {
    const was = before?.get(field)
    const is = after?.get(field)
    return was === is ? [] : [{ field, before: cut(was), after: cut(is) }]
  })
}

const longest = 500

function cut(text: string | undefined): string | null {
  if (text === undefined) return null
  if (text.length <= longest) return text
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return `${text.slice(0, 200).toWellFormed()}… (${text.length}, ${hash})`
}

/**
 * For doing in earnest what a dry run has shown: rows that are not as they were then are refused with IMPORT_CHANGED_MEANWHILE,
 * rows that were refused then are refused for the same reason.
 */
export async function triedBefore(
  tx: Tx,
  tenant: string,
  ofImportId: string,
  kind: RowKind,
  of: RowsOf,
  rows: readonly MappedRow[],
): Promise<ApplyOptions> {
  const numbers = rows.map(row => row.rowNo)
  const shown = await triedRows(tx, tenant, ofImportId, Math.min(...numbers), Math.max(...numbers))
  const meanwhile = ({ row, object }: ResolvedRow) => refusal(row, 'IMPORT_CHANGED_MEANWHILE', { object })
  return {
    before: async (inside, resolved) => {
      const now = await kind.snapshot(inside, of, resolved)
      return new Map(
        resolved.flatMap((one, at) => {
          const was = shown.get(one.row.rowNo)
          if (was?.did === 'refused')
            return [[at, { code: was.code ?? 'IMPORT_CHANGED_MEANWHILE', data: was.data ?? {} }]]
          if (!was || was.data?.['again'] === 'true') return []
          const values = now.get(one.key)
          const isSame =
            was.did === 'new'
              ? values === undefined
              : (was.differences ?? []).every(({ field, before }) => cut(values?.get(field)) === before)
          return isSame ? [] : [[at, meanwhile(one)]]
        }),
      )
    },
    // What was shown as unchanged, or not at all, must not change.
    after: (one, result) =>
      result.did === 'unchanged' || shown.has(one.row.rowNo) ? undefined : meanwhile(one),
  }
}
