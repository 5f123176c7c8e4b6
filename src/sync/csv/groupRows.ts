import type { MappedRow } from './mapRow.ts'

/** Rows as they are written: one by one, or those that are one object together. */
export interface RowGroup {
  /** Stands for all of them: the first, with the first refusal that there is. */
  readonly row: MappedRow
  readonly members: readonly MappedRow[]
}

/**
 * Joins rows that stand one behind the other and are one object together, as the lines of an order are. A row that cannot be read
 * takes the others of its object with it. Rows that the filter leaves out stay by themselves.
 */
export function groupRows(
  rows: readonly MappedRow[],
  groupOf: ((row: MappedRow) => string | undefined) | undefined,
): RowGroup[] {
  if (!groupOf) return rows.map(row => ({ row, members: [row] }))
  const groups: { key: string | undefined; members: MappedRow[] }[] = []
  for (const row of rows) {
    const key = row.left ? undefined : groupOf(row)
    const last = groups.at(-1)
    if (last && key !== undefined && last.key === key) last.members.push(row)
    else groups.push({ key, members: [row] })
  }
  return groups.flatMap(({ members }) => {
    const [first] = members
    if (!first) return []
    const refused = members.find(row => row.refused)?.refused
    return [{ members, row: { ...first, members, ...(refused ? { refused } : {}) } }]
  })
}
