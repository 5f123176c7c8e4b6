import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ItemEvent, itemHistoryQuery } from '../../api/item.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { count, fullDate } from '../../words/format.ts'
import { partWord } from './labels.ts'

/** Who changed what of an item, newest first. */
export function HistoryTab({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const [limit, setLimit] = useState(50)
  const query = useQuery(itemHistoryQuery(id, limit))
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return null
  const { items, next } = query.data
  return (
    <Panel title={t('item.history')} about={t('item.historyHelp')}>
      {items.length === 0 ? (
        <EmptyState title={t('item.noHistory')} />
      ) : (
        <table className="plain-table history-table" aria-label={t('item.history')}>
          <thead>
            <tr>
              <th scope="col">{t('order.time')}</th>
              <th scope="col">{t('order.what')}</th>
              <th scope="col">{t('order.who')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(event => (
              <tr key={event.id}>
                <td>{fullDate(event.at)}</td>
                <td>
                  <EventWords event={event} />
                </td>
                <td>{event.actorName}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next && limit < 200 ? (
        <div className="item-row">
          <Button onClick={() => setLimit(200)}>{t('item.more', { n: count(200) })}</Button>
        </div>
      ) : null}
    </Panel>
  )
}

const actions = {
  'item.add': 'did_add',
  'item.save': 'did_change',
  'item.change': 'did_change',
  'item.price': 'did_price',
  'item.sell-on': 'did_sell',
  'item.categories': 'did_categories',
  'item.attributes': 'did_attributes',
  'item.characteristics': 'did_characteristics',
  'item.channel-texts': 'did_texts',
  'item.variations': 'did_variations',
  'item.add-child': 'did_child',
  'item.attach-child': 'did_attach',
  'item.detach-child': 'did_detach',
  'item.set-parts': 'did_parts',
  'image.add': 'did_image',
  'image.sort': 'did_imageOrder',
  'stock.book': 'did_book',
} as const

/** What happened in words, with the fields that were changed; an action that this page does not know by its name. */
function EventWords({ event }: { readonly event: ItemEvent }) {
  const { t } = useTranslation()
  const word = Object.entries(actions).find(([name]) => name === event.action)?.[1]
  const { fields } = event.data
  const names = Array.isArray(fields) ? fields.filter(one => typeof one === 'string').map(partWord) : []
  const text = word ? t(`item.${word}`) : event.action
  return <span>{names.length > 0 ? `${text}: ${names.join(', ')}` : text}</span>
}
