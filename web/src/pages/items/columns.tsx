import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type ItemRow, itemFoldersQuery } from '../../api/items.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { amount, quantity, shortDate } from '../../words/format.ts'

/** So many channels stand there with their sign; of more their number. */
const mostSigns = 3

/** The columns of the list of items. */
export function useColumns(): readonly Column<ItemRow>[] {
  const { t } = useTranslation()
  const { data: folders } = useQuery(itemFoldersQuery)
  return useMemo(() => {
    const names = new Map(
      folders?.flatMap(one => (one.channelId ? [[one.channelId, one.channel ?? '']] : [])),
    )
    return [
      {
        id: 'number',
        head: t('items.number'),
        width: 128,
        cell: row => (
          <AddressLink className="row-number" address={`/items/${row.id}`} tabIndex={-1}>
            {row.itemNumber}
          </AddressLink>
        ),
      },
      {
        id: 'name',
        head: t('items.name'),
        width: 220,
        grow: true,
        cell: row => (
          <span className="item-name" title={row.name}>
            <span>{row.name}</span>
            {row.active ? null : (
              <Chip sign="left" tone="mute">
                {t('items.notActive')}
              </Chip>
            )}
          </span>
        ),
      },
      {
        id: 'kind',
        head: t('items.kind'),
        width: 92,
        cell: row => (
          <span className={row.kind === 'simple' ? 'text3' : undefined}>{t(`items.${row.kind}`)}</span>
        ),
      },
      { id: 'gtin', head: t('items.gtin'), width: 112, cell: row => row.gtin ?? '–' },
      {
        id: 'price',
        head: t('items.price'),
        width: 112,
        align: 'right',
        cell: row => <Price row={row} />,
      },
      {
        id: 'available',
        head: t('items.available'),
        width: 82,
        align: 'right',
        cell: row => <Available value={row.available} />,
      },
      {
        id: 'soldOn',
        head: t('items.soldOn'),
        width: 156,
        cell: row => <SoldOn names={(row.channelIds ?? []).map(id => names.get(id) ?? '')} />,
      },
      { id: 'changed', head: t('items.changed'), width: 88, cell: row => shortDate(row.changedAt) },
    ]
  }, [t, folders])
}

/** The price for everyone, as it was said. */
function Price({ row }: { readonly row: ItemRow }) {
  const { t } = useTranslation()
  const price = row.netPrice ?? row.grossPrice
  if (price === null) return '–'
  return (
    <>
      {amount(price)}{' '}
      <span className="price-basis">{t(row.netPrice === null ? 'items.gross' : 'items.net')}</span>
    </>
  )
}

function Available({ value }: { readonly value: string | null | undefined }) {
  const { t } = useTranslation()
  if (value === null || value === undefined)
    return (
      <span className="text3" title={t('items.hiddenHelp', { right: 'stock.read' })}>
        {t('items.hidden')}
      </span>
    )
  const isNone = /^-|^0*(\.0*)?$/.test(value)
  return <span className={isNone ? 'text3' : undefined}>{quantity(value)}</span>
}

function SoldOn({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation()
  if (names.length === 0) return <span className="text3">{t('items.soldOnNone')}</span>
  const [first = ''] = names
  return (
    <span className="sold-on" title={names.join(', ')}>
      {names.slice(0, mostSigns).map((name, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: channels may share a name
        <ChannelSign key={at} name={name} />
      ))}
      <span className="channel-text">
        {names.length === 1 ? first : t('items.soldOnMany', { count: names.length })}
      </span>
    </span>
  )
}
