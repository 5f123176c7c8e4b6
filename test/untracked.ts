import { createHook } from 'node:async_hooks'

/**
 * Does `begin`, in which node:test starts up, without its hook on everything asynchronous: a quarter of the processor time of
 * a file that asks a shop. All the hook is for is to say in which case an error was thrown that nobody caught. Such an error
 * still fails its file, and its stack is printed here; run by hand (`node FILE`) the file names the case as well.
 */
export function untracked(begin: () => void): void {
  const hooks = Object.getPrototypeOf(createHook({}))
  const { enable } = hooks
  hooks.enable = function notEnabled() {
    return this
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
