/** One kind of objects in the shop, in the order in which they came, with what has not been linked yet at hand. */
import type { Link, Links, RelationType } from './mapping.ts'
import type { Template } from './template.ts'

/** One object of the shop, its link, and its prepared JSON text. */
export interface Entry<T> {
  readonly id: string
  data: T
  readonly link: Link
  /** Deleted in the shop. */
  gone: boolean
  /** Marked as done by the pull itself (quirk consumesAtPull). */
  consumed: boolean
  /** How often a pull has delivered it. */
  delivered: number
  /** The prepared text, and the state of the switches that it was built for. */
  prepared: Template | null
  epoch: number
}

export interface Collection<T extends { readonly id: string }> {
  readonly type: RelationType
  get(id: string): Entry<T> | undefined
  /** All objects that are not deleted. */
  all(): Entry<T>[]
  /** Adds an object or replaces the one with that id; its prepared text is dropped. */
  put(data: T): Entry<T>
  /** Deletes; false if there is no such object. */
  remove(id: string): boolean
  /** Puts it right behind that one, in front of all where there is none. False if there is no such object. */
  move(id: string, behind: string): boolean
  /** Up to `limit` objects without link, oldest first. */
  waiting(limit: number, accepts: (entry: Entry<T>) => boolean): Entry<T>[]
  /** Takes back the marks of quirk consumesAtPull: all, or those of these objects. */
  restore(ids?: readonly string[]): void
  /** An id that no object has or had. */
  freshId(): string
}

/** A collection with these objects. `firstFreshId` is the lowest number for objects made later. */
export function createCollection<T extends { readonly id: string }>(
  type: RelationType,
  links: Links,
  initial: readonly T[],
  firstFreshId: number,
): Collection<T> {
  const entries: Entry<T>[] = []
  const byId = new Map<string, Entry<T>>()
  let head = 0
  let seenDrops = 0
  let nextId = firstFreshId

  const put = (data: T): Entry<T> => {
    const known = byId.get(data.id)
    if (known) {
      known.data = data
      known.prepared = null
      if (known.gone) head = 0
      known.gone = false
      return known
    }
    const made: Entry<T> = {
      id: data.id,
      data,
      link: links.link(type, data.id),
      gone: false,
      consumed: false,
      delivered: 0,
      prepared: null,
      epoch: 0,
    }
    entries.push(made)
    byId.set(data.id, made)
    return made
  }
  for (const data of initial) put(data)

  return {
    type,
    put,
    get(id) {
      const known = byId.get(id)
      return known?.gone ? undefined : known
    },
    all: () => entries.filter(entry => !entry.gone),
    remove(id) {
      const known = byId.get(id)
      if (!known || known.gone) return false
      known.gone = true
      return true
    },
    move(id, behind) {
      const moved = byId.get(id)
      if (!moved) return false
      entries.splice(entries.indexOf(moved), 1)
      entries.splice(entries.findIndex(entry => entry.id === behind) + 1, 0, moved)
      head = 0
      return true
    },
    waiting(limit, accepts) {
      // Everything before `head` is done; only a dropped link can bring something there back.
      if (links.drops(type) !== seenDrops) {
        seenDrops = links.drops(type)
        head = 0
      }
      for (let first = entries[head]; first && isDone(first); first = entries[head]) head++
      const found: Entry<T>[] = []
      for (let index = head; index < entries.length && found.length < limit; index++) {
        const entry = entries[index]
        if (entry && !isDone(entry) && accepts(entry)) found.push(entry)
      }
      return found
    },
    restore(ids) {
      const restored = ids ? ids.flatMap(id => byId.get(id) ?? []) : entries
      for (const entry of restored) entry.consumed = false
      head = 0
    },
    freshId() {
      while (byId.has(String(nextId))) nextId++
      return String(nextId++)
    },
  }
}

function isDone<T>(entry: Entry<T>): boolean {
  return entry.link.host !== null || entry.gone || entry.consumed
}
