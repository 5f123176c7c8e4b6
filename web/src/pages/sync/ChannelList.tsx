import { useTranslation } from 'react-i18next'
import type { Connection } from '../../api/connections.ts'
import type { Run, RunPart } from '../../api/runs.ts'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { runLook } from '../../ui/states.ts'

interface ChannelListProps {
  readonly connections: readonly Connection[]
  readonly run: Run | undefined
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (ids: ReadonlySet<string>) => void
  /** The choice cannot be changed any more. */
  readonly fixed: boolean
  /** The connection whose figures are shown, by name; undefined: all. */
  readonly shown: string | undefined
  readonly onShow: (name: string | undefined) => void
}

/** The channels of the dialog: before the start to be ticked, then each with how far it is. */
export function ChannelList({ connections, run, chosen, onChoose, fixed, shown, onShow }: ChannelListProps) {
  const { t } = useTranslation()
  const inRun = new Set(run?.parts.map(part => part.connection))
  const n = run ? inRun.size : chosen.size
  return (
    <div className="sync-channels">
      <div className="sync-channels-head">
        <span>{t('sync.channels')}</span>
        <strong>{t('sync.nOf', { n, all: connections.length })}</strong>
      </div>
      <ul>
        {connections.map(connection => {
          const parts = run?.parts.filter(part => part.connection === connection.name) ?? []
          const locked = connection.state === 'locked'
          const isIn = run ? parts.length > 0 : chosen.has(connection.id)
          return (
            <li
              key={connection.id}
              className={shown === connection.name ? 'sync-channel sync-shown' : 'sync-channel'}
            >
              <input
                type="checkbox"
                aria-label={connection.name}
                checked={isIn}
                disabled={locked || fixed}
                onChange={event => {
                  const next = new Set(chosen)
                  if (event.target.checked) next.add(connection.id)
                  else next.delete(connection.id)
                  onChoose(next)
                }}
              />
              <ChannelSign name={connection.name} large />
              <button
                type="button"
                className="sync-channel-text"
                disabled={parts.length === 0}
                aria-pressed={shown === connection.name}
                onClick={() => onShow(shown === connection.name ? undefined : connection.name)}
              >
                <span className="strong">{connection.name}</span>
                <ChannelStand connection={connection} parts={parts} isIn={isIn} started={run !== undefined} />
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

interface ChannelStandProps {
  readonly connection: Connection
  readonly parts: readonly RunPart[]
  readonly isIn: boolean
  readonly started: boolean
}

function ChannelStand({ connection, parts, isIn, started }: ChannelStandProps) {
  const { t } = useTranslation()
  if (connection.state === 'locked')
    return (
      <Chip sign="lock" tone="mute">
        {connection.reason ? t('sync.lockedWhy', { why: connection.reason }) : t('sync.lockedChannel')}
      </Chip>
    )
  if (!started || !isIn)
    return (
      <Chip sign={isIn ? 'empty' : 'left'} tone="mute">
        {isIn ? t('sync.ready') : t('sync.notChosen')}
      </Chip>
    )
  const failed = parts.find(part => part.state === 'failed')
  const done = parts.filter(part => part.endedAt !== null).length
  if (failed) return <StateChip look={runLook('failed')} filled={false} />
  if (done === parts.length) return <StateChip look={runLook(parts[0]?.state ?? 'done')} filled={false} />
  return (
    <span className="sync-channel-progress">
      <StateChip look={runLook('running')} />
      <Progress share={parts.length === 1 ? undefined : done / parts.length} label={connection.name} />
    </span>
  )
}
