import type { Family, FamilyVariation } from '../catalog/familyForChannel.ts'
import type { ItemState } from '../port/outgoing.ts'
import type { NamedThing, RefOf } from './pushTask.ts'

/** An item's place in its family, as it is compared and kept: by our ids. */
export type FamilyFields = Pick<Family, 'parentId' | 'variations' | 'chosen' | 'children'>

/** How the place of an item in its family is made: what in it has a number, and its part of the state. */
export function familyMaking({ parentId, variations, chosen, children }: FamilyFields): {
  readonly things: readonly NamedThing[]
  state(refOf: RefOf): Pick<ItemState, 'parent' | 'variations' | 'chosen' | 'children'>
} {
  const parent = parentId === undefined ? undefined : itemThing(parentId)
  return {
    things: [
      ...(parent ? [parent] : []),
      ...(variations ?? []).flatMap(thingsOf),
      ...(children ?? []).map(({ id }) => itemThing(id)),
    ],
    state: refOf => ({
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
            })),
          }
        : {}),
    }),
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
