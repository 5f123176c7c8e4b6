import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { imageShape, itemShape } from '../../../src/operations/itemShow.ts'
import type { Answer } from './asJson.ts'
import { call, onceKey } from './call.ts'
import type { Page } from './page.ts'

/** An item with all that its page shows. Amounts and quantities are decimals as text. */
export type Item = Answer<typeof itemShape>
export type ItemImage = Answer<typeof imageShape>
export type ItemAtChannel = Item['channels'][number]
export type AspectAtShop = ItemAtChannel['shop'][number]
export type ItemText = Item['texts'][string]

/** What a text consists of, in the order in which it is shown. */
export const textFields = [
  'name',
  'shortDescription',
  'description',
  'path',
  'metaTitle',
  'metaDescription',
  'metaKeywords',
] as const satisfies readonly (keyof ItemText)[]
export type TextField = (typeof textFields)[number]

/** One item, by id or number. */
export function itemQuery(item: string) {
  return queryOptions({
    queryKey: ['items', 'one', item],
    queryFn: ({ signal }) => call<Item>('GET', `/items/${encodeURIComponent(item)}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** Saves all that was changed, or nothing. Refuses with VERSION_OLD what somebody else changed since `seen`. */
export function saveItem(id: string, body: object): Promise<Item> {
  return call('PUT', `/items/${id}`, { body })
}

/** Makes an item; answers its id. */
export function addItem(body: {
  readonly itemNumber: string
  readonly name: string
  readonly gtin?: string
  readonly netPrice?: string
  readonly grossPrice?: string
  readonly taxClassId?: string
}): Promise<{ readonly id: string; readonly itemNumber: string; readonly did: 'new' | 'exists' }> {
  return call('POST', '/items', { body, idempotencyKey: onceKey() })
}

export interface TaxClass {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
  readonly rates: readonly { readonly country: string; readonly rate: string }[]
}

/** The tax classes with their rates of today. */
export const taxClassesQuery = queryOptions({
  queryKey: ['tax-classes'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly TaxClass[] }>('GET', '/tax-classes', { signal })).items,
  staleTime: 60_000,
})

export interface Named {
  readonly id: string
  readonly name: string
}

/** Manufacturers by name, those whose name contains a text: the first 200. */
export function manufacturersQuery(search = '') {
  return queryOptions({
    queryKey: ['manufacturers', search],
    queryFn: async ({ signal }) =>
      (await call<Page<Named>>('GET', '/manufacturers', { query: { search, limit: 200 }, signal })).items,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

/** Makes a manufacturer; one of that name is taken as it is. */
export function addManufacturer(name: string): Promise<Named> {
  return call('POST', '/manufacturers', { body: { name }, idempotencyKey: onceKey() })
}

export const attributeKinds = ['text', 'number', 'flag', 'date'] as const
export interface Attribute extends Named {
  readonly sent: boolean
  readonly translated: boolean
  readonly kind: (typeof attributeKinds)[number]
}

/** The attributes that there are. */
export const attributesQuery = queryOptions({
  queryKey: ['attributes'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Attribute[] }>('GET', '/attributes', { signal })).items,
})

/** Makes an attribute; answers its id. */
export async function defineAttribute(attribute: Omit<Attribute, 'id'>): Promise<string | undefined> {
  const answer = await call<{ items: readonly { readonly id: string; readonly did: string }[] }>(
    'PUT',
    '/attributes',
    { body: { attributes: [attribute] } },
  )
  return answer.items[0]?.id
}

export interface Characteristic extends Named {
  readonly version: number
  readonly sort: number
  readonly values: readonly (Named & {
    readonly sort: number
    readonly texts: Readonly<Record<string, string>>
  })[]
}

/** The characteristics with their values. */
export const characteristicsQuery = queryOptions({
  queryKey: ['characteristics'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Characteristic[] }>('GET', '/characteristics', { signal })).items,
})

/** Makes a characteristic with a first value. */
export function addCharacteristic(name: string, value: string): Promise<Named> {
  return call('POST', '/characteristics', {
    body: { name, values: [{ name: value }] },
    idempotencyKey: onceKey(),
  })
}

/** Gives a characteristic one more value. */
export function addCharacteristicValue(of: Characteristic, name: string): Promise<object> {
  return call('PATCH', `/characteristics/${of.id}`, {
    body: { version: of.version, values: [...of.values, { name }] },
  })
}
