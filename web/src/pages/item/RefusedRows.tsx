import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ItemAtChannel } from '../../api/item.ts'
import { listingsQuery } from '../../api/offers.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { quoted } from '../../words/format.ts'

interface RefusedRowsProps {
  readonly itemId: string
  readonly known: ItemAtChannel
  /** Of the table. */
  readonly columns: number
}

/** What a channel refused of an item, each below its line: why, what of it, in its words, and the way on. */
export function RefusedRows({ itemId, known, columns }: RefusedRowsProps) {
  const { t } = useTranslation()
  const { data: listings = [] } = useQuery(listingsQuery(itemId))
  const attributes = listings.find(one => one.channelId === known.channelId)?.attributes ?? []
  return known.shop
    .filter(one => one.state === 'refused')
    .map(({ about, reason, remedy, field, text }) => {
      const name = attributes.find(one => one.theirs === field)?.name ?? field
      return (
        <tr key={about} className="at-shop-why" data-refused={about}>
          <td colSpan={columns}>
            <span className="tone-bad">{reason}</span>
            {name ? <span>{t('item.refusedField', { field: name })}</span> : null}
            {text && !reason?.includes(text) ? <span>{quoted(text)}</span> : null}
            {remedy ? <span className="text2">{remedy}</span> : null}
            <AddressLink address={`/outbox?view=refused&channel=${known.channelId}`}>
              {t('item.toRefused')}
            </AddressLink>
          </td>
        </tr>
      )
    })
}
