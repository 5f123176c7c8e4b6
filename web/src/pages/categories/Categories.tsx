import './categories.css'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sortCategories } from '../../api/categories.ts'
import { countedTreeQuery, pathOf } from '../../api/categoryTree.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { count } from '../../words/format.ts'
import { AddDialog } from './AddDialog.tsx'
import { CategoryPane } from './CategoryPane.tsx'
import { CategoryTree, type TreeActs } from './CategoryTree.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { aboveOf, branchesOf, found, rowsOf, sorted, sortsFor } from './tree.ts'

interface Move {
  readonly id: string
  readonly into: string | null
}

/** The tree in which shops show items: its order, its texts, where it is shown. */
export default function Categories() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const search = useSearch({ from: '/categories' })
  const go = useNavigate({ from: '/categories' })
  const query = useQuery(countedTreeQuery)
  const reasons = useMissingRight('items.write')
  const list = useMemo(() => query.data ?? [], [query.data])
  const branches = useMemo(() => branchesOf(list), [list])
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [cutId, setCut] = useState<string>()
  const [move, setMove] = useState<Move>()
  const [adding, setAdding] = useState(false)
  const [existed, setExisted] = useState<string>()
  const nameField = useRef<HTMLInputElement>(null)
  const typed = search.search ?? ''
  const byId = useMemo(() => new Map(list.map(one => [one.id, one])), [list])
  const current = byId.get(search.row ?? '') ?? list[0]
  const open = useMemo(() => {
    const shown = new Set(list.filter(one => folds.get(one.id) ?? list.length <= 60).map(one => one.id))
    for (const one of aboveOf(list, search.row)) if (folds.get(one.id) !== false) shown.add(one.id)
    return shown
  }, [list, folds, search.row])
  const wanted = useMemo(() => (typed.trim() === '' ? undefined : found(list, typed)), [list, typed])
  const rows = useMemo(() => rowsOf(branches, open, wanted), [branches, open, wanted])
  const choose = (row: string) => void go({ search: old => ({ ...old, row }), replace: true })
  const sort = useMutation({
    mutationFn: sortCategories,
    // The tree shows at once what was asked for, so that a second press goes on from there.
    onMutate: async sorts => {
      await client.cancelQueries({ queryKey: countedTreeQuery.queryKey })
      client.setQueryData(countedTreeQuery.queryKey, before => before && sorted(before, sorts))
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['categories'] }),
  })
  const acts: TreeActs = {
    choose,
    fold: (id, isOpen) => {
      setFolds(before => new Map(before).set(id, isOpen))
      // What is folded away is not the current one any more.
      if (!isOpen && aboveOf(list, current?.id).some(one => one.id === id)) choose(id)
    },
    shift: (id, by) => {
      const category = byId.get(id)
      const sorts = category && reasons.length === 0 ? sortsFor(branches, category, by) : []
      if (sorts.length > 0) sort.mutate(sorts)
    },
    cut: id => {
      if (reasons.length === 0) setCut(id)
    },
    put: (id, into) => {
      if (reasons.length === 0) setMove({ id, into })
    },
    edit: () => nameField.current?.focus(),
  }
  useShortcut('n', () => setAdding(true), reasons.length === 0)
  const cut = byId.get(cutId ?? '')
  // As it is now: what was just sorted has a newer version.
  const moved = byId.get(move?.id ?? '')
  return (
    <div className="page-full">
      <PageHead
        title={t('common.categories')}
        about={query.data ? t('categories.about', { n: count(list.length) }) : undefined}
      >
        <ReasonButton
          verb={t('categories.add')}
          variant="filled"
          reasons={reasons}
          onClick={() => setAdding(true)}
        />
      </PageHead>
      <div className="categories">
        <div className="categories-tree">
          <Toolbar label={t('orders.filters')}>
            <SearchField
              label={t('categories.search')}
              placeholder={t('categories.search')}
              value={typed}
              onChange={text =>
                void go({ search: old => ({ ...old, search: text || undefined }), replace: true })
              }
            />
          </Toolbar>
          {sort.error ? <ErrorState error={sort.error} /> : null}
          {existed ? <Notice tone="info">{t('categories.exists', { name: existed })}</Notice> : null}
          {cut ? (
            <Notice tone="info">
              {t('categories.cut', { name: cut.name })} <Keys keys="Ctrl+V" />{' '}
              <Button onClick={() => acts.put(cut.id, null)}>{t('categories.putTop')}</Button>{' '}
              <Button onClick={() => setCut(undefined)}>{t('common.cancel')}</Button>
            </Notice>
          ) : null}
          {query.error ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.data && list.length === 0 ? (
            <EmptyState
              title={t('categories.none')}
              action={{ label: t('categories.add'), onClick: () => setAdding(true) }}
            >
              {t('categories.noneHelp')}
            </EmptyState>
          ) : wanted && rows.length === 0 ? (
            <EmptyState title={t('categories.noneFound')} />
          ) : (
            <CategoryTree rows={rows} current={current?.id} cut={cutId} busy={query.isPending} acts={acts} />
          )}
          <div className="status-line">
            <span className="tree-keys">
              <span>
                <Keys keys="Alt+Up" /> <Keys keys="Alt+Down" /> {t('categories.keys')}
              </span>
              <span>
                <Keys keys="Ctrl+X" /> <Keys keys="Ctrl+V" /> {t('categories.move')}
              </span>
            </span>
          </div>
        </div>
        {current ? (
          <CategoryPane
            key={current.id}
            category={current}
            path={pathOf(list, current.id).join(' › ')}
            nameField={nameField}
            onMove={() => setMove({ id: current.id, into: current.parentId })}
          />
        ) : (
          <p className="category-note text2">{t('categories.chooseRow')}</p>
        )}
      </div>
      {move && moved ? (
        <MoveDialog
          list={list}
          category={moved}
          into={move.into}
          onMoved={() => {
            setMove(undefined)
            setCut(undefined)
            choose(move.id)
          }}
          onClose={() => setMove(undefined)}
        />
      ) : null}
      {adding ? (
        <AddDialog
          list={list}
          under={current?.id ?? null}
          onAdded={(id, was) => {
            setAdding(false)
            setExisted(was ? (byId.get(id)?.name ?? '') : undefined)
            choose(id)
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </div>
  )
}
