/** The wish to stop, as it comes from Ctrl-C or from whoever started the process. */
export interface Stopping {
  readonly signal: AbortSignal
  /** Gives the signals back. */
  end(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The first signal asks to stop cleanly; a second Ctrl-C ends the process where it stands. */
export function stopOnSignal(): Stopping {
  const abort = new AbortController()
  const hear = (signal: NodeJS.Signals) => {
    if (abort.signal.aborted && signal === 'SIGINT') process.exit(130)
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
