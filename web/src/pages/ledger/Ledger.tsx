import './ledger.css'
import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionsQuery } from '../../api/connections.ts'
import { type LedgerRow, ledgerQuery, ledgerSummaryQuery } from '../../api/ledger.ts'
import type { LedgerSearch } from '../../shell/router.tsx'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyList } from '../../ui/EmptyState.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { rowsUpTo } from '../../ui/rowsUpTo.ts'
import { StateChip } from '../../ui/StateChip.tsx'
import { outcomeLook } from '../../ui/states.ts'
import { ChoiceTag, FilterTag, Toolbar } from '../../ui/Toolbar.tsx'
import { untick } from '../../ui/untick.ts'
import { useRows } from '../../ui/useRows.ts'
import { count, shortDate } from '../../words/format.ts'
import { kindWord } from '../../words/kindWord.ts'
import { BulkBar } from './BulkBar.tsx'
import { CompletenessDialog } from './CompletenessDialog.tsx'
import { Where } from './Where.tsx'

/** So many the server works on at once. */
const mostAtOnce = 500
const outcomes = ['parked', 'staged', 'taken_over', 'waiting', 'ignored'] as const

/** What became of every record that a channel reported; on top the question of the telephone. */
export default function Ledger() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/ledger' })
  const go = useNavigate({ from: '/ledger' })
  const change = (next: { [Name in keyof LedgerSearch]: LedgerSearch[Name] | undefined }) =>
    void go({ search: old => ({ ...old, ...(next as LedgerSearch) }), replace: true })
  const filter = {
    outcome: search.outcome,
    connection: search.connection,
    code: search.code,
    kind: search.kind,
  }
  const query = useInfiniteQuery(ledgerQuery(filter))
  const summary = useQuery(ledgerSummaryQuery)
  const connections = useQuery(connectionsQuery)
  const rows = useRows(query.data)
  const first = query.data?.pages[0]
  const columns = useColumns()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [counting, setCounting] = useState(false)
  const all = (summary.data ?? []).reduce((sum, one) => sum + one.count, 0)
  const countOf = (outcome: string) =>
    count((summary.data ?? []).reduce((sum, one) => (one.outcome === outcome ? sum + one.count : sum), 0))
  const codes = [
    ...new Map(
      (summary.data ?? []).flatMap(one => (one.code === null ? [] : [[one.code, one.title ?? one.code]])),
    ),
  ]
  const look = (row: LedgerRow) => change({ where: row.externalNumber ?? row.externalId, row: row.id })
  const isFiltered = Object.values(filter).some(value => value !== undefined)
  return (
    <div className="page-full">
      <PageHead title={t('common.ledger')} about={t('ledger.about')}>
        <Button onClick={() => setCounting(true)}>{t('ledger.checkDay')}</Button>
      </PageHead>
      <Where text={search.where ?? ''} onText={where => change({ where })} />
      <section className="panel ledger" aria-label={t('common.ledger')}>
        <Toolbar label={t('orders.filters')}>
          <FilterTag
            label={t('inbox.all')}
            count={count(all)}
            active={search.outcome === undefined}
            onClick={() => change({ outcome: undefined })}
          />
          {outcomes.map(outcome => (
            <FilterTag
              key={outcome}
              label={t(`ledger.${outcome}`)}
              count={countOf(outcome)}
              active={search.outcome === outcome}
              onClick={() => change({ outcome })}
            />
          ))}
          <ChoiceTag
            label={t('inbox.channel')}
            value={search.connection ?? ''}
            choices={(connections.data ?? []).map(one => ({ value: one.id, label: one.name }))}
            onChange={connection => change({ connection: connection || undefined })}
          />
          <ChoiceTag
            label={t('ledger.reasonCode')}
            value={search.code ?? ''}
            choices={codes.map(([value = '', label = '']) => ({ value, label }))}
            onChange={code => change({ code: code || undefined })}
          />
          <span className="toolbar-end">
            {summary.data ? (
              <Chip sign="done" tone="ok">
                {t('ledger.complete', { n: count(all) })}
              </Chip>
            ) : null}
          </span>
        </Toolbar>
        <PagedTable
          query={query}
          label={t('common.ledger')}
          columns={columns}
          rows={rows}
          rowId={row => row.id}
          rowName={row => row.externalNumber ?? row.externalId}
          selected={ticked}
          onSelect={setTicked}
          onAll={() =>
            void rowsUpTo(query, mostAtOnce).then(all => setTicked(new Set(all.map(row => row.id))))
          }
          current={search.row}
          onCurrent={row => change({ row })}
          onOpen={look}
          empty={
            <EmptyList
              onReset={isFiltered ? () => void go({ search: {} }) : undefined}
              filtered={t('ledger.noneFiltered')}
              none={t('ledger.none')}
              help={t('ledger.noneHelp')}
            />
          }
        />
        <BulkBar
          rows={rows.filter(row => ticked.has(row.id))}
          shown={rows.length}
          total={first}
          onDone={done =>
            setTicked(now =>
              untick(
                now,
                done.map(row => row.id),
              ),
            )
          }
        />
      </section>
      {counting ? <CompletenessDialog onClose={() => setCounting(false)} /> : null}
    </div>
  )
}

function useColumns(): readonly Column<LedgerRow>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    return [
      { id: 'time', head: t('ledger.time'), width: 100, cell: row => shortDate(row.changedAt) },
      {
        id: 'channel',
        head: t('ledger.channel'),
        width: 150,
        cell: row => <ChannelName name={row.channel ?? row.connection} />,
      },
      {
        id: 'number',
        head: t('ledger.number'),
        width: 150,
        cell: row => <span className="strong">{row.externalNumber ?? row.externalId}</span>,
      },
      { id: 'kind', head: t('ledger.kind'), width: 130, cell: row => kindWord(row.kind) },
      {
        id: 'outcome',
        head: t('ledger.outcome'),
        width: 130,
        cell: row => <StateChip look={outcomeLook(row.outcome)} />,
      },
      {
        id: 'reason',
        head: t('ledger.reason'),
        width: 300,
        grow: true,
        cell: row => <span title={row.reason ?? undefined}>{row.reason ?? '–'}</span>,
      },
      {
        id: 'acknowledged',
        head: t('ledger.acknowledged'),
        width: 130,
        cell: row => t(`ledger.ack_${row.acknowledged}`),
      },
    ]
  }, [t])
}
