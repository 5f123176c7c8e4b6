import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { call, type Query } from './call.ts'
import type { Page } from './page.ts'

/** A list of the server, page by page, as it was filtered; the rows of before stay until the new ones are there. */
export function listQuery<T>(key: readonly string[], path: string, filter: Query) {
  return infiniteQueryOptions({
    queryKey: [...key, filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<T>>('GET', path, { query: { limit: 100, ...filter, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
    retry: false,
  })
}
