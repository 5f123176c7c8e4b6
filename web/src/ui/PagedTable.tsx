import { DataTable, type DataTableProps } from './DataTable.tsx'
import { ErrorState } from './EmptyState.tsx'

interface PagedTableProps<T> extends Omit<DataTableProps<T>, 'busy' | 'onMore'> {
  /** Where the rows come from. */
  readonly query: {
    readonly error: unknown
    readonly isPending: boolean
    readonly isFetching: boolean
    readonly hasNextPage: boolean
    readonly refetch: () => Promise<unknown>
    readonly fetchNextPage: () => Promise<unknown>
  }
}

/** The table of a list that comes in pages: more of it when the end comes near, and in its place what went wrong. */
export function PagedTable<T>({ query, ...table }: PagedTableProps<T>) {
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <DataTable
      {...table}
      busy={query.isPending}
      onMore={query.hasNextPage && !query.isFetching ? () => void query.fetchNextPage() : undefined}
    />
  )
}
