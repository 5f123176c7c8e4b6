import type { KnownRecord } from '../channels/ledgerStore.ts'

/**
 * The time at which a batch is stored: `now`, or just behind the last change of a record in it. Two posts may come in one millisecond,
 * and what is stored is told apart by its time. A clock that was set back by a second or more is left as it is. Pure.
 */
export function laterThan(known: Iterable<KnownRecord>, now: Date): Date {
  let at = now.getTime()
  for (const { changedAt } of known)
    if (changedAt.getTime() - now.getTime() < 1000) at = Math.max(at, changedAt.getTime() + 1)
  return new Date(at)
}
