import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

/** A category as a line of the tree, in its order: each stands behind its parent. */
export interface TreeCategory {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly active: boolean
  readonly depth: number
}

/** The tree of categories, as a list in its order. */
export const categoryTreeQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly TreeCategory[] }>('GET', '/categories', { signal })).items,
})

/** The names from the top down to a category. */
export function pathOf(tree: readonly TreeCategory[], id: string): string[] {
  const byId = new Map(tree.map(one => [one.id, one]))
  const names: string[] = []
  for (let at = byId.get(id); at; at = at.parentId === null ? undefined : byId.get(at.parentId))
    names.unshift(at.name)
  return names
}
