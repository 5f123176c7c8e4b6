/** Work that goes on behind an answer. The process knows it, so that it can end it before it closes the database. */
export interface OpenWork {
  /** Starts work; its signal is aborted when the process wants to end. What it throws goes to `onError`. */
  start(work: (signal: AbortSignal) => Promise<unknown>): void
  /** Asks all open work to end and waits for it. */
  end(): Promise<void>
}

/** A new, empty set of open work. */
export function openWork(onError: (error: unknown) => void): OpenWork {
  const stopping = new AbortController()
  const open = new Set<Promise<void>>()
  return {
    start: work => {
      const running = work(stopping.signal)
        .then(() => undefined, onError)
        .finally(() => open.delete(running))
      open.add(running)
    },
    end: async () => {
      stopping.abort()
      await Promise.all(open)
    },
  }
}
