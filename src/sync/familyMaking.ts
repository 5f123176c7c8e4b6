import type { Family, FamilyVariation } from '../catalog/familyForChannel.ts'
import type { ItemState, StockState } from '../port/outgoing.ts'
import { type ImageFields, imageState, imageThing } from './imageFields.ts'
import type { PriceFields } from './priceFields.ts'
import { pricesOf, priceThings } from './priceFields.ts'
import type { BlobAddress, NamedThing, RefOf } from './pushTask.ts'

/** An item's place in its family, as it is compared and kept: by our ids. */
export type FamilyFields = Pick<Family, 'parentId' | 'variations' | 'chosen'> & {
  readonly children?: readonly (NonNullable<Family['children']>[number] & { readonly item?: ChildFields })[]
}

/** What a parent says of a child, where it tells its children whole; the quantity is known last. */
export interface ChildFields extends Pick<ItemState, 'itemNumber' | 'gtin' | 'texts' | 'taxRate'> {
  readonly prices: PriceFields['prices']
  readonly images?: readonly ImageFields[]
  readonly listing?: NonNullable<ItemState['listing']>
}

/** How the place of an item in its family is made: what in it has a number, and its part of the state. */
export function familyMaking(
  { parentId, variations, chosen, children }: FamilyFields,
  address?: BlobAddress,
): {
  readonly things: readonly NamedThing[]
  state(
    refOf: RefOf,
    stocks?: ReadonlyMap<string, StockState>,
  ): Pick<ItemState, 'parent' | 'variations' | 'chosen' | 'children'>
} {
  const parent = parentId === undefined ? undefined : itemThing(parentId)
  return {
    things: [
      ...(parent ? [parent] : []),
      ...(variations ?? []).flatMap(thingsOf),
      ...(children ?? []).flatMap(({ id, item }) => [
        itemThing(id),
        ...priceThings(item?.prices),
        ...(item?.images ?? []).map(imageThing),
      ]),
    ],
    state: (refOf, stocks) => ({
      ...(parent ? { parent: refOf(parent) } : {}),
      ...(variations
        ? {
            variations: variations.map(({ id, texts, values }) => ({
              ref: refOf(variationThing(id)),
              texts,
              values: values.map(value => ({
                ref: refOf(valueThing(value.id)),
                texts: value.texts,
                sort: value.sort,
              })),
            })),
          }
        : {}),
      ...(chosen ? { chosen: chosenState(chosen, refOf) } : {}),
      ...(children
        ? {
            children: children.map(child => ({
              ref: refOf(itemThing(child.id)),
              chosen: chosenState(child.chosen, refOf),
              ...(child.item
                ? { item: childState(child.item, stocks?.get(child.id) ?? nothingOffered, refOf, address) }
                : {}),
            })),
          }
        : {}),
    }),
  }
}

/** An item that is not offered: what is sent with one that leaves. */
export const nothingOffered: StockState = { offered: '0', managed: true, oversell: false }

function childState(
  { prices, images, ...item }: ChildFields,
  stock: StockState,
  refOf: RefOf,
  address: BlobAddress | undefined,
) {
  return {
    ...item,
    prices: pricesOf(prices, refOf),
    stock,
    ...(images && address ? { images: imageState(images, refOf, address) } : {}),
  }
}

/** Whether these are the fields of a parent, for which its children may have waited. */
export function isParent(fields: unknown): boolean {
  return typeof fields === 'object' && fields !== null && 'variations' in fields && !('parentId' in fields)
}

function chosenState(chosen: NonNullable<Family['chosen']>, refOf: RefOf) {
  return chosen.map(({ variationId, valueId }) => ({
    variation: refOf(variationThing(variationId)),
    value: refOf(valueThing(valueId)),
  }))
}

function itemThing(objectId: string): NamedThing {
  return { kind: 'item', objectId }
}

function thingsOf({ id, values }: FamilyVariation): NamedThing[] {
  return [variationThing(id), ...values.map(value => valueThing(value.id))]
}

function variationThing(objectId: string): NamedThing {
  return { kind: 'variation', objectId }
}

function valueThing(objectId: string): NamedThing {
  return { kind: 'variation_value', objectId }
}
