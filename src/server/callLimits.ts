import type { CallLimit } from '../port/receive.ts'

/** What is counted together: the calls of one connection to routes that share a counter. */
export interface CountedCalls {
  readonly connectionId: string
  readonly counter: string
  readonly limits: readonly CallLimit[]
}

/** Of several limits the tightest, and how many calls it leaves. `isOver`: there was no room for this call. */
export interface Left {
  readonly limit: CallLimit
  readonly left: number
  readonly isOver: boolean
}

export interface CallLimits {
  /** How it stands; counts nothing. */
  look(calls: CountedCalls): Left | undefined
  /** Counts a call, if there is room for it under every limit. */
  count(calls: CountedCalls): Left | undefined
  /** How many counters are kept. */
  readonly size: number
}

interface Window {
  readonly endsAt: number
  used: number
}

/**
 * Counters of calls in fixed windows that begin with the first call, in the memory of this process. `@fastify/rate-limit` counts
 * before it is known who calls, and `rate-limiter-flexible` goes by a clock of its own: a stranger must not use up what is
 * another's. Windows that are over are forgotten, at the latest with the next one that begins a second later.
 */
export function callLimits(now: () => Date): CallLimits {
  const windows = new Map<string, Window>()
  let sweptAt = 0
  const windowOf = ({ connectionId, counter }: CountedCalls, { calls, seconds }: CallLimit) => {
    const key = `${connectionId} ${counter} ${calls}/${seconds}`
    const found = windows.get(key)
    return { key, window: found && found.endsAt > now().getTime() ? found : undefined }
  }
  const sweep = (at: number) => {
    if (at - sweptAt < 1000 && at >= sweptAt) return
    sweptAt = at
    for (const [key, window] of windows) if (window.endsAt <= at) windows.delete(key)
  }
  const look = (calls: CountedCalls): Left | undefined => {
    const all = calls.limits.map(limit => ({
      limit,
      left: limit.calls - (windowOf(calls, limit).window?.used ?? 0),
    }))
    const [tightest] = all.toSorted((a, b) => a.left - b.left || a.limit.calls - b.limit.calls)
    return tightest && { ...tightest, left: Math.max(0, tightest.left), isOver: tightest.left <= 0 }
  }
  return {
    look,
    count: calls => {
      const before = look(calls)
      if (!before || before.isOver) return before
      const at = now().getTime()
      sweep(at)
      for (const limit of calls.limits) {
        const { key, window } = windowOf(calls, limit)
        if (window) window.used++
        else windows.set(key, { endsAt: at + limit.seconds * 1000, used: 1 })
      }
      const after = look(calls)
      return after && { ...after, isOver: false }
    },
    get size() {
      return windows.size
    },
  }
}
