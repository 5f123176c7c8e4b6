import './dataTable.css'
import { type ColumnDef, flexRender, getCoreRowModel, type Row, useReactTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useId, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Card, cardHeight, useCards } from './cards.tsx'
import { alignment, Head } from './SortedHead.tsx'
import { useSettings } from './settings.ts'
import { useShortcut } from './shortcuts.ts'
import { type Moves, moveByKey, tickRow } from './tableKeys.ts'

/** One column of a table. */
export interface Column<T> {
  readonly id: string
  readonly head: ReactNode
  readonly cell: (row: T) => ReactNode
  /** Width in px; the columns with `grow` share what is left. */
  readonly width: number
  readonly grow?: boolean
  readonly align?: 'right' | 'center'
  /** By what the list is sorted when its head is pressed; without it, it cannot be. */
  readonly sort?: string
}

/** By what a list is sorted. */
export interface Sorted {
  readonly by: string
  readonly ascending: boolean
}

export interface DataTableProps<T> {
  /** What the table is, for who hears it. */
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly rowId: (row: T) => string
  /** What a row is called when it is ticked. */
  readonly rowName?: (row: T) => string
  readonly rowClass?: (row: T) => string
  /** How a row stands on a phone; without it the table scrolls there. */
  readonly card?: Card
  /** What cards take from, where not all of it is among the columns. */
  readonly cardColumns?: readonly Column<T>[]
  /** Added to the height that the person chose: 12 for two lines. */
  readonly taller?: number
  readonly current?: string | undefined
  readonly onCurrent?: (id: string) => void
  readonly onOpen?: (row: T) => void
  readonly selected?: ReadonlySet<string>
  readonly onSelect?: (ids: ReadonlySet<string>) => void
  /** What "all" ticks; everything where it is not given. */
  readonly selectable?: (row: T) => boolean
  /** Ticks all of the list, also what was not loaded yet; without it "all" is what is loaded. */
  readonly onAll?: () => void
  /** Called when the end comes near and there is more. */
  readonly onMore?: (() => void) | undefined
  readonly sorted?: Sorted | undefined
  readonly onSort?: (sorted: Sorted) => void
  /** Called when a head was drawn to another width; columns that grow have none of their own. */
  readonly onWidth?: (column: string, width: number) => void
  readonly busy?: boolean
  /** Stands in the place of the rows where there are none. */
  readonly empty?: ReactNode
}

