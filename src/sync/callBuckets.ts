import { setTimeout as wait } from 'node:timers/promises'
import { type Database, transact } from '../base/database.ts'
import { dayOf, dayPlus, startOfDay } from '../base/days.ts'
import { correctBucket, takeTokens } from '../channels/bucketStore.ts'
import type { Bucket, Limits } from '../port/connector.ts'
import { RateLimited } from '../port/errors.ts'
import { limitHeaders } from '../port/limitHeaders.ts'

/** A token that comes so soon is waited for; for others the run ends and goes on later. */
const longestWaitMs = 1_500
/** Tokens that were taken ahead are good for so long. */
const goodMs = 1_000
/** Above this rate tokens are taken ahead, for at most half a second's calls. */
const aheadFrom = 5

/** What the HTTP client of a connection asks before each call, and tells after it. */
export interface CallBuckets {
  /** Resolves when the call may be made. Throws `RateLimited` with the time of the next one if that is not soon. */
  take(operation: string | undefined): Promise<void>
  /** An answer came: what it says of limits corrects the bucket. */
  heard(
    operation: string | undefined,
    status: number,
    headers: Readonly<Record<string, string>>,
  ): Promise<void>
}

interface Kept {
  left: number
  takenAt: number
  size: number
  blockedUntil: number
  perSecond?: number
}

// What this process has taken and not used. Per database handle, like the gates.
const kept = new WeakMap<Database, Map<string, Kept>>()

/**
 * The buckets of a connection. They are rows, shared by all processes, and a restart fills none. Where the system declares no
 * limit a call costs no statement; where it does, one, taken before the call and locked during no call. A busy bucket of
 * 5 calls a second or more is asked for several at once, up to half a second's: so many may be lost with a process, and in
 * any time T at most burst + rate × (T + 1 s) calls are made.
 */
export function callBuckets(parts: {
  readonly db: Database
  readonly tenant: string
  readonly connectionId: string
  readonly timeZone: string
  readonly limits: Limits
  readonly now: () => Date
  readonly signal: AbortSignal
}): CallBuckets {
  const { db, tenant, connectionId, limits } = parts
  const today = () => dayOf(parts.now(), parts.timeZone)

  const takeAll = async (names: readonly string[]): Promise<Date | undefined> => {
    const wanted = names
      .map(name => ({ name, own: keptOf(db, connectionId, name), bucket: bucketOf(limits, name) }))
      .filter(({ own }) => !(own.left > 0 && performance.now() - own.takenAt < goodMs))
    const declared = wanted.filter(({ bucket }) => isLimited(bucket))
    if (declared.length > 0) {
      const sizes = await transact(db, { tenant }, async tx => {
        const taken: number[] = []
        for (const { name, own, bucket } of declared) {
          // two at most; none is taken where the other one is empty
          const day = today()
          const wish = { operation: name, want: sizeOf(own, bucket), day, ...rateOf(bucket) }
          const { granted, after } = await takeTokens(tx, tenant, connectionId, wish)
          if (granted === 0) throw new Empty(after ?? startOfDay(dayPlus(day, 1), parts.timeZone))
          taken.push(granted)
        }
        return taken
      }).catch(error => {
        if (error instanceof Empty) return error.after
        throw error
      })
      if (sizes instanceof Date) return sizes
      for (const [index, { own }] of declared.entries()) {
        own.left = sizes[index] ?? 0
        own.size = own.left
        own.takenAt = performance.now()
      }
    }
    for (const name of names) {
      const own = keptOf(db, connectionId, name)
      if (isLimited(bucketOf(limits, name))) own.left--
    }
    return undefined
  }

  return {
    take: async operation => {
      const names = operation ? [operation, ''] : ['']
      for (;;) {
        const blocked = Math.max(...names.map(name => keptOf(db, connectionId, name).blockedUntil))
        const after = blocked > parts.now().getTime() ? new Date(blocked) : await takeAll(names)
        if (!after) return
        const ms = after.getTime() - parts.now().getTime()
        if (ms > longestWaitMs) throw new RateLimited('the calls of now are used up', after)
        await wait(Math.max(1, ms), undefined, { signal: parts.signal })
      }
    },
    heard: async (operation, status, headers) => {
      const name = operation ?? ''
      const said = limitHeaders(status, headers, parts.now())
      if (!said) return
      const own = keptOf(db, connectionId, name)
      const isNew = said.perSecond !== undefined && said.perSecond !== own.perSecond
      if (!said.until && !isNew) return
      if (said.until) own.blockedUntil = said.until.getTime()
      if (said.perSecond !== undefined) own.perSecond = said.perSecond
      own.left = 0
      await transact(db, { tenant }, tx =>
        correctBucket(tx, tenant, connectionId, { operation: name, ...said }, today()),
      )
    },
  }
}

// Throws the transaction away: where one of two buckets is empty nothing is taken of the other.
class Empty extends Error {
  readonly after: Date
  constructor(after: Date) {
    super('a bucket is empty')
    this.after = after
  }
}

function keptOf(db: Database, connectionId: string, name: string): Kept {
  const all = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, all)
  const key = `${connectionId} ${name}`
  const own = all.get(key) ?? { left: 0, takenAt: Number.NEGATIVE_INFINITY, size: 1, blockedUntil: 0 }
  all.set(key, own)
  return own
}

function bucketOf(limits: Limits, name: string): Bucket {
  return name === '' ? limits : (limits.operations?.[name] ?? {})
}

function isLimited({ perSecond, perDay, minIntervalMs }: Bucket): boolean {
  return perSecond !== undefined || perDay !== undefined || minIntervalMs !== undefined
}

function rateOf({ perSecond, burst, perDay, minIntervalMs }: Bucket) {
  return {
    step: perSecond ? 1 / perSecond : 0,
    gap: (minIntervalMs ?? 0) / 1000,
    burst: minIntervalMs ? 1 : Math.max(1, burst ?? 1),
    perDay: perDay ?? null,
  }
}

// One by one, until it is busy: twice as many each time then, so that a run of two calls takes two.
function sizeOf(own: Kept, { perSecond, burst, minIntervalMs }: Bucket): number {
  const rate = own.perSecond ?? perSecond ?? 0
  if (rate < aheadFrom || minIntervalMs) return 1
  const most = Math.max(1, Math.min(burst ?? 1, Math.floor(rate / 2)))
  return performance.now() - own.takenAt < goodMs ? Math.min(most, own.size * 2) : 1
}
