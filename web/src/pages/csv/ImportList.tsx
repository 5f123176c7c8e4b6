import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Import, importsQuery } from '../../api/csv.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useRows } from '../../ui/useRows.ts'
import { count, shortDate } from '../../words/format.ts'
import { importLook } from './importLook.ts'

/** Every import and every preview with its figures, newest first. */
export function ImportList() {
  const { t } = useTranslation()
  const go = useNavigate({ from: '/csv' })
  const query = useInfiniteQuery({ ...importsQuery, refetchInterval: 5_000 })
  const [current, setCurrent] = useState<string>()
  const rows = useRows(query.data)
  const columns = useColumns()
  return (
    <div className="split-list split-whole">
      <ListTable
        query={query}
        label={t('csv.view_imports')}
        columns={columns}
        rows={rows}
        rowId={row => row.id}
        rowName={row => row.fileName}
        current={current ?? rows[0]?.id}
        onCurrent={setCurrent}
        onOpen={row => void go({ search: { view: 'imports', import: row.id } })}
        empty={
          <EmptyState
            title={t('csv.none')}
            action={{
              label: t('csv.view_file'),
              onClick: () => void go({ search: { view: 'file' } }),
            }}
          >
            {t('csv.noneHelp')}
          </EmptyState>
        }
      />
      <SelectionLine selected={0} shown={rows.length} total={query.data?.pages[0]} />
    </div>
  )
}

function useColumns(): readonly Column<Import>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      { id: 'asked', head: t('csv.asked'), width: 100, cell: row => shortDate(row.askedAt) },
      {
        id: 'file',
        head: t('csv.file'),
        width: 220,
        grow: true,
        cell: row => (
          <Link
            className="strong"
            to="/csv"
            search={{ view: 'imports', import: row.id }}
            tabIndex={-1}
            title={row.fileName}
          >
            {row.fileName}
          </Link>
        ),
      },
      { id: 'kind', head: t('csv.kind'), width: 100, cell: row => t(`csv.kind_${row.kind}`) },
      {
        id: 'state',
        head: t('csv.state'),
        width: 125,
        cell: row => <StateChip look={importLook(row)} />,
      },
      ...(['rows', 'new', 'changed', 'unchanged', 'refused'] as const).map(
        (name): Column<Import> => ({
          id: name,
          head: t(`csv.${name}`),
          width: 90,
          align: 'right',
          cell: row => (row[name] === 0 ? <span className="text3">–</span> : count(row[name])),
        }),
      ),
      { id: 'by', head: t('csv.by'), width: 150, cell: row => row.askedBy },
    ],
    [t],
  )
}
