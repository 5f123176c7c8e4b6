import { grossOf } from './amounts.ts'
import { invoiceKindOf, lineTypeOf } from './lineTypes.ts'
import { type FileSums, invoiceKinds, lineTypes, type Row, type Sum } from './types.ts'

/** The file's own sums, counted on the rows alone: what everything made of them must add up to. */
export function sumFile(rows: readonly Row[]): FileSums {
  const kinds = Map.groupBy(rows, row => invoiceKindOf(row.invoice))
  const types = Map.groupBy(rows, row => lineTypeOf(row.code))
  return {
    file: sumRows(rows),
    codes: new Set(rows.map(row => row.code)).size,
    customers: new Set(rows.map(row => row.customerId).filter(id => id !== null)).size,
    byKind: sumEach(invoiceKinds, kinds),
    byLineType: sumEach(lineTypes, types),
  }
}

/** Rows, distinct invoices and exact gross sum of some rows. */
export function sumRows(rows: readonly Row[]): Sum {
  return { rows: rows.length, invoices: new Set(rows.map(row => row.invoice)).size, gross: grossOf(rows) }
}

function sumEach<K extends string>(
  keys: readonly K[],
  parts: ReadonlyMap<K, readonly Row[]>,
): Record<K, Sum> {
  const entries = keys.map(key => [key, sumRows(parts.get(key) ?? [])] as const)
  return Object.fromEntries(entries) as Record<K, Sum>
}
