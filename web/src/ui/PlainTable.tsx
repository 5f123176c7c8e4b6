import './dataTable.css'
import type { ReactNode } from 'react'
import { TableHead } from './TableHead.tsx'

interface PlainTableProps {
  /** What the table is, for who hears it. */
  readonly label: string
  readonly heads: readonly string[]
  /** Columns with numbers, counted from 0. */
  readonly right?: readonly number[]
  /** The first cell names the row. */
  readonly rows: readonly { readonly id: string; readonly cells: readonly ReactNode[] }[]
}

/** A table of a few rows that is only read. */
export function PlainTable({ label, heads, right = [], rows }: PlainTableProps) {
  const side = (at: number) => (right.includes(at) ? 'cell-right' : undefined)
  return (
    <table className="plain-table" aria-label={label}>
      <TableHead heads={heads.map((head, at) => (right.includes(at) ? { right: head } : head))} />
      <tbody>
        {rows.map(row => (
          <tr key={row.id}>
            {row.cells.map((cell, at) =>
              at === 0 ? (
                <th key={heads[at]} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={heads[at]} className={side(at)}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
