import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SeenColumn } from '../../api/orderLists.ts'
import type { OrderRow } from '../../api/orders.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { deliverabilityLook, deliveryLook, paymentLook } from '../../ui/states.ts'
import { negated } from '../../words/decimalText.ts'
import { addDecimals, money, shortDate } from '../../words/format.ts'

/** Columns that are seen where nobody has chosen others. */
export const usualColumns = [
  'number',
  'placedAt',
  'channel',
  'external',
  'customer',
  'place',
  'payment',
  'deliverability',
  'delivery',
  'gross',
] as const

/** Every column that there is, in the order in which they are offered. */
export function useAllColumns(): readonly Column<OrderRow>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('orders.number'),
        width: 110,
        sort: 'number',
        cell: row => (
          <>
            <Link
              className={row.cancelled ? 'row-number struck' : 'row-number'}
              to="/orders/$id"
              params={{ id: row.id }}
              tabIndex={-1}
            >
              {row.orderNumber}
            </Link>
            <ColourMark colour={row.colour} />
          </>
        ),
      },
      {
        id: 'placedAt',
        head: t('orders.placedAt'),
        width: 84,
        sort: 'date',
        cell: row => shortDate(row.placedAt),
      },
      {
        id: 'channel',
        head: t('orders.salesChannel'),
        width: 122,
        cell: row => (row.channel ? <ChannelName name={row.channel} /> : t(`order.kind_${kindOf(row.kind)}`)),
      },
      { id: 'external', head: t('orders.external'), width: 100, cell: row => row.externalNumber ?? '–' },
      {
        id: 'customer',
        head: t('orders.customer'),
        width: 116,
        grow: true,
        sort: 'customer',
        cell: row => <span className={row.cancelled ? 'struck' : ''}>{row.customer}</span>,
      },
      {
        id: 'place',
        head: t('orders.place'),
        width: 108,
        cell: row => row.place || row.country || '–',
      },
      {
        id: 'payment',
        head: t('orders.payment'),
        width: 94,
        cell: row => <StateChip look={paymentLook(row)} />,
      },
      {
        id: 'deliverability',
        head: t('orders.deliverability'),
        width: 122,
        cell: row => {
          const look = deliverabilityLook(row)
          return look ? <StateChip look={look} /> : '–'
        },
      },
      {
        id: 'delivery',
        head: t('orders.delivery'),
        width: 96,
        cell: row => <StateChip look={deliveryLook(row)} />,
      },
      {
        id: 'gross',
        head: t('orders.gross'),
        width: 86,
        align: 'right',
        sort: 'total',
        cell: row => money(row.totalGross, row.currency),
      },
      {
        id: 'open',
        head: t('order.open'),
        width: 86,
        align: 'right',
        cell: row => money(addDecimals([row.totalGross, negated(row.paid)]), row.currency),
      },
      {
        id: 'paid',
        head: t('order.paid'),
        width: 86,
        align: 'right',
        cell: row => money(row.paid, row.currency),
      },
      { id: 'country', head: t('orderList.country'), width: 52, cell: row => row.country ?? '–' },
      { id: 'kind', head: t('orderList.kind'), width: 104, cell: row => t(`order.kind_${kindOf(row.kind)}`) },
      {
        id: 'paymentMethod',
        head: t('orderList.paymentMethod'),
        width: 112,
        cell: row => row.paymentMethod || '–',
      },
      {
        id: 'shippingMethod',
        head: t('orderList.shippingMethod'),
        width: 112,
        cell: row => row.shippingMethod || '–',
      },
      {
        id: 'invoice',
        head: t('orderList.invoice'),
        width: 108,
        cell: row => t(`order.invoice_${invoiceOf(row.invoiceState)}`),
      },
      { id: 'hold', head: t('orderList.hold'), width: 140, cell: row => row.hold ?? '–' },
      { id: 'takenOverAt', head: t('orderList.takenAt'), width: 84, cell: row => shortDate(row.takenOverAt) },
      { id: 'colour', head: t('orderList.colours'), width: 110, cell: row => row.colour?.name ?? '–' },
    ],
    [t],
  )
}

/** The columns that somebody sees, in their order, with their widths. One grows always, so that the table is filled. */
export function seenColumns(
  all: readonly Column<OrderRow>[],
  seen: readonly SeenColumn[] | undefined,
): readonly Column<OrderRow>[] {
  const chosen = seen ?? usualColumns.map((id): SeenColumn => ({ id }))
  const columns = chosen.flatMap(({ id, width }): Column<OrderRow>[] => {
    const column = all.find(one => one.id === id)
    return column ? [width === undefined ? column : { ...column, width }] : []
  })
  if (columns.length === 0) return seenColumns(all, undefined)
  if (columns.some(one => one.grow)) return columns
  return columns.map((one, at) => (at === columns.length - 1 ? { ...one, grow: true } : one))
}

function ColourMark({ colour }: Pick<OrderRow, 'colour'>) {
  if (!colour) return null
  return (
    <span className="order-colour" style={{ background: colour.colour }} title={colour.name}>
      <span className="heard-only">{colour.name}</span>
    </span>
  )
}

const kinds = ['shop', 'marketplace', 'connector', 'instant', 'customer', 'csv', 'api', 'exchange'] as const

function kindOf(kind: string) {
  return kinds.find(one => one === kind) ?? 'shop'
}

function invoiceOf(state: string) {
  return (['none', 'part', 'full'] as const).find(one => one === state) ?? 'none'
}
