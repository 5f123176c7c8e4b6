import type { ListingAttribute, ListingValue } from '../../api/offers.ts'

/** Values by attribute that a person changed and has not saved; null: nothing is told, although it is mapped. */
export type ListingDraft = Readonly<Record<string, readonly ListingValue[] | null>>

/** An attribute that can be said now, and whether it has to be. */
export interface AskedAttribute extends ListingAttribute {
  readonly isNeeded: boolean
  /** As they stand in the form. */
  readonly said: readonly ListingValue[]
}

/**
 * The attributes that can be said with these values: one that depends on others is asked only where one of those is asked itself and
 * has one of the values, as the server judges it. `isParent`: what tells children apart is not asked of a parent.
 */
export function askedWith(
  attributes: readonly ListingAttribute[],
  draft: ListingDraft,
  isParent: boolean,
): AskedAttribute[] {
  const valuesOf = (one: ListingAttribute) => {
    const said = draft[one.theirs]
    return said === undefined ? one.told : (said ?? [])
  }
  const asked = new Map<string, ListingAttribute>()
  const holds = (conditions: ListingAttribute['requiredBy']) =>
    conditions.some(({ attribute, values }) => {
      const other = asked.get(attribute)
      return other !== undefined && valuesOf(other).some(one => values.includes(one.value))
    })
  for (let before = -1; before < asked.size; ) {
    before = asked.size
    for (const one of attributes)
      if (
        one.isRequired ||
        one.requiredBy.length + one.optionalBy.length === 0 ||
        holds(one.requiredBy) ||
        holds(one.optionalBy)
      )
        asked.set(one.theirs, one)
  }
  return attributes.flatMap(one =>
    asked.has(one.theirs)
      ? [
          {
            ...one,
            isNeeded: (one.isRequired && !(isParent && one.isVariation)) || holds(one.requiredBy),
            said: valuesOf(one),
          },
        ]
      : [],
  )
}

/** The draft as it is saved: without empty values; of a list that is empty then the mapping holds. */
export function saidIn(draft: ListingDraft): ListingDraft {
  return Object.fromEntries(
    Object.entries(draft).map(([attribute, values]) => [
      attribute,
      values?.filter(one => one.value.trim() !== '') ?? null,
    ]),
  )
}

/** A value as people know it. */
export function shownValue({ values }: Pick<ListingAttribute, 'values'>, value: string): string {
  return values.find(one => one.value === value)?.display ?? value
}
