import './platforms.css'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { checkConnection, unlockConnection } from '../../api/connections.ts'
import { type Platform, platformStates, platformsQuery } from '../../api/platforms.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { SyncButton } from '../../shell/SyncButton.tsx'
import { useSync } from '../../shell/SyncContext.tsx'
import { Bars } from '../../ui/Bars.tsx'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { platformLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { useNow } from '../../ui/useNow.ts'
import { ago, clock, count, shortDate, since } from '../../words/format.ts'
import { Completeness } from './Completeness.tsx'
import { Decisions } from './Decisions.tsx'
import { HealthPanel } from './HealthPanel.tsx'
import { LatestRuns } from './LatestRuns.tsx'

/** See in five seconds whether selling runs. */
export default function Platforms() {
  const { t } = useTranslation()
  const query = useQuery(platformsQuery)
  const list = query.data?.items ?? []
  const [said, setSaid] = useState<{ readonly ok: boolean; readonly text: string }>()
  const states = platformStates
    .map(state => ({ state, n: list.filter(one => one.state === state).length }))
    .filter(one => one.n > 0)
    .map(({ state, n }) => t(`platforms.n_${state}`, { n }))
  return (
    <div className="page">
      <PageHead
        title={t('common.platforms')}
        about={
          list.length > 0
            ? `${t('platforms.counts', { count: list.length })}: ${states.join(' · ')}`
            : undefined
        }
      >
        <SyncButton />
      </PageHead>
      {said ? <Notice tone={said.ok ? 'ok' : 'bad'}>{said.text}</Notice> : null}
      <section className="panel platforms" aria-label={t('platforms.channel')}>
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data?.items.length === 0 ? (
          <EmptyState title={t('platforms.none')}>{t('platforms.noneHelp')}</EmptyState>
        ) : (
          <table className="plain-table">
            <TableHead
              heads={[
                t('platforms.channel'),
                t('platforms.state'),
                t('platforms.lastFetch'),
                t('platforms.ordersToday'),
                t('platforms.waiting'),
                { right: t('platforms.errors') },
                t('platforms.nextRun'),
                { heard: t('platforms.action') },
              ]}
            />
            <tbody>
              {list.map(platform => (
                <PlatformRow key={platform.channelId} platform={platform} onSaid={setSaid} />
              ))}
            </tbody>
          </table>
        )}
      </section>
      {query.data ? <Completeness today={query.data.today} /> : null}
      <div className="platforms-pair">
        <Decisions platforms={list} />
        <LatestRuns />
      </div>
      <HealthPanel />
    </div>
  )
}

interface PlatformRowProps {
  readonly platform: Platform
  readonly onSaid: (said: { ok: boolean; text: string }) => void
}

function PlatformRow({ platform, onSaid }: PlatformRowProps) {
  const { t } = useTranslation()
  const now = useNow()
  const late = platform.state === 'failing'
  const errors = platform.errors.failedRuns + platform.errors.parked + platform.errors.refused
  return (
    <tr className={`platform platform-${platform.state}`} data-channel={platform.channel}>
      <th scope="row">
        <span className="platform-name">
          <ChannelSign name={platform.channel} large />
          <span className="two-lines">
            <span>{platform.channel}</span>
            <span>{platform.systemTitle}</span>
          </span>
        </span>
      </th>
      <td>
        <span className="two-lines">
          <StateChip look={platformLook(platform.state)} />
          <span title={[platform.sentence, platform.remedy].filter(Boolean).join(' ')}>
            {platform.sentence}
          </span>
        </span>
      </td>
      <td className={late ? 'tone-bad' : ''}>
        <span className="two-lines">
          <span>{platform.lastFetch ? shortDate(platform.lastFetch) : t('platforms.never')}</span>
          <span>{platform.lastFetch ? ago(platform.lastFetch, now) : ''}</span>
        </span>
      </td>
      <td>
        <span className="platform-days">
          <strong>{count(platform.ordersToday)}</strong>
          <Bars
            values={platform.bars.map(bar => bar.orders)}
            tone={late ? 'bad' : 'normal'}
            label={t('platforms.lastDays', { list: platform.bars.map(bar => bar.orders).join(', ') })}
          />
        </span>
      </td>
      <td>
        {platform.waiting.count === 0 ? (
          <span className="text2">{t('common.none')}</span>
        ) : (
          <Link to="/outbox">
            <strong>{count(platform.waiting.count, platform.waiting.countCapped)}</strong>{' '}
            {platform.waiting.oldest ? since(platform.waiting.oldest, now) : null}
          </Link>
        )}
      </td>
      <td className={errors > 0 ? 'cell-right tone-info strong' : 'cell-right text2'}>{count(errors)}</td>
      <td>{platform.nextAt ? clock(platform.nextAt) : '–'}</td>
      <td className="cell-right">
        <PlatformAction platform={platform} onSaid={onSaid} />
      </td>
    </tr>
  )
}

/** The one action that fits: synchronise, check, or unlock. */
function PlatformAction({ platform, onSaid }: PlatformRowProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sync = useSync()
  const lackingStart = useMissingRight('sync.start')
  const lackingWrite = useMissingRight('connections.write')
  const say = (error: unknown) =>
    onSaid({ ok: false, text: error instanceof Error ? error.message : String(error) })
  const check = useMutation({
    mutationFn: () => checkConnection(platform.connectionId),
    onError: say,
    onSuccess: report =>
      onSaid({
        ok: report.ok,
        text: report.ok
          ? t('platforms.checkOk', { name: platform.connection, system: report.system })
          : [
              t('platforms.checkBad', { name: platform.connection }),
              ...report.lines.filter(line => !line.ok).map(line => line.text),
            ].join(' '),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: platformsQuery.queryKey }),
  })
  const unlock = useMutation({
    mutationFn: () => unlockConnection(platform.connectionId),
    onError: say,
    onSettled: () => client.invalidateQueries(),
  })
  if (platform.state === 'locked')
    return (
      <ReasonButton verb={t('platforms.unlock')} reasons={lackingWrite} onClick={() => unlock.mutate()} />
    )
  if (platform.state === 'failing')
    return (
      <ReasonButton
        verb={check.isPending ? t('platforms.checking') : t('platforms.check')}
        reasons={lackingWrite}
        onClick={() => check.mutate()}
      />
    )
  return lackingStart.length === 0 ? (
    <Button
      aria-label={`${t('platforms.sync')}: ${platform.channel}`}
      onClick={() => sync.open({ connections: [platform.connectionId] })}
    >
      {t('platforms.sync')}
    </Button>
  ) : (
    <ReasonButton verb={t('platforms.sync')} reasons={lackingStart} onClick={() => {}} />
  )
}
