/** What was asked of the shop, in order. */
import type { FaultKind } from './faults.ts'
import type { Json } from './wire.ts'

export interface CallRecord {
  /** 1 for the first call. */
  readonly n: number
  /** Such as `PUT orders/{id}`. */
  readonly call: string
  /** Path and query below `api/`. */
  readonly asked: string
  readonly body: Json
  readonly status: number
  readonly fault: FaultKind | null
  readonly bytesIn: number
  readonly bytesOut: number
  /** How many calls there were at that moment, this one included. */
  readonly atOnce: number
  readonly milliseconds: number
}

export interface CallLog {
  readonly calls: readonly CallRecord[]
  /** Counted even if the records are not kept. */
  readonly counts: {
    readonly calls: number
    readonly waiting: number
    readonly mostAtOnce: number
    readonly bytesIn: number
    readonly bytesOut: number
    readonly byCall: Readonly<Record<string, number>>
  }
}

export interface Log extends CallLog {
  call(record: Omit<CallRecord, 'n'>): void
  waits(change: 1 | -1): number
}

/** An empty log. `keep: 'counts'` keeps no calls. */
export function createLog(keep: 'all' | 'counts'): Log {
  const calls: CallRecord[] = []
  const byCall: Record<string, number> = {}
  const counts = { calls: 0, waiting: 0, mostAtOnce: 0, bytesIn: 0, bytesOut: 0, byCall }
  return {
    calls,
    counts,
    call(record) {
      counts.calls++
      counts.mostAtOnce = Math.max(counts.mostAtOnce, record.atOnce)
      counts.bytesIn += record.bytesIn
      counts.bytesOut += record.bytesOut
      byCall[record.call] = (byCall[record.call] ?? 0) + 1
      if (keep === 'all') calls.push({ n: counts.calls, ...record })
    },
    waits(change) {
      counts.waiting += change
      return counts.waiting
    },
  }
}
