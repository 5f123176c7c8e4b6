import { type ReactNode, useRef } from 'react'
import type { Column, DataTableProps, Sorted } from './DataTable.tsx'
import { Icon } from './Icon.tsx'

interface HeadProps<T> {
  readonly column: Column<T> | undefined
  readonly sorted: Sorted | undefined
  readonly onSort: DataTableProps<T>['onSort'] | undefined
  readonly onWidth: DataTableProps<T>['onWidth'] | undefined
  readonly children: ReactNode
}

/**
 * The head of a column: pressed, it sorts, pressed again the other way round; its edge is drawn to another width. Both are for
 * the mouse: lists offer the same by fields.
 */
export function Head<T>({ column, sorted, onSort, onWidth, children }: HeadProps<T>) {
  const from = useRef<{ readonly x: number; readonly width: number }>(undefined)
  if (!column) return null
  const { sort } = column
  const is = sort !== undefined && sorted?.by === sort
  return (
    <th
      scope="col"
      className={alignment(column)}
      {...(is ? { 'aria-sort': sorted.ascending ? ('ascending' as const) : ('descending' as const) } : {})}
    >
      {sort !== undefined && onSort ? (
        <button
          type="button"
          className="head-sort"
          tabIndex={-1}
          onClick={() => onSort({ by: sort, ascending: is ? !sorted.ascending : false })}
        >
          {children} {is ? <Icon name={sorted.ascending ? 'up' : 'down'} size={12} /> : null}
        </button>
      ) : (
        children
      )}
      {onWidth && !column.grow ? (
        <span
          className="head-edge"
          aria-hidden="true"
          onPointerDown={event => {
            event.currentTarget.setPointerCapture(event.pointerId)
            from.current = { x: event.clientX, width: event.currentTarget.parentElement?.offsetWidth ?? 0 }
          }}
          onPointerUp={event => {
            const start = from.current
            from.current = undefined
            if (!start || event.clientX === start.x) return
            const width = Math.round(start.width + event.clientX - start.x)
            onWidth(column.id, Math.max(40, Math.min(600, width)))
          }}
        />
      ) : null}
    </th>
  )
}

/** The class of a cell whose column stands at the right or in the middle. */
export function alignment<T>(column: Column<T> | undefined): string {
  return column?.align === 'right' ? 'cell-right' : column?.align === 'center' ? 'cell-center' : ''
}
