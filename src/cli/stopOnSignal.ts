/** The wish to stop, as it comes from Ctrl-C or from whoever started the process. */
export interface Stopping {
  readonly signal: AbortSignal
  /** Gives the signals back. */
  end(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

// One Ctrl-C may arrive twice: from the terminal, and from the process that started this one and passes it on.
const sameWishMs = 500

/** The first signal asks to stop cleanly; a second Ctrl-C ends the process where it stands. */
export function stopOnSignal(): Stopping {
  const abort = new AbortController()
  let asked = 0
  const hear = (signal: NodeJS.Signals) => {
    if (abort.signal.aborted && signal === 'SIGINT' && performance.now() - asked > sameWishMs)
      process.exit(130)
    if (!abort.signal.aborted) asked = performance.now()
    abort.abort()
  }
  for (const signal of signals) process.on(signal, hear)
  return {
    signal: abort.signal,
    end: () => {
      for (const signal of signals) process.off(signal, hear)
    },
  }
}
