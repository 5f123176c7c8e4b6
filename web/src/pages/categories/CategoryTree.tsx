import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/Icon.tsx'
import { useSettings } from '../../ui/settings.ts'
import { count } from '../../words/format.ts'
import type { TreeRow } from './tree.ts'
import { useDrag } from './useDrag.ts'

/** What can be done in the tree. */
export interface TreeActs {
  choose(id: string): void
  /** Shows what lies in a category, or folds it. */
  fold(id: string, open: boolean): void
  /** One place up or down among those beside it. */
  shift(id: string, by: -1 | 1): void
  cut(id: string | undefined): void
  /** Puts a category into another one; null: to the top. */
  put(id: string, into: string | null): void
  /** Goes to what is said of the current one. */
  edit(): void
}

interface CategoryTreeProps {
  readonly rows: readonly TreeRow[]
  readonly current: string | undefined
  /** The category that was cut out, to be put somewhere. */
  readonly cut: string | undefined
  readonly busy: boolean
  readonly acts: TreeActs
}

/**
 * The tree: one tab stop. Arrows move, open and fold; Alt with arrows moves the category among those beside it; Ctrl X and Ctrl V
 * put it into another one, as dragging does.
 */
export function CategoryTree({ rows, current, cut, busy, acts }: CategoryTreeProps) {
  const { t } = useTranslation()
  const { density } = useSettings()
  const name = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => density,
    overscan: 20,
  })
  const place = rows.findIndex(row => row.category.id === current)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height of rows is another measure
  useEffect(() => virtual.measure(), [density])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where the current one changes
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place)
  }, [current])
  const { over, dragged, start } = useDrag(acts.put)
  return (
    <div
      ref={scroller}
      className="tree"
      role="tree"
      aria-label={t('common.categories')}
      aria-busy={busy}
      tabIndex={0}
      {...(place >= 0 ? { 'aria-activedescendant': `${name}-${current}` } : {})}
      onKeyDown={event => treeKey(event, { rows, place, cut }, acts)}
    >
      <div role="none" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(item => {
          const row = rows[item.index]
          if (!row) return null
          const { category, level } = row
          const classes = [
            'tree-row',
            category.id === current ? 'tree-current' : '',
            category.id === cut || category.id === dragged ? 'tree-cut' : '',
            category.id === over ? 'tree-over' : '',
          ]
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of all lines are those of the tree
            <div
              key={category.id}
              id={`${name}-${category.id}`}
              data-category={category.id}
              className={classes.join(' ')}
              role="treeitem"
              tabIndex={-1}
              aria-level={level}
              aria-setsize={row.beside}
              aria-posinset={row.place}
              aria-selected={category.id === current}
              {...(row.isParent ? { 'aria-expanded': row.isOpen } : {})}
              style={{
                height: density,
                paddingLeft: 6 + (level - 1) * 18,
                transform: `translateY(${item.start}px)`,
              }}
              onPointerDown={event => start(event, category.id)}
              onClick={() => acts.choose(category.id)}
              onDoubleClick={() => acts.fold(category.id, !row.isOpen)}
            >
              <span
                className="tree-fold"
                aria-hidden="true"
                onClick={event => {
                  event.stopPropagation()
                  if (row.isParent) acts.fold(category.id, !row.isOpen)
                }}
              >
                {row.isParent ? <Icon name={row.isOpen ? 'down' : 'right'} size={14} /> : null}
              </span>
              <span className={category.active ? 'tree-name' : 'tree-name text3'}>{category.name}</span>
              {category.active ? null : <span className="tree-off">{t('categories.inactive')}</span>}
              {category.items ? (
                <span className="tree-count" title={t('categories.itemsHere', { n: count(category.items) })}>
                  {count(category.items)}
                </span>
              ) : null}
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface Around {
  readonly rows: readonly TreeRow[]
  readonly place: number
  readonly cut: string | undefined
}

function treeKey(event: KeyboardEvent, around: Around, acts: TreeActs): void {
  const key = [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', event.key]
    .filter(Boolean)
    .join('+')
  const done = byKey(key, around, acts)
  if (!done) return
  event.preventDefault()
  event.stopPropagation()
}

function byKey(key: string, { rows, place, cut }: Around, acts: TreeActs): boolean {
  const row = rows[place]
  const go = (to: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, to))]
    if (next) acts.choose(next.category.id)
    return true
  }
  if (key === 'ArrowDown') return go(place + 1)
  if (key === 'ArrowUp') return go(place - 1)
  if (key === 'Home') return go(0)
  if (key === 'End') return go(rows.length - 1)
  if (key === 'Escape' && cut !== undefined) {
    acts.cut(undefined)
    return true
  }
  if (!row) return false
  const { id, parentId } = row.category
  switch (key) {
    case 'ArrowRight':
      if (row.isParent && !row.isOpen) acts.fold(id, true)
      else if (row.isParent) go(place + 1)
      return true
    case 'ArrowLeft':
      if (row.isOpen) acts.fold(id, false)
      else if (parentId !== null) acts.choose(parentId)
      return true
    case 'Alt+ArrowUp':
      acts.shift(id, -1)
      return true
    case 'Alt+ArrowDown':
      acts.shift(id, 1)
      return true
    case 'Ctrl+x':
      acts.cut(id)
      return true
    case 'Ctrl+v':
      if (cut !== undefined) acts.put(cut, id)
      return cut !== undefined
    case 'Enter':
    case 'F2':
      acts.edit()
      return true
    default:
      return false
  }
}
