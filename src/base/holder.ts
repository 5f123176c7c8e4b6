import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * The name under which a process holds work: `name|machine|pid|start`. The machine is this boot and this set of
 * process ids, so a container next door is another one. A name of one's own choice (`--name`) says that there is only
 * one such process at a time: started again, it takes its own work back at once.
 */
export function holderName(chosen?: string): string {
  return [chosen?.replaceAll('|', '-') ?? '', machine(), process.pid, startOf(process.pid)].join('|')
}

/** True where `holder` is an earlier life of `me`, or a process of this machine that lives no more. */
export function isGone(holder: string, me: string): boolean {
  if (holder === me) return false
  const [name, where, pid = '', start] = holder.split('|')
  const [myName, here] = me.split('|')
  if (name && name === myName && where !== here) return true // here its number and start time tell, also while it ends
  return where === here && startOf(Number(pid)) !== start
}

function machine(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname() // no /proc: macOS, Windows
  }
}

// The start time tells a process from a later one with the same number. 'gone' where there is none, or only a zombie.
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? 'gone' : (fields[19] ?? '')
  } catch {
    if (process.platform === 'linux') return 'gone'
    try {
      process.kill(pid, 0)
      return 'alive'
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'alive' : 'gone'
    }
  }
}
