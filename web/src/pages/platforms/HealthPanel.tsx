import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Health, healthQuery, incidentsQuery } from '../../api/health.ts'
import { useRight } from '../../shell/rights.ts'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { healthLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { useNow } from '../../ui/useNow.ts'
import { ago, clock, count, percent, since } from '../../words/format.ts'
import { kindsWord } from '../../words/kindWord.ts'
import { laneName } from '../sync/laneName.ts'

/** One tile per connection: last success per kind, oldest unsent, errors, access, quota; what is wrong in sentences. */
export function HealthPanel() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(healthQuery)
  const incidents = useQuery(incidentsQuery)
  const mayOpen = useRight('worker.read')
  const open = (incidents.data?.items ?? []).filter(one => one.closedAt === null).length
  if (data?.length === 0) return null
  return (
    <Panel
      title={t('health.title')}
      about={open > 0 ? t('health.open', { count: open }) : t('health.noneOpen')}
      className="health"
      aside={
        mayOpen ? (
          <Link to="/worker" search={{ view: 'incidents' }}>
            {t('health.incidents')}
          </Link>
        ) : undefined
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      <ul className="health-tiles">
        {(data ?? []).map(one => (
          <Tile key={one.connectionId} health={one} />
        ))}
      </ul>
    </Panel>
  )
}

function Tile({ health }: { readonly health: Health }) {
  const { t } = useTranslation()
  const now = useNow()
  const { errorRate, credentialDays } = health
  const low = credentialDays !== null && credentialDays <= 14
  return (
    <li
      className={`health-tile health-${health.locked ? 'locked' : health.colour}${health.channels.length > 1 ? ' health-many' : ''}`}
    >
      <div className="health-head">
        <ChannelSign name={health.connection} />
        <h3>{health.connection}</h3>
        <StateChip look={healthLook(health)} />
      </div>
      {health.findings.slice(0, 2).map(one => (
        <p key={one.rule} className={one.severity === 'red' ? 'tone-bad' : 'tone-warn'} title={one.remedy}>
          {one.sentence}
        </p>
      ))}
      {health.openedAt ? (
        <p className="text2">
          {t('health.pauses', {
            since: since(health.openedAt, now),
            at: health.nextTryAt ? clock(health.nextTryAt) : '–',
          })}
        </p>
      ) : null}
      <dl className="health-facts">
        <dt>{t('health.good')}</dt>
        <dd>
          {health.goodAt.map(({ lane, at }) => (
            <span key={lane}>
              {laneName(lane)} <span className="text2">{at ? ago(at, now) : t('health.neverGood')}</span>
            </span>
          ))}
        </dd>
        <dt>{t('health.oldest')}</dt>
        <dd>
          {health.oldestUnsent
            ? t('health.waits', {
                since: since(health.oldestUnsent, now),
                n: count(health.waiting, health.waitingCapped),
              })
            : t('health.nothingWaits')}
        </dd>
        <dt>{t('health.errors')}</dt>
        <dd className={health.failedRuns > 0 ? 'strong' : ''}>
          {errorRate === null
            ? t('health.noRuns')
            : t('health.errorsOf', {
                share: percent(errorRate),
                n: count(health.failedRuns),
                all: count(health.runs),
              })}
        </dd>
        <dt>{t('health.access')}</dt>
        <dd className={low ? 'tone-warn strong' : ''}>
          {credentialDays === null
            ? t('health.daysUnknown')
            : credentialDays < 0
              ? t('health.daysOver')
              : t('health.days', { count: credentialDays })}
        </dd>
        {health.quotas.map(quota => (
          <Quota key={quota.operation} quota={quota} />
        ))}
      </dl>
      <Channels channels={health.channels} />
    </li>
  )
}

/** What belongs to each channel: of one alone in the words of the tile, of several in a table. */
function Channels({ channels }: { readonly channels: Health['channels'] }) {
  const { t } = useTranslation()
  const now = useNow()
  const [only] = channels
  const errors = (one: Health['channels'][number]) =>
    [
      one.errorRate === null
        ? t('health.nothingSent')
        : t('health.sendErrorsOf', {
            share: percent(one.errorRate),
            n: count(one.failed),
            all: count(one.sent),
          }),
      ...(one.refused > 0 ? [t('health.refusedNow', { count: one.refused })] : []),
    ].join(' · ')
  if (only && channels.length === 1)
    return (
      <dl className="health-facts">
        <dt>{t('health.taken')}</dt>
        <dd>
          {only.goodAt.length === 0 ? t('health.neverGood') : null}
          {only.goodAt.map(({ kind, at }) => (
            <span key={kind}>
              {kindsWord(kind)} <span className="text2">{ago(at, now)}</span>
            </span>
          ))}
        </dd>
        <dt>{t('health.sendErrors')}</dt>
        <dd className={only.failed > 0 ? 'strong' : ''}>{errors(only)}</dd>
      </dl>
    )
  if (channels.length === 0) return null
  return (
    <table className="plain-table health-channels">
      <caption>{t('health.channelsHelp')}</caption>
      <TableHead
        heads={[t('health.channel'), t('health.taken'), t('health.waitsHead'), t('health.sendErrors')]}
      />
      <tbody>
        {channels.map(one => (
          <tr key={one.id}>
            <th scope="row">{one.name}</th>
            <td title={one.goodAt.map(({ kind, at }) => `${kindsWord(kind)} ${ago(at, now)}`).join(' · ')}>
              {one.goodAt[0] ? ago(one.goodAt[0].at, now) : t('health.neverGood')}
            </td>
            <td>
              {one.oldestUnsent
                ? t('health.waits', {
                    since: since(one.oldestUnsent, now),
                    n: count(one.waiting, one.waitingCapped),
                  })
                : '–'}
            </td>
            <td className={one.failed > 0 ? 'strong' : ''}>{errors(one)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Quota({ quota }: { readonly quota: Health['quotas'][number] }) {
  const { t } = useTranslation()
  const used = count(quota.used)
  const text =
    quota.perDay === null
      ? t('health.quotaUsed', { used })
      : t('health.quotaOf', { used, all: count(quota.perDay) })
  return (
    <>
      <dt>{quota.operation === '' ? t('health.quota') : `${t('health.quota')} ${quota.operation}`}</dt>
      <dd>
        {text}
        {quota.blockedUntil ? (
          <span className="tone-warn">{t('health.blocked', { at: clock(quota.blockedUntil) })}</span>
        ) : null}
      </dd>
    </>
  )
}
