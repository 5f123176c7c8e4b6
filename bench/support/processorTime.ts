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

/** Follows a process and all that come of it from now on. Linux only. */
export interface Followed {
  /** Milliseconds of processor time of all that were seen; the last moments of what ended between two looks are missing. */
  cpu(): number
  end(): void
}

/** Looks four times a second at a process, whatever it starts, and what that starts, also what outlives its parent. */
export function followProcess(pid: number): Followed {
  const seen = new Map<number, number>()
  const family = new Set([pid])
  const look = () => {
    const all = new Map<number, { parent: number; own: number }>()
    for (const entry of readdirSync('/proc')) {
      const stat = /^\d+$/.test(entry) ? read(entry) : undefined
      if (stat) all.set(Number(entry), stat)
    }
    // Children have higher numbers than their parents but for a wrap: what is missed now is found with the next look.
    for (const [child, { parent, own }] of [...all].sort(([one], [other]) => one - other)) {
      if (family.has(parent)) family.add(child)
      if (family.has(child)) seen.set(child, Math.max(own, seen.get(child) ?? 0))
    }
  }
  const timer = setInterval(look, 250)
  return {
    cpu: () => [...seen.values()].reduce((all, own) => all + own, 0) * tick,
    end: () => clearInterval(timer),
  }
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

/** Milliseconds that a process has been on a processor, to the microsecond, other threads of it not counted. Linux only. */
export function onProcessor(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
}
