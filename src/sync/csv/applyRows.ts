import { type Changed, changedTogether } from '../../base/changed.ts'
import { sqlState, type Tx } from '../../base/database.ts'
import { KontorError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { isOfRecord } from '../importBatch.ts'
import { groupRows } from './groupRows.ts'
import type { MappedRow, RowRefusal } from './mapRow.ts'
import { isRefusal, type ResolvedRow, type RowKind, type RowResult, type RowsOf, refusal } from './rowKind.ts'

/** A row with what became of it. */
export interface AppliedRow {
  readonly row: MappedRow
  readonly object: string
  /** Undefined: the row was refused before anybody knew what it is about. */
  readonly resolved: ResolvedRow | undefined
  readonly result: RowResult
}

export interface ApplyOptions {
  /** Before and after each round: rows that may not be written (their place in the list), by what is there now. */
  readonly before?: (tx: Tx, rows: readonly ResolvedRow[]) => Promise<ReadonlyMap<number, RowRefusal>>
  /** Looks at what came of a row; a refusal takes the row back. */
  readonly after?: (row: ResolvedRow, result: RowResult) => RowRefusal | undefined
  /** Told of rows that are written, before they may be taken back with a dry run. */
  readonly written?: (tx: Tx, rows: readonly ResolvedRow[]) => Promise<void>
  /** The database refused a row for a reason of its own. */
  readonly onRefused?: (reference: string, error: unknown) => void
}

/** So often the same object may stand in rows of one batch. */
const mostRounds = 20

/**
 * Writes rows in one transaction, one result per row in their order. A row is written as a whole or not at all: what one verb
 * refuses of it takes back what the others wrote of it. Rows about the same object are done one after the other. What the
 * database refuses is halved down to its row, which gets INTERNAL_ERROR with a reference; the others are written.
 */
export async function applyRows(
  tx: Tx,
  of: RowsOf,
  kind: RowKind,
  rows: readonly MappedRow[],
  options: ApplyOptions = {},
): Promise<{ applied: AppliedRow[]; changed: Changed }> {
  const applied = new Map<MappedRow, AppliedRow>()
  const changed: Changed[] = []
  const work: Work = {
    tx,
    of,
    kind,
    options,
    changed,
    done: (one, result) => applied.set(one.row, { row: one.row, object: one.object, resolved: one, result }),
  }
  const refuse = (row: MappedRow, why: RowRefusal) =>
    applied.set(row, { row, object: '', resolved: undefined, result: { did: 'refused', ...why } })
  let waiting: MappedRow[] = []
  const groups = groupRows(rows, kind.groupOf)
  for (const { row } of groups) {
    if (row.refused) refuse(row, row.refused)
    else if (row.left)
      applied.set(row, { row, object: '', resolved: undefined, result: { did: 'unchanged' } })
    else waiting.push(row)
  }
  for (let round = 1; waiting.length > 0; round++) {
    const found = await kind.resolve(tx, of, waiting)
    const now = new Map<string, ResolvedRow>()
    const later: MappedRow[] = []
    for (const [at, row] of waiting.entries()) {
      const one = found[at]
      if (!one || isRefusal(one)) refuse(row, one ?? refusal(row, 'CSV_IDENTIFICATION_MISSING'))
      else if (!now.has(one.key)) now.set(one.key, one)
      else if (round < mostRounds) later.push(row)
      else refuse(row, refusal(row, 'CSV_ROW_TWICE', { object: one.object }))
    }
    await writeRound(work, [...now.values()])
    waiting = later
  }
  return {
    applied: groups.flatMap(({ row, members }) => {
      const one = applied.get(row)
      return one ? members.map(member => ({ ...one, row: member })) : []
    }),
    changed: changedTogether(...changed),
  }
}

interface Work {
  readonly tx: Tx
  readonly of: RowsOf
  readonly kind: RowKind
  readonly options: ApplyOptions
  readonly changed: Changed[]
  done(row: ResolvedRow, result: RowResult): void
}

async function writeRound(work: Work, rows: readonly ResolvedRow[]): Promise<void> {
  const refused = (await work.options.before?.(work.tx, rows)) ?? new Map<number, RowRefusal>()
  for (const [at, why] of refused) {
    const row = rows[at]
    if (row) work.done(row, { did: 'refused', ...why })
  }
  await writeOrHalve(
    work,
    rows.filter((_, at) => !refused.has(at)),
  )
}

async function writeOrHalve(work: Work, rows: readonly ResolvedRow[]): Promise<void> {
  const [only] = rows
  if (!only) return
  const { tx, of, options } = work
  try {
    await writeWhole(work, rows)
  } catch (error) {
    if (!isOfRecord(error) && !isOfRow(error)) throw error
    await tx.run('rollback to savepoint of_rows')
    if (rows.length > 1) {
      const middle = rows.length >> 1
      await writeOrHalve(work, rows.slice(0, middle))
      return writeOrHalve(work, rows.slice(middle))
    }
    if (error instanceof KontorError && error.status < 500) {
      work.done(only, { did: 'refused', ...refusal(only.row, error.code, textsOf(error.data)) })
      return
    }
    const reference = newId(of.now.getTime()).slice(-12)
    options.onRefused?.(reference, error)
    work.done(only, { did: 'refused', ...refusal(only.row, 'INTERNAL_ERROR', { reference }) })
  }
}

// What the database says of values (22…, 23…) is said of a row.
function isOfRow(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '')
}

// Until no row of the list is refused: then nothing of a refused one has stayed.
async function writeWhole(work: Work, rows: readonly ResolvedRow[]): Promise<void> {
  const { tx, of, kind, options } = work
  let list = rows
  for (;;) {
    const [, written] = await Promise.all([tx.run('savepoint of_rows'), kind.write(tx, of, list)])
    const results = list.map((row, at) => checked(row, written.results[at], options))
    const good = list.filter((_, at) => results[at]?.did !== 'refused')
    if (good.length === list.length) {
      for (const [at, row] of list.entries()) work.done(row, results[at] ?? { did: 'unchanged' })
      await options.written?.(tx, list)
      await tx.run('release savepoint of_rows')
      work.changed.push(written.changed)
      return
    }
    await tx.run('rollback to savepoint of_rows')
    for (const [at, row] of list.entries()) {
      const result = results[at]
      if (result?.did === 'refused')
        work.done(row, { ...result, data: { row: String(row.row.rowNo), ...result.data } })
    }
    if (good.length === 0) return
    list = good
  }
}

function checked(row: ResolvedRow, result: RowResult | undefined, { after }: ApplyOptions): RowResult {
  if (!result) throw new TypeError('a row has no result')
  const why = result.did === 'refused' ? undefined : after?.(row, result)
  return why ? { did: 'refused', ...why } : result
}

function textsOf(data: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)]))
}
