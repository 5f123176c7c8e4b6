import './order.css'
import { Button, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Blocker, type Order, type OrderAction, orderQuery } from '../../api/orders.ts'
import { useRight } from '../../shell/rights.ts'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useNeighbours } from '../../ui/neighbours.ts'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { deliverabilityLook, deliveryLook, paymentLook } from '../../ui/states.ts'
import { count, fullDate, money } from '../../words/format.ts'
import { ActionDialog, type OpenAction } from './ActionDialog.tsx'
import { HoldDialog, OrderHolds } from './OrderHolds.tsx'
import { OrderSide } from './OrderSide.tsx'
import { DeliveryTable, HistoryTable, LineTable, PaymentTable } from './OrderTables.tsx'
import { Sums } from './Sums.tsx'

const tabs = ['lines', 'deliveries', 'payments', 'history'] as const

/** One order: all facts, and the next step. */
export default function OrderPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/orders/$id' })
  const { tab } = useSearch({ from: '/orders/$id' })
  const go = useNavigate({ from: '/orders/$id' })
  const query = useQuery(orderQuery(id))
  const order = query.data
  const [action, setAction] = useState<OpenAction>()
  const [holding, setHolding] = useState(false)
  const current = tabs.find(one => one === tab) ?? 'lines'
  useEffect(() => {
    if (order) document.title = `${order.orderNumber} · Kontor`
  }, [order])
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!order) return null
  const open = (name: OrderAction) => setAction({ name, orders: [order], open: order.sums.open })
  return (
    <div className="order">
      <OrderHead order={order} onAct={open} onHold={() => setHolding(true)} />
      <div className="order-body">
        <div className="order-main">
          {order.cancelled ? (
            <Notice tone="info">
              {t('order.cancelledBy', {
                at: fullDate(order.cancelledAt),
                who: order.cancelledBy ?? '',
                why: order.cancelReason ?? '',
              })}
            </Notice>
          ) : null}
          <OrderHolds order={order} />
          <Tabs
            value={current}
            onChange={next => {
              const found = tabs.find(one => one === next)
              if (found) void go({ search: { tab: found }, replace: true })
            }}
            keepMounted={false}
          >
            <Tabs.List>
              {tabs.map((name, at) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`order.${name}`)} <span className="text3">{count(order[name].length)}</span>
                  <TabKey at={at} onTab={() => void go({ search: { tab: name }, replace: true })} />
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="lines">
              <LineTable order={order} />
              <div className="order-under">
                <div>
                  {order.customerNote === '' ? null : (
                    <>
                      <h3>{t('order.customerNote')}</h3>
                      <p>{`„${order.customerNote}“`}</p>
                    </>
                  )}
                  {order.note === '' ? null : (
                    <>
                      <h3>{t('order.note')}</h3>
                      <p>{order.note}</p>
                    </>
                  )}
                </div>
                <Sums order={order} />
              </div>
              <h2 className="order-history">{t('order.history')}</h2>
              <HistoryTable order={order} />
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
          </Tabs>
        </div>
        <OrderSide order={order} />
      </div>
      {holding ? <HoldDialog order={order} onClose={() => setHolding(false)} /> : null}
      {action ? <ActionDialog action={action} onClose={() => setAction(undefined)} /> : null}
    </div>
  )
}

function TabKey({ at, onTab }: { readonly at: number; readonly onTab: () => void }) {
  useShortcut(`Alt+${at + 1}`, onTab)
  return null
}

interface OrderHeadProps {
  readonly order: Order
  readonly onAct: (action: OrderAction) => void
  readonly onHold: () => void
}

