import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OrderRow, orderQuery } from '../../api/orders.ts'
import { Keys } from '../../ui/Keys.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { deliverabilityLook } from '../../ui/states.ts'
import { count } from '../../words/format.ts'
import { DeliveryTable, HistoryTable, LineTable, PaymentTable } from '../order/OrderTables.tsx'

export const orderTabs = ['lines', 'deliveries', 'payments', 'history'] as const
type OrderTab = (typeof orderTabs)[number]
const heightKey = 'kontor-order-pane'

interface OrderPaneProps {
  readonly row: OrderRow
  readonly tab: string | undefined
  readonly onTab: (tab: OrderTab) => void
  readonly onOpen: (row: OrderRow) => void
}

/** The current row in tabs, without leaving the list; its height is dragged or moved by arrow keys. */
export function OrderPane({ row, tab, onTab, onOpen }: OrderPaneProps) {
  const { t } = useTranslation()
  const { data } = useQuery(orderQuery(row.id))
  const order = data?.id === row.id ? data : undefined
  const [height, setHeight] = useState(() => Number(localStorage.getItem(heightKey)) || 240)
  const current = orderTabs.find(one => one === tab) ?? 'lines'
  const resize = (next: number) => {
    const within = Math.max(120, Math.min(600, next))
    setHeight(within)
    localStorage.setItem(heightKey, String(within))
  }
  const look = deliverabilityLook(row)
  return (
    <section className="order-pane" style={{ height }} aria-label={t('orders.detail')}>
      {/* biome-ignore lint/a11y/useSemanticElements: a line that is dragged */}
      <div
        className="order-pane-edge"
        role="separator"
        aria-orientation="horizontal"
        aria-label={t('orders.paneHeight')}
        aria-valuenow={height}
        aria-valuemin={120}
        aria-valuemax={600}
        tabIndex={0}
        onKeyDown={event => {
          if (event.key === 'ArrowUp') resize(height + 24)
          if (event.key === 'ArrowDown') resize(height - 24)
        }}
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={event => {
          if (event.buttons === 1) resize(height - event.movementY)
        }}
      />
      {orderTabs.map((name, at) => (
        <TabKey key={name} at={at} onTab={() => onTab(name)} />
      ))}
      <Tabs
        value={current}
        onChange={next => onTab(orderTabs.find(one => one === next) ?? 'lines')}
        keepMounted={false}
      >
        <div className="order-pane-head">
          <Tabs.List>
            {orderTabs.map(name => (
              <Tabs.Tab key={name} value={name}>
                {t(`order.${name}`)} <span className="text3">{order ? count(order[name].length) : ''}</span>
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <span className="order-pane-name">
            <strong>{row.orderNumber}</strong>
            {row.hold !== null && look ? (
              <StateChip look={{ ...look, word: `${look.word}: ${row.hold}` }} />
            ) : null}
            <Link to="/orders/$id" params={{ id: row.id }} onClick={() => onOpen(row)}>
              {t('common.open')}
            </Link>
            <Keys keys="Enter" />
          </span>
        </div>
        {order ? (
          <>
            <Tabs.Panel value="lines">
              <LineTable order={order} />
            </Tabs.Panel>
            <Tabs.Panel value="deliveries">
              <DeliveryTable order={order} />
            </Tabs.Panel>
            <Tabs.Panel value="payments">
              <PaymentTable order={order} />
            </Tabs.Panel>
            <Tabs.Panel value="history">
              <HistoryTable order={order} />
            </Tabs.Panel>
          </>
        ) : null}
      </Tabs>
    </section>
  )
}

function TabKey({ at, onTab }: { readonly at: number; readonly onTab: () => void }) {
  useShortcut(`Alt+${at + 1}`, onTab)
  return null
}
