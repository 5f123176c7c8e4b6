import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { listedItem } from '../../../src/operations/itemList.ts'
import type { Answer } from './asJson.ts'
import type { BulkValue, Names } from './bulk.ts'
import { call, type Query } from './call.ts'
import type { Page } from './page.ts'

/** An item as a row of the list. Amounts and quantities are decimals as text. */
export type ItemRow = Answer<typeof listedItem>

export const itemFolders = ['all', 'active', 'inactive', 'parents', 'kits', 'unpriced', 'unpictured'] as const
export type ItemFolder = (typeof itemFolders)[number] | 'channel'

/** How many items a folder holds; of channels there is one each. */
export interface ItemFolderCount {
  readonly folder: ItemFolder
  readonly channelId: string | null
  readonly channel: string | null
  readonly count: number
  readonly countCapped: boolean
}

/** What a list of items is limited to; the same is said to a bulk edit. */
export type ItemConditions = Readonly<Record<string, string | boolean | undefined>>

/** A list of items, page by page, with what is available and where each is sold. */
export function itemsQuery(conditions: ItemConditions, sort: 'newest' | 'number') {
  const query: Query = { ...conditions, sort, figures: true, limit: 100 }
  return infiniteQueryOptions({
    queryKey: ['items', 'list', query],
    queryFn: ({ pageParam, signal }) =>
      call<Page<ItemRow>>('GET', '/items', { query: { ...query, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
  })
}

/** How many items each folder holds. */
export const itemFoldersQuery = queryOptions({
  queryKey: ['items', 'folders'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly ItemFolderCount[] }>('GET', '/item-folders', { signal })).items,
  staleTime: 30_000,
})

export const textParts = [
  'name',
  'description',
  'shortDescription',
  'path',
  'metaTitle',
  'metaDescription',
  'metaKeywords',
] as const
export type TextPart = (typeof textParts)[number]
export type ItemText = Readonly<Record<TextPart, string>>

/** What an item says, costs, and where it is sold. */
export interface ItemFacts {
  readonly id: string
  readonly netPrice: string | null
  readonly grossPrice: string | null
  readonly texts: Readonly<Record<string, ItemText>>
  readonly channelTexts: readonly {
    readonly channelId: string
    readonly language: string
    readonly text: ItemText
  }[]
  readonly prices: readonly {
    readonly customerGroupId: string
    readonly group: string
    readonly from: string
    readonly net: string | null
    readonly gross: string | null
  }[]
  readonly channels: readonly {
    readonly channelId: string
    readonly channel: string
    readonly active: boolean
    readonly reserve: string
    readonly cap: string | null
  }[]
}

/** One item, for the pane below the list. */
export function itemFactsQuery(id: string) {
  return queryOptions({
    queryKey: ['items', 'facts', id],
    queryFn: ({ signal }) => call<ItemFacts>('GET', `/items/${id}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** An image of an item; `smaller`: hashes by the pixels of the longer side. */
export interface ItemImage {
  readonly id: string
  readonly hash: string
  readonly width: number
  readonly height: number
  readonly alt: Readonly<Record<string, string>>
  readonly channelIds: readonly string[]
  readonly smaller: Readonly<Record<string, string>>
}

export function itemImagesQuery(id: string) {
  return queryOptions({
    queryKey: ['items', 'images', id],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly ItemImage[] }>('GET', `/items/${id}/images`, { signal })).items,
  })
}

/** Who did what to an item; of bulk edits with the values. */
export interface ItemHistory {
  readonly items: readonly {
    readonly id: string
    readonly at: string
    readonly who: string
    readonly action: string
    readonly fields: readonly string[]
    readonly values: readonly (BulkValue & { readonly undone: boolean })[]
  }[]
  readonly names: Names
}

export function itemHistoryQuery(id: string) {
  return queryOptions({
    queryKey: ['items', 'history', id],
    queryFn: ({ signal }) => call<ItemHistory>('GET', `/items/${id}/history`, { signal }),
  })
}

/** After items were changed: all that shows them is asked again, and stock, since what is offered follows from them. */
export function refreshItems(client: QueryClient): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [kind] }) => kind === 'items' || kind === 'stock',
  })
}
