import { type Changed, changedTogether } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { toldAlong } from './alongForChannel.ts'
import { createItems, type NewItem } from './createItems.ts'
import { readItem } from './itemStore.ts'
import { catalogProblem, type Refused } from './problems.ts'
import {
  type ChildPlace,
  type FamilyMember,
  holdMembers,
  linkChildren,
  readChildren,
  readVariations,
  touchItems,
  unlinkChildren,
  type Variation,
} from './variationStore.ts'

/** Which value a child has, by the id of the variation. */
export type ChosenValues = Readonly<Record<string, string>>

export interface NewChild extends NewItem {
  readonly parentId: string
  readonly values: ChosenValues
  /** Its place under the parent. */
  readonly sort?: number | undefined
}

export type CreatedChild =
  | { readonly id: string; readonly itemNumber: string; readonly did: 'new' | 'exists' }
  | Refused

/** Combinations that are made at once at most. */
export const combinationLimit = 1000

/**
 * Makes children of parents. One with the same number and the same values under the same parent `exists`. Refused, by the item
 * number: ITEM_UNKNOWN (the parent), ITEM_NOT_PARENT, VARIATION_UNKNOWN, VALUE_MISSING, COMBINATION_TAKEN, ITEM_NUMBER_TAKEN,
 * and what `createItems` refuses. They are sold nowhere until `sellOn`.
 */
export async function createChildren(
  tx: Tx,
  tenant: string,
  list: readonly NewChild[],
): Promise<{ results: CreatedChild[]; changed: Changed }> {
  const numbers = [...new Set(list.map(child => child.itemNumber))]
  const holders = await tx.query<{ id: string }>(
    `select id from item where tenant_id = $1 and item_number = any($2::text[])`,
    [tenant, numbers],
  )
  const families = await holdFamilies(
    tx,
    tenant,
    list.map(child => child.parentId),
    holders.map(row => row.id),
  )
  const taken = new Set([...families.items.values()].map(item => item.itemNumber))
  const decided = list.map((child): Decision => {
    const refuse = (fault: Fault): Decision => ({ refused: refusal({ id: child.itemNumber, ...fault }) })
    const place = placeOf(families, child.parentId, child.values)
    if ('code' in place) return refuse(place)
    const holder = families.byPlace.get(place.key)
    if (holder?.itemNumber === child.itemNumber) return { child, place, exists: holder.id }
    if (holder) return refuse({ code: 'COMBINATION_TAKEN', data: { child: holder.itemNumber } })
    if (taken.has(child.itemNumber))
      return refuse({ code: 'ITEM_NUMBER_TAKEN', data: { itemNumber: child.itemNumber } })
    families.byPlace.set(place.key, { id: '', itemNumber: child.itemNumber })
    taken.add(child.itemNumber)
    return { child, place }
  })
  const fresh = decided.flatMap(one => ('place' in one && one.exists === undefined ? [one] : []))
  const { results: created } = await createItems(
    tx,
    tenant,
    fresh.map(({ child }) => child),
  )
  const made = new Map(created.map(result => [result.itemNumber, result]))
  const places = fresh.flatMap(({ child, place }): ChildPlace[] => {
    const { parentId, values, sort = 0, itemNumber } = child
    const result = made.get(itemNumber)
    if (result?.did !== 'new') return []
    return [{ id: result.id, parentId, combination: place.combination, values, sort }]
  })
  await linkChildren(tx, tenant, places)
  const linked = new Set(places.map(place => place.id))
  return {
    results: decided.map((one): CreatedChild => {
      if ('refused' in one) return one.refused
      const { itemNumber } = one.child
      // Of a number that stands twice in the list, the second is the child that the first has made.
      const child = made.get(itemNumber)
      if (child?.did === 'refused') return child
      const id = one.exists || child?.id || ''
      if (one.exists !== undefined) return { id, itemNumber, did: 'exists' }
      // Somebody took the number at the same moment.
      return linked.has(id)
        ? { id, itemNumber, did: 'new' }
        : refusal({ id: itemNumber, code: 'ITEM_NUMBER_TAKEN', data: { itemNumber } })
    }),
    changed: toldBy(places.map(place => [place.id, place.parentId])),
  }
}

type Decision =
  | { readonly refused: Refused }
  | { readonly child: NewChild; readonly place: Place; readonly exists?: string }

/**
 * Makes a child of each combination of a parent that has none yet. Their numbers follow the pattern, in which `{parent}` is the
 * number of the parent and `{values}` the names of the values with dashes between; a number that is taken is refused. They begin
 * with the price and the weight of the parent. Errors: ITEM_UNKNOWN, ITEM_NOT_PARENT, COMBINATIONS_TOO_MANY (more than 1,000).
 */
