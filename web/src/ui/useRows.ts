import type { InfiniteData } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Page } from '../api/page.ts'

/** The rows of all pages that have come so far: the same list as long as no page comes or changes. */
export function useRows<T>(data: InfiniteData<Page<T>, unknown> | undefined): readonly T[] {
  return useMemo(() => data?.pages.flatMap(page => page.items) ?? [], [data])
}
