import { useState } from 'react'
import type { Part, Variation } from '../../api/families.ts'
import type { Item } from '../../api/item.ts'
import { type Draft, type FieldValue, faultyKeys, sameValue, storedValue } from './fields.ts'

/** What is edited on the page of an item, in all its tabs: one draft, saved at once. */
export interface ItemEdit {
  /** As it was when the first change was made: what the draft is compared with. */
  readonly base: Item
  readonly draft: Draft
  readonly parts: readonly Part[] | undefined
  readonly variations: readonly Variation[] | undefined
  readonly changes: number
  readonly faults: ReadonlySet<string>
  readonly readOnly: boolean
  value(key: string): FieldValue
  text(key: string): string
  isChanged(key: string): boolean
  set(change: Draft): void
  setParts(parts: readonly Part[] | undefined): void
  setVariations(variations: readonly Variation[] | undefined): void
  /** Leaves out what was saved, or begins again from another state of the item. */
  restart(base: Item, draft: Draft): void
  discard(): void
}

interface State {
  readonly base: Item | undefined
  readonly draft: Draft
  readonly parts?: readonly Part[] | undefined
  readonly variations?: readonly Variation[] | undefined
}

const nothing: State = { base: undefined, draft: {} }

/** Keeps the draft of one item; without changes it follows what is stored. */
export function useItemEdit(item: Item, readOnly: boolean): ItemEdit {
  const [state, setState] = useState<State>(nothing)
  const mine = state.base?.id === item.id ? state : nothing
  const base = mine.base ?? item
  const { draft, parts, variations } = mine
  const next = (change: Partial<State>) =>
    setState(before => {
      const was = before.base?.id === item.id ? before : { ...nothing, base: item }
      const now = { ...was, ...change }
      const isEmpty = Object.keys(now.draft).length === 0 && !now.parts && !now.variations
      return isEmpty ? nothing : now
    })
  const value = (key: string) => draft[key] ?? storedValue(base, key)
  return {
    base,
    draft,
    parts,
    variations,
    changes: Object.keys(draft).length + (parts ? 1 : 0) + (variations ? 1 : 0),
    faults: faultyKeys(draft),
    readOnly,
    value,
    text: key => {
      const held = value(key)
      return typeof held === 'string' ? held : ''
    },
    isChanged: key => draft[key] !== undefined,
    set: change => next({ draft: withoutSame(base, { ...draft, ...change }) }),
    setParts: given => next({ parts: given }),
    setVariations: given => next({ variations: given }),
    restart: (from, left) => next({ base: from, draft: withoutSame(from, left) }),
    discard: () => setState(nothing),
  }
}

// What was changed back is no change.
function withoutSame(base: Item, draft: Draft): Draft {
  return Object.fromEntries(
    Object.entries(draft).filter(([key, value]) => !sameValue(key, storedValue(base, key), value)),
  )
}
