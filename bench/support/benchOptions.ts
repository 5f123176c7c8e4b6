/** What a benchmark is told and given: how large, how often, and where its lines and its figures go. */
export interface BenchOptions {
  readonly sizes: readonly number[]
  readonly repeats: number
  readonly print: (line: string) => void
  /** Writes figures into the file of results; answers what was written. */
  readonly keep: (figures: object) => Promise<object>
}
