import { createHook, type HookCallbacks } from 'node:async_hooks'

/**
 * Does `begin`, in which node:test starts up, with its hook on everything asynchronous left off promises, which are a quarter of
 * the processor time of a file that asks a shop. What it misses is in which case an error was thrown that nobody caught behind
 * an `await`. Such an error still fails its file, and its stack is printed here; run by hand (`node FILE`) the file names the
 * case as well. Cases and hooks inside of a case must be made by its `t`, and those of a `describe` before any `await`.
 */
export function untracked(begin: () => void): void {
  const hooks = Object.getPrototypeOf(createHook({}))
  const { enable } = hooks
  hooks.enable = function withoutPromises() {
    hooks.enable = enable
    return createHook({ ...callbacks(this), trackPromises: false }).enable()
  }
  try {
    begin()
  } finally {
    hooks.enable = enable
  }
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    process.stderr.write(
      `${origin}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
  })
}

/** What a hook calls; it keeps it under symbols of the same names. */
function callbacks(hook: object): HookCallbacks {
  const named = Object.getOwnPropertySymbols(hook).map(symbol => [
    symbol.description,
    Reflect.get(hook, symbol),
  ])
  return Object.fromEntries(named.filter(([, value]) => typeof value === 'function'))
}
