import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerOrdersQuery } from '../../api/customerOrders.ts'
import { mergeOrders, type SplitWish, splitOrder } from '../../api/orderActs.ts'
import type { Order } from '../../api/orders.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { readDecimal, signOf } from '../../words/decimalText.ts'
import { count, money, shortDate } from '../../words/format.ts'
import { chosenLines, LineChoice, type Typed } from './LineChoice.tsx'
import { Refusals, useAct } from './useAct.tsx'

interface OrderDialogProps {
  readonly order: Order
  readonly onClose: () => void
}

/** Some lines become an order of their own. */
export function SplitDialog({ order, onClose }: OrderDialogProps) {
  const { t } = useTranslation()
  const go = useNavigate()
  const [typed, setTyped] = useState<Typed>({})
  const [payment, setPayment] = useState('')
  const act = useAct(
    (wish: SplitWish) => splitOrder(wish),
    ({ items }) => {
      onClose()
      const id = items[0]?.newOrderId
      if (id) void go({ to: '/orders/$id', params: { id } })
    },
  )
  const lines = order.lines
    .map(line => ({ ...line, most: line.kind === 'item' ? line.open : line.quantity }))
    .filter(line => signOf(line.most) > 0)
  const chosen = chosenLines(lines, typed)
  const paid = readDecimal(payment)
  const reasons = [
    ...(chosen && chosen.length > 0 ? [] : [{ reason: t('orderActs.quantityWanted') }]),
    ...(paid === undefined ? [{ reason: t('orderActs.amountWanted') }] : []),
  ]
  return (
    <FormDialog
      title={t('orderActs.splitTitle', { number: order.orderNumber })}
      size={720}
      error={act.error}
      verb={t('orderActs.split')}
      reasons={reasons}
      busy={act.busy}
      onSubmit={() =>
        act.run({
          order: order.id,
          version: order.version,
          lines: chosen ?? [],
          ...(paid ? { payment: paid } : {}),
        })
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('orderActs.splitHelp')}</p>
      <LineChoice
        label={t('orderActs.splitQuantity')}
        mostLabel={t('order.open')}
        lines={lines}
        typed={typed}
        onType={setTyped}
      />
      {signOf(order.sums.paid) > 0 ? (
        <DecimalField
          label={`${t('orderActs.paidAlong')} (${order.currency})`}
          description={t('orderActs.paidAlongHelp', { paid: money(order.sums.paid, order.currency) })}
          value={payment}
          onChange={setPayment}
        />
      ) : null}
    </FormDialog>
  )
}

/** Other open orders of the customer become part of this one. */
export function MergeDialog({ order, onClose }: OrderDialogProps) {
  const { t } = useTranslation()
  const { data: all, error } = useQuery(customerOrdersQuery(order.customerId))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const act = useAct((ids: readonly string[]) => mergeOrders([order.id, ...ids]), onClose)
  const others = (all ?? []).filter(one => one.id !== order.id)
  const reasons = chosen.size === 0 ? [{ reason: t('orderActs.othersWanted') }] : []
  return (
    <FormDialog
      title={t('orderActs.mergeTitle', { number: order.orderNumber })}
      size={560}
      error={act.error ?? error}
      verb={t('orderActs.merge')}
      label={chosen.size > 0 ? `${t('orderActs.merge')} (${count(chosen.size + 1)})` : undefined}
      reasons={reasons}
      busy={act.busy}
      careful
      onSubmit={() => act.run([...chosen])}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <Notice tone="info">{t('orderActs.mergeText', { number: order.orderNumber })}</Notice>
      {all && others.length === 0 ? <p className="text2">{t('orderActs.noOthers')}</p> : null}
      {others.map(one => (
        <Checkbox
          key={one.id}
          label={one.orderNumber}
          description={[shortDate(one.placedAt), money(one.totalGross, one.currency), one.channel]
            .filter(Boolean)
            .join(' · ')}
          checked={chosen.has(one.id)}
          onChange={event => {
            const next = new Set(chosen)
            if (event.currentTarget.checked) next.add(one.id)
            else next.delete(one.id)
            setChosen(next)
          }}
        />
      ))}
    </FormDialog>
  )
}
