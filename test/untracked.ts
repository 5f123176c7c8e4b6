import { createHook, type HookCallbacks } from 'node:async_hooks'

/**
 * Does `begin`, in which node:test starts up, with its hook on everything asynchronous left to hear of its own cases alone:
 * following each promise and each tick is a quarter of the processor time of a file that asks a shop. What is missing then is
 * in which case an error was thrown that nobody caught. Such an error still fails its file, and its stack is printed here; run
 * by hand (`node FILE`) the file names the case as well. Inside of a case, cases and hooks must be made by its `t`, and those
 * of a `describe` before any `await`.
 */
export function untracked(begin: () => void): void {
  const hooks = Object.getPrototypeOf(createHook({}))
  const { enable } = hooks
  hooks.enable = function ofCases() {
    hooks.enable = enable
    return createHook({ init: initOf(this), trackPromises: false }).enable()
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

type Init = NonNullable<HookCallbacks['init']>

/** What the hook does when something begins, done for cases only. A hook keeps it under a symbol of that name. */
function initOf(hook: object): Init {
  const symbol = Object.getOwnPropertySymbols(hook).find(one => one.description === 'init')
  const init: unknown = symbol && Reflect.get(hook, symbol)
  if (typeof init !== 'function') throw new TypeError('node:test keeps its hook in another way than it did')
  return (id, type, trigger, resource) => {
    if (type === 'Test') init(id, type, trigger, resource)
  }
}
