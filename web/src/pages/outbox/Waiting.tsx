import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { changeSweeps, type Sweep, sweepsQuery } from '../../api/complete.ts'
import { type Platform, platformsQuery } from '../../api/platforms.ts'
import { useMissingRight, useRight } from '../../shell/rights.ts'
import { useSync } from '../../shell/SyncContext.tsx'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { platformLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { useNow } from '../../ui/useNow.ts'
import { clock, count, duration, since } from '../../words/format.ts'
import { kindsWord } from '../../words/kindWord.ts'

/** What waits per channel, and since when; complete synchronisations with how far they are. */
export function Waiting() {
  const { t } = useTranslation()
  const platforms = useQuery(platformsQuery)
  const sweeps = useQuery({ ...sweepsQuery, enabled: useRight('sync.read') })
  const client = useQueryClient()
  const lacking = useMissingRight('sync.start')
  const change = useMutation({
    mutationFn: ({ act, channel }: { act: 'pause' | 'resume'; channel: string }) =>
      changeSweeps(act, [channel]),
    onSettled: () => client.invalidateQueries(),
  })
  if (platforms.error) return <ErrorState error={platforms.error} onRetry={() => void platforms.refetch()} />
  if (platforms.data?.items.length === 0)
    return <EmptyState title={t('outbox.none')}>{t('outbox.noneHelp')}</EmptyState>
  return (
    <div className="table-scroll">
      {change.error ? <ErrorState error={change.error} /> : null}
      <table className="plain-table waiting-table">
        <TableHead
          heads={[
            t('outbox.channel'),
            t('outbox.state'),
            { right: t('outbox.count') },
            t('outbox.what'),
            t('outbox.oldest'),
            t('outbox.next'),
            { heard: t('platforms.action') },
          ]}
        />
        <tbody>
          {(platforms.data?.items ?? []).flatMap(platform => [
            <WaitingRow key={platform.channelId} platform={platform} lacking={lacking} />,
            ...(sweeps.data ?? [])
              .filter(one => one.channelId === platform.channelId)
              .map(sweep => (
                <SweepRow
                  key={`${sweep.channelId} ${sweep.kind}`}
                  sweep={sweep}
                  lacking={lacking}
                  onChange={act => change.mutate({ act, channel: sweep.channelId })}
                />
              )),
          ])}
        </tbody>
      </table>
    </div>
  )
}

function WaitingRow({
  platform,
  lacking,
}: {
  readonly platform: Platform
  readonly lacking: readonly Reason[]
}) {
  const { t } = useTranslation()
  const now = useNow()
  const sync = useSync()
  const { waiting } = platform
  const locked = platform.state === 'locked' ? [{ reason: platform.sentence }] : []
  return (
    <tr data-channel={platform.channel}>
      <th scope="row">
        <ChannelName name={platform.channel} />
      </th>
      <td title={[platform.sentence, platform.remedy].filter(Boolean).join(' ')}>
        <StateChip look={platformLook(platform.state)} filled={false} />
      </td>
      <td className="cell-right strong">
        {waiting.count === 0 ? <span className="text3">0</span> : count(waiting.count, waiting.countCapped)}
      </td>
      <td>
        {waiting.count === 0 ? (
          <span className="text2">{t('outbox.nothing')}</span>
        ) : (
          waiting.kinds
            .map(one => t('outbox.kindCount', { kind: kindsWord(one.kind), n: count(one.count) }))
            .join(' · ')
        )}
      </td>
      <td>{waiting.oldest ? since(waiting.oldest, now) : '–'}</td>
      <td>{platform.nextAt ? clock(platform.nextAt) : t('platforms.onChange')}</td>
      <td className="cell-right">
        <ReasonButton
          verb={t('outbox.sendNow')}
          aria-label={`${t('outbox.sendNow')}: ${platform.channel}`}
          reasons={[...lacking, ...locked]}
          onClick={() => sync.open({ connections: [platform.connectionId] })}
        />
      </td>
    </tr>
  )
}

function SweepRow(props: {
  readonly sweep: Sweep
  readonly lacking: readonly Reason[]
  readonly onChange: (act: 'pause' | 'resume') => void
}) {
  const { sweep, lacking, onChange } = props
  const { t } = useTranslation()
  const paused = sweep.state === 'paused'
  const total = sweep.total === null ? '?' : count(sweep.total)
  const verb = paused ? t('outbox.resumeComplete') : t('outbox.pauseComplete')
  return (
    <tr data-sweep={sweep.kind}>
      <th scope="row">
        <span className="heard-only">{sweep.channel}</span>
      </th>
      <td>
        <StateChip
          look={
            paused
              ? { sign: 'held', tone: 'hold', word: t('sync.paused') }
              : { sign: 'running', tone: 'accent', word: t('sync.complete') }
          }
          filled={paused}
        />
      </td>
      <td className="cell-right">{count(sweep.done)}</td>
      <td>
        {`${kindsWord(sweep.kind)} ${t('sync.doneOf', { done: count(sweep.done), total: sweep.estimated ? t('sync.about', { n: total }) : total })}`}
      </td>
      <td colSpan={2}>
        <Progress
          share={sweep.total ? sweep.done / sweep.total : undefined}
          label={`${sweep.channel} ${kindsWord(sweep.kind)}`}
        />
        {sweep.secondsLeft === null || paused
          ? null
          : t('sync.timeLeft', { time: duration(sweep.secondsLeft * 1000) })}
      </td>
      <td className="cell-right">
        {lacking.length > 0 ? (
          <ReasonButton verb={verb} reasons={lacking} onClick={() => {}} />
        ) : (
          <Button
            aria-label={`${verb}: ${sweep.channel} ${kindsWord(sweep.kind)}`}
            onClick={() => onChange(paused ? 'resume' : 'pause')}
          >
            {verb}
          </Button>
        )}
      </td>
    </tr>
  )
}
