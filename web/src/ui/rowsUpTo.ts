import type { InfiniteData, InfiniteQueryObserverResult } from '@tanstack/react-query'
import type { Page } from '../api/page.ts'

/** The rows of a list, at most `most`: pages that nobody has scrolled to yet are fetched. What fails is left out. */
export async function rowsUpTo<T>(
  query: InfiniteQueryObserverResult<InfiniteData<Page<T>, unknown>>,
  most: number,
): Promise<readonly T[]> {
  let now = query
  const rows = () => now.data?.pages.flatMap(page => page.items) ?? []
  while (now.hasNextPage && !now.isFetchNextPageError && rows().length < most) now = await now.fetchNextPage()
  return rows().slice(0, most)
}
