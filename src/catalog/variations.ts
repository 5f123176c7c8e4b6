import type { Changed } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { itemsInUse } from './itemsInUse.ts'
import { catalogProblem, type Refused } from './problems.ts'
import {
  type FamilyMember,
  holdMembers,
  readChildren,
  readVariations,
  touchItems,
  type Variation,
  type VariationWork,
  writeKinds,
  writeVariations,
} from './variationStore.ts'

/** A variation or a value as it shall be. Without an id that of the same name is meant, or a new one. */
interface Named {
  readonly id?: string | undefined
  readonly name: string
  /** Its place; without it the one in the list. */
  readonly sort?: number | undefined
  /** Names by ISO 639-1 language, all of them; absent: as they are. */
  readonly texts?: Readonly<Record<string, string>> | undefined
}

export interface WantedVariation extends Named {
  readonly values: readonly Named[]
}

export interface WantedVariations {
  readonly itemId: string
  /** All of them; none makes a parent without children an item like others. */
  readonly variations: readonly WantedVariation[]
}

export type SetVariations = { readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused

/**
 * Gives items their variations, all at once for each, and makes a simple item a parent by that. Refused, and left as they
 * are: ITEM_UNKNOWN, ITEM_IS_CHILD, KIND_IN_USE, VARIATION_UNKNOWN, VARIATION_TWICE, VALUE_MISSING (a variation without
 * values, or one that the children have no value of), VALUE_IN_USE. An item named twice gets what was said last.
 */
export async function setVariations(
  tx: Tx,
  tenant: string,
  list: readonly WantedVariations[],
): Promise<{ results: SetVariations[]; changed: Changed }> {
  const wanted = new Map(list.map(one => [one.itemId, one]))
  const ids = [...wanted.keys()]
  const items = await holdMembers(tx, tenant, ids)
  const [stored, children, used] = await Promise.all([
    readVariations(tx, tenant, ids),
    readChildren(tx, tenant, ids),
    itemsInUse(
      tx,
      tenant,
      ids.filter(id => items.get(id)?.kind === 'simple'),
      'parent',
    ),
  ])
  const childrenOf = Map.groupBy(children, child => child.parentId ?? '')
  const plans = [...wanted.values()].map(want =>
    planFor(want, items.get(want.itemId), {
      stored: stored.get(want.itemId) ?? [],
      hasChildren: childrenOf.has(want.itemId),
      used: used.has(want.itemId),
    }),
  )
  const going = plans.flatMap(plan => ('work' in plan ? [plan] : []))
  await writeVariations(tx, tenant, together(going.map(plan => plan.work)))
  const kinds = going.flatMap(({ id, kind }) => (kind ? [{ id, kind }] : []))
  await writeKinds(tx, tenant, kinds).catch(error => {
    const item = kinds.map(({ id }) => items.get(id)?.itemNumber).join(', ')
    throw sqlState(error) === '23503' ? catalogProblem('KIND_IN_USE', { item }) : error
  })
  const touched = going.map(plan => plan.id)
  await touchItems(tx, tenant, touched)
  const results = new Map(plans.map(plan => ['work' in plan ? plan.id : plan.result.id, resultOf(plan)]))
  const told = touched.flatMap(id => [id, ...(childrenOf.get(id) ?? []).map(child => child.id)])
  return {
    results: list.map(
      ({ itemId }) =>
        results.get(itemId) ?? { id: itemId, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: itemId } },
    ),
    changed: {
      ...(told.length > 0 ? { item: told.sort() } : {}),
      ...(kinds.length > 0 ? { stock: kinds.map(one => one.id).sort() } : {}),
    },
  }
}

type Plan =
  | { readonly result: SetVariations }
  | { readonly id: string; readonly work: VariationWork; readonly kind?: 'simple' | 'parent' }

function resultOf(plan: Plan): SetVariations {
  return 'work' in plan ? { id: plan.id, did: 'changed' } : plan.result
}

interface Known {
  readonly stored: readonly Variation[]
  readonly hasChildren: boolean
  readonly used: boolean
}

function planFor(want: WantedVariations, item: FamilyMember | undefined, known: Known): Plan {
  const id = want.itemId
  const refuse = (code: Refused['code'], data: Refused['data']): Plan => ({
    result: { id, did: 'refused', code, data },
  })
  if (!item) return refuse('ITEM_UNKNOWN', { item: id })
  const named = { item: item.itemNumber }
  if (item.kind === 'child') return refuse('ITEM_IS_CHILD', named)
  if (item.kind === 'kit') return refuse('KIND_IN_USE', named)
  const none = want.variations.length === 0
  if (none && item.kind === 'simple') return { result: { id, did: 'unchanged' } }
  if (known.used && !none) return refuse('KIND_IN_USE', named)
  const fault = faultIn(want, known)
  if (fault) return refuse(fault.code, { ...named, ...fault.data })
  const work = workFor(want, known.stored)
  const kind = none ? 'simple' : 'parent'
  if (kind === item.kind && isSame(work, known.stored)) return { result: { id, did: 'unchanged' } }
  return { id, work, ...(kind === item.kind ? {} : { kind }) }
}

