import { exact } from '../base/decimal.ts'
import type { KitItem, StoredPart } from './kitStore.ts'
import type { Refused } from './problems.ts'

/** So many kits may lie in each other. */
export const kitLevels = 9

/** What a kit is to be made of. */
export interface KitParts {
  readonly kitId: string
  /** An item that is named twice counts as it is named last. */
  readonly parts: readonly {
    readonly itemId: string
    /** In one kit, above 0. */
    readonly quantity: string
    readonly sort?: number | undefined
  }[]
}

type Parts = readonly StoredPart[]

/**
 * Kits as they will be: takes changes in one by one and says what stands against them. `parts` are those of all kits that a
 * change may concern, `items` all that occur in them. Pure.
 */
export function planKits(items: ReadonlyMap<string, KitItem>, parts: Parts) {
  const before: ReadonlyMap<string, Parts> = Map.groupBy(parts, part => part.kitId)
  const made = new Map(before)
  const partsOf = (id: string): Parts => made.get(id) ?? []
  const isChanged = (id: string) => keyOf(made.get(id)) !== keyOf(before.get(id))
  return {
    partsOf,
    isChanged,
    changedKits: () => [...made.keys()].filter(isChanged).sort(),
    /** 0 of what is no kit, else one more than the highest of its parts. */
    rankOf: (id: string) => rankIn(partsOf, id, new Map()),
    /** These kits and those of the others that are made of them, sorted. */
    withKitsAbove(kits: readonly string[], others: readonly string[]): string[] {
      const wanted = new Set(kits)
      const above = others.filter(id => [...wanted].some(kit => wayDown(partsOf, id, kit, new Set())))
      return [...new Set([...kits, ...above])].sort()
    },
    /** Takes the parts of a kit in, or answers why not; with `counts` false they are only looked at. */
    set(wish: KitParts, counts: boolean): Refused | undefined {
      const { kitId } = wish
      const former = made.get(kitId)
      made.set(kitId, rowsOf(wish))
      const refused = circleOf(items, partsOf, kitId) ?? depthOf(items, partsOf, [...made.keys()], kitId)
      if (!refused && counts) return undefined
      if (former) made.set(kitId, former)
      else made.delete(kitId)
      return refused
    },
  }
}

function rowsOf({ kitId, parts }: KitParts): StoredPart[] {
  const rows = parts.map(({ itemId, quantity, sort }, at): StoredPart => {
    return { kitId, itemId, quantity: exact(quantity).toFixed(), sort: sort ?? at }
  })
  return [...new Map(rows.map(row => [row.itemId, row])).values()]
}

function keyOf(parts: Parts = []): string {
  return parts
    .map(part => `${part.itemId} ${part.quantity} ${part.sort}`)
    .sort()
    .join()
}

function rankIn(partsOf: (id: string) => Parts, id: string, known: Map<string, number>): number {
  const before = known.get(id)
  if (before !== undefined) return before
  const parts = partsOf(id)
  const rank =
    parts.length === 0 ? 0 : 1 + Math.max(...parts.map(part => rankIn(partsOf, part.itemId, known)))
  known.set(id, rank)
  return rank
}

// From a kit down to an item, without the kit itself; undefined: it is not in it.
function wayDown(
  partsOf: (id: string) => Parts,
  from: string,
  to: string,
  seen: Set<string>,
): string[] | undefined {
  if (seen.has(from)) return undefined
  seen.add(from)
  for (const { itemId } of partsOf(from)) {
    const way = itemId === to ? [] : wayDown(partsOf, itemId, to, seen)
    if (way) return [itemId, ...way]
  }
  return undefined
}

function circleOf(
  items: ReadonlyMap<string, KitItem>,
  partsOf: (id: string) => Parts,
  kitId: string,
): Refused | undefined {
  const way = wayDown(partsOf, kitId, kitId, new Set())
  if (!way) return undefined
  const names = [kitId, ...way].map(id => items.get(id)?.itemNumber ?? id)
  const data = { item: names[0] ?? kitId, way: names.join(' → ') }
  return { id: kitId, did: 'refused', code: 'KIT_CIRCLE', data }
}

function depthOf(
  items: ReadonlyMap<string, KitItem>,
  partsOf: (id: string) => Parts,
  kits: readonly string[],
  kitId: string,
): Refused | undefined {
  const known = new Map<string, number>()
  if (kits.every(id => rankIn(partsOf, id, known) <= kitLevels)) return undefined
  const data = { item: items.get(kitId)?.itemNumber ?? kitId, levels: String(kitLevels) }
  return { id: kitId, did: 'refused', code: 'KIT_TOO_DEEP', data }
}
