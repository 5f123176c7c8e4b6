import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ComponentProps } from 'react'
import type { Page } from '../api/page.ts'
import { DataTable } from './DataTable.tsx'
import { ErrorState } from './EmptyState.tsx'
import { rowsUpTo } from './rowsUpTo.ts'

type TableProps<T> = ComponentProps<typeof DataTable<T>>

interface ListTableProps<T, P> extends Omit<TableProps<T>, 'busy' | 'onMore' | 'rowId'> {
  /** Page by page, behind a key. */
  readonly query: UseInfiniteQueryResult<InfiniteData<P, unknown>>
  readonly rowId?: (row: T) => string
}

/** A list that goes on while one scrolls; where it could not be read, it says why and how to go on. */
export function ListTable<T extends object, P>({ query, rowId = idOf, ...table }: ListTableProps<T, P>) {
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <DataTable
      {...table}
      rowId={rowId}
      busy={query.isPending || (query.isFetchingNextPage && table.rows.length === 0)}
      onMore={query.hasNextPage && !query.isFetching ? () => void query.fetchNextPage() : undefined}
    />
  )
}

interface TickTableProps<T> extends Omit<ListTableProps<T, Page<T>>, 'onSelect' | 'onAll' | 'rowId'> {
  /** So many are ticked by "all", also those that nobody has scrolled to yet. */
  readonly most: number
  readonly onSelect: (ids: ReadonlySet<string>) => void
}

/** A list whose rows can be ticked; "all" is the whole list, up to a limit. */
export function TickTable<T extends { readonly id: string }>({ most, ...list }: TickTableProps<T>) {
  const all = () =>
    void rowsUpTo(list.query, most).then(rows => list.onSelect(new Set(rows.map(row => row.id))))
  return <ListTable {...list} onAll={all} />
}

function idOf(row: object): string {
  return 'id' in row ? String(row.id) : ''
}
