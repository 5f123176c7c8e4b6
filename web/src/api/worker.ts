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
  /** Null: always. */
  readonly windows: readonly object[] | null
  readonly every: string | null
  readonly timeZone: string
  /** Since when the connection pauses because it is failing, and when one lane tries for all. */
  readonly openedAt: string | null
  readonly nextTryAt: string | null
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

/** Changes when lanes of a connection run by themselves; `every` such as 5m or off, `window` such as mo-fr 08:15-18:00. */
export function setSchedule(wish: {
  connection: string
  lane: readonly string[]
  every: string
  window: string
}): Promise<{ readonly lanes: readonly WorkerLane[] }> {
  return call('PUT', '/worker/schedules', { body: wish })
}
