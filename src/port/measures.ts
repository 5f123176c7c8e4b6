/** The units of measure of base prices: how they are called, and how many of the smallest of their kind they are. */
const smallest: ReadonlyMap<string, string> = new Map([
  ['mg', '1'],
  ['g', '1000'],
  ['kg', '1000000'],
  ['ml', '1'],
  ['cl', '10'],
  ['l', '1000'],
  ['m3', '1000000'],
  ['mm', '1'],
  ['cm', '10'],
  ['m', '1000'],
])

/** What they are called, always in the same order. */
export const measures: readonly string[] = [...smallest.keys()]

/** How many of the smallest of its kind a unit is; of an unknown one it is one. */
export function smallestIn(unit: string): string {
  return smallest.get(unit) ?? '1'
}
