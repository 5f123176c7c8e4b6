/** A page of a list: keyset paging, and a count that stops at 10,000. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
  readonly count: number
  readonly countCapped: boolean
}
