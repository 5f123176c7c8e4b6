import { queryOptions } from '@tanstack/react-query'
import type { moveShape } from '../../../src/operations/categories.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'
import type { Category } from './categoryTree.ts'
import type { Page } from './page.ts'

export const textParts = [
  'name',
  'description',
  'path',
  'metaTitle',
  'metaDescription',
  'metaKeywords',
] as const
export type TextPart = (typeof textParts)[number]
/** What is said of a category in one language. */
export type CategoryText = { readonly [Part in TextPart]: string }
export type CategoryTexts = Readonly<Record<string, CategoryText>>

/** A category with its texts, and with what is said of it for channels alone. */
export interface ShownCategory extends Omit<Category, 'depth' | 'items'> {
  readonly texts: CategoryTexts
  readonly channels: readonly {
    readonly channelId: string
    readonly channel: string
    /** null: as everywhere. */
    readonly active: boolean | null
    readonly texts: CategoryTexts
  }[]
}

export type MoveEffect = Answer<typeof moveShape>

/** One category. */
export function categoryQuery(id: string) {
  return queryOptions({
    queryKey: ['categories', 'one', id],
    queryFn: ({ signal }) => call<ShownCategory>('GET', `/categories/${id}`, { signal }),
  })
}

/** How many items lie in a category or below it: as many as the list of items shows for it. */
export function itemsInQuery(id: string) {
  return queryOptions({
    queryKey: ['categories', 'items', id],
    queryFn: ({ signal }) =>
      call<Page<unknown>>('GET', '/items', { query: { category: id, limit: 1 }, signal }),
  })
}

/** What moving a category there would change at channels; nothing is moved. */
export function moveQuery(id: string, parentId: string | null) {
  return queryOptions({
    queryKey: ['categories', 'move', id, parentId],
    queryFn: ({ signal }) =>
      call<MoveEffect>('POST', '/categories/preview-move', { body: { categories: [id], parentId }, signal }),
    retry: false,
    gcTime: 0,
  })
}

/** Makes a category; `exists`: its place has one of that name. */
export function addCategory(
  name: string,
  parent: string | null,
): Promise<{ readonly id: string; readonly did: 'new' | 'exists' }> {
  return call('POST', '/categories', { body: { name, ...(parent === null ? {} : { parent }) } })
}

export interface CategoryChange {
  readonly version?: number
  readonly name?: string
  readonly active?: boolean
  readonly texts?: Readonly<Record<string, Partial<CategoryText> | null>>
}

/** Changes a category. */
export function changeCategory(id: string, change: CategoryChange): Promise<unknown> {
  return call('PATCH', `/categories/${id}`, { body: change })
}

/** Moves a category; null: to the top. */
export function moveCategory(id: string, version: number, parentId: string | null): Promise<unknown> {
  return call('PATCH', `/categories/${id}`, { body: { version, parent: parentId ?? '' } })
}

/** Gives categories another place among those beside them. */
export function sortCategories(
  list: readonly { readonly id: string; readonly sort: number }[],
): Promise<unknown> {
  return call('PATCH', '/categories/bulk', { body: { categories: list } })
}

export interface AtChannel {
  readonly active?: boolean | null
  readonly texts?: Readonly<Record<string, Partial<CategoryText>>>
}

/** Says for one channel whether it shows a category, and with which texts. */
export function sayAtChannel(id: string, channelId: string, said: AtChannel): Promise<unknown> {
  return call('PUT', `/categories/${id}/channels/${channelId}`, { body: said })
}
