import './again.css'
import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type AgainRequest, cancelRequest, requestsQuery } from '../../api/again.ts'
import { allConnectionsQuery, type Connection } from '../../api/connections.ts'
import { useMissingRight, useRight } from '../../shell/rights.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { connectionLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { count, shortDate } from '../../words/format.ts'
import { total } from '../sync/runFigures.ts'

/** Having order data once more: at which channel, and what was requested until now. */
export default function RequestAgain() {
  const { t } = useTranslation()
  const mayRead = useRight('connections.read')
  const connections = useQuery({ ...allConnectionsQuery, enabled: mayRead })
  const all = connections.data ?? []
  return (
    <div className="page">
      <PageHead title={t('again.title')} about={t('again.about')} />
      <div className="again-lists">
        {mayRead ? (
          <Panel title={t('again.choose')} className="again-choose">
            <p className="text2">{t('again.chooseHelp')}</p>
            {connections.error ? (
              <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />
            ) : null}
            <table className="plain-table">
              <tbody>
                {all
                  .filter(one => one.state !== 'archived')
                  .flatMap(connection =>
                    connection.channels.map(channel => (
                      <tr key={channel.id}>
                        <th scope="row">
                          <ChannelName name={channel.name} />
                        </th>
                        <td>
                          <StateChip look={connectionLook(connection, channel)} />
                        </td>
                        <td className="cell-right">
                          <Link
                            to="/channels"
                            search={{ channel: channel.id, tab: 'import' }}
                            aria-label={`${channel.name}: ${t('again.toImport')}`}
                          >
                            {t('again.toImport')}
                          </Link>
                        </td>
                      </tr>
                    )),
                  )}
              </tbody>
            </table>
          </Panel>
        ) : null}
        <Requests connections={all} />
      </div>
    </div>
  )
}

function Requests({ connections }: { readonly connections: readonly Connection[] }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useInfiniteQuery({ ...requestsQuery, refetchInterval: 10_000 })
  const lacking = useMissingRight('sync.start')
  const cancel = useMutation({
    mutationFn: (id: string) => cancelRequest(id),
    onSettled: () => client.invalidateQueries(),
  })
  const rows = query.data?.pages.flatMap(page => page.items) ?? []
  const first = query.data?.pages[0]
  return (
    <Panel title={t('again.requests')} className="again-requests">
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {cancel.error ? <ErrorState error={cancel.error} /> : null}
      {first && rows.length === 0 ? <p className="decisions-none">{t('again.noRequests')}</p> : null}
      {rows.length > 0 ? (
        <table className="plain-table">
          <TableHead
            heads={[
              t('again.asked'),
              t('platforms.channel'),
              t('again.from'),
              t('again.state'),
              { right: t('again.found') },
              { right: t('again.new') },
              t('again.by'),
              { heard: t('platforms.action') },
            ]}
          />
          <tbody>
            {rows.map(row => (
              <tr key={row.id} data-request={row.id}>
                <td>{shortDate(row.askedAt)}</td>
                <th scope="row">{nameOf(row, connections)}</th>
                <td>{row.way === 'stored' ? t('again.wayStored') : shortDate(row.from)}</td>
                <td>
                  <RequestState row={row} />
                </td>
                <td className="cell-right">{count(total([row], 'found'))}</td>
                <td className="cell-right">{count(total([row], 'new'))}</td>
                <td>{row.askedBy}</td>
                <td className="cell-right">
                  {row.state === 'open' || row.state === 'running' ? (
                    <ReasonButton
                      verb={t('again.end')}
                      reasons={lacking}
                      onClick={() => cancel.mutate(row.id)}
                    />
                  ) : row.runId ? (
                    <Link to="/runs/$id" params={{ id: row.runId }}>
                      {t('again.showRun')}
                    </Link>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <div className="status-line">
        {first
          ? t('again.shown', { n: count(rows.length), total: count(first.count, first.countCapped) })
          : null}
        {query.hasNextPage ? (
          <Button onClick={() => void query.fetchNextPage()}>{t('again.more')}</Button>
        ) : null}
      </div>
    </Panel>
  )
}

const looks = {
  open: ['waiting', 'mute'],
  running: ['running', 'accent'],
  done: ['done', 'ok'],
  cancelled: ['failed', 'mute'],
  refused: ['failed', 'bad'],
} as const

function RequestState({ row }: { readonly row: AgainRequest }) {
  const { t } = useTranslation()
  const [sign, tone] = looks[row.state]
  return (
    <Chip sign={sign} tone={tone}>
      {t(`again.state_${row.state}`)}
    </Chip>
  )
}

function nameOf(row: AgainRequest, connections: readonly Connection[]): string {
  const connection = connections.find(one => one.id === row.connectionId)
  return connection?.channels.find(one => one.id === row.channelId)?.name ?? connection?.name ?? '–'
}
