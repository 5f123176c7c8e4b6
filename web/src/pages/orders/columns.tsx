import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderRow } from '../../api/orders.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { deliverabilityLook, deliveryLook, paymentLook } from '../../ui/states.ts'
import { money, shortDate } from '../../words/format.ts'

/** The columns of the list of orders. */
export function useColumns(): readonly Column<OrderRow>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('orders.number'),
        width: 92,
        cell: row => (
          <Link
            className={row.cancelled ? 'row-number struck' : 'row-number'}
            to="/orders/$id"
            params={{ id: row.id }}
            tabIndex={-1}
          >
            {row.orderNumber}
          </Link>
        ),
      },
      { id: 'placedAt', head: t('orders.placedAt'), width: 80, cell: row => shortDate(row.placedAt) },
      {
        id: 'channel',
        head: t('orders.salesChannel'),
        width: 128,
        cell: row => (row.channel ? <ChannelName name={row.channel} /> : '–'),
      },
      { id: 'external', head: t('orders.external'), width: 104, cell: row => row.externalNumber ?? '–' },
      {
        id: 'customer',
        head: t('orders.customer'),
        width: 130,
        grow: true,
        cell: row => <span className={row.cancelled ? 'struck' : ''}>{row.customer}</span>,
      },
      {
        id: 'place',
        head: t('orders.place'),
        width: 112,
        cell: row => row.place || row.country || '–',
      },
      {
        id: 'payment',
        head: t('orders.payment'),
        width: 88,
        cell: row => <StateChip look={paymentLook(row)} />,
      },
      {
        id: 'deliverability',
        head: t('orders.deliverability'),
        width: 124,
        cell: row => {
          const look = deliverabilityLook(row)
          return look ? <StateChip look={look} /> : '–'
        },
      },
      {
        id: 'delivery',
        head: t('orders.delivery'),
        width: 100,
        cell: row => <StateChip look={deliveryLook(row)} />,
      },
      {
        id: 'gross',
        head: t('orders.gross'),
        width: 86,
        align: 'right',
        cell: row => money(row.totalGross, row.currency),
      },
    ],
    [t],
  )
}
