import './sync.css'
import { Button, Checkbox, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onceKey } from '../../api/call.ts'
import { connectionsQuery } from '../../api/connections.ts'
import { cancelRun, latestRunsQuery, type Run, type RunWish, startRun } from '../../api/runs.ts'
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
import { CompleteState } from './CompleteState.tsx'
import { FigureTables } from './FigureTables.tsx'
import { PreviewPane } from './PreviewPane.tsx'
import { RunHead } from './RunHead.tsx'
import { total } from './runFigures.ts'
import { isEmptyScope, kindsOf, ScopeFields, usualScope } from './Scope.tsx'
import { useRun } from './useRun.ts'

interface SyncDialogProps {
  readonly wish: SyncWish
  readonly running: Run | undefined
  readonly onClose: () => void
}

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
  const [scope, setScope] = useState(usualScope)
  const [shown, setShown] = useState<string>()
  const [autoClose, setAutoClose] = useState(() => localStorage.getItem(autoCloseKey) === 'true')
  const [watched, setWatched] = useState(false)
  const isAtWork = run?.endedAt === null
  // What was started and not heard of yet is on.
  const isOn = runId !== undefined && (run === undefined || run.endedAt === null)

  useEffect(() => {
    if (isAtWork) setWatched(true)
  }, [isAtWork])
  const over = run !== undefined && run.endedAt !== null
  const isPreview = run?.preview !== null && run?.preview !== undefined
  // Only after success, and only if the run was seen at work here: who opens an old result wants to read it.
  const succeeded = watched && run?.state === 'done' && !isPreview
  useEffect(() => {
    if (succeeded && autoClose) onClose()
  }, [succeeded, autoClose, onClose])
  useEffect(() => {
    if (over) void client.invalidateQueries()
  }, [over, client])

  const begin = useMutation({
    mutationFn: (wish: RunWish) => startRun(wish, onceKey()),
    onSuccess: started => {
      setRunId(started.id)
      return client.invalidateQueries({ queryKey: ['runs'] })
    },
  })
  const start = (dryRun: boolean) => {
    const only = kindsOf(scope)
    begin.mutate({
      channels: [...channels],
      ...(only ? { only } : {}),
      ...(scope.complete ? { complete: true } : {}),
      ...(dryRun ? { dryRun } : {}),
    })
  }
  const chooseAgain = () => {
    begin.reset()
    setRunId(undefined)
    setWatched(false)
  }
  const blocked = [
    ...(channels.size === 0 ? [{ reason: t('sync.chooseChannel') }] : []),
    ...(isEmptyScope(scope) ? [{ reason: t('sync.chooseKind') }] : []),
  ]
  const sendable = isPreview && over && run.state === 'done' && (run.preview?.total ?? 0) > 0
  const sendPreview = () => begin.mutate({ preview: runId ?? '' })
  useShortcut(
    'Ctrl+Enter',
    () => (runId === undefined ? start(false) : sendable ? sendPreview() : onClose()),
    blocked.length === 0 && !begin.isPending,
  )

  const parts = run?.parts ?? []
  const only = shown === undefined ? parts : parts.filter(part => part.connection === shown)
  return (
    <Modal.Root opened onClose={onClose} size={1060} centered transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content className="sync">
        <header className="sync-head">
          <Modal.Title>{isPreview ? t('sync.previewTitle') : t('sync.title')}</Modal.Title>
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
              run={isPreview ? undefined : run}
              chosen={channels}
              onChoose={setChosen}
              fixed={runId !== undefined}
              shown={shown}
              onShow={setShown}
            />
            {runId === undefined ? (
              <ScopeFields scope={scope} onChange={setScope} />
            ) : (
              <p className="sync-hint">{over ? null : t('sync.fixed')}</p>
            )}
          </div>
          <div className="sync-main">
            {begin.error ? <ErrorState error={begin.error} /> : null}
            {interrupted ? <Notice tone="warn">{t('sync.interrupted')}</Notice> : null}
            {isPreview ? (
              <>
                <PreviewPane run={run} />
                <Messages run={run} />
              </>
            ) : (
              <>
                <FigureTables parts={only} name={shown ?? ''} onLeave={onClose} />
                <Messages run={run} onGoesOn={setRunId} />
                <p className="sync-adds">{t('sync.adds')}</p>
              </>
            )}
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
                verb={t('sync.preview')}
                reasons={blocked}
                loading={begin.isPending && begin.variables.dryRun === true}
                onClick={() => start(true)}
              />
              <ReasonButton
                verb={t('sync.start')}
                variant="filled"
                aria-keyshortcuts="Control+Enter"
                reasons={blocked}
                loading={begin.isPending && begin.variables.dryRun !== true}
                onClick={() => start(false)}
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
          ) : isPreview ? (
            <>
              <Button onClick={chooseAgain}>{t('sync.newChoice')}</Button>
              {sendable ? (
                <Button
                  variant="filled"
                  loading={begin.isPending}
                  leftSection={<Icon name="send" size={14} />}
                  rightSection={<Keys keys="Ctrl+Enter" />}
                  onClick={sendPreview}
                >
                  {t('sync.sendExactly')}
                </Button>
              ) : (
                <Button variant="filled" rightSection={<Keys keys="Esc" />} onClick={onClose}>
                  {t('common.close')}
                </Button>
              )}
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
function Messages(props: { readonly run: Run | undefined; readonly onGoesOn?: (runId: string) => void }) {
  const { run, onGoesOn } = props
  const { t } = useTranslation()
  if (!run) return null
  const parked = total(run.parts, 'parked')
  const rejected = total(run.parts, 'rejected')
  const pending = total(run.parts, 'pending')
  const list = [
    ...(parked > 0 ? [t('sync.nParked', { count: parked })] : []),
    ...(rejected > 0 ? [t('sync.nRejected', { count: rejected })] : []),
    ...(pending > 0 ? [t('sync.nPending', { count: pending })] : []),
  ].join(', ')
  const failed = run.parts.filter(part => part.reason !== null)
  const quiet =
    run.state === 'done' &&
    run.parts.length > 0 &&
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
      {run.notes
        .filter(note => note.level === 'warn')
        .map(note => (
          <Notice key={`${note.at} ${note.code} ${note.text}`} tone="warn">
            {note.text}
          </Notice>
        ))}
      {onGoesOn ? <CompleteState run={run} onGoesOn={onGoesOn} /> : null}
      {run.state === 'cancelled' ? <Notice tone="info">{t('sync.cancelledTitle')}</Notice> : null}
      {quiet ? <Notice tone="ok">{t('sync.allCurrent')}</Notice> : null}
    </div>
  )
}
