import './sync.css'
import { Button, Checkbox, Modal } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onceKey } from '../../api/call.ts'
import { connectionsQuery } from '../../api/connections.ts'
import { cancelRun, latestRunsQuery, type Run, startRun } from '../../api/runs.ts'
import type { SyncWish } from '../../shell/SyncContext.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { runLook } from '../../ui/states.ts'
import { clock } from '../../words/format.ts'
import { ChannelList } from './ChannelList.tsx'
import { FigureTables } from './FigureTables.tsx'
import { RunHead } from './RunHead.tsx'
import { type SyncKind, syncKinds, total } from './runFigures.ts'
import { useRun } from './useRun.ts'

interface SyncDialogProps {
  readonly wish: SyncWish
  readonly running: Run | undefined
  readonly onClose: () => void
}

const allKinds = Object.keys(syncKinds) as SyncKind[]
const autoCloseKey = 'kontor-close-after-sync'

/**
 * The dialog "Abgleich durchführen": choose and start, watch, understand. Closing it leaves the run alone; opened while a
 * run is on, it shows that one.
 */
export default function SyncDialog({ wish, running, onClose }: SyncDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [runId, setRunId] = useState(wish.runId ?? running?.id)
  const { run, interrupted } = useRun(runId)
  const connections = useQuery(connectionsQuery)
  const latest = useQuery(latestRunsQuery)
  const usable = (connections.data ?? []).filter(one => one.state !== 'locked')
  const [chosen, setChosen] = useState<ReadonlySet<string>>()
  const channels = chosen ?? new Set(wish.connections ?? usable.map(one => one.id))
  const [kinds, setKinds] = useState<ReadonlySet<SyncKind>>(new Set(allKinds))
  const [shown, setShown] = useState<string>()
  const [autoClose, setAutoClose] = useState(() => localStorage.getItem(autoCloseKey) === 'true')
  const [watched, setWatched] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const isOn = runId !== undefined && run?.endedAt === null

  useEffect(() => {
    if (isOn) setWatched(true)
  }, [isOn])
  // Only after success, and only if the run was seen at work here: who opens an old result wants to read it.
  const succeeded = watched && run?.state === 'done'
  useEffect(() => {
    if (succeeded && autoClose) onClose()
  }, [succeeded, autoClose, onClose])
  const over = run !== undefined && run.endedAt !== null
  useEffect(() => {
    if (over) void client.invalidateQueries()
  }, [over, client])

  const start = useCallback(async () => {
    setProblem(undefined)
    try {
      const all = kinds.size === allKinds.length
      const started = await startRun(
        {
          channels: [...channels],
          ...(all ? {} : { only: [...kinds].flatMap(kind => [...syncKinds[kind]]) }),
        },
        onceKey(),
      )
      setRunId(started.id)
      await client.invalidateQueries({ queryKey: ['runs'] })
    } catch (error) {
      setProblem(error)
    }
  }, [channels, kinds, client])
  const blocked = [
    ...(channels.size === 0 ? [{ reason: t('sync.chooseChannel') }] : []),
    ...(kinds.size === 0 ? [{ reason: t('sync.chooseKind') }] : []),
  ]
  useShortcut('Ctrl+Enter', () => (runId === undefined ? void start() : onClose()), blocked.length === 0)

  const parts = run?.parts ?? []
  const only = shown === undefined ? parts : parts.filter(part => part.connection === shown)
  return (
    <Modal.Root opened onClose={onClose} size={1060} centered transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content className="sync">
        <header className="sync-head">
          <Modal.Title>{t('sync.title')}</Modal.Title>
          {run ? (
            <span className="text2">
              {t('sync.started', { at: clock(run.startedAt ?? run.askedAt, true), who: run.askedBy })}
            </span>
          ) : null}
          <span className="sync-state">
            {run ? <StateChip look={runLook(run.state)} filled={false} /> : null}
          </span>
          <Modal.CloseButton aria-label={t('common.close')} />
        </header>
        {run ? <RunHead run={run} before={latest.data?.items ?? []} /> : null}
        <div className="sync-body">
          <div className="sync-side">
            <ChannelList
              connections={connections.data ?? []}
              run={run}
              chosen={channels}
              onChoose={setChosen}
              shown={shown}
              onShow={setShown}
            />
            {run ? null : (
              <fieldset className="sync-scope">
                <legend>{t('sync.kinds')}</legend>
                {allKinds.map(kind => (
                  <Checkbox
                    key={kind}
                    label={t(`sync.lane_${kind}`)}
                    checked={kinds.has(kind)}
                    onChange={event => setKinds(withOrWithout(kinds, kind, event.currentTarget.checked))}
                  />
                ))}
              </fieldset>
            )}
            <p className="sync-hint">{run ? t('sync.fixed') : t('sync.changesOnlyHelp')}</p>
          </div>
          <div className="sync-main">
            {problem === undefined ? null : <ErrorState error={problem} />}
            {interrupted ? <Notice tone="warn">{t('sync.interrupted')}</Notice> : null}
            <FigureTables parts={only} name={shown ?? ''} onLeave={onClose} />
            <Messages run={run} />
            <p className="sync-adds">{t('sync.adds')}</p>
          </div>
        </div>
        <footer className="sync-foot">
          <Checkbox
            label={t('sync.autoClose')}
            checked={autoClose}
            onChange={event => {
              localStorage.setItem(autoCloseKey, String(event.currentTarget.checked))
              setAutoClose(event.currentTarget.checked)
            }}
          />
          <span className="sync-note">{isOn ? t('sync.closing') : null}</span>
          {runId === undefined ? (
            <>
              <Button onClick={onClose}>{t('common.cancel')}</Button>
              <ReasonButton
                verb={t('sync.start')}
                variant="filled"
                reasons={blocked}
                onClick={() => void start()}
                leftSection={<Icon name="sync" size={14} />}
                rightSection={<Keys keys="Ctrl+Enter" />}
              />
            </>
          ) : isOn ? (
            <>
              <Button leftSection={<Icon name="stop" size={12} />} onClick={() => void cancelRun(runId)}>
                {t('sync.cancelRun')}
              </Button>
              <Button variant="filled" rightSection={<Keys keys="Esc" />} onClick={onClose}>
                {t('sync.background')}
              </Button>
            </>
          ) : (
            <>
              <Button
                onClick={() => {
                  onClose()
                  void navigate({ to: '/runs/$id', params: { id: runId } })
                }}
              >
                {t('sync.result')}
              </Button>
              <Button variant="filled" rightSection={<Keys keys="Esc" />} onClick={onClose}>
                {t('common.close')}
              </Button>
            </>
          )}
        </footer>
      </Modal.Content>
    </Modal.Root>
  )
}

