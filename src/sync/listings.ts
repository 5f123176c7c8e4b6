import type { Tx } from '../base/database.ts'
import { ancestorsOf, categoriesOfItems } from '../catalog/categoryStore.ts'
import { readCharacteristics } from '../catalog/characteristicStore.ts'
import type { ItemForChannel } from '../catalog/itemsForChannel.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { type OwnListing, readItemListings } from '../channels/listingStore.ts'
import { listMaps } from '../channels/mapStore.ts'
import {
  type AttributeTerm,
  attributesOfTheirs,
  type CategoryOfTheirs,
  categoriesOfTheirs,
  namesAny,
} from '../channels/namedStore.ts'
import { listPlaces } from '../channels/offerMaps.ts'
import type { ItemState } from '../port/outgoing.ts'
import { type ListingValues, listingValues, type ToldValue } from './listingValues.ts'

/** Why an item cannot be told as it is, by a code of the reasons; `detail` says of what. */
export interface ListingProblem {
  readonly code:
    | 'CATEGORY_NOT_MAPPED'
    | 'CATEGORY_GONE'
    | 'CATEGORY_CLOSED'
    | 'ATTRIBUTE_VALUE_REFUSED'
    | 'ATTRIBUTE_MISSING'
  readonly detail: string
}

/** How an item stands at a channel in the words of its system. */
export interface Listing extends ListingValues {
  /** Of theirs; absent where nothing says which. */
  readonly category?: string
  readonly categoryNamed?: CategoryOfTheirs
  /** A person said it of this item. */
  readonly isOwn: boolean
  readonly own: OwnListing['values']
  /** All that can be said there. */
  readonly terms: readonly AttributeTerm[]
  readonly problem?: ListingProblem
}

/** The part of the state; empty lists are the same as none said. */
export function listingState({ category, told }: Listing): NonNullable<ItemState['listing']> {
  const attributes = told.map(({ variation: _, ...one }) => one)
  return { ...(category === undefined ? {} : { category }), attributes }
}

/** What a parent says of a child in attributes: what it does not say of itself. Undefined: nothing. */
export function childListing({ told }: Listing, parent: Listing | undefined): ChildListing | undefined {
  const textOf = ({ attribute, value, group = '' }: ToldValue) => JSON.stringify([attribute, value, group])
  const ofParent = new Set(parent?.told.map(textOf))
  const attributes = told.filter(one => one.variation !== undefined || !ofParent.has(textOf(one)))
  return attributes.length > 0 ? { attributes } : undefined
}

export interface ChildListing {
  readonly attributes: readonly ToldValue[]
}

export type ListedItem = Pick<
  ItemForChannel,
  | 'id'
  | 'itemNumber'
  | 'gtin'
  | 'manufacturer'
  | 'manufacturerNumber'
  | 'texts'
  | 'unit'
  | 'weight'
  | 'shippingWeight'
  | 'size'
  | 'categoryIds'
  | 'attributes'
  | 'characteristics'
  | 'parentId'
  | 'variations'
>

/**
 * How these items stand at a channel: the category that a person gave, else that to which the deepest of their shown categories is
 * mapped, itself or by one above it; attributes as a person gave them, else as they are mapped. A child has from its parent what it
 * has none of its own. A few statements for any number of items.
 */
