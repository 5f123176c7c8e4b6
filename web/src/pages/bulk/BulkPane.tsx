import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { bulkEditQuery, isOpen, type Names } from '../../api/bulk.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { FilterTag, Toolbar } from '../../ui/Toolbar.tsx'
import { count, fullDate } from '../../words/format.ts'
import { changeWord, whichWord } from './editWords.ts'
import { useValueColumns } from './PreviewStep.tsx'
import { RunStep } from './RunStep.tsx'
import { UndoButton } from './UndoButton.tsx'

interface BulkPaneProps {
  readonly id: string
  readonly refused: boolean
  readonly onRefused: (refused: boolean) => void
}

/** One bulk edit: what it did to each item, old and new, and the way back. */
export function BulkPane({ id, refused, onRefused }: BulkPaneProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(bulkEditQuery(id, refused))
  const edit = query.data?.pages[0]
  const rows = useMemo(() => query.data?.pages.flatMap(page => page.values) ?? [], [query.data])
  const names: Names = useMemo(
    () => Object.assign({}, ...(query.data?.pages ?? []).map(page => page.names)),
    [query.data],
  )
  const columns = useValueColumns(names)
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!edit) return null
  const isGone = edit.changed + edit.refused > 0 && Date.parse(edit.undoUntil) < Date.now()
  const nothing = refused ? t('bulk.noRefused') : isGone ? t('bulk.valuesGone') : t('bulk.noValues')
  return (
    <div className="bulk-pane">
      <div className="split-pane-head">
        <h2>{changeWord(edit, names)}</h2>
        <span className="text2">{`${whichWord(edit, names)} · ${edit.actor} · ${fullDate(edit.at)}`}</span>
        <div className="bulk-act">
          <UndoButton edit={edit} asks />
        </div>
      </div>
      <div className="said">
        <RunStep edit={edit} error={null} />
      </div>
      {isOpen(edit) ? null : (
        <Toolbar label={t('items.filters')}>
          <FilterTag
            label={t('bulk.onlyRefused')}
            count={count(edit.refused)}
            active={refused}
            onClick={() => onRefused(!refused)}
          />
        </Toolbar>
      )}
      <ListTable
        query={query}
        label={t('bulk.title')}
        columns={columns}
        rows={rows}
        rowId={row => `${row.itemId} ${row.field}`}
        empty={isOpen(edit) ? null : <EmptyState title={nothing} />}
      />
    </div>
  )
}
