import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { incidentsQuery } from '../../api/health.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { duration, shortDate } from '../../words/format.ts'

/** Disturbances, each once, with beginning and end. */
export function Incidents() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(incidentsQuery)
  const open = (data?.items ?? []).filter(one => one.closedAt === null).length
  return (
    <Panel
      title={t('health.incidents')}
      about={data ? (open > 0 ? t('health.open', { count: open }) : t('health.noneOpen')) : undefined}
      className="incidents"
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data && data.items.length === 0 ? (
        <EmptyState title={t('health.noIncidents')}>{t('health.noIncidentsHelp')}</EmptyState>
      ) : (
        <table className="plain-table">
          <TableHead
            heads={[t('health.began'), t('health.ended'), t('health.connection'), t('health.what')]}
          />
          <tbody>
            {(data?.items ?? []).map(one => {
              const bad = one.severity === 'red'
              return (
                <tr key={one.id}>
                  <td>{shortDate(one.openedAt)}</td>
                  <td>
                    {one.closedAt === null ? (
                      <Chip sign={bad ? 'failed' : 'check'} tone={bad ? 'bad' : 'warn'} filled>
                        {t('health.goesOn')}
                      </Chip>
                    ) : (
                      `${shortDate(one.closedAt)} (${duration(
                        one.openedAt ? Date.parse(one.closedAt) - Date.parse(one.openedAt) : null,
                      )})`
                    )}
                  </td>
                  <td>{one.connection ? <ChannelName name={one.connection} /> : t('health.service')}</td>
                  <td>
                    <span className="two-lines" title={`${one.sentence} ${one.remedy}`}>
                      <span className={one.closedAt === null ? 'strong' : ''}>{one.sentence}</span>
                      <span>{one.remedy}</span>
                    </span>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
