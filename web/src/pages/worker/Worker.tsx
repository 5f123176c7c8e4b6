import '../../ui/split.css'
import './worker.css'
import { Tabs } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onceKey } from '../../api/call.ts'
import { startRun } from '../../api/runs.ts'
import { type WorkerLane, workerQuery } from '../../api/worker.ts'
import { useRight } from '../../shell/rights.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { FilterTag, Toolbar } from '../../ui/Toolbar.tsx'
import { useNow } from '../../ui/useNow.ts'
import { ago, count, since } from '../../words/format.ts'
import { syncKinds } from '../sync/runFigures.ts'
import { Alerts } from './Alerts.tsx'
import { Incidents } from './Incidents.tsx'
import { LaneTable, laneState } from './LaneTable.tsx'
import { ScheduleDialog } from './ScheduleDialog.tsx'

/** See that everything runs by itself. */
export default function Worker() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const now = useNow(1_000)
  const { data, error, refetch } = useQuery(workerQuery)
  const [filter, setFilter] = useState<'all' | 'running' | 'failing' | 'locked'>('all')
  const mayStart = useRight('sync.start')
  const mayWrite = useRight('worker.write')
  const mayRead = useRight('connections.read')
  const [scheduling, setScheduling] = useState<WorkerLane>()
  const [saved, setSaved] = useState<string>()
  const search = useSearch({ from: '/worker' })
  const go = useNavigate({ from: '/worker' })
  const view = search.view === 'incidents' && mayRead ? 'incidents' : 'schedules'
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
  const failing = (lane: WorkerLane) =>
    (['failing', 'refused', 'open', 'stalled'] as const).some(state => state === laneState(lane))
  const of = (state: string) =>
    lanes.filter(lane => (state === 'failing' ? failing(lane) : laneState(lane) === state))
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
      {mayRead ? (
        <Tabs
          className="page-tabs"
          value={view}
          onChange={next => void go({ search: next === 'incidents' ? { view: next } : {}, replace: true })}
        >
          <Tabs.List aria-label={t('common.worker')}>
            <Tabs.Tab value="schedules" aria-controls="worker-view">
              {t('worker.view_schedules')}
            </Tabs.Tab>
            <Tabs.Tab value="incidents" aria-controls="worker-view">
              {t('worker.view_incidents')}
            </Tabs.Tab>
          </Tabs.List>
        </Tabs>
      ) : null}
      {runNow.error ? <ErrorState error={runNow.error} /> : null}
      {saved ? (
        <div className="said">
          <Notice tone="ok">{t('worker.scheduleSaved', { channel: saved })}</Notice>
        </div>
      ) : null}
      {view === 'incidents' ? (
        <div className="worker-pair" id="worker-view">
          <Incidents />
          <Alerts />
        </div>
      ) : (
        <section id="worker-view" className="panel schedules" aria-labelledby="schedules">
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
            <LaneTable
              lanes={shown}
              mayStart={mayStart}
              onRunNow={lane => runNow.mutate(lane)}
              onSchedule={mayWrite ? setScheduling : undefined}
            />
          )}
          <div className="status-line">
            <span className="toolbar-end">{t('worker.takesOver')}</span>
          </div>
        </section>
      )}
      {scheduling ? (
        <ScheduleDialog
          lane={scheduling}
          onClose={() => setScheduling(undefined)}
          onSaved={() => {
            setSaved(scheduling.connection)
            setScheduling(undefined)
          }}
        />
      ) : null}
    </div>
  )
}

const filterWords = { running: 'nRunning', failing: 'nFailing', locked: 'nLocked' } as const
