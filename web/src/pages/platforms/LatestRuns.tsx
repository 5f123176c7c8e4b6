import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { latestRunsQuery } from '../../api/runs.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { runLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { count, duration, shortDate } from '../../words/format.ts'
import { laneName } from '../sync/laneName.ts'
import { total } from '../sync/runFigures.ts'

/** The last runs of all channels. */
export function LatestRuns() {
  const { t } = useTranslation()
  const { data } = useQuery(latestRunsQuery)
  const list = (data?.items ?? []).filter(run => run.lane !== null).slice(0, 9)
  return (
    <Panel title={t('platforms.lastRuns')} aside={<Link to="/runs">{t('platforms.allRuns')}</Link>}>
      {data && list.length === 0 ? (
        <p className="decisions-none">{t('platforms.noRuns')}</p>
      ) : (
        <table className="plain-table">
          <TableHead
            heads={[
              t('platforms.time'),
              t('platforms.channel'),
              t('platforms.what'),
              ...(['found', 'new', 'sent', 'rejected'] as const).map(name => ({
                right: t(`platforms.${name}`),
              })),
              { right: t('platforms.duration') },
            ]}
          />
          <tbody>
            {list.map(run => (
              <tr key={run.id}>
                <td>
                  <Link to="/runs/$id" params={{ id: run.id }}>
                    {shortDate(run.startedAt ?? run.askedAt)}
                  </Link>
                </td>
                <td>
                  <ChannelName name={run.connection ?? ''} />
                </td>
                <td>{laneName(run.lane ?? '')}</td>
                {run.state === 'failed' || run.state === 'lost' ? (
                  <td colSpan={4} title={run.reason ?? undefined}>
                    <StateChip
                      look={{ ...runLook(run.state), word: run.reason ?? runLook(run.state).word }}
                      filled={false}
                    />
                  </td>
                ) : (
                  (['found', 'new', 'sent', 'rejected'] as const).map(name => {
                    const n = total([run], name)
                    return (
                      <td key={name} className="cell-right">
                        {n === 0 ? <span className="text3">–</span> : count(n)}
                      </td>
                    )
                  })
                )}
                <td className="cell-right">
                  {duration(
                    run.startedAt && run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : null,
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
