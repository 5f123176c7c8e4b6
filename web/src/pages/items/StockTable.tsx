import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { stockQuery } from '../../api/stock.ts'
import { useRight } from '../../shell/rights.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { PlainTable } from '../../ui/PlainTable.tsx'
import { quantity } from '../../words/format.ts'

const figures = ['onHand', 'allocated', 'committed', 'staged', 'available'] as const

/** The six figures of an item in their words, by warehouse and by channel. */
export function StockTable({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const may = useRight('stock.read')
  const { data: stock, error } = useQuery({ ...stockQuery(id), enabled: may })
  if (!may) return <p className="pane-note">{t('items.hiddenHelp', { right: 'stock.read' })}</p>
  if (error) return <ErrorState error={error} />
  if (!stock) return null
  return (
    <>
      <PlainTable
        label={t('items.tab_stock')}
        heads={[t('items.warehouse'), ...figures.map(name => t(`items.${name}`))]}
        right={[1, 2, 3, 4, 5]}
        rows={[
          {
            id: 'all',
            cells: [t('items.allWarehouses'), ...figures.map(name => quantity(stock[name]))],
          },
          ...stock.warehouses.map(one => ({
            id: one.warehouseId,
            cells: [one.warehouse, quantity(one.onHand), quantity(one.allocated), '', '', ''],
          })),
        ]}
      />
      {stock.offers.length === 0 ? null : (
        <PlainTable
          label={t('items.offered')}
          heads={[t('items.channel'), t('items.offered')]}
          right={[1]}
          rows={stock.offers.map(one => ({
            id: one.channelId,
            cells: [<ChannelName key="name" name={one.channel} />, quantity(one.offered)],
          }))}
        />
      )}
    </>
  )
}
