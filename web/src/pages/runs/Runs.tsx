import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { allRunsQuery, type Run } from '../../api/runs.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { runLook } from '../../ui/states.ts'
import { useRows } from '../../ui/useRows.ts'
import { count, duration, shortDate } from '../../words/format.ts'
import { laneName } from '../sync/laneName.ts'
import { total } from '../sync/runFigures.ts'

/** Every synchronisation with its result, newest first. */
export default function Runs() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const query = useInfiniteQuery({ ...allRunsQuery, refetchInterval: 10_000 })
  const [current, setCurrent] = useState<string>()
  const rows = useRows(query.data)
  const columns = useColumns()
  const open = (run: Run) => void navigate({ to: '/runs/$id', params: { id: run.id } })
  return (
    <div className="page-full">
      <PageHead title={t('runs.title')} about={t('runs.about')} />
      <PagedTable
        query={query}
        label={t('runs.title')}
        columns={columns}
        rows={rows}
        rowId={run => run.id}
        current={current}
        onCurrent={setCurrent}
        onOpen={open}
        empty={<EmptyState title={t('runs.none')}>{t('runs.noneHelp')}</EmptyState>}
      />
      <SelectionLine selected={0} shown={rows.length} total={query.data?.pages[0]} />
    </div>
  )
}

function useColumns(): readonly Column<Run>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'started',
        head: t('runs.started'),
        width: 104,
        cell: run => (
          <Link className="strong" to="/runs/$id" params={{ id: run.id }} tabIndex={-1}>
            {shortDate(run.startedAt ?? run.askedAt)}
          </Link>
        ),
      },
      {
        id: 'channel',
        head: t('runs.channel'),
        width: 150,
        cell: run => (run.connection ? <ChannelName name={run.connection} /> : t('runs.several')),
      },
      {
        id: 'what',
        head: t('runs.what'),
        width: 170,
        cell: run => (run.lane ? laneName(run.lane) : t('runs.whole')),
      },
      {
        id: 'state',
        head: t('runs.state'),
        width: 110,
        cell: run => <StateChip look={runLook(run.state)} />,
      },
      ...(['found', 'new', 'parked', 'sent', 'rejected'] as const).map(
        (name): Column<Run> => ({
          id: name,
          head: t(`sync.${name}`),
          width: 72,
          align: 'right',
          cell: run => {
            const value = total([run], name)
            return value === 0 ? <span className="text3">–</span> : count(value)
          },
        }),
      ),
      {
        id: 'duration',
        head: t('runs.duration'),
        width: 84,
        align: 'right',
        cell: run =>
          duration(run.startedAt && run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : null),
      },
      { id: 'by', head: t('runs.by'), width: 150, grow: true, cell: run => run.askedBy },
    ],
    [t],
  )
}
