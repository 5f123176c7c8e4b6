import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

export interface WorkerProcess {
  readonly id: string
  readonly name: string
  readonly startedAt: string
  readonly beatAt: string
  readonly alive?: boolean
  readonly doing?: readonly string[]
}

/** A kind of work of one connection, and when it happens. */
export interface WorkerLane {
  readonly connectionId: string
  readonly connection: string
  readonly lane: string
  /** Seconds, or null: only when asked for. */
  readonly every: number | string | null
  readonly window: string | null
  readonly state: string
  readonly sentence: string | null
  readonly lastAt: string | null
  readonly lastMs: number | null
  readonly nextAt: string | null
  readonly runId?: string | null
  readonly runs: readonly {
    readonly id?: string
    readonly state: string
    readonly notes?: number | boolean
  }[]
}

export interface Worker {
  readonly processes: readonly WorkerProcess[]
  readonly lanes: readonly WorkerLane[]
}

/** Who works, and what happens when. */
export const workerQuery = queryOptions({
  queryKey: ['worker'],
  queryFn: ({ signal }) => call<Worker>('GET', '/worker', { signal }),
  refetchInterval: 5_000,
  retry: false,
})