/**
 * A list: fixed row height, drawn only where it is looked at, one tab stop. Arrow keys, Home, End and page keys move the
 * current row, Space ticks it, Shift with arrows ticks a range, Ctrl A all, Enter opens.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, rows, rowId, current, onCurrent, selected, onSelect, onMore, empty } = props
  const { t } = useTranslation()
  const { density } = useSettings()
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef<number | undefined>(undefined)
  const name = useId()
  const { columns, cards } = useCards(props.columns, props.card, props.cardColumns)
  const height = cards && props.card ? cardHeight(props.card) : density + (props.taller ?? 0)
  const table = useReactTable<T>({
    data: rows as T[],
    columns: useMemo(() => columns.map(definition), [columns]),
    getRowId: rowId,
    getCoreRowModel: getCoreRowModel(),
  })
  const list = table.getRowModel().rows
  const virtual = useVirtualizer({
    count: list.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height of rows is another measure
  useEffect(() => virtual.measure(), [height])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (onMore && list.length > 0 && last >= list.length - 20) onMore()
  }, [last, list.length, onMore])

  const place = list.findIndex(row => row.id === current)
  // The row that was asked for last: the address follows a moment later, and quick keys must not wait for it.
  const asked = useRef<string>(undefined)
  useEffect(() => {
    if (asked.current === current) asked.current = undefined
  }, [current])
  const placeNow = () => list.findIndex(row => row.id === (asked.current ?? current))
  const makeCurrent = (id: string) => {
    asked.current = id
    onCurrent?.(id)
  }
  const moves = (): Moves => ({
    count: list.length,
    place: placeNow(),
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2),
    go: (to, range) => {
      const row = list[to]
      if (!row) return
      if (range && onSelect) {
        anchor.current ??= Math.max(0, placeNow())
        const [from, until] = [Math.min(anchor.current, to), Math.max(anchor.current, to)]
        onSelect(new Set(list.slice(from, until + 1).map(one => one.id)))
      } else anchor.current = undefined
      makeCurrent(row.id)
      virtual.scrollToIndex(to)
    },
    tick: () => toggle(list[placeNow()]),
    all: () =>
      props.onAll ? props.onAll() : onSelect?.(new Set(tickable(list, props.selectable).map(row => row.id))),
    open: () => {
      const row = list[placeNow()]
      if (row) props.onOpen?.(row.original)
    },
  })
  useShortcut('Ctrl+a', () => moves().all(), onSelect !== undefined) // wherever the focus is on the page
  const toggle = (row: Row<T> | undefined) => {
    if (row && onSelect && selected) onSelect(tickRow(selected, row.id))
  }
  // A finger has no second click: what a row holds is shown at once, in its pane or on its page.
  const show = (row: Row<T>) => {
    const pane = scroller.current?.closest('.split')?.querySelector('.split-pane')
    if (pane) pane.scrollIntoView({ block: 'start' })
    else props.onOpen?.(row.original)
  }
  const choosable = onSelect ? tickable(list, props.selectable) : []
  const ticked = choosable.filter(row => selected?.has(row.id)).length
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const width = columns.length + (onSelect ? 1 : 0)

  return (
    <div className="table-scroll" ref={scroller}>
      <table
        className={cards ? 'table table-cards' : 'table'}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys work in it
        role="grid"
        aria-label={label}
        aria-rowcount={list.length + 1}
        aria-busy={props.busy === true}
        aria-multiselectable={onSelect !== undefined}
        {...(place >= 0 ? { 'aria-activedescendant': `${name}-${list[place]?.id}` } : {})}
        style={
          list.length === 0
            ? {}
            : { minWidth: columns.reduce((sum, one) => sum + one.width, onSelect ? 34 : 0) }
        }
        tabIndex={0}
        onKeyDown={event => moveByKey(event, moves())}
        onFocus={event => {
          if (place < 0 && event.target === event.currentTarget && onCurrent) moves().go(0, false)
        }}
      >
        <colgroup>
          {onSelect ? <col style={{ width: 34 }} /> : null}
          {columns.map(column => (
            <col key={column.id} style={column.grow ? {} : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map(group => (
            <tr key={group.id}>
              {onSelect ? (
                <th scope="col">
                  <input
                    type="checkbox"
                    tabIndex={-1}
                    aria-label={t('common.selectAll')}
                    checked={ticked > 0 && ticked === choosable.length}
                    ref={box => {
                      if (box) box.indeterminate = ticked > 0 && ticked < choosable.length
                    }}
                    onChange={() => (ticked > 0 ? onSelect(new Set()) : moves().all())}
                  />
                </th>
              ) : null}
              {group.headers.map((header, at) => (
                <Head
                  key={header.id}
                  column={columns[at]}
                  sorted={props.sorted}
                  onSort={props.onSort}
                  onWidth={props.onWidth}
                >
                  {flexRender(header.column.columnDef.header, header.getContext())}
                </Head>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {before > 0 ? <Filler height={before} width={width} /> : null}
          {items.map(item => {
            const row = list[item.index]
            if (!row) return null
            const isTicked = selected?.has(row.id) === true
            const classes = [
              row.id === current ? 'row-current' : '',
              isTicked ? 'row-ticked' : '',
              props.rowClass?.(row.original) ?? '',
            ]
            return (
              <tr
                key={row.id}
                id={`${name}-${row.id}`}
                className={classes.join(' ')}
                style={{ height }}
                aria-rowindex={item.index + 2}
                {...(onSelect ? { 'aria-selected': isTicked } : {})}
                onClick={() => {
                  makeCurrent(row.id)
                  if (cards) show(row)
                }}
                onDoubleClick={() => props.onOpen?.(row.original)}
              >
                {onSelect ? (
                  <td>
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      aria-label={t('common.selectRow', { name: props.rowName?.(row.original) ?? row.id })}
                      checked={isTicked}
                      onClick={event => event.stopPropagation()}
                      onChange={() => toggle(row)}
                    />
                  </td>
                ) : null}
                {row.getVisibleCells().map((cell, at) => (
                  <td key={cell.id} className={alignment(columns[at])}>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 ? <Filler height={after} width={width} /> : null}
          {list.length === 0 ? (
            <tr className="row-empty">
              <td colSpan={width}>{props.busy ? <Waiting height={height} /> : empty}</td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  )
}

/** Grey bars in the height of rows, drawn after a moment. */
function Waiting({ height }: { readonly height: number }) {
  const { t } = useTranslation()
  return (
    <div className="rows-waiting" role="status" aria-label={t('common.loading')}>
      {[86, 72, 90, 64, 80, 70, 88, 60].map(share => (
        <div key={share} style={{ height }}>
          <span style={{ width: `${share}%` }} />
        </div>
      ))}
    </div>
  )
}

/** Stands for rows that nobody looks at. */
function Filler({ height, width }: { readonly height: number; readonly width: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused
    <tr aria-hidden="true" style={{ height }}>
      <td colSpan={width} style={{ padding: 0, border: 0 }} />
    </tr>
  )
}

function definition<T>(column: Column<T>): ColumnDef<T> {
  return { id: column.id, header: () => column.head, cell: ({ row }) => column.cell(row.original) }
}

function tickable<T>(list: readonly Row<T>[], selectable: ((row: T) => boolean) | undefined): Row<T>[] {
  return list.filter(row => selectable?.(row.original) ?? true)
}
