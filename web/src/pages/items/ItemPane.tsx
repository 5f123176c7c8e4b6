import { useTranslation } from 'react-i18next'
import type { ItemRow } from '../../api/items.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { LowerPane } from '../../ui/LowerPane.tsx'
import { HistoryTable } from './HistoryTable.tsx'
import { ChannelTable, ImageList, PriceTable, TextTable } from './ItemFacts.tsx'
import { StockTable } from './StockTable.tsx'

const itemTabs = ['texts', 'prices', 'stock', 'channels', 'images', 'history'] as const
type ItemTab = (typeof itemTabs)[number]

const tables = {
  texts: TextTable,
  prices: PriceTable,
  stock: StockTable,
  channels: ChannelTable,
  images: ImageList,
  history: HistoryTable,
}

interface ItemPaneProps {
  readonly row: ItemRow
  readonly tab: string | undefined
  readonly onTab: (tab: ItemTab) => void
}

/** The current item in tabs, below the list. */
export function ItemPane({ row, tab, onTab }: ItemPaneProps) {
  const { t } = useTranslation()
  const current = itemTabs.find(one => one === tab) ?? 'texts'
  const Table = tables[current]
  return (
    <LowerPane
      label={t('items.detail')}
      heightKey="kontor-item-pane"
      tabs={itemTabs.map(id => ({ id, label: t(`items.tab_${id}`) }))}
      tab={current}
      onTab={onTab}
      name={
        <>
          <strong>{row.itemNumber}</strong>
          <AddressLink address={`/items/${row.id}`}>{t('common.open')}</AddressLink>
          <Keys keys="Enter" />
        </>
      }
    >
      <Table key={row.id} id={row.id} />
    </LowerPane>
  )
}
