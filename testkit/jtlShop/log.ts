/** What was asked of the shop, in order. */
import type { FaultKind } from './faults.ts'

export interface CallRecord {
  /** 1 for the first call. */
  readonly n: number
  readonly at: Date
  /** Such as `GetBestellungen_xml`. */
  readonly script: string
  /** Names of the files that were sent. */
  readonly files: readonly string[]
  /** Their contents, where they are XML. */
  readonly sent: readonly string[]
  /** Fields besides the login. */
  readonly fields: Readonly<Record<string, string>>
  readonly agent: string
  readonly status: number
  /** The first line of the answer, or `PK` for an archive. */
  readonly answer: string
  readonly fault: FaultKind | null
  readonly bytesIn: number
  readonly bytesOut: number
  /** How many calls there were at that moment, this one included. */
  readonly atOnce: number
  readonly milliseconds: number
}

/** A row that was not stored. The answer was 0 all the same. */
export interface RowError {
  readonly call: number
  readonly table: string
  readonly reason: string
}

/** A mail that the shop would have sent. */
export interface Mail {
  readonly kind:
    | 'shipped'
    | 'partlyShipped'
    | 'paid'
    | 'cancelled'
    | 'orderChanged'
    | 'newPassword'
    | 'passwordReset'
    | 'activated'
    | 'available'
    | 'voucher'
  readonly to: string
}

export interface CallLog {
  readonly calls: readonly CallRecord[]
  readonly rowErrors: readonly RowError[]
  readonly mails: readonly Mail[]
  /** Counted even if the records are not kept. */
  readonly counts: {
    /** Calls that came and are not answered yet. */
    readonly waiting: number
    readonly calls: number
    readonly mostAtOnce: number
    readonly bytesIn: number
    readonly bytesOut: number
  }
}

export interface Log extends CallLog {
  /** Whether calls are kept with what they sent. */
  readonly keeps: boolean
  call(record: Omit<CallRecord, 'n'>): void
  /** A call has come whole; +1, and -1 when it goes. */
  waits(change: 1 | -1): void
  rowError(table: string, reason: string): void
  mail(kind: Mail['kind'], to: string): void
  /** Forgets errors and mails of a trial. */
  mark(): () => void
}

/** An empty log. `keep: 'counts'` keeps no calls. */
export function createLog(keep: 'all' | 'counts'): Log {
  const calls: CallRecord[] = []
  const rowErrors: RowError[] = []
  const mails: Mail[] = []
  const counts = { waiting: 0, calls: 0, mostAtOnce: 0, bytesIn: 0, bytesOut: 0 }
  return {
    keeps: keep === 'all',
    calls,
    rowErrors,
    mails,
    counts,
    call(record) {
      counts.calls++
      counts.mostAtOnce = Math.max(counts.mostAtOnce, record.atOnce)
      counts.bytesIn += record.bytesIn
      counts.bytesOut += record.bytesOut
      if (keep === 'all') calls.push({ n: counts.calls, ...record })
    },
    waits(change) {
      counts.waiting += change
    },
    rowError: (table, reason) => void rowErrors.push({ call: counts.calls + 1, table, reason }),
    mail: (kind, to) => void mails.push({ kind, to }),
    mark() {
      const [errors, letters] = [rowErrors.length, mails.length]
      return () => {
        rowErrors.length = errors
        mails.length = letters
      }
    },
  }
}
