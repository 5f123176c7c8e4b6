import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Ticket, ticketsQuery } from '../../api/called.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { fullDate } from '../../words/format.ts'
import { TicketTalk } from './TicketTalk.tsx'
import { useAbout } from './useAbout.ts'

const topics = ['QUESTION', 'FEEDBACK', 'DELIVERY', 'RETURN', 'REFUND', 'INCIDENT'] as const

/** The open conversations that a system leads. */
export function Tickets({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation()
  const about = useAbout()
  const query = useQuery(ticketsQuery(channelId))
  const [shown, setShown] = useState<Ticket>()
  const tickets = query.data?.items ?? []
  const topicOf = (topic: string) => {
    const known = topics.find(one => one === topic)
    return known ? t(`called.topic_${known}`) : topic
  }
  return (
    <Panel title={t('called.tickets')} about={tickets.length > 0 ? String(query.data?.count) : undefined}>
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data && tickets.length === 0 ? (
        <p className="channel-form text2">{t('called.noTickets')}</p>
      ) : null}
      {tickets.length > 0 ? (
        <table className="plain-table called-table">
          <TableHead heads={[t('called.subject'), t('called.stateOf'), t('called.changed')]} />
          <tbody>
            {tickets.map(one => (
              <tr key={one.id} data-ticket={one.id}>
                <th scope="row">
                  <Button variant="subtle" className="called-words" onClick={() => setShown(one)}>
                    {one.subject || one.theirs}
                  </Button>
                  <span className="text2 called-words">
                    {[topicOf(one.topic), ...(one.about ? [about(one.about)] : [])].join(' · ')}
                  </span>
                </th>
                <td>
                  {one.wantsReply ? (
                    <Chip sign="waiting" tone="warn" filled>
                      {t('called.wantsReply')}
                    </Chip>
                  ) : (
                    <Chip sign="done" tone="mute">
                      {t('called.answered')}
                    </Chip>
                  )}
                </td>
                <td className="text2">{fullDate(one.changedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {shown ? <TicketTalk ticket={shown} onClose={() => setShown(undefined)} /> : null}
    </Panel>
  )
}
