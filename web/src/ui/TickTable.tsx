import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Page } from '../api/page.ts'
import type { DataTableProps } from './DataTable.tsx'
import { PagedTable } from './PagedTable.tsx'
import { rowsUpTo } from './rowsUpTo.ts'

interface TickTableProps<T> extends Omit<DataTableProps<T>, 'busy' | 'onMore' | 'onAll' | 'rowId'> {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<T>, unknown>>
  /** So many are ticked by "all", also those that nobody has scrolled to yet. */
  readonly most: number
  readonly onSelect: (ids: ReadonlySet<string>) => void
}

/** A list that comes in pages and whose rows are ticked; "all" is the whole list, up to a limit. */
export function TickTable<T extends { readonly id: string }>({ most, ...list }: TickTableProps<T>) {
  const all = () =>
    void rowsUpTo(list.query, most).then(rows => list.onSelect(new Set(rows.map(row => row.id))))
  return <PagedTable {...list} rowId={row => row.id} onAll={all} />
}
