import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomerDetail, type CustomerOrder, customerOrdersQuery } from '../../api/customer.ts'
import type { Card } from '../../ui/cards.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { deliveryLook, paymentLook } from '../../ui/states.ts'
import { useRows } from '../../ui/useRows.ts'
import { addDecimals, count, money, shortDate } from '../../words/format.ts'

/** The orders of a customer, newest first, with what is still to be paid. */
export function OrdersTab({ customer }: { readonly customer: CustomerDetail }) {
  const { t } = useTranslation()
  const go = useNavigate()
  const query = useInfiniteQuery(customerOrdersQuery(customer.id))
  const rows = useRows(query.data)
  const total = query.data?.pages[0]
  const [row, setRow] = useState<string>()
  const columns = useColumns()
  return (
    <div className="customer-orders">
      <ListTable
        label={t('customer.tab_orders')}
        columns={columns}
        card={card}
        query={query}
        rows={rows}
        current={row}
        onCurrent={setRow}
        onOpen={one => void go({ to: '/orders/$id', params: { id: one.id } })}
        empty={<EmptyState title={t('customer.noOrders')}>{t('customer.noOrdersHelp')}</EmptyState>}
      />
      <div className="status-line">
        <span>
          {total && rows.length > 0
            ? t('common.of', {
                range: `1–${count(rows.length)}`,
                total: count(total.count, total.countCapped),
              })
            : null}
        </span>
        <span className="toolbar-end" />
        <Link to="/orders" search={{ customer: customer.number }}>
          {t('customer.showOrders')}
        </Link>
      </div>
    </div>
  )
}

/** What is still to be paid of an order; nothing of one that was cancelled. */
export function openOf(order: CustomerOrder): string {
  if (order.cancelled) return '0'
  return addDecimals([order.totalGross, order.paid.startsWith('-') ? order.paid.slice(1) : `-${order.paid}`])
}

function useColumns(): readonly Column<CustomerOrder>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('orders.number'),
        width: 105,
        cell: row => (
          <Link
            to="/orders/$id"
            params={{ id: row.id }}
            className={row.cancelled ? 'row-number struck' : 'row-number'}
            tabIndex={-1}
          >
            {row.orderNumber}
          </Link>
        ),
      },
      { id: 'placed', head: t('orders.placedAt'), width: 110, cell: row => shortDate(row.placedAt) },
      { id: 'channel', head: t('orders.channel'), width: 120, grow: true, cell: row => row.channel ?? '–' },
      { id: 'external', head: t('orders.external'), width: 110, cell: row => row.externalNumber ?? '–' },
      {
        id: 'payment',
        head: t('orders.payment'),
        width: 120,
        cell: row => <StateChip look={paymentLook(row)} />,
      },
      {
        id: 'delivery',
        head: t('orders.delivery'),
        width: 145,
        cell: row => <StateChip look={deliveryLook(row)} />,
      },
      {
        id: 'open',
        head: t('customer.openAmount'),
        width: 100,
        align: 'right',
        cell: row => (/[1-9]/.test(openOf(row)) ? money(openOf(row), row.currency) : '–'),
      },
      {
        id: 'gross',
        head: t('orders.gross'),
        width: 110,
        align: 'right',
        cell: row => money(row.totalGross, row.currency),
      },
    ],
    [t],
  )
}

/** How a row stands on a phone. */
const card: Card = {
  lines: [
    ['number', 'gross'],
    ['payment', 'delivery', 'placed'],
  ],
}
