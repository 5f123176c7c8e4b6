import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type JournalRow, journalQuery, journalResults } from '../../api/outbox.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyList } from '../../ui/EmptyState.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { journalLook } from '../../ui/states.ts'
import { FilterTag } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { duration, shortDate } from '../../words/format.ts'
import { JournalPane } from './JournalPane.tsx'
import { meantColumns } from './meantColumns.tsx'
import { OutboxFilter } from './OutboxFilter.tsx'
import { useOutboxSearch } from './useOutboxSearch.ts'

/** What was sent: per object and channel with fields, answer and duration. */
export function Journal() {
  const { t } = useTranslation()
  const { search, change, reset } = useOutboxSearch()
  const filter = { object: search.object, channel: search.channel, result: search.result, run: search.run }
  const query = useInfiniteQuery(journalQuery(filter))
  const rows = useRows(query.data)
  const columns = useColumns()
  const current = rows.find(row => row.id === search.row) ?? rows[0]
  const isFiltered = Object.values(filter).some(value => value !== undefined)
  return (
    <div className="split">
      <div className="split-list">
        <OutboxFilter
          all={t('outbox.allResults')}
          results={journalResults.slice(0, 4).map(result => ({ result, label: t(`outbox.res_${result}`) }))}
        >
          {search.run === undefined ? null : (
            <FilterTag label={t('outbox.onlyRun')} active onClick={() => change({ run: undefined })} />
          )}
        </OutboxFilter>
        <PagedTable
          query={query}
          label={t('outbox.view_journal')}
          columns={columns}
          rows={rows}
          rowId={row => row.id}
          current={current?.id}
          onCurrent={row => change({ row })}
          empty={
            <EmptyList
              onReset={isFiltered ? reset : undefined}
              filtered={t('outbox.journalNoneFiltered')}
              none={t('outbox.journalNone')}
              help={t('outbox.journalNoneHelp')}
            />
          }
        />
        <SelectionLine selected={0} shown={rows.length} total={query.data?.pages[0]} />
      </div>
      <JournalPane row={current} onObject={object => change({ object, row: undefined })} />
    </div>
  )
}

function useColumns(): readonly Column<JournalRow>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const meant = meantColumns<JournalRow>(t)
    return [
      { id: 'time', head: t('outbox.time'), width: 100, cell: row => shortDate(row.at) },
      meant.channel,
      meant.kind,
      meant.object,
      {
        id: 'result',
        head: t('outbox.result'),
        width: 170,
        cell: row => <StateChip look={journalLook(row.result)} />,
      },
      {
        id: 'took',
        head: t('outbox.took'),
        width: 80,
        align: 'right',
        cell: row => duration(row.ms),
      },
      { id: 'who', head: t('outbox.who'), width: 150, cell: row => row.askedBy ?? t('outbox.shop') },
    ]
  }, [t])
}
