import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ticketsQuery } from '../../api/called.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TicketTable } from './TicketTable.tsx'

/** The open conversations that a system leads. */
export function Tickets({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation()
  const query = useQuery(ticketsQuery(channelId))
  const tickets = query.data?.items ?? []
  return (
    <Panel title={t('called.tickets')} about={tickets.length > 0 ? String(query.data?.count) : undefined}>
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data && tickets.length === 0 ? (
        <p className="channel-form text2">{t('called.noTickets')}</p>
      ) : null}
      {tickets.length > 0 ? <TicketTable tickets={tickets} /> : null}
    </Panel>
  )
}
