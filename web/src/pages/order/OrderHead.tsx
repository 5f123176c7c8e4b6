import { Link, useNavigate } from '@tanstack/react-router'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ActionName } from '../../api/orderActs.ts'
import type { Order } from '../../api/orders.ts'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { NeighbourButtons } from '../../ui/NeighbourButtons.tsx'
import { useNeighbours } from '../../ui/neighbours.ts'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { deliverabilityLook, deliveryLook, paymentLook } from '../../ui/states.ts'
import { negated, signOf } from '../../words/decimalText.ts'
import { addDecimals, fullDate, money, quantity } from '../../words/format.ts'
import { MoreActions } from './MoreActions.tsx'
import { refundedOf, useOrderActions } from './useOrderActions.ts'

interface OrderHeadProps {
  readonly order: Order
  readonly onAct: (name: ActionName) => void
}

/** Those that stand in the head as buttons of their own; the others are behind "Weitere". */
const always: readonly ActionName[] = ['edit', 'hold', 'cancel', 'pay', 'deliver']
const others: readonly ActionName[] = [
  'ship',
  'return',
  'refund',
  'complete',
  'reopen',
  'reverse',
  'release',
  'undo_cancel',
  'split',
  'merge',
]

/** Number, channel, place in the list; one chip per axis; what can be done, the most likely step last. */
export function OrderHead({ order, onAct }: OrderHeadProps) {
  const { t } = useTranslation()
  const go = useNavigate()
  const neighbours = useNeighbours('orders', order.id)
  const { before, after } = neighbours
  const { reasonsOf, next } = useOrderActions(order, onAct)
  const move = (id: string | undefined) => {
    if (id) void go({ to: '/orders/$id', params: { id }, replace: true })
  }
  useShortcut('j', () => move(after))
  useShortcut('u', () => move(before))
  useShortcut('Ctrl+Enter', () => onAct(next), reasonsOf(next).length === 0)
  useShortcut('e', () => onAct('edit'), reasonsOf('edit').length === 0)
  // What is held is released, what is cancelled is taken back: those take the place of their contrary.
  const shown = always.map(name =>
    name === 'hold' && order.hold !== null
      ? 'release'
      : name === 'cancel' && order.cancelled
        ? 'undo_cancel'
        : name,
  )
  const buttons = [...shown.filter(name => name !== next), next]
  return (
    <header className="order-head">
      <div className="order-line">
        <Link to="/orders">{t('common.orders')}</Link>
        <span className="text3">/</span>
        <h1 className={order.cancelled ? 'struck' : ''}>{order.orderNumber}</h1>
        {order.channel ? <ChannelSign name={order.channel} /> : null}
        <span>
          {[order.channel ?? kindWord(order.kind), order.externalNumber].filter(Boolean).join(' · ')}
        </span>
        <span className="text2">{fullDate(order.placedAt)}</span>
        <NeighbourButtons
          neighbours={neighbours}
          previous={t('order.previous')}
          next={t('order.next')}
          onMove={move}
        />
      </div>
      <div className="order-line">
        <Axes order={order} />
        <span className="order-actions">
          <MoreActions
            names={others.filter(name => !buttons.includes(name))}
            reasonsOf={reasonsOf}
            onAct={onAct}
          />
          {buttons.map(name => (
            <ReasonButton
              key={name}
              verb={t(`orderActs.${name}`)}
              label={labelOf(name)}
              reasons={reasonsOf(name)}
              variant={name === next ? 'filled' : 'default'}
              onClick={() => onAct(name)}
              {...(name === 'deliver' || name === 'ship'
                ? { leftSection: <Icon name="truck" size={14} /> }
                : {})}
            />
          ))}
        </span>
      </div>
    </header>
  )
}

function labelOf(name: ActionName): string {
  const { t } = i18next
  if (name === 'edit') return t('orderActs.edit')
  if (name === 'pay') return t('orders.pay')
  if (name === 'cancel') return t('orders.cancel')
  return `${t(`orderActs.${name}`)} …`
}

const kinds = ['shop', 'marketplace', 'connector', 'instant', 'customer', 'csv', 'api', 'exchange'] as const

function kindWord(kind: string): string {
  const known = kinds.find(one => one === kind)
  return known ? i18next.t(`order.kind_${known}`) : ''
}

/** One chip for each axis: payment with what is open, deliverability with what is missing, shipping, invoice, what holds it. */
function Axes({ order }: { readonly order: Order }) {
  const { t } = useTranslation()
  const { currency } = order
  const { open } = order.sums
  const payment = paymentLook(order)
  const amountOpen = t('order.amountOpen', { amount: money(open, currency) })
  const owed = order.paymentState === 'open' ? amountOpen : `${payment.word}: ${amountOpen}`
  const over = `${payment.word}: ${t('order.tooMuch', { amount: money(negated(open), currency) })}`
  const refunded = refundedOf(order)
  const word =
    refunded !== ''
      ? t('order.amountRefunded', { amount: money(refunded, currency) })
      : signOf(open) > 0 && !order.cancelled
        ? owed
        : signOf(open) < 0
          ? over
          : payment.word
  const delivery = deliveryLook(order)
  // "offen" alone does not say what of.
  const shipping =
    delivery.sign === 'empty' ? { ...delivery, word: `${t('orders.delivery')}: ${delivery.word}` } : delivery
  const deliverability = deliverabilityLook(order)
  const missing = missingOf(order)
  return (
    <>
      <StateChip
        look={refunded === '' ? { ...payment, word } : { sign: 'half', tone: 'mute', word }}
        filled
      />
      {deliverability ? (
        <StateChip
          look={
            missing === ''
              ? deliverability
              : { ...deliverability, word: `${deliverability.word}: ${t('order.missing', { n: missing })}` }
          }
          filled
        />
      ) : null}
      <StateChip look={shipping} filled />
      <Chip sign={invoiceSigns[order.invoiceState]} tone="mute" filled>
        {t(`order.invoice_${order.invoiceState}`)}
      </Chip>
      {order.pending ? (
        <Chip sign="waiting" tone="pend" filled>
          {t('order.pending')}
        </Chip>
      ) : null}
      {order.customerBlocked ? (
        <Chip sign="lock" tone="bad" filled>
          {t('order.customerBlocked')}
        </Chip>
      ) : null}
    </>
  )
}

/** How many pieces are not there, in words; empty where nothing is missing, or something else keeps the order. */
function missingOf(order: Order): string {
  if (order.hold !== null || order.pending || !['part', 'none'].includes(order.deliverability ?? ''))
    return ''
  const missing = addDecimals(
    order.lines
      .filter(line => line.deliverable === 'part' || line.deliverable === 'none')
      .flatMap(line => [line.open, negated(line.allocated)]),
  )
  return signOf(missing) > 0 ? quantity(missing) : ''
}

const invoiceSigns = { none: 'empty', part: 'half', full: 'full' } as const
