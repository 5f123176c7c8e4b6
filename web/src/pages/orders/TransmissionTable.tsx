import { useTranslation } from 'react-i18next'
import type { Order } from '../../api/orders.ts'
import { PlainTable } from '../../ui/PlainTable.tsx'
import { shortDate } from '../../words/format.ts'
import { ShopState } from '../order/OrderSide.tsx'

/** What the order's channel was told of it, and what it made of that. */
export function TransmissionTable({ order }: { readonly order: Order }) {
  const { t } = useTranslation()
  const { shop } = order
  if (!shop) return <p className="table-none">{t('orderList.noChannel')}</p>
  const told = [
    { id: 'order', word: t('order.status'), at: shop },
    ...shop.deliveries.map((at, n) => {
      const number = order.deliveries.find(one => one.id === at.id)?.deliveryNumber
      return { id: at.id, word: number ?? t('order.shipment', { n: n + 1 }), at }
    }),
  ]
  return (
    <PlainTable
      label={t('orderList.transmissions')}
      heads={[t('orderList.told'), t('orderList.state'), t('order.time')]}
      rows={told.map(({ id, word, at }) => ({
        id,
        cells: [word, <ShopState key={id} at={at} />, shortDate(at.at)],
      }))}
    />
  )
}
