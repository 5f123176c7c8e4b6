import { type Changed, changedTogether } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
import { createCategories } from '../../catalog/categories.ts'
import { categoriesAt } from '../../catalog/categoryStore.ts'

/** A path as one text: its names, which hold no such character. */
export function pathKey(path: readonly string[]): string {
  return path.join('\u001f')
}

/**
 * The categories at these paths by `pathKey`, one statement per level; `make`: those that are missing are made, from the top
 * down. What does not exist and is not made is absent.
 */
export async function categoriesOfPaths(
  tx: Tx,
  tenant: string,
  paths: readonly (readonly string[])[],
  make: boolean,
): Promise<{ ids: ReadonlyMap<string, string>; made: ReadonlySet<string>; changed: Changed }> {
  const ids = new Map<string, string>()
  const made = new Set<string>()
  const changed: Changed[] = []
  const deepest = paths.reduce((most, path) => Math.max(most, path.length), 0)
  for (let depth = 0; depth < deepest; depth++) {
    const wanted = new Map<string, { readonly parent: string | null; readonly name: string }>()
    for (const path of paths) {
      const parent = depth === 0 ? null : ids.get(pathKey(path.slice(0, depth)))
      const name = path[depth]
      if (name !== undefined && parent !== undefined)
        wanted.set(pathKey(path.slice(0, depth + 1)), { parent, name })
    }
    if (wanted.size === 0) break
    const found = await categoriesAt(tx, tenant, [...wanted.values()])
    const missing: (readonly [string, { readonly parent: string | null; readonly name: string }])[] = []
    for (const [key, place] of wanted) {
      const id = found.get(`${place.parent ?? ''}|${place.name}`)
      if (id === undefined) missing.push([key, place])
      else ids.set(key, id)
    }
    if (!make || missing.length === 0) continue
    const created = await createCategories(
      tx,
      tenant,
      missing.map(([, { parent, name }]) => ({ name, parentId: parent })),
    )
    changed.push(created.changed)
    for (const [at, [key]] of missing.entries()) {
      const result = created.results[at]
      if (!result || result.did === 'refused') continue
      ids.set(key, result.id)
      if (result.did === 'new') made.add(key)
    }
  }
  return { ids, made, changed: changedTogether(...changed) }
}

/** The paths of categories, by id. */
export async function pathsOfCategories(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; path: string[] }>(
    `with recursive up as (
       select c.id, c.parent_id, array[c.name] as path from category c where c.tenant_id = $1 and c.id = any($2::uuid[])
       union all
       select up.id, c.parent_id, c.name || up.path from up join category c on c.tenant_id = $1 and c.id = up.parent_id)
     select id, path from up where parent_id is null`,
    [tenant, [...new Set(ids)]],
  )
  return new Map(rows.map(row => [row.id, row.path]))
}
