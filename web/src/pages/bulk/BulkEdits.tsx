import '../../ui/split.css'
import './bulk.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type BulkEdit, bulkEditsQuery, type Names } from '../../api/bulk.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import type { StateLook } from '../../ui/states.ts'
import { useRows } from '../../ui/useRows.ts'
import { count, shortDate } from '../../words/format.ts'
import { BulkPane } from './BulkPane.tsx'
import { changeWord, sameOf, whichWord } from './editWords.ts'

/** Changes of many items that were made, each with what it did and the way back. */
export default function BulkEdits() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/bulk-edits' })
  const go = useNavigate({ from: '/bulk-edits' })
  const toItems = useNavigate()
  const query = useInfiniteQuery(bulkEditsQuery)
  const rows = useRows(query.data)
  const names: Names = useMemo(
    () => Object.assign({}, ...(query.data?.pages ?? []).map(page => page.names)),
    [query.data],
  )
  const columns = useColumns(names)
  const first = query.data?.pages[0]
  const current = search.edit ?? rows[0]?.id
  return (
    <div className="page-full">
      <PageHead title={t('bulk.list')} about={t('bulk.about')} />
      <div className="split bulk-split">
        <div className="split-list">
          <ListTable
            query={query}
            label={t('bulk.list')}
            columns={columns}
            rows={rows}
            rowId={row => row.id}
            taller={12}
            current={current}
            onCurrent={edit => void go({ search: old => ({ ...old, edit }), replace: true })}
            empty={
              <EmptyState
                title={t('bulk.none')}
                action={{ label: t('bulk.toItems'), onClick: () => void toItems({ to: '/items' }) }}
              >
                {t('bulk.noneHelp')}
              </EmptyState>
            }
          />
          <SelectionLine selected={0} shown={rows.length} total={first} />
        </div>
        <section className="split-pane" aria-label={t('bulk.title')}>
          {current === undefined ? (
            <p className="text2">{t('bulk.chooseEdit')}</p>
          ) : (
            <BulkPane
              key={current}
              id={current}
              refused={search.refused === true}
              onRefused={refused =>
                void go({ search: old => ({ ...old, refused: refused || undefined }), replace: true })
              }
            />
          )}
        </section>
      </div>
    </div>
  )
}

function useColumns(names: Names): readonly Column<BulkEdit>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'when',
        head: t('bulk.when'),
        width: 108,
        cell: row => (
          <span className="two-lines">
            <span>{shortDate(row.at)}</span>
            <span>{row.actor}</span>
          </span>
        ),
      },
      {
        id: 'what',
        head: t('bulk.what'),
        width: 180,
        grow: true,
        cell: row => (
          <span className="two-lines" title={`${changeWord(row, names)} · ${whichWord(row, names)}`}>
            <span className="strong">{changeWord(row, names)}</span>
            <span>{whichWord(row, names)}</span>
          </span>
        ),
      },
      ...(['found', 'changed', 'same', 'refused'] as const).map(name => ({
        id: name,
        head: t(name === 'refused' ? 'bulk.refusedHead' : `bulk.${name}`),
        width: name === 'same' || name === 'refused' ? 82 : 66,
        align: 'right' as const,
        cell: (row: BulkEdit) => (name === 'same' ? sameOf(row) : count(row[name])),
      })),
      {
        id: 'state',
        head: t('bulk.state'),
        width: 134,
        cell: row => <StateChip look={lookOf(row.state, t(`bulk.${row.state}`))} />,
      },
    ],
    [t, names],
  )
}

function lookOf(state: BulkEdit['state'], word: string): StateLook {
  switch (state) {
    case 'done':
      return { sign: 'done', tone: 'mute', word }
    case 'undone':
      return { sign: 'left', tone: 'mute', word }
    default:
      return { sign: 'running', tone: 'info', word }
  }
}
