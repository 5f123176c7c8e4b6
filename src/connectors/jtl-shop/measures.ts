/** The units of measure of base prices: how they are called, and how many of the smallest of their kind they are. Their keys in the shop follow this order, from 1 on. */
const measures: readonly (readonly [code: string, smallest: string])[] = [
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
]

/** Each with the key that it has in a shop whose master data Kontor sends. */
export const measureKeys: ReadonlyMap<string, number> = new Map(
  measures.map(([code], at) => [code, at + 1] as const),
)

/** How many of the smallest of its kind a unit is; of an unknown one it is one. */
export function smallestIn(code: string): string {
  return measures.find(([one]) => one === code)?.[1] ?? '1'
}
