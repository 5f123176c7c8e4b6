import type { Changed } from '../../base/changed.ts'
import { sqlState, type Tx } from '../../base/database.ts'
import type { CellValue, MappedRow, RowRefusal } from './mapRow.ts'
import type { ResolvedRow, RowsOf } from './rowKind.ts'

/** Rows about items while they are written, verb by verb. */
export interface ItemWork {
  readonly tx: Tx
  readonly of: RowsOf
  readonly rows: readonly ResolvedRow[]
  /** The items of the rows; of new ones as soon as they are made, '' until then and where that was refused. */
  readonly ids: string[]
  readonly changed: Changed[]
  /** What became of the row at that place, by one verb. */
  note(at: number, result: { readonly did: string } & Partial<RowRefusal>): void
}

/** Cells of fields with something in their name: `price.Händler` → Händler. */
export function about({ cells }: MappedRow, prefix: string): [string, CellValue][] {
  const found: [string, CellValue][] = []
  for (const [field, value] of cells)
    if (field.startsWith(prefix)) found.push([field.slice(prefix.length), value])
  return found
}

/**
 * Verbs of one transaction that need nothing of each other: while the database does one, the next is prepared. Over when all
 * are, so that whoever takes the rows back finds none still at work; throws what the first one to fail has run into.
 */
export async function together(work: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(work)
  const errors = ended.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
  // What the others run into is only that the transaction is already broken.
  const first = errors.find(error => sqlState(error) !== '25P02') ?? errors[0]
  if (first !== undefined) throw first
}
