import { useSyncExternalStore } from 'react'

interface List {
  readonly ids: readonly string[]
  readonly count: number
}

const nothing: List = { ids: [], count: 0 }
const lists = new Map<string, List>()
const listeners = new Set<() => void>()

/** Keeps the list of a kind that was looked at last, so that the page of one of it knows its neighbours. */
export function rememberList(kind: string, ids: readonly string[], count: number): void {
  lists.set(kind, { ids, count })
  for (const listener of listeners) listener()
}

/** What stands before and behind one in the list of its kind that was looked at last. */
export function useNeighbours(kind: string, id: string) {
  const { ids, count } = useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => lists.get(kind) ?? nothing,
  )
  const at = ids.indexOf(id)
  return {
    place: at < 0 ? undefined : at + 1,
    count,
    before: at > 0 ? ids[at - 1] : undefined,
    after: at < 0 ? undefined : ids[at + 1],
  }
}
