import type { Child, Family } from '../../api/families.ts'

/** One value of each variation. */
export interface Combination {
  /** By the id of the variation the id of its value. */
  readonly values: Readonly<Record<string, string>>
  readonly names: readonly string[]
}

/** Every combination of stored values, the last variation turning fastest; none while a variation has no value. */
export function combinationsOf({ variations }: Family): Combination[] {
  if (variations.length === 0) return []
  return variations.reduce<Combination[]>(
    (before, variation) =>
      before.flatMap(one =>
        variation.values.map(value => ({
          values: { ...one.values, [variation.id ?? '']: value.id ?? '' },
          names: [...one.names, value.name],
        })),
      ),
    [{ values: {}, names: [] }],
  )
}

/** Those that no variant has. */
export function missingOf(family: Family, all: readonly Combination[]): Combination[] {
  const taken = new Set(family.children.map(child => keyOf(family, child.values)))
  return all.filter(one => !taken.has(keyOf(family, one.values)))
}

/** The variant of a combination. */
export function childOf(family: Family, values: Readonly<Record<string, string>>): Child | undefined {
  const key = keyOf(family, values)
  return family.children.find(child => keyOf(family, child.values) === key)
}

function keyOf({ variations }: Family, values: Readonly<Record<string, string>>): string {
  return variations.map(variation => values[variation.id ?? ''] ?? '').join(' ')
}