/** Number, channel, place in the list; one chip per axis; what can be done, the most likely step last. */
function OrderHead({ order, onAct, onHold }: OrderHeadProps) {
  const { t } = useTranslation()
  const go = useNavigate()
  const { place, count: all, before, after } = useNeighbours('orders', order.id)
  const may = useRight('orders.write')
  const move = (id: string | undefined) => {
    if (id) void go({ to: '/orders/$id', params: { id }, replace: true })
  }
  useShortcut('j', () => move(after))
  useShortcut('u', () => move(before))
  const verbs = { cancel: t('order.cancelVerb'), pay: t('order.payVerb'), deliver: t('order.deliverVerb') }
  const labels = { cancel: t('orders.cancel'), pay: t('orders.pay'), deliver: t('orders.deliver') }
  const blockers = (name: OrderAction) => {
    const found = order.actions.find(one => one.action === name)
    const reasons = (found?.blockers ?? []).map(one => reasonOf(one, onAct, labels.pay))
    return may ? reasons : [...reasons, { reason: t('common.needsRight', { right: 'orders.write' }) }]
  }
  const next: OrderAction = Number(order.sums.open) > 0 && blockers('deliver').length > 0 ? 'pay' : 'deliver'
  const sequence: readonly OrderAction[] =
    next === 'pay' ? ['cancel', 'deliver', 'pay'] : ['cancel', 'pay', 'deliver']
  useShortcut('Ctrl+Enter', () => onAct(next), blockers(next).length === 0)
  // Nothing is left to be held back where all is gone.
  const canHold =
    order.hold === null &&
    !order.cancelled &&
    order.deliveryState !== 'shipped' &&
    order.deliveryState !== 'completed'
  const payment = paymentLook(order)
  const isOpen = Number(order.sums.open) > 0 && !order.cancelled
  const amountOpen = t('order.amountOpen', { amount: money(order.sums.open, order.currency) })
  const owed = order.paymentState === 'open' ? amountOpen : `${payment.word}: ${amountOpen}`
  const shipping = deliveryLook(order)
  // "offen" alone does not say what of.
  const delivery =
    shipping.sign === 'empty' ? { ...shipping, word: `${t('orders.delivery')}: ${shipping.word}` } : shipping
  const deliverability = deliverabilityLook(order)
  return (
    <header className="order-head">
      <div className="order-line">
        <Link to="/orders">{t('common.orders')}</Link>
        <span className="text3">/</span>
        <h1 className={order.cancelled ? 'struck' : ''}>{order.orderNumber}</h1>
        {order.channel ? <ChannelSign name={order.channel} /> : null}
        <span>{[order.channel, order.externalNumber].filter(Boolean).join(' · ')}</span>
        <span className="text2">{fullDate(order.placedAt)}</span>
        <span className="order-place text2">
          {place ? t('common.of', { range: count(place), total: count(all) }) : null}
        </span>
        <Button aria-label={t('order.previous')} aria-disabled={!before} onClick={() => move(before)} px={7}>
          <Icon name="left" size={14} />
        </Button>
        <Button aria-label={t('order.next')} aria-disabled={!after} onClick={() => move(after)} px={7}>
          <Icon name="right" size={14} />
        </Button>
      </div>
      <div className="order-line">
        <StateChip look={isOpen ? { ...payment, word: owed } : payment} filled />
        {deliverability ? <StateChip look={deliverability} filled /> : null}
        <StateChip look={delivery} filled />
        <span className="order-actions">
          {canHold ? (
            <ReasonButton
              verb={t('order.holdVerb')}
              label={t('order.hold')}
              reasons={may ? [] : [{ reason: t('common.needsRight', { right: 'orders.write' }) }]}
              onClick={onHold}
            />
          ) : null}
          {sequence.map(name => (
            <ReasonButton
              key={name}
              verb={verbs[name]}
              label={labels[name]}
              reasons={blockers(name)}
              variant={name === next ? 'filled' : 'default'}
              onClick={() => onAct(name)}
              {...(name === 'deliver' ? { leftSection: <Icon name="truck" size={14} /> } : {})}
            />
          ))}
        </span>
      </div>
    </header>
  )
}

/** A blocker in words, with the button that removes it where there is one. */
function reasonOf(blocker: Blocker, onAct: (action: OrderAction) => void, pay: string) {
  const unpaid = /PAID|PAYMENT/.test(blocker.code)
  return {
    reason: blocker.reason,
    remedy: blocker.remedy,
    ...(unpaid ? { act: { label: pay, onClick: () => onAct('pay') } } : {}),
  }
}
