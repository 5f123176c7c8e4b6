import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import i18next from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ItemEvent, itemHistoryQuery } from '../../api/item.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { HistoryTable } from '../../ui/HistoryTable.tsx'
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
        <HistoryTable
          label={t('item.history')}
          rows={items.map(event => ({
            key: event.id,
            at: fullDate(event.at),
            what: eventWords(event),
            who: event.actorName,
          }))}
        />
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
function eventWords({ action, data }: ItemEvent): string {
  const word = Object.entries(actions).find(([name]) => name === action)?.[1]
  const { fields } = data
  const names = Array.isArray(fields) ? fields.filter(one => typeof one === 'string').map(partWord) : []
  const text = word ? i18next.t(`item.${word}`) : action
  return names.length > 0 ? `${text}: ${names.join(', ')}` : text
}
