/** What was asked of the shop, in order: every call, every acknowledged identity, every pushed model. */
import type { FaultKind } from './faults.ts'
import type { RelationType, SaveEffect } from './mapping.ts'
import type { WireModel } from './wire.ts'

export interface CallRecord {
  /** 1 for the first call. */
  readonly n: number
  readonly at: Date
  /** As it was sent; empty if there was none. */
  readonly method: string
  /** Short and without secrets, for example `limit=50` or `customerOrder×50`. */
  readonly params: string
  /** A label such as `s1`, never the session id. */
  readonly session: string
  /** `unanswered`: the caller got no usable answer. */
  readonly outcome: 'ok' | 'error' | 'unanswered'
  readonly code: number | null
  readonly message: string
  readonly fault: FaultKind | null
  /** Models in the answer of a pull or push. */
  readonly models: number
  readonly milliseconds: number
  /** So long the answer is kept back, by a fault or a habit of the shop. */
  readonly delayMs: number
}

/** `ignored` = the key leads nowhere, `lost` = by a fault or the quirk ignoresAcks, else see SaveEffect. */
export type AckEffect = SaveEffect | 'ignored' | 'lost'

export interface AckRecord {
  readonly call: number
  /** The key as it was sent. */
  readonly key: string
  readonly type: RelationType | null
  readonly endpoint: string
  readonly host: number
  readonly effect: AckEffect
}

/**
 * `skipped` = answered without error and not stored; `refused` = this model made the error; `undone` = nothing of it
 * stayed; `storedNotLinked` = it stayed, its link was lost.
 */
export type PushEffect = 'stored' | 'storedNotLinked' | 'skipped' | 'refused' | 'undone' | 'deleted'

export interface PushRecord {
  readonly call: number
  /** snake_case, for example `product_stock_level.push`. */
  readonly method: string
  readonly model: WireModel
  readonly endpoint: string
  readonly host: number
  readonly effect: PushEffect
}

export interface CallLog {
  readonly calls: readonly CallRecord[]
  /** Every acknowledged pair in the order in which it arrived. */
  readonly acked: readonly AckRecord[]
  readonly pushed: readonly PushRecord[]
  /** Counted even if the records are not kept. */
  readonly counts: {
    readonly calls: number
    readonly acked: number
    readonly pushed: number
    readonly delivered: number
  }
}

/** The log with its writing side. */
export interface Log extends CallLog {
  call(record: Omit<CallRecord, 'n'>): void
  ack(record: Omit<AckRecord, 'call'>): void
  push(record: Omit<PushRecord, 'call'>): void
  delivered(models: number): void
}

/** An empty log. `keep: 'counts'` keeps no records: for shops that serve millions. */
export function createLog(keep: 'all' | 'counts'): Log {
  const calls: CallRecord[] = []
  const acked: AckRecord[] = []
  const pushed: PushRecord[] = []
  const counts = { calls: 0, acked: 0, pushed: 0, delivered: 0 }
  const keeps = keep === 'all'
  return {
    calls,
    acked,
    pushed,
    counts,
    call(record) {
      counts.calls++
      if (keeps) calls.push({ n: counts.calls, ...record })
    },
    // The call that is being answered is written last, hence the + 1.
    ack(record) {
      counts.acked++
      if (keeps) acked.push({ call: counts.calls + 1, ...record })
    },
    push(record) {
      counts.pushed++
      if (keeps) pushed.push({ call: counts.calls + 1, ...record })
    },
    delivered(models) {
      counts.delivered += models
    },
  }
}
