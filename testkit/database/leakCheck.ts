import { after } from 'node:test'

/**
 * How long a test file may take to end by itself once its last test is over: long enough for a machine that does ten other things.
 * Only what never ends waits for it.
 */
const usualGraceMs = 30_000

/**
 * Fails the test file that runs in this process if it leaves anything open: a server, a pool, a child, a timer. Such a
 * process never ends by itself; instead of hanging it names what holds it, and ends with status 1. `npm test` loads this
 * before every test file; call it once, before the file's own hooks.
 */
export function leakCheck(graceMs = usualGraceMs): void {
  const before = process.getActiveResourcesInfo()
  after(() => {
    // The hooks of the file itself run after this one. The timer does not keep a process that wants to end.
    setTimeout(() => {
      const open = without(process.getActiveResourcesInfo(), before)
      process.stderr.write(
        `This test file left open: ${counted(open).join(', ') || 'something that Node cannot name'}. Close every server, pool, child and timer in an after hook.\n`,
      )
      process.exit(1)
    }, graceMs).unref()
  })
}

function without(all: readonly string[], some: readonly string[]): string[] {
  const left = [...some]
  return all.filter(one => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

function counted(names: readonly string[]): string[] {
  return [...Map.groupBy(names, name => name)].map(([name, { length }]) =>
    length > 1 ? `${name} (${length} times)` : name,
  )
}
