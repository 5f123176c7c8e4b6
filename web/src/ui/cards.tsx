import './cards.css'
import { useMemo, useSyncExternalStore } from 'react'
import type { Column } from './DataTable.tsx'

/** How a row stands on a phone. */
export interface Card {
  /** Line by line the columns in it, by id; the last of a line stands at its right edge. */
  readonly lines: readonly (readonly string[])[]
  /** How many of the lines hold two lines themselves. */
  readonly double?: number
}

/** Height of such a card. */
export function cardHeight({ lines, double = 0 }: Card): number {
  return 14 + 20 * lines.length + 15 * double
}

/** The columns that are drawn: on a phone one, with all that a card shows; otherwise those that are given. */
export function useCards<T>(
  columns: readonly Column<T>[],
  card: Card | undefined,
  from: readonly Column<T>[] = columns,
): { readonly columns: readonly Column<T>[]; readonly cards: boolean } {
  const narrow = useNarrow()
  const cards = narrow && card !== undefined
  const drawn = useMemo(
    () => (cards ? [cardColumn(from, card.lines)] : columns),
    [cards, columns, from, card],
  )
  return { columns: drawn, cards }
}

function cardColumn<T>(columns: readonly Column<T>[], lines: Card['lines']): Column<T> {
  const found = lines.map(ids =>
    ids.flatMap(id => {
      const column = columns.find(one => one.id === id)
      return column ? [column] : []
    }),
  )
  return {
    id: 'card',
    head: '',
    width: 0,
    grow: true,
    cell: row => (
      <span className="card">
        {found.map(line => (
          <span className="card-line" key={line.map(one => one.id).join()}>
            {line.map(one => (
              <span key={one.id}>{one.cell(row)}</span>
            ))}
          </span>
        ))}
      </span>
    ),
  }
}

const phone = '(max-width: 700px)'

/** Whether the window is as narrow as a phone. */
function useNarrow(): boolean {
  return useSyncExternalStore(
    changed => {
      const media = matchMedia(phone)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => matchMedia(phone).matches,
  )
}