export async function combineChildren(
  tx: Tx,
  tenant: string,
  parentId: string,
  pattern = '{parent}-{values}',
): Promise<{ results: CreatedChild[]; changed: Changed }> {
  const { items, variations, byPlace } = await holdFamilies(tx, tenant, [parentId], [])
  const parent = items.get(parentId)
  if (!parent) throw catalogProblem('ITEM_UNKNOWN', { item: parentId })
  const own = variations.get(parentId)
  if (parent.kind !== 'parent' || !own) throw catalogProblem('ITEM_NOT_PARENT', { item: parent.itemNumber })
  const all = own.reduce((product, variation) => product * variation.values.length, 1)
  const count = all - byPlace.size
  if (count > combinationLimit)
    throw catalogProblem('COMBINATIONS_TOO_MANY', {
      item: parent.itemNumber,
      count,
      limit: combinationLimit,
    })
  const { netPrice, grossPrice, weight } = await readItem(tx, tenant, parentId)
  const missing = combinations(own)
    .map((values, sort) => ({ values, sort }))
    .filter(
      ({ values }) =>
        !byPlace.has(
          keyOf(
            parentId,
            values.map(value => value.id),
          ),
        ),
    )
  const children = missing.map(({ values, sort }) => {
    const names = values.map(value => value.name)
    const words = names.map(name => name.trim().replace(/\s+/g, '-')).join('-')
    const itemNumber = pattern.replaceAll('{parent}', parent.itemNumber).replaceAll('{values}', words)
    return {
      parentId,
      itemNumber: itemNumber.slice(0, 150),
      name: [parent.name, ...names].join(' ').slice(0, 500),
      values: Object.fromEntries(values.map((value, at) => [own[at]?.id ?? '', value.id])),
      sort,
      netPrice,
      grossPrice,
      weight,
    }
  })
  return createChildren(tx, tenant, children)
}

export interface AttachedChild {
  readonly parentId: string
  readonly itemId: string
  readonly values: ChosenValues
  readonly sort?: number | undefined
}

