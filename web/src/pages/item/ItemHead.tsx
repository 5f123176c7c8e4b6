import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Item } from '../../api/item.ts'
import { stockQuery } from '../../api/stock.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { useRight } from '../../shell/rights.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useNeighbours } from '../../ui/neighbours.ts'
import { useShortcut } from '../../ui/shortcuts.ts'
import { count, quantity } from '../../words/format.ts'

/** Number and name, place in the list; what it is, whether it is sold, and what is missing for that. */
export function ItemHead({ item }: { readonly item: Item }) {
  const { t } = useTranslation()
  const go = useNavigate()
  const search = useSearch({ from: '/items/$item' })
  const may = useRight('stock.read')
  const { data: stock } = useQuery({ ...stockQuery(item.id), enabled: may })
  const { place, count: all, before, after } = useNeighbours('items', item.id)
  const move = (id: string | undefined) => {
    if (id) void go({ to: '/items/$item', params: { item: id }, search, replace: true })
  }
  useShortcut('j', () => move(after))
  useShortcut('u', () => move(before))
  const refused = item.channels.filter(one => one.active && one.shop.some(known => known.state === 'refused'))
  const sold = item.channels.filter(one => one.active).length
  return (
    <header className="item-head">
      <div className="item-line">
        <AddressLink address="/items">{t('item.items')}</AddressLink>
        <span className="text3">/</span>
        <h1>{item.itemNumber}</h1>
        <span className="item-name">{item.name}</span>
        <span className="item-place text2">
          {place ? t('common.of', { range: count(place), total: count(all) }) : null}
        </span>
        <Button aria-label={t('item.previous')} aria-disabled={!before} onClick={() => move(before)} px={7}>
          <Icon name="left" size={14} />
        </Button>
        <Button aria-label={t('item.next')} aria-disabled={!after} onClick={() => move(after)} px={7}>
          <Icon name="right" size={14} />
        </Button>
      </div>
      <div className="item-line">
        <span className="text2">
          {t(`item.kindOf_${item.kind}`)}{' '}
          {item.parent ? (
            <AddressLink address={`/items/${item.parent.id}?tab=variants`}>
              {item.parent.itemNumber}
            </AddressLink>
          ) : null}
        </span>
        {item.blocked ? (
          <Chip sign="lock" tone="bad" filled>
            {t('item.blocked')}
          </Chip>
        ) : (
          <Chip sign={item.active ? 'done' : 'left'} tone={item.active ? 'ok' : 'mute'}>
            {t(item.active ? 'item.isActive' : 'item.inactive')}
          </Chip>
        )}
        <span className="text2">{t('item.soldOn', { count: sold })}</span>
        {item.netPrice === null && item.grossPrice === null && item.kind !== 'parent' ? (
          <Chip sign="check" tone="warn" filled>
            {t('item.noPrice')}
          </Chip>
        ) : null}
        {item.images.length === 0 ? (
          <Chip sign="empty" tone="mute">
            {t('item.noImage')}
          </Chip>
        ) : null}
        {refused.length > 0 ? (
          <Chip sign="failed" tone="bad" filled>
            {t('item.refusedBy', { channels: refused.map(one => one.channel).join(', ') })}
          </Chip>
        ) : null}
        {stock ? (
          <span className="item-figures text2">
            {t('item.figures', {
              available: quantity(stock.available),
              onHand: quantity(stock.onHand),
              committed: quantity(stock.committed),
            })}{' '}
            <AddressLink address={`/stock?search=${encodeURIComponent(item.itemNumber)}`}>
              {t('item.toStock')}
            </AddressLink>
          </span>
        ) : null}
      </div>
    </header>
  )
}
