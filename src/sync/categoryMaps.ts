import type { Tx } from '../base/database.ts'
import { listCategories } from '../catalog/categoryStore.ts'
import { type CategoryFound, categoriesNamedAs, categoryPaths } from '../channels/categoryTree.ts'
import { listPlaces } from '../channels/offerMaps.ts'

/** A category of ours, and where it stands at a channel. */
export interface CategoryMapRow {
  readonly categoryId: string
  /** From the root down. */
  readonly path: readonly string[]
  readonly theirs: string | null
  readonly theirsPath: readonly string[]
  /** By a mapping of its own, or by that of a category above it. */
  readonly from: 'own' | 'above' | null
  /** What is wrong with the mapping. */
  readonly problem: 'gone' | 'closed' | null
  /** The only category of theirs of the same name: applied by nobody but a person. */
  readonly proposal: { readonly theirs: string; readonly path: readonly string[] } | null
}

/** All categories of ours in the order in which a person sees them. A tenant has thousands. */
export async function categoryMaps(
  tx: Tx,
  tenant: string,
  connectionId: string,
  channelId: string,
): Promise<CategoryMapRow[]> {
  const ours = await listCategories(tx, tenant)
  const places = await listPlaces(tx, tenant, { channelId, list: 'category' })
  const mapped = new Map(places.map(one => [one.ours, one.theirs]))
  const byId = new Map(ours.map(one => [one.id, one]))
  const line = (id: string) => {
    const up: string[] = []
    for (let at: string | null | undefined = id; at; at = byId.get(at)?.parentId) up.push(at)
    return up
  }
  const open = ours.filter(one => !line(one.id).some(id => mapped.has(id)))
  const named = await categoriesNamedAs(
    tx,
    tenant,
    connectionId,
    open.map(one => one.name),
  )
  const proposals = new Map(
    [...Map.groupBy(named, one => one.name.trim().toLowerCase())].flatMap(([name, found]) => {
      const [only] = found
      return only && found.length === 1 ? [[name, only] as const] : []
    }),
  )
  const shown = new Map<string, CategoryFound>(
    (
      await categoryPaths(tx, tenant, connectionId, [
        ...mapped.values(),
        ...[...proposals.values()].map(one => one.theirs),
      ])
    ).map(one => [one.theirs, one]),
  )
  return ours.map(({ id, name }) => {
    const up = line(id)
    const at = up.findIndex(one => mapped.has(one))
    const theirs = at < 0 ? undefined : mapped.get(up[at] ?? '')
    const found = theirs === undefined ? undefined : shown.get(theirs)
    const proposed = theirs === undefined ? proposals.get(name.trim().toLowerCase()) : undefined
    return {
      categoryId: id,
      path: up.toReversed().map(one => byId.get(one)?.name ?? ''),
      theirs: theirs ?? null,
      theirsPath: found?.path ?? [],
      from: at < 0 ? null : at === 0 ? 'own' : 'above',
      problem: theirs === undefined ? null : !found || found.gone ? 'gone' : found.isClosed ? 'closed' : null,
      proposal: proposed
        ? { theirs: proposed.theirs, path: shown.get(proposed.theirs)?.path ?? [proposed.name] }
        : null,
    }
  })
}