export type MovedChild = { readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused

/**
 * Makes items children of parents, or gives children of theirs other values; stock and orders stay with them, categories go.
 * Refused: ITEM_UNKNOWN, ITEM_NOT_PARENT, KIND_IN_USE (a parent or a kit), ITEM_IS_CHILD (of another parent), VARIATION_UNKNOWN,
 * VALUE_MISSING, COMBINATION_TAKEN.
 */
export async function attachChildren(
  tx: Tx,
  tenant: string,
  list: readonly AttachedChild[],
): Promise<{ results: MovedChild[]; changed: Changed }> {
  const wanted = new Map(list.map(one => [one.itemId, one]))
  const families = await holdFamilies(
    tx,
    tenant,
    [...wanted.values()].map(one => one.parentId),
    [...wanted.keys()],
  )
  // Whoever is in the list leaves its combination: two may exchange theirs.
  const left = new Map([...families.byPlace].filter(([, { id }]) => wanted.has(id)))
  for (const key of left.keys()) families.byPlace.delete(key)
  const places: ChildPlace[] = []
  const results = new Map(
    [...wanted.values()].map((one): [string, MovedChild] => {
      const { itemId, parentId, values, sort = 0 } = one
      const refuse = (code: Refused['code'], data: Refused['data']): [string, MovedChild] => [
        itemId,
        refusal({ id: itemId, code, data }),
      ]
      const item = families.items.get(itemId)
      if (!item) return refuse('ITEM_UNKNOWN', { item: itemId })
      if (item.kind === 'parent' || item.kind === 'kit' || itemId === parentId)
        return refuse('KIND_IN_USE', { item: item.itemNumber })
      if (item.parentId !== null && item.parentId !== parentId)
        return refuse('ITEM_IS_CHILD', { item: item.itemNumber })
      const place = placeOf(families, parentId, values)
      if ('code' in place) return refuse(place.code, place.data)
      const holder = families.byPlace.get(place.key)
      if (holder) return refuse('COMBINATION_TAKEN', { child: holder.itemNumber })
      families.byPlace.set(place.key, item)
      if (item.combination === place.combination && item.sort === sort)
        return [itemId, { id: itemId, did: 'unchanged' }]
      places.push({ id: itemId, parentId, combination: place.combination, values, sort })
      return [itemId, { id: itemId, did: 'changed' }]
    }),
  )
  // One that is refused keeps its combination, which another may have been given meanwhile: the database says so.
  await linkChildren(tx, tenant, places).catch(error => {
    throw sqlState(error) === '23505'
      ? catalogProblem('COMBINATION_TAKEN', {
          child: [...left.values()].map(child => child.itemNumber).join(', '),
        })
      : error
  })
  await touchItems(
    tx,
    tenant,
    places.map(place => place.id),
  )
  return {
    results: list.map(({ itemId }) => known(results, itemId)),
    changed: await toldAsHeirs(
      tx,
      tenant,
      places.map(place => [place.id, place.parentId]),
    ),
  }
}

/** Makes children items like others again; stock and orders stay with them. Refused: ITEM_UNKNOWN, ITEM_NOT_CHILD. */
export async function detachChildren(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
): Promise<{ results: MovedChild[]; changed: Changed }> {
  const before = await tx.query<{ parentId: string }>(
    `select distinct parent_id as "parentId" from item
     where tenant_id = $1 and id = any($2::uuid[]) and parent_id is not null`,
    [tenant, itemIds],
  )
  const items = await holdMembers(tx, tenant, [...itemIds, ...before.map(row => row.parentId)])
  const leaving = [...new Set(itemIds)].flatMap(id => {
    const item = items.get(id)
    return item?.parentId ? [[id, item.parentId] as const] : []
  })
  const gone = new Set(leaving.map(([id]) => id))
  await unlinkChildren(tx, tenant, [...gone])
  await touchItems(tx, tenant, [...gone])
  return {
    results: itemIds.map(id => {
      if (gone.has(id)) return { id, did: 'changed' }
      const item = items.get(id)
      return refusal(
        item
          ? { id, code: 'ITEM_NOT_CHILD', data: { item: item.itemNumber } }
          : { id, code: 'ITEM_UNKNOWN', data: { item: id } },
      )
    }),
    changed: await toldAsHeirs(tx, tenant, leaving),
  }
}

interface Families {
  readonly items: ReadonlyMap<string, FamilyMember>
  readonly variations: ReadonlyMap<string, readonly Variation[]>
  /** Who has which combination of which parent. */
  readonly byPlace: Map<string, { readonly id: string; readonly itemNumber: string }>
}

async function holdFamilies(
  tx: Tx,
  tenant: string,
  parentIds: readonly string[],
  others: readonly string[],
): Promise<Families> {
  const items = await holdMembers(tx, tenant, [...parentIds, ...others])
  const [variations, children] = await Promise.all([
    readVariations(tx, tenant, parentIds),
    readChildren(tx, tenant, parentIds),
  ])
  const byPlace = new Map(children.map(child => [`${child.parentId} ${child.combination}`, child]))
  return { items, variations, byPlace }
}

interface Place {
  readonly combination: string
  readonly key: string
}

type Fault = { readonly code: Refused['code']; readonly data: Refused['data'] }

/** The combination that these values make, checked against the variations of the parent. */
function placeOf({ items, variations }: Families, parentId: string, values: ChosenValues): Place | Fault {
  const parent = items.get(parentId)
  if (!parent) return { code: 'ITEM_UNKNOWN', data: { item: parentId } }
  const item = parent.itemNumber
  const own = variations.get(parentId) ?? []
  if (parent.kind !== 'parent' || own.length === 0) return { code: 'ITEM_NOT_PARENT', data: { item } }
  const stray = Object.keys(values).find(id => !own.some(variation => variation.id === id))
  if (stray !== undefined) return { code: 'VARIATION_UNKNOWN', data: { item, variation: stray } }
  for (const variation of own) {
    const value = values[variation.id]
    if (value === undefined) return { code: 'VALUE_MISSING', data: { item, variation: variation.name } }
    if (!variation.values.some(one => one.id === value))
      return { code: 'VARIATION_UNKNOWN', data: { item, variation: value } }
  }
  const chosen = Object.values(values)
  return { combination: [...chosen].sort().join(' '), key: keyOf(parentId, chosen) }
}

function keyOf(parentId: string, valueIds: readonly string[]): string {
  return `${parentId} ${[...valueIds].sort().join(' ')}`
}

function combinations(variations: readonly Variation[]) {
  return variations.reduce<(readonly Variation['values'][number][])[]>(
    (all, variation) => all.flatMap(one => variation.values.map(value => [...one, value])),
    [[]],
  )
}

// What a child has from its parent comes or goes: the rate in its prices, and what may be new to a channel that sells it.
async function toldAsHeirs(tx: Tx, tenant: string, pairs: Parameters<typeof toldBy>[0]): Promise<Changed> {
  if (pairs.length === 0) return {}
  const along = await toldAlong(tx, tenant, [...new Set(pairs.map(([, parent]) => parent))])
  return changedTogether(toldBy(pairs), { price: pairs.map(([child]) => child) }, along)
}

function toldBy(pairs: readonly (readonly [child: string, parent: string])[]): Changed {
  const ids = pairs.flat()
  return ids.length === 0 ? {} : changedTogether({ item: ids, stock: ids })
}

function refusal(fault: Fault & { readonly id: string }): Refused {
  return { id: fault.id, did: 'refused', code: fault.code, data: fault.data }
}

function known(results: ReadonlyMap<string, MovedChild>, id: string): MovedChild {
  return results.get(id) ?? refusal({ id, code: 'ITEM_UNKNOWN', data: { item: id } })
}
