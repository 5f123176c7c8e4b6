import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds of processor time that a PostgreSQL has used since it started; its start-up is in it. Linux only. */
export function databaseCpu(postmaster: number): number {
  let ticks = 0
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? read(entry) : undefined
    if (!stat) continue
    if (Number(entry) === postmaster) ticks += stat.own + stat.ended
    else if (stat.parent === postmaster) ticks += stat.own
  }
  return ticks * tick
}

/**
 * Milliseconds of processor time of all processes that this one has started and that have ended, with those that they started
 * and waited for. Linux only.
 */
export function endedChildrenCpu(): number {
  return (read('self')?.ended ?? 0) * tick
}

const tick = 10 // 100 a second, the same on every Linux

function read(pid: string): { parent: number; own: number; ended: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const at = (index: number) => fields[index] ?? 0
    return { parent: at(1), own: at(11) + at(12), ended: at(13) + at(14) }
  } catch {
    return undefined // ended meanwhile
  }
}
