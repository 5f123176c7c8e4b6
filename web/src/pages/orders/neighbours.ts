import { useSyncExternalStore } from 'react'

interface List {
  readonly ids: readonly string[]
  readonly count: number
}

let list: List = { ids: [], count: 0 }
const listeners = new Set<() => void>()

/** Keeps the list that was looked at last, so that the page of an order knows its neighbours. */
export function rememberList(ids: readonly string[], count: number): void {
  list = { ids, count }
  for (const listener of listeners) listener()
}

/** The orders before and behind one in the list that was looked at last. */
export function useNeighbours(id: string) {
  const { ids, count } = useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => list,
  )
  const at = ids.indexOf(id)
  return {
    place: at < 0 ? undefined : at + 1,
    count,
    before: at > 0 ? ids[at - 1] : undefined,
    after: at < 0 ? undefined : ids[at + 1],
  }
}