/** What cannot be, as a code. */
function faultIn(
  { variations }: WantedVariations,
  { stored, hasChildren }: Known,
): { readonly code: Refused['code']; readonly data: Readonly<Record<string, string>> } | undefined {
  const twice = twiceIn(variations) ?? variations.map(one => twiceIn(one.values)).find(Boolean)
  if (twice !== undefined) return { code: 'VARIATION_TWICE', data: { variation: twice } }
  const kept = new Set<string>()
  for (const variation of variations) {
    const before = match(variation, stored)
    if (variation.id !== undefined && !before)
      return { code: 'VARIATION_UNKNOWN', data: { variation: variation.id } }
    if (variation.values.length === 0 || (!before && hasChildren))
      return { code: 'VALUE_MISSING', data: { variation: variation.name } }
    // By its id, and once more by the name that it has.
    if (before && kept.has(before.id)) return { code: 'VARIATION_TWICE', data: { variation: before.name } }
    if (before) kept.add(before.id)
    for (const value of variation.values) {
      const known = match(value, before?.values ?? [])
      if (value.id !== undefined && !known)
        return { code: 'VARIATION_UNKNOWN', data: { variation: value.id } }
      if (known && kept.has(known.id)) return { code: 'VARIATION_TWICE', data: { variation: known.name } }
      if (known) kept.add(known.id)
    }
  }
  const lost = stored.flatMap((variation): readonly { readonly name: string }[] =>
    hasChildren && !kept.has(variation.id)
      ? [variation]
      : variation.values.filter(value => value.used && !kept.has(value.id)),
  )
  return lost[0] ? { code: 'VALUE_IN_USE', data: { value: lost[0].name } } : undefined
}

function twiceIn(list: readonly Named[]): string | undefined {
  const seen = new Set<string>()
  for (const { id, name } of list) {
    if (seen.has(name) || (id !== undefined && seen.has(id))) return name
    seen.add(name)
    if (id !== undefined) seen.add(id)
  }
  return undefined
}

function match<T extends { readonly id: string; readonly name: string }>(
  { id, name }: Named,
  stored: readonly T[],
): T | undefined {
  return stored.find(one => (id === undefined ? one.name === name : one.id === id))
}

function workFor({ itemId, variations }: WantedVariations, stored: readonly Variation[]): VariationWork {
  const rows = variations.map((variation, at) => {
    const before = match(variation, stored)
    const id = before?.id ?? newId()
    const values = variation.values.map((value, place) => {
      const known = match(value, before?.values ?? [])
      return { ...rowOf(value, known, place), id: known?.id ?? newId(), variationId: id }
    })
    return { row: { ...rowOf(variation, before, at), id, itemId }, values }
  })
  const values = rows.flatMap(one => one.values)
  const keptVariations = new Set(rows.map(({ row }) => row.id))
  const keptValues = new Set(values.map(value => value.id))
  return {
    variations: rows.map(({ row }) => row),
    values,
    goneVariations: stored.filter(one => !keptVariations.has(one.id)).map(one => one.id),
    goneValues: stored
      .flatMap(one => one.values.filter(value => !keptValues.has(value.id)))
      .map(one => one.id),
  }
}

function rowOf(
  named: Named,
  before: { readonly texts: Readonly<Record<string, string>> } | undefined,
  at: number,
) {
  return { name: named.name, sort: named.sort ?? at, texts: named.texts ?? before?.texts ?? {} }
}

function isSame(work: VariationWork, stored: readonly Variation[]): boolean {
  const text = (rows: readonly (Named & { readonly id: string })[]) =>
    rows
      .map(row => JSON.stringify([row.id, row.name, row.sort, Object.entries(row.texts ?? {}).sort()]))
      .sort()
      .join()
  return (
    text(work.variations) === text(stored) && text(work.values) === text(stored.flatMap(one => one.values))
  )
}

function together(works: readonly VariationWork[]): VariationWork {
  return {
    variations: works.flatMap(work => work.variations),
    values: works.flatMap(work => work.values),
    goneVariations: works.flatMap(work => work.goneVariations),
    goneValues: works.flatMap(work => work.goneValues),
  }
}
