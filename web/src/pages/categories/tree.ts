import type { Category } from '../../api/categoryTree.ts'

/** A category as a line of the tree. */
export interface TreeRow {
  readonly category: Category
  /** 1 at the top. */
  readonly level: number
  readonly isParent: boolean
  readonly isOpen: boolean
  /** Its place among those beside it, from 1 on, and how many there are. */
  readonly place: number
  readonly beside: number
}

/** Categories by parent; '' holds those at the top. */
export type Branches = ReadonlyMap<string, readonly Category[]>

/** The categories of a list by their parents, in its order. */
export function branchesOf(list: readonly Category[]): Branches {
  return Map.groupBy(list, one => one.parentId ?? '')
}

/** The lines that are seen: what lies in an open category, or with `wanted` what that names and all above it. */
export function rowsOf(
  branches: Branches,
  open: ReadonlySet<string>,
  wanted?: ReadonlySet<string>,
): readonly TreeRow[] {
  const rows: TreeRow[] = []
  const walk = (parent: string, level: number) => {
    const beside = (branches.get(parent) ?? []).filter(one => wanted?.has(one.id) ?? true)
    for (const [at, category] of beside.entries()) {
      const below = (branches.get(category.id) ?? []).filter(one => wanted?.has(one.id) ?? true)
      const isOpen = below.length > 0 && (wanted !== undefined || open.has(category.id))
      rows.push({
        category,
        level,
        isParent: below.length > 0,
        isOpen,
        place: at + 1,
        beside: beside.length,
      })
      if (isOpen) walk(category.id, level + 1)
    }
  }
  walk('', 1)
  return rows
}

/** The categories whose name has that text in it, and all above them. */
export function found(list: readonly Category[], text: string): ReadonlySet<string> {
  const parents = new Map(list.map(one => [one.id, one.parentId]))
  const wanted = new Set<string>()
  const plain = text.trim().toLowerCase()
  for (const one of list)
    if (one.name.toLowerCase().includes(plain))
      for (let at: string | null | undefined = one.id; at && !wanted.has(at); at = parents.get(at))
        wanted.add(at)
  return wanted
}

/** Everything above a category, nearest first. */
export function aboveOf(list: readonly Category[], id: string | undefined): readonly Category[] {
  const byId = new Map(list.map(one => [one.id, one]))
  const above: Category[] = []
  for (let at = byId.get(id ?? '')?.parentId; at; at = byId.get(at)?.parentId) {
    const one = byId.get(at)
    if (one) above.push(one)
  }
  return above
}

/**
 * The sort numbers that put a category one place up (-1) or down (1) among those beside it; none where it is at that end. Only
 * what gets another number is named.
 */
export function sortsFor(
  branches: Branches,
  category: Category,
  by: -1 | 1,
): readonly { readonly id: string; readonly sort: number }[] {
  const beside = [...(branches.get(category.parentId ?? '') ?? [])]
  const at = beside.findIndex(one => one.id === category.id)
  const other = beside[at + by]
  if (at < 0 || !other) return []
  beside[at] = other
  beside[at + by] = category
  return beside.flatMap((one, place) => {
    const sort = (place + 1) * 10
    return one.sort === sort ? [] : [{ id: one.id, sort }]
  })
}

/** The list as it is with other sort numbers, and so with the next version of what got one. */
export function sorted(
  list: readonly Category[],
  sorts: readonly { readonly id: string; readonly sort: number }[],
): readonly Category[] {
  const next = new Map(sorts.map(one => [one.id, one.sort]))
  const branches = branchesOf(
    list
      .map(one => {
        const sort = next.get(one.id)
        return sort === undefined ? one : { ...one, sort, version: one.version + 1 }
      })
      .sort((one, other) => one.sort - other.sort || (one.name < other.name ? -1 : 1)),
  )
  const all = new Set(list.map(one => one.id))
  return rowsOf(branches, all).map(row => row.category)
}
