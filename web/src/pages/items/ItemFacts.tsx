import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../api/call.ts'
import {
  type ItemFacts,
  itemFactsQuery,
  itemFoldersQuery,
  itemImagesQuery,
  type TextPart,
  textParts,
} from '../../api/items.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { PlainTable } from '../../ui/PlainTable.tsx'
import { amount, quantity } from '../../words/format.ts'
import { language } from '../../words/i18n.ts'

interface OfItem {
  readonly id: string
}

/** The texts of an item: a row per language and place, a column per part that anything says. */
export function TextTable({ id }: OfItem) {
  const { t } = useTranslation()
  const { data: item, error } = useQuery(itemFactsQuery(id))
  const names = useChannelNames()
  if (error) return <ErrorState error={error} />
  if (item?.id !== id) return null
  const rows = [
    ...Object.entries(item.texts).map(([of, text]) => ({ of, where: t('items.everyone'), text })),
    ...item.channelTexts.map(({ channelId, language: of, text }) => ({
      of,
      where: names.get(channelId) ?? '–',
      text,
    })),
  ]
  if (rows.length === 0) return <p className="pane-note">{t('items.noTexts')}</p>
  const parts = textParts.filter(part => rows.some(row => row.text[part] !== ''))
  return (
    <PlainTable
      label={t('items.tab_texts')}
      heads={[t('items.language'), t('items.where'), ...parts.map(part => t(`items.text_${part}`))]}
      rows={rows.map(row => ({
        id: `${row.of} ${row.where}`,
        cells: [row.of, row.where, ...parts.map(part => <TextCell key={part} text={row.text} part={part} />)],
      }))}
    />
  )
}

function TextCell({
  text,
  part,
}: {
  readonly text: Readonly<Record<TextPart, string>>
  readonly part: TextPart
}) {
  // Descriptions are HTML; here only their words count.
  const plain = text[part].replaceAll(/<[^>]*>/g, ' ').trim()
  return (
    <span className="text-cell" title={plain}>
      {plain || '–'}
    </span>
  )
}

/** What an item costs whom, from which quantity on. */
export function PriceTable({ id }: OfItem) {
  const { t } = useTranslation()
  const { data: item, error } = useQuery(itemFactsQuery(id))
  if (error) return <ErrorState error={error} />
  if (item?.id !== id) return null
  const rows = pricesOf(item, t('items.allGroups'))
  if (rows.length === 0) return <p className="pane-note">{t('items.noPrices')}</p>
  return (
    <PlainTable
      label={t('items.tab_prices')}
      heads={[t('items.group'), t('items.from'), t('items.netPrice'), t('items.grossPrice')]}
      right={[1, 2, 3]}
      rows={rows.map(row => ({
        id: `${row.group} ${row.from}`,
        cells: [row.group, quantity(row.from), amount(row.net), amount(row.gross)],
      }))}
    />
  )
}

function pricesOf({ netPrice, grossPrice, prices }: ItemFacts, everyone: string) {
  const own =
    netPrice === null && grossPrice === null
      ? []
      : [{ group: everyone, from: '0', net: netPrice, gross: grossPrice }]
  return [...own, ...prices]
}

/** Where an item is sold, and what is kept back there. */
export function ChannelTable({ id }: OfItem) {
  const { t } = useTranslation()
  const { data: item, error } = useQuery(itemFactsQuery(id))
  if (error) return <ErrorState error={error} />
  if (item?.id !== id) return null
  if (item.channels.length === 0) return <p className="pane-note">{t('items.noChannels')}</p>
  return (
    <PlainTable
      label={t('items.tab_channels')}
      heads={[t('items.channel'), t('items.state'), t('items.reserve'), t('items.cap')]}
      right={[2, 3]}
      rows={item.channels.map(one => ({
        id: one.channelId,
        cells: [
          <ChannelName key="name" name={one.channel} />,
          <Chip key="state" sign={one.active ? 'full' : 'left'} tone={one.active ? 'ok' : 'mute'}>
            {t(one.active ? 'items.isSold' : 'items.isNotSold')}
          </Chip>,
          quantity(one.reserve),
          one.cap === null ? '–' : quantity(one.cap),
        ],
      }))}
    />
  )
}

/** The images of an item in their order. */
export function ImageList({ id }: OfItem) {
  const { t } = useTranslation()
  const { data: images, error } = useQuery(itemImagesQuery(id))
  const names = useChannelNames()
  if (error) return <ErrorState error={error} />
  if (!images) return null
  if (images.length === 0) return <p className="pane-note">{t('items.noImages')}</p>
  return (
    <div className="pane-images">
      {images.map(image => {
        const alt = image.alt[language()] ?? ''
        const there = image.channelIds.map(one => names.get(one) ?? '–').join(', ')
        return (
          <figure key={image.id}>
            <img
              src={addressOf(`/files/${smallest(image.smaller) ?? image.hash}`)}
              alt={alt}
              loading="lazy"
            />
            <figcaption title={alt}>
              {there === '' ? alt : t('items.onlyThere', { channels: there })}
            </figcaption>
          </figure>
        )
      })}
    </div>
  )
}

function smallest(smaller: Readonly<Record<string, string>>): string | undefined {
  const [first] = Object.entries(smaller).sort(([one], [other]) => Number(one) - Number(other))
  return first?.[1]
}

function useChannelNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(itemFoldersQuery)
  return new Map(data?.flatMap(one => (one.channelId ? [[one.channelId, one.channel ?? '']] : [])))
}