export async function listingsFor(
  tx: Tx,
  tenant: string,
  connectionId: string,
  channel: Pick<Channel, 'id' | 'place'>,
  items: readonly ListedItem[],
): Promise<ReadonlyMap<string, Listing>> {
  if (items.length === 0) return new Map()
  const parentIds = [...new Set(items.flatMap(item => item.parentId ?? []))]
  const ids = [...new Set([...items.map(item => item.id), ...parentIds])]
  const own = new Map(
    (await readItemListings(tx, tenant, { channelIds: [channel.id], itemIds: ids })).map(row => [
      row.itemId,
      row,
    ]),
  )
  const parentPlaces = await categoriesOfItems(tx, tenant, parentIds)
  const mapped = await mappedCategories(tx, tenant, channel.id, [
    ...new Set([...items.flatMap(item => item.categoryIds), ...[...parentPlaces.values()].flat()]),
  ])
  const categoryOf = new Map(
    items.map(item => [
      item.id,
      own.get(item.id)?.category ??
        mapped(item.categoryIds) ??
        own.get(item.parentId ?? '')?.category ??
        mapped(parentPlaces.get(item.parentId ?? '') ?? []),
    ]),
  )
  const categories = [...new Set([...categoryOf.values()].flatMap(one => one ?? []))]
  const named = await categoriesOfTheirs(tx, tenant, connectionId, categories)
  const hasTree = await namesAny(tx, tenant, connectionId, 'category')
  const seller = `seller/${channel.place}`
  const terms = Map.groupBy(
    await attributesOfTheirs(tx, tenant, connectionId, [
      '',
      seller,
      ...categories.map(one => `category/${one}`),
    ]),
    term => term.scope,
  )
  const sourceOf = new Map(
    (await listMaps(tx, tenant, [channel.id])).flatMap(({ list, theirs, ours }) =>
      list === 'attribute' ? [[theirs, ours] as const] : [],
    ),
  )
  const characteristics = await characteristicNames(tx, tenant, items, [...sourceOf.values()])
  const termsOf = new Map<string, readonly AttributeTerm[]>()
  return new Map(
    items.map((item): [string, Listing] => {
      const category = categoryOf.get(item.id) ?? undefined
      const ofCategory = termsOf.get(category ?? '') ?? joined(terms, ['', seller, `category/${category}`])
      termsOf.set(category ?? '', ofCategory)
      const said = own.get(item.id)
      const said2 = own.get(item.parentId ?? '')?.values ?? []
      const hasOwn = new Set(said?.values.map(one => one.attribute))
      const values = [...(said?.values ?? []), ...said2.filter(one => !hasOwn.has(one.attribute))]
      const source = (attribute: string) => {
        const from = sourceOf.get(attribute)
        return from === undefined ? [] : valuesFrom(from, item, characteristics)
      }
      const isParent = item.variations !== undefined && item.parentId === undefined
      const variationOf = (attribute: string) => {
        const from = sourceOf.get(attribute) ?? ''
        return item.parentId !== undefined && from.startsWith('variation/')
          ? from.slice('variation/'.length)
          : undefined
      }
      const filled = listingValues(ofCategory, values, source, isParent, variationOf)
      const categoryNamed = category === undefined ? undefined : named.get(category)
      const problem = problemOf(item, category, categoryNamed, hasTree, filled)
      return [
        item.id,
        {
          ...filled,
          ...(category === undefined ? {} : { category }),
          ...(categoryNamed ? { categoryNamed } : {}),
          isOwn: said?.category != null,
          own: values,
          terms: ofCategory,
          ...(problem ? { problem } : {}),
        },
      ]
    }),
  )
}

function problemOf(
  item: ListedItem,
  category: string | undefined,
  named: CategoryOfTheirs | undefined,
  hasTree: boolean,
  { missing, misfits }: ListingValues,
): ListingProblem | undefined {
  if (category === undefined && hasTree) return { code: 'CATEGORY_NOT_MAPPED', detail: item.itemNumber }
  if (category !== undefined && (!named || named.gone))
    return { code: 'CATEGORY_GONE', detail: named?.name ?? category }
  if (named?.isClosed) return { code: 'CATEGORY_CLOSED', detail: named.name }
  const [misfit] = misfits.filter(one => one.isNeeded)
  if (misfit)
    return { code: 'ATTRIBUTE_VALUE_REFUSED', detail: `${misfit.term.name}: ${misfit.value.slice(0, 100)}` }
  if (missing.length > 0)
    return { code: 'ATTRIBUTE_MISSING', detail: missing.map(term => term.name).join(', ') }
  return undefined
}

// What is said of a category counts before what is said of a seller, and that before what holds everywhere.
function joined(
  terms: ReadonlyMap<string, readonly AttributeTerm[]>,
  scopes: readonly string[],
): AttributeTerm[] {
  const byId = new Map(scopes.flatMap(scope => terms.get(scope) ?? []).map(term => [term.theirs, term]))
  return [...byId.values()].sort((a, b) => (a.theirs < b.theirs ? -1 : 1))
}

