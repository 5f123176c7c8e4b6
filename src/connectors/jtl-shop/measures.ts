import { measures } from '../../port/measures.ts'

/** Units of measure, each with the key that it has in a shop whose master data Kontor sends: from 1 on, in their order. */
export const measureKeys: ReadonlyMap<string, number> = new Map(
  measures.map((code, at) => [code, at + 1] as const),
)
