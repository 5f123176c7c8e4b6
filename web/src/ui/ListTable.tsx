import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ComponentProps, useMemo } from 'react'
import type { Page } from '../api/page.ts'
import { DataTable } from './DataTable.tsx'
import { ErrorState } from './EmptyState.tsx'

/** A list that the server gives page by page. */
export type ListResult<T> = UseInfiniteQueryResult<InfiniteData<Page<T>, unknown>>

type ListTableProps<T> = Omit<ComponentProps<typeof DataTable<T>>, 'rows' | 'busy' | 'onMore'> & {
  readonly query: ListResult<T>
}

/** A table of such a list: the next page is asked for when the end comes near, and what failed can be tried again. */
export function ListTable<T>({ query, ...table }: ListTableProps<T>) {
  const rows = useRows(query)
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <DataTable
      {...table}
      rows={rows}
      busy={query.isPending}
      onMore={query.hasNextPage && !query.isFetching ? () => void query.fetchNextPage() : undefined}
    />
  )
}

/** The rows of such a list that are here. */
export function useRows<T>({ data }: ListResult<T>): readonly T[] {
  return useMemo(() => data?.pages.flatMap(page => page.items) ?? [], [data])
}
