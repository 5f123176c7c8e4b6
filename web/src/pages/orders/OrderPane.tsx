import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Order, type OrderRow, orderQuery } from '../../api/orders.ts'
import { orderReturnsQuery } from '../../api/returns.ts'
import { Keys } from '../../ui/Keys.tsx'
import { LowerPane } from '../../ui/LowerPane.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { deliverabilityLook } from '../../ui/states.ts'
import { count } from '../../words/format.ts'
import { DeliveryTable, HistoryTable, LineTable, PaymentTable } from '../order/OrderTables.tsx'
import { ReturnTable } from '../order/ReturnTable.tsx'
import { TransmissionTable } from './TransmissionTable.tsx'

const tabs = ['lines', 'deliveries', 'payments', 'returns', 'transmissions', 'history'] as const
type OrderTab = (typeof tabs)[number]

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
  const current = tabs.find(one => one === tab) ?? 'lines'
  const look = deliverabilityLook(row)
  const countOf = (id: OrderTab) => {
    if (!order || id === 'returns') return ''
    return count(
      id === 'transmissions' ? (order.shop ? 1 + order.shop.deliveries.length : 0) : order[id].length,
    )
  }
  return (
    <LowerPane
      label={t('orders.detail')}
      heightKey="kontor-order-pane"
      tabs={tabs.map(id => ({
        id,
        label: id === 'transmissions' ? t('orderList.transmissions') : t(`order.${id}`),
        count: countOf(id),
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
      {order ? <PaneTable tab={current} order={order} /> : null}
    </LowerPane>
  )
}

function PaneTable({ tab, order }: { readonly tab: OrderTab; readonly order: Order }) {
  switch (tab) {
    case 'lines':
      return <LineTable order={order} />
    case 'deliveries':
      return <DeliveryTable order={order} />
    case 'payments':
      return <PaymentTable order={order} />
    case 'returns':
      return <Returns id={order.id} />
    case 'transmissions':
      return <TransmissionTable order={order} />
    case 'history':
      return <HistoryTable order={order} />
  }
}

// Asked for only where somebody looks: the row changes with every arrow key.
function Returns({ id }: { readonly id: string }) {
  const { data } = useQuery(orderReturnsQuery(id))
  return data ? <ReturnTable returns={data} /> : null
}
