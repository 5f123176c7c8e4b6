import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Category, categoryTreeQuery, pathOf } from '../../api/categoryTree.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { SearchField } from '../../ui/Toolbar.tsx'
import type { ItemEdit } from './useItemEdit.ts'

/** In which categories an item lies: ticked in the tree, and listed with their whole way. */
export function CategoriesTab({ edit }: { readonly edit: ItemEdit }) {
  const { t } = useTranslation()
  const query = useQuery(categoryTreeQuery)
  const held = edit.value('categories')
  const chosen = new Set(Array.isArray(held) ? held : [])
  const { parent } = edit.base
  if (parent)
    return (
      <Notice tone="info">
        {t('item.categoriesOfParent')}{' '}
        <AddressLink address={`/items/${parent.id}?tab=categories`}>{parent.itemNumber}</AddressLink>
      </Notice>
    )
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const tree = query.data ?? []
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    edit.set({ categories: [...next].sort() })
  }
  return (
    <div className="item-columns">
      <Panel
        title={t('item.liesIn')}
        about={t('item.categoryCount', { count: chosen.size })}
        className={edit.isChanged('categories') ? 'panel-changed' : ''}
      >
        {chosen.size === 0 ? (
          <EmptyState title={t('item.noCategory')}>{t('item.noCategoryHelp')}</EmptyState>
        ) : (
          <ul className="item-list">
            {[...chosen].map(id => (
              <li key={id}>
                <span>{pathOf(tree, id).join(' › ')}</span>
                <Button
                  size="compact-xs"
                  aria-label={t('item.takeOutOf', { name: pathOf(tree, id).at(-1) ?? '' })}
                  aria-disabled={edit.readOnly}
                  onClick={() => (edit.readOnly ? undefined : toggle(id))}
                >
                  <Icon name="close" size={12} />
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel
        title={t('item.categoryTree')}
        aside={<AddressLink address="/categories">{t('item.toCategories')}</AddressLink>}
      >
        <CategoryTree tree={tree} chosen={chosen} readOnly={edit.readOnly} onToggle={toggle} />
      </Panel>
    </div>
  )
}

interface TreeProps {
  readonly tree: readonly Category[]
  readonly chosen: ReadonlySet<string>
  readonly readOnly: boolean
  readonly onToggle: (id: string) => void
}

/** The tree as a list of boxes: arrows move, right and left open and close, Space ticks. Branches with ticks are open. */
function CategoryTree({ tree, chosen, readOnly, onToggle }: TreeProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const parents = new Map(tree.map(one => [one.id, one.parentId]))
  const branches = new Set(tree.flatMap(one => one.parentId ?? []))
  const withTicks = new Set<string>()
  for (const id of chosen) for (let up = parents.get(id); up; up = parents.get(up)) withTicks.add(up)
  const isOpen = (id: string) => withTicks.has(id) !== turned.has(id)
  const isShown = (one: Category) => {
    if (text !== '') return one.name.toLowerCase().includes(text.toLowerCase())
    for (let up = one.parentId; up; up = parents.get(up) ?? null) if (!isOpen(up)) return false
    return true
  }
  const turn = (id: string) => {
    const next = new Set(turned)
    if (!next.delete(id)) next.add(id)
    setTurned(next)
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>, one: Category) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      const boxes = [...(event.currentTarget.closest('ul')?.querySelectorAll('input') ?? [])]
      boxes[boxes.indexOf(event.currentTarget) + step]?.focus()
    } else if (event.key === 'ArrowRight' && branches.has(one.id) && !isOpen(one.id)) turn(one.id)
    else if (event.key === 'ArrowLeft' && branches.has(one.id) && isOpen(one.id)) turn(one.id)
    else return
    event.preventDefault()
  }
  const shown = tree.filter(isShown)
  return (
    <>
      <div className="item-find">
        <SearchField
          label={t('item.findCategory')}
          placeholder={t('item.findCategory')}
          value={text}
          onChange={setText}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState title={t(tree.length === 0 ? 'item.noCategories' : 'item.noCategoryFound')} />
      ) : (
        <ul className="category-tree">
          {shown.map(one => (
            <li key={one.id} style={{ paddingLeft: 8 + (text === '' ? one.depth : 0) * 18 }}>
              {branches.has(one.id) && text === '' ? (
                <button
                  type="button"
                  className="tree-turn"
                  tabIndex={-1}
                  aria-expanded={isOpen(one.id)}
                  aria-label={t('item.below', { name: one.name })}
                  onClick={() => turn(one.id)}
                >
                  <Icon name={isOpen(one.id) ? 'down' : 'right'} size={12} />
                </button>
              ) : (
                <span className="tree-turn" />
              )}
              <label>
                <input
                  type="checkbox"
                  checked={chosen.has(one.id)}
                  disabled={readOnly}
                  onChange={() => onToggle(one.id)}
                  onKeyDown={event => onKey(event, one)}
                />
                {text === '' ? one.name : pathOf(tree, one.id).join(' › ')}
              </label>
              {one.active ? null : (
                <Chip sign="left" tone="mute">
                  {t('item.hidden')}
                </Chip>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
