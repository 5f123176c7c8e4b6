import '../../ui/split.css'
import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import {
  cancelImport,
  type Import,
  type ImportRow,
  importQuery,
  importRowsQuery,
  isOn,
  runImport,
} from '../../api/csv.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { count } from '../../words/format.ts'
import { ImportHead } from './ImportHead.tsx'
import { rowLook } from './importLook.ts'
import { RowPane } from './RowPane.tsx'
import { shownValue } from './shownValue.ts'

const outcomes = ['new', 'changed', 'refused'] as const

/** One import or preview: how far it is, figures that add up, its rows with what they change or why they were refused. */
export function ImportResult({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const search = useSearch({ from: '/csv' })
  const go = useNavigate({ from: '/csv' })
  const query = useQuery(importQuery(id))
  const job = query.data
  // Of an import in earnest the refused rows alone are kept.
  const did = outcomes.find(one => one === search.did) ?? (job && !job.dryRun ? 'refused' : undefined)
  const list = useInfiniteQuery({ ...importRowsQuery(id, did), enabled: job !== undefined })
  const rows = useMemo(() => list.data?.pages.flatMap(page => page.items) ?? [], [list.data])
  const current = rows.find(row => String(row.rowNo) === search.row) ?? rows[0]
  const columns = useColumns()
  const missing = useMissingRight(job?.kind === 'stock' ? 'stock.write' : 'items.write')
  const seen = job?.rows
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows come while the import goes on
  useEffect(() => {
    if (seen) void client.invalidateQueries({ queryKey: ['csv', 'rows', id] })
  }, [seen, job?.state])
  const refresh = () => client.invalidateQueries({ queryKey: ['csv'] })
  const run = useMutation({
    mutationFn: () => runImport(id),
    onSuccess: started => void go({ search: { view: 'imports', import: started.id } }),
    onSettled: refresh,
  })
  const stop = useMutation({ mutationFn: () => cancelImport(id), onSettled: refresh })
  const toDo = job ? job.new + job.changed : 0
  const reasons = [
    ...missing,
    ...(job?.state === 'done'
      ? toDo === 0
        ? [{ reason: t('csv.nothingToRun') }]
        : []
      : [{ reason: t('csv.notDone') }]),
  ]
  useShortcut(
    'Ctrl+Enter',
    () => run.mutate(),
    job?.dryRun === true && reasons.length === 0 && !run.isPending,
  )
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!job) return null
  return (
    <>
      <ImportHead
        job={job}
        did={did}
        onDid={next => void go({ search: { view: 'imports', import: id, did: next }, replace: true })}
      />
      {run.error || stop.error ? <ErrorState error={run.error ?? stop.error} /> : null}
      <div className="split">
        <div className="split-list">
          <ListTable
            query={list}
            label={t('csv.rows')}
            columns={columns}
            rows={rows}
            rowId={row => String(row.rowNo)}
            rowName={row => `${t('csv.row')} ${row.rowNo}`}
            current={current ? String(current.rowNo) : undefined}
            onCurrent={row => void go({ search: old => ({ ...old, row }), replace: true })}
            empty={
              <EmptyState title={isOn(job) ? t('csv.noRowsYet') : t('csv.noRows')}>
                {job.dryRun ? undefined : t('csv.noRowsShown')}
              </EmptyState>
            }
          />
        </div>
        <RowPane key={current?.rowNo} row={current} dryRun={job.dryRun} />
      </div>
      <Foot
        job={job}
        onStop={
          isOn(job) ? (
            <ReasonButton
              verb={t('csv.stop')}
              reasons={missing}
              loading={stop.isPending}
              onClick={() => stop.mutate()}
            />
          ) : null
        }
      >
        {job.dryRun ? (
          <ReasonButton
            verb={t('csv.run')}
            label={
              job.state === 'done' && toDo > 0
                ? t('csv.runMany', { count: toDo, n: count(toDo) })
                : t('csv.run')
            }
            variant="filled"
            aria-keyshortcuts="Control+Enter"
            rightSection={<Keys keys="Ctrl+Enter" />}
            reasons={reasons}
            loading={run.isPending}
            onClick={() => run.mutate()}
          />
        ) : job.ofImportId ? (
          <Button
            onClick={() => void go({ search: { view: 'imports', import: job.ofImportId ?? undefined } })}
          >
            {t('csv.ofPreview')}
          </Button>
        ) : null}
      </Foot>
    </>
  )
}

function Foot(props: {
  readonly job: Import
  readonly onStop: React.ReactNode
  readonly children: React.ReactNode
}) {
  const { t } = useTranslation()
  return (
    <div className="save-bar">
      <span className="save-count text2">
        {isOn(props.job) ? t('csv.goesOn') : props.job.dryRun ? t('csv.tried') : null}
      </span>
      {props.onStop}
      {props.children}
    </div>
  )
}

function useColumns(): readonly Column<ImportRow>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      { id: 'row', head: t('csv.row'), width: 70, align: 'right', cell: row => count(row.rowNo) },
      {
        id: 'did',
        head: t('csv.outcome'),
        width: 115,
        cell: row => <StateChip look={rowLook(row.did)} />,
      },
      {
        id: 'object',
        head: t('csv.object'),
        width: 160,
        cell: row => <span className="strong">{row.object ?? '–'}</span>,
      },
      { id: 'what', head: t('csv.what'), width: 300, grow: true, cell: row => <What row={row} /> },
    ],
    [t],
  )
}

/** A row in one line: its reason, or its first differences. */
function What({ row }: { readonly row: ImportRow }) {
  if (row.sentence) return <span title={row.sentence}>{row.sentence}</span>
  return (row.differences ?? []).slice(0, 4).map((one, at) => (
    <span key={one.field}>
      {at > 0 ? ' · ' : ''}
      <span className="text2">{one.title}</span>{' '}
      {one.before === null ? '' : `${shownValue(one, one.before)} → `}
      {shownValue(one, one.after) ?? '–'}
    </span>
  ))
}
