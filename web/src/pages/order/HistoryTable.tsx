import { useTranslation } from 'react-i18next'
import type { Order } from '../../api/orders.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { shortDate } from '../../words/format.ts'
import { changesOf } from './changeWords.ts'
import { eventWord } from './eventWord.ts'

interface HistoryTableProps {
  readonly order: Order
  /** Only so many of the newest. */
  readonly most?: number
}

/** What happened to the order, newest first, each with a name; of edits the old and the new values. */
export function HistoryTable({ order, most }: HistoryTableProps) {
  const { t } = useTranslation()
  const events = order.history
    .map((event, at) => ({ event, at }))
    .sort((one, other) => Date.parse(other.event.at) - Date.parse(one.event.at) || one.at - other.at)
    .slice(0, most)
  return (
    <table className="plain-table history-table" aria-label={t('order.history')}>
      <TableHead heads={[t('order.time'), t('order.what'), t('order.who')]} />
      <tbody>
        {events.map(({ event, at }) => (
          <tr key={at}>
            <td>{shortDate(event.at)}</td>
            <td>
              {eventWord(event, order)}
              {changesOf(event.data, order).map(({ field, from, to }) => (
                <span key={field} className="history-change">
                  {field}
                  {from === '' && to === '' ? null : (
                    <>
                      {': '}
                      <del>{from === '' ? '–' : from}</del> → <ins>{to === '' ? '–' : to}</ins>
                    </>
                  )}
                </span>
              ))}
            </td>
            <td>{event.actor}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
