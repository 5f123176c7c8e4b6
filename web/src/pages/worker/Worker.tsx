import './worker.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onceKey } from '../../api/call.ts'
import { startRun } from '../../api/runs.ts'
import { type WorkerLane, workerQuery } from '../../api/worker.ts'
import { useRight } from '../../shell/rights.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { FilterTag, Toolbar } from '../../ui/Toolbar.tsx'
import { useNow } from '../../ui/useNow.ts'
import { ago, count, since } from '../../words/format.ts'
import { syncKinds } from '../sync/runFigures.ts'
import { LaneTable, laneState } from './LaneTable.tsx'

/** See that everything runs by itself. */
export default function Worker() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const now = useNow(1_000)
  const { data, error, refetch } = useQuery(workerQuery)
  const [filter, setFilter] = useState<'all' | 'running' | 'failing' | 'locked'>('all')
  const mayStart = useRight('sync.start')
  const runNow = useMutation({
    mutationFn: (lane: WorkerLane) => {
      const kinds = Object.entries(syncKinds).find(([name]) => name === lane.lane)?.[1]
      return startRun({ channels: [lane.connectionId], ...(kinds ? { only: kinds } : {}) }, onceKey())
    },
    onSettled: () => client.invalidateQueries(),
  })
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  const lanes = data?.lanes ?? []
  const processes = (data?.processes ?? []).filter(one => one.stoppedAt === null)
  const alive = processes.filter(one => one.lives)
  const of = (state: string) => lanes.filter(lane => laneState(lane) === state)
  const shown = filter === 'all' ? lanes : of(filter)
  return (
    <div className="page-full">
      <PageHead
        title={t('common.worker')}
        about={
          data
            ? [
                t('worker.services', { count: alive.length }),
                t('worker.runs', { count: of('running').length }),
              ].join(' · ')
            : undefined
        }
      />
      <div className="services">
        {processes.map((one, at) => (
          <section key={`${one.name} ${one.pid}`} className="panel service" aria-label={one.name}>
            <strong>{t('worker.service', { n: at + 1, name: one.name })}</strong>
            <Chip sign={one.lives ? 'full' : 'failed'} tone={one.lives ? 'ok' : 'bad'}>
              {one.lives ? t('worker.alive', { since: since(one.startedAt, now) }) : t('worker.silent')}
            </Chip>
            <span className="text2">
              {one.running > 0 ? t('worker.busy', { n: one.running, slots: one.slots }) : t('worker.idle')}
            </span>
            <span className="text2">{t('worker.signal', { ago: ago(one.beatAt, now) })}</span>
          </section>
        ))}
      </div>
      {runNow.error ? <ErrorState error={runNow.error} /> : null}
      <section className="panel schedules" aria-labelledby="schedules">
        <Toolbar label={t('worker.schedules')}>
          <h2 id="schedules">{t('worker.schedules')}</h2>
          <FilterTag
            label={t('worker.all')}
            count={count(lanes.length)}
            active={filter === 'all'}
            onClick={() => setFilter('all')}
          />
          {(['running', 'failing', 'locked'] as const).map(state => (
            <FilterTag
              key={state}
              label={t(`worker.${filterWords[state]}`)}
              count={count(of(state).length)}
              active={filter === state}
              onClick={() => setFilter(state)}
            />
          ))}
          <ul className="toolbar-end worker-legend" aria-label={t('worker.lastRuns')}>
            <li className="text2">{t('worker.lastRuns')}:</li>
            <li className="legend-good">{t('worker.legendGood')}</li>
            <li className="legend-notes">{t('worker.legendNotes')}</li>
            <li className="legend-bad">{t('worker.legendBad')}</li>
          </ul>
        </Toolbar>
        {data && lanes.length === 0 ? (
          <EmptyState title={t('worker.none')}>{t('worker.noneHelp')}</EmptyState>
        ) : (
          <LaneTable lanes={shown} mayStart={mayStart} onRunNow={lane => runNow.mutate(lane)} />
        )}
        <div className="status-line">
          <span className="toolbar-end">{t('worker.takesOver')}</span>
        </div>
      </section>
    </div>
  )
}

const filterWords = { running: 'nRunning', failing: 'nFailing', locked: 'nLocked' } as const
