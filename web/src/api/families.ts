import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, onceKey } from './call.ts'
import type { Page } from './page.ts'

export interface VariationValue {
  readonly id?: string
  readonly name: string
  readonly texts: Readonly<Record<string, string>>
  /** A variant has it, so it cannot go. */
  readonly used: boolean
}

export interface Variation {
  readonly id?: string
  readonly name: string
  readonly texts: Readonly<Record<string, string>>
  readonly values: readonly VariationValue[]
}

export interface Child {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly active: boolean
  /** The value of each variation, by id. */
  readonly values: Readonly<Record<string, string>>
}

/** A parent's variations and its variants. */
export interface Family {
  readonly variations: readonly Variation[]
  readonly children: readonly Child[]
}

/** The variations of an item and its variants. */
export function familyQuery(id: string) {
  return queryOptions({
    queryKey: ['items', 'family', id],
    queryFn: ({ signal }) => call<Family>('GET', `/items/${id}/children`, { signal }),
  })
}

/** Says the variations of an item, all of them in this order; it becomes a parent by it. */
export function setVariations(id: string, variations: readonly Variation[]): Promise<Family> {
  const said = variations.map((variation, sort) => ({
    ...(variation.id === undefined ? {} : { id: variation.id }),
    name: variation.name.trim(),
    sort,
    texts: variation.texts,
    values: variation.values.map((value, at) => ({
      ...(value.id === undefined ? {} : { id: value.id }),
      name: value.name.trim(),
      sort: at,
      texts: value.texts,
    })),
  }))
  return call('PUT', `/items/${id}/variations`, { body: { variations: said } })
}

/** What became of each variant that was asked for. */
export interface MadeChildren {
  readonly items: readonly {
    readonly id: string
    readonly did: 'new' | 'exists' | 'refused'
    readonly itemNumber?: string
    readonly code?: string
  }[]
}

/** Makes a variant of each combination that has none. */
export function combineChildren(id: string, pattern: string): Promise<MadeChildren> {
  return call('POST', `/items/${id}/children/combine`, { body: { pattern }, idempotencyKey: onceKey() })
}

/** Makes a variant an item like others again. */
export function detachChild(id: string): Promise<object> {
  return call('DELETE', `/items/${id}/parent`, { body: {} })
}

export interface Part {
  readonly itemId: string
  readonly itemNumber: string
  readonly name: string
  readonly quantity: string
}

/** What a kit is made of. */
export function partsQuery(id: string) {
  return queryOptions({
    queryKey: ['items', 'parts', id],
    queryFn: async ({ signal }) =>
      (await call<{ parts: readonly Part[] }>('GET', `/items/${id}/parts`, { signal })).parts,
  })
}

/** Says what a kit is made of, all of it; the item becomes a kit by it. */
export async function setParts(id: string, parts: readonly Part[]): Promise<object> {
  return call('PUT', `/items/${id}/parts`, {
    body: { part: Object.fromEntries(parts.map(part => [part.itemId, part.quantity])) },
  })
}

export interface KitOffer {
  readonly makes: string | null
  readonly parts: readonly {
    readonly itemId: string
    readonly available: string
    readonly makes: string | null
  }[]
}

/** How many kits these parts would make of what is available. */
export function kitOfferQuery(id: string, parts: readonly Part[]) {
  const part = JSON.stringify(Object.fromEntries(parts.map(one => [one.itemId, one.quantity])))
  return queryOptions({
    queryKey: ['stock', 'kit', id, part],
    queryFn: ({ signal }) => call<KitOffer>('GET', `/items/${id}/parts/offer`, { query: { part }, signal }),
    placeholderData: keepPreviousData,
    enabled: parts.length > 0,
  })
}

export interface FoundItem {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly kind: 'simple' | 'parent' | 'child' | 'kit'
}

/** Items that a text finds: number, GTIN, words of the name. */
export function foundItemsQuery(search: string) {
  return queryOptions({
    queryKey: ['items', 'found', search],
    queryFn: async ({ signal }) =>
      (await call<Page<FoundItem>>('GET', '/items', { query: { search, limit: 20 }, signal })).items,
    enabled: search.trim() !== '',
    placeholderData: keepPreviousData,
  })
}
