import './run.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { latestRunsQuery, runQuery } from '../../api/runs.ts'
import { useSync } from '../../shell/SyncContext.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { runLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { clock, duration, fullDate } from '../../words/format.ts'
import { FigureTables } from '../sync/FigureTables.tsx'
import { laneName } from '../sync/laneName.ts'
import { RunHead } from '../sync/RunHead.tsx'
import { useRun } from '../sync/useRun.ts'

/** One run and its result, live while it is on. */
export default function RunPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/runs/$id' })
  const asked = useQuery(runQuery(id))
  const { run } = useRun(id)
  const latest = useQuery(latestRunsQuery)
  const sync = useSync()
  if (asked.error) return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
  if (!run) return null
  const parts = run.lane === null ? run.parts : [run]
  return (
    <div className="page">
      <PageHead
        title={t('runs.one', { at: fullDate(run.startedAt ?? run.askedAt) })}
        about={
          <>
            <StateChip look={runLook(run.state)} /> {t('runs.askedBy', { who: run.askedBy })}
          </>
        }
      >
        <Link to="/runs">{t('platforms.allRuns')}</Link>
        {run.endedAt === null && run.lane === null ? (
          <Button onClick={() => sync.open({ runId: run.id })}>{t('runs.showLive')}</Button>
        ) : null}
      </PageHead>
      {parts
        .filter(part => part.reason !== null)
        .map(part => (
          <Notice key={part.id} tone="bad">
            <strong>{part.connection}:</strong> {part.reason} {part.remedy}
          </Notice>
        ))}
      <section className="panel run-panel">
        <RunHead run={run} before={latest.data?.items ?? []} />
        <FigureTables parts={parts} name={run.connection ?? ''} />
        <p className="run-adds">{t('sync.adds')}</p>
      </section>
      <Panel title={t('runs.parts')} className="run-panel">
        <table className="plain-table">
          <TableHead
            heads={[
              t('runs.channel'),
              t('runs.what'),
              t('runs.state'),
              t('runs.started'),
              { right: t('runs.duration') },
              t('runs.notes'),
            ]}
          />
          <tbody>
            {parts.map(part => (
              <tr key={part.id}>
                <th scope="row">{part.connection}</th>
                <td>{part.lane === null ? '' : laneName(part.lane)}</td>
                <td>
                  <StateChip look={runLook(part.state)} />
                </td>
                <td>{part.startedAt ? clock(part.startedAt, true) : '–'}</td>
                <td className="cell-right">
                  {duration(
                    part.startedAt && part.endedAt
                      ? Date.parse(part.endedAt) - Date.parse(part.startedAt)
                      : null,
                  )}
                </td>
                <td className="run-notes">{part.notes.map(note => note.text).join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </div>
  )
}
