import './called.css'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '../../api/called.ts'
import { Chip } from '../../ui/Chip.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { fullDate } from '../../words/format.ts'
import { TicketTalk } from './TicketTalk.tsx'
import { useAbout } from './useAbout.ts'

const topics = ['QUESTION', 'FEEDBACK', 'DELIVERY', 'RETURN', 'REFUND', 'INCIDENT'] as const

/** Conversations that systems lead; each opens with all that was said. */
export function TicketTable({ tickets }: { readonly tickets: readonly Ticket[] }) {
  const { t } = useTranslation()
  const about = useAbout()
  const [shown, setShown] = useState<Ticket>()
  const topicOf = (topic: string) => {
    const known = topics.find(one => one === topic)
    return known ? t(`called.topic_${known}`) : topic
  }
  return (
    <>
      <table className="plain-table called-table stack-table" aria-label={t('called.tickets')}>
        <TableHead heads={[t('called.subject'), t('called.stateOf'), t('called.changed')]} />
        <tbody>
          {tickets.map(one => (
            <tr key={one.id} data-ticket={one.id}>
              <th scope="row">
                <Button variant="subtle" className="called-words" onClick={() => setShown(one)}>
                  {one.subject || one.theirs}
                </Button>
                <span className="text2 called-words">
                  {[topicOf(one.topic), ...(one.about ? [about(one.about, one.place)] : [])].join(' · ')}
                </span>
              </th>
              <td>
                {one.closedAt ? (
                  <Chip sign="done" tone="mute">
                    {t('called.ticketClosed')}
                  </Chip>
                ) : one.wantsReply ? (
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
      {shown ? <TicketTalk ticket={shown} onClose={() => setShown(undefined)} /> : null}
    </>
  )
}
