import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

/** A process that works. */
export interface WorkerProcess {
  readonly name: string
  readonly pid: number
  /** False: it gives no sign of life. */
  readonly lives: boolean
  readonly startedAt: string
  readonly beatAt: string
  readonly stoppedAt: string | null
  readonly running: number
  readonly slots: number
}

/** A kind of work of one connection, and when it happens. */
export interface WorkerLane {
  readonly connectionId: string
  readonly connection: string
  readonly lane: string
  /** Null: only when asked for, or when something changed. */
  readonly everySeconds: number | null
  /** When it may run by itself, in words. */
  readonly windowText: string
  readonly state: string
  readonly sentence: string
  readonly runId: string | null
  readonly lastAt: string | null
  readonly lastMs: number | null
  readonly nextAt: string | null
  readonly dueSince: string | null
  readonly runs: readonly {
    readonly id: string
    readonly state: string
    readonly ms: number | null
    readonly code: string | null
  }[]
}

export interface Worker {
  /** False: nothing runs by itself; `since` then is the last sign of life. */
  readonly works: boolean
  readonly since: string | null
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
