import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { WorkerLane } from '../../api/worker.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip, type Sign, type Tone } from '../../ui/Chip.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { clock, duration, shortDate } from '../../words/format.ts'
import { laneName } from '../sync/laneName.ts'

const looks = {
  running: ['running', 'accent', false],
  open: ['held', 'bad', true],
  failing: ['failed', 'bad', true],
  refused: ['failed', 'bad', true],
  stalled: ['check', 'warn', true],
  paused: ['held', 'hold', true],
  locked: ['lock', 'mute', false],
  off: ['left', 'mute', false],
  outsideWindow: ['waiting', 'mute', false],
  waiting: ['waiting', 'mute', false],
  ok: ['full', 'ok', false],
} as const satisfies Record<string, readonly [Sign, Tone, boolean]>

/** The state of a lane as this page knows it. */
export function laneState(lane: WorkerLane): keyof typeof looks {
  return (Object.keys(looks) as (keyof typeof looks)[]).find(state => state === lane.state) ?? 'waiting'
}

interface LaneTableProps {
  readonly lanes: readonly WorkerLane[]
  readonly mayStart: boolean
  readonly onRunNow: (lane: WorkerLane) => void
  /** Changes when a lane runs; undefined without the right to it. */
  readonly onSchedule: ((lane: WorkerLane) => void) | undefined
}

/** Per channel and task: how often, when, how it is, the last runs, the next one. */
export function LaneTable({ lanes, mayStart, onRunNow, onSchedule }: LaneTableProps) {
  const { t } = useTranslation()
  return (
    <div className="table-scroll">
      <table className="plain-table lanes">
        <TableHead
          heads={[
            ...(['channel', 'task', 'interval', 'window', 'state', 'lastRuns'] as const).map(name =>
              t(`worker.${name}`),
            ),
            { right: t('worker.last') },
            { right: t('worker.duration') },
            t('worker.next'),
            { heard: t('platforms.action') },
          ]}
        />
        <tbody>
          {lanes.map((lane, at) => {
            const state = laneState(lane)
            const [sign, tone, filled] = looks[state]
            const isFirst = lanes[at - 1]?.connectionId !== lane.connectionId
            return (
              <tr key={`${lane.connectionId} ${lane.lane}`}>
                <th scope="row">
                  {isFirst ? (
                    <ChannelName name={lane.connection} />
                  ) : (
                    <span className="heard-only">{lane.connection}</span>
                  )}
                </th>
                <td>{laneName(lane.lane)}</td>
                <td>
                  {onSchedule ? (
                    <button
                      type="button"
                      className="link-button"
                      aria-label={t('worker.scheduleOf', {
                        channel: lane.connection,
                        task: laneName(lane.lane),
                      })}
                      onClick={() => onSchedule(lane)}
                    >
                      {interval(lane.everySeconds, t)}
                    </button>
                  ) : (
                    interval(lane.everySeconds, t)
                  )}
                </td>
                <td title={lane.timeZone}>{lane.windowText}</td>
                <td title={lane.sentence}>
                  <Chip sign={sign} tone={tone} filled={filled}>
                    {lane.sentence === '' ? t(`worker.${state}`) : lane.sentence}
                  </Chip>
                </td>
                <td>
                  <LastRuns lane={lane} />
                </td>
                <td className="cell-right">{lane.lastAt ? shortDate(lane.lastAt) : '–'}</td>
                <td className="cell-right">{duration(lane.lastMs)}</td>
                <td>{lane.nextAt ? clock(lane.nextAt, true) : t('worker.onChange')}</td>
                <td className="cell-right">
                  {state === 'running' && lane.runId ? (
                    <Link to="/runs/$id" params={{ id: lane.runId }}>
                      {t('worker.show')}
                    </Link>
                  ) : mayStart && state !== 'locked' ? (
                    <button
                      type="button"
                      className="link-button"
                      aria-label={t('worker.nowOf', { channel: lane.connection, task: laneName(lane.lane) })}
                      onClick={() => onRunNow(lane)}
                    >
                      {t('worker.now')}
                    </button>
                  ) : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** The last runs as bars: height and colour say how each ended. */
function LastRuns({ lane }: { readonly lane: WorkerLane }) {
  const { t } = useTranslation()
  const runs = lane.runs.slice(-20).map(run => {
    const bad = run.state === 'failed' || run.state === 'lost'
    return bad ? 'bad' : run.code !== null ? 'notes' : 'good'
  })
  const of = (kind: string) => runs.filter(run => run === kind).length
  return (
    <svg
      className="last-runs"
      viewBox="0 0 120 14"
      width="120"
      height="14"
      role="img"
      aria-label={t('worker.barsLabel', { good: of('good'), notes: of('notes'), bad: of('bad') })}
    >
      {runs.map((kind, at) => {
        const height = kind === 'good' ? 5 : kind === 'notes' ? 9 : 13
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a run is its place
            key={at}
            className={`run-${kind}`}
            x={(20 - runs.length + at) * 6}
            y={(14 - height) / 2}
            width="4"
            height={height}
          />
        )
      })}
    </svg>
  )
}

/** An interval as a person says it. */
function interval(seconds: number | null, t: TFunction): string {
  if (seconds === null) return t('worker.onChange')
  if (seconds < 120) return t('worker.everySeconds', { n: seconds })
  if (seconds < 7200) return t('worker.everyMinutes', { n: Math.round(seconds / 60) })
  return t('worker.everyHours', { n: Math.round(seconds / 3600) })
}
