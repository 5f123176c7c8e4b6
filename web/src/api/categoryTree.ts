import { queryOptions } from '@tanstack/react-query'
import type { listedCategory } from '../../../src/operations/categories.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'

/** A category in the tree. */
export type Category = Answer<typeof listedCategory>

function treeAt(key: string, query: { readonly counts?: true }) {
  return queryOptions({
    queryKey: ['categories', key],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly Category[] }>('GET', '/categories', { query, signal })).items,
  })
}

/** The tree of categories as a list in its order: parents before what lies below them. */
export const categoryTreeQuery = treeAt('tree', {})

/** The same with the number of items in each, which the server counts each time. */
export const countedTreeQuery = treeAt('counted', { counts: true })

/** The names from the top down to a category. */
export function pathOf(tree: readonly Category[], id: string): string[] {
  const byId = new Map(tree.map(one => [one.id, one]))
  const names: string[] = []
  for (let at = byId.get(id); at; at = at.parentId === null ? undefined : byId.get(at.parentId))
    names.unshift(at.name)
  return names
}
