import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { editShape, previewShape } from '../../../src/operations/bulkEditShapes.ts'
import type { valueShape } from '../../../src/operations/bulkEditValues.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'
import type { Page } from './page.ts'

/** A change of many items, as it stands. */
export type BulkEdit = Answer<typeof editShape>
/** One field of one item: old and new, or why it was left as it is. */
export type BulkValue = Answer<typeof valueShape>
export type BulkPreview = Answer<typeof previewShape>
/** What ids in fields and values are called. */
export type Names = Readonly<Record<string, string>>

/** Which items, and what is done to them, as the server takes it. */
export type BulkWish = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** What a change would do, page by page; nothing is written. */
export function bulkPreviewQuery(wish: BulkWish) {
  return infiniteQueryOptions({
    queryKey: ['bulk', 'preview', wish],
    queryFn: ({ pageParam, signal }) =>
      call<BulkPreview>('POST', '/bulk-edits/preview', {
        body: { ...wish, limit: 200, ...(pageParam === null ? {} : { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    staleTime: 0,
    gcTime: 0,
  })
}

/** Starts a change; answers at once, it goes on by itself. */
export function startBulkEdit(wish: BulkWish): Promise<BulkEdit> {
  return call('POST', '/bulk-edits', { body: { ...wish, wait: false } })
}

/** Takes a change back; answers at once. */
export function undoBulkEdit(id: string): Promise<BulkEdit> {
  return call('POST', `/bulk-edits/${id}/undo`, { body: { wait: false } })
}

const open: ReadonlySet<string> = new Set(['running', 'undoing'])
/** Whether somebody is still at it. */
export const isOpen = (edit: Pick<BulkEdit, 'state'> | undefined) =>
  edit !== undefined && open.has(edit.state)

export type BulkEditFacts = BulkEdit & {
  readonly values: readonly (BulkValue & { readonly itemNumber: string; readonly undone: boolean })[]
  readonly names: Names
  readonly next: string | null
}

/** A change with what it did, item by item, page by page; asked again while it is on. */
export function bulkEditQuery(id: string, refused: boolean) {
  return infiniteQueryOptions({
    queryKey: ['bulk', 'one', id, refused],
    queryFn: ({ pageParam, signal }) =>
      call<BulkEditFacts>('GET', `/bulk-edits/${id}`, {
        query: { refused, limit: 100, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    refetchInterval: query => (isOpen(query.state.data?.pages[0]) ? 700 : false),
  })
}

/** Changes that were made, newest first; asked again while one is on. */
export const bulkEditsQuery = infiniteQueryOptions({
  queryKey: ['bulk', 'list'],
  queryFn: ({ pageParam, signal }) =>
    call<Page<BulkEdit> & { readonly names: Names }>('GET', '/bulk-edits', {
      query: { limit: 100, after: pageParam },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: last => last.next,
  placeholderData: keepPreviousData,
  refetchInterval: query => (query.state.data?.pages.some(page => page.items.some(isOpen)) ? 1000 : false),
})