/** What needs a person, while it runs and after. */
function Messages({ run }: { readonly run: Run | undefined }) {
  const { t } = useTranslation()
  if (!run) return null
  const parked = total(run.parts, 'parked')
  const rejected = total(run.parts, 'rejected')
  const list = [
    ...(parked > 0 ? [t('sync.nParked', { count: parked })] : []),
    ...(rejected > 0 ? [t('sync.nRejected', { count: rejected })] : []),
  ].join(', ')
  const failed = run.parts.filter(part => part.reason !== null)
  const quiet =
    run.state === 'done' &&
    ['new', 'updated', 'parked', 'sent'].every(name => total(run.parts, name as 'new') === 0)
  return (
    <div className="sync-messages">
      {failed.map(part => (
        <Notice key={part.id} tone="bad">
          <strong>{part.connection}:</strong> {part.reason} {part.remedy}
        </Notice>
      ))}
      {list === '' ? null : (
        <Notice tone="warn">
          {run.endedAt === null ? t('sync.attention', { list }) : t('sync.attentionDone', { list })}
        </Notice>
      )}
      {run.state === 'cancelled' ? <Notice tone="info">{t('sync.cancelledTitle')}</Notice> : null}
      {quiet ? <Notice tone="ok">{t('sync.allCurrent')}</Notice> : null}
    </div>
  )
}

function withOrWithout<T>(set: ReadonlySet<T>, one: T, wanted: boolean): ReadonlySet<T> {
  const next = new Set(set)
  if (wanted) next.add(one)
  else next.delete(one)
  return next
}
