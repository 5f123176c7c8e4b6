import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { onceKey } from '../../api/call.ts'
import { changeSweeps, sweepsQuery } from '../../api/complete.ts'
import { type Run, startRun } from '../../api/runs.ts'
import { useRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'

interface CompleteStateProps {
  readonly run: Run
  /** Called with the run that goes on where the paused one stood. */
  readonly onGoesOn: (runId: string) => void
}

/** Of a run that sends everything again: pause it, or let it go on where it was. */
export function CompleteState({ run, onGoesOn }: CompleteStateProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const channels = [...new Set((run.complete ?? []).map(one => one.channelId))]
  const sweeps = useQuery({ ...sweepsQuery, enabled: channels.length > 0 })
  const may = useRight('sync.start')
  const own = (sweeps.data ?? []).filter(one => channels.includes(one.channelId))
  const paused = own.filter(one => one.state === 'paused')
  const isOn = run.endedAt === null
  const change = useMutation({
    mutationFn: async (act: 'pause' | 'resume') => {
      await changeSweeps(act, channels)
      // Without a background service nobody would take it up again.
      return act === 'resume' ? await startRun({ channels }, onceKey()) : undefined
    },
    onSuccess: async next => {
      await client.invalidateQueries({ queryKey: sweepsQuery.queryKey })
      if (next) onGoesOn(next.id)
    },
  })
  if (own.length === 0) return null
  const running = own.length - paused.length
  return (
    <>
      {change.error ? <ErrorState error={change.error} /> : null}
      {paused.length > 0 ? (
        <Notice tone="warn">
          {t('sync.pausedNotice')}{' '}
          {may ? (
            <Button loading={change.isPending} onClick={() => change.mutate('resume')}>
              {t('sync.resume')}
            </Button>
          ) : null}
        </Notice>
      ) : isOn && running > 0 && may ? (
        <div>
          <Button loading={change.isPending} onClick={() => change.mutate('pause')}>
            {t('sync.pause')}
          </Button>
        </div>
      ) : null}
    </>
  )
}
