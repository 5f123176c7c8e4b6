import type { KeyboardEvent } from 'react'

/** What the keys of a table can do. */
export interface Moves {
  readonly count: number
  /** Of the current row; -1 where there is none. */
  readonly place: number
  /** Rows that fit into the window. */
  readonly page: number
  /** Makes a row the current one; with `range` everything since the first step is ticked. */
  go(to: number, range: boolean): void
  tick(): void
  all(): void
  open(): void
}

/** Moves, ticks and opens by keys; leaves fields and buttons in the rows their own keys. */
export function moveByKey(event: KeyboardEvent<HTMLElement>, moves: Moves): void {
  const { target: from } = event
  const inside = from instanceof HTMLElement && from !== event.currentTarget
  if (inside && from.matches('a, button, input:not([type=checkbox]), select, textarea')) return
  const key = event.ctrlKey || event.metaKey ? `Ctrl ${event.key}` : event.key
  if (event.altKey) return
  const to = target(key, moves)
  if (to !== undefined) moves.go(Math.min(moves.count - 1, Math.max(0, to)), event.shiftKey)
  else if (key === ' ') moves.tick()
  else if (key === 'Ctrl a') moves.all()
  else if (key === 'Enter') moves.open()
  else return
  event.preventDefault()
  event.stopPropagation()
}

/** The same set with the row put in or taken out. */
export function tickRow(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected)
  if (!next.delete(id)) next.add(id)
  return next
}

function target(key: string, { place, page, count }: Moves): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return place + 1
    case 'ArrowUp':
      return place - 1
    case 'PageDown':
      return place + page
    case 'PageUp':
      return place - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