// Of several categories that are mapped, or lie below one that is, the deepest mapped one; of equally deep ones the first by id.
async function mappedCategories(
  tx: Tx,
  tenant: string,
  channelId: string,
  ids: readonly string[],
): Promise<(categoryIds: readonly string[]) => string | undefined> {
  const parents = await ancestorsOf(tx, tenant, ids)
  const places = await listPlaces(tx, tenant, { channelId, list: 'category', ours: [...parents.keys()] })
  const theirs = new Map(places.map(one => [one.ours, one.theirs]))
  const found = new Map(
    ids.map(id => {
      const path: string[] = []
      for (let at: string | null | undefined = id; at; at = parents.get(at)) path.push(at)
      const up = path.findIndex(one => theirs.has(one))
      return [id, up < 0 ? undefined : { depth: path.length - up, theirs: theirs.get(path[up] ?? '') }]
    }),
  )
  return categoryIds =>
    [...categoryIds]
      .sort()
      .flatMap(id => found.get(id) ?? [])
      .reduce<{ depth: number; theirs: string | undefined } | undefined>(
        (best, one) => (best && best.depth >= one.depth ? best : one),
        undefined,
      )?.theirs
}

type Names = ReadonlyMap<string, { readonly name: string; readonly values: ReadonlyMap<string, string> }>

async function characteristicNames(
  tx: Tx,
  tenant: string,
  items: readonly ListedItem[],
  sources: readonly string[],
): Promise<Names> {
  if (!sources.some(source => source.startsWith('characteristic/'))) return new Map()
  const ids = new Set(items.flatMap(item => (item.characteristics ?? []).map(one => one.characteristicId)))
  const rows = await readCharacteristics(tx, tenant, [...ids])
  return new Map(
    rows.map(({ id, name, values }) => [
      id,
      { name, values: new Map(values.map(value => [value.id, value.name])) },
    ]),
  )
}

/** Fields of an item that an attribute of theirs can be filled from. */
export const sourceFields = [
  'item_number',
  'gtin',
  'manufacturer',
  'manufacturer_number',
  'name',
  'unit',
  'weight',
  'shipping_weight',
  'length',
  'width',
  'height',
] as const

/** The values of an item that an attribute of theirs is filled from: `attribute/…`, `characteristic/…`, `variation/…`, `field/…`, `fixed/…`. */
function valuesFrom(source: string, item: ListedItem, characteristics: Names): readonly string[] {
  const kind = source.slice(0, source.indexOf('/'))
  const name = source.slice(kind.length + 1)
  if (kind === 'fixed') return [name]
  if (kind === 'attribute') return [item.attributes?.[name] ?? '']
  if (kind === 'field') return [fieldOf(item, name) ?? '']
  if (kind === 'characteristic')
    return (item.characteristics ?? []).flatMap(({ characteristicId, valueId }) => {
      const one = characteristics.get(characteristicId)
      return one?.name === name ? (one.values.get(valueId) ?? []) : []
    })
  // Of a child each variation has the one value that it is.
  if (kind !== 'variation' || item.parentId === undefined) return []
  return (item.variations ?? []).flatMap(({ texts, values }) =>
    firstName(texts) === name ? values.map(value => firstName(value.texts)) : [],
  )
}

function fieldOf(item: ListedItem, name: string): string | undefined {
  const fields: Readonly<Record<(typeof sourceFields)[number], string | undefined>> = {
    item_number: item.itemNumber,
    gtin: item.gtin,
    manufacturer: item.manufacturer,
    manufacturer_number: item.manufacturerNumber,
    name: firstName(item.texts),
    unit: item.unit,
    weight: item.weight,
    shipping_weight: item.shippingWeight,
    length: item.size?.length,
    width: item.size?.width,
    height: item.size?.height,
  }
  return fields[name as (typeof sourceFields)[number]]
}

// The company's language comes first.
function firstName(texts: Readonly<Record<string, { readonly name: string }>>): string {
  return Object.values(texts)[0]?.name ?? ''
}
