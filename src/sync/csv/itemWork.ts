import type { Changed } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
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
