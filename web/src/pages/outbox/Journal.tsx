import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type JournalRow, journalQuery, journalResults } from '../../api/outbox.ts'
import { platformsQuery } from '../../api/platforms.ts'
import type { OutboxSearch } from '../../shell/router.tsx'
import { ChannelName } from '../../ui/ChannelName.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { journalLook } from '../../ui/states.ts'
import { ChoiceTag, FilterTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { useTyped } from '../../ui/useTyped.ts'
import { duration, shortDate } from '../../words/format.ts'
import { kindWord } from '../../words/kindWord.ts'
import { JournalPane } from './JournalPane.tsx'

/** What was sent: per object and channel with fields, answer and duration. */
export function Journal() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/outbox' })
  const go = useNavigate({ from: '/outbox' })
  const change = (next: { [Name in keyof OutboxSearch]: OutboxSearch[Name] | undefined }) =>
    void go({ search: { ...search, ...(next as OutboxSearch) }, replace: true })
  const [text, setText] = useTyped(search.object ?? '', object => change({ object: object || undefined }))
  const platforms = useQuery(platformsQuery)
  const filter = { object: search.object, channel: search.channel, result: search.result, run: search.run }
  const query = useInfiniteQuery(journalQuery(filter))
  const rows = useRows(query.data)
  const columns = useColumns()
  const current = rows.find(row => row.id === search.row) ?? rows[0]
  const isFiltered = Object.values(filter).some(value => value !== undefined)
  return (
    <div className="split">
      <div className="split-list">
        <Toolbar label={t('orders.filters')}>
          <SearchField
            label={t('outbox.searchObject')}
            placeholder={t('outbox.searchObject')}
            value={text}
            onChange={setText}
            hint={<Keys keys="/" />}
          />
          <ChoiceTag
            label={t('outbox.channel')}
            value={search.channel ?? ''}
            choices={(platforms.data?.items ?? []).map(one => ({ value: one.channelId, label: one.channel }))}
            onChange={channel => change({ channel: channel || undefined })}
          />
          <FilterTag
            label={t('outbox.allResults')}
            active={search.result === undefined}
            onClick={() => change({ result: undefined })}
          />
          {journalResults.slice(0, 4).map(result => (
            <FilterTag
              key={result}
              label={t(`outbox.res_${result}`)}
              active={search.result === result}
              onClick={() => change({ result })}
            />
          ))}
          {search.run === undefined ? null : (
            <FilterTag label={t('outbox.onlyRun')} active onClick={() => change({ run: undefined })} />
          )}
        </Toolbar>
        <PagedTable
          query={query}
          label={t('outbox.view_journal')}
          columns={columns}
          rows={rows}
          rowId={row => row.id}
          current={current?.id}
          onCurrent={row => change({ row })}
          empty={
            isFiltered ? (
              <EmptyState
                title={t('outbox.journalNoneFiltered')}
                action={{
                  label: t('common.resetFilters'),
                  onClick: () => void go({ search: { view: 'journal' } }),
                }}
              />
            ) : (
              <EmptyState title={t('outbox.journalNone')}>{t('outbox.journalNoneHelp')}</EmptyState>
            )
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
  return useMemo(
    () => [
      { id: 'time', head: t('outbox.time'), width: 100, cell: row => shortDate(row.at) },
      {
        id: 'channel',
        head: t('outbox.channel'),
        width: 150,
        cell: row => <ChannelName name={row.channel} />,
      },
      { id: 'kind', head: t('outbox.kind'), width: 110, cell: row => kindWord(row.kind) },
      {
        id: 'object',
        head: t('outbox.object'),
        width: 140,
        grow: true,
        cell: row => <span className="strong">{row.name}</span>,
      },
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
    ],
    [t],
  )
}
