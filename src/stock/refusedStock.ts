import { stockProblem } from './problems.ts'

/** Why one element of a list was left as it is; what else was in the list is done. */
export interface RefusedStock {
  /** The item. */
  readonly id: string
  readonly did: 'refused'
  readonly code: Parameters<typeof stockProblem>[0]
  readonly data: Readonly<Record<string, string>>
}

/** Such an element. */
export function refusedStock(
  id: string,
  code: RefusedStock['code'],
  data: RefusedStock['data'],
): RefusedStock {
  return { id, did: 'refused', code, data }
}

/** The element of a list that was refused, as an error: for callers that asked for one thing. */
export function throwRefusedStock<T extends { readonly did: string }>(
  result: T | RefusedStock | undefined,
): Exclude<T, RefusedStock> {
  if (!result) throw new TypeError('a list of one has one result')
  if (isRefusedStock(result)) throw stockProblem(result.code, result.data)
  return result as Exclude<T, RefusedStock>
}

/** Whether an element of a list was refused. */
export function isRefusedStock(result: { readonly did: string }): result is RefusedStock {
  return result.did === 'refused'
}
