import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Order, type OrderRow, orderQuery } from '../../api/orders.ts'
import { Keys } from '../../ui/Keys.tsx'
import { LowerPane } from '../../ui/LowerPane.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { deliverabilityLook } from '../../ui/states.ts'
import { count } from '../../words/format.ts'
import { DeliveryTable, HistoryTable, LineTable, PaymentTable } from '../order/OrderTables.tsx'

export const orderTabs = ['lines', 'deliveries', 'payments', 'history'] as const
type OrderTab = (typeof orderTabs)[number]

const tables = { lines: LineTable, deliveries: DeliveryTable, payments: PaymentTable, history: HistoryTable }

interface OrderPaneProps {
  readonly row: OrderRow
  readonly tab: string | undefined
  readonly onTab: (tab: OrderTab) => void
  readonly onOpen: (row: OrderRow) => void
}

/** The current order in tabs, below the list. */
export function OrderPane({ row, tab, onTab, onOpen }: OrderPaneProps) {
  const { t } = useTranslation()
  const { data } = useQuery(orderQuery(row.id))
  const order: Order | undefined = data?.id === row.id ? data : undefined
  const current = orderTabs.find(one => one === tab) ?? 'lines'
  const look = deliverabilityLook(row)
  const Table = tables[current]
  return (
    <LowerPane
      label={t('orders.detail')}
      heightKey="kontor-order-pane"
      tabs={orderTabs.map(id => ({
        id,
        label: t(`order.${id}`),
        count: order ? count(order[id].length) : '',
      }))}
      tab={current}
      onTab={onTab}
      name={
        <>
          <strong>{row.orderNumber}</strong>
          {row.hold !== null && look ? (
            <StateChip look={{ ...look, word: `${look.word}: ${row.hold}` }} />
          ) : null}
          <Link to="/orders/$id" params={{ id: row.id }} onClick={() => onOpen(row)}>
            {t('common.open')}
          </Link>
          <Keys keys="Enter" />
        </>
      }
    >
      {order ? <Table order={order} /> : null}
    </LowerPane>
  )
}
